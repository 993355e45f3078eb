"""From a document's file to what it says, without a case; and from that into the case."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ingest import documents, seizure_reports, witness_statements
from ingest.call_records.layout import UnknownLayoutError
from ingest.documents import ExtractedText
from ingest.language import origin, storing
from ingest.language.told import Told
from ingest.reading import Reading
from workbench.case import Case
from workbench.sources import Source
from workbench.vocabulary import SourceKind

_CERTAIN_ENOUGH = 0.5
_OF_LETTERS = 0.6
_STOP = re.compile(r"([.!?\n])")
_SIX_WORDS = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]+\W+){5}[^\W\d_]")
_OTHER = (
    "neither a statement nor a report of a seizure by its words: taken in as another report "
    "(--kind says otherwise)"
)
_RECOGNISERS: dict[SourceKind, Callable[[ExtractedText], float]] = {
    SourceKind.WITNESS_STATEMENT: witness_statements.recognise,
    SourceKind.SEIZURE_REPORT: seizure_reports.report.recognise,
}
_TELLERS: dict[SourceKind, Callable[[ExtractedText, str | None, str | None], Told]] = {
    SourceKind.WITNESS_STATEMENT: witness_statements.tell,
    SourceKind.SEIZURE_REPORT: seizure_reports.report.tell,
    SourceKind.REPORT: witness_statements.tell,
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
    case_country: str | None = None
    """Where the case is led: for a text that does not tell where it was written."""


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
    if kind is SourceKind.REPORT and not task.kind:
        extracted = replace(extracted, notes=(*extracted.notes, _OTHER))
    if kind not in _TELLERS:
        raise UnknownLayoutError(
            f"{task.file_name}: is a document and cannot be read as {kind}. Ask for a table."
        )
    country = task.country or origin.country(extracted.text) or task.case_country
    return DocumentRead(kind, extracted, _TELLERS[kind](extracted, country, task.time_zone))


def _recognised(task: Task, extracted: ExtractedText) -> SourceKind:
    certainty = {kind: recognise(extracted) for kind, recognise in _RECOGNISERS.items()}
    kind = max(certainty, key=lambda k: certainty[k])
    if certainty[kind] >= _CERTAIN_ENOUGH:
        return kind
    if _is_prose(extracted.text):
        return SourceKind.REPORT
    raise UnknownLayoutError(
        f"{task.file_name}: is neither prose nor clearly a witness statement or seizure report. "
        "Say which with --kind; of a list of calls, 'workbench templates learn' shows what can "
        "be read."
    )


def _is_prose(text: str) -> bool:
    """Whether most of a text is words, and some of them make a sentence."""
    written = [c for c in text if not c.isspace()]
    letters = sum(map(str.isalpha, written))
    return letters >= _OF_LETTERS * len(written) and _has_sentence(text)


def _has_sentence(text: str) -> bool:
    """Whether six words follow one another and a stop them, all in one line.

    Cut at the stops first: one pattern for all of it takes hours for a long line without any.
    """
    pieces = _STOP.split(text)
    return any(
        stop != "\n" and _SIX_WORDS.search(said)
        for said, stop in zip(pieces[::2], pieces[1::2], strict=False)
    )


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
