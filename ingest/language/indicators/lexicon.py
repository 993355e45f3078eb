"""The signs, as the data file has them."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.language import contexts
from ingest.selectors.letters import latin, without_diacritics

_LISTS = ("negations", "first_person", "speaks", "objects", "others")


@dataclass(frozen=True)
class Indicator:
    """A sign. ``sensitive``: whether sex or age weigh in it; ``concerns``: 'minor' or 'female'
    where it can be of nobody else. ``weak`` ones say little alone; ``deed``: done by another."""

    code: str
    text: str
    sensitive: tuple[str, ...]
    concerns: str | None
    weak: bool
    deed: bool


@cache
def catalogue() -> dict[str, Indicator]:
    """Every sign by its code, in the order of the data file."""
    return {
        code: Indicator(
            code,
            entry["text"],
            tuple(entry["sensitive"]),
            entry.get("of"),
            entry.get("weak", False),
            entry.get("deed", False),
        )
        for code, entry in _data().items()
        if code not in _LISTS
    }


@dataclass(frozen=True)
class Term:
    """Words of which one must stand in the sentence; ``stems`` tell soon that none does."""

    stems: tuple[str, ...]
    words: re.Pattern[str]

    def find(self, sentence: str) -> list[tuple[int, int]]:
        """Where the words stand in a sentence in lower case."""
        if not any(stem in sentence for stem in self.stems):
            return []
        return [match.span() for match in self.words.finditer(sentence)]


@dataclass(frozen=True)
class Pattern:
    """Terms of a sign that must stand close together."""

    code: str
    terms: tuple[Term, ...]


@cache
def patterns(language: str) -> tuple[Pattern, ...]:
    """The patterns of a language (en, sh, sq)."""
    return tuple(
        Pattern(code, tuple(_term(term.split("|")) for term in written.split("&")))
        for code in catalogue()
        for written in _data()[code].get(language, [])
    )


@cache
def unless(code: str) -> re.Pattern[str] | None:
    """Words of a sentence in which the sign is none."""
    words = _data()[code].get("unless")
    return _words(words) if words else None


@cache
def words(name: str, language: str) -> re.Pattern[str]:
    """A word list: negations, first_person, speaks, objects or others."""
    return _words(_data()[name][language])


def _term(listed: list[str]) -> Term:
    begun = {latin(word.strip()).split()[0].rstrip("*") for word in listed}
    stems = begun | {without_diacritics(stem) for stem in begun}
    return Term(tuple(sorted(stems)), _words(listed))


def _words(listed: list[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{contexts.alternatives([word.strip() for word in listed])})(?!\w)", re.I
    )


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("ingest.language") / "data" / "indicators.toml").read_text("utf-8"))
