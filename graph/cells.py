"""Where cells stand, by the tables of cells that the case holds: sectors, never a phone's place.

A record's cell is found in a table whatever way each writes it (``workbench.cells``), in the row
that was valid at the time; of two tables the one added later counts. A cell serves whoever is in
its sector: somewhere within its reach, in the direction its antenna looks.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import duckdb
import pyarrow as pa

from workbench.cells import CellId, CellIndex, readings, shows_hex

NEAR_TOWN_KM = 5
"""A cell whose table names no town is of the town within so many kilometres."""
ASSUMED_REACH_M = {"GSM": 15_000.0, "UMTS": 10_000.0, "LTE": 10_000.0, "NR": 5_000.0}
"""How far a cell is taken to reach where its table does not say; seldom more outside of plains."""
_UNKNOWN_REACH_M = 15_000.0
_BEGINNING, _END = datetime(1900, 1, 1), datetime(2999, 1, 1)


@dataclass(frozen=True)
class Sector:
    """A cell as one row of a table describes it, for a period [from_utc, to_utc).

    ``reach_m`` is the table's, or assumed by the technology (``reach_assumed``). Without azimuth or
    with a beam of 360 degrees the cell looks all around. ``place`` is the area's name.
    """

    source_id: int
    sheet: str
    row_number: int
    cell_written: str
    place: str | None
    site: str | None
    latitude: float | None
    longitude: float | None
    azimuth_deg: float | None
    beam_width_deg: float | None
    range_m: float | None
    technology: str | None
    from_utc: datetime
    to_utc: datetime

    @property
    def reach_m(self) -> float:
        """How far the cell may serve a phone."""
        return self.range_m or ASSUMED_REACH_M.get(self.technology or "", _UNKNOWN_REACH_M)

    @property
    def words(self) -> str:
        """The sector in words: place, site, direction and reach, with what is assumed."""
        parts = [p for p in dict.fromkeys((self.place, self.site)) if p]
        if self.latitude is not None and self.longitude is not None:
            parts.append(f"{self.latitude:.4f}, {self.longitude:.4f}")
        if self.azimuth_deg is not None:
            beam = f" ± {self.beam_width_deg / 2:.0f}°" if self.beam_width_deg else ""
            parts.append(f"towards {self.azimuth_deg:.0f}°{beam}")
        about = "about" if self.range_m else "perhaps"
        return ", ".join(parts) + f", reaching {about} {self.reach_m / 1000:.1f} km"

    def as_json(self) -> dict[str, object]:
        """For scripts, with the row of the table that says so."""
        return {
            "cell": self.cell_written,
            "place": self.place,
            "site": self.site,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "azimuth_deg": self.azimuth_deg,
            "beam_width_deg": self.beam_width_deg,
            "reach_m": self.reach_m,
            "reach_assumed": self.range_m is None,
            "evidence": {"source": self.source_id, "row": self.row_number}
            | ({"sheet": self.sheet} if self.sheet else {}),
        }


_SECTORS = f"""
    SELECT source_id, sheet, row_number, cell_written,
        coalesce(nullif(town, ''), CASE WHEN near_km <= {NEAR_TOWN_KM} THEN near_place END,
            address, site_name, near_place),
        nullif(concat_ws(', ', coalesce(site_name, cell_name), address), ''),
        latitude, longitude, azimuth_deg, beam_width_deg, range_m, technology,
        coalesce(valid_from_utc, $beginning), coalesce(valid_to_utc, $end),
        mcc, mnc, area, cell_number, cell_name, cell_written
    FROM cell_site ORDER BY source_id, sheet, row_number
"""

# Grain: one cell as one file writes it.
_WRITTEN = """
    SELECT DISTINCT source_id, unnest([first_cell, last_cell]) AS written FROM device_use
    WHERE (first_cell IS NOT NULL OR last_cell IS NOT NULL)
        AND ($sources::INTEGER[] IS NULL OR source_id IN (SELECT unnest($sources::INTEGER[])))
"""

_LOCATED = """
    CREATE OR REPLACE TEMP TABLE located (
        source_id INTEGER, written VARCHAR, from_utc TIMESTAMP, to_utc TIMESTAMP, place VARCHAR,
        latitude DOUBLE, longitude DOUBLE, reach_km DOUBLE, sector INTEGER)
"""


def locate(
    db: duckdb.DuckDBPyConnection, sources: Collection[int] | None = None
) -> Sequence[Sector]:
    """Make the temporary table ``located``: cells as files write them, with their sector in time.

    Of these sources only, unless None. Its ``sector`` is a place in the sectors returned; periods
    of one cell do not overlap. Empty where the case holds no table of cells.
    """
    db.execute(_LOCATED)
    found = db.execute(_SECTORS, {"beginning": _BEGINNING, "end": _END}).fetchall()
    if not found:
        return ()
    sectors = [Sector(*row[:14]) for row in found]
    members: dict[tuple[CellId | None, str | None], list[int]] = {}
    for place, row in enumerate(found):
        members.setdefault(_identity(*row[14:]), []).append(place)
    cells = list(members)
    index = CellIndex((number, *cell) for number, cell in enumerate(cells))
    rows = [
        (source_id, written, begins, ends, *_known(sectors[place]), place)
        for source_id, written, number in _recognised(db, index, sources)
        for begins, ends, place in _periods(sectors, members[cells[number]])
    ]
    if rows:
        db.register("located_rows", _table(rows))
        db.execute("INSERT INTO located FROM located_rows")
        db.unregister("located_rows")
    return sectors


def _identity(
    mcc: int | None,
    mnc: int | None,
    area: int | None,
    number: int | None,
    name: str | None,
    written: str,
) -> tuple[CellId | None, str | None]:
    """What a row's cell is known by: its number, or else its name."""
    if number is None:
        return next(iter(readings(written)), None), name or written
    network = None if mcc is None or mnc is None else (mcc, mnc)
    return CellId(network, area, number), name


def _recognised(
    db: duckdb.DuckDBPyConnection, index: CellIndex, sources: Collection[int] | None
) -> Iterator[tuple[int, str, int]]:
    """Cells as files write them that are one of the tables' cells."""
    by_source: dict[int, list[str]] = {}
    wanted = None if sources is None else sorted(sources)
    for source_id, written in db.execute(_WRITTEN, {"sources": wanted}).fetchall():
        if written:
            by_source.setdefault(source_id, []).append(written)
    for source_id, every in sorted(by_source.items()):
        hexadecimal = any(map(shows_hex, every))
        for written in sorted(every):
            number = index.find(written, hexadecimal=hexadecimal)
            if number is not None:
                yield source_id, written, number


def _periods(
    sectors: Sequence[Sector], places: Sequence[int]
) -> Iterator[tuple[datetime, datetime, int]]:
    """Periods that do not overlap, each with the row that counts: the later added, then the one
    for the shorter period."""
    turns = sorted({t for p in places for t in (sectors[p].from_utc, sectors[p].to_utc)})
    for begins, ends in pairwise(turns):
        valid = [p for p in places if sectors[p].from_utc <= begins and ends <= sectors[p].to_utc]
        if valid:
            yield begins, ends, max(valid, key=lambda p: _rank(sectors[p]))


def _rank(sector: Sector) -> tuple[int, timedelta, int]:
    return sector.source_id, sector.from_utc - sector.to_utc, sector.row_number


def _known(sector: Sector) -> tuple[str | None, float | None, float | None, float]:
    return sector.place, sector.latitude, sector.longitude, sector.reach_m / 1000


_SCHEMA = pa.schema(
    [
        ("source_id", pa.int32()),
        ("written", pa.string()),
        ("from_utc", pa.timestamp("us")),
        ("to_utc", pa.timestamp("us")),
        ("place", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("reach_km", pa.float64()),
        ("sector", pa.int32()),
    ]
)


def _table(rows: Sequence[tuple[object, ...]]) -> pa.Table:
    columns = zip(zip(*rows, strict=True), _SCHEMA.types, strict=True)
    return pa.table([pa.array(values, kind) for values, kind in columns], schema=_SCHEMA)


def sectors_at(
    db: duckdb.DuckDBPyConnection, records: Sequence[tuple[int, str, int]]
) -> dict[tuple[int, str, int], tuple[Sector, ...]]:
    """First and last cell of records (source, sheet, row), where a table tells where they stand."""
    sectors = locate(db, {source for source, _, _ in records})
    if not sectors:
        return {}
    found = db.execute(
        _OF_RECORDS,
        {
            "sources": [source for source, _, _ in records],
            "sheets": [sheet for _, sheet, _ in records],
            "rows": [row for _, _, row in records],
        },
    ).fetchall()
    placed: dict[tuple[int, str, int], list[Sector]] = {}
    for source_id, sheet, row_number, place in found:
        placed.setdefault((source_id, sheet, row_number), []).append(sectors[place])
    return {record: tuple(dict.fromkeys(cells)) for record, cells in placed.items()}


# Grain: one cell of one record, the first before the last.
_OF_RECORDS = """
    WITH asked AS (
        SELECT unnest($sources::INTEGER[]) AS source_id, unnest($sheets::VARCHAR[]) AS sheet,
            unnest($rows::BIGINT[]) AS row_number
    ), seen AS (
        SELECT source_id, sheet, row_number, start_utc,
            unnest([first_cell, last_cell]) AS written, unnest([1, 2]) AS turn
        FROM communication JOIN asked USING (source_id, sheet, row_number)
    )
    SELECT seen.source_id, sheet, row_number, sector FROM seen
    JOIN located ON located.source_id = seen.source_id AND located.written = seen.written
        AND start_utc >= from_utc AND start_utc < to_utc
    ORDER BY seen.source_id, sheet, row_number, turn
"""
