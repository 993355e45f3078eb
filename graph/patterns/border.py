"""Border crossings: the network that served a phone changed from one country's to another's.

Masts reach over borders, so a phone near one is now and then served from the other side without
having moved. The more records follow on the other side, and the longer they last, the less likely
that is.
"""

from bisect import bisect_left
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import islice, takewhile

from graph import cells
from graph.build import calls
from graph.build.calls import ALWAYS, Window
from graph.patterns.leads import Lead, Leads, minutes, moment, shown
from workbench import own_records
from workbench.case import Case

BY_REACH = 0.5
"""Probability that one more record abroad is of a phone that has not moved."""
STAY_MIN = 120
"""Minutes abroad from which it is hardly the reach of a mast."""
TOGETHER_MIN = 60
"""Minutes within which two phones that cross the same border may cross it together."""

# Grain: one stretch of one phone's records in one country, and what went before it.
_CROSSINGS = f"""
    WITH seen AS (
        SELECT entity_id AS phone, serving_country AS country, home_country, start_utc,
            device_use.source_id, sheet, row_number, coalesce(place, cell_place, first_cell) AS area
        FROM device_use {own_records.OF_DEVICE} JOIN entity USING (entity_id)
        LEFT JOIN located ON located.source_id = device_use.source_id
            AND located.written = first_cell AND start_utc >= from_utc AND start_utc < to_utc
        WHERE entity.kind = 'phone' AND serving_country IS NOT NULL {{within}}
    ), numbered AS ({own_records.stretches("seen", of="phone", item="country")}
    ), stays AS (
        SELECT phone, stretch, any_value(country) AS country, any_value(home_country) AS home,
            count(*) AS records, min(start_utc) AS first_utc, max(start_utc) AS last_utc,
            arg_min((source_id, sheet, row_number), start_utc) AS first_row,
            arg_max((source_id, sheet, row_number), start_utc) AS last_row,
            arg_min(area, start_utc) AS first_area, arg_max(area, start_utc) AS last_area
        FROM numbered GROUP BY phone, stretch
    )
    SELECT phone, lag(country) OVER one_phone AS before, country, home, records,
        lag(last_utc) OVER one_phone AS left_utc, first_utc, last_utc,
        lead(first_utc) OVER one_phone AS back_utc, lag(last_row) OVER one_phone AS left_row,
        first_row, lag(last_area) OVER one_phone AS left_area, first_area
    FROM stays
    WINDOW one_phone AS (PARTITION BY phone ORDER BY stretch)
    QUALIFY before IS NOT NULL
    ORDER BY first_utc, phone
"""


def crossings(case: Case, window: Window = ALWAYS) -> Leads:
    """Find when each phone whose own records are held changed countries."""
    with case.db.cursor() as db:
        cells.locate(db)
        query = _CROSSINGS.format(within=calls.within(window))
        found = db.execute(query, calls.bound(window)).fetchall()
        arrivals: dict[tuple[str, str], list[tuple[datetime, str]]] = defaultdict(list)
        for row in found:
            arrivals[row[1], row[2]].append((row[6], row[0]))
        leads = [_lead(row, _together(arrivals[row[1], row[2]], row[0], row[6])) for row in found]
        return shown(db, ("phone",), leads)


def _together(arrivals: list[tuple[datetime, str]], phone: str, when: datetime) -> tuple[str, ...]:
    """Other phones first seen beyond the same border at about that time; arrivals by time."""
    apart = timedelta(minutes=TOGETHER_MIN)
    first = bisect_left(arrivals, (when - apart, ""))
    near = takewhile(lambda arrival: arrival[0] <= when + apart, islice(arrivals, first, None))
    return tuple(dict.fromkeys(other for _, other in near if other != phone))


def _lead(row: tuple, together: tuple[str, ...]) -> Lead:  # type: ignore[type-arg]
    phone, before, country, home, records, left, first, last, back, *places = row
    left_row, first_row, left_area, first_area = places
    stayed = ((back or last) - first).total_seconds() / 60
    moved = 1 - BY_REACH ** (records + stayed / STAY_MIN)
    reason = (
        f"Last seen in {before} {moment(left)} ({left_area or 'cell not named'}), first in "
        f"{country} {minutes((first - left).total_seconds() / 60)} later "
        f"({first_area or 'cell not named'}); {records} records there"
    )
    reason += f", back after {minutes(stayed)}." if back else ", to the end of its records."
    if together:
        reason += f" {len(together)} other phone(s) crossed within {TOGETHER_MIN} minutes."
    cautions = [] if moved > 0.9 else ["Masts reach over borders: it may not have moved."]
    cautions.append("A phone crosses with whoever carries it, which its records do not say.")
    if home and home == country and before != country:
        cautions.append("This is a return to the SIM's own country.")
    return Lead(
        (("phone", phone),),
        moved,
        reason,
        tuple(cautions),
        (left_row, first_row),
        facts=(("from_country", before), ("to_country", country), ("left_utc", left))
        + (("arrived_utc", first), ("records_there", records)),
        others=(("together", together),),
    )
