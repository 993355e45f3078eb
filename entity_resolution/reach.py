"""How far a change reaches: to the records that share a value of a block with one that changed.

Which record has which values is kept from run to run, so that no other record is looked at.
"""

import pyarrow as pa

from entity_resolution.blocking import keys
from entity_resolution.comparing import Records
from entity_resolution.model import Model
from entity_resolution.outcome import handed_over
from workbench.case import Case
from workbench.vocabulary import MentionKind

# The values of two kinds never meet.
_KEYS = """
    INSERT INTO now_key SELECT '{kind}', record_id, block, hash('{kind}', block, key) FROM ({keys})
"""
# Grain: one record with a value that so many records have by now, or have no more, that it brings
# them together no longer, or again.
_CROWDED = """
    WITH touched AS (
        SELECT key FROM known_key WHERE record_id IN (FROM stale) UNION SELECT key FROM stale_key
    ), crowded AS (
        SELECT key FROM (
            SELECT block, key, 1 AS was, (record_id NOT IN (FROM stale))::INTEGER AS is_now
            FROM known_key WHERE key IN (FROM touched)
            UNION ALL SELECT block, key, 0, 1 FROM stale_key)
        JOIN bound USING (block) GROUP BY key, most
        HAVING (sum(was) > most) <> (sum(is_now) > most)
    )
    SELECT DISTINCT record_id FROM known_key
    WHERE key IN (FROM crowded) AND record_id NOT IN (FROM stale)
"""
_SHARING = """
    SELECT DISTINCT record_id FROM known_key WHERE key IN (SELECT key FROM stale_key)
"""
_REACHED = """
    CREATE TABLE {reached} AS
    SELECT record_id FROM now_stale WHERE kind = '{kind}' UNION FROM sharing_arrow
"""


def keep_keys(records: Records, kind: MentionKind, model: Model, asked: str | None = None) -> None:
    """Add to table ``now_key`` the values that records have for the blocks: those asked for as
    ``Records.make`` takes them, or all."""
    records.make(asked)
    of = f"(FROM {records.table} WHERE unique_id IN (SELECT record_id FROM {asked}))"
    found = keys(model, of if asked else records.table)
    records.scratch.execute(_KEYS.format(kind=kind, keys=found))


def reached(case: Case, records: Records, kind: MentionKind, model: Model) -> str:
    """A scratch table or query (record_id) of the records of table ``now_stale``, and all that
    share a value of a block with one of them. Those are added to ``now_stale`` that a value brings
    together no longer, or again, and ``now_key`` is filled."""
    scratch, stale = records.scratch, f"(SELECT record_id FROM now_stale WHERE kind = '{kind}')"
    if not scratch.execute(f"FROM {stale} LIMIT 1").fetchall():
        return stale
    keep_keys(records, kind, model, stale)
    _add_crowded(case, records, kind, model, stale)
    with handed_over(case, scratch, {"stale_key": f"FROM now_key WHERE kind = '{kind}'"}):
        scratch.register("sharing_arrow", case.db.execute(_SHARING).to_arrow_table())
    table = f"reached_{kind}"
    scratch.execute(_REACHED.format(reached=table, kind=kind))
    scratch.unregister("sharing_arrow")
    return table


def _add_crowded(case: Case, records: Records, kind: MentionKind, model: Model, stale: str) -> None:
    scratch = records.scratch
    most = [block.most for block in model.blocks]
    bound = pa.table({"block": pa.array(range(len(most)), pa.uint8()), "most": most})
    scratch.register("bound_arrow", bound)
    told = {
        "stale": f"FROM {stale}",
        "stale_key": f"FROM now_key WHERE kind = '{kind}'",
        "bound": "FROM bound_arrow",
    }
    with handed_over(case, scratch, told):
        scratch.register("crowded_arrow", case.db.execute(_CROWDED).to_arrow_table())
    scratch.execute("CREATE OR REPLACE TABLE crowded AS FROM crowded_arrow")
    keep_keys(records, kind, model, "crowded")
    scratch.execute("INSERT INTO now_stale SELECT ?, record_id FROM crowded", [kind])
    for arrow in ("bound_arrow", "crowded_arrow"):
        scratch.unregister(arrow)
