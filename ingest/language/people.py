"""Names as mentions: persons with the parts of their names, and organisations."""

from ingest.language import facts, quoted
from ingest.language.observed import Observed, Person
from ingest.language.person_name import PersonName
from ingest.observations import Mention, SpanLocator
from workbench.vocabulary import AttributeName, MentionKind


def add(observed: Observed) -> None:
    """Add a mention for every name of a person, and for every organisation that is none."""
    _add_people(observed)
    _add_organisations(observed)


def _add_people(observed: Observed) -> None:
    narrative = observed.narrative
    for name in narrative.people:
        passage = narrative.passage_at(name.start)
        start, end = narrative.latin.span(name.start, name.end)
        text = narrative.latin.source[start:end]
        mention = observed.observations.mention(
            MentionKind.PERSON, text, SpanLocator(passage.number, start, end), name.naming.full
        )
        observed.add_person(Person(name, mention, passage))
        _name_attributes(observed, name, mention)


def _add_organisations(observed: Observed) -> None:
    narrative = observed.narrative
    for found in quoted.organisations(narrative.latin.text):
        if any(p.name.start < found.end and found.start < p.name.end for p in observed.people):
            continue
        start, end = narrative.latin.span(found.start, found.end)
        observed.observations.mention(
            MentionKind.ORGANISATION,
            narrative.latin.source[start:end],
            SpanLocator(narrative.passage_at(found.start).number, start, end),
            found.text,
        )


def _name_attributes(observed: Observed, name: PersonName, mention: Mention) -> None:
    naming = name.naming
    if name.nickname:
        observed.add_attribute(mention, AttributeName.ALIAS, naming.full, mention.text)
        return
    if naming.given:
        observed.add_attribute(mention, AttributeName.GIVEN_NAME, naming.given, mention.text)
    if naming.surname:
        observed.add_attribute(mention, AttributeName.SURNAME, naming.surname, mention.text)
    if name.father:
        fact = facts.father(name.father, observed.language_of(name))
        observed.add_attribute(mention, fact.name, fact.value, fact.written)
