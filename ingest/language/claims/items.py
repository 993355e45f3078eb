"""A sentence as a row of items: words, names, selectors and stops."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.language.narrative import Passage
from ingest.language.observed import Observed, Person, Thing
from ingest.selectors.found import Found, SelectorKind
from workbench.vocabulary import MentionKind

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?|\d[\d.,]*|[^\s\w]")
_QUOTES = frozenset("\"„“”«»'‘’")


@dataclass(frozen=True)
class Item:
    """A word (``word`` in lower case), or what stands in its place, at [start, end) of the text."""

    start: int
    end: int
    word: str
    person: Person | None = None
    thing: Thing | None = None
    found: Found | None = None

    @property
    def kind(self) -> MentionKind | None:
        """The kind of mention that the item is."""
        if self.person:
            return MentionKind.PERSON
        return self.thing.mention.kind if self.thing else None

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return self.found is not None and self.found.kind is SelectorKind.MONEY

    @property
    def is_word(self) -> bool:
        """Whether it is a plain word."""
        return self.word[:1].isalpha()


def items(observed: Observed, passage: Passage) -> list[Item]:
    """The items of a passage in order, quotation marks left out."""
    text = observed.narrative.latin.text
    solid = sorted(_solid(observed, passage), key=lambda item: item.start)
    made, position = [], passage.latin_start
    for item in [*solid, None]:
        stop = item.start if item else passage.latin_end
        made += [
            Item(m.start(), m.end(), m.group().lower())
            for m in _TOKEN.finditer(text, position, max(position, stop))
            if m.group() not in _QUOTES
        ]
        if item and item.start >= position:
            made.append(item)
            position = item.end
    return [_spelt_out(item, made[at + 1 : at + 3]) for at, item in enumerate(made)]


def _spelt_out(item: Item, following: Sequence[Item]) -> Item:
    """``no. BA1234567`` denies nothing."""
    if item.word != "no":
        return item
    named = next((after for after in following if after.word != "."), None)
    is_number = named is not None and (named.found is not None or named.word[:1].isdigit())
    return replace(item, word="number") if is_number else item


def _solid(observed: Observed, passage: Passage) -> Iterator[Item]:
    start, end = passage.latin_start, passage.latin_end
    things = {(thing.start, thing.end): thing for thing in observed.things_in(passage)}
    for person in observed.people_in(passage):
        yield Item(person.name.start, person.name.end, "", person=person)
    for found in observed.narrative.selectors_between(start, end):
        a, b = observed.narrative.latin.at(found.start), observed.narrative.latin.at(found.end)
        yield Item(a, b, "", thing=things.get((a, b)), found=found)


def coordinated(row: Sequence[Item], at: int, joins: frozenset[str]) -> list[int]:
    """Positions of the persons enumerated with the one at ``at``: ``A, B i C``."""
    first = last = at
    while last + 2 < len(row) and row[last + 1].word in joins and row[last + 2].person:
        last += 2
    while first - 2 >= 0 and row[first - 1].word in joins and row[first - 2].person:
        first -= 2
    return list(range(first, last + 1, 2))
