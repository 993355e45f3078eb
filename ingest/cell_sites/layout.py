"""A sheet of cells to the meaning of its columns, or the refusal where that stays open."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ingest import call_records
from ingest.call_records import moments
from ingest.call_records.layout import UnknownLayoutError
from ingest.call_records.moments import Ambiguity, DateOrder, Reading
from ingest.call_records.recognition import stated_dates
from ingest.call_records.zones import zone_info, zone_of_country
from ingest.cell_sites.fields import ANGLES, IDENTITY, CellField
from ingest.hints import Hints
from ingest.tables.headers import HeaderRow, Lexicon, both, find_header, fold
from ingest.tables.sheet import Record, Sample, Sheet
from ingest.templates import Template, generic, known_field, named, shipped
from workbench.vocabulary import SourceKind

_LEAST_FIELDS = 3
_SAMPLED, _LOOK_AT = 2000, 80
_NO_DATE = re.compile(
    r"[-–/.?*]*|n/?a|null|none|now|9999.*|(?:31\.12\.|12/31/)?2?9{2,4}.*", re.IGNORECASE
)
_FAR_FUTURE = re.compile(r"(?:.*\D)?(?:2099|2100|9999|2999|3000|4712)(?:\D.*)?")


@dataclass(frozen=True)
class CellLayout:
    """Columns (from 0) of one table of cells, and how its values are written.

    ``hexadecimal`` has the columns whose numbers are; ``range_unit_m`` is None where the table does
    not say what its ranges are measured in; ``dates`` is None where no column has any.
    """

    template: Template
    header: HeaderRow
    columns: Mapping[CellField, int]
    hexadecimal: frozenset[CellField]
    range_unit_m: float | None
    dates: Reading | None
    country: str | None
    zone: str

    def cell(self, record: Record, field: CellField) -> str:
        """What a row says in a field; '' where nothing."""
        column = self.columns.get(field)
        return (
            record.cells[column].strip()
            if column is not None and column < len(record.cells)
            else ""
        )


@cache
def lexicon() -> Lexicon:
    """Headers of tables of cells."""
    return Lexicon.load("ingest.cell_sites", "headers.toml")


def header_of(sample: Sample) -> HeaderRow | None:
    """The header row of what may be a table of cells."""
    return find_header(sample.head, lexicon(), _LEAST_FIELDS, rows=2)


def looks_like(sheet: Sheet) -> bool:
    """Whether a sheet has the columns of a table of cells: which cell, and where it stands."""
    header = header_of(sheet.sample())
    found = set(header.fields) if header else set()
    placed = CellField.COORDINATES in found or any({*both} <= found for both in ANGLES)
    aimed = CellField.AZIMUTH in found and bool({CellField.ADDRESS, CellField.SITE_NAME} & found)
    known = bool({*IDENTITY} & found) or {CellField.SITE_NAME, CellField.AZIMUTH} <= found
    return known and (placed or aimed) and not call_records.looks_like(sheet)


def strength(sheet: Sheet) -> int:
    """How many different columns of a table of cells a sheet has."""
    header = header_of(sheet.sample())
    return len({f for f in header.fields if f}) if header else 0


def recognise(sheet: Sheet, file_name: str, hints: Hints) -> CellLayout:
    """The layout of a sheet. Raises UnknownLayoutError with what was seen and what to decide."""
    where = f"{file_name}, sheet {sheet.name!r}" if sheet.name else file_name
    template, header = _template(sheet, where, hints)
    rows = [r for r in sheet.sample().head if r.row_number > header.record.row_number][:_SAMPLED]
    columns = _columns(template, header, rows)
    if not {*IDENTITY} & set(columns):
        raise UnknownLayoutError(
            f"{where}: no column tells which cell a row is about. Name one of "
            f"{', '.join(IDENTITY)} in a template (docs/templates.md)."
        )
    country = hints.country or template.country
    zone = hints.time_zone or template.time_zone or zone_of_country(country or "") or "UTC"
    if zone_info(zone) is None:
        raise UnknownLayoutError(f"{where}: {zone} is no time zone. Say one such as Europe/Tirane.")
    return CellLayout(
        template=template,
        header=header,
        columns=columns,
        hexadecimal=_hexadecimal(header, rows, columns),
        range_unit_m=_range_unit(header, rows, columns.get(CellField.RANGE)),
        dates=stated_dates(template)
        or _dates(where, rows, columns, hints.date_order or template.date_order),
        country=country,
        zone=zone,
    )


def _template(sheet: Sheet, where: str, hints: Hints) -> tuple[Template, HeaderRow]:
    """The template named or fitting, or the generic one; and the row that names the columns."""
    kind = SourceKind.CELL_SITES
    sample = sheet.sample()
    if hints.template:
        chosen = named(hints.template, hints.kept)
        header = _header_by(chosen, sample) or header_of(sample)
        if header:
            return chosen, header
    for known in () if hints.template else _known(hints):
        header = _header_by(known, sample)
        if header and known.fits(header.record.cells, "", ()):
            return known, header
    header = header_of(sample)
    if header is None:
        raise UnknownLayoutError(
            f"{where}: no row names the columns of a table of cells ({sheet.form}). Write a "
            "template that says which column is what and name it with --template "
            "(docs/templates.md)."
        )
    return generic(kind), header


def _known(hints: Hints) -> list[Template]:
    """The template named, else all that a file may be known by."""
    if hints.template:
        return [named(hints.template, hints.kept)]
    templates = (*hints.kept, *shipped())
    return [t for t in templates if t.kind is SourceKind.CELL_SITES and t.headers]


def fits(sheet: Sheet, hints: Hints) -> bool:
    """Whether a sheet has the columns of a table of cells, or those of a template of them."""
    known = _known(hints)
    return looks_like(sheet) or any(_header_by(template, sheet.sample()) for template in known)


def _header_by(template: Template, sample: Sample) -> HeaderRow | None:
    """The row with all headers that a template speaks of; for one without header, none at all."""
    if not template.has_header:
        first = next(
            (r for r in sample.head if len(r.cells) >= max(template.numbers.values())), None
        )
        return HeaderRow(Record(first.row_number - 1, ()), ()) if first else None
    wanted = {fold(h) for h in (*template.headers, *template.columns.values())}
    single = (
        HeaderRow(r, tuple(lexicon().field(c) if c.strip() else None for c in r.cells))
        for r in sample.head
    )
    pairs = (both(a, b, lexicon()) for a, b in pairwise(sample.head[:_LOOK_AT]))
    rows = (row for row in (*single, *pairs) if wanted and row)
    return next((r for r in rows if wanted <= {fold(c) for c in r.record.cells}), None)


def _columns(template: Template, header: HeaderRow, rows: Sequence[Record]) -> dict[CellField, int]:
    ignored = {fold(h) for h in template.ignore}
    headers = [fold(c) for c in header.record.cells]
    found: dict[CellField, int] = {}
    for field in CellField:
        candidates = [c for c in header.columns(field) if headers[c] not in ignored]
        if candidates:
            found[field] = max(candidates, key=lambda c: _preference(headers[c], rows, c))
    for name, written in template.columns.items():
        found[known_field(template, name, CellField, "a table of cells")] = headers.index(
            fold(written)
        )
    for name, number in template.numbers.items():
        found[known_field(template, name, CellField, "a table of cells")] = number - 1
    return found


def _preference(header: str, rows: Sequence[Record], column: int) -> tuple[int, bool, int]:
    """Of two columns of one meaning, the fuller one, then the decimal one, then the first."""
    filled = sum(1 for r in rows if column < len(r.cells) and r.cells[column].strip())
    return filled, "hex" not in header.split(), -column


def values(rows: Sequence[Record], column: int | None) -> list[str]:
    """What stands in a column, blanks left out."""
    if column is None:
        return []
    return [c for r in rows if column < len(r.cells) and (c := r.cells[column].strip())]


def _hexadecimal(
    header: HeaderRow, rows: Sequence[Record], columns: Mapping[CellField, int]
) -> frozenset[CellField]:
    """Columns whose header says hex, or in which a number has letters and all could be hex."""
    found = set()
    for field in (CellField.AREA, CellField.NUMBER, CellField.ENB, CellField.CELL):
        seen = values(rows, columns.get(field))
        said = (
            columns.get(field, -1) in range(len(header.record.cells))
            and "hex" in fold(header.record.cells[columns[field]]).split()
        )
        plain = [v.lower().removeprefix("0x") for v in seen]
        lettered = any(re.search("[a-f]", v) and re.search(r"\d", v) for v in plain)
        if said or (lettered and all(re.fullmatch("[0-9a-f]{1,9}", v) for v in plain)):
            found.add(field)
    return frozenset(found)


def _range_unit(header: HeaderRow, rows: Sequence[Record], column: int | None) -> float | None:
    """Metres by header, or where the numbers are too great to be kilometres."""
    if column is None:
        return None
    names = header.record.cells
    words = fold(names[column]).split() if column < len(names) else []
    if "km" in words:
        return 1000.0
    if {"m", "metres", "meters", "metrima", "metra", "metri", "meter"} & {*words}:
        return 1.0
    numbers = [float(v.replace(",", ".")) for v in values(rows, column) if _is_number(v)]
    return 1.0 if numbers and max(numbers) > 100 else None


def _is_number(value: str) -> bool:
    return bool(re.fullmatch(r"\d+(?:[.,]\d+)?", value))


def is_open(value: str) -> bool:
    """Whether a date of validity says that there is no end or beginning."""
    return bool(_NO_DATE.fullmatch(value) or _FAR_FUTURE.fullmatch(value))


def _dates(
    where: str, rows: Sequence[Record], columns: Mapping[CellField, int], order: str | None
) -> Reading | None:
    seen = [
        v
        for f in (CellField.VALID_FROM, CellField.VALID_TO)
        for v in values(rows, columns.get(f))
        if not is_open(v)
    ]
    if not seen:
        return None
    found = moments.read(seen, DateOrder(order) if order else None)
    if isinstance(found, Ambiguity):
        raise UnknownLayoutError(
            f"{where}: dates such as {found.example} can be day-month or month-day, and no value "
            "decides. Say --date-order dmy, mdy or ymd."
        )
    return found
