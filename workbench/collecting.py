"""What is collected for the report while working, in an order, each with the analyst's note.

Items are removed, never deleted; every change is logged.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from workbench.case import Case
from workbench.clock import now_utc
from workbench.errors import RefusedError, UnknownObjectError
from workbench.vocabulary import Action

LONGEST_NOTE = 4000
PREFIX = "collected-"
"""How the log names items."""


class Kind(StrEnum):
    """What an item is."""

    ENTITY = "entity"
    RELATIONSHIP = "relationship"
    FINDING = "finding"
    PICTURE = "picture"
    NOTE = "note"


@dataclass(frozen=True)
class Item:
    """A collected item. ``content`` is what a picture or a finding needs beyond its key.

    ``note`` is as typed: it may name anybody, so show it only through workbench.access.
    """

    item_id: int
    kind: Kind
    object: str
    note: str
    added_by: str
    added_at_utc: datetime
    content: Mapping[str, Any] = field(default_factory=dict)


_EVERY = """
    SELECT item_id, kind, object, note, added_by, added_at_utc, content
    FROM collected WHERE removed_at_utc IS NULL ORDER BY place, item_id
"""


def every(case: Case) -> tuple[Item, ...]:
    """All items, in the order of the report."""
    with case.ledger() as db:
        rows = db.execute(_EVERY).fetchall()
    return tuple(
        Item(number, Kind(kind), obj, note, by, at, json.loads(content))
        for number, kind, obj, note, by, at, content in rows
    )


def collect(
    case: Case,
    kind: Kind,
    obj: str = "",
    content: Mapping[str, Any] | None = None,
    note: str = "",
) -> int:
    """Add an item at the end; its number. What is there already stays as it is.

    Raises RefusedError for a note that says nothing, or one too long.
    """
    note = _checked(note)
    if kind is Kind.NOTE and not note:
        raise RefusedError("a note without words: write what it is to say.")
    same = [one for one in every(case) if kind is not Kind.NOTE and one.kind is kind]
    known = next((one.item_id for one in same if one.object == obj), None)
    if known is not None:
        return known
    with case.transaction():
        number = case.next_id("collected", "item_id")
        text = json.dumps(content or {}, sort_keys=True, default=str)
        case.db.execute(
            "INSERT INTO collected SELECT ?, coalesce(max(place), 0) + 1, ?, ?, ?, ?, ?, ?, NULL, "
            "NULL FROM collected",
            [number, str(kind), obj, text, note, case.user, now_utc()],
        )
        _log(case, number, "collect")
    return number


def annotate(case: Case, item_id: int, note: str) -> None:
    """Put another note in the place of an item's. Raises UnknownObjectError, RefusedError."""
    item, note = _item(case, item_id), _checked(note)
    if note == item.note:
        return
    with case.transaction():
        case.db.execute("UPDATE collected SET note = ? WHERE item_id = ?", [note, item_id])
        _log(case, item_id, "annotate")


def move(case: Case, item_id: int, by: int) -> None:
    """Move an item so many places down, or up where negative. Raises UnknownObjectError."""
    order = [one.item_id for one in every(case)]
    _item(case, item_id)
    here = order.index(item_id)
    there = min(max(here + by, 0), len(order) - 1)
    if there == here:
        return
    order.insert(there, order.pop(here))
    with case.transaction():
        case.db.executemany(
            "UPDATE collected SET place = ? WHERE item_id = ?",
            [[place, number] for place, number in enumerate(order, 1)],
        )
        _log(case, item_id, "move")


def remove(case: Case, item_id: int) -> None:
    """Take an item out of the report. Raises UnknownObjectError."""
    _item(case, item_id)
    with case.transaction():
        case.db.execute(
            "UPDATE collected SET removed_by = ?, removed_at_utc = ? WHERE item_id = ?",
            [case.user, now_utc(), item_id],
        )
        _log(case, item_id, "remove")


def _item(case: Case, item_id: int) -> Item:
    for item in every(case):
        if item.item_id == item_id:
            return item
    raise UnknownObjectError(f"item {item_id}: is not in the report.")


def _checked(note: str) -> str:
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise RefusedError(f"a note of {len(note)} characters: {LONGEST_NOTE} at most.")
    return note


def _log(case: Case, item_id: int, command: str) -> None:
    case.record(Action.ALTERATION, f"{PREFIX}{item_id}", {"command": f"report: {command}"})
