"""Reading a statement into the case."""

from datetime import UTC, tzinfo

from ingest.call_records import zones
from ingest.documents import ExtractedText
from ingest.language import claims, indicators, narrative, observing, origin, storing
from ingest.witness_statements import standing
from workbench.case import Case
from workbench.sources import Reconciliation, Source


def read(case: Case, source: Source, extracted: ExtractedText) -> list[Reconciliation]:
    """Store a statement's passages and what they say, in the caller's transaction."""
    country = source.country or origin.country(extracted.text)
    read_text = narrative.read(extracted.text, country)
    observed = observing.observe(read_text)
    claims.add(observed, _zone(source.time_zone, country))
    standing.add(observed)
    indicators.add(observed)
    return [storing.store(case, source, extracted, read_text, observed.observations, country)]


def _zone(name: str | None, country: str | None) -> tzinfo:
    """The zone of the source, else of its country; UTC where neither is known."""
    name = name or (zones.zone_of_country(country) if country else None)
    return (zones.zone_info(name) if name else None) or UTC
