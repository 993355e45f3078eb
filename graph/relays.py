"""Paths that respect time: how word could have travelled from one phone to another.

Each step must begin no earlier than the one before it. The path that arrives first is found by one
pass over the communications in order of time (Wu et al. 2014, earliest-arrival path).
"""

from dataclasses import dataclass
from datetime import datetime

from graph.build import calls
from graph.build.calls import ALWAYS, Window
from workbench.case import Case
from workbench.errors import UnknownObjectError


@dataclass(frozen=True)
class Step:
    """A communication on the way: between which phones (entity ids), when, and where it stands."""

    sender: str
    receiver: str
    start_utc: datetime
    source_id: int
    sheet: str
    row_number: int


# Grain: one record between two known phones, in order of time.
_COMMUNICATIONS = """
    SELECT a.entity_id, b.entity_id, start_utc, source_id, sheet, row_number
    FROM communication
    JOIN entity_member AS a ON a.mention_id = a_mention
    JOIN entity_member AS b ON b.mention_id = b_mention
    WHERE a.entity_id <> b.entity_id {within}
    ORDER BY start_utc, source_id, sheet, row_number
"""


def first_arrival(
    case: Case,
    start: str,
    end: str,
    *,
    window: Window = ALWAYS,
    both_ways: bool = True,
) -> tuple[Step, ...]:
    """The chain of communications by which word from ``start`` first reaches ``end``; () if none.

    Both are phones (entity ids). In a call both sides can speak; unless ``both_ways``, word goes
    from the calling side only. Raises UnknownObjectError.
    """
    for phone in (start, end):
        if not case.db.execute("SELECT 1 FROM entity WHERE entity_id = ?", [phone]).fetchall():
            raise UnknownObjectError(f"{phone}: is not in this case. See 'workbench entities'.")
    reached: dict[str, Step | None] = {start: None}
    with case.db.cursor() as db:
        rows = db.execute(_COMMUNICATIONS.format(within=calls.within(window)), calls.bound(window))
        while chunk := rows.fetchmany(10_000):
            for a, b, moment, *place in chunk:
                for one, other in ((a, b), (b, a)) if both_ways else ((a, b),):
                    if one in reached and other not in reached:
                        reached[other] = Step(one, other, moment, *place)
                if end in reached:
                    return _chain(reached, end)
    return ()


def _chain(reached: dict[str, Step | None], end: str) -> tuple[Step, ...]:
    steps = []
    step = reached[end]
    while step is not None:
        steps.append(step)
        step = reached[step.sender]
    return tuple(reversed(steps))
