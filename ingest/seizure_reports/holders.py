"""From whom a report says that its exhibits were taken.

A column of the list says it, or words beside a name in the item or in the sentence that announces
the list; else the one person whom the report as a whole searches. Where several could be meant,
nobody is named.
"""

import re
from collections.abc import Iterable, Iterator

from ingest.language.fields import FieldName
from ingest.language.narrative import Passage
from ingest.language.observed import Observed, Person, same_name
from ingest.seizure_reports import stating, words
from ingest.seizure_reports.fields import FormField
from ingest.seizure_reports.listing import Listed, Span
from workbench.vocabulary import PersonCategory

_SEARCHED = re.compile(r"(?i)(?<!\w)(?:pretres|pregled|kontroll|search)\w*[^.;]{0,140}$")


def of_item(observed: Observed, item: Listed) -> list[Person]:
    """The persons from whom one listed item was taken; empty where that stays open."""
    if FormField.SEIZED_FROM in item.cells:
        return distinct(_between(observed, item.cells[FormField.SEIZED_FROM]))
    for stretch in (item.start, item.end), *_announcing(observed, item):
        found = distinct(_named_as_source(observed, stretch))
        if found:
            return found
    return _in_sentence(observed, item) or of_document(observed)


def _in_sentence(observed: Observed, item: Listed) -> list[Person]:
    """Whom the words before an item in its own sentence name: ``shtetasit X iu sekuestrua ...``."""
    start = observed.narrative.passage_at(item.start).latin_start
    return _named_as_source(observed, (start, item.start))[-1:]


def of_document(observed: Observed) -> list[Person]:
    """The one person from whom a report's exhibits were taken; empty where there are several."""
    for candidates in (
        _in_fields(observed, FieldName.SEIZED_FROM),
        _in_fields(observed, FieldName.SUSPECT),
        _in_fields(observed, FieldName.FULL_NAME)[:1],
        with_status(observed, PersonCategory.SUSPECT),
        _searched(observed),
    ):
        found = distinct(candidates)
        if found:
            return found if len(found) == 1 else []
    return []


def distinct(people: Iterable[Person]) -> list[Person]:
    """Persons without further mentions of the same name, in order."""
    kept: list[Person] = []
    for person in people:
        if not any(_is_same(person, other) for other in kept):
            kept.append(person)
    return kept


def _is_same(one: Person, other: Person) -> bool:
    """Of the same name, or of one that is a slip of the pen away."""
    return same_name(one, other) or stating.same_name(one.mention, other.mention)


def with_status(observed: Observed, category: PersonCategory) -> list[Person]:
    """Persons of whom the report says that they are this."""
    numbers = {s.mention.number for s in observed.observations.statuses if s.category is category}
    return [p for p in observed.people if p.mention.number in numbers]


def _between(observed: Observed, span: Span) -> list[Person]:
    return [p for p in observed.people if span[0] <= p.name.start and p.name.end <= span[1]]


def _named_as_source(observed: Observed, span: Span) -> list[Person]:
    """Persons of a stretch whose name follows "from", "on" or the like."""
    text = observed.narrative.latin.text
    before = {
        p.mention.number: text[max(span[0], p.name.start - 48) : p.name.start]
        for p in _between(observed, span)
    }
    return [
        p
        for p in observed.people
        if (said := before.get(p.mention.number)) is not None
        and words.ends("from_whom", said)
        and not words.in_name_of(said)
    ]


def _announcing(observed: Observed, item: Listed) -> Iterator[Span]:
    """The sentence that announces the list in which an item stands."""
    text = observed.narrative.latin.text
    for passage in reversed(observed.narrative.passages):
        written = text[passage.latin_start : passage.latin_end]
        if passage.latin_end <= item.start and written.rstrip().endswith(":"):
            yield passage.latin_start, passage.latin_end
            return


def _in_fields(observed: Observed, name: FieldName) -> list[Person]:
    return [
        person
        for entry in observed.narrative.fields
        if entry.name is name
        for person in _between(observed, (entry.start, entry.end))
    ]


def _searched(observed: Observed) -> list[Person]:
    """Persons named in the sentences that say who or whose home was searched."""
    professional = {p.mention.number for p in with_status(observed, PersonCategory.PROFESSIONAL)}
    return [
        p
        for passage in observed.narrative.passages
        for p in observed.people
        if p.passage is passage
        and p.mention.number not in professional
        and _SEARCHED.search(_before(observed, passage, p))
    ]


def _before(observed: Observed, passage: Passage, person: Person) -> str:
    return observed.narrative.latin.text[passage.latin_start : person.name.start]
