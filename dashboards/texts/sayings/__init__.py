"""What other packages say in English, said in the language of a page.

Findings of patterns, reasons of rejected rows and remarks on files are English sentences; some are
kept in cases and reports for years. A catalogue has each as it is written where it arises, with
blanks: ``{#n}`` stands for a number, ``{what}`` for words. A text is recognised as a row of them.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dashboards.texts.cyrillic import in_cyrillic

Fill = Callable[[str, str, tuple[str, ...]], str]
"""What stands in a blank, by its name, its value, and the words for one, few, many if any."""

_BLANK = re.compile(r"\{(#?)(\w+)((?:\|[^{}|]*)*)\}")
_NUMBER, _WORDS = r"\d(?:[\d.,]*\d)?%?", ".+?"
_BETWEEN = ("; ", " ", ", ", ". ", "")


@dataclass(frozen=True)
class _Saying:
    """A sentence: the form in which it is recognised, and how it is said."""

    form: re.Pattern[str]
    said: str
    letters: int

    def filled(self, values: Mapping[str, str], fill: Fill) -> str:
        return _BLANK.sub(
            lambda blank: fill(blank[2], values[blank[2]], tuple(blank[3].split("|")[1:])),
            self.said,
        )


class Sayings:
    """The sentences of a language, by what they are in English."""

    def __init__(self, every: Mapping[str, str]) -> None:
        made = (_saying(english, said) for english, said in every.items())
        self._every = sorted(made, key=lambda one: -one.letters)

    def said(self, text: str, fill: Fill) -> str | None:
        """A text in the catalogue's language; None where it is not a row of its sentences."""
        for one in self._every:
            found = one.form.match(text)
            if found is None:
                continue
            rest = self._rest(text[found.end() :], fill)
            if rest is not None:
                return one.filled(found.groupdict(), fill) + rest
        return None

    def _rest(self, text: str, fill: Fill) -> str | None:
        """What follows a sentence, in the language."""
        if not text:
            return ""
        for between in _BETWEEN:
            if text.startswith(between):
                said = self.said(text.removeprefix(between), fill)
                if said is not None:
                    return between + said
        return text if text == "." else None


def _saying(english: str, said: str) -> _Saying:
    form, at = "", 0
    for blank in _BLANK.finditer(english):
        form += re.escape(english[at : blank.start()])
        form += f"(?P<{blank[2]}>{_NUMBER if blank[1] else _WORDS})"
        at = blank.end()
    # Words at the end reach as far as a list's next part, or the text's end.
    form += re.escape(english[at:]) or (r"(?=; |\.?\Z)" if form.endswith(f"{_WORDS})") else "")
    return _Saying(re.compile(form, re.DOTALL), said, len(_BLANK.sub("", english)))


@cache
def written(language: str) -> Mapping[str, Mapping[str, str]]:
    """The sentences of a language by section, as in its file."""
    text = (files(__name__) / f"{language}.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = tomllib.loads(text)
    return found


@cache
def in_latin(language: str) -> Sayings:
    """The sentences of a language."""
    return Sayings(_joined(written(language)))


@cache
def in_cyrillic_letters(language: str) -> Sayings:
    """The sentences of a language written in Latin letters, in Cyrillic ones."""
    every = _joined(written(language)).items()
    return Sayings({english: _in_cyrillic(said) for english, said in every})


@cache
def in_english(known_to: str) -> Sayings:
    """All sentences that another language knows, in English; where they count, in its plurals."""
    plain = {english: english.replace("{#", "{") for english in _joined(written(known_to))}
    return Sayings(plain | _joined(written("en")))


def _joined(sections: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {english: said for every in sections.values() for english, said in every.items()}


def _in_cyrillic(said: str) -> str:
    """A Latin sentence in Cyrillic letters; the names of its blanks stay."""
    made, at = "", 0
    for blank in _BLANK.finditer(said):
        forms = "|".join(in_cyrillic(form) for form in blank[3].split("|"))
        made += f"{in_cyrillic(said[at : blank.start()])}{{{blank[2]}{forms}}}"
        at = blank.end()
    return made + in_cyrillic(said[at:])
