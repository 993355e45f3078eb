"""The signs, as the data file has them."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.language import contexts

_LISTS = ("negations", "first_person", "speaks", "others")


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
class Pattern:
    """Words of a sign that must stand close together: one of each term."""

    code: str
    terms: tuple[re.Pattern[str], ...]


@cache
def patterns(language: str) -> tuple[Pattern, ...]:
    """The patterns of a language (en, sh, sq)."""
    return tuple(
        Pattern(code, tuple(_words(term.split("|")) for term in written.split("&")))
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
    """A word list: negations, first_person, speaks or others."""
    return _words(_data()[name][language])


def _words(listed: list[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?:{contexts.alternatives([word.strip() for word in listed])})(?!\w)", re.I
    )


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("ingest.language") / "data" / "indicators.toml").read_text("utf-8"))
