"""How far a change reaches: to the pairs of a record that changed with those that share a value of
a block with it, and that are worth scoring.

Which record has which values is kept from run to run, so that no other record is looked at.
"""

from itertools import pairwise

import duckdb
import numpy as np
import pyarrow as pa

from entity_resolution.blocking import AT_ONCE, keys
from entity_resolution.comparing import PairFunctions, Records
from entity_resolution.model import Model
from entity_resolution.outcome import handed_over
from workbench.case import Case
from workbench.vocabulary import MentionKind

CHANGED_AT_ONCE = 50_000
"""Changed records whose pairs are looked for together."""

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
# Grain: one value of a record that few enough have, if one that changed has it.
_KEYED = """
    CREATE OR REPLACE TABLE keyed AS
    SELECT key, block, record_id, {name_id} AS name_id, is_stale, by_name, {suffices} AS suffices
    FROM (SELECT *, true AS is_stale FROM stale_key UNION ALL SELECT *, false FROM sharing)
    JOIN block USING (block) JOIN {listed} USING (record_id)
    QUALIFY count(*) OVER (PARTITION BY key) <= most
"""
_PART = """
    CREATE OR REPLACE TABLE changed AS
    SELECT record_id FROM stale WHERE record_id >= $since AND record_id < $until
"""
# Grain: one pair of a changed record, on the left, and another that a block of records brings
# together; two that changed once.
_PAIRS_OF_RECORDS = """
    CREATE OR REPLACE TABLE pair_of_records AS
    SELECT l.record_id AS one, r.record_id AS other, l.name_id AS left_name,
        r.name_id AS right_name, bit_or(1::USMALLINT << l.block) AS met,
        bool_or(l.suffices AND r.suffices) AS suffices
    FROM (FROM keyed SEMI JOIN changed USING (record_id)) AS l JOIN keyed AS r USING (key)
    WHERE NOT l.by_name AND (NOT r.is_stale OR l.record_id < r.record_id)
    GROUP BY ALL
"""
# Grain: one pair of names whose bearers may be worth scoring, on the left one that a changed record
# bears; ``met`` is 0 where only some of their bearers share a value.
_PAIRS_OF_NAMES = """
    WITH named AS (
        SELECT DISTINCT key, block, name_id FROM keyed WHERE by_name
    )
    SELECT left_name, right_name, bit_or(met) AS met FROM (
        SELECT l.name_id AS left_name, r.name_id AS right_name,
            1::USMALLINT << l.block AS met
        FROM (SELECT DISTINCT key, block, name_id FROM keyed
              SEMI JOIN changed USING (record_id) WHERE by_name) AS l
        JOIN named AS r USING (key)
        UNION ALL
        SELECT left_name, right_name, 0::USMALLINT FROM pair_of_records WHERE NOT suffices)
    GROUP BY ALL
"""
# Grain: one pair of a changed record and another, by what it is worth scoring for.
_WORTH_IT = """
    SELECT one, other, pairs.met FROM pair_of_records AS pairs
    LEFT JOIN worthy USING (left_name, right_name)
    WHERE suffices OR worthy.met IS NOT NULL
    UNION ALL
    SELECT l.record_id, r.record_id, met FROM worthy
    JOIN (FROM {listed} SEMI JOIN changed USING (record_id)) AS l ON l.name_id = left_name
    JOIN {listed} AS r ON r.name_id = right_name
    WHERE met > 0 AND (l.record_id < r.record_id
        OR (l.record_id > r.record_id AND r.record_id NOT IN (FROM stale)))
"""
_TOUCHED = """
    SELECT least(one, other) AS left_id, greatest(one, other) AS right_id, bit_or(met) AS met
    FROM ({pairs}) GROUP BY ALL
"""
_NEEDED = """
    CREATE TABLE {needed} AS SELECT left_id AS record_id FROM {touched}
    UNION SELECT right_id FROM {touched}
"""


def keep_keys(records: Records, kind: MentionKind, model: Model, asked: str | None = None) -> None:
    """Add to table ``now_key`` the values that records have for the blocks: those asked for as
    ``Records.make`` takes them, or all."""
    records.make(asked)
    of = f"(FROM {records.table} WHERE unique_id IN (SELECT record_id FROM {asked}))"
    found = keys(model, of if asked else records.table)
    records.scratch.execute(_KEYS.format(kind=kind, keys=found))


def reached(case: Case, records: Records, kind: MentionKind, model: Model) -> str:
    """A scratch table of the pairs (left_id < right_id, met as ``blocking.candidates`` says) of the
    records of table ``now_stale`` that are worth scoring; their records are those that are needed.

    Those are added to ``now_stale`` that a value brings together no longer, or again; ``now_key``
    is filled.
    """
    scratch, functions, touched = records.scratch, records.functions, f"touched_{kind}"
    for view, of_kind in _OF_KIND.items():
        scratch.execute(f"CREATE OR REPLACE VIEW {view} AS {of_kind} WHERE kind = '{kind}'")
    scratch.execute(f"CREATE TABLE {touched} (left_id BIGINT, right_id BIGINT, met USMALLINT)")
    if scratch.execute("FROM stale LIMIT 1").fetchall():
        _describe_blocks(scratch, model, by_name=functions is not None)
        keep_keys(records, kind, model, "stale")
        _add_crowded(case, records, kind, model)
        _find_keyed(case, records, model)
        for changed in _changed(scratch):
            scratch.execute(_PART, changed)
            _add_touched(scratch, records.listed, functions, touched)
        scratch.unregister("block")
    records.needed = f"reached_{kind}"
    scratch.execute(_NEEDED.format(needed=records.needed, touched=touched))
    return touched


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


def _find_keyed(case: Case, records: Records, model: Model) -> None:
    scratch = records.scratch
    with handed_over(case, scratch, _STALE):
        scratch.register("sharing", case.db.execute(_SHARING).to_arrow_table())
    name_id, suffices = "NULL", "true"
    if records.functions:
        blocks = enumerate(model.blocks)
        name_id = "name_id"
        suffices = "CASE block {} END".format(
            " ".join(f"WHEN {number} THEN {block.suffices}" for number, block in blocks)
        )
    scratch.execute(_KEYED.format(name_id=name_id, suffices=suffices, listed=records.listed))
    scratch.unregister("sharing")


def _changed(scratch: duckdb.DuckDBPyConnection) -> list[dict[str, int]]:
    """From which changed record until which (exclusive) are looked at together."""
    ids = scratch.execute("FROM stale ORDER BY record_id").to_arrow_table()["record_id"].to_numpy()
    bounds = [*ids[::CHANGED_AT_ONCE].tolist(), int(ids[-1]) + 1]
    return [{"since": since, "until": until} for since, until in pairwise(bounds)]


def _add_touched(
    scratch: duckdb.DuckDBPyConnection,
    listed: str,
    functions: PairFunctions | None,
    touched: str,
) -> None:
    scratch.execute(_PAIRS_OF_RECORDS)
    pairs = "SELECT one, other, met FROM pair_of_records"
    if functions:
        scratch.register("worthy", _names_worth_it(scratch, functions))
        pairs = _WORTH_IT.format(listed=listed)
    scratch.execute(f"INSERT INTO {touched} {_TOUCHED.format(pairs=pairs)}")
    scratch.unregister("worthy")


def _names_worth_it(scratch: duckdb.DuckDBPyConnection, functions: PairFunctions) -> pa.Table:
    pairs = scratch.execute(_PAIRS_OF_NAMES).to_arrow_table()
    left, right = (pairs[side].to_numpy() for side in ("left_name", "right_name"))
    parts = [slice(start, start + AT_ONCE) for start in range(0, len(left), AT_ONCE)]
    worth_it = [functions.worth_it(left[part], right[part]) for part in parts]
    return pairs.filter(pa.array(np.concatenate([np.empty(0, dtype=np.bool_), *worth_it])))
