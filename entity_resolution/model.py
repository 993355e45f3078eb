"""Fellegi-Sunter scoring by Splink on DuckDB: declarations in, scored pairs out.

Fellegi and Sunter 1969; Splink's expectation maximisation where there is enough to learn from, else
weights shipped with the workbench. Which of the two it was is said in the run's settings.
"""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa
from duckdb.func import ARROW
from duckdb.sqltypes import DOUBLE, VARCHAR
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.splink_dataframe import SplinkDataFrame

ENOUGH_TO_LEARN = 2_000
"""Records below which expectation maximisation does not settle; the shipped weights are used."""
SEED = 20_241


@dataclass(frozen=True)
class Level:
    """One outcome of a comparison: its SQL on l. and r., and m and u probabilities (shipped).

    ``m``: share of true pairs with this outcome; ``u``: share of other pairs, to which comes
    ``u_per_prior`` times the share of pairs that match. None, None: no information on one side.
    """

    label: str
    sql: str
    m: float | None = None
    u: float | None = None
    u_per_prior: float = 0.0


@dataclass(frozen=True)
class Comparison:
    """One thing compared; ``shown`` is the column quoted in explanations."""

    name: str
    shown: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Model:
    """What to compare, which pairs to consider, and what makes two records surely one."""

    comparisons: tuple[Comparison, ...]
    blocks: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]  # columns, of which lists
    sure: tuple[str, ...]  # SQL rules whose pairs are practically always the same
    learn_by: tuple[str, ...]  # columns to hold fixed while learning


@dataclass(frozen=True)
class Scored:
    """Scored pairs (left_id < right_id, weight, probability, explanation) and how they came."""

    pairs: pa.Table
    method: str
    settings: str


def score(
    scratch: duckdb.DuckDBPyConnection,
    table: str,
    model: Model,
    functions: Sequence[tuple[str, Callable[[pa.Array, pa.Array], pa.Array]]] = (),
    threshold: float = 0.01,
) -> Scored:
    """Score the pairs of a scratch table that the model's blocks bring together.

    The table has ``unique_id`` and the columns the model names. ``functions`` are vectorised
    comparisons of two text columns, made available to the model's SQL.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    records = scratch.execute(f"FROM {table} ORDER BY unique_id").to_arrow_table()
    if records.num_rows < 2:
        return Scored(_EMPTY, "nothing to compare", "{}")
    database = duckdb.connect()
    database.execute("SET threads = 2")
    for name, function in functions:
        database.create_function(name, function, [VARCHAR, VARCHAR], DOUBLE, type=ARROW)
    database.register("records_arrow", records)
    database.execute("CREATE TABLE records AS FROM records_arrow")
    method, linker = _trained(DuckDBAPI(connection=database), model, records.num_rows)
    predicted = linker.inference.predict(
        threshold_match_probability=threshold, warning_mode="never"
    )
    pairs = _explained(database, predicted, model)
    settings = json.dumps(linker.misc.save_model_to_json(), sort_keys=True)
    database.close()
    return Scored(pairs, method, settings)


_EMPTY = pa.table(
    {
        "left_id": pa.array([], pa.int64()),
        "right_id": pa.array([], pa.int64()),
        "match_weight": pa.array([], pa.float64()),
        "probability": pa.array([], pa.float64()),
        "explanation": pa.array([], pa.string()),
    }
)


def _trained(api: DuckDBAPI, model: Model, records: int) -> tuple[str, Linker]:
    """A linker with the share of pairs that match estimated, and the weights where it can be."""
    registered = api.register("records")
    share = min(0.05, 2.0 / records)
    if model.sure:
        first = Linker(registered, _settings(model, share), log_level=None)
        first.training.estimate_probability_two_random_records_match(list(model.sure), recall=0.7)
        found = first.misc.save_model_to_json()["probability_two_random_records_match"]
        share = min(0.05, max(found, 0.1 / records))
    linker = Linker(registered, _settings(model, share), log_level=None)
    if records < ENOUGH_TO_LEARN:
        return f"shipped weights ({records:,} records are too few to learn from)", linker
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=SEED)
    for column in model.learn_by:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
    return f"learnt from {records:,} records by expectation maximisation", linker


def _settings(model: Model, share: float) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        probability_two_random_records_match=share,
        comparisons=[_comparison(c, share) for c in model.comparisons],
        blocking_rules_to_generate_predictions=[
            block_on(*columns, arrays_to_explode=list(lists)) if lists else block_on(*columns)
            for columns, lists in model.blocks
        ],
        retain_intermediate_calculation_columns=True,
        retain_matching_columns=True,
        additional_columns_to_retain=sorted({c.shown for c in model.comparisons}),
    )


def _comparison(comparison: Comparison, share: float) -> dict[str, object]:
    levels: list[dict[str, object]] = []
    for level in comparison.levels:
        declared: dict[str, object] = {
            "sql_condition": level.sql,
            "label_for_charts": level.label,
        }
        if level.m is None or level.u is None:
            declared["is_null_level"] = True
        else:
            u = min(1.0, level.u + level.u_per_prior * share)
            declared |= {"m_probability": level.m, "u_probability": u}
        levels.append(declared)
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def _explained(
    database: duckdb.DuckDBPyConnection, predicted: SplinkDataFrame, model: Model
) -> pa.Table:
    """Pairs with their explanation as JSON: each comparison's outcome, values and weight."""
    parts = ", ".join(_explanation_part(c) for c in model.comparisons)
    return database.execute(
        f"""
        SELECT least(unique_id_l, unique_id_r)::BIGINT AS left_id,
            greatest(unique_id_l, unique_id_r)::BIGINT AS right_id,
            match_weight, match_probability AS probability,
            to_json(list_filter([{parts}], part -> part.weight IS NOT NULL))::VARCHAR
                AS explanation
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
