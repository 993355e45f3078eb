"""Selectors as mentions: phones, vehicles, documents, with what is said beside them."""

from ingest.language import contexts, vehicles
from ingest.language.observed import Observed, Thing
from ingest.observations import SpanLocator
from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.identity_documents import read_mrz
from workbench.vocabulary import AttributeName, MentionKind

_TYPE_REACH = 40
_VALID_REACH = 60


def add(observed: Observed) -> None:
    """Add a mention for every selector that names a thing or a place, and its attributes."""
    _add_mentions(observed)
    text = observed.narrative.latin.text
    for thing in observed.things:
        if thing.mention.kind is MentionKind.VEHICLE:
            is_vin = thing.found.kind is SelectorKind.VIN
            kind = AttributeName.VIN if is_vin else AttributeName.PLATE
            observed.add_attribute(thing.mention, kind, thing.found.normalised, thing.found.text)
            observed.add_facts(thing.mention, vehicles.beside(text, thing.start, thing.end))
        if thing.mention.kind is MentionKind.DOCUMENT:
            before = text[max(0, thing.start - _TYPE_REACH) : thing.start]
            kind_written = _document_type(before, thing.found)
            observed.add_attribute(thing.mention, AttributeName.DOCUMENT_TYPE, *kind_written)
            _add_expiry(observed, thing)


def _add_mentions(observed: Observed) -> None:
    narrative = observed.narrative
    for found in narrative.selectors:
        kind = found.kind.mention_kind
        if kind is None:
            continue
        start, end = narrative.latin.at(found.start), narrative.latin.at(found.end)
        passage = narrative.passage_at(start)
        mention = observed.observations.mention(
            kind,
            found.text,
            SpanLocator(passage.number, found.start, found.end),
            found.normalised,
            found.country,
        )
        observed.add_thing(Thing(start, end, found, mention, passage))


def _add_expiry(observed: Observed, thing: Thing) -> None:
    """The day that the words after a document's number say it is valid until."""
    narrative = observed.narrative
    end = min(thing.end + _VALID_REACH, thing.passage.latin_end)
    for found in narrative.latin_selectors(thing.end, end):
        if found.kind.mention_kind is not None:
            return  # of the next thing
        before = narrative.latin.text[thing.end : thing.end + found.start]
        if found.kind is SelectorKind.DATE and contexts.ends_with("documents", "valid").search(
            before
        ):
            name = AttributeName.EXPIRY_DATE
            observed.add_attribute(thing.mention, name, found.normalised, found.text)
            return


def _document_type(before: str, found: Found) -> tuple[str, str]:
    """The type that a machine-readable zone tells of a passport, else the type named last before a
    document's number, and the words that name it."""
    if found.kind is SelectorKind.PERSONAL_NUMBER:
        return "personal_number", "personal_number"
    zone = read_mrz(found.text) if found.kind is SelectorKind.MRZ else None
    told = (zone and zone.document_type) or "document"
    if told == "passport":
        return told, told
    hits = [
        (m.start(), name, m.group())
        for name, pattern in contexts.sections("documents", "type")
        for m in pattern.finditer(before)
    ]
    return max(hits)[1:] if hits else (told, told)
