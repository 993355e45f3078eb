"""Storing a document that was read: its text, its passages and all that they say."""

from ingest import documents
from ingest.documents import ExtractedText
from ingest.language import detect
from ingest.language.narrative import Narrative
from ingest.observations import Observations
from workbench.case import Case
from workbench.sources import Reconciliation, Source


def store(
    case: Case,
    source: Source,
    extracted: ExtractedText,
    narrative: Narrative,
    observations: Observations,
    country: str | None,
) -> Reconciliation:
    """Write document, passages and observations in the caller's transaction; count sentences."""
    text = extracted.text
    case.db.execute(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?)",
        [
            source.source_id,
            text,
            list(extracted.page_starts),
            source.language or detect.language(text, country),
            detect.script(text),
        ],
    )
    rows = [
        (source.source_id, p.number, p.start, p.end, extracted.page_of(p.start))
        for p in narrative.passages
    ]
    if rows:
        case.db.executemany("INSERT INTO passage VALUES (?, ?, ?, ?, ?)", rows)
    documents.store(case, source.source_id, extracted)
    observations.store(case, source.source_id, source.file_name)
    return Reconciliation("", len(rows), len(rows), 0, 0)
