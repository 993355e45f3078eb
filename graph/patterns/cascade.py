"""Word that spreads after an event, or gathers before it: calls that set off calls.

From the phones that the event concerned word spreads with each call made within half an hour of
being reached. Who is arrested calls nobody: where nothing starts from these phones, those in
contact with them are tried too, and all phones where it is not known whom the event concerned.
Before an event it is followed backwards in time. How many phones that reaches is compared with the
same hours of other days: the score is the share of them on which it reached fewer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from graph.build.calls import ALWAYS, Window
from graph.patterns import speaking
from graph.patterns.events import Event, events
from graph.patterns.findings import Row
from graph.patterns.leads import Lead, Leads, moment, shown
from workbench.case import Case

LASTS = timedelta(hours=3)
RELAY = timedelta(minutes=30)
FEWEST_REACHED = 3
OTHER_DAYS = 28
FEWEST_OTHER_DAYS = 5
_NEAR = "It starts at a phone that is in contact with those concerned, not at one of these."
_UNKNOWN = "Whom the event concerned is not known."
MOST_STARTS = 200
"""Phones tried as a start where it is not known whom the event concerned."""


@dataclass(frozen=True)
class Call:
    """One call, its time counted from the event (forwards, or backwards before it)."""

    caller: str
    called: str
    after: timedelta
    row: Row


# Grain: one record in these hours after (before) the event, or after (before) the same time of
# another day; day 0 is the event's.
_AROUND = """
    SELECT day, caller, called, abs_s, source_id, sheet, row_number FROM (
        SELECT *, floor((epoch(start_utc) - epoch($anchor)) * $way / 86400)::INTEGER * $way AS day,
            ((epoch(start_utc) - epoch($anchor)) * $way) % 86400 AS rest,
            CASE WHEN rest < 0 THEN rest + 86400 ELSE rest END AS abs_s
        FROM speaking
        WHERE subscribers AND start_utc >= $anchor - $days AND start_utc <= $anchor + $days
    )
    WHERE abs_s > 0 AND abs_s <= $lasts
    ORDER BY day, abs_s, source_id, sheet, row_number
"""


def cascades(case: Case, window: Window = ALWAYS, given: Sequence[Event] = ()) -> Leads:
    """Find events before or after which more calls set off calls than on other days."""
    with case.db.cursor() as db:
        speaking.prepare(db, window)
        first, last = db.execute("SELECT min(start_utc), max(start_utc) FROM speaking").fetchall()[
            0
        ]
        leads = []
        for event in events(case, window, given):
            for way in (1, -1):
                lead = _cascade(db, event, way, first, last)
                leads += [lead] if lead else []
        return shown(db, ("start",), leads)


def _cascade(
    db: duckdb.DuckDBPyConnection, event: Event, way: int, first: datetime, last: datetime
) -> Lead | None:
    anchor = event.to_utc if way == 1 else event.from_utc
    days = _by_day(db, anchor, way)
    calls = days.pop(0, [])
    starts, concerned = event.phones, bool(event.phones)
    start, steps = _furthest(calls, starts, concerned)
    if concerned and len(steps) < FEWEST_REACHED:
        starts, concerned = _in_contact(db, event.phones), False
        start, steps = _furthest(calls, starts, concerned) if starts else ("", [])
    if len(steps) < FEWEST_REACHED:
        return None
    every = [
        day
        for day in range(-OTHER_DAYS, OTHER_DAYS + 1)
        if day and first <= anchor + timedelta(days=day) <= last
    ]
    if len(every) < FEWEST_OTHER_DAYS:
        return None
    reached = [len(_furthest(days.get(day, []), starts, concerned)[1]) for day in every]
    fewer = sum(count < len(steps) for count in reached)
    side = "after" if way == 1 else "before"
    return Lead(
        (("start", start),),
        fewer / (len(every) + 1),
        f"In the {LASTS / timedelta(hours=1):.0f} hours {side} {event.what} ({moment(anchor)}) "
        f"calls that set off calls join {len(steps)} other phones; at these hours of {len(every)} "
        f"other days {sum(reached) / len(every):.1f} on average, at most {max(reached)}.",
        ("A call soon after another need not be about the same thing.",)
        + (() if concerned else (_NEAR if event.phones else _UNKNOWN,)),
        tuple(call.row for call in steps),
        facts=(("event", event.what), ("event_utc", event.from_utc), ("side", side)),
        others=(("reached", tuple(_reached(start, steps))),),
    )


def _by_day(db: duckdb.DuckDBPyConnection, anchor: datetime, way: int) -> dict[int, list[Call]]:
    rows = db.execute(
        _AROUND,
        {
            "anchor": anchor,
            "way": way,
            "days": timedelta(days=OTHER_DAYS + 1),
            "lasts": LASTS.total_seconds(),
        },
    ).fetchall()
    found: dict[int, list[Call]] = {}
    for day, caller, called, seconds, source, sheet, row in rows:
        call = Call(caller, called, timedelta(seconds=seconds), (source, sheet, row))
        found.setdefault(day, []).append(call)
    return found


# Grain: one phone in contact with some, those most in contact first.
_CONTACTS = """
    SELECT contact FROM (
        SELECT unnest([caller, called]) AS phone, unnest([called, caller]) AS contact
        FROM speaking WHERE subscribers)
    WHERE phone IN (SELECT unnest($phones)) AND contact NOT IN (SELECT unnest($phones))
    GROUP BY contact ORDER BY count(*) DESC, contact
"""


def _in_contact(db: duckdb.DuckDBPyConnection, phones: Sequence[str]) -> tuple[str, ...]:
    found = db.execute(_CONTACTS, {"phones": list(phones)}).fetchall()
    return tuple(row[0] for row in found)


def _furthest(calls: list[Call], starts: Sequence[str], concerned: bool) -> tuple[str, list[Call]]:
    """The start (none given: any phone) and the calls by which word reaches most phones.

    ``concerned``: the event concerned the starts, so that word is with them from its moment on.
    """
    starts = starts or sorted({phone for c in calls for phone in (c.caller, c.called)})
    found = [(start, _spread(calls, start, concerned)) for start in starts[:MOST_STARTS]]
    return max(found, key=lambda one: len(one[1]), default=("", []))


def _spread(calls: list[Call], start: str, from_event: bool) -> list[Call]:
    """The call that first reaches each phone, each soon after the one before it."""
    reached = {start: timedelta(0)} if from_event else {}
    steps: list[Call] = []
    for call in calls:
        if not from_event and not steps and start in (call.caller, call.called):
            reached[start] = call.after
        for one, other in ((call.caller, call.called), (call.called, call.caller)):
            if one in reached and other not in reached and call.after - reached[one] <= RELAY:
                reached[other] = call.after
                steps.append(call)
                break
    return steps


def _reached(start: str, steps: Sequence[Call]) -> list[str]:
    every = dict.fromkeys(phone for call in steps for phone in (call.caller, call.called))
    return [phone for phone in every if phone != start]
