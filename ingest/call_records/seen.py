"""A sheet's sample taken apart: what stands above, the row that names the columns, the data."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from ingest.call_records import moments
from ingest.call_records.layout import UnknownLayoutError
from ingest.call_records.wording import CallLexicon
from ingest.tables.headers import HeaderRow, Lexicon, both, find_header, fold
from ingest.tables.sheet import Record, Sample, Sheet
from ingest.templates import Template

_LEAST_FIELDS = 3
_LOOK_AT = 80
_ENOUGH = 0.9
_SHEETS = 64  # asked about again and again until all are read


@cache
def lexicon() -> CallLexicon:
    """Headers of call records."""
    return CallLexicon.load("ingest.call_records", "headers.toml")


@lru_cache(maxsize=_SHEETS)
def header_of(sample: Sample) -> HeaderRow | None:
    """The header row of what may be call records, put together where it is two rows."""
    return find_header(sample.head, lexicon(), _LEAST_FIELDS, rows=2)


@dataclass(frozen=True)
class Seen:
    """The header row (without cells where there is none), the records above it and those below."""

    header: HeaderRow
    above: tuple[Record, ...]
    data: tuple[Record, ...]
    width: int

    def values(self, column: int | None) -> list[str]:
        """What stands in a column, blanks left out."""
        if column is None:
            return []
        cells = (r.cells[column].strip() for r in self.data if column < len(r.cells))
        return [c for c in cells if c]


def take_apart(sheet: Sheet, template: Template | None = None) -> Seen | None:
    """The sample by the template's header, else by a header row known here; None without one."""
    sample = sheet.sample()
    if template and not template.has_header:
        return _without_header(sample, template)
    header = _header_by(template, sample) if template else None
    header = header or header_of(sample)
    return below(sample, header) if header else None


def below(sample: Sample, header: HeaderRow) -> Seen:
    """The sample with this header row; repeated headers and blank rows are no data."""
    at = header.record.row_number
    above = tuple(r for r in sample.head if r.row_number < at and not r.is_blank)
    rows = [r for r in sample.head if r.row_number > at] + list(sample.spread)
    names = {header.record.cells, *(r.cells for r in (*header.written, *above))}
    data = tuple(r for r in rows if not _is_ruled(r) and r.cells not in names)
    return Seen(header, above, data, max(len(header.record.cells), usual_width(data), 1))


def guessed(sample: Sample, known: HeaderRow | None, words: Lexicon) -> Seen:
    """By the header row that is known, else by one that looks like a header, else without."""
    header = known or _header_by_looks(sample, words)
    if header:
        return below(sample, header)
    width = usual_width([r for r in sample.head if not r.is_blank])
    full = (r for r in sample.head if len(r.cells) == width and _filled(r) * 2 >= width)
    first = next(full, None)
    at = first.row_number - 1 if first else 0
    return below(sample, HeaderRow(Record(at, ()), ()))


def _header_by_looks(sample: Sample, words: Lexicon) -> HeaderRow | None:
    """The first row as full as the table's, if it has words only and those below have figures."""
    rows = [r for r in sample.head if not r.is_blank]
    width = usual_width(rows)
    wide = [r for r in rows if len(r.cells) == width and _filled(r) * 2 >= width]
    if len(wide) < 2 or not all(_is_word(c) for c in wide[0].cells if c.strip()):
        return None
    figures = sum(any(ch.isdigit() for ch in c) for c in wide[1].cells)
    if not figures:
        return None
    fields = tuple(words.field(c) if c.strip() else None for c in wide[0].cells)
    return HeaderRow(wide[0], fields)


def _filled(record: Record) -> int:
    return sum(bool(cell.strip()) for cell in record.cells)


def _is_word(cell: str) -> bool:
    return any(c.isalpha() for c in cell) and sum(c.isdigit() for c in cell) < 3


def telling(seen: Seen) -> Seen:
    """Without rows that have few of the usual cells: totals, signatures, titles."""
    filled = [_filled(r) for r in seen.data]
    usual = sorted(filled)[len(filled) // 2] if filled else 0
    rows = tuple(r for r, n in zip(seen.data, filled, strict=True) if n * 2 >= usual)
    return replace(seen, data=rows)


def _is_ruled(record: Record) -> bool:
    """Whether a record is blank, or a line drawn with characters."""
    return not any(c.isalnum() for cell in record.cells for c in cell)


def usual_width(records: Sequence[Record]) -> int:
    """How many cells most records have; a wider row is a fault of that row."""
    usual = Counter(len(r.cells) for r in records).most_common(1)
    return usual[0][0] if usual else 0


def _header_by(template: Template, sample: Sample) -> HeaderRow | None:
    """The first row (or two) with all headers that the template speaks of."""
    wanted = {fold(h) for h in (*template.headers, *template.columns.values())}
    single = [HeaderRow(r, ()) for r in sample.head[:_LOOK_AT]]
    pairs = [both(a, b, lexicon()) for a, b in pairwise(sample.head[:_LOOK_AT])]
    for row in (*single, *(p for p in pairs if p)):
        cells = row.record.cells
        if wanted and wanted <= {fold(c) for c in cells}:
            return HeaderRow(row.record, tuple(_field(c, template) for c in cells), row.written)
    return None


def _field(cell: str, template: Template) -> str | None:
    ignored = {fold(h) for h in template.ignore}
    return lexicon().field(cell) if cell.strip() and fold(cell) not in ignored else None


def _without_header(sample: Sample, template: Template) -> Seen | None:
    """All records from the first that has the template's width and moments where it says."""
    columns = [template.numbers[f] - 1 for f in ("start", "date") if f in template.numbers]
    if not columns:
        return None
    first = next((r for r in sample.head if _dated(r, columns[0])), None)
    if first is None:
        return None
    header = HeaderRow(Record(first.row_number - 1, ()), ())
    return below(sample, header)


def _dated(record: Record, column: int) -> bool:
    return column < len(record.cells) and moments.is_moment(record.cells[column])


def fits_without_header(sample: Sample, template: Template) -> bool:
    """Whether a sheet without header row can be meant by a template that has none."""
    seen = _without_header(sample, template) if not template.has_header else None
    if seen is None or template.width != seen.width:
        return False
    column = next(template.numbers[f] - 1 for f in ("start", "date") if f in template.numbers)
    share = sum(_dated(r, column) for r in seen.data) / max(1, len(seen.data))
    return share >= _ENOUGH


Refuse = Callable[[str], UnknownLayoutError]
_MOST_NAMED = 60  # columns that a message names


def describe(sheet: Sheet, seen: Seen) -> str:
    """What was seen, in shapes only: no value of a row shows."""
    all_names = [
        f"{cell.strip()} ({field or 'unknown'})"
        for cell, field in zip(seen.header.record.cells, seen.header.fields, strict=True)
        if cell.strip()
    ]
    more = len(all_names) - _MOST_NAMED
    names = ", ".join(all_names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    where = f"columns in row {seen.header.record.row_number}: {names}" if names else "no header row"
    shapes = " | ".join(moments.masked(c) for c in seen.data[0].cells) if seen.data else "none"
    return f"Seen: {sheet.form}; {where}; first row by shape: {shapes[:200]}"


def place(file_name: str, sheet: Sheet) -> str:
    """The file, and the sheet where it has several, as messages name them."""
    return f"{file_name}, sheet {sheet.name!r}" if sheet.name else file_name
