"""Judgements move the model when somebody asks: what they teach, and a run under it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pyarrow as pa

from entity_resolution import lessons, memory, people, vehicles
from entity_resolution.comparing import Records
from entity_resolution.explanations import explanation_of
from entity_resolution.judgements import Judged, in_force, judged
from entity_resolution.lessons import Lesson, Shifts
from entity_resolution.model import Model
from entity_resolution.runs import ResolutionReport, resolve
from entity_resolution.scoring import SCORED_FROM, score_these
from entity_resolution.weights import Weights
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.vocabulary import MentionKind


@dataclass(frozen=True)
class Shift:
    """How much an outcome of a comparison speaks for a match, in bits, without judgements, so far,
    and as they teach now."""

    comparison: str
    level: str
    untaught: float
    before: float
    after: float


@dataclass(frozen=True)
class Taught:
    """What judgements on one kind teach; ``misjudged``: pairs of them that the model had on the
    other side of even odds, untaught and taught."""

    kind: str
    judgement_ids: tuple[int, ...]
    shifts: tuple[Shift, ...]
    misjudged_before: int
    misjudged_after: int


def learn(case: Case) -> tuple[tuple[Taught, ...], ResolutionReport]:
    """Learn from all judgements in force and resolve under the weights that result.

    Learning starts from the untaught weights, so that a new lesson replaces the one before. Raises
    RefusedError where no judgement can teach anything.
    """
    with case.transaction():
        found = {kind: taught for kind, taught in _taught(case).items() if taught[0].shifts}
        if not found:
            raise RefusedError(
                "no judgement on two persons or vehicles teaches anything: say same or different "
                "of pairs that the model is unsure of first (workbench review, workbench judge)."
            )
        for kind, (taught, shifts) in found.items():
            lessons.record(case, kind, shifts, taught.judgement_ids)
        report = resolve(case)
    return tuple(taught for taught, _ in found.values()), report


def unlearn(case: Case, lesson_id: int, reason: str) -> Lesson:
    """Withdraw a lesson and resolve without it."""
    with case.transaction():
        withdrawn = lessons.withdraw(case, lesson_id, reason)
        resolve(case)
    return withdrawn


def _taught(case: Case) -> dict[str, tuple[Taught, Shifts]]:
    said = judged(case)
    found = {}
    with case.scratch(threads=2) as scratch:
        memory.prepare(scratch)
        persons, _ = people.prepare(case, scratch, said)
        with persons as compared:
            found[str(people.KIND)] = _of_kind(
                case, compared, people.KIND, people.MODEL, said, people.MEMBERS
            )
        vehicles.prepare(case, scratch, said)
        with Records(case.scratch, scratch, vehicles.TABLE, vehicles.LISTED) as compared:
            found[str(vehicles.KIND)] = _of_kind(
                case, compared, vehicles.KIND, vehicles.MODEL, said, vehicles.MEMBERS
            )
    return found


def _of_kind(
    case: Case,
    records: Records,
    kind: MentionKind,
    model: Model,
    said: Judged,
    members: str,
) -> tuple[Taught, Shifts]:
    asked = records.scratch.execute(f"SELECT mention_id, local_id FROM {members}")
    record_of: dict[int, int] = dict(asked.fetchall())
    same = said.lifted(said.same, record_of)
    different = said.lifted(said.different, record_of)
    # Two mentions of one source may be judged one way, others of the same two records another way.
    labels = dict.fromkeys(same - different, True) | dict.fromkeys(different - same, False)
    if not labels:
        return Taught(kind, (), (), 0, 0), {}
    untaught = memory.weights_of(case, records, kind, model, {})
    pairs = score_these(records, model, untaught, sorted(labels))
    scored = [explanation_of(*row) for row in zip(*_columns(pairs), strict=True)]
    # What the model would not have listed was known from elsewhere, and teaches it nothing.
    judged_pairs = [
        (p, labels[p.left_mention, p.right_mention]) for p in scored if p.probability >= SCORED_FROM
    ]
    shifts = lessons.shifts_from(judged_pairs)
    before = lessons.moved(untaught, model, lessons.shifts_in_force(case, kind))
    after = lessons.moved(untaught, model, shifts)
    moved = {
        pair: pair.match_weight + sum(shifts.get((p.comparison, p.level), 0.0) for p in pair.parts)
        for pair, _ in judged_pairs
    }
    taught = Taught(
        kind,
        _numbers(case, record_of, {(p.left_mention, p.right_mention) for p, _ in judged_pairs}),
        _shifts(model, untaught, before, after),
        sum((pair.match_weight > 0) != same for pair, same in judged_pairs),
        sum((moved[pair] > 0) != same for pair, same in judged_pairs),
    )
    return taught, shifts


def _columns(pairs: pa.Table) -> list[list[object]]:
    names = ("left_id", "right_id", "probability", "match_weight", "explanation")
    return [pairs[name].to_pylist() for name in names]


def _numbers(
    case: Case, record_of: Mapping[int, int], pairs: Collection[tuple[int, int]]
) -> tuple[int, ...]:
    return tuple(
        j.judgement_id
        for j in in_force(case)
        if (record_of.get(j.left_mention), record_of.get(j.right_mention)) in pairs
        and j.decision != "unsure"
    )


def _shifts(model: Model, untaught: Weights, before: Weights, after: Weights) -> tuple[Shift, ...]:
    found = [
        Shift(
            comparison.name,
            level.label,
            *(round(w.weight(comparison.name, place), 3) for w in (untaught, before, after)),
        )
        for comparison in model.comparisons
        for place, level in enumerate(comparison.levels)
    ]
    return tuple(s for s in found if not s.untaught == s.before == s.after)
