"""Which pairs of records are looked at: those that a block brings together.

Of a value that very many records share, the block is left to the others: all pairs of ten thousand
records with one birth date would be fifty million.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise, repeat

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from entity_resolution.model import Block, Model
from entity_resolution.outcome import write

Places = npt.NDArray[np.int64]
Range = dict[str, int]
"""From which place until which (exclusive)."""
WorthIt = Callable[[Places, Places], npt.NDArray[np.bool_]]
"""Of pairs of names, by their numbers, those that may be one person's."""

AT_ONCE = 8_000_000
"""Pairs looked at together, about."""

# Grain: one pair of records, with one bit of ``met`` for each block that brings it together.
_CANDIDATES = """
    CREATE OR REPLACE TABLE candidate AS
    SELECT left_place, right_place, bit_or(met) AS met FROM ({pairs})
    GROUP BY left_place, right_place
"""
# Grain: one record and one value that a block goes by.
_KEYS = """
    SELECT {record}, {key} AS key FROM (SELECT {record}, {columns} FROM {table})
    WHERE key IS NOT NULL
"""
_KEYED = """
    SELECT *, count(*) OVER (PARTITION BY key) AS sharing FROM ({keys})
    QUALIFY sharing BETWEEN 2 AND {most}
"""
# Grain: one name and one value that a block goes by.
_KEYED_NAMES = """
    SELECT name_id, key, count(*) OVER (PARTITION BY key) AS sharing
    FROM (SELECT DISTINCT name_id, key FROM ({keyed}) JOIN records USING (place))
"""
# Grain: one pair of names that share a value.
_PAIRS_OF_NAMES = """
    WITH within AS (
        SELECT DISTINCT name_id FROM records WHERE place >= $since AND place < $until
    )
    SELECT left_name, right_name, bit_or(met) AS met FROM ({pairs}) GROUP BY ALL
"""
# Grain: one pair of records that bear two names worth it, or the same.
_OF_NAMES = """
    SELECT least(l.place, r.place) AS left_place, greatest(l.place, r.place) AS right_place, met
    FROM worth_it JOIN bearer AS l ON l.name_id = left_name
    JOIN bearer AS r ON r.name_id = right_name
    WHERE l.place >= $since AND l.place < $until AND l.place < r.place
"""
_BEARER = "CREATE OR REPLACE TABLE bearer AS SELECT place, name_id FROM records"
_GIVEN = """
    CREATE OR REPLACE TABLE given_pair AS
    SELECT least(l.place, r.place) AS left_place, greatest(l.place, r.place) AS right_place, met
    FROM arriving JOIN records AS l ON l.unique_id = left_id
    JOIN records AS r ON r.unique_id = right_id
"""
_PART_OF_GIVEN = """
    CREATE OR REPLACE TABLE candidate AS
    FROM given_pair WHERE left_place >= $since AND left_place < $until
"""
_EXPECTED = """
    SELECT coalesce(sum(sharing), 0), (SELECT coalesce(max(place), 0) FROM records) FROM ({shared})
"""


def candidates(
    database: duckdb.DuckDBPyConnection,
    model: Model,
    at_once: int = AT_ONCE,
    worth_it: WorthIt | None = None,
) -> Iterator[float]:
    """Fill table ``candidate`` (left_place < right_place, met) with one part of the pairs after
    the other, each pair once; yields the share of them that came with each part.

    A pair is of two places in table ``records``. Parts are of pairs whose left places are near each
    other. Of blocks that go by a record's name alone, only pairs of names are looked at that are
    ``worth_it``; the records have a ``name_id`` then, and those of one name stand side by side.
    """
    if worth_it:
        database.execute(_BEARER)
    of_names: list[str] = []
    of_records = []
    shared = []
    for number, block in enumerate(model.blocks):
        keyed = _keyed(block)
        if worth_it and block.by_name:
            keyed = _KEYED_NAMES.format(keyed=keyed)
            of_names.append(_pairs_of_names(number))
        else:
            of_records.append(_pairs(number))
        database.execute(f"CREATE OR REPLACE TABLE keyed_{number} AS {keyed}")
        shared.append(f"SELECT sharing FROM keyed_{number}")
    if worth_it:
        of_records.append(_OF_NAMES)
    parts = _parts(database, " UNION ALL ".join(shared), 2 * at_once)
    listed = _names_ahead(database, of_names, parts) if of_names else repeat(None)
    for part, (within, found) in enumerate(zip(parts, listed, strict=False)):
        if worth_it and found is not None:
            worthy = worth_it(found["left_name"].to_numpy(), found["right_name"].to_numpy())
            database.register("worth_it", found.filter(pa.array(worthy)))
        database.execute(_CANDIDATES.format(pairs=" UNION ALL ".join(of_records)), within)
        yield (part + 1) / len(parts)
    if worth_it:
        database.unregister("worth_it")
    for table in ("candidate", "bearer", *(f"keyed_{n}" for n in range(len(model.blocks)))):
        database.execute(f"DROP TABLE IF EXISTS {table}")


def given(
    database: duckdb.DuckDBPyConnection, pairs: pa.RecordBatchReader, at_once: int = AT_ONCE
) -> Iterator[float]:
    """Fill table ``candidate`` as ``candidates`` does with these pairs (left_id, right_id, met), of
    records by their ``unique_id``."""
    write(database, _GIVEN, pairs)
    parts = _parts(database, "SELECT 1 AS sharing FROM given_pair", at_once)
    for part, within in enumerate(parts):
        database.execute(_PART_OF_GIVEN, within)
        yield (part + 1) / len(parts)
    for table in ("candidate", "given_pair"):
        database.execute(f"DROP TABLE {table}")


def _parts(database: duckdb.DuckDBPyConnection, shared: str, at_once: int) -> list[Range]:
    """The places of the left records of each part."""
    asked = _EXPECTED.format(shared=shared)
    expected, last = database.execute(asked).fetchall()[0]
    parts = max(1, math.ceil(expected / at_once))
    bounds = [last * part // parts for part in range(parts)] + [last + 1]
    return [{"since": since, "until": until} for since, until in pairwise(bounds)]


def _names_ahead(
    database: duckdb.DuckDBPyConnection, pairs: Sequence[str], parts: Sequence[Range]
) -> Iterator[pa.Table]:
    """The pairs of names of each part; those of the next are looked for while a part is used."""
    sql = _PAIRS_OF_NAMES.format(pairs=" UNION ALL ".join(pairs))
    with ThreadPoolExecutor(1) as aside, database.cursor() as cursor:

        def find(within: Range) -> pa.Table:
            return cursor.execute(sql, within).to_arrow_table()

        found = aside.submit(find, parts[0])
        for after in parts[1:]:
            names, found = found.result(), aside.submit(find, after)
            yield names
        yield found.result()


def keys(model: Model, table: str) -> str:
    """SQL for each record of a table, the place of each block, and a number for each value that the
    record has for it (record_id, block, key)."""
    blocks = enumerate(_keys(block, table, "unique_id") for block in model.blocks)
    return " UNION ALL ".join(
        f"SELECT unique_id AS record_id, {place}::UTINYINT AS block, key FROM ({block})"
        for place, block in blocks
    )


def met(model: Model, column: str) -> int:
    """The bit of ``met`` of the block that goes by this column or list alone."""
    alone = [(*block.columns, *block.lists) for block in model.blocks]
    return 1 << alone.index((column,))


def _keyed(block: Block) -> str:
    return _KEYED.format(keys=_keys(block, "records", "place"), most=block.most)


def _keys(block: Block, table: str, record: str) -> str:
    named = [
        *(f"{column} AS key_{place}" for place, column in enumerate(block.columns)),
        *(f"unnest(list_distinct({name})) AS list_{place}"
          for place, name in enumerate(block.lists)),
    ]  # fmt: skip
    keys = [name.rsplit(" ", 1)[1] for name in named]
    present = " AND ".join(f"{key} IS NOT NULL" for key in keys)
    key = f"CASE WHEN {present} THEN hash({', '.join(keys)}) END"
    return _KEYS.format(record=record, key=key, columns=", ".join(named), table=table)


def _pairs_of_names(number: int) -> str:
    return (
        f"SELECT l.name_id AS left_name, r.name_id AS right_name, {1 << number}::USMALLINT AS met "
        f"FROM (FROM keyed_{number} SEMI JOIN within USING (name_id)) AS l "
        f"JOIN keyed_{number} AS r ON l.key = r.key AND l.name_id <= r.name_id"
    )


def _pairs(number: int) -> str:
    bit, rows = 1 << number, f"keyed_{number}"
    within = f"(SELECT place, key FROM {rows} WHERE place >= $since AND place < $until)"
    return (
        f"SELECT l.place AS left_place, r.place AS right_place, {bit}::USMALLINT AS met "
        f"FROM {within} AS l JOIN {rows} AS r ON l.key = r.key AND l.place < r.place"
    )
