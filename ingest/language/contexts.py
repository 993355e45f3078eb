"""Word lists as patterns: what may stand before or after something, from the data files."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from ingest.selectors.letters import latin, without_diacritics

_OPENING = "[ \u00a0\n,:„“\"'»«]{1,3}"


def alternatives(words: list[str]) -> str:
    """One pattern for a list of words, with and without their diacritics.

    ``*`` is any ending, a space any white space.
    """
    either = {spelt for word in map(latin, words) for spelt in (word, without_diacritics(word))}
    longest_first = sorted(either, key=lambda word: (-len(word), word))
    return "|".join(
        re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for w in longest_first
    )


@cache
def lists(file: str) -> dict[str, list[str]]:
    """The word lists of a data file."""
    raw: dict[str, list[str]] = tomllib.loads(
        (files(__package__) / "data" / f"{file}.toml").read_text("utf-8")
    )
    return raw


@cache
def tables(file: str) -> dict[str, dict[str, list[str]]]:
    """The tables of word lists in a data file."""
    raw = tomllib.loads((files(__package__) / "data" / f"{file}.toml").read_text("utf-8"))
    return {name: table for name, table in raw.items() if isinstance(table, dict)}


@cache
def sections(file: str, name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The word lists of a table in a data file, each as a pattern that finds its words."""
    return tuple(
        (key, re.compile(rf"(?<!\w)(?:{alternatives(words)})(?!\w)", re.I))
        for key, words in tables(file)[name].items()
    )


@cache
def ends_with(file: str, name: str) -> re.Pattern[str]:
    """A pattern for text that ends in one of the words, a quote or comma after it allowed."""
    return re.compile(rf"(?<!\w)(?:{alternatives(lists(file)[name])}){_OPENING}$", re.I)


@cache
def begins_with(file: str, name: str) -> re.Pattern[str]:
    """A pattern for text that begins with one of the words, a closing quote before it allowed."""
    return re.compile(
        rf"[\"”“»']?[ \u00a0,]{{0,2}}(?:{alternatives(lists(file)[name])})(?!\w)", re.I
    )


@cache
def anywhere(file: str, name: str) -> re.Pattern[str]:
    """A pattern that finds the words in a text."""
    return re.compile(rf"(?<!\w)(?:{alternatives(lists(file)[name])})(?!\w)", re.I)
