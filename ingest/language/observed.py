"""What a document was found to say: its names and selectors, each with its mention."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.language.facts import Fact
from ingest.language.lexicon import fold
from ingest.language.narrative import Narrative, Passage
from ingest.language.person_name import PersonName
from ingest.observations import Attribute, Mention, Observations, Status
from ingest.selectors.found import Found
from workbench.vocabulary import PROTECTED_CATEGORIES, AttributeName, PersonCategory


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
    holders: list[Person] = field(default_factory=list)  # whom machine-readable zones name
    subject: Person | None = None
    document_date: date | None = None
    _people: defaultdict[int, list[Person]] = field(default_factory=lambda: defaultdict(list))
    _things: defaultdict[int, list[Thing]] = field(default_factory=lambda: defaultdict(list))
    _said: defaultdict[int, list[Attribute]] = field(default_factory=lambda: defaultdict(list))

    def add_person(self, person: Person) -> None:
        """Add a name with its mention."""
        self.people.append(person)
        self._people[person.passage.number].append(person)

    def add_thing(self, thing: Thing) -> None:
        """Add a selector with its mention."""
        self.things.append(thing)
        self._things[thing.passage.number].append(thing)

    def things_in(self, passage: Passage) -> list[Thing]:
        """The things in a passage, in order."""
        return self._things[passage.number]

    def people_in(self, passage: Passage) -> list[Person]:
        """The names in a passage, in order."""
        return self._people[passage.number]

    def add_attribute(
        self, mention: Mention, name: AttributeName, value: str, written: str
    ) -> None:
        """Add what is said of a mention, once."""
        made = Attribute(mention, name, value, written)
        if made not in self._said[mention.number]:
            self.observations.attributes.append(made)
            self._said[mention.number].append(made)

    def add_facts(self, mention: Mention, found: Sequence[Fact]) -> None:
        """Add facts about a mention."""
        for fact in found:
            self.add_attribute(mention, fact.name, fact.value, fact.written)

    def add_status(
        self, mention: Mention, category: PersonCategory, written: str, *, minor: bool = False
    ) -> None:
        """Add what the document says a person is, once."""
        status = Status(mention, category, written, minor)
        if status not in self.observations.statuses[-40:]:
            self.observations.statuses.append(status)

    def statuses(self, mention: Mention) -> list[Status]:
        """What was said so far that a person is."""
        return [s for s in self.observations.statuses if s.mention is mention]

    def attribute(self, mention: Mention, name: AttributeName) -> str | None:
        """The first value of an attribute of a mention."""
        return next((a.value for a in self._said[mention.number] if a.name is name), None)

    def aliases(self, mention: Mention) -> set[str]:
        """What else the person is called, folded."""
        return {fold(a.value) for a in self._said[mention.number] if a.name is AttributeName.ALIAS}

    def is_protected(self, mention: Mention) -> bool:
        """Whether the document says that a person must be protected."""
        return any(s.minor or s.category in PROTECTED_CATEGORIES for s in self.statuses(mention))

    def language_of(self, name: PersonName) -> str:
        """The language of the passage in which a name stands."""
        return self.narrative.passage_at(name.start).language


def same_name(one: Person, other: Person) -> bool:
    """Whether the words of one name are all among those of the other."""
    left, right = (set(fold(p.name.naming.full).split()) for p in (one, other))
    return bool(left and right) and (left <= right or right <= left)
