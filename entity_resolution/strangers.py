"""How often pairs drawn at random agree in a case: nearly all of them are two strangers."""

import math
from collections.abc import Sequence

import duckdb

from entity_resolution.comparing import by_functions, paired
from entity_resolution.model import Comparison, Level, Model
from entity_resolution.weights import Chances, Weights, counted

DRAWN_PAIRS = 500_000

# Grain: one row. Pairs, the same in every run: of how many a comparison says something, and how
# many meet each condition.
_MET = """
    WITH turns AS (
        SELECT unique_id, row_number() OVER (ORDER BY unique_id) - 1 AS turn FROM records
    ), drawn AS (
        -- Hashed twice, as the low bits of a hash of two numbers follow a pattern. A hash is
        -- unsigned: set against a signed count, it would be counted with in 128 bits.
        SELECT turn AS one, (hash(hash(turn, draw)) % {records}::UBIGINT)::BIGINT AS other
        FROM turns, range({draws}) AS drawing(draw) WHERE one <> other
    ), met AS (
        SELECT l.unique_id AS left_id, r.unique_id AS right_id
        FROM drawn JOIN turns AS l ON l.turn = one JOIN turns AS r ON r.turn = other
    )
    SELECT count(*), {counts} FROM ({paired})
    WHERE NOT coalesce({unknown}, false) AND {where}
"""


def met_by_strangers(
    database: duckdb.DuckDBPyConnection, model: Model, weights: Weights
) -> dict[str, tuple[Chances | None, ...]]:
    """The chances of comparisons of which some outcomes' u is counted on pairs of table
    ``records`` drawn at random."""
    return {
        comparison.name: _chances(database, model, comparison, weights)
        for comparison in model.comparisons
        if any(level.strangers for level in comparison.levels)
    }


def _chances(
    database: duckdb.DuckDBPyConnection, model: Model, comparison: Comparison, weights: Weights
) -> tuple[Chances | None, ...]:
    asked = sorted({level.strangers for level in comparison.levels if level.strangers})
    total, *counts = _count(database, model, comparison, asked)
    met = dict(zip(asked, counts, strict=True))
    return tuple(
        (chances[0], _chance(level, met[level.strangers], total, weights.share))
        if chances and level.strangers
        else chances
        for level, chances in zip(comparison.levels, weights.levels[comparison.name], strict=True)
    )


def _count(
    database: duckdb.DuckDBPyConnection,
    model: Model,
    comparison: Comparison,
    conditions: Sequence[str],
) -> tuple[int, ...]:
    """How many pairs the comparison says something of; how many of these meet each condition."""
    row = database.execute("SELECT count(*) FROM records").fetchone()
    records = int(row[0]) if row else 0
    unknown = " OR ".join(f"({level.sql})" for level in comparison.levels if level.m is None)
    where = comparison.strangers_where
    asked = _MET.format(
        paired=paired("met"),
        records=max(records, 1),
        draws=math.ceil(DRAWN_PAIRS / max(records, 1)),
        counts=", ".join(f"count(*) FILTER ({condition})" for condition in conditions),
        unknown=f"({unknown})",
        where=where,
    )
    found: tuple[int, ...] = database.execute(by_functions(model, asked)).fetchall()[0]
    return found


def _chance(level: Level, met: int, total: int, share: float) -> float:
    return level.chance_among_others(counted(met, total, level.u or 0.0), share)
