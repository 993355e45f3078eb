"""Seizure reports written as text."""

from ingest.call_records import zones
from ingest.documents import ExtractedText
from ingest.language import indicators, kinds, narrative, observing
from ingest.language.told import Told
from ingest.seizure_reports import telling


def recognise(extracted: ExtractedText) -> float:
    """How surely the text reports a seizure or search, 0 to 1."""
    return kinds.certainty(extracted.text, "seizure")


def tell(extracted: ExtractedText, country: str | None, time_zone: str | None) -> Told:
    """Passages and what they say; ``country`` and ``time_zone`` as far as they are known."""
    zone = time_zone or (zones.zone_of_country(country) if country else None)
    read_text = narrative.read(extracted.text, country)
    observed = observing.observe(read_text)
    telling.add(observed, zone)
    indicators.add(observed)
    return Told.of(extracted.text, read_text, observed.observations, country)
