"""From a document read to what it says: mentions with their attributes and standing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.language import apposition, companions, facts, quoted, standing, subject, vehicles
from ingest.language.facts import Fact
from ingest.language.fields import Field, FieldName
from ingest.language.lexicon import fold
from ingest.language.names import PersonName
from ingest.language.narrative import Narrative, Passage
from ingest.observations import Attribute, Mention, Observations, SpanLocator, Status
from ingest.selectors.found import Found, SelectorKind
from workbench.vocabulary import PROTECTED_CATEGORIES, AttributeName, MentionKind, PersonCategory

_FIELD_CATEGORY = {
    FieldName.WITNESS: PersonCategory.WITNESS,
    FieldName.SUSPECT: PersonCategory.SUSPECT,
    FieldName.SEIZED_FROM: None,
    FieldName.VICTIM: PersonCategory.VICTIM,
    FieldName.MIGRANT: PersonCategory.SMUGGLED_MIGRANT,
    FieldName.OFFICER: PersonCategory.PROFESSIONAL,
    FieldName.INTERPRETER: PersonCategory.PROFESSIONAL,
    FieldName.LAWYER: PersonCategory.PROFESSIONAL,
}
_ORIGINS = frozenset(
    [
        "AF",
        "SY",
        "IQ",
        "IR",
        "PK",
        "BD",
        "IN",
        "NP",
        "MA",
        "DZ",
        "TN",
        "EG",
        "PS",
        "SO",
        "ER",
        "ET",
        "SD",
        "CU",
        "YE",
        "LK",
        "BI",
        "CD",
    ]
)
_SMUGGLING = re.compile(
    r"(?i)krijumč|ilegaln|iregularn|nezakonit\w* prela|prelaz\w* granic|prelask\w* granic"
    r"|kontraband|trafikim"
    r"|kalim\w* (?:të )?(?:paligjshëm|kufi)|smuggl|illegal|irregular|cross\w* the border|migra"
    r"|azil|asylum"
)


_BESIDE = 32


@dataclass(frozen=True)
class Person:
    """A name in the document and its mention."""

    name: PersonName
    mention: Mention
    passage: Passage


@dataclass(frozen=True)
class Thing:
    """A selector in the document (span of the Latin view) and its mention."""

    start: int
    end: int
    found: Found
    mention: Mention
    passage: Passage


@dataclass
class Observed:
    """What was found so far; claims are added by those who know how to read them."""

    narrative: Narrative
    observations: Observations = field(default_factory=Observations)
    people: list[Person] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    subject: Person | None = None
    document_date: date | None = None


def observe(narrative: Narrative) -> Observed:
    """Mentions, attributes and statuses of a document; no claims yet."""
    observed = Observed(narrative)
    _add_things(observed)
    _add_people(observed)
    _add_organisations(observed)
    observed.document_date = _document_date(narrative)
    _add_vehicle_facts(observed)
    _add_header(observed)
    _choose_subject_in_prose(observed)
    for passage in narrative.passages:
        _add_sentence(observed, passage)
    _add_companions(observed)
    return observed


# ------------------------------------------------------------------ mentions


def _add_things(observed: Observed) -> None:
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
        observed.things.append(Thing(start, end, found, mention, passage))


def _add_people(observed: Observed) -> None:
    narrative = observed.narrative
    for name in narrative.people:
        passage = narrative.passage_at(name.start)
        start, end = narrative.latin.span(name.start, name.end)
        text = narrative.latin.source[start:end]
        mention = observed.observations.mention(
            MentionKind.PERSON, text, SpanLocator(passage.number, start, end), name.naming.full
        )
        observed.people.append(Person(name, mention, passage))
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
        _attribute(observed, mention, AttributeName.ALIAS, naming.full, mention.text)
        return
    if naming.given:
        _attribute(observed, mention, AttributeName.GIVEN_NAME, naming.given, mention.text)
    if naming.surname:
        _attribute(observed, mention, AttributeName.SURNAME, naming.surname, mention.text)
    if name.father:
        fact = facts.father(name.father, _language_of(observed, name))
        _attribute(observed, mention, fact.name, fact.value, fact.written)


def _language_of(observed: Observed, name: PersonName) -> str:
    return observed.narrative.passage_at(name.start).language


def _attribute(
    observed: Observed, mention: Mention, name: AttributeName, value: str, written: str
) -> None:
    made = Attribute(mention, name, value, written)
    if made not in observed.observations.attributes[-40:]:
        observed.observations.attributes.append(made)


def _add_facts(observed: Observed, mention: Mention, found: Sequence[Fact]) -> None:
    for fact in found:
        _attribute(observed, mention, fact.name, fact.value, fact.written)


def _add_status(
    observed: Observed,
    mention: Mention,
    category: PersonCategory,
    written: str,
    *,
    minor: bool = False,
) -> None:
    status = Status(mention, category, written, minor)
    if status not in observed.observations.statuses[-40:]:
        observed.observations.statuses.append(status)


def _add_vehicle_facts(observed: Observed) -> None:
    text = observed.narrative.latin.text
    for thing in observed.things:
        if thing.mention.kind is MentionKind.VEHICLE:
            kind = (
                AttributeName.VIN if thing.found.kind is SelectorKind.VIN else AttributeName.PLATE
            )
            _attribute(observed, thing.mention, kind, thing.found.normalised, thing.found.text)
            _add_facts(observed, thing.mention, vehicles.beside(text, thing.start, thing.end))
        if thing.mention.kind is MentionKind.DOCUMENT:
            written = text[max(0, thing.start - 40) : thing.start]
            kind_written = _document_type(written, thing.found.kind)
            _attribute(observed, thing.mention, AttributeName.DOCUMENT_TYPE, *kind_written)


_DOCUMENT_TYPES = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("driving_licence", r"voza[čc]k\w*|patent\w*|driv\w+ licen[cs]e|leje drejtimi"),
        ("passport", r"paso[šs]\w*|putovnic\w*|putn\w+ isprav\w*|pasaport\w*|passport"),
        ("residence_permit", r"dozvol\w* (?:za )?borav\w*|leje qëndrimi|residence permit"),
        (
            "identity_card",
            r"li[čc]n\w+ kart\w*|osobn\w+ iskaznic\w*|let[ëe]rnjoftim\w*|id card|identity",
        ),
    )
)


def _document_type(before: str, kind: SelectorKind) -> tuple[str, str]:
    if kind is SelectorKind.PERSONAL_NUMBER:
        return "personal_number", "personal_number"
    hits = [(m.start(), name, m.group()) for name, p in _DOCUMENT_TYPES for m in p.finditer(before)]
    return max(hits)[1:] if hits else ("document", "document")


# ------------------------------------------------------------------ header fields


def _add_header(observed: Observed) -> None:
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
            _add_facts(observed, current.mention, _field_facts(observed, entry, current))
            _field_status(observed, entry, current)


def _people_in(observed: Observed, entry: Field) -> list[Person]:
    return [p for p in observed.people if entry.start <= p.name.start < entry.end]


def _field_statuses(observed: Observed, entry: Field, named: Sequence[Person]) -> None:
    category = _FIELD_CATEGORY.get(entry.name)
    for person in named if category else ():
        assert category is not None
        _add_status(observed, person.mention, category, entry.name.value)


def _choose_subject(observed: Observed, entry: Field, person: Person) -> None:
    names_subject = entry.name.names_subject or entry.name in (
        FieldName.GIVEN_NAME,
        FieldName.SURNAME,
    )
    if names_subject and observed.subject is None:
        observed.subject = person


def _choose_subject_in_prose(observed: Observed) -> None:
    if observed.subject is None:
        text = observed.narrative.latin.text
        number = subject.position(text, [person.name for person in observed.people])
        observed.subject = None if number is None else observed.people[number]


def _field_status(observed: Observed, entry: Field, person: Person) -> None:
    if entry.name not in (FieldName.STATUS, FieldName.OCCUPATION):
        return
    is_minor = standing.minor(entry.value) is not None
    for found in standing.categories(entry.value):
        _add_status(observed, person.mention, found.category, entry.value, minor=is_minor)
    if is_minor and not standing.categories(entry.value):
        _add_status(observed, person.mention, PersonCategory.OTHER, entry.value, minor=True)


def _field_facts(observed: Observed, entry: Field, person: Person) -> list[Fact]:
    found = observed.narrative.latin_selectors(entry.start, entry.end)
    dates = [f for f in found if f.kind is SelectorKind.DATE]
    places = [f for f in found if f.kind is SelectorKind.PLACE]
    language = _language_of(observed, person.name)
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


# ------------------------------------------------------------------ sentences


def _add_sentence(observed: Observed, passage: Passage) -> None:
    text = observed.narrative.latin.text
    here = _without_second_names(text, [p for p in observed.people if p.passage is passage])
    for group in apposition.groups(text, [p.name for p in here], passage.latin_end):
        members = [p for p in here if p.name in group]
        shared = apposition.before(text[passage.latin_start : group[0].start])
        _add_origin(observed, members, text[passage.latin_start : group[0].start])
        for number, person in enumerate(members):
            following = [p.name.start for p in here if p.name.start > person.name.start]
            end = following[0] if following else passage.latin_end
            _add_beside(observed, person, end)
            _standing(observed, person, end, shared, number == 0)


def _add_origin(observed: Observed, members: Sequence[Person], before: str) -> None:
    """The nationality that a group shares: ``a Syrian man, X``, ``X, Y i Z, državljani Sirije``."""
    text, last = observed.narrative.latin.text, members[-1]
    after = text[last.name.end : min(last.name.end + 220, last.passage.latin_end)]
    shared = facts.origin_before(before) or facts.origin_of_all(after)
    if shared:
        for person in members:
            _add_facts(observed, person.mention, [shared])


def _without_second_names(text: str, here: Sequence[Person]) -> list[Person]:
    """Without nicknames beside a name, as in ``X, zvani „Y“``: they are facts about X."""
    kept: list[Person] = []
    for person in here:
        between = text[kept[-1].name.end : person.name.start] if kept else ""
        beside = kept and len(between) <= _BESIDE and not any(c in between for c in ".;")
        if not (person.name.nickname and beside):
            kept.append(person)
    return kept


def _add_companions(observed: Observed) -> None:
    """Family of a protected person who speaks, fellow travellers of any: protect them first."""
    text = observed.narrative.latin.text
    heard = observed.subject is not None and _is_protected(observed, observed.subject)
    for passage in observed.narrative.passages:
        here = [p for p in observed.people if p.passage is passage]
        if not heard and not any(_is_protected(observed, p) for p in here):
            continue
        sentence = text[passage.latin_start : passage.latin_end]
        begins = min(companions.cues(sentence), default=None)
        for person in observed.people:
            at = person.name.start - passage.latin_start
            if person.passage is not passage or _has_standing(observed, person):
                continue
            words = companions.of_family(sentence[:at]) if heard else None
            if words is None and begins and begins[0] <= at:
                words = begins[1]
            if words:
                _add_status(observed, person.mention, PersonCategory.SMUGGLED_MIGRANT, words)


def _is_protected(observed: Observed, person: Person) -> bool:
    return any(
        s.mention is person.mention and (s.minor or s.category in PROTECTED_CATEGORIES)
        for s in observed.observations.statuses
    )


def _has_standing(observed: Observed, person: Person) -> bool:
    """Whether the document says what the person is, or gives it a role in the network."""
    return any(
        s.mention is person.mention and not s.minor for s in observed.observations.statuses
    ) or any(
        a.mention is person.mention and a.name is AttributeName.ROLE
        for a in observed.observations.attributes
    )


def _add_beside(observed: Observed, person: Person, end: int) -> None:
    """Facts in the words between this name and the next, as far as remarks about it go."""
    narrative = observed.narrative
    window = narrative.latin.text[person.name.end : min(end, person.name.end + 260)]
    found = narrative.latin_selectors(person.name.end, end)
    _add_facts(observed, person.mention, facts.beside(window, person.passage.language, found))


def _standing(
    observed: Observed, person: Person, end: int, shared: standing.Standing | None, first: bool
) -> None:
    text = observed.narrative.latin.text
    before = text[person.passage.latin_start : person.name.start]
    window = text[person.name.end : min(end, person.name.end + 220)]
    own = apposition.after(window) or (apposition.before(before) if not first else None) or shared
    child = apposition.minor_after(window) or apposition.minor_before(before)
    born_child = _born_child(observed, person)
    if own is None and _came_from_afar(observed, person):
        own = standing.Standing(PersonCategory.SMUGGLED_MIGRANT, "nationality")
    if own is None and (child or born_child):
        own = standing.Standing(PersonCategory.OTHER, child or "birth date")
    if own:
        _add_status(
            observed, person.mention, own.category, own.written, minor=bool(child or born_child)
        )
    role = standing.role(_role_words(before, window))
    if role and (own is None or own.category is not PersonCategory.PROFESSIONAL):
        _attribute(observed, person.mention, AttributeName.ROLE, role[0], role[1])


def _role_words(before: str, window: str) -> str:
    """The words directly before a name, and the first remark after it."""
    near = re.split(r"[.,;:]\s|\b(?:je|su|sam|is|was|ka|është|ishte)\b", before[-40:])[-1]
    remark = next(apposition.remarks(window), "")
    return f"{near.strip()} | {remark[:35]}"


def _came_from_afar(observed: Observed, person: Person) -> bool:
    """A citizen of a country of origin, in a document about irregular crossings: protect first."""
    nationality = next(
        (
            a.value
            for a in observed.observations.attributes
            if a.mention is person.mention and a.name is AttributeName.NATIONALITY
        ),
        None,
    )
    has_status = any(s.mention is person.mention for s in observed.observations.statuses)
    return (
        nationality in _ORIGINS
        and not has_status
        and bool(_SMUGGLING.search(observed.narrative.latin.text))
    )


def _born_child(observed: Observed, person: Person) -> bool:
    """Whether the person was under 18 when the document was written."""
    if observed.document_date is None:
        return False
    for a in observed.observations.attributes:
        if a.mention is person.mention and a.name is AttributeName.BIRTH_DATE:
            born = date.fromisoformat(f"{a.value}-01-01"[:10] if len(a.value) == 4 else a.value)
            return _years(born, observed.document_date) < 18
    return False


def _years(born: date, at: date) -> int:
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


def _document_date(narrative: Narrative) -> date | None:
    """The latest full date in the document: nobody writes of days to come, or hardly."""
    dates = [f.normalised for f in narrative.selectors if f.kind is SelectorKind.DATE]
    full = sorted(d for d in dates if len(d) == 10)
    return date.fromisoformat(full[-1]) if full else None
