"""All words of the page, one catalogue per language, English where another lacks a text."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_SUFFIX = ".toml"
FIRST_LANGUAGE = "en"

Catalogue = Mapping[str, Mapping[str, str]]


def languages() -> list[str]:
    """Codes of the languages there is a catalogue for (ISO 639-1)."""
    found = (entry.name for entry in files(__name__).iterdir())
    return sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX))


def catalogue(language: str) -> dict[str, dict[str, str]]:
    """The texts of a language as written in its file."""
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
        words = catalogue(FIRST_LANGUAGE)
        if language != FIRST_LANGUAGE and language in languages():
            for section, own in catalogue(language).items():
                words[section] = words.get(section, {}) | own
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
        form = f"{what}_one" if number == 1 else f"{what}_many"
        return self.words["count"][form].format(n=grouped(number))

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


def grouped(number: int) -> str:
    """A number with its digits in groups of three."""
    return f"{number:,}"
