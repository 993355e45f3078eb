"""Where phones were seen: visits to a cell's area, and journeys through several of them.

A cell is an area with uncertain borders, never the phone's place. Only phones whose own records are
held are seen. Areas are told apart by the town of the cell where a table of cells is in the case,
else by the place that the operator names, in whatever script, and where it names none by the cell.
"""

from collections.abc import Iterable
from typing import TypedDict

import duckdb

from graph import cells
from graph.build import calls
from graph.build.calls import Window
from graph.patterns.findings import Rows
from workbench import own_records
from workbench.access.folding import fold

REST_H = 3
"""Hours without a sighting that end a journey."""
FEWEST_AREAS = 3
"""Areas that make a journey out of moving about."""

_AREAS = """
    CREATE OR REPLACE TEMP TABLE area AS
    SELECT unnest($written::VARCHAR[]) AS written, unnest($folded::VARCHAR[]) AS area
"""

# Grain: one record of a phone whose own records are held, with the area it was seen in.
_SEEN = f"""
    CREATE OR REPLACE TEMP TABLE sighting AS
    SELECT entity_id AS phone, area, start_utc, device_use.source_id, sheet, row_number,
        coalesce(place, cell_place, first_cell) AS written
    FROM device_use
    LEFT JOIN located ON located.source_id = device_use.source_id
        AND located.written = first_cell AND start_utc >= from_utc AND start_utc < to_utc
    JOIN area ON area.written = coalesce(place, cell_place, first_cell)
    {own_records.OF_DEVICE}
    JOIN entity USING (entity_id)
    WHERE entity.kind = 'phone' {{within}}
"""

# Grain: one stretch of one phone's records in one area, with its first record.
_VISITS = f"""
    CREATE OR REPLACE TEMP TABLE visit AS
    WITH arrivals AS (
        SELECT *, area IS DISTINCT FROM lag(area) OVER one_phone AS arrives,
            start_utc - lag(start_utc) OVER one_phone > INTERVAL {REST_H} HOURS AS rested
        FROM sighting
        WINDOW one_phone AS (PARTITION BY phone ORDER BY start_utc, source_id, sheet, row_number)
    ), numbered AS (
        SELECT *, count(*) FILTER (arrives OR rested) OVER so_far AS visit_no,
            count(*) FILTER (rested) OVER so_far AS journey
        FROM arrivals
        WINDOW so_far AS (PARTITION BY phone ORDER BY start_utc, source_id, sheet, row_number)
    )
    SELECT phone, journey, visit_no, area, any_value(written) AS written,
        min(start_utc) AS first_utc, max(start_utc) AS last_utc,
        arg_min({{'source': source_id, 'sheet': sheet, 'row': row_number}}, start_utc) AS record
    FROM numbered GROUP BY phone, journey, visit_no, area
"""

_JOURNEYS = f"""
    CREATE OR REPLACE TEMP TABLE journey AS
    SELECT phone, journey, min(visit_no) AS first_visit FROM visit
    GROUP BY ALL HAVING count(DISTINCT area) >= {FEWEST_AREAS}
"""


class Record(TypedDict):
    """Where a sighting stands, as the temporary tables keep it."""

    source: int
    sheet: str
    row: int


def rows(records: Iterable[Record]) -> Rows:
    """Where sightings stand, as findings keep it."""
    return tuple((one["source"], one["sheet"], one["row"]) for one in records)


def see(db: duckdb.DuckDBPyConnection, window: Window) -> None:
    """Make the temporary tables ``area`` (as written, folded) and ``sighting``."""
    cells.locate(db)
    rows = db.execute(
        "SELECT coalesce(cell_place, first_cell) AS written FROM device_use "
        "WHERE written IS NOT NULL UNION SELECT place FROM located WHERE place IS NOT NULL "
        "ORDER BY written"
    ).fetchall()
    written = [row[0] for row in rows]
    folded = [fold(name).text.strip() for name in written]
    db.execute(_AREAS, {"written": written, "folded": folded})
    db.execute(_SEEN.format(within=calls.within(window)), calls.bound(window))


def prepare(db: duckdb.DuckDBPyConnection, window: Window) -> None:
    """Make the temporary tables ``visit`` and ``journey`` (those through several areas)."""
    see(db, window)
    db.execute(_VISITS)
    db.execute(_JOURNEYS)
