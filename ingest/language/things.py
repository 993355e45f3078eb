"""Selectors as mentions: phones, vehicles, documents, with what is said beside them."""

from ingest.language import contexts, vehicles
from ingest.language.observed import Observed, Thing
from ingest.observations import SpanLocator
from ingest.selectors.found import SelectorKind
from workbench.vocabulary import AttributeName, MentionKind

_TYPE_REACH = 40


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
            kind_written = _document_type(before, thing.found.kind)
            observed.add_attribute(thing.mention, AttributeName.DOCUMENT_TYPE, *kind_written)


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


def _document_type(before: str, kind: SelectorKind) -> tuple[str, str]:
    """The type named last before a document's number, and the words that name it."""
    if kind is SelectorKind.PERSONAL_NUMBER:
        return "personal_number", "personal_number"
    hits = [
        (m.start(), name, m.group())
        for name, pattern in contexts.sections("documents", "type")
        for m in pattern.finditer(before)
    ]
    return max(hits)[1:] if hits else ("document", "document")
