"""Who is called last before an event and first after it.

Whoever is on the phone all day has always just called somebody. So the score is the probability
that, at the phone's usual rate of contacts, none would have fallen so close to the event.
"""

import math
from collections.abc import Sequence
from datetime import timedelta

import pandas as pd

from graph.build.calls import ALWAYS, Window
from graph.patterns import speaking
from graph.patterns.events import Event, events
from graph.patterns.leads import Lead, Leads, minutes, moment, shown
from workbench.case import Case

WITHIN_H = 24

# Grain: one event, one phone it concerns and one side of it (before, after), with the contact next
# to the event. ``rate``: the phone's contacts in a minute while its use is seen.
_NEXT = f"""
    WITH ends AS (
        SELECT caller AS phone, called AS contact, start_utc, source_id, sheet, row_number
        FROM speaking
        UNION ALL
        SELECT called, caller, start_utc, source_id, sheet, row_number FROM speaking
    ), rates AS (
        SELECT phone, count(DISTINCT (contact, start_utc))
            / greatest(date_diff('minute', min(start_utc), max(start_utc)), 1440) AS rate
        FROM ends GROUP BY phone
    ), concerned AS (
        SELECT event_no, from_utc, to_utc, phone FROM happened JOIN rates
            ON len(happened.phones) = 0 OR list_contains(happened.phones, phone)
    ), near AS (
        SELECT event_no, phone, contact, start_utc, source_id, sheet, row_number,
            start_utc < from_utc AS before,
            CASE WHEN start_utc < from_utc THEN date_diff('second', start_utc, from_utc)
                 ELSE date_diff('second', to_utc, start_utc) END / 60 AS minutes
        FROM concerned JOIN ends USING (phone)
        WHERE start_utc >= from_utc - INTERVAL {WITHIN_H} HOURS AND start_utc < from_utc
            OR start_utc >= to_utc AND start_utc < to_utc + INTERVAL {WITHIN_H} HOURS
    )
    SELECT event_no, phone, contact, before, minutes, start_utc, source_id, sheet, row_number, rate
    FROM near JOIN rates USING (phone)
    QUALIFY row_number() OVER (PARTITION BY event_no, phone, before
                               ORDER BY minutes, contact, source_id, sheet, row_number) = 1
    ORDER BY event_no, phone, before DESC
"""


def event_contacts(case: Case, window: Window = ALWAYS, given: Sequence[Event] = ()) -> Leads:
    """The last contact before and the first after each event, of the phones it concerns."""
    about = events(case, window, given)
    parts = ("phone", "contact")
    with case.db.cursor() as db:
        if not about:
            return shown(db, parts, ())
        speaking.prepare(db, window)
        db.register("happened", _frame(about))
        found = db.execute(_NEXT).fetchall()
        return shown(db, parts, [_lead(about[row[0]], *row[1:]) for row in found])


def _frame(about: Sequence[Event]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event_no": range(len(about)),
            "from_utc": [event.from_utc for event in about],
            "to_utc": [event.to_utc for event in about],
            "phones": pd.Series([list(event.phones) for event in about], dtype=object),
        }
    )


def _lead(
    event: Event,
    phone: str,
    contact: str,
    before: bool,
    apart: float,
    when: object,
    source: int,
    sheet: str,
    row: int,
    rate: float,
) -> Lead:
    side = "last contact before" if before else "first contact after"
    cautions = ["A contact near an event need not be about it."]
    if event.to_utc - event.from_utc >= timedelta(days=1):
        cautions.append("The hour of the event is not stated: counted from the day's end or start.")
    if not event.phones:
        cautions.append("Whom the event concerned is not known: all phones are looked at.")
    return Lead(
        (("phone", phone), ("contact", contact)),
        math.exp(-rate * apart),
        f"The {side} {event.what} ({moment(event.from_utc)}), {minutes(apart)} "
        f"{'earlier' if before else 'later'}; the phone has about {rate * 1440:.1f} contacts a "
        "day.",
        tuple(cautions),
        ((source, sheet, row),),
        facts=(("event", event.what), ("event_utc", event.from_utc), ("contact_utc", when))
        + (("side", "before" if before else "after"), ("minutes", apart)),
    )
