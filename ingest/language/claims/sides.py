"""The sides of a verb: who does it and to whom, by word order (English) or by case (the others)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.language.claims.clauses import Clause, Opener
from ingest.language.claims.discourse import Discourse, sex_of
from ingest.language.claims.items import Item, coordinated
from ingest.language.claims.lexicon import Form, Language
from ingest.language.detect import ALBANIAN
from ingest.language.lexicon import fold
from ingest.language.name_forms import Case, forms
from ingest.language.narrative import Passage
from ingest.language.observed import Person

_DATIVE_TITLE = re.compile(r"[a-zçë]{3,}(?:it|ut|ses)")


@dataclass(frozen=True)
class Reading:
    """A verb in its clause, and what is known around it."""

    clause: Clause
    at: int
    form: Form
    language: Language
    passage: Passage
    discourse: Discourse
    last_subject: tuple[Person, ...] = ()
    row: tuple[Item, ...] = ()

    @property
    def opens_with_pronoun(self) -> bool:
        """Whether the sentence begins with he or she."""
        words = self.language.words
        return bool(self.row) and self.row[0].word in words["third_male"] | words["third_female"]

    def before(self, at: int) -> list[Item]:
        """The items of the sentence before an item of the clause."""
        start = self.items[at].start if at < len(self.items) else self.clause.end
        return [item for item in self.row if item.start < start]

    @property
    def items(self) -> tuple[Item, ...]:
        """The clause's items."""
        return self.clause.items

    def word(self, at: int) -> str:
        """The word at an item, empty outside the clause."""
        return self.items[at].word if 0 <= at < len(self.items) else ""

    def in_list(self, at: int, *names: str) -> bool:
        """Whether the word at an item is in one of the grammar's lists."""
        word = self.word(at)
        return bool(word) and any(word in self.language.words.get(n, ()) for n in names)

    def case(self, at: int) -> Case | None:
        """The case of a name; an Albanian title before it is inflected in its stead."""
        person = self.items[at].person
        if person is None:
            return None
        return self.inflected_title(at - 1) or case_of(person)

    def inflected_title(self, at: int) -> Case | None:
        """The case of an Albanian title before a name: ``policit Sabri Krasniqi``."""
        word = self.word(at)
        if self.language.code != ALBANIAN or word in self.language.forms:
            return None
        if self.in_list(at, "accusative_titles"):
            return Case.ACCUSATIVE
        known = self.in_list(at, "third_auxiliaries", "first", "prepositions")
        return Case.GENITIVE if _DATIVE_TITLE.fullmatch(word) and not known else None

    def meant(self, at: int, sex: str | None) -> list[Person]:
        """The person a pronoun at an item means, if it can be only one."""
        start = self.items[at].start if at < len(self.items) else self.clause.end
        found = self.discourse.only_one(start, self.passage, sex, self.language, wide=True)
        return [found] if found else []

    def speaker(self) -> list[Person]:
        """The person heard, where the text lets that person speak."""
        speaker = self.discourse.speaker
        return [speaker] if speaker and not self.discourse.reported else []

    def group(self, at: int) -> list[int]:
        """Positions of the persons enumerated with the one at an item."""
        joins = self.language.words["coordinators"] | {","}
        return coordinated(self.items, at, joins & frozenset((",", "i", "and", "dhe", "te")))


def case_of(person: Person) -> Case:
    """The case in which a name stands, by its first word where the last is not inflected."""
    naming = person.name.naming
    first = person.name.text.split()[0]
    if naming.case is Case.NOMINATIVE and naming.given and " " in person.name.text:
        given = naming.given.split()[0]
        if fold(first) != fold(given) and fold(first) != fold(naming.surname or ""):
            readings = forms(first, person.passage.language)
            return next(
                (f.case for f in readings if fold(f.nominative) == fold(given)), naming.case
            )
    return naming.case


def fits(reading: Reading, people: Sequence[Person]) -> bool:
    """Whether number and sex of a verb form allow these subjects."""
    form = reading.form
    if form.plural and len(people) == 1:
        return False
    if form.sex and len(people) == 1:
        return sex_of(reading.discourse.observed, people[0]) in (form.sex, None)
    return True


def is_relative(reading: Reading) -> bool:
    """Whether the subject is whom a relative clause speaks of."""
    return reading.clause.opener is Opener.RELATIVE_SUBJECT
