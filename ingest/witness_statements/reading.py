"""What a statement says."""

from datetime import UTC, tzinfo

from ingest.call_records import zones
from ingest.documents import ExtractedText
from ingest.language import claims, indicators, narrative, observing
from ingest.language.told import Told
from ingest.witness_statements import standing


def tell(extracted: ExtractedText, country: str | None, time_zone: str | None) -> Told:
    """Passages and what they say; ``country`` and ``time_zone`` as far as they are known."""
    read_text = narrative.read(extracted.text, country)
    observed = observing.observe(read_text)
    claims.add(observed, _zone(time_zone, country))
    standing.add(observed)
    indicators.add(observed)
    return Told.of(extracted.text, read_text, observed.observations, country)


def _zone(name: str | None, country: str | None) -> tzinfo:
    """The zone of the source, else of its country; UTC where neither is known."""
    name = name or (zones.zone_of_country(country) if country else None)
    return (zones.zone_info(name) if name else None) or UTC
