"""All words of the page, one catalogue per language, English where another lacks a text.

Bosnian, Croatian, Montenegrin and Serbian readers share a catalogue in Latin letters, from which
the one in Cyrillic letters is made.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icu

from dashboards.texts import sayings
from dashboards.texts.cyrillic import in_cyrillic

_SUFFIX = ".toml"
_NUMBER = re.compile(r"[\d.,]+%?")
FIRST_LANGUAGE = "en"
LATIN = "bs"
CYRILLIC = "sr-Cyrl"

Catalogue = Mapping[str, Mapping[str, str]]


def languages() -> list[str]:
    """Codes of the languages there is a catalogue for (BCP 47), the first language first."""
    names = [entry.name for entry in files(__name__).iterdir()]
    found = {name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)} | {CYRILLIC}
    return sorted(found, key=lambda code: (code != FIRST_LANGUAGE, code))


def language_names() -> dict[str, str]:
    """Each language's name for itself, by its code."""
    return {code: catalogue(code)["language"]["name"] for code in languages()}


def plural_forms(language: str) -> list[str]:
    """The forms a counted noun takes: ``one``, ``many`` and, where there is one, ``few``."""
    return [_form(name) for name in _plurals(language).getKeywords()]


@cache
def catalogue(language: str) -> Catalogue:
    """The texts of a language as written in its file."""
    if language == CYRILLIC:
        return {
            section: {key: in_cyrillic(text) for key, text in texts.items()}
            for section, texts in catalogue(LATIN).items()
        }
    text = (files(__name__) / f"{language}{_SUFFIX}").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    return found


@dataclass(frozen=True)
class Texts:
    """The words in one language, and the zone in which times are told."""

    language: str
    words: Catalogue
    zone: ZoneInfo

    @classmethod
    def load(cls, language: str, time_zone: str) -> "Texts":
        """English and UTC stand in for an unknown language and zone."""
        words = {section: dict(own) for section, own in catalogue(FIRST_LANGUAGE).items()}
        if language not in languages():
            language = FIRST_LANGUAGE
        for section, own in catalogue(language).items():
            words.setdefault(section, {}).update(own)
        try:
            zone = ZoneInfo(time_zone or "UTC")
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("UTC")
        return cls(language, words, zone)

    def say(self, section: str, key: str, **values: object) -> str:
        """A text with its blanks filled in."""
        return self.words[section][key].format(**values)

    def term(self, section: str, value: str) -> str:
        """The word for a term of the vocabulary; an unknown one as it stands."""
        return self.words[section].get(value, value.replace("_", " "))

    def count(self, what: str, number: int) -> str:
        """A number with its noun."""
        form = _form(_plurals(self.language).select(number))
        return self.say("count", f"{what}_{form}", n=grouped(number))

    def said(self, text: str) -> str:
        """What another package says in English, in this language; as it stands if not known here.

        What stands before a colon, as the name of a sheet, may be anything.
        """
        known = _sayings(self.language)
        found = known.said(text, self._filled)
        if found is None and ": " in text:
            name, _, rest = text.partition(": ")
            found = known.said(rest, self._filled)
            found = found and f"{name}: {found}"
        return found or text

    def _filled(self, blank: str, value: str, forms: tuple[str, ...]) -> str:
        """What stands in a blank of a sentence: words, a number, or the words for so many."""
        if forms:
            number = float(value.rstrip("%").replace(",", ""))
            named = _form(_plurals(self.language).select(number))
            return dict(zip(("one", "few", "many"), forms, strict=False)).get(named, forms[-1])
        if blank == "field":
            return self.term("column", value)
        if _NUMBER.fullmatch(value):
            return value if self.language == FIRST_LANGUAGE else value.replace("%", " %")
        return self.said(value)

    # ------------------------------------------------------------- times

    def local(self, utc: datetime) -> datetime:
        """A moment in the case's zone, naive in, aware out."""
        return utc.replace(tzinfo=ZoneInfo("UTC")).astimezone(self.zone)

    def moment(self, utc: datetime) -> str:
        """A moment in local time with its offset: ``2024-03-12 14:05 +01:00``."""
        local = self.local(utc)
        offset = local.strftime("%z")
        return f"{local:%Y-%m-%d %H:%M} {offset[:3]}:{offset[3:5]}"

    def period(self, first: datetime | None, last: datetime | None) -> str:
        """From the first to the last moment; the one there is; or that none is stated."""
        ends = [self.moment(end) for end in (first, last) if end is not None]
        if not ends:
            return self.say("inspector", "undated")
        return " – ".join(dict.fromkeys(ends))

    def duration(self, seconds: int) -> str:
        """Hours, minutes and seconds."""
        return str(timedelta(seconds=seconds))


def _sayings(language: str) -> sayings.Sayings:
    if language == CYRILLIC:
        return sayings.in_cyrillic_letters(LATIN)
    return sayings.in_english(LATIN) if language == FIRST_LANGUAGE else sayings.in_latin(language)


@cache
def _plurals(language: str) -> icu.PluralRules:
    return icu.PluralRules.forLocale(icu.Locale.forLanguageTag(language))


def _form(keyword: str) -> str:
    """The Unicode name of a plural form as catalogues write it."""
    return "many" if keyword == "other" else keyword


def grouped(number: int) -> str:
    """A number with its digits in groups of three.

    Between them stands a narrow space (ISO 80000-1): comma and point mean thousands to some readers
    and decimals to others.
    """
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
