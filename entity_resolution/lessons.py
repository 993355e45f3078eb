"""What judgements teach, when somebody asks: weights moved towards what analysts said.

Each outcome of a comparison is given a shift in bits, found as the most probable ones under the
judged pairs: logistic regression on the model's own weights, each shift normally distributed about
0 with a standard deviation of ``DOUBT`` bits. Unlike counting outcomes among the judged pairs, this
does not mind that the pairs were chosen for being doubtful (Bishop 2006, sec. 4.5). How rare a
match is stays as it was.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

import numpy as np
import numpy.typing as npt

from entity_resolution.explanations import PairExplanation
from entity_resolution.model import Model
from entity_resolution.weights import Chances, Weights
from workbench.audit import Detail
from workbench.case import Case
from workbench.clock import now_utc
from workbench.errors import UnknownObjectError
from workbench.vocabulary import Action
from workbench.withdrawing import mark_withdrawn

DOUBT = 1.0
"""Bits by which a weight may well be wrong: what a handful of judgements is weighed against."""
_STEPS = 50

Shifts = dict[tuple[str, str], float]
"""Comparison and outcome to bits."""


@dataclass(frozen=True)
class Lesson:
    """One row of table ``lesson``; times in UTC."""

    lesson_id: int
    kind: str
    shifts: str
    judgement_ids: tuple[int, ...]
    author: str
    made_at_utc: datetime
    withdrawn_by: str | None = None
    withdrawn_at_utc: datetime | None = None
    withdrawn_reason: str | None = None


_COLUMNS = ", ".join(field.name for field in fields(Lesson))


def shifts_from(judged: Sequence[tuple[PairExplanation, bool]]) -> Shifts:
    """The shifts that judged pairs (and whether they are the same) speak for; small ones left out.

    The pairs are to be scored with weights that no lesson moved.
    """
    outcomes = sorted({(p.comparison, p.level) for pair, _ in judged for p in pair.parts})
    if not outcomes:
        return {}
    column = {outcome: place for place, outcome in enumerate(outcomes)}
    design = np.zeros((len(judged), len(outcomes)))
    for row, (pair, _) in enumerate(judged):
        for part in pair.parts:
            design[row, column[part.comparison, part.level]] = 1.0
    weight = np.array([pair.match_weight for pair, _ in judged])
    same = np.array([1.0 if same else 0.0 for _, same in judged])
    bits = _most_probable(design, weight, same)
    return {
        outcome: round(float(found), 3)
        for outcome, found in zip(outcomes, bits, strict=True)
        if abs(found) >= 0.01
    }


def _most_probable(
    design: npt.NDArray[np.float64], weight: npt.NDArray[np.float64], same: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Maximum a posteriori by Newton's method; convex, so there is one."""
    unit = math.log(2)
    bits = np.zeros(design.shape[1])
    precision = np.eye(design.shape[1]) / DOUBT**2
    for _ in range(_STEPS):
        odds = np.clip((weight + design @ bits) * unit, -500, 500)
        likely = 1 / (1 + np.exp(-odds))
        slope = unit * design.T @ (likely - same) + precision @ bits
        spread = likely * (1 - likely) * unit**2
        step = np.linalg.solve(design.T @ (design * spread[:, None]) + precision, slope)
        bits = bits - np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-9:
            break
    return bits


def moved(weights: Weights, model: Model, shifts: Shifts) -> Weights:
    """The weights, shifted; outcomes that the model does not know are left out."""
    if not shifts:
        return weights
    levels = {
        comparison.name: tuple(
            chances and _shifted(chances, shifts.get((comparison.name, level.label), 0.0))
            for level, chances in zip(
                comparison.levels, weights.levels[comparison.name], strict=True
            )
        )
        for comparison in model.comparisons
    }
    return Weights(weights.share, levels, f"{weights.method}, moved by judgements")


def _shifted(chances: Chances, bits: float) -> Chances:
    m, u = chances[0] * 2**bits, chances[1]
    return (m, u) if m <= 1 else (1.0, u / m)


def shifts_in_force(case: Case, kind: str) -> Shifts:
    """The shifts of the latest lesson of a kind that was not withdrawn; none without one."""
    row = case.db.execute(
        "SELECT shifts FROM lesson WHERE kind = ? AND withdrawn_at_utc IS NULL "
        "ORDER BY lesson_id DESC LIMIT 1",
        [kind],
    ).fetchone()
    return read_shifts(row[0]) if row else {}


def read_shifts(kept: str) -> Shifts:
    """Shifts as they are kept in the case."""
    return {(s["comparison"], s["level"]): s["bits"] for s in json.loads(kept)}


def record(case: Case, kind: str, shifts: Shifts, judgement_ids: Sequence[int]) -> int:
    """Store a lesson, in the caller's transaction; its number."""
    number = case.next_id("lesson", "lesson_id")
    kept = [
        {"comparison": comparison, "level": level, "bits": bits}
        for (comparison, level), bits in sorted(shifts.items())
    ]
    case.db.execute(
        f"INSERT INTO lesson ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL)",
        [number, kind, json.dumps(kept), list(judgement_ids), case.user, now_utc()],
    )
    detail: Detail = {"kind": kind, "judgements": len(judgement_ids), "weights_moved": len(shifts)}
    case.record(Action.COMBINATION, f"lesson {number}", detail)
    return number


def withdraw(case: Case, lesson_id: int, reason: str) -> Lesson:
    """Withdraw a lesson in force, in the caller's transaction; the one before it counts again."""
    already = get(case, lesson_id).withdrawn_at_utc is not None
    mark_withdrawn(case, "lesson", lesson_id, reason, called="lesson", already=already)
    case.record(Action.COMBINATION, f"lesson {lesson_id}", {"decision": "withdrawn"})
    return get(case, lesson_id)


def get(case: Case, lesson_id: int) -> Lesson:
    """One lesson. Raises UnknownObjectError."""
    row = case.db.execute(
        f"SELECT {_COLUMNS} FROM lesson WHERE lesson_id = ?", [lesson_id]
    ).fetchone()
    if row is None:
        raise UnknownObjectError(f"lesson {lesson_id}: is not in this case.")
    return Lesson(row[0], row[1], row[2], tuple(row[3]), *row[4:])
