"""Storing a document that was read: its text, its passages and all that they say."""

from ingest import documents
from ingest.documents import ExtractedText
from ingest.language.told import Told
from workbench.case import Case
from workbench.sources import Reconciliation, Source


def store(case: Case, source: Source, extracted: ExtractedText, told: Told) -> Reconciliation:
    """Write document, passages and observations in the caller's transaction; count sentences."""
    case.db.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?)",
        [
            source.source_id,
            extracted.text,
            list(extracted.page_starts),
            source.language or told.language,
            told.script,
        ],
    )
    pages = [extracted.page_of(start) for _, start, _ in told.passages]
    numbers, starts, ends = zip(*told.passages, strict=True) if told.passages else ((), (), ())
    case.db.execute(
        "INSERT INTO passage SELECT ?, unnest(?::INTEGER[]), unnest(?::INTEGER[]), "
        "unnest(?::INTEGER[]), unnest(?::INTEGER[])",
        [source.source_id, list(numbers), list(starts), list(ends), pages],
    )
    documents.store(case, source.source_id, extracted)
    told.observations.store(case, source.source_id, source.file_name)
    return Reconciliation("", len(pages), len(pages), 0, 0)
