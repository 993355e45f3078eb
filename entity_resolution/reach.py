"""How far a change reaches: to the records that share a value of a block with one that changed.

Which record has which values is kept from run to run, so that no other record is looked at; of
those that share a word of a name only the bearers of names alike.
"""

import duckdb
import numpy as np
import pyarrow as pa

from entity_resolution.blocking import AT_ONCE, Touching, keys
from entity_resolution.comparing import PairFunctions, Records
from entity_resolution.model import Model
from entity_resolution.outcome import handed_over
from workbench.case import Case
from workbench.vocabulary import MentionKind

_OF_KIND = {
    "stale": "SELECT record_id FROM now_stale",
    "stale_key": "SELECT record_id, block, key FROM now_key",
}
_STALE = {view: f"FROM {view}" for view in _OF_KIND}
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
        JOIN block USING (block) GROUP BY key, most
        HAVING (sum(was) > most) <> (sum(is_now) > most)
    )
    SELECT DISTINCT record_id FROM known_key
    WHERE key IN (FROM crowded) AND record_id NOT IN (FROM stale)
"""
_SHARING = """
    SELECT record_id, block, key FROM known_key
    WHERE key IN (SELECT key FROM stale_key) AND record_id NOT IN (FROM stale)
"""
# Grain: one pair of names that share a value of a block that names go by, which few enough have;
# on the left one that a changed record bears.
_PAIRS_OF_NAMES = """
    WITH named AS (
        SELECT key, block, record_id, name_id, is_stale
        FROM (SELECT *, true AS is_stale FROM stale_key UNION ALL SELECT *, false FROM sharing)
        JOIN block USING (block) JOIN {listed} USING (record_id) WHERE by_name
        QUALIFY count(*) OVER (PARTITION BY key) <= most
    )
    SELECT l.name_id AS left_name, r.name_id AS right_name,
        bit_or(1::USMALLINT << l.block) AS met
    FROM (SELECT DISTINCT key, block, name_id FROM named WHERE is_stale) AS l
    JOIN (SELECT DISTINCT key, name_id FROM named) AS r USING (key)
    GROUP BY ALL
"""
_REACHED = """
    CREATE TABLE {reached} AS
    FROM stale
    UNION SELECT record_id FROM sharing JOIN block USING (block) WHERE NOT by_name
    {of_names}
"""
_OF_NAMES = """
    UNION SELECT record_id FROM {listed} WHERE name_id IN (SELECT right_name FROM worthy)
"""


def keep_keys(records: Records, kind: MentionKind, model: Model, asked: str | None = None) -> None:
    """Add to table ``now_key`` the values that records have for the blocks: those asked for as
    ``Records.make`` takes them, or all."""
    records.make(asked)
    of = f"(FROM {records.table} WHERE unique_id IN (SELECT record_id FROM {asked}))"
    found = keys(model, of if asked else records.table)
    records.scratch.execute(_KEYS.format(kind=kind, keys=found))


def reached(case: Case, records: Records, kind: MentionKind, model: Model) -> tuple[Touching, str]:
    """The records of table ``now_stale``, and a scratch table (record_id) of these and of all that
    are to be compared with one of them.

    Those are added to ``now_stale`` that a value brings together no longer, or again; ``now_key``
    is filled.
    """
    scratch, functions = records.scratch, records.functions
    for view, of_kind in _OF_KIND.items():
        scratch.execute(f"CREATE OR REPLACE VIEW {view} AS {of_kind} WHERE kind = '{kind}'")
    if not scratch.execute("FROM stale LIMIT 1").fetchall():
        return Touching(np.empty(0, dtype=np.int64)), "stale"
    _describe_blocks(scratch, model, by_name=functions is not None)
    keep_keys(records, kind, model, "stale")
    _add_crowded(case, records, kind, model)
    with handed_over(case, scratch, _STALE):
        scratch.register("sharing_arrow", case.db.execute(_SHARING).to_arrow_table())
    # A table, as DuckDB hands no filter of a join on to an Arrow table below a union (it fails).
    scratch.execute("CREATE OR REPLACE TABLE sharing AS FROM sharing_arrow")
    names, of_names = None, ""
    if functions:
        names = _names_worth_it(scratch, records.listed, functions)
        scratch.register("worthy", names)
        of_names = _OF_NAMES.format(listed=records.listed)
    table = f"reached_{kind}"
    scratch.execute(_REACHED.format(reached=table, of_names=of_names))
    for arrow in ("block", "sharing_arrow", "worthy"):
        scratch.unregister(arrow)
    stale = scratch.execute("FROM stale ORDER BY record_id").to_arrow_table()["record_id"]
    return Touching(stale.to_numpy(), names), table


def _describe_blocks(scratch: duckdb.DuckDBPyConnection, model: Model, *, by_name: bool) -> None:
    described = {
        "block": pa.array(range(len(model.blocks)), pa.uint8()),
        "most": [block.most for block in model.blocks],
        "by_name": [by_name and block.by_name for block in model.blocks],
    }
    scratch.register("block", pa.table(described))


def _add_crowded(case: Case, records: Records, kind: MentionKind, model: Model) -> None:
    scratch = records.scratch
    with handed_over(case, scratch, {**_STALE, "block": "FROM block"}):
        crowded = case.db.execute(_CROWDED).to_arrow_table()
    if not crowded.num_rows:
        return
    scratch.register("crowded", crowded)
    keep_keys(records, kind, model, "crowded")
    scratch.execute("INSERT INTO now_stale SELECT ?, record_id FROM crowded", [kind])
    scratch.unregister("crowded")


def _names_worth_it(
    scratch: duckdb.DuckDBPyConnection, listed: str, functions: PairFunctions
) -> pa.Table:
    pairs = scratch.execute(_PAIRS_OF_NAMES.format(listed=listed)).to_arrow_table()
    left, right = (pairs[side].to_numpy() for side in ("left_name", "right_name"))
    parts = [slice(start, start + AT_ONCE) for start in range(0, len(left), AT_ONCE)]
    worth_it = [functions.worth_it(left[part], right[part]) for part in parts]
    return pairs.filter(pa.array(np.concatenate([np.empty(0, dtype=np.bool_), *worth_it])))
