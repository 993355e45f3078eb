"""The words of a summary, one catalogue per language, and how they are put together.

A catalogue that begins with ``from`` is another one in Cyrillic letters.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import icu

from workbench.errors import RefusedError
from workbench.evidence.wording.cyrillic import in_cyrillic

_SUFFIX = ".toml"
_PLURALS = ("zero", "one", "two", "few", "many", "other")  # as CLDR orders them
_PSEUDONYMS_IN = "en"
_PSEUDONYM = re.compile(
    r"(?:(?P<kind>\w+) of protected|Protected) person (?P<number>\d+)(?P<more> \d+)?"
)


def languages() -> list[str]:
    """Codes of the languages there is a catalogue for."""
    found = (entry.name for entry in files(__name__).iterdir())
    return sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX))


@dataclass(frozen=True)
class Wording:
    """A catalogue, and the zone in which times are told."""

    language: str
    catalogue: Mapping[str, Mapping[str, str | list[str]]]
    time_zone: str

    @classmethod
    def load(cls, language: str, time_zone: str) -> "Wording":
        """Raises RefusedError where there is no such catalogue or zone."""
        if language not in languages():
            raise RefusedError(
                f"{language}: summaries are written in {', '.join(languages())} only. Choose one."
            )
        wording = cls(language, _catalogue(language), time_zone or "UTC")
        _ = wording.zone
        return wording

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which times are told."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise RefusedError(
                f"{self.time_zone}: is no time zone. Give the case one like Europe/Podgorica."
            ) from error

    @cached_property
    def plurals(self) -> list[str]:
        """The plural categories of the language, in the order of the texts under 'count'."""
        return sorted(self._plural_rules.getKeywords(), key=_PLURALS.index)

    @cached_property
    def _plural_rules(self) -> Any:
        return icu.PluralRules.forLocale(icu.Locale.forLanguageTag(self.language))

    # ------------------------------------------------------------- words

    def say(self, section: str, key: str, **values: object) -> str:
        """A text with its blanks filled in."""
        text = self.catalogue[section][key]
        return str(text).format(**values)

    def lines(self, section: str, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.catalogue[section][key])

    def term(self, section: str, value: str) -> str:
        """The word for a term of the vocabulary; one the catalogue does not know as it stands."""
        return str(self.catalogue[section].get(value, value.replace("_", " ")))

    def section(self, name: str) -> dict[str, str | list[str]]:
        """All words of a section, for fixed headings and column titles."""
        return dict(self.catalogue[name])

    def count(self, what: str, number: int) -> str:
        """A number with its noun; figures in groups of three."""
        form = self.plurals.index(self._plural_rules.select(number))
        return self.lines("count", what)[form].format(n=grouped(number))

    def pseudonym(self, given: str) -> str:
        """A pseudonym of the case, where all are English, in this language."""
        found = _PSEUDONYM.fullmatch(given)
        if self.language == _PSEUDONYMS_IN or not found:
            return given
        if found["kind"] is None:
            return self.say("pseudonym", "person", number=found["number"])
        kind = self.term("kind", found["kind"].lower())
        named = self.say("pseudonym", "belonging", kind=kind, number=found["number"])
        return named[:1].upper() + named[1:] + (found["more"] or "")

    def join(self, words: Sequence[str]) -> str:
        """'a, b and c'."""
        last = str(self.catalogue["join"]["last"])
        between = str(self.catalogue["join"]["list"])
        return last.join(filter(None, [between.join(words[:-1]), *words[-1:]]))

    # ------------------------------------------------------------- times

    def moment(self, utc: datetime) -> str:
        """A moment in local time with its offset: '2024-03-12 14:05 +01:00'."""
        local = self._local(utc)
        offset = local.strftime("%z")
        return f"{local:%Y-%m-%d %H:%M} {offset[:3]}:{offset[3:5]}"

    def day(self, utc: datetime) -> str:
        """A moment's day in local time."""
        return f"{self._local(utc):%Y-%m-%d}"

    def period(self, first: datetime | None, last: datetime | None) -> str:
        """From one moment to another, or the one there is; '' where there is none."""
        ends = [self.moment(end) for end in (first, last) if end is not None]
        if len(set(ends)) > 1:
            return self.say("statement", "period_between", first=ends[0], last=ends[1])
        return self.say("statement", "period_at", first=ends[0]) if ends else ""

    def duration(self, seconds: int) -> str:
        """Hours, minutes and seconds."""
        return str(timedelta(seconds=seconds))

    def _local(self, utc: datetime) -> datetime:
        return utc.replace(tzinfo=ZoneInfo("UTC")).astimezone(self.zone)


def _catalogue(language: str) -> Mapping[str, Mapping[str, str | list[str]]]:
    text = (files(__name__) / f"{language}{_SUFFIX}").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    if "from" in read:
        return in_cyrillic(_catalogue(read["from"]), read["as_written"])
    return read


def grouped(number: int) -> str:
    """A number with thin spaces between groups of three digits, as ISO 80000-1 has it."""
    return f"{number:,}".replace(",", "\u202f")
