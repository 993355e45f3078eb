"""Pairs of records scored by Splink on DuckDB, each with its reasons.

Expectation maximisation where there is enough to learn from, else the weights shipped with the
workbench. Which of the two it was is said in the run's settings.
"""

import logging
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.comparison_level import ComparisonLevel
from splink.internals.splink_dataframe import SplinkDataFrame

from entity_resolution.blocking import candidates
from entity_resolution.model import Comparison, Level, Model, Sure
from entity_resolution.strangers import met_by_strangers
from entity_resolution.weights import Chances, Weights, counted, shipped
from workbench import encrypting

ENOUGH_TO_LEARN = 2_000
"""Records below which expectation maximisation does not settle; the shipped weights are used."""
SEED = 20_241
SAMPLED_PAIRS = 500_000
"""Random pairs from which it is learnt how often strangers agree."""
SCORED_FROM = 0.0001
"""Pairs less probable than this are not even listed."""
EXPLAINED_FROM = 0.05
"""Pairs from here up are kept with their reasons."""
RECALL_OF_SURE = 0.7
"""Share of the true pairs that the rules for sure pairs are taken to find."""
MOST_LIKELY_SHARE = 0.05
SURE_PAIRS = 20_000
"""Pairs, each surely one, on which it is counted how often one is called by another name."""
LEAST_OF_SHIPPED = 4.0
"""How many times less often than shipped an outcome may be learnt to be met among true pairs."""


class PairFunctions(Protocol):
    """What a model's SQL asks of two records beyond what SQL can say."""

    def open(self, database: duckdb.DuckDBPyConnection) -> None:
        """Make the functions, and add to table ``records`` the columns they take.

        ``place`` may be changed, so that records whose pairs are compared together are neighbours.
        """

    def narrow(self, database: duckdb.DuckDBPyConnection, model: Model) -> None:
        """Leave out of table ``candidate`` what is not worth scoring."""


@dataclass(frozen=True)
class Scored:
    """Pairs (left_id < right_id, match_weight in bits, probability, explanation as JSON or NULL)
    and the weights they were scored with."""

    pairs: pa.Table
    weights: Weights

    @property
    def method(self) -> str:
        """Where the weights came from."""
        return self.weights.method


_NO_PAIRS = pa.schema(
    [
        ("left_id", pa.int64()),
        ("right_id", pa.int64()),
        ("match_weight", pa.float64()),
        ("probability", pa.float64()),
        ("explanation", pa.string()),
    ]
).empty_table()


def learn(
    scratch: duckdb.DuckDBPyConnection,
    table: str,
    model: Model,
    functions: PairFunctions | None = None,
) -> Weights:
    """The weights that a scratch table's records teach, or the shipped ones."""
    row = scratch.execute(f"SELECT count(*) FROM {table}").fetchone()
    records = int(row[0]) if row else 0
    if records < 2:
        return shipped(model, MOST_LIKELY_SHARE, "nothing to compare")
    share = _share(scratch, table, model, records)
    if records < ENOUGH_TO_LEARN or not model.learn_by:
        method = f"shipped weights ({records:,} records are too few to learn from)"
        return shipped(model, share, method)
    with _opened(scratch, table, functions) as (database, _):
        # Samples and sums are the same in every run only where one thread makes them.
        database.execute("SET threads = 1")
        return _learnt(database, model, records, share)


def score(
    scratch: duckdb.DuckDBPyConnection,
    table: str,
    model: Model,
    functions: PairFunctions | None = None,
    weights: Weights | None = None,
    touching: Sequence[int] | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> Scored:
    """Score the pairs of a scratch table that the model's blocks bring together.

    The table has ``unique_id`` and the columns the model names. Without ``weights`` they are
    learnt, or the shipped ones are taken. ``touching``: only pairs with one of these records.
    ``progress`` is told which share of the pairs was looked at.
    """
    known = weights or learn(scratch, table, model, functions)
    if touching is not None and not touching:
        return Scored(_NO_PAIRS, known)
    with _opened(scratch, table, functions) as (database, records):
        if records < 2:
            return Scored(_NO_PAIRS, known)
        database.execute("SET threads = 2")
        linker = _linker(database, model, known)
        database.execute(_CONSIDERED)
        for share in candidates(database, model, touching):
            if functions:
                functions.narrow(database, model)
            database.execute(_CONSIDER_CANDIDATES)
            progress(share)
        predicted = _predicted(database, linker, SCORED_FROM)
        return Scored(_explained(database, predicted, model), known)


def score_these(
    scratch: duckdb.DuckDBPyConnection,
    table: str,
    model: Model,
    functions: PairFunctions | None,
    weights: Weights,
    pairs: Sequence[tuple[int, int]],
) -> pa.Table:
    """Score these pairs of records (left < right), however improbable, each with its reasons."""
    with _opened(scratch, table, functions) as (database, _):
        left, right = zip(*pairs, strict=True)
        database.register("asked", pa.table({"one": pa.array(left), "other": pa.array(right)}))
        linker = _linker(database, model, weights)
        database.execute(_CONSIDERED)
        database.execute("INSERT INTO considered SELECT '0', one, other FROM asked")
        predicted = _predicted(database, linker)
        return _explained(database, predicted, model, explained_from=0.0)


_RECORDS = """
    CREATE TABLE records AS
    SELECT *, (row_number() OVER (ORDER BY unique_id) - 1)::INTEGER AS place FROM records_arrow
"""


@contextmanager
def _opened(
    scratch: duckdb.DuckDBPyConnection, table: str, functions: PairFunctions | None
) -> Iterator[tuple[duckdb.DuckDBPyConnection, int]]:
    """A database with the table as ``records`` and the functions, and how many records."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    records = scratch.execute(f"FROM {table} ORDER BY unique_id").to_arrow_table()
    with encrypting.scratch() as database:
        database.register("records_arrow", records)
        database.execute(_RECORDS)
        if functions:
            functions.open(database)
        yield database, records.num_rows


def _share(scratch: duckdb.DuckDBPyConnection, table: str, model: Model, records: int) -> float:
    """The share of pairs that match, estimated."""
    found = _matching_share(scratch, table, model, records)
    share = min(MOST_LIKELY_SHARE, max(found, 0.1 / records))
    # To a quarter of a bit, so that a small addition does not move all probabilities.
    return float(2 ** (round(math.log2(share) * 4) / 4))


def _learnt(
    database: duckdb.DuckDBPyConnection, model: Model, records: int, share: float
) -> Weights:
    """The weights, estimated."""
    weights = shipped(model, share, "")
    among_strangers = _linker(database, _learning(model), weights)
    among_strangers.training.estimate_u_using_random_sampling(
        max_pairs=SAMPLED_PAIRS, seed=SEED, num_chunks=1
    )
    weights = replace(
        weights, levels=weights.levels | _estimated(among_strangers, _learning(model), share)
    )
    told = (
        weights.levels
        | _told(database, model, weights)
        | met_by_strangers(database, model, weights)
    )
    weights = replace(weights, levels=_resting(model, told))
    linker = _linker(database, model, weights)
    for column in model.learn_by:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(column), max_pairs=SAMPLED_PAIRS
        )
    method = f"learnt from {records:,} records by expectation maximisation"
    return Weights(share, _estimated(linker, model, 0.0), method)


# Grain: one outcome of a comparison, with how many surely matching pairs have it.
_OUTCOMES = """
    SELECT outcome, count(*) FROM (
        SELECT CASE {cases} END AS outcome FROM (
            SELECT COLUMNS(l.*) AS '\\0_l', COLUMNS(r.*) AS '\\0_r'
            FROM (FROM ({pairs}) ORDER BY hash(left_id, right_id), left_id, right_id LIMIT {most})
            JOIN records AS l ON l.unique_id = left_id JOIN records AS r ON r.unique_id = right_id))
    GROUP BY outcome
"""


def _told(
    database: duckdb.DuckDBPyConnection, model: Model, weights: Weights
) -> dict[str, tuple[Chances | None, ...]]:
    """The chances of outcomes whose m is counted on pairs that are one for another reason."""
    found = {}
    for comparison in model.comparisons:
        if comparison.told_by:
            counts = _outcomes(database, comparison, comparison.told_by)
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
    database: duckdb.DuckDBPyConnection, comparison: Comparison, sure: Sure
) -> dict[int, int]:
    """How many of the sure pairs have each outcome, by its place; not those without a word."""
    cases = " ".join(
        f"ELSE {place}" if level.sql == "ELSE" else f"WHEN {level.sql} THEN {place}"
        for place, level in enumerate(comparison.levels)
    )
    asked = _OUTCOMES.format(cases=cases, pairs=_sure_pairs(sure), most=SURE_PAIRS)
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
    return {
        comparison.name: tuple(
            (min(1.0, chances[0] * oftener[level.rests_on]), chances[1])
            if chances and level.rests_on
            else chances
            for level, chances in zip(comparison.levels, levels[comparison.name], strict=True)
        )
        for comparison in model.comparisons
    }


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
    m, u = float(trained.m_probability or 0.0), float(trained.u_probability or 0.0)
    strangers = max(u - share * declared.m, min(u, declared.u / LEAST_OF_SHIPPED))
    return max(m, declared.m / LEAST_OF_SHIPPED), strangers


_CONSIDERED = "CREATE TABLE considered (match_key VARCHAR, join_key_l BIGINT, join_key_r BIGINT)"
_CONSIDER_CANDIDATES = """
    INSERT INTO considered
    SELECT '0', least(l.unique_id, r.unique_id), greatest(l.unique_id, r.unique_id) FROM candidate
    JOIN records AS l ON l.place = left_place JOIN records AS r ON r.place = right_place
"""


def _predicted(
    database: duckdb.DuckDBPyConnection, linker: Linker, least: float | None = None
) -> SplinkDataFrame:
    """The pairs of table ``considered``, and no others, scored; from a probability up."""
    considered = DuckDBAPI(connection=database).register("considered")
    linker.table_management.register_blocked_pairs_for_predict(considered)
    return linker.inference.predict(threshold_match_probability=least, warning_mode="never")


def _matching_share(
    database: duckdb.DuckDBPyConnection, table: str, model: Model, records: int
) -> float:
    """The share of all pairs that match: those that rules make sure, and those they miss."""
    sure = " UNION ".join(_sure_pairs(rule, table) for rule in model.sure)
    row = database.execute(f"SELECT count(*) FROM ({sure})").fetchone()
    found = row[0] if row else 0
    return float(found / RECALL_OF_SURE / (records * (records - 1) / 2))


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
        comparisons=[_comparison(c, weights) for c in model.comparisons],
        blocking_rules_to_generate_predictions=[
            block_on(*b.columns, *b.lists, arrays_to_explode=list(b.lists) or None)
            for b in model.blocks
        ],
        retain_intermediate_calculation_columns=True,
        retain_matching_columns=True,
        additional_columns_to_retain=sorted({c.shown for c in model.comparisons}),
    )


def _comparison(comparison: Comparison, weights: Weights) -> dict[str, object]:
    levels: list[dict[str, object]] = []
    for level, chances in zip(comparison.levels, weights.levels[comparison.name], strict=True):
        declared: dict[str, object] = {
            "sql_condition": level.sql,
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


def _explained(
    database: duckdb.DuckDBPyConnection,
    predicted: SplinkDataFrame,
    model: Model,
    explained_from: float = EXPLAINED_FROM,
) -> pa.Table:
    """The pairs; the likelier ones with each comparison's outcome, values and weight as JSON."""
    parts = ", ".join(_explanation_part(c) for c in model.comparisons)
    return database.execute(
        f"""
        SELECT least(unique_id_l, unique_id_r)::BIGINT AS left_id,
            greatest(unique_id_l, unique_id_r)::BIGINT AS right_id,
            match_weight, match_probability AS probability,
            CASE WHEN match_probability >= {explained_from} THEN
                to_json(list_filter([{parts}], part -> part.weight IS NOT NULL))::VARCHAR
            END AS explanation
        FROM {predicted.physical_name} ORDER BY left_id, right_id
        """
    ).to_arrow_table()


def _explanation_part(comparison: Comparison) -> str:
    # Splink numbers levels downwards from the count of informative ones; -1 is no information.
    informative = [level.label for level in comparison.levels if level.m is not None]
    cases = " ".join(
        f"WHEN {number} THEN {_quoted(label)}"
        for number, label in zip(range(len(informative) - 1, -1, -1), informative, strict=True)
    )
    gamma, shown = f"gamma_{comparison.name}", comparison.shown
    return (
        f"{{'comparison': '{comparison.name}', 'level': CASE {gamma} {cases} END, "
        f"'left': {shown}_l::VARCHAR, 'right': {shown}_r::VARCHAR, "
        f"'weight': CASE WHEN {gamma} >= 0 THEN round(mw_{comparison.name}, 3) END}}"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
