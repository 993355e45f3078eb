"""Pairs of records scored by the weights of what they agree and disagree in, each with its reasons.

A pair's weight is the sum of the weights of its outcomes (Fellegi and Sunter 1969, A Theory for
Record Linkage), as Splink would predict it; it is added up here, since what a model's functions say
of a pair is then asked once for each pair, not once for each level.
"""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from entity_resolution.blocking import candidates, given
from entity_resolution.comparing import ROWS_AT_ONCE, Records, outcome, paired
from entity_resolution.estimation import learn
from entity_resolution.model import Comparison, Model
from entity_resolution.weights import Weights

SCORED_FROM = 0.0001
"""Pairs less probable than this are not even listed."""
EXPLAINED_FROM = 0.05
"""Pairs from here up are kept with their reasons."""


@dataclass(frozen=True)
class Scored:
    """Pairs scored by weights, to be read while their records are laid out: a batch after the
    other, as all of them would take more memory than all else."""

    weights: Weights
    _model: Model
    _database: duckdb.DuckDBPyConnection | None

    def pairs(self) -> pa.RecordBatchReader:
        """The pairs (left_id < right_id, match_weight in bits, probability) in their order."""
        if self._database is None:
            return _NO_PAIRS.to_reader()
        return self._database.execute(_PROBABLE).to_arrow_reader(ROWS_AT_ONCE)

    def explained(self) -> pa.RecordBatchReader:
        """The pairs that are likely enough, with the explanation as JSON."""
        if self._database is None:
            return _NO_PAIRS.append_column("explanation", pa.array([], pa.string())).to_reader()
        return _explained(self._database, self._model, self.weights, EXPLAINED_FROM)


_PAIR = pa.schema(
    [
        ("left_id", pa.int64()),
        ("right_id", pa.int64()),
        ("match_weight", pa.float64()),
        ("probability", pa.float64()),
    ]
)
_NO_PAIRS = _PAIR.empty_table()


def score(
    records: Records,
    model: Model,
    weights: Weights | None = None,
    touched: str | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> Scored:
    """Score the pairs of records that the model's blocks bring together, or those that a scratch
    table has (``touched``, as ``reach.reached`` makes it).

    Without ``weights`` they are learnt, or the shipped ones are taken. ``progress`` is told which
    share of the pairs was looked at.
    """
    known = weights or learn(records, model)
    none = touched and not records.scratch.execute(f"FROM {touched} LIMIT 1").fetchall()
    if none or records.count < 2:
        return Scored(known, model, None)
    database, functions = records.database, records.functions
    database.execute("SET threads = 2")
    # A part is weighed while the next is looked for: SQL there, names here.
    with ThreadPoolExecutor(1) as aside, database.cursor() as cursor:
        weighed = aside.submit(_make_room, cursor, model)
        if touched:
            pairs = records.scratch.execute(f"FROM {touched}").to_arrow_reader(ROWS_AT_ONCE)
            parts = given(database, pairs)
        else:
            parts = candidates(database, model, worth_it=functions.worth_it if functions else None)
        for part, share in enumerate(parts):
            if functions:
                functions.narrow(database, model)
            considered = f"considered_{part}"
            # Which columns of a pair are known by now is the functions' affair.
            database.execute(f"CREATE TABLE {considered} AS {_BY_IDS}")
            weighed.result()
            weighed = aside.submit(_weigh, cursor, considered, model, known, SCORED_FROM)
            progress(share)
        weighed.result()
    return Scored(known, model, database)


def score_these(
    records: Records, model: Model, weights: Weights, pairs: Sequence[tuple[int, int]]
) -> pa.Table:
    """Score these pairs of records (left < right), however improbable, each with its reasons."""
    left, right = zip(*pairs, strict=True)
    asked = pa.table({"left_id": pa.array(left), "right_id": pa.array(right)})
    records.database.register("asked", asked)
    records.database.execute("CREATE TABLE considered AS FROM asked")
    _make_room(records.database, model)
    _weigh(records.database, "considered", model, weights, 0.0)
    found = _explained(records.database, model, weights, 0.0).read_all()
    return found.sort_by([("left_id", "ascending"), ("right_id", "ascending")])


# Grain: one candidate, by the ids of its records.
_BY_IDS = """
    SELECT least(l.unique_id, r.unique_id) AS left_id, greatest(l.unique_id, r.unique_id)
        AS right_id, candidate.* EXCLUDE (left_place, right_place) FROM candidate
    JOIN records AS l ON l.place = left_place JOIN records AS r ON r.place = right_place
"""
# Grain: one pair that is probable enough, with the outcomes of its comparisons.
_WEIGHED = """
    INSERT INTO weighed
    SELECT * FROM (
        SELECT *, {weight} AS match_weight FROM (
            SELECT left_id, right_id, {outcomes} FROM (SELECT *{of_pair} FROM ({paired}))))
    WHERE match_weight >= $least
"""
_PROBABILITY = "1 / (1 + power(2, -match_weight)) AS probability"
_PROBABLE = (
    f"SELECT left_id, right_id, match_weight, {_PROBABILITY} FROM weighed "
    "ORDER BY left_id, right_id"
)
_EXPLAINED = f"""
    SELECT left_id, right_id, match_weight, probability,
        to_json(list_filter([{{parts}}], part -> part.weight IS NOT NULL))::VARCHAR AS explanation
    FROM (SELECT *, {_PROBABILITY} FROM weighed)
    JOIN records AS l ON l.unique_id = left_id JOIN records AS r ON r.unique_id = right_id
    WHERE probability >= $explained_from
"""


def _make_room(database: duckdb.DuckDBPyConnection, model: Model) -> None:
    outcomes = ", ".join(f"{_outcome_of(c)} UTINYINT" for c in model.comparisons)
    columns = f"left_id BIGINT, right_id BIGINT, {outcomes}, match_weight DOUBLE"
    database.execute(f"CREATE OR REPLACE TABLE weighed ({columns})")


def _weigh(
    database: duckdb.DuckDBPyConnection,
    considered: str,
    model: Model,
    weights: Weights,
    least: float,
) -> None:
    """Put a table's pairs from a probability up into table ``weighed``, and drop it."""
    known = {row[0] for row in database.execute(f"DESCRIBE {considered}").fetchall()}
    asked = [f", {call} AS {name}" for name, call in model.of_pair.items() if name not in known]
    outcomes = [f"({outcome(c)})::UTINYINT AS {_outcome_of(c)}" for c in model.comparisons]
    weight = [repr(_in_bits(weights.share)), *(_weight(c, weights) for c in model.comparisons)]
    weighed = _WEIGHED.format(
        paired=paired(considered),
        of_pair="".join(asked),
        outcomes=", ".join(outcomes),
        weight=" + ".join(weight),
    )
    database.execute(weighed, {"least": _in_bits(least)})
    database.execute(f"DROP TABLE {considered}")


def _explained(
    database: duckdb.DuckDBPyConnection, model: Model, weights: Weights, explained_from: float
) -> pa.RecordBatchReader:
    """Of the pairs that were weighed the likelier ones, with each comparison's outcome, values and
    weight as JSON."""
    parts = ", ".join(_explanation_part(c, weights) for c in model.comparisons)
    explained = database.execute(_EXPLAINED.format(parts=parts), {"explained_from": explained_from})
    return explained.to_arrow_reader(ROWS_AT_ONCE)


def _in_bits(probability: float) -> float:
    return math.log2(probability / (1 - probability)) if probability else -math.inf


def _outcome_of(comparison: Comparison) -> str:
    return f"outcome_of_{comparison.name}"


def _weight(comparison: Comparison, weights: Weights) -> str:
    cases = " ".join(
        f"WHEN {place} THEN {weights.weight(comparison.name, place)!r}::DOUBLE"
        for place in range(len(comparison.levels))
    )
    return f"CASE {_outcome_of(comparison)} {cases} END"


def _explanation_part(comparison: Comparison, weights: Weights) -> str:
    said, weighs = [], []
    for place, level in enumerate(comparison.levels):
        if level.m is not None:
            said.append(f"WHEN {place} THEN {_quoted(level.label)}")
            weighs.append(f"WHEN {place} THEN {weights.weight(comparison.name, place):.3f}::DOUBLE")
    which, shown = f"CASE {_outcome_of(comparison)}", comparison.shown
    return (
        f"{{'comparison': '{comparison.name}', 'level': {which} {' '.join(said)} END, "
        f"'left': l.{shown}::VARCHAR, 'right': r.{shown}::VARCHAR, "
        f"'weight': {which} {' '.join(weighs)} END}}"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
