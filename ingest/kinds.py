"""What kind of source a file is, and which reader reads it.

Tables are known by their columns, documents by what their recognisers make of the text. A kind that
the user names is taken at its word.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from ingest import call_records, cell_sites, documents, seizure_reports, templates
from ingest.call_records.layout import UnknownLayoutError
from ingest.hints import Hints
from ingest.reading import Reading
from ingest.tables import MEDIA_TYPES, Sample, Sheet, TableUnreadableError, open_sheets
from ingest.tables.headers import HeaderRow, fold
from workbench.case import Case
from workbench.progress import Progress
from workbench.sources import Source
from workbench.vocabulary import SourceKind

_CERTAIN_ENOUGH = 0.5
_LOOK_AT = 80
_EITHER = ".txt"


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
}


def read(
    case: Case,
    source: Source,
    path: Path,
    kind: SourceKind | None,
    hints: Hints,
    scratch: Path,
    progress: Progress,
) -> tuple[SourceKind, Reading]:
    """Read a file by the reader of its kind. Raises UnknownLayoutError and others."""
    suffix = Path(source.file_name).suffix.lower()
    if suffix in documents.MEDIA_TYPES and suffix != _EITHER:
        return _read_document(case, source, path, kind)
    said = kind is SourceKind.CALL_RECORDS or hints.template
    if suffix == _EITHER and not said and not _is_table(path, source):
        return _read_document(case, source, path, kind)
    sheets = _open(path, source.file_name)
    match kind or _table_kind(sheets, hints):
        case SourceKind.SEIZURE_REPORT as found:
            return found, seizure_reports.form.read(case, source, sheets, hints)
        case SourceKind.CELL_SITES as found:
            return found, cell_sites.read(case, source, sheets, hints)
        case SourceKind.WITNESS_STATEMENT:
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
    strengths = {kind: _strength(reader, sheets) for kind, reader in _BY_COLUMNS.items()}
    return max(strengths, key=lambda kind: strengths[kind])


def _kind_of_template(sheets: Sequence[Sheet], hints: Hints) -> SourceKind | None:
    """The kind of a known template all of whose headers stand in one row of a sheet.

    Templates of call records ask for more than headers, and are left to their recogniser.
    """
    rows = [{fold(c) for c in r.cells} for s in sheets for r in s.sample().head[:_LOOK_AT]]
    for known in (*hints.kept, *templates.shipped()):
        wanted = {fold(header) for header in known.headers}
        meant = known.kind is not SourceKind.CALL_RECORDS and wanted
        if meant and any(wanted <= row for row in rows):
            return known.kind
    return None


class _Recogniser(Protocol):
    """How the package of a kind of table says whether a sheet is one."""

    def looks_like(self, sheet: Sheet) -> bool: ...

    def strength(self, sheet: Sheet) -> int: ...


_BY_COLUMNS: dict[SourceKind, _Recogniser] = {
    SourceKind.CALL_RECORDS: call_records,
    SourceKind.SEIZURE_REPORT: seizure_reports,
    SourceKind.CELL_SITES: cell_sites,
}
"""Of two kinds with as many columns the first is meant."""


def _strength(reader: _Recogniser, sheets: Sequence[Sheet]) -> int:
    return max((reader.strength(s) for s in sheets if reader.looks_like(s)), default=0)


def _is_table(path: Path, source: Source) -> bool:
    """Whether a text file has the columns of a table known here."""
    try:
        sheets = open_sheets(path, source.file_name)
    except TableUnreadableError:
        return False
    return any(reader.looks_like(sheet) for reader in _BY_COLUMNS.values() for sheet in sheets)


def _open(path: Path, file_name: str) -> list[Sheet]:
    try:
        return open_sheets(path, file_name)
    except TableUnreadableError as error:
        raise UnknownLayoutError(f"{file_name}: {error}") from error


def _read_document(
    case: Case, source: Source, path: Path, kind: SourceKind | None
) -> tuple[SourceKind, Reading]:
    """Extract the text, ask the recognisers unless the kind is given, and read."""
    from ingest import witness_statements

    extracted = documents.read_document(path, name=source.file_name)
    readers = {
        SourceKind.WITNESS_STATEMENT: witness_statements,
        SourceKind.SEIZURE_REPORT: seizure_reports.report,
    }
    if kind is None:
        certainty = {k: r.recognise(extracted) for k, r in readers.items()}
        kind = max(certainty, key=lambda k: certainty[k])
        if certainty[kind] < _CERTAIN_ENOUGH:
            raise UnknownLayoutError(
                f"{source.file_name}: is neither clearly a witness statement nor a seizure report "
                f"({len(extracted.text)} characters on {len(extracted.page_starts)} pages). "
                "Say which with --kind."
            )
    if kind not in readers:
        raise UnknownLayoutError(
            f"{source.file_name}: is a document and cannot be read as {kind}. Ask for a table."
        )
    parts = readers[kind].read(case, source, extracted)
    language = case.db.execute(
        "SELECT language FROM document WHERE source_id = ?", [source.source_id]
    ).fetchone()
    reading = Reading(
        reconciliation=tuple(parts),
        parser_version=documents.PARSER_VERSION,
        encoding=extracted.encoding,
        language=language[0] if language else None,
    )
    return kind, reading
