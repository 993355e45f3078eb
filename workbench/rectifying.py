"""What the case says of a source, put right; what it said before stays beside it.

What a source itself says is never overwritten: mentions and claims of documents are corrected by
words on them (``workbench mention``, ``workbench claim``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from workbench import sources
from workbench.case import Case
from workbench.clock import now_utc
from workbench.errors import RefusedError
from workbench.vocabulary import Action, HandlingCode


@dataclass(frozen=True)
class Rectification:
    """One field of a source that was put right."""

    source_id: int
    field: str
    before: str | None
    after: str | None
    reason: str
    made_by: str
    made_at_utc: datetime


def _one_of(*allowed: str) -> Callable[[str], bool]:
    return lambda value: value in allowed


def _any(_: str) -> bool:
    return True


FIELDS: dict[str, Callable[[str], bool]] = {
    "handling_code": _one_of(*map(str, HandlingCode)),
    "source_reliability": _one_of(*"ABCDEFX"),
    "information_credibility": _one_of(*"123456X"),
    "legal_basis": _any,
    "authority": _any,
    "received_from": _any,
    "received_at": _any,
}
"""What may be put right, and which values it takes."""


def rectify(case: Case, source_id: int, field: str, value: str, reason: str) -> Rectification:
    """Put a field of a source right, and say so in the log (the values stay out of it)."""
    before = getattr(sources.get(case.db, source_id), field if field in FIELDS else "source_id")
    if field not in FIELDS:
        raise RefusedError(f"{field}: is not to be put right. There are {', '.join(FIELDS)}.")
    if not FIELDS[field](value):
        raise RefusedError(f"{value}: is no {field.replace('_', ' ')}.")
    if not reason.strip():
        raise RefusedError("say why: --reason.")
    made = Rectification(source_id, field, before, value or None, reason, case.user, now_utc())
    with case.transaction():
        case.db.execute(f'UPDATE source SET "{field}" = ? WHERE source_id = ?', [value, source_id])
        case.db.execute(
            "INSERT INTO rectification VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [case.next_id("rectification", "rectification_id"), f"source-{source_id}", field]
            + [before, made.after, reason.strip(), case.user, made.made_at_utc],
        )
        case.record(
            Action.ALTERATION, f"source-{source_id}", {"command": "rectify", "field": field}
        )
    return made
