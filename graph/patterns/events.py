"""Moments to look at contacts around: the case's seizures and crossings, or times given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from graph.build import holders
from graph.build.calls import Window
from graph.patterns.border import TOGETHER_MIN, crossings
from graph.patterns.findings import LIKELY
from graph.patterns.leads import Leads
from workbench.case import Case

MOST_CROSSINGS = 100
"""The clearest crossings of a case are looked at; more would only repeat habits."""


@dataclass(frozen=True)
class Event:
    """Something that happened in ``[from_utc, to_utc)``, and the phones (ids) it concerned.

    It is a moment, the time it took, or a day whose hour nobody stated. No phones: it is not known
    whom it concerned.
    """

    what: str
    from_utc: datetime
    to_utc: datetime
    phones: tuple[str, ...] = ()


# Grain: one seizure: what one source says was seized on one day, from the first item to the last,
# with the phones seized and those of whom it was seized from at that time. Midnight sharp (in the
# case's zone) stands for a day whose hour is not stated.
_SEIZURES = """
    WITH seized AS (
        SELECT source_id, seized_utc, phone.entity_id AS phone
        FROM exhibit JOIN exhibit_item USING (exhibit_id)
        JOIN entity_member USING (mention_id)
        JOIN entity AS phone ON phone.entity_id = entity_member.entity_id AND phone.kind = 'phone'
        WHERE seized_utc IS NOT NULL
        UNION
        SELECT source_id, seized_utc, held.phone
        FROM exhibit JOIN entity_member ON mention_id = seized_from
        JOIN held ON person = entity_id AND seized_utc >= held.from_utc AND seized_utc < held.to_utc
        WHERE seized_utc IS NOT NULL
    )
    SELECT min(seized_utc) AS from_utc, max(seized_utc), list(DISTINCT phone ORDER BY phone),
        bool_or(timezone($zone, timezone('UTC', seized_utc))::TIME = TIME '00:00:00') AS whole_day
    FROM seized GROUP BY source_id, timezone($zone, timezone('UTC', seized_utc))::DATE
    ORDER BY from_utc, source_id
"""


def events(case: Case, window: Window, given: Sequence[Event] = ()) -> tuple[Event, ...]:
    """The events given or, if none is, the seizures and crossings that the case knows of."""
    if given:
        return tuple(given)
    with case.db.cursor() as db:
        found = _seizures(db, case.property("time_zone", "UTC"))
    found += _crossings(crossings(case, window))
    return tuple(
        event
        for event in found
        if (window.from_utc is None or event.to_utc >= window.from_utc)
        and (window.to_utc is None or event.from_utc < window.to_utc)
    )


def _seizures(db: duckdb.DuckDBPyConnection, zone: str) -> list[Event]:
    holders.prepare(db)
    rows = db.execute(_SEIZURES, {"zone": zone}).fetchall()
    return [
        Event("a seizure", first, first + timedelta(days=1) if whole_day else last, tuple(phones))
        for first, last, phones, whole_day in rows
    ]


def _crossings(leads: Leads) -> list[Event]:
    """The clearest crossings; phones that cross the same way soon after each other are one."""
    clear = [lead for lead in leads.leads if lead.score > LIKELY][:MOST_CROSSINGS]
    ways: dict[tuple[object, object], list[tuple[datetime, str]]] = {}
    for lead in clear:
        facts = dict(lead.facts)
        arrived = facts["arrived_utc"]
        assert isinstance(arrived, datetime)
        way = facts["from_country"], facts["to_country"]
        ways.setdefault(way, []).append((arrived, lead.who[0][1]))
    return [
        _crossing(f"from {before} to {after}", group)
        for (before, after), arrivals in ways.items()
        for group in _together(sorted(arrivals))
    ]


def _together(arrivals: Sequence[tuple[datetime, str]]) -> list[list[tuple[datetime, str]]]:
    groups: list[list[tuple[datetime, str]]] = []
    for arrival in arrivals:
        if groups and arrival[0] - groups[-1][-1][0] <= timedelta(minutes=TOGETHER_MIN):
            groups[-1].append(arrival)
        else:
            groups.append([arrival])
    return groups


def _crossing(way: str, arrivals: Sequence[tuple[datetime, str]]) -> Event:
    phones = tuple(dict.fromkeys(phone for _, phone in arrivals))
    of = f" of {len(phones)} phones" if len(phones) > 1 else ""
    return Event(f"a crossing{of} {way}", arrivals[0][0], arrivals[-1][0], phones)
