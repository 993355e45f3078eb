"""Journeys between cells, and whether one phone can have made them in that time.

From the tables of cells that operators hand over. A cell is an area around its site, so a journey's
length has a lower bound: the distance between two sites less the reach of both. Faster than any
road allows means a flight, two handsets with one number, a clock that is wrong, or a cell put in
the wrong place; it is said, never corrected.
"""

import duckdb

from graph import cells
from graph.build import calls
from graph.build.calls import ALWAYS, Window
from graph.patterns import sightings
from graph.patterns.leads import Lead, Leads, minutes, moment, shown
from workbench import own_records
from workbench.case import Case

ROAD_KMH = 180.0
CLOCK_S = 60
"""Records give times to the minute, or the clocks of two switches differ."""
REST_H = 3

# Grain: one move of one phone from one cell's area to another's without a long rest between.
_MOVES = f"""
    CREATE OR REPLACE TEMP TABLE move AS
    WITH seen AS (
        SELECT entity_id AS phone, start_utc, device_use.source_id, sheet, row_number,
            {{{{'source': device_use.source_id, 'sheet': sheet, 'row': row_number}}}} AS record,
            coalesce(place, cell_place, first_cell) AS area, latitude, longitude, reach_km
        FROM device_use
        JOIN located ON located.source_id = device_use.source_id
            AND located.written = first_cell AND start_utc >= from_utc AND start_utc < to_utc
        {own_records.OF_DEVICE}
        JOIN entity USING (entity_id)
        WHERE entity.kind = 'phone' AND latitude IS NOT NULL {{within}}
    ), moved AS (
        SELECT *, lag(start_utc) OVER one_phone AS left_utc, lag(area) OVER one_phone AS left_area,
            lag(record) OVER one_phone AS left_row,
            2 * 6371 * asin(least(1, sqrt(
                sin(radians(latitude - lag(latitude) OVER one_phone) / 2) ** 2
                + cos(radians(latitude)) * cos(radians(lag(latitude) OVER one_phone))
                * sin(radians(longitude - lag(longitude) OVER one_phone) / 2) ** 2))) AS km,
            reach_km + lag(reach_km) OVER one_phone AS reaches_km
        FROM seen
        WINDOW one_phone AS (PARTITION BY phone ORDER BY start_utc, source_id, sheet, row_number)
    )
    SELECT phone, left_utc, start_utc AS arrived_utc, left_area, area, km,
        greatest(km - reaches_km, 0) AS least_km, left_row, record AS arrived_row,
        epoch(start_utc - left_utc) + $clock AS seconds
    FROM moved
    WHERE km > reaches_km AND start_utc - left_utc < INTERVAL {REST_H} HOURS
"""

# Grain: one journey: moves of a phone that follow each other without a long rest.
_JOURNEYS = f"""
    WITH numbered AS (
        SELECT *, count(*) FILTER (rested) OVER (PARTITION BY phone ORDER BY left_utc) AS journey
        FROM (SELECT *, left_utc - lag(arrived_utc) OVER (PARTITION BY phone ORDER BY left_utc)
                  > INTERVAL {REST_H} HOURS AS rested FROM move)
    )
    SELECT phone, min(left_utc), max(arrived_utc), sum(km), max(least_km / (seconds / 3600)),
        arg_max((left_utc, arrived_utc, least_km), least_km / seconds),
        [arg_min(left_area, left_utc)] || list(area ORDER BY arrived_utc),
        flatten(list([left_row, arrived_row] ORDER BY left_utc))
    FROM numbered GROUP BY phone, journey ORDER BY phone, journey
"""


def journeys(case: Case, window: Window = ALWAYS) -> Leads:
    """Journeys of the phones whose own records are held, those too fast for one phone first."""
    with case.db.cursor() as db:
        cells.locate(db)
        moves = _MOVES.format(within=calls.within(window))
        db.execute(moves, {"clock": CLOCK_S} | calls.bound(window))
        return shown(db, ("phone",), [_lead(*row) for row in _found(db)])


def _found(db: duckdb.DuckDBPyConnection) -> list[tuple]:  # type: ignore[type-arg]
    return db.execute(_JOURNEYS).fetchall()


def _lead(
    phone: str,
    start: object,
    end: object,
    km: float,
    fastest: float,
    leg: tuple[object, object, float],
    areas: list[str],
    rows: list[sightings.Record],
) -> Lead:
    left, arrived, least = leg
    said = (
        f"About {km:.0f} km between the cells' sites from {moment(start)} to {moment(end)}; at the "
        f"fastest at least {least:.0f} km in {minutes(_min(left, arrived))}, {fastest:.0f} km/h."
    )
    cautions = ["Cells are areas: the phone may have been anywhere within their reach."]
    if fastest > ROAD_KMH:
        said += " No road allows that."
        cautions.append(
            "A flight, two handsets with one number, a wrong clock or a misplaced cell?"
        )
    return Lead(
        (("phone", phone),),
        min(1.0, fastest / ROAD_KMH / 2),
        said,
        tuple(cautions),
        tuple(dict.fromkeys(sightings.rows(rows))),
        facts=(("from_utc", start), ("to_utc", end), ("km", km), ("fastest_kmh", fastest))
        + (("areas", tuple(areas)),),
    )


def _min(left: object, arrived: object) -> float:
    seconds: float = (arrived - left).total_seconds()  # type: ignore[operator]
    return max(seconds / 60, 1.0)
