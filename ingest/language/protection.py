"""Who must be protected though no word beside the name says so: better one too many."""

import re
from dataclasses import replace
from datetime import date

from ingest.language import companions, contexts, facts, standing
from ingest.language.fields import FieldName
from ingest.language.narrative import Narrative, Passage
from ingest.language.observed import Observed, Person, same_name
from ingest.selectors.found import SelectorKind
from workbench.vocabulary import AttributeName, PersonCategory

_OPEN = frozenset((PersonCategory.OTHER, PersonCategory.WITNESS))  # says nothing against it


_BIRTH_REACH = 40
_HOLDER_REACH, _ISSUER_REACH = 100, 50
_OF_CITIZENS = ("passport", "identity_card")


def add(observed: Observed) -> None:
    """Protect children whom zones name and citizens of countries of origin, then family and fellow
    travellers."""
    _add_citizens(observed)
    _add_children(observed)
    _add_from_afar(observed)
    for passage in observed.narrative.passages:
        _add_companions(observed, passage)


def _add_citizens(observed: Observed) -> None:
    """Whom a passport is made out to is a citizen of the country that issued it."""
    text = observed.narrative.latin.text
    for person in observed.people:
        at = person.name.start
        if not contexts.ends_with("documents", "holder").search(text, max(0, at - 40), at):
            continue
        passports = [
            thing
            for thing in observed.things_in(person.passage)
            if observed.attribute(thing.mention, AttributeName.DOCUMENT_TYPE) in _OF_CITIZENS
            and 0 <= at - thing.end <= _HOLDER_REACH
        ]
        if not passports:
            continue
        start = passports[-1].start
        issuer = facts.country_named(text[max(0, start - _ISSUER_REACH) : start])
        if issuer and not observed.attribute(person.mention, AttributeName.NATIONALITY):
            observed.add_attribute(
                person.mention, AttributeName.NATIONALITY, issuer, passports[-1].mention.text
            )


def _add_children(observed: Observed) -> None:
    """Whom a machine-readable zone alone names; of others, remarks beside the name tell."""
    for person in observed.holders:
        if born_child(observed, person):
            observed.add_status(person.mention, PersonCategory.OTHER, "birth date", minor=True)


def _add_from_afar(observed: Observed) -> None:
    """Citizens of countries that people flee from, unless the document says what else they are."""
    origins = frozenset(contexts.lists("nationalities")["of_origin"])
    for person in (*observed.people, *observed.holders):
        nationality = observed.attribute(person.mention, AttributeName.NATIONALITY)
        if nationality not in origins or _plays_a_part(observed, person):
            continue
        said = [s for s in observed.statuses(person.mention) if s.category is PersonCategory.OTHER]
        for status in said:
            at = observed.observations.statuses.index(status)
            migrant = replace(status, category=PersonCategory.SMUGGLED_MIGRANT)
            observed.observations.statuses[at] = migrant
        if not said:
            observed.add_status(person.mention, PersonCategory.SMUGGLED_MIGRANT, "nationality")


def _plays_a_part(observed: Observed, person: Person) -> bool:
    """Whether the document calls somebody of this name suspect, officer, or a network's member."""
    same = [p.mention for p in observed.people if p is person or same_name(p, person)]
    return any(
        observed.attribute(mention, AttributeName.ROLE)
        or any(s.category not in _OPEN for s in observed.statuses(mention))
        for mention in same
    )


def _add_companions(observed: Observed, passage: Passage) -> None:
    """Family of a protected person who speaks, fellow travellers of any."""
    text = observed.narrative.latin.text
    heard = observed.subject is not None and observed.is_protected(observed.subject.mention)
    here = observed.people_in(passage)
    sentence = text[passage.latin_start : passage.latin_end]
    begins = min(companions.cues(sentence), default=None)
    among = None
    if _of_migrants(observed, passage):
        among = companions.among(sentence) or (begins[1] if begins and begins[0] <= 40 else None)
    if not (heard or among or any(observed.is_protected(p.mention) for p in here)):
        return
    before = heard
    for person in here:
        at = person.name.start - passage.latin_start
        if not _has_standing(observed, person):
            words = companions.of_family(sentence[:at]) if heard else None
            words = words or (companions.of_kin(sentence[:at]) if before else None)
            words = words or (begins[1] if begins and begins[0] <= at else None) or among
            if words:
                observed.add_status(person.mention, PersonCategory.SMUGGLED_MIGRANT, words)
        before = before or observed.is_protected(person.mention)


def _of_migrants(observed: Observed, passage: Passage) -> bool:
    """Whether the sentence before speaks of migrants or children, or of protected persons."""
    if passage.number < 2:
        return False
    last = observed.narrative.passages[passage.number - 2]
    if any(observed.is_protected(p.mention) for p in observed.people_in(last)):
        return True
    said = observed.narrative.latin.text[last.latin_start : last.latin_end]
    migrants = any(
        found.category is PersonCategory.SMUGGLED_MIGRANT for found in standing.categories(said)
    )
    origins = contexts.lists("nationalities")["of_origin"]
    return migrants or facts.country_named(said) in origins


def _has_standing(observed: Observed, person: Person) -> bool:
    """Whether the document says what the person is, or gives it a role in the network."""
    role = observed.attribute(person.mention, AttributeName.ROLE)
    return role is not None or any(not s.minor for s in observed.statuses(person.mention))


def born_child(observed: Observed, person: Person) -> bool:
    """Whether the person was under 18 when the document was written."""
    born = observed.attribute(person.mention, AttributeName.BIRTH_DATE)
    if observed.document_date is None or born is None:
        return False
    full = f"{born}-01-01"[:10] if len(born) == 4 else born
    return _years(date.fromisoformat(full), observed.document_date) < 18


def _years(born: date, at: date) -> int:
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


def document_date(narrative: Narrative) -> date | None:
    """The latest full date that is no birth and no document's last day: nobody writes of other days
    to come, or hardly."""
    text = narrative.latin.text
    dates = [
        found.normalised
        for found in narrative.selectors
        if found.kind is SelectorKind.DATE and len(found.normalised) == 10
        if not _of_birth(narrative, text, at := narrative.latin.at(found.start))
        if not contexts.ends_with("documents", "valid").search(text, max(0, at - _BIRTH_REACH), at)
    ]
    return date.fromisoformat(max(dates)) if dates else None


def _of_birth(narrative: Narrative, text: str, at: int) -> bool:
    births = (FieldName.BIRTH, FieldName.BIRTH_DATE)
    if any(f.name in births and f.start <= at < f.end for f in narrative.fields):
        return True
    before = re.split(r"[;.]\s", text[max(0, at - _BIRTH_REACH) : at])[-1]
    return contexts.anywhere("people", "born").search(before) is not None
