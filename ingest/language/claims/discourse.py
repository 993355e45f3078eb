"""Who a pronoun, an ending or an unnamed subject means, where it can be only one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.language.claims.lexicon import Language
from ingest.language.lexicon import fold, names
from ingest.language.narrative import Passage
from ingest.language.observed import Observed, Person, same_name
from workbench.vocabulary import AttributeName, PersonCategory

_BACK = 2
_DESCRIBES = 24  # "a man called X", "žena po imenu X"


@dataclass
class Discourse:
    """A document's persons in order; ``reported`` where it tells of its speaker as he or she."""

    observed: Observed
    speaker: Person | None
    reported: bool
    outside: frozenset[int] = frozenset()  # mentions of officers, interpreters ...

    def only_one(
        self,
        position: int,
        passage: Passage,
        sex: str | None,
        language: Language,
        *,
        wide: bool = False,
        apart: frozenset[int] = frozenset(),
    ) -> Person | None:
        """The one person whom a position can mean: of this sentence so far, else of the last two.

        ``wide``: nobody else may have been named in the sentence before that either. ``apart``:
        mentions of whom it cannot mean.
        """
        found: list[Person] = []
        for back in range(_BACK + 1):
            if passage.number - back < 1:
                break
            there = self.observed.narrative.passages[passage.number - back - 1]
            end = position if back == 0 else there.latin_end
            if back and self._headline(there):
                break
            if self._strangers(there, end, language):
                return None
            named = [p for p in self._distinct(there, end) if p.mention.number not in apart]
            fitting = [p for p in named if sex is None or sex_of(self.observed, p) in (sex, None)]
            if named and not fitting and not found:
                return None
            found += fitting
            if found and (back == 0 or not wide):
                break
        alone = all(same_name(found[0], other) for other in found[1:])
        return found[0] if found and alone else None

    def _headline(self, passage: Passage) -> bool:
        return "\t" in self.observed.narrative.latin.text[passage.latin_start : passage.latin_end]

    def _distinct(self, passage: Passage, end: int) -> list[Person]:
        """Different persons named in a passage before a position; the last mention of each."""
        kept: list[Person] = []
        for person in self.observed.people_in(passage):
            if person.name.start >= end or person.name.end > end:
                continue
            if person.mention.number in self.outside or self.is_speaker(person):
                continue
            same = next(
                (k for k in kept if same_name(k, person) or self._is_alias(k, person)), None
            )
            if same is None:
                kept.append(person)
            elif len(person.name.naming.full) >= len(same.name.naming.full):
                kept[kept.index(same)] = person
        return kept

    def is_speaker(self, person: Person) -> bool:
        """Whether a name is that of the person heard."""
        return self.speaker is not None and same_name(self.speaker, person)

    def _is_alias(self, one: Person, other: Person) -> bool:
        """Whether ``other`` stands as alias of ``one`` (or the other way round)."""
        return any(
            fold(y.mention.text) in self.observed.aliases(x.mention)
            for x, y in ((one, other), (other, one))
        )

    def _strangers(self, passage: Passage, end: int, language: Language) -> bool:
        """Whether somebody without a name is spoken of, who might be meant as well."""
        start = passage.latin_start
        text = self.observed.narrative.latin.text[start:end].lower()
        named = [p.name.start - start for p in self.observed.people_in(passage)]
        spoken_of = [
            m.end()
            for m in re.finditer(r"[^\W\d_]+", text)
            if m.group() in language.words["someone"]
        ]
        return any(
            not any(0 <= at - stop <= _DESCRIBES and "." not in text[stop:at] for at in named)
            for stop in spoken_of
        )


def sex_of(observed: Observed, person: Person) -> str | None:
    """f or m by what is said beside any mention of the name, else by the given name."""
    if said := observed.attribute(person.mention, AttributeName.SEX):
        return said
    given = fold(person.name.naming.given or "").split()
    male, female = (bool(given) and given[0] in s for s in (names().male, names().female))
    return None if male == female else "m" if male else "f"


def outsiders(observed: Observed) -> frozenset[int]:
    """Mentions of those whom a header field names as taking part in the procedure."""
    fields = {entry.passage + 1 for entry in observed.narrative.fields}
    in_fields = {p.mention.number for p in observed.people if p.passage.number in fields}
    return frozenset(
        s.mention.number
        for s in observed.observations.statuses
        if s.category is PersonCategory.PROFESSIONAL and s.mention.number in in_fields
    )


def persons(found: Sequence[Person | None]) -> list[Person]:
    """Those found, without repetition."""
    return list(dict.fromkeys(p for p in found if p is not None))
