"""Clerks: how one person behind one desk writes other people's names.

A clerk keeps to a spelling within a document, as people do, but slips now and then.
"""

import re
from dataclasses import dataclass, field
from random import Random

from sample_data.world.people import Person
from sample_data.writing import albanian, slavic, spelling

_EASTERN = ("afghan", "syrian")
_EASTERN_BY_EAR = (
    ("kh", "h"), ("gh", "g"), ("sh", "š"), ("zh", "ž"), ("ch", "č"), ("oo", "u"), ("ou", "u"), ("ee", "i"),
    ("ay", "aj"), ("ai", "aj"), ("q", "k"), ("w", "v"), ("y", "j"), ("ll", "l"), ("ss", "s"), ("mm", "m"),
    ("bb", "b"), ("dd", "d"), ("tt", "t"), ("aa", "a"), ("x", "ks"),
)  # fmt: skip


@dataclass
class Clerk:
    """``language``: sq, bs or en. ``diacritics``: keep, dj (đ as dj, no marks) or drop (đ as d)."""

    language: str
    rng: Random
    cyrillic: bool = False
    diacritics: str = "keep"
    slips: float = 0.0
    _chosen: dict[tuple[str, str], str] = field(default_factory=dict)

    def name(self, person: Person, form: str, case: str = "nom") -> str:
        """A name in one of the forms full, last_first, upper, initial, given, surname, nick."""
        given = self._remembered("given", person.nation, person.given)
        surname = self._remembered("surname", person.nation, person.surname)
        if form == "nick":
            return self.letters(self._declined_one(self._nickname(person), case, person, False))
        if form == "given":
            return self.letters(self._declined_one(given, case, person, False))
        if form == "surname":
            return self.letters(self._declined_one(surname, case, person, True))
        if form == "initial":
            return self.letters(f"{given[0]}. {self._declined_one(surname, case, person, True)}")
        if person.category != "professional":
            given, surname = self._slipped(given, surname)
        return self.letters(self._both(person, form, case, given, surname))

    def father(self, person: Person, case: str = "nom") -> str:
        """The father's name as this clerk writes it."""
        written = self._remembered("given", person.nation, person.father)
        if self.language == "bs":
            return self.letters(slavic.decline(written, case, female=False))
        return self.letters(albanian.decline(written, case) if self.language == "sq" else written)

    def letters(self, text: str) -> str:
        """Latin text in the clerk's script, with the diacritics the clerk bothers to type."""
        if self.cyrillic:
            return spelling.cyrillic(text)
        if self.diacritics == "keep":
            return text
        return spelling.plain(text, digraph=self.diacritics == "dj")

    def _both(self, person: Person, form: str, case: str, given: str, surname: str) -> str:
        if form == "last_first":
            return f"{surname} {given}"
        if form == "upper":
            return f"{surname.upper()} {given}"
        if self.language == "bs":
            female = person.sex == "f"
            first = slavic.decline(given, case, female=female)
            return f"{first} {slavic.decline(surname, case, female=female, surname=True)}"
        return f"{given} {self._declined_one(surname, case, person, True)}"

    def _declined_one(self, word: str, case: str, person: Person, surname: bool) -> str:
        if self.language == "bs":
            return slavic.decline(word, case, female=person.sex == "f", surname=surname)
        if self.language == "sq":
            return albanian.decline(word, case)
        return f"{word}'s" if case == "gen" else word

    def _slipped(self, given: str, surname: str) -> tuple[str, str]:
        if self.rng.random() >= self.slips:
            return given, surname
        if self.rng.random() < 0.5:
            return spelling.slip(given, self.rng), surname
        return given, spelling.slip(surname, self.rng)

    def _nickname(self, person: Person) -> str:
        if person.nickname is None:
            raise ValueError(f"{person.slot} has no nickname")
        return self._heard(person.nation, person.nickname)

    def _remembered(self, part: str, nation: str, words: tuple[str, ...]) -> str:
        """The spelling chosen when the name first came up (relatives share it)."""
        key = (part, words[0])
        if key not in self._chosen:
            self._chosen[key] = self._spelling(nation, words)
        return self._chosen[key]

    def _spelling(self, nation: str, words: tuple[str, ...]) -> str:
        if nation in _EASTERN and not (self.language == "en" and self.rng.random() < 0.7):
            return self._heard(nation, self.rng.choice(words))
        return self._heard(nation, words[0])

    def _heard(self, nation: str, word: str) -> str:
        """A word of one nation in the spelling of the clerk's language."""
        if self.language == "bs":
            return self._heard_slavic(nation, word)
        if self.language == "sq":
            if nation in ("montenegrin", "bosnian"):
                by_ear = self.rng.random() < 0.7
                return spelling.by_ear_albanian(word) if by_ear else spelling.plain(word)
            return spelling.eastern_albanian(word) if nation in _EASTERN else word
        return spelling.plain(word) if self.rng.random() < 0.5 else word

    def _heard_slavic(self, nation: str, word: str) -> str:
        if nation == "albanian":
            by_ear = self.cyrillic or self.rng.random() < 0.6
            return spelling.by_ear_slavic(word) if by_ear else word
        if nation in _EASTERN:
            heard = spelling.eastern_slavic(word)
            return _by_ear_eastern(heard) if self.cyrillic else heard
        return word


def _by_ear_eastern(word: str) -> str:
    heard = word.lower()
    for old, new in _EASTERN_BY_EAR:
        heard = heard.replace(old, new)
    return re.sub(r"(^|-)(\w)", lambda m: m[1] + m[2].upper(), heard)
