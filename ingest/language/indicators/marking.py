"""Whom the signs of a document mark.

Those of the sentence who are, by what the document says, not the doers; else the person who
speaks; else the one protected person of the sentence before. Better one too many, but a suspect
is not marked by what somebody else says of the sentence's other people.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ingest.language.claims.discourse import outsiders, sex_of
from ingest.language.detect import ENGLISH, SOUTH_SLAVIC
from ingest.language.indicators import lexicon, signs
from ingest.language.indicators.lexicon import Indicator
from ingest.language.indicators.signs import Sign
from ingest.language.lexicon import fold
from ingest.language.name_forms import Case
from ingest.language.narrative import Passage
from ingest.language.observed import Observed, Person, same_name
from ingest.language.person_name import PersonName
from ingest.observations import SpanLocator
from workbench.vocabulary import AttributeName, ClaimKind, PersonCategory

_DOING = frozenset(
    (
        ClaimKind.THREATENS,
        ClaimKind.TRANSPORTS,
        ClaimKind.RECRUITS,
        ClaimKind.INSTRUCTS,
        ClaimKind.DRIVES,
        ClaimKind.EMPLOYS,
        ClaimKind.LODGES,
    )
)
_DOERS = frozenset(
    (
        PersonCategory.SUSPECT,
        PersonCategory.CONVICTED,
        PersonCategory.OFFICIAL,
        PersonCategory.PROFESSIONAL,
    )
)
_BESIDE = 30


@dataclass(frozen=True)
class _Suggestion:
    """A sign in a passage and a person it marks; None where nobody is named for sure."""

    indicator: Indicator
    passage: Passage
    sign: Sign
    person: Person | None


def add(observed: Observed) -> None:
    """Add the indicators of a document, after its statuses and claims."""
    reading = _Reading(observed)
    suggested = [s for passage in observed.narrative.passages for s in reading.of(passage)]
    shown: dict[int, set[str]] = defaultdict(set)
    for one in suggested:
        for person in reading.same(one.person) if one.person else ():
            shown[person.mention.number].add(one.indicator.code)
    text = observed.narrative.latin
    for one in suggested:
        begins = one.passage.latin_start
        start, end = text.span(begins + one.sign.start, begins + one.sign.end)
        marked = one.person and _is_enough(reading, one, one.person, shown)
        observed.observations.indicate(
            one.indicator.code,
            text.source[start:end],
            one.person.mention if one.person and marked else None,
            SpanLocator(one.passage.number, one.passage.start, one.passage.end),
        )


def _is_enough(
    reading: "_Reading", one: _Suggestion, person: Person, shown: Mapping[int, set[str]]
) -> bool:
    """Whether the sign marks the person: a weak one needs another beside it, and no doer."""
    if not one.indicator.weak or reading.is_protected(person):
        return True
    return len(shown[person.mention.number]) > 1 and not reading.is_doer(person)


@dataclass
class _Reading:
    """A document whose doers are known."""

    observed: Observed
    doers: list[Person] = field(default_factory=list)
    outside: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.outside = outsiders(self.observed)
        left = {
            claim.left.number
            for claim in self.observed.observations.claims
            if claim.kind in _DOING and not claim.negated
        }
        self.doers = [p for p in self.observed.people if p.mention.number in left or self._acts(p)]

    def _acts(self, person: Person) -> bool:
        role = self.observed.attribute(person.mention, AttributeName.ROLE)
        return role is not None or any(
            s.category in _DOERS for s in self.observed.statuses(person.mention)
        )

    def same(self, person: Person) -> list[Person]:
        """Everybody of this name, the person too."""
        return [p for p in self.observed.people if p is person or same_name(p, person)]

    def is_protected(self, person: Person) -> bool:
        """Whether the document says of somebody of this name that they are to be protected."""
        return any(self.observed.is_protected(p.mention) for p in self.same(person))

    def is_doer(self, person: Person) -> bool:
        """Whether the document says of the person that they act, in crime or in office."""
        if person.mention.number in self.outside:
            return True
        return any(p is person or same_name(p, person) for p in self.doers)

    def of(self, passage: Passage) -> Iterator[_Suggestion]:
        """The signs of a sentence, each with everybody it marks."""
        text = self.observed.narrative.latin.text[passage.latin_start : passage.latin_end]
        for sign in signs.find(text, passage.language):
            indicator = lexicon.catalogue()[sign.code]
            people = self._meant(passage, text, sign, indicator)
            marked = [p for p in people if self._can_be(indicator, p)]
            if people and not marked:
                continue
            for person in marked or (None,):
                yield _Suggestion(indicator, passage, sign, person)

    def _can_be(self, indicator: Indicator, person: Person) -> bool:
        """Whether a sign that is of children or women only can be of this person."""
        if indicator.concerns == "minor":
            mentions = [p.mention for p in self.same(person)]
            return any(s.minor for m in mentions for s in self.observed.statuses(m))
        return indicator.concerns != "female" or sex_of(self.observed, person) != "m"

    def _meant(self, passage: Passage, text: str, sign: Sign, indicator: Indicator) -> list[Person]:
        named = [p for p in self.observed.people_in(passage) if not self.is_doer(p)]
        beside = text[max(0, sign.start - _BESIDE) : sign.end + _BESIDE]
        mine = self._speaker(passage, text, beside)
        suffering = [
            p
            for p in named
            if self.is_protected(p) or self._suffers(p, passage, sign, indicator, beside)
        ]
        if mine or suffering:
            return list(dict.fromkeys([*suffering, *mine]))
        return [] if named else self._just_spoken_of(passage, text)

    def _suffers(
        self, person: Person, passage: Passage, sign: Sign, indicator: Indicator, beside: str
    ) -> bool:
        """Whether somebody not known to be protected is whom the sentence speaks of."""
        if not indicator.deed:
            return True
        language = passage.language
        if person.name.nickname or lexicon.words("first_person", language).search(beside):
            return False
        if language == ENGLISH:
            them = lexicon.words("others", language).search(beside)
            return them is None and person.name.start - passage.latin_start > sign.start
        return _is_inflected(person.name, language)

    def _speaker(self, passage: Passage, text: str, beside: str) -> list[Person]:
        """The person heard, where the sentence speaks of him or her."""
        subject = self.observed.subject
        if subject is None or subject.mention.number in self.outside:
            return []
        if self.is_protected(subject):
            said = lexicon.words("speaks", passage.language).search(text)
            nobody = not self.observed.people_in(passage)
            return [subject] if said or nobody else []
        own = lexicon.words("first_person", passage.language).search(beside)
        others = lexicon.words("objects", passage.language).search(beside)
        return [subject] if own and not others else []

    def _just_spoken_of(self, passage: Passage, text: str) -> list[Person]:
        """The one protected person of the sentence before, where a pronoun may mean them."""
        if passage.number < 2 or not lexicon.words("others", passage.language).search(text):
            return []
        last = self.observed.narrative.passages[passage.number - 2]
        people = [p for p in self.observed.people_in(last) if self.is_protected(p)]
        return people[:1] if people and all(same_name(people[0], p) for p in people) else []


def _is_inflected(name: PersonName, language: str) -> bool:
    """Whether a name stands in another case than the subject's: also ``Jelenu Knežević``."""
    if name.naming.case is not Case.NOMINATIVE:
        return True
    first, given = name.text.split()[0], (name.naming.given or name.naming.full).split()[0]
    return language == SOUTH_SLAVIC and len(name.text.split()) > 1 and fold(first) != fold(given)
