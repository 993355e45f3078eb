"""Weights estimated from a case's own records by Splink: how often strangers agree, and, by
expectation maximisation, how often the mentions of one do."""

import math
from collections.abc import Callable
from dataclasses import replace

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.comparison_level import ComparisonLevel

from entity_resolution.comparing import Records, by_functions, outcome, paired
from entity_resolution.model import Comparison, Level, Model, Sure
from entity_resolution.strangers import met_by_strangers
from entity_resolution.weights import Chances, Weights, counted, shipped

ENOUGH_TO_LEARN = 2_000
"""Records below which expectation maximisation does not settle; the shipped weights are used."""
SEED = 20_241
SAMPLED_PAIRS = 500_000
"""Random pairs from which it is learnt how often strangers agree."""
BLOCKED_PAIRS = 200_000
"""Pairs with one birth date, or one name, from which it is learnt how often one person's agree."""
RECALL_OF_SURE = 0.7
"""Share of the true pairs that the rules for sure pairs are taken to find."""
MOST_LIKELY_SHARE = 0.05
SURE_PAIRS = 20_000
"""Pairs, each surely one, on which it is counted how often one is called by another name."""
LEAST_OF_SHIPPED = 4.0
"""How many times less often than shipped an outcome may be learnt to be met among true pairs."""


def learn(records: Records, model: Model) -> Weights:
    """The weights that records teach, or the shipped ones."""
    if records.count < 2:
        return shipped(model, MOST_LIKELY_SHARE, "nothing to compare")
    records.make(None)
    share = _share(records, model)
    if records.count < ENOUGH_TO_LEARN or not model.learn_by:
        method = f"shipped weights ({records.count:,} records are too few to learn from)"
        return shipped(model, share, method)
    return _learnt(records.database, model, records.count, share)


def _share(records: Records, model: Model) -> float:
    """The share of pairs that match, estimated."""
    found = _matching_share(records, model)
    share = min(MOST_LIKELY_SHARE, max(found, 0.1 / records.count))
    # To a quarter of a bit, so that a small addition does not move all probabilities.
    return float(2 ** (round(math.log2(share) * 4) / 4))


def _learnt(
    database: duckdb.DuckDBPyConnection, model: Model, records: int, share: float
) -> Weights:
    """The weights, estimated."""
    weights = shipped(model, share, "")
    # Samples are the same in every run only where one thread makes them; counts always.
    database.execute("SET threads = 1")
    among_strangers = _linker(database, _learning(model), weights)
    among_strangers.training.estimate_u_using_random_sampling(
        max_pairs=SAMPLED_PAIRS, seed=SEED, num_chunks=1
    )
    weights = replace(
        weights, levels=weights.levels | _estimated(among_strangers, _learning(model), share)
    )
    database.execute("SET threads = 2")
    told = (
        weights.levels
        | _told(database, model, weights)
        | met_by_strangers(database, model, weights)
    )
    levels = _met(database, model, _resting(model, told), records, share)
    weights = replace(weights, levels=levels)
    linker = _linker(database, model, weights)
    for column in model.learn_by:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(column),
            max_pairs=BLOCKED_PAIRS,
            # By counts of patterns: no comparison here has frequencies of its own.
            estimate_without_term_frequencies=True,
        )
    method = f"learnt from {records:,} records by expectation maximisation"
    return Weights(share, _estimated(linker, model, 0.0), method)


# Grain: one outcome of a comparison, with how many surely matching pairs have it.
_OUTCOMES = """
    SELECT outcome, count(*) FROM (
        SELECT {outcome} AS outcome FROM ({paired}))
    GROUP BY outcome
"""
_SOME = "(FROM ({pairs}) ORDER BY hash(left_id, right_id), left_id, right_id LIMIT {most})"


def _told(
    database: duckdb.DuckDBPyConnection, model: Model, weights: Weights
) -> dict[str, tuple[Chances | None, ...]]:
    """The chances of outcomes whose m is counted on pairs that are one for another reason."""
    found = {}
    for comparison in model.comparisons:
        if counts := _outcomes(database, model, comparison):
            total = sum(counts.values())
            found[comparison.name] = tuple(
                (counted(counts[place], total, chances[0]), chances[1])
                if chances and level.told
                else chances
                for place, (level, chances) in enumerate(
                    zip(comparison.levels, weights.levels[comparison.name], strict=True)
                )
            )
    return found


def _outcomes(
    database: duckdb.DuckDBPyConnection, model: Model, comparison: Comparison
) -> dict[int, int]:
    """How many of the pairs it is told by have each outcome, by its place; not those without a
    word."""
    if comparison.told_by is None:
        return {}
    said = by_functions(model, outcome(comparison))
    some = _SOME.format(pairs=_sure_pairs(comparison.told_by), most=SURE_PAIRS)
    asked = _OUTCOMES.format(outcome=said, paired=paired(some))
    counts = dict(database.execute(asked).fetchall())
    return {
        place: counts.get(place, 0)
        for place, level in enumerate(comparison.levels)
        if level.m is not None
    }


def _resting(
    model: Model, levels: dict[str, tuple[Chances | None, ...]]
) -> dict[str, tuple[Chances | None, ...]]:
    """The chances, m made larger for outcomes that follow from one told to be met more often."""
    oftener = {
        (comparison.name, level.label): max(1.0, chances[0] / level.m)
        for comparison in model.comparisons
        for level, chances in zip(comparison.levels, levels[comparison.name], strict=True)
        if chances and level.m and level.told
    }

    def changed(level: Level, chances: Chances) -> Chances:
        if not level.rests_on:
            return chances
        return min(1.0, chances[0] * oftener[level.rests_on]), chances[1]

    return _changed(model, levels, changed)


def _changed(
    model: Model,
    levels: dict[str, tuple[Chances | None, ...]],
    change: Callable[[Level, Chances], Chances],
) -> dict[str, tuple[Chances | None, ...]]:
    """The chances of each outcome that says something, changed."""
    return {
        comparison.name: tuple(
            chances and change(level, chances)
            for level, chances in zip(comparison.levels, levels[comparison.name], strict=True)
        )
        for comparison in model.comparisons
    }


# Grain: one row. Pairs of records with the same values.
_PAIRS = """
    SELECT coalesce(sum(records * (records - 1) // 2), 0)::DOUBLE
    FROM (SELECT count(*) AS records FROM records WHERE {where} GROUP BY {keys})
"""


def _met(
    database: duckdb.DuckDBPyConnection,
    model: Model,
    levels: dict[str, tuple[Chances | None, ...]],
    records: int,
    share: float,
) -> dict[str, tuple[Chances | None, ...]]:
    """The chances, u of an outcome that is ``met_by`` pairs from how many of them do not match."""
    total = records * (records - 1) / 2

    def changed(level: Level, chances: Chances) -> Chances:
        if not level.met_by:
            return chances
        keys = ", ".join(level.met_by.block.columns)
        asked = _PAIRS.format(where=level.met_by.where, keys=keys)
        met = float(database.execute(asked).fetchall()[0][0]) / total
        return chances[0], max(met - share * chances[0], chances[1] / LEAST_OF_SHIPPED)

    return _changed(model, levels, changed)


def _learning(model: Model) -> Model:
    """The comparisons whose weights a case teaches."""
    return replace(model, comparisons=tuple(c for c in model.comparisons if c.learnt))


def _linker(database: duckdb.DuckDBPyConnection, model: Model, weights: Weights) -> Linker:
    registered = DuckDBAPI(connection=database).register("records")
    settings = _settings(model, weights)
    return Linker(registered, settings, log_level=None, validate_settings=False)


def _estimated(linker: Linker, model: Model, share: float) -> dict[str, tuple[Chances | None, ...]]:
    """What a linker has learnt of a model's comparisons.

    However well a case's sources agree, that they may differ is not forgotten: a man has a second
    passport, a clerk errs.
    """
    trained = {c.output_column_name: c.comparison_levels for c in linker._settings_obj.comparisons}
    return {
        comparison.name: tuple(
            _chances(declared, level, share)
            for declared, level in zip(comparison.levels, trained[comparison.name], strict=True)
        )
        for comparison in model.comparisons
    }


def _chances(declared: Level, trained: ComparisonLevel, share: float) -> Chances | None:
    """``share``: of pairs that match among those that u was counted on."""
    if declared.m is None or declared.u is None:
        return None
    m, u = _rounded(trained.m_probability), _rounded(trained.u_probability)
    strangers = max(u - share * declared.m, min(u, declared.u / LEAST_OF_SHIPPED))
    return max(m, declared.m / LEAST_OF_SHIPPED), strangers


def _rounded(probability: float | None) -> float:
    """To nine digits: those after them are of the order in which threads added it up."""
    return float(f"{probability or 0.0:.9g}")


def _matching_share(records: Records, model: Model) -> float:
    """The share of all pairs that match: those that rules make sure, and those they miss."""
    sure = " UNION ".join(_sure_pairs(rule, records.table) for rule in model.sure)
    row = records.scratch.execute(f"SELECT count(*) FROM ({sure})").fetchone()
    found = row[0] if row else 0
    return float(found / RECALL_OF_SURE / (records.count * (records.count - 1) / 2))


def _sure_pairs(rule: Sure, table: str = "records") -> str:
    keys = [*rule.block.columns, *(f"unnest({name})" for name in rule.block.lists)]
    keyed = ", ".join(f"{key} AS key_{place}" for place, key in enumerate(keys))
    rows = f"(SELECT unique_id, {keyed} FROM {table} WHERE {rule.where})"
    equal = " AND ".join(f"l.key_{place} = r.key_{place}" for place in range(len(keys)))
    return (
        f"SELECT l.unique_id AS left_id, r.unique_id AS right_id FROM {rows} AS l "
        f"JOIN {rows} AS r ON {equal} AND l.unique_id < r.unique_id"
    )


def _settings(model: Model, weights: Weights) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        probability_two_random_records_match=weights.share,
        comparisons=[_comparison(model, c, weights) for c in model.comparisons],
        blocking_rules_to_generate_predictions=[],
    )


def _comparison(model: Model, comparison: Comparison, weights: Weights) -> dict[str, object]:
    levels: list[dict[str, object]] = []
    for level, chances in zip(comparison.levels, weights.levels[comparison.name], strict=True):
        declared: dict[str, object] = {
            "sql_condition": by_functions(model, level.sql),
            "label_for_charts": level.label,
        }
        if chances is None:
            declared["is_null_level"] = True
        else:
            declared |= {"m_probability": chances[0], "u_probability": chances[1]}
            if not comparison.learnt:
                declared |= {"fix_m_probability": True, "fix_u_probability": True}
        levels.append(declared)
    return {"output_column_name": comparison.name, "comparison_levels": levels}
