"""Seizure reports written as text (DOCX, PDF, TXT)."""

from ingest.call_records import zones
from ingest.documents import ExtractedText
from ingest.language import indicators, kinds, narrative, observing, origin, storing
from ingest.seizure_reports import telling
from workbench.case import Case
from workbench.sources import Reconciliation, Source


def recognise(extracted: ExtractedText) -> float:
    """How surely the text reports a seizure or search, 0 to 1."""
    return kinds.certainty(extracted.text, "seizure")


def read(case: Case, source: Source, extracted: ExtractedText) -> list[Reconciliation]:
    """Store a report's passages and what they say, in the caller's transaction."""
    country = source.country or origin.country(extracted.text)
    zone = source.time_zone or (zones.zone_of_country(country) if country else None)
    read_text = narrative.read(extracted.text, country)
    observed = observing.observe(read_text)
    telling.add(observed, zone)
    indicators.add(observed)
    return [storing.store(case, source, extracted, read_text, observed.observations, country)]
