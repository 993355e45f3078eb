"""Which pairs of records are looked at: those that a block brings together.

Of a value that very many records share, the block is left to the others: all pairs of ten thousand
records with one birth date would be fifty million.
"""

import math
from collections.abc import Iterator, Sequence

import duckdb
import pyarrow as pa

from entity_resolution.model import Block, Model

MOST_SHARING = 2_000
"""Records that may share a block's value for their pairs to be looked at."""
AT_ONCE = 4_000_000
"""Pairs looked at together, about."""

# Grain: one pair of records, with one bit of ``met`` for each block that brings it together.
_CANDIDATES = """
    CREATE OR REPLACE TABLE candidate AS
    SELECT left_place, right_place, bit_or(met) AS met FROM ({pairs})
    GROUP BY left_place, right_place
"""
# Grain: one record and one value that a block goes by.
_KEYED = """
    SELECT {record}, {key} AS key, count(*) OVER (PARTITION BY key) AS sharing
    FROM (SELECT {record}, {columns} FROM {table}) WHERE key IS NOT NULL
    QUALIFY sharing BETWEEN {least} AND {most}
"""
_EVERY = 2**62
_ASKED = """
    CREATE OR REPLACE TEMP TABLE asked AS
    SELECT place FROM records SEMI JOIN touching_arrow USING (unique_id)
"""


def candidates(
    database: duckdb.DuckDBPyConnection,
    model: Model,
    touching: Sequence[int] | None = None,
    at_once: int = AT_ONCE,
) -> Iterator[float]:
    """Fill table ``candidate`` (left_place < right_place, met) with one part of the pairs after
    the other, each pair once; yields the share of them that came with each part.

    A pair is of two places in table ``records``. ``touching``: only pairs with one of these records
    (by unique_id). Parts are of pairs whose left places are near each other.
    """
    if touching is not None:
        chosen = pa.table({"unique_id": pa.array(touching, pa.int64())})
        database.register("touching_arrow", chosen)
        database.execute(_ASKED)
        database.unregister("touching_arrow")
    numbers = range(len(model.blocks))
    for number, block in enumerate(model.blocks):
        keyed = _keyed(block, "records", "place", 2, MOST_SHARING)
        database.execute(f"CREATE OR REPLACE TEMP TABLE keyed_{number} AS {keyed}")
    pairs = " UNION ALL ".join(_pairs(number, touching is not None) for number in numbers)
    asked = " UNION ALL ".join(f"SELECT place, sharing FROM keyed_{number}" for number in numbers)
    if touching is not None:
        asked = f"FROM ({asked}) SEMI JOIN asked USING (place)"
    last, expected = database.execute(
        f"SELECT coalesce(max(place), 0), coalesce(sum(sharing - 1), 0) FROM ({asked})"
    ).fetchall()[0]
    if touching is None:
        expected /= 2
    parts = max(1, math.ceil(expected / at_once))
    bounds = [last * part // parts for part in range(parts)] + [last + 1]
    for part in range(parts):
        within = {"since": bounds[part], "until": bounds[part + 1]}
        database.execute(_CANDIDATES.format(pairs=pairs), within)
        yield (part + 1) / parts
    for number in numbers:
        database.execute(f"DROP TABLE keyed_{number}")
    database.execute("DROP TABLE candidate")


def crowded(model: Model, table: str) -> str:
    """SQL for the records of a table that share a block's value with too many others, and a number
    for the value."""
    blocks = (_keyed(block, table, "unique_id", MOST_SHARING + 1, _EVERY) for block in model.blocks)
    return " UNION ALL ".join(f"SELECT unique_id, key FROM ({block})" for block in blocks)


def met(model: Model, column: str) -> int:
    """The bit of ``met`` of the block that goes by this column or list alone."""
    alone = [(*block.columns, *block.lists) for block in model.blocks]
    return 1 << alone.index((column,))


def _keyed(block: Block, table: str, record: str, least: int, most: int) -> str:
    named = [
        *(f"{column} AS key_{place}" for place, column in enumerate(block.columns)),
        *(f"unnest(list_distinct({name})) AS list_{place}"
          for place, name in enumerate(block.lists)),
    ]  # fmt: skip
    keys = [name.rsplit(" ", 1)[1] for name in named]
    present = " AND ".join(f"{key} IS NOT NULL" for key in keys)
    key = f"CASE WHEN {present} THEN hash({', '.join(keys)}) END"
    columns = ", ".join(named)
    return _KEYED.format(
        record=record, key=key, columns=columns, table=table, least=least, most=most
    )


def _pairs(number: int, touching: bool) -> str:
    bit, rows = 1 << number, f"keyed_{number}"
    within = f"(SELECT place, key FROM {rows} WHERE place >= $since AND place < $until)"
    if not touching:
        return (
            f"SELECT l.place AS left_place, r.place AS right_place, {bit}::USMALLINT AS met "
            f"FROM {within} AS l JOIN {rows} AS r ON l.key = r.key AND l.place < r.place"
        )
    # A pair of two of the records asked for comes with the one that stands before.
    others = f"(SELECT place, key, place IN (FROM asked) AS is_asked FROM {rows})"
    return (
        "SELECT least(l.place, r.place) AS left_place, greatest(l.place, r.place) AS right_place, "
        f"{bit}::USMALLINT AS met FROM (FROM {within} SEMI JOIN asked USING (place)) AS l "
        f"JOIN {others} AS r ON l.key = r.key AND l.place <> r.place "
        "AND (l.place < r.place OR NOT r.is_asked)"
    )
