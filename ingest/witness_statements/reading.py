"""Reading a statement into the case."""

from ingest.documents import ExtractedText
from ingest.language import narrative, observing, origin, storing
from workbench.case import Case
from workbench.sources import Reconciliation, Source


def read(case: Case, source: Source, extracted: ExtractedText) -> list[Reconciliation]:
    """Store a statement's passages and what they say, in the caller's transaction."""
    country = source.country or origin.country(extracted.text)
    read_text = narrative.read(extracted.text, country)
    observed = observing.observe(read_text)
    return [storing.store(case, source, extracted, read_text, observed.observations, country)]
