"""All sheets of a table of cells into the case, every row accounted for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from ingest import accounts
from ingest.accounts import SheetAccount
from ingest.cell_sites import antenna, identity, layout, position
from ingest.cell_sites.antenna import ValidityError
from ingest.cell_sites.fields import CellField
from ingest.cell_sites.layout import CellLayout
from ingest.cell_sites.position import PositionError
from ingest.hints import Hints
from ingest.reading import Reading, Reread
from ingest.tables import Record, Sheet
from ingest.tables.headers import not_used
from ingest.templates import generic
from workbench.case import Case
from workbench.sources import Source
from workbench.vocabulary import SourceKind

PARSER_VERSION = "cell tables 1"
_NO_CELL, _NO_PLACE = "names no cell", "neither coordinates nor a place"
_APART_KM = 1.0
_LOOK_AT = 200

Row = tuple[object, ...]
_ROWS = pa.schema(
    [
        ("source_id", pa.int32()),
        ("sheet", pa.string()),
        ("row_number", pa.int64()),
        ("cell_written", pa.string()),
        ("mcc", pa.int32()),
        ("mnc", pa.int32()),
        ("area", pa.int32()),
        ("cell_number", pa.int64()),
        ("cell_name", pa.string()),
        ("site_name", pa.string()),
        ("address", pa.string()),
        ("town", pa.string()),
        ("near_place", pa.string()),
        ("near_km", pa.float64()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("coordinates_written", pa.string()),
        ("swapped", pa.bool_()),
        ("azimuth_deg", pa.float64()),
        ("beam_width_deg", pa.float64()),
        ("range_m", pa.float64()),
        ("technology", pa.string()),
        ("valid_from_utc", pa.timestamp("us")),
        ("valid_to_utc", pa.timestamp("us")),
    ]
)

# Grain: one cell that another table of the case places elsewhere at the same time.
_ELSEWHERE = """
    SELECT count(DISTINCT (new.sheet, new.row_number))
    FROM cell_site AS new JOIN cell_site AS old ON old.source_id <> new.source_id
        AND old.cell_number = new.cell_number AND old.area IS NOT DISTINCT FROM new.area
        AND old.mcc IS NOT DISTINCT FROM new.mcc AND old.mnc IS NOT DISTINCT FROM new.mnc
    WHERE new.source_id = $source
        AND coalesce(old.valid_from_utc < new.valid_to_utc, true)
        AND coalesce(new.valid_from_utc < old.valid_to_utc, true)
        AND 111.2 * sqrt(power(new.latitude - old.latitude, 2) + power(
            (new.longitude - old.longitude) * cos(radians(new.latitude)), 2)) > $apart_km
"""


def read(case: Case, source: Source, sheets: Sequence[Sheet], hints: Hints) -> Reading:
    """Read the sheets into the case, in the caller's transaction.

    Sheets that are no table of cells are kept row by row as rejected. Raises UnknownLayoutError
    before anything is stored if none is one.
    """
    tables = [s for s in sheets if layout.fits(s, hints)] or sheets[:1]
    found = {id(s): _recognised(s, source.file_name, hints) for s in tables}
    remarks: Counter[str] = Counter()
    done = []
    for sheet in sheets:
        chosen = found.get(id(sheet))
        if chosen is None:
            done.append(accounts.refused(sheet, "the sheet's columns are not those of cells"))
            continue
        account = SheetAccount(sheet.name)
        records = accounts.data_rows(sheet, chosen.header, account)
        _store(case, list(_rows(source.source_id, sheet, chosen, records, account, remarks)))
        done.append(account)
    for sheet, account in zip(sheets, done, strict=True):
        account.store(case, source.source_id, sheet)
    parameters = {"source": source.source_id, "apart_km": _APART_KM}
    elsewhere = case.db.execute(_ELSEWHERE, parameters).fetchall()[0][0]
    if elsewhere:
        remarks[
            "cells that another table of the case places elsewhere (the later added counts)"
        ] = elsewhere
    first = next(iter(found.values()))
    return Reading(
        reconciliation=tuple(account.reconciliation for account in done),
        parser_version=PARSER_VERSION,
        reasons=accounts.reasons(done),
        notes=(
            *(f"{n} {text}" for text, n in sorted(remarks.items())),
            *not_used(first.header.record, first.columns.values()),
        ),
        template=first.template.name,
        template_version=first.template.version,
        encoding=sheets[0].encoding,
        country=first.country,
        time_zone=first.zone if first.dates else None,
        authority=first.template.authority,
    )


def _recognised(sheet: Sheet, file_name: str, hints: Hints) -> CellLayout:
    """The layout; where nobody says whose cells these are, their networks do."""
    found = layout.recognise(sheet, file_name, hints)
    if found.country:
        return found
    named = (identity.read(found, record) for record in sheet.sample().head[:_LOOK_AT])
    countries = Counter(c for one in named if one and (c := identity.country_of(one.cell)))
    if not countries:
        return found
    country = countries.most_common(1)[0][0]
    return layout.recognise(sheet, file_name, replace(hints, country=country))


def read_rejected(case: Case, source: Source, sheets: Sequence[Sheet], hints: Hints) -> Reread:
    """Try the rejected rows of a table of cells again; what was accepted stays as it is.

    Raises UnknownLayoutError where no sheet with rejected rows fits the template.
    """
    waiting = [
        (s, rows) for s in sheets if (rows := accounts.rejected_rows(case, source.source_id, s))
    ]
    fitting = [(s, rows) for s, rows in waiting if layout.fits(s, hints)] or waiting[:1]
    done, template = [], generic(SourceKind.CELL_SITES)
    for sheet, rows in fitting:
        chosen = _recognised(sheet, source.file_name, hints)
        account, template = SheetAccount(sheet.name), chosen.template
        good = accounts.tried_rows(rows, chosen.header, account)
        made = list(_rows(source.source_id, sheet, chosen, good, account, Counter()))
        _store(case, made)
        done.append(account.store_again(case, source.source_id, len(rows)))
    return Reread(tuple(done), template)


def _rows(
    source_id: int,
    sheet: Sheet,
    chosen: CellLayout,
    records: Iterable[Record],
    account: SheetAccount,
    remarks: Counter[str],
) -> Iterator[Row]:
    for record in records:
        try:
            row, said = _row(chosen, record)
        except (PositionError, ValidityError, _RejectedError) as reason:
            account.reject(record, str(reason))
            continue
        account.accepted += 1
        remarks.update(said)
        yield (source_id, sheet.name, record.row_number, *row)


class _RejectedError(ValueError):
    """A row that is about no cell or no place; the message is the reason."""


def _row(chosen: CellLayout, record: Record) -> tuple[Row, list[str]]:
    """The row's columns from ``cell_written`` on, and what to remark on it."""
    cell = identity.read(chosen, record)
    if cell is None:
        raise _RejectedError(_NO_CELL)
    country = identity.country_of(cell.cell) or chosen.country
    where = position.read(chosen, record, country)
    texts = [
        chosen.cell(record, f) or None
        for f in (CellField.SITE_NAME, CellField.ADDRESS, CellField.TOWN)
    ]
    if where is None and not any(texts):
        raise _RejectedError(_NO_PLACE)
    near: tuple[str | None, float | None] = (None, None)
    if where:
        near = position.town(round(where.latitude, 4), round(where.longitude, 4))
    number = cell.cell
    begins, ends = antenna.validity(chosen, record)
    around = antenna.is_all_around(chosen, record)
    row: Row = (
        cell.written,
        *(number.network if number and number.network else (None, None)),
        number.area if number else None,
        number.number if number else None,
        cell.name,
        *texts,
        *near,
        where.latitude if where else None,
        where.longitude if where else None,
        where.written if where else None,
        bool(where and where.swapped),
        None if around else antenna.azimuth(chosen, record),
        360.0 if around else antenna.beam_width(chosen, record),
        antenna.range_m(chosen, record),
        antenna.technology(chosen, record),
        begins,
        ends,
    )
    return row, list(_remarks(chosen, record, where, around=around))


def _remarks(
    chosen: CellLayout,
    record: Record,
    where: position.Position | None,
    *,
    around: bool,
) -> Iterator[str]:
    if where is None:
        yield "cells without coordinates (their place in words is kept)"
    elif where.swapped:
        yield "cells with latitude and longitude swapped (put right and flagged)"
    elif where.far:
        yield f"cells over {position.FAR_KM} km from their network's country (kept as written)"
    aimed = chosen.cell(record, CellField.AZIMUTH) and not around
    if aimed and antenna.azimuth(chosen, record) is None:
        yield "azimuths unreadable (left empty)"
    if chosen.cell(record, CellField.RANGE) and antenna.range_m(chosen, record) is None:
        yield "ranges unreadable or without a unit (left empty)"


def _store(case: Case, rows: Sequence[Row]) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(_ROWS)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, _ROWS, strict=True)]
    case.db.register("cell_rows", pa.table(arrays, schema=_ROWS))
    case.db.execute("INSERT INTO cell_site BY NAME SELECT * FROM cell_rows")
    case.db.unregister("cell_rows")
