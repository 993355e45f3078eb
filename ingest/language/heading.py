"""What the header fields of a document say of the persons they name."""

import re
from collections.abc import Sequence

from ingest.language import facts, standing, subject
from ingest.language.facts import Fact
from ingest.language.fields import Field, FieldName
from ingest.language.lexicon import fold
from ingest.language.observed import Observed, Person
from ingest.selectors.found import Found, SelectorKind
from workbench.vocabulary import AttributeName, PersonCategory

_FIELD_CATEGORY = {
    FieldName.WITNESS: PersonCategory.WITNESS,
    FieldName.SUSPECT: PersonCategory.SUSPECT,
    FieldName.SEIZED_FROM: None,
    FieldName.VICTIM: PersonCategory.VICTIM,
    FieldName.MIGRANT: PersonCategory.SMUGGLED_MIGRANT,
    FieldName.CHILD: PersonCategory.OTHER,
    FieldName.OFFICER: PersonCategory.PROFESSIONAL,
    FieldName.INTERPRETER: PersonCategory.PROFESSIONAL,
    FieldName.LAWYER: PersonCategory.PROFESSIONAL,
}


def add(observed: Observed) -> None:
    """Give the values of header fields to the person whose name stands before them."""
    current: Person | None = None
    since = 0
    for entry in observed.narrative.fields:
        named = _people_in(observed, entry) if entry.name.names_people else []
        if named:
            if entry.name is not FieldName.SURNAME or current is None:
                current, since = named[0], entry.passage
            _field_statuses(observed, entry, named)
            _choose_subject(observed, entry, named[0])
        elif current and entry.passage - since <= 16:
            observed.add_facts(current.mention, _field_facts(observed, entry, current))
            _field_status(observed, entry, current)


def _people_in(observed: Observed, entry: Field) -> list[Person]:
    return [p for p in observed.people if entry.start <= p.name.start < entry.names_end]


def _field_statuses(observed: Observed, entry: Field, named: Sequence[Person]) -> None:
    category = _FIELD_CATEGORY.get(entry.name)
    for person in named if category else ():
        assert category is not None
        minor = entry.name is FieldName.CHILD
        observed.add_status(person.mention, category, entry.name.value, minor=minor)


def _choose_subject(observed: Observed, entry: Field, person: Person) -> None:
    names_subject = entry.name.names_subject or entry.name in (
        FieldName.GIVEN_NAME,
        FieldName.SURNAME,
    )
    if names_subject and observed.subject is None:
        observed.subject = person


def choose_subject_in_prose(observed: Observed) -> None:
    """Where no field names the person heard, take whom the first lines say is heard."""
    if observed.subject is None:
        text = observed.narrative.latin.text
        number = subject.position(text, [person.name for person in observed.people])
        observed.subject = None if number is None else observed.people[number]


def _field_status(observed: Observed, entry: Field, person: Person) -> None:
    if entry.name not in (FieldName.STATUS, FieldName.OCCUPATION):
        return
    is_minor = standing.minor(entry.value) is not None
    for found in standing.categories(entry.value):
        observed.add_status(person.mention, found.category, entry.value, minor=is_minor)
    if is_minor and not standing.categories(entry.value):
        observed.add_status(person.mention, PersonCategory.OTHER, entry.value, minor=True)


def _field_facts(observed: Observed, entry: Field, person: Person) -> list[Fact]:
    found = observed.narrative.latin_selectors(entry.start, entry.end)
    dates = [f for f in found if f.kind is SelectorKind.DATE and not f.normalised.startswith("--")]
    places = [f for f in found if f.kind is SelectorKind.PLACE]
    language = observed.language_of(person.name)
    made: list[Fact] = []
    if entry.name in (FieldName.BIRTH_DATE, FieldName.BIRTH) and dates:
        made.append(Fact(AttributeName.BIRTH_DATE, dates[0].normalised, dates[0].text))
    if entry.name in (FieldName.BIRTH_DATE, FieldName.BIRTH, FieldName.BIRTH_PLACE):
        made += _birth_place(entry, places, bool(dates))
    if entry.name is FieldName.FATHER_NAME:
        made.append(facts.father(re.split(r"[,;(]", entry.value)[0].strip(), language))
    if entry.name is FieldName.NATIONALITY and (country := facts.country_named(entry.value)):
        made.append(Fact(AttributeName.NATIONALITY, country, entry.value))
    if entry.name is FieldName.SEX and (sex := _sex(entry.value)):
        made.append(Fact(AttributeName.SEX, sex, entry.value))
    made += _plain_facts(entry)
    return made


def _birth_place(entry: Field, places: Sequence[Found], dated: bool) -> list[Fact]:
    if places:
        return [Fact(AttributeName.BIRTH_PLACE, places[0].normalised, places[0].text)]
    if entry.name is FieldName.BIRTH_PLACE and not dated:
        return [Fact(AttributeName.BIRTH_PLACE, entry.value, entry.value)]
    return []


_PLAIN = {
    FieldName.ADDRESS: AttributeName.ADDRESS,
    FieldName.OCCUPATION: AttributeName.OCCUPATION,
    FieldName.ALIAS: AttributeName.ALIAS,
}


def _plain_facts(entry: Field) -> list[Fact]:
    name = _PLAIN.get(entry.name)
    if entry.name is FieldName.AGE and (years := re.search(r"\d{1,2}", entry.value)):
        return [Fact(AttributeName.AGE, years[0], entry.value)]
    value = entry.value.strip("\"'„“”«». ")
    return [Fact(name, value, entry.value)] if name and value else []


def _sex(written: str) -> str | None:
    first = fold(written)[:1]
    return {"m": "m", "ž": "f", "z": "f", "f": "f"}.get(first)
