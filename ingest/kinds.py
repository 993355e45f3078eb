"""What kind of source a file is, and which reader reads it.

Tables are known by their columns, documents by what their recognisers make of the text. A kind that
the user names is taken at its word.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from ingest import (
    call_records,
    cell_sites,
    contacts,
    documents,
    reading_documents,
    seizure_reports,
    templates,
)
from ingest.call_records.fields import Field
from ingest.call_records.layout import UnknownLayoutError
from ingest.contacts.fields import Role
from ingest.documents import plain
from ingest.hints import Hints
from ingest.reading import Reading
from ingest.reading_documents import DocumentRead, Task
from ingest.tables import (
    MEDIA_TYPES,
    Sample,
    Sheet,
    TableUnreadableError,
    is_tree,
    open_sheets,
)
from ingest.tables.headers import HeaderRow, fold
from workbench.case import Case
from workbench.progress import Progress
from workbench.sources import Source
from workbench.vocabulary import REVIEWED_SOURCES, SourceKind

_LOOK_AT = 80
_EITHER = (".txt", ".html", ".htm")


def media_type(file_name: str) -> str:
    """Media type by the file's suffix."""
    types = {**MEDIA_TYPES, **documents.MEDIA_TYPES}
    return types.get(Path(file_name).suffix.lower(), "application/octet-stream")


def header_cells(sheet: Sheet, kind: str) -> tuple[str, ...]:
    """The cells that name a sheet's columns; none where it has no such row."""
    header = _HEADERS.get(kind, call_records.header_of)(sheet.sample())
    return header.record.cells if header else ()


_HEADERS: dict[str, Callable[[Sample], HeaderRow | None]] = {
    SourceKind.SEIZURE_REPORT: seizure_reports.header_of,
    SourceKind.CELL_SITES: cell_sites.header_of,
    SourceKind.CONTACTS: contacts.header_of,
    SourceKind.PHONE_EXTRACTION: contacts.header_of,
}


def read(
    case: Case,
    source: Source,
    path: Path,
    kind: SourceKind | None,
    hints: Hints,
    scratch: Path,
    progress: Progress,
    ahead: DocumentRead | None = None,
) -> tuple[SourceKind, Reading]:
    """Read a file by the reader of its kind. Raises UnknownLayoutError and others.

    ``ahead`` is what a document was found to say by another process.
    """
    task = Task(path, source.file_name, kind, hints.template)
    task = replace(task, country=source.country, time_zone=source.time_zone)
    task = replace(task, case_country=case.property("country") or None)
    document = None
    if not _is_of_kept_template(task, hints):
        document = ahead or read_document(replace(task, language=source.language))
    if document is not None:
        return reading_documents.store(case, source, document)
    if kind in (None, SourceKind.SEIZURE_REPORT) and is_tree(path, source.file_name):
        form = seizure_reports.tree_form.read(case, source, path, hints)
        return SourceKind.SEIZURE_REPORT, form
    sheets = _open(path, source.file_name)
    match kind or _table_kind(sheets, hints):
        case SourceKind.SEIZURE_REPORT as found:
            return found, seizure_reports.form.read(case, source, sheets, hints)
        case SourceKind.CELL_SITES as found:
            return found, cell_sites.read(case, source, sheets, hints)
        case (SourceKind.CONTACTS | SourceKind.PHONE_EXTRACTION) as found:
            return found, contacts.read(case, source, sheets, hints, found)
        case SourceKind.WITNESS_STATEMENT | SourceKind.REPORT:
            raise UnknownLayoutError(
                f"{source.file_name}: is a table and cannot be read as {kind}. "
                "Ask for the document."
            )
    reading = call_records.read(case, source, sheets, hints, scratch, progress)
    return SourceKind.CALL_RECORDS, reading


def _table_kind(sheets: Sequence[Sheet], hints: Hints) -> SourceKind:
    """By the template named, else by the columns: the kind of which a sheet has more of them."""
    if hints.template:
        return templates.named(hints.template, hints.kept).kind
    if kind := _kind_of_template(sheets, hints):
        return kind
    if _is_extraction(sheets):
        return SourceKind.PHONE_EXTRACTION
    strengths = {kind: _strength(reader, sheets) for kind, reader in _BY_COLUMNS.items()}
    return max(strengths, key=lambda kind: strengths[kind])


def of_tables(sheets: Sequence[Sheet]) -> SourceKind:
    """The kind of tables of unknown layout: by their columns, else by their values."""
    known = _is_extraction(sheets) or any(
        reader.looks_like(sheet) for reader in _BY_COLUMNS.values() for sheet in sheets
    )
    if not known and any(map(cell_sites.values_look_like, sheets)):
        return SourceKind.CELL_SITES
    return _table_kind(sheets, Hints())


def _kind_of_template(sheets: Sequence[Sheet], hints: Hints) -> SourceKind | None:
    """The kind of a known template all of whose headers stand in one row of a sheet, or anywhere
    in a form, whose labels may stand one below the other.

    Templates of call records ask for more than headers, and are left to their recogniser.
    """
    rows = [{fold(c) for c in r.cells} for s in sheets for r in s.sample().head[:_LOOK_AT]]
    for known in (*hints.kept, *templates.shipped()):
        wanted = {fold(header) for header in known.headers}
        meant = known.kind is not SourceKind.CALL_RECORDS and wanted
        spread = known.kind is SourceKind.SEIZURE_REPORT and wanted <= set().union(*rows)
        if meant and (spread or any(wanted <= row for row in rows)):
            return known.kind
    return None


def _is_extraction(sheets: Sequence[Sheet]) -> bool:
    """Whether a workbook comes from a phone, and none of its sheets from elsewhere."""
    elsewhere = (_is_of_network, cell_sites.looks_like, _is_form_of_seizure)
    return contacts.is_extraction(sheets) and not any(f(s) for f in elsewhere for s in sheets)


def _is_form_of_seizure(sheet: Sheet) -> bool:
    """Whether a sheet is a seizure form; facts, calls and messages of a phone are none."""
    return contacts.role_of(sheet) in (None, Role.CONTACTS) and seizure_reports.looks_like(sheet)


def _is_of_network(sheet: Sheet) -> bool:
    """Whether a sheet has columns that only a network can fill: its cells and subscriptions."""
    header = call_records.header_of(sheet.sample())
    only_there = {Field.FIRST_CELL, Field.LAST_CELL, Field.CELL_NUMBER, Field.LAC, Field.IMSI}
    return header is not None and bool(only_there & {*header.fields})


class _Recogniser(Protocol):
    """How the package of a kind of table says whether a sheet is one."""

    def looks_like(self, sheet: Sheet) -> bool: ...

    def strength(self, sheet: Sheet) -> int: ...


_BY_COLUMNS: dict[SourceKind, _Recogniser] = {
    SourceKind.CALL_RECORDS: call_records,
    SourceKind.SEIZURE_REPORT: seizure_reports,
    SourceKind.CELL_SITES: cell_sites,
    SourceKind.CONTACTS: contacts,
}
"""Of two kinds with as many columns the first is meant."""


def _strength(reader: _Recogniser, sheets: Sequence[Sheet]) -> int:
    return max((reader.strength(s) for s in sheets if reader.looks_like(s)), default=0)


def is_document(file_name: str) -> bool:
    """Whether a file of this name is read as a document, whatever it holds."""
    suffix = Path(file_name).suffix.lower()
    return suffix in documents.MEDIA_TYPES and suffix not in _EITHER


def read_document(task: Task) -> DocumentRead | None:
    """What a document says; None where the file is a table. Raises UnknownLayoutError."""
    suffix = Path(task.file_name).suffix.lower()
    if suffix not in documents.MEDIA_TYPES:
        return None
    said = task.kind not in (None, *REVIEWED_SOURCES)
    if suffix in _EITHER and (said or task.template or _is_table(task)):
        return None
    if suffix == ".docx" and _is_form(task):
        return None
    return reading_documents.read(task)


def _is_of_kept_template(task: Task, hints: Hints) -> bool:
    """Whether a text is a list without header that the case has a template for."""
    headless = [template for template in hints.kept if not template.has_header]
    if task.kind or not headless or Path(task.file_name).suffix.lower() not in _EITHER:
        return False
    try:
        samples = [sheet.sample() for sheet in open_sheets(task.path, task.file_name)]
    except TableUnreadableError:
        return False
    return any(call_records.fits_without_header(s, t) for s in samples for t in headless)


def _is_form(task: Task) -> bool:
    """Whether a DOCX is a form of tables, not a report."""
    may_be = task.kind in (None, SourceKind.SEIZURE_REPORT)
    return may_be and seizure_reports.is_form_document(task.path)


def _is_table(task: Task) -> bool:
    """Whether a text or page has the columns of a table known here."""
    if plain.is_prose(task.path):
        return False
    try:
        sheets = open_sheets(task.path, task.file_name)
    except TableUnreadableError:
        return False
    return any(reader.looks_like(sheet) for reader in _BY_COLUMNS.values() for sheet in sheets)


def _open(path: Path, file_name: str) -> list[Sheet]:
    try:
        return open_sheets(path, file_name)
    except TableUnreadableError as error:
        raise UnknownLayoutError(f"{file_name}: {error}") from error
