"""Which pairs of records are looked at: those that a block brings together.

Of a value that very many records share, the block is left to the others: all pairs of ten thousand
records with one birth date would be fifty million.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from entity_resolution.model import Block, Model

MOST_SHARING = 2_000
"""Records that may share a block's value for their pairs to be looked at."""

# Grain: one pair of records, with one bit of ``met`` for each block that brings it together.
_CANDIDATES = """
    CREATE OR REPLACE TABLE candidate AS
    SELECT left_id, right_id, bit_or(met) AS met FROM ({pairs}) GROUP BY left_id, right_id
"""
# Grain: one record and one value that a block goes by.
_KEYED = """
    SELECT unique_id, {key} AS key FROM (SELECT unique_id, {columns} FROM {table})
    WHERE key IS NOT NULL
    QUALIFY count(*) OVER (PARTITION BY key) BETWEEN {least} AND {most}
"""
_EVERY = 2**62


def find_candidates(
    database: duckdb.DuckDBPyConnection, model: Model, touching: Sequence[int] | None = None
) -> int:
    """Fill table ``candidate`` from table ``records``; how many pairs.

    ``touching``: only pairs with one of these records.
    """
    if touching is not None:
        chosen = pa.table({"unique_id": pa.array(touching, pa.int64())})
        database.register("touching_arrow", chosen)
        database.execute("CREATE OR REPLACE TEMP TABLE touching AS FROM touching_arrow")
    for number, block in enumerate(model.blocks):
        keyed = _keyed(block, "records", 2, MOST_SHARING)
        database.execute(f"CREATE OR REPLACE TEMP TABLE keyed_{number} AS {keyed}")
    pairs = [_pairs(number, touching is not None) for number in range(len(model.blocks))]
    database.execute(_CANDIDATES.format(pairs=" UNION ALL ".join(pairs)))
    for number in range(len(model.blocks)):
        database.execute(f"DROP TABLE keyed_{number}")
    row = database.execute("SELECT count(*) FROM candidate").fetchone()
    return int(row[0]) if row else 0


def crowded(model: Model, table: str) -> str:
    """SQL for the records of a table that share a block's value with too many others, and a number
    for the value."""
    blocks = (_keyed(block, table, MOST_SHARING + 1, _EVERY) for block in model.blocks)
    return " UNION ALL ".join(blocks)


def met(model: Model, column: str) -> int:
    """The bit of ``met`` of the block that goes by this column or list alone."""
    alone = [(*block.columns, *block.lists) for block in model.blocks]
    return 1 << alone.index((column,))


def _keyed(block: Block, table: str, least: int, most: int) -> str:
    named = [
        *(f"{column} AS key_{place}" for place, column in enumerate(block.columns)),
        *(f"unnest(list_distinct({name})) AS list_{place}"
          for place, name in enumerate(block.lists)),
    ]  # fmt: skip
    keys = [name.rsplit(" ", 1)[1] for name in named]
    present = " AND ".join(f"{key} IS NOT NULL" for key in keys)
    key = f"CASE WHEN {present} THEN hash({', '.join(keys)}) END"
    return _KEYED.format(key=key, columns=", ".join(named), table=table, least=least, most=most)


def _pairs(number: int, touching: bool) -> str:
    bit, rows = 1 << number, f"keyed_{number}"
    if not touching:
        return (
            f"SELECT l.unique_id AS left_id, r.unique_id AS right_id, {bit} AS met "
            f"FROM {rows} AS l JOIN {rows} AS r ON l.key = r.key AND l.unique_id < r.unique_id"
        )
    return (
        "SELECT least(l.unique_id, r.unique_id) AS left_id, "
        f"greatest(l.unique_id, r.unique_id) AS right_id, {bit} AS met "
        f"FROM (FROM {rows} SEMI JOIN touching USING (unique_id)) AS l "
        f"JOIN {rows} AS r ON l.key = r.key AND l.unique_id <> r.unique_id"
    )
