"""From a document's file to what it says, without a case; and from that into the case."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest import documents, seizure_reports, witness_statements
from ingest.call_records.layout import UnknownLayoutError
from ingest.documents import ExtractedText
from ingest.language import storing
from ingest.language.told import Told
from ingest.reading import Reading
from workbench.case import Case
from workbench.sources import Source
from workbench.vocabulary import SourceKind

_CERTAIN_ENOUGH = 0.5
_RECOGNISERS: dict[SourceKind, Callable[[ExtractedText], float]] = {
    SourceKind.WITNESS_STATEMENT: witness_statements.recognise,
    SourceKind.SEIZURE_REPORT: seizure_reports.report.recognise,
}
_TELLERS: dict[SourceKind, Callable[[ExtractedText, str | None, str | None], Told]] = {
    SourceKind.WITNESS_STATEMENT: witness_statements.tell,
    SourceKind.SEIZURE_REPORT: seizure_reports.report.tell,
}


@dataclass(frozen=True)
class Task:
    """A file to read, and what the user said of it."""

    path: Path
    file_name: str
    kind: SourceKind | None = None
    template: str | None = None
    country: str | None = None
    time_zone: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class DocumentRead:
    """A document's text and what it says; may pass between processes."""

    kind: SourceKind
    extracted: ExtractedText
    told: Told


def read(task: Task) -> DocumentRead:
    """Extract the text, ask the recognisers unless the kind is given, and read.

    Raises DocumentUnreadableError or UnknownLayoutError.
    """
    extracted = documents.read_document(task.path, name=task.file_name, language=task.language)
    kind = task.kind or _recognised(task, extracted)
    if kind not in _TELLERS:
        raise UnknownLayoutError(
            f"{task.file_name}: is a document and cannot be read as {kind}. Ask for a table."
        )
    return DocumentRead(kind, extracted, _TELLERS[kind](extracted, task.country, task.time_zone))


def _recognised(task: Task, extracted: ExtractedText) -> SourceKind:
    certainty = {kind: recognise(extracted) for kind, recognise in _RECOGNISERS.items()}
    kind = max(certainty, key=lambda k: certainty[k])
    if certainty[kind] < _CERTAIN_ENOUGH:
        raise UnknownLayoutError(
            f"{task.file_name}: is neither clearly a witness statement nor a seizure report "
            f"({len(extracted.text)} characters on {len(extracted.page_starts)} pages). "
            "Say which with --kind; of a list of calls, 'workbench templates learn' shows what can "
            "be read."
        )
    return kind


def store(case: Case, source: Source, found: DocumentRead) -> tuple[SourceKind, Reading]:
    """Write what was read into the case, in the caller's transaction."""
    extracted = found.extracted
    counts = storing.store(case, source, extracted, found.told)
    return found.kind, Reading(
        reconciliation=(counts,),
        parser_version=documents.PARSER_VERSION,
        notes=extracted.notes,
        encoding=extracted.encoding,
        language=source.language or found.told.language,
    )
