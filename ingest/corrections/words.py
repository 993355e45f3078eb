"""Words on what was read: kept with author and reason, withdrawn but never deleted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from workbench.case import Case
from workbench.clock import now_utc
from workbench.errors import RefusedError, UnknownObjectError
from workbench.vocabulary import Action, ReviewDecision, ReviewedKind
from workbench.withdrawing import mark_withdrawn

Change = Mapping[str, Any]


@dataclass(frozen=True)
class Correction:
    """One row of table ``correction``; times in UTC. ``change``: the columns that it sets."""

    correction_id: int
    source_id: int
    object_kind: ReviewedKind
    object_id: int
    decision: ReviewDecision
    change: Change
    reason: str
    author: str
    made_at_utc: datetime
    withdrawn_by: str | None = None
    withdrawn_at_utc: datetime | None = None
    withdrawn_reason: str | None = None


_COLUMNS = ", ".join(field.name for field in fields(Correction))


def record(
    case: Case,
    kind: ReviewedKind,
    decision: ReviewDecision,
    objects: Sequence[tuple[int, int]],
    reason: str,
    change: Change | None = None,
) -> list[Correction]:
    """Keep one word on each object (source, id), in the caller's transaction, with its audit row.

    Raises RefusedError where no reason is given.
    """
    if not reason.strip():
        raise RefusedError("a word on what a document says needs a reason: say what it rests on.")
    first, now = case.next_id("correction", "correction_id"), now_utc()
    made = [
        Correction(
            first + n, source, kind, number, decision, dict(change or {}), reason, case.user, now
        )
        for n, (source, number) in enumerate(objects)
    ]
    if made:
        case.db.executemany(
            f"INSERT INTO correction ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, "
            "NULL)",
            [
                [c.correction_id, c.source_id, str(kind), c.object_id, str(decision)]
                + [json.dumps(c.change, ensure_ascii=False), reason, c.author, now]
                for c in made
            ],
        )
    for word in made:
        _log(case, word, str(decision))
    return made


def withdraw(case: Case, correction_id: int, reason: str) -> Correction:
    """Mark a word as withdrawn, in the caller's transaction; ``applying`` takes it back."""
    found = get(case, correction_id)
    already = found.withdrawn_at_utc is not None
    mark_withdrawn(case, "correction", correction_id, reason, called="word", already=already)
    _log(case, found, "withdrawn")
    return get(case, correction_id)


def get(case: Case, correction_id: int) -> Correction:
    """One word. Raises UnknownObjectError."""
    found = _read(case, "WHERE correction_id = ?", [correction_id])
    if not found:
        raise UnknownObjectError(
            f"word {correction_id}: is not in this case; see 'workbench corrections'."
        )
    return found[0]


def history(case: Case, source_id: int | None = None) -> list[Correction]:
    """Every word ever said (of one source), withdrawn ones too, oldest first."""
    if source_id is None:
        return _read(case, "", [])
    return _read(case, "WHERE source_id = ?", [source_id])


def in_force(case: Case, kind: ReviewedKind, ids: Sequence[int]) -> list[Correction]:
    """The words on some objects that were not withdrawn, oldest first."""
    which = (
        "WHERE object_kind = ? AND withdrawn_at_utc IS NULL "
        "AND object_id IN (SELECT unnest(?::BIGINT[]))"
    )
    return _read(case, which, [str(kind), list(ids)])


def _read(case: Case, which: str, parameters: Sequence[object]) -> list[Correction]:
    rows = case.db.execute(
        f"SELECT {_COLUMNS} FROM correction {which} ORDER BY correction_id", list(parameters)
    ).fetchall()
    return [
        Correction(
            number,
            source,
            ReviewedKind(kind),
            object_id,
            ReviewDecision(decision),
            json.loads(change),
            *rest,
        )
        for number, source, kind, object_id, decision, change, *rest in rows
    ]


def _log(case: Case, word: Correction, decision: str) -> None:
    """What was decided on which object; never what it says, which may name somebody."""
    case.record(
        Action.ALTERATION,
        f"{word.object_kind} {word.object_id}",
        {
            "command": str(word.object_kind),
            "decision": decision,
            "correction": word.correction_id,
            "source": word.source_id,
            "sets": ", ".join(sorted(word.change)),
        },
    )
