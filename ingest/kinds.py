"""What kind of source a file is, and which reader reads it.

Tables are known by their columns, documents by what their recognisers make of the text. A kind that
the user names is taken at its word.
"""

from collections.abc import Sequence
from pathlib import Path

from ingest import call_records, documents, seizure_reports, templates
from ingest.call_records.layout import UnknownLayoutError
from ingest.hints import Hints
from ingest.reading import Reading
from ingest.tables import MEDIA_TYPES, Sheet, TableUnreadableError, open_sheets
from workbench.case import Case
from workbench.progress import Progress
from workbench.sources import Source
from workbench.vocabulary import SourceKind

_CERTAIN_ENOUGH = 0.5
_EITHER = (".txt", ".html", ".htm")


def media_type(file_name: str) -> str:
    """Media type by the file's suffix."""
    types = {**MEDIA_TYPES, **documents.MEDIA_TYPES}
    return types.get(Path(file_name).suffix.lower(), "application/octet-stream")


def header_cells(sheet: Sheet, kind: str) -> tuple[str, ...]:
    """The cells that name a sheet's columns; none where it has no such row."""
    forms = kind == SourceKind.SEIZURE_REPORT
    header = (seizure_reports if forms else call_records).header_of(sheet.sample())
    return header.record.cells if header else ()


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
    if suffix in documents.MEDIA_TYPES and suffix not in _EITHER:
        return _read_document(case, source, path, kind)
    said = kind is SourceKind.CALL_RECORDS or hints.template
    if suffix in _EITHER and not said and not _is_table(path, source):
        return _read_document(case, source, path, kind)
    sheets = _open(path, source.file_name)
    if (kind or _table_kind(sheets, hints)) is SourceKind.SEIZURE_REPORT:
        reading = seizure_reports.form.read(case, source, sheets, hints)
        return SourceKind.SEIZURE_REPORT, reading
    if kind is SourceKind.WITNESS_STATEMENT:
        raise UnknownLayoutError(
            f"{source.file_name}: is a table and cannot be read as {kind}. Ask for the document."
        )
    reading = call_records.read(case, source, sheets, hints, scratch, progress)
    return SourceKind.CALL_RECORDS, reading


def _table_kind(sheets: Sequence[Sheet], hints: Hints) -> SourceKind:
    """By the template named, else by the columns: the kind of which a sheet has more of them."""
    if hints.template:
        return templates.named(hints.template, hints.kept).kind
    forms = max(
        (seizure_reports.strength(s) for s in sheets if seizure_reports.looks_like(s)), default=0
    )
    calls = max((call_records.strength(s) for s in sheets if call_records.looks_like(s)), default=0)
    return SourceKind.SEIZURE_REPORT if forms > calls else SourceKind.CALL_RECORDS


def _is_table(path: Path, source: Source) -> bool:
    """Whether a text file has the columns of a table known here."""
    try:
        sheets = open_sheets(path, source.file_name)
    except TableUnreadableError:
        return False
    return any(
        call_records.looks_like(sheet) or seizure_reports.looks_like(sheet) for sheet in sheets
    )


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

    extracted = documents.read_document(path, name=source.file_name, language=source.language)
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
        notes=extracted.notes,
        attachments=extracted.attachments,
        encoding=extracted.encoding,
        language=language[0] if language else None,
    )
    return kind, reading
