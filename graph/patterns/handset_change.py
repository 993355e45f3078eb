"""Handsets, SIMs and numbers over time: who changed the handset, who the SIM, and what is shared.

A dual-SIM handset has two IMEIs, so that a change may be a change of slot; a cheap or faked IMEI
may be in several handsets. A number on another SIM (IMSI) was moved by its operator: a lost card, a
change of operator, or somebody who had it moved to take the number over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

import duckdb

from graph.build import calls
from graph.build.calls import ALWAYS, Window
from graph.build.filters import Omission
from graph.patterns import handset_use
from graph.patterns.findings import Label, Row, Rows, Table, cited
from graph.ranking import NOT_RANKED
from workbench import own_records
from workbench.case import Case

TURNS = 3
"""A handset that numbers take turns in more often than this is shared, not changed."""


class Change(StrEnum):
    """HANDSET: a number moved to another handset. SIM: to another SIM. NUMBER: another number
    appeared in a handset. SHARED: two numbers were used in a handset by turns."""

    HANDSET = "handset"
    SIM = "SIM"
    NUMBER = "number"
    SHARED = "shared"


CAUTIONS = {
    Change.HANDSET: (
        "A dual-SIM handset has two IMEIs: it may be the other slot of the same one.",
    ),
    Change.SIM: ("A lost card or a change of operator does the same.",),
    Change.NUMBER: ("A handset may be sold or lent, and a faked IMEI be in several.",),
    Change.SHARED: ("A dual-SIM handset may report one IMEI for both of its numbers.",),
}


@dataclass(frozen=True)
class HandsetChange:
    """Something that changed: ``before`` and ``after`` are handsets (14 digits), SIMs (IMSI) or
    phones (ids).

    ``constant`` is what stayed: the phone (id) or the handset. The old is last seen, the new first
    seen at the times given. ``rows`` are the records on both sides of the change: source,
    sheet and row.
    """

    change: Change
    constant: str
    before: str
    after: str
    last_utc: datetime
    first_utc: datetime
    turns: int
    rows: Rows

    @property
    def reason(self) -> str:
        """The finding in words, without names."""
        when = f"{self.last_utc:%Y-%m-%d %H:%M} UTC"
        gap = _span(self.first_utc - self.last_utc)
        if self.change is Change.HANDSET:
            return f"The number is last seen in the one handset {when}, in the other {gap}."
        if self.change is Change.SIM:
            return f"The number is last seen on the one SIM {when}, on the other {gap}."
        if self.change is Change.NUMBER:
            return f"The one number is last seen in the handset {when}, the other {gap}."
        return f"Both numbers were used in the handset by turns, {self.turns} changes."

    @property
    def score(self) -> float:
        """How likely something changed hands: less so the more often it goes to and fro."""
        return 1 / self.turns if self.change is not Change.SHARED else 1 - 1 / self.turns

    @property
    def cautions(self) -> tuple[str, ...]:
        """What else it may be."""
        return CAUTIONS[self.change]


@dataclass(frozen=True)
class HandsetChanges:
    """All changes, in order of time, and what is not shown."""

    changes: tuple[HandsetChange, ...]
    left_out: tuple[Omission, ...]

    def as_json(self, label: Label) -> dict[str, object]:
        """As ``patterns handset-change --json`` prints it."""
        return {
            "candidates": [
                {
                    "change": str(one.change),
                    "constant": label(one.constant),
                    "before": label(one.before),
                    "after": label(one.after),
                    "last_utc": one.last_utc,
                    "first_utc": one.first_utc,
                    "score": one.score,
                    "reason": one.reason,
                    "cautions": one.cautions,
                    "evidence": cited(one.rows),
                }
                for one in self.changes
            ],
            "left_out": [omission.as_json() for omission in self.left_out],
        }

    def table(self, label: Label) -> Table:
        """All changes."""
        return Table(
            ("what changed", "of", "from", "to", "why", "but"),
            tuple(
                (str(c.change), label(c.constant), label(c.before), label(c.after), c.reason)
                + (" ".join(c.cautions),)
                for c in self.changes
            ),
        )


# Grain: one stretch of records of one number (or handset) with the same handset (or number).
_STRETCHES = """
    SELECT {of}, {what}, min(start_utc) AS first_utc, max(start_utc) AS last_utc,
        arg_min((source_id, sheet, row_number), start_utc) AS first_row,
        arg_max((source_id, sheet, row_number), start_utc) AS last_row
    FROM ({numbered})
    GROUP BY {of}, {what}, stretch
    ORDER BY {of}, stretch
"""

_Stretch = tuple[str, str, datetime, datetime, Row, Row]


def handset_changes(case: Case, window: Window = ALWAYS) -> HandsetChanges:
    """Find every change of handset or SIM under a number, and of number in a handset."""
    with case.db.cursor() as db:
        by_phone = _stretches(db, window, of="phone", what="handset")
        by_card = _stretches(db, window, of="phone", what="sim")
        by_handset = _stretches(db, window, of="handset", what="phone")
        hidden = {row[0] for row in db.execute("SELECT entity_id FROM protected_entity").fetchall()}
        masked = _protected_devices(db)
    found = [*_changes(by_phone, Change.HANDSET), *_changes(by_handset, Change.NUMBER)]
    found += _changes(by_card, Change.SIM)
    shown = [c for c in found if not {c.constant, c.before, c.after} & (hidden | masked)]
    shown.sort(key=lambda c: (c.first_utc, c.change, c.constant, c.before))
    withheld = len(found) - len(shown)
    omitted = (Omission(NOT_RANKED, entities=withheld),) if withheld else ()
    return HandsetChanges(tuple(shown), omitted)


def _stretches(
    db: duckdb.DuckDBPyConnection, window: Window, *, of: str, what: str
) -> dict[str, list[_Stretch]]:
    device = what if of == "phone" else of
    used = f"({handset_use.used(device, calls.within(window))})"
    numbered = own_records.stretches(used, of=of, item=what)
    query = _STRETCHES.format(of=of, what=what, numbered=numbered)
    found: dict[str, list[_Stretch]] = {}
    for row in db.execute(query, calls.bound(window)).fetchall():
        found.setdefault(row[0], []).append(row)
    return found


def _protected_devices(db: duckdb.DuckDBPyConnection) -> set[str]:
    """Handsets (14 digits) and SIMs that are a protected person's."""
    rows = db.execute(
        "SELECT DISTINCT CASE mention.kind WHEN 'handset' THEN left(normalised, 14) "
        "ELSE normalised END FROM mention JOIN entity_member USING (mention_id) "
        "JOIN protected_entity USING (entity_id) WHERE mention.kind IN ('handset', 'sim')"
    ).fetchall()
    return {row[0] for row in rows}


def _changes(by_constant: dict[str, list[_Stretch]], change: Change) -> list[HandsetChange]:
    """A change for each border of stretches, or one in all where two take turns."""
    found = []
    for constant, stretches in by_constant.items():
        borders = list(pairwise(stretches))
        pairs = {frozenset((old[1], new[1])) for old, new in borders}
        by_turns = len(borders) > TURNS * len(pairs)
        kept = {frozenset((old[1], new[1])): (old, new) for old, new in reversed(borders)}
        for old, new in kept.values() if by_turns else borders:
            kind = Change.SHARED if by_turns and change is Change.NUMBER else change
            found.append(
                HandsetChange(
                    kind,
                    constant,
                    old[1],
                    new[1],
                    old[3],
                    new[2],
                    len(borders) if by_turns else 1,
                    (old[5], new[4]),
                )
            )
    return found


def _span(span: timedelta) -> str:
    hours = span / timedelta(hours=1)
    return f"{hours:.1f} hours later" if hours < 48 else f"{hours / 24:.0f} days later"
