"""Structured seizure forms (XLSX, CSV): one row an exhibit, every row accounted for."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.hints import Hints
from ingest.language import detect
from ingest.observations import Observations, RowLocator
from ingest.reading import Reading
from ingest.seizure_reports import layout as layouts
from ingest.seizure_reports import moments, stating, words
from ingest.seizure_reports.fields import ITEMS, FormField
from ingest.seizure_reports.gathering import Gatherer
from ingest.seizure_reports.layout import FormLayout
from ingest.seizure_reports.row import FormRow
from ingest.tables import Record, Sheet
from workbench.case import Case
from workbench.sources import Reconciliation, Source

PARSER_VERSION = "seizure forms 1"
_EXHIBIT = (FormField.DESCRIPTION, FormField.ITEM_KIND, FormField.MAKE, FormField.MODEL, *ITEMS)


@dataclass
class _Sheet:
    """What became of the rows of one sheet."""

    name: str
    accepted: int = 0
    not_data: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)  # row, reason
    duplicates: list[tuple[int, int]] = field(default_factory=list)
    unread: Counter[FormField] = field(default_factory=Counter)

    @property
    def reconciliation(self) -> Reconciliation:
        rejected, duplicate = len(self.rejected), len(self.duplicates)
        rows_in = self.accepted + rejected + duplicate
        return Reconciliation(self.name, rows_in, self.accepted, rejected, duplicate, self.not_data)


def read(case: Case, source: Source, sheets: Sequence[Sheet], hints: Hints) -> Reading:
    """Read the sheets of a form into the case, in the caller's transaction.

    Sheets that are no form are kept row by row as rejected. Raises UnknownLayoutError before
    anything is stored if none is one.
    """
    named = hints.template is not None
    forms = [s for s in sheets if layouts.looks_like(s)] or sheets[: None if named else 1]
    found = {id(s): layouts.recognise(s, source.file_name, hints) for s in forms}
    observations = Observations()
    done = []
    for sheet in sheets:
        layout = found.get(id(sheet))
        done.append(_read_sheet(sheet, layout, observations) if layout else _refused(sheet))
    observations.store(case, source.source_id, source.file_name)
    for sheet, one in zip(sheets, done, strict=True):
        _store_rows(case, source.source_id, sheet, one)
    return _reading(sheets, done, next(iter(found.values())))


def _read_sheet(sheet: Sheet, layout: FormLayout, observations: Observations) -> _Sheet:
    done = _Sheet(sheet.name)
    language = detect.family(layout.above)
    gatherer = Gatherer(layout, sheet.name, language, observations)
    for record, row in _rows(sheet, layout, done):
        reason = _fault(record, row, layout)
        if reason:
            done.rejected.append((record.row_number, reason))
            continue
        gathered = gatherer.gather(row)
        taken = moments.taken(gathered.said, layout.zone)
        locator = RowLocator(sheet.name, row.number)
        observations.exhibits += stating.exhibits(gathered, taken, locator)
        observations.claims += stating.claims(gathered, taken, locator)
        done.unread.update(set(gathered.unread))
        done.accepted += 1
    return done


# ------------------------------------------------------------------ which rows are data


def _rows(sheet: Sheet, layout: FormLayout, done: _Sheet) -> Iterator[tuple[Record, FormRow]]:
    """Rows that may hold an exhibit; counts all others in ``done``."""
    seen: dict[tuple[str, ...], int] = {}
    records = _records(sheet)
    last = max((r.row_number for r in records if _fills_columns(r, layout)), default=0)
    for record in records:
        if not _is_data(record, layout, last):
            done.not_data += 1
        elif (first := seen.setdefault(_trimmed(record), record.row_number)) != record.row_number:
            done.duplicates.append((record.row_number, first))
        else:
            yield record, _form_row(sheet, layout, record)


def _records(sheet: Sheet) -> list[Record]:
    """All rows of a sheet, in order."""
    sample = sheet.sample()
    if sample.whole:
        return list(sample.head)
    known = len(sample.head)
    rows: dict[int, Record] = {r.row_number: r for r in sample.head}
    while found := sheet.rows(range(known + 1, known + _BATCH + 1)):
        rows |= {number: record for number, (_, record) in found.items()}
        known += _BATCH
    return [rows[number] for number in sorted(rows)]


_BATCH = 20_000


def _trimmed(record: Record) -> tuple[str, ...]:
    cells = [c.strip() for c in record.cells]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _fills_columns(record: Record, layout: FormLayout) -> bool:
    """Whether two or more named columns below the header are filled."""
    filled = [c for c in layout.fields if c < len(record.cells) and record.cells[c].strip()]
    return record.row_number >= layout.first_row and len(filled) > 1


def _is_data(record: Record, layout: FormLayout, last: int) -> bool:
    if record.row_number < layout.first_row or record.is_blank:
        return False
    filled = [(i, c.strip()) for i, c in enumerate(record.cells) if c.strip()]
    meanings = {layout.fields.get(i) for i, _ in filled}
    if meanings <= {FormField.ORDINAL} and filled[0][1].rstrip(".").isdigit():
        return False  # a numbered line that nobody filled in
    if _repeats_header(record, layout) or _counts_columns(filled):
        return False
    if not meanings & {*ITEMS} - {FormField.AMOUNT} and words.begins("total", filled[0][1]):
        return False
    below = record.row_number > last
    return not (below and len(filled) <= 2 and not meanings & {FormField.EXHIBIT_NUMBER, *ITEMS})


def _repeats_header(record: Record, layout: FormLayout) -> bool:
    """Whether most filled cells are the headers of their columns (of a further page)."""
    header = layout.header.record.cells
    filled = [(i, c.strip()) for i, c in enumerate(record.cells) if c.strip()]
    same = sum(i < len(header) and header[i].strip() == c for i, c in filled)
    return same * 2 > len(filled)


def _counts_columns(filled: Sequence[tuple[int, str]]) -> bool:
    """A line under the headers that numbers the columns: 1, 2, 3 ..."""
    numbers = [c.strip("().") for _, c in filled]
    return len(filled) > 3 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _form_row(sheet: Sheet, layout: FormLayout, record: Record) -> FormRow:
    merged = {
        column
        for first, last, left, right in sheet.merged
        if first < record.row_number <= last
        for column in range(left, right + 1)
        if first >= layout.first_row
    }
    ditto = {c for c in layout.fields if c < len(record.cells) and words.is_ditto(record.cells[c])}
    return FormRow(record.row_number, record.cells, frozenset(merged | ditto))


def _fault(record: Record, row: FormRow, layout: FormLayout) -> str | None:
    """Why a row cannot be taken as an exhibit."""
    width = len(layout.header.record.cells)
    if any(c.strip() for c in record.cells[width:]):
        return f"more cells than the {width} columns of the table"
    columns = layout.columns(*_EXHIBIT)
    named = [c for c in columns if c < len(record.cells) and record.cells[c].strip()]
    if not named and not row.continued & {*columns}:
        return "names no exhibit"
    return None


# ------------------------------------------------------------------ other sheets, and the result


def _refused(sheet: Sheet) -> _Sheet:
    done = _Sheet(sheet.name)
    for record in _records(sheet):
        if record.is_blank:
            done.not_data += 1
        else:
            reason = "the sheet's columns are not those of a seizure form"
            done.rejected.append((record.row_number, reason))
    return done


def _store_rows(case: Case, source_id: int, sheet: Sheet, done: _Sheet) -> None:
    """Keep rejected rows verbatim with the reason, and copies with the row they repeat."""
    verbatim = sheet.rows([row for row, _ in done.rejected]) if done.rejected else {}
    rejected = [
        (source_id, done.name, row, verbatim[row][0], reason) for row, reason in done.rejected
    ]
    duplicates = [(source_id, done.name, *row) for row in done.duplicates]
    if rejected:
        case.db.executemany("INSERT INTO rejected_row VALUES (?, ?, ?, ?, ?)", rejected)
    if duplicates:
        case.db.executemany("INSERT INTO duplicate_row VALUES (?, ?, ?, ?)", duplicates)


def _reading(sheets: Sequence[Sheet], done: Sequence[_Sheet], layout: FormLayout) -> Reading:
    reasons = Counter(reason for one in done for _, reason in one.rejected)
    return Reading(
        reconciliation=tuple(one.reconciliation for one in done),
        parser_version=PARSER_VERSION,
        reasons=dict(sorted(reasons.items())),
        notes=tuple(_notes(done, layout)),
        template=layout.template.name,
        template_version=layout.template.version,
        encoding=sheets[0].encoding,
        language=detect.language(layout.above, layout.country),
        country=layout.country,
        time_zone=layout.zone,
        authority=layout.template.authority,
    )


def _notes(done: Sequence[_Sheet], layout: FormLayout) -> Iterator[str]:
    unread: Counter[FormField] = Counter()
    for one in done:
        unread.update(one.unread)
    for meaning, count in sorted(unread.items()):
        yield (
            f"{count} row{'s' if count > 1 else ''} with a value in column {meaning} that cannot "
            "be read as such; kept as written"
        )
    if layout.country is None and layout.columns(FormField.PHONE):
        yield "country unknown, so national numbers stay as written; add the file with --country"
    if layout.zone is None and layout.columns(FormField.MOMENT, FormField.DATE):
        yield "time zone unknown, so times stay local; add the file with --timezone"
