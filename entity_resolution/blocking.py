"""Which pairs of records are looked at: those that a block brings together.

Of a value that very many records share, the block is left to the others: all pairs of ten thousand
records with one birth date would be fifty million.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise, repeat

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from entity_resolution.model import Block, Model

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
    WHERE l.place >= $since AND l.place < $until AND l.is_asked
        AND (l.place < r.place OR (l.place > r.place AND NOT r.is_asked))
"""
_ASKED = """
    CREATE OR REPLACE TEMP TABLE asked AS
    SELECT place FROM records SEMI JOIN touching_arrow USING (unique_id)
"""
_BEARER = """
    CREATE OR REPLACE TABLE bearer AS SELECT place, name_id, {is_asked} AS is_asked FROM records
"""
_EXPECTED = """
    SELECT coalesce(sum(sharing), 0), (SELECT coalesce(max(place), 0) FROM records) FROM ({shared})
"""
_EXPECTED_OF_NAMES = """
    SELECT count(*) AS sharing FROM worth_it JOIN bearer AS l ON l.name_id = left_name
    JOIN bearer AS r ON r.name_id = right_name WHERE l.is_asked
"""


@dataclass(frozen=True)
class Touching:
    """Records (by ``unique_id``) whose pairs alone are looked at; with ``names``, the pairs of
    names (left_name, that one of the records bears, right_name, met) that are worth it."""

    records: Places
    names: pa.Table | None = None


def candidates(
    database: duckdb.DuckDBPyConnection,
    model: Model,
    touching: Touching | None = None,
    at_once: int = AT_ONCE,
    worth_it: WorthIt | None = None,
) -> Iterator[float]:
    """Fill table ``candidate`` (left_place < right_place, met) with one part of the pairs after
    the other, each pair once; yields the share of them that came with each part.

    A pair is of two places in table ``records``. Parts are of pairs whose left places are near each
    other. Of blocks that go by a record's name alone, only pairs of names are looked at that are
    ``worth_it``, or that ``touching`` has; the records have a ``name_id`` then, and those of one
    name stand side by side.
    """
    names = touching.names if touching else None
    if touching:
        database.register("touching_arrow", pa.table({"unique_id": touching.records}))
        database.execute(_ASKED)
        database.unregister("touching_arrow")
    by_name = bool(worth_it) or names is not None
    if by_name:
        is_asked = "place IN (FROM asked)" if touching else "true"
        database.execute(_BEARER.format(is_asked=is_asked))
    of_names: list[str] = []
    of_records = []
    shared = []
    for number, block in enumerate(model.blocks):
        if names is not None and block.by_name:
            continue
        keyed = _keyed(block)
        if worth_it and block.by_name:
            keyed = _KEYED_NAMES.format(keyed=keyed)
            of_names.append(_pairs_of_names(number))
        else:
            of_records.append(_pairs(number, touching is not None))
        database.execute(f"CREATE OR REPLACE TABLE keyed_{number} AS {keyed}")
        only = "SEMI JOIN asked USING (place)" if touching else ""
        shared.append(f"SELECT sharing FROM keyed_{number} {only}")
    if names is not None:
        database.register("worth_it", names)
        shared.append(_EXPECTED_OF_NAMES)
    if by_name:
        of_records.append(_OF_NAMES)
    parts = _parts(database, shared, at_once if touching else 2 * at_once)
    listed = _names_ahead(database, of_names, parts) if of_names else repeat(None)
    for part, (within, found) in enumerate(zip(parts, listed, strict=False)):
        if worth_it and found is not None:
            worthy = worth_it(found["left_name"].to_numpy(), found["right_name"].to_numpy())
            database.register("worth_it", found.filter(pa.array(worthy)))
        database.execute(_CANDIDATES.format(pairs=" UNION ALL ".join(of_records)), within)
        yield (part + 1) / len(parts)
    if by_name:
        database.unregister("worth_it")
    for table in ("candidate", "bearer", *(f"keyed_{n}" for n in range(len(model.blocks)))):
        database.execute(f"DROP TABLE IF EXISTS {table}")


def _parts(database: duckdb.DuckDBPyConnection, shared: Sequence[str], at_once: int) -> list[Range]:
    """The places of the left records of each part."""
    asked = _EXPECTED.format(shared=" UNION ALL ".join(shared))
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
