"""Where phones were seen: the cells that served them, one after the other.

A cell is an area with uncertain borders, never a phone's place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from graph import cells
from graph.cells import Sector
from graph.phones.held import Held, ask
from graph.phones.traffic import Row
from workbench import own_records
from workbench.case import Case


@dataclass(frozen=True)
class Visit:
    """Records of one phone that follow each other in one cell; times in UTC.

    ``sector`` is where a table of cells puts the cell, None where none does; ``place`` what the
    operator calls its area, ``cell`` the cell as written, ``country`` that of the network.
    """

    phone: str
    cell: str | None
    place: str | None
    country: str | None
    sector: Sector | None
    first_utc: datetime
    last_utc: datetime
    records: int
    row: Row


# Grain: one stretch of one phone's records in one cell as it is written.
_VISITS = f"""
    WITH seen AS (
        SELECT phone, first_cell AS cell, cell_place, serving_country, sector, start_utc,
            device_use.source_id, sheet, row_number
        FROM device_use {own_records.OF_DEVICE}
        JOIN asked ON phone = entity_id
            AND start_utc >= asked.from_utc AND start_utc < asked.to_utc
        LEFT JOIN located ON located.source_id = device_use.source_id
            AND located.written = first_cell
            AND start_utc >= located.from_utc AND start_utc < located.to_utc
        WHERE coalesce(first_cell, cell_place) IS NOT NULL
    ), numbered AS ({own_records.stretches("seen", of="phone", item="(cell, cell_place, sector)")})
    SELECT phone, any_value(cell), any_value(cell_place), any_value(serving_country),
        any_value(sector), min(start_utc) AS first_utc, max(start_utc), count(*),
        arg_min((source_id, sheet, row_number), start_utc)
    FROM numbered GROUP BY phone, stretch ORDER BY first_utc, length(phone), phone
"""


def visits(case: Case, held: Sequence[Held]) -> tuple[Visit, ...]:
    """The cells that served phones while they were held, in order of time."""
    with case.db.cursor() as db:
        ask(db, held)
        sectors = cells.locate(db)
        found = db.execute(_VISITS).fetchall()
    return tuple(
        Visit(phone, cell, place, country, None if at is None else sectors[at], *rest)
        for phone, cell, place, country, at, *rest in found
    )


def sectors_of(case: Case) -> tuple[Sector, ...]:
    """All cells of the case's tables that have coordinates."""
    with case.db.cursor() as db:
        return tuple(one for one in cells.locate(db) if one.latitude is not None)
