"""Moments to look at contacts around: the case's seizures and crossings, or times given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb

from graph.build import holders
from graph.build.calls import Window
from graph.patterns.border import crossings
from graph.patterns.findings import LIKELY
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
    clear = [lead for lead in crossings(case, window).leads if lead.score > LIKELY]
    for lead in clear[:MOST_CROSSINGS]:
        facts = dict(lead.facts)
        arrived = facts["arrived_utc"]
        assert isinstance(arrived, datetime)
        what = f"a crossing from {facts['from_country']} to {facts['to_country']}"
        found.append(Event(what, arrived, arrived, (lead.who[0][1],)))
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
