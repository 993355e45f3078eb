"""What the values of a column look like, whatever its header says."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from ingest.call_records import moments
from ingest.call_records.services import vocabulary
from ingest.selectors import imei, phones, sims
from workbench.vocabulary import PartyKind


class Look(StrEnum):
    """What most values of a column are."""

    MOMENT = "date and time"
    DATE = "date"
    CLOCK = "time of day"
    LENGTH = "duration"
    SECONDS = "whole number of seconds"
    NUMBER = "telephone number"
    IMEI = "IMEI"
    IMSI = "IMSI"
    DIRECTION = "direction"
    KIND = "kind of communication"
    CGI = "cell (country, network, area, cell)"
    CELL = "cell"
    WORDS = "words"
    ORDINAL = "running number"


_MOST, _HALF = 0.8, 0.5
_SAMPLED = 2000
_SECONDS = re.compile(r"-?\d{1,5}(?:[.,]0+)?")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_CGI = re.compile(r"\d{3}[-/|,;: .]\d{1,3}(?:[-/|,;: .][0-9A-Fa-f]{1,9}){2}")
_CELL = re.compile(
    r"[0-9A-Fa-f]{2,}(?:[-/|,;:. ][0-9A-Fa-f]+){1,4}|[A-Za-z]{0,6}[-_ ]?\d{2,9}[A-Za-z]?"
)
_IMEI_DIGITS = (14, 15, 16)


@dataclass(frozen=True)
class Column:
    """A column's place (from 0), its header ('' without one) and its values, blanks left out.

    ``named`` is the field that its header says.
    """

    place: int
    header: str
    values: tuple[str, ...]
    country: str | None = None
    named: str | None = None

    @cached_property
    def sampled(self) -> tuple[str, ...]:
        """Some values from all over the column."""
        return self.values[:: 1 + len(self.values) // _SAMPLED]

    @cached_property
    def distinct(self) -> int:
        """How many different values were sampled."""
        return len(set(self.sampled))

    @property
    def holds_imeis(self) -> bool:
        """Whether its values can be IMEIs, the check digit right or not."""
        return _share(self, lambda value, _: imei.normalise(value) is not None) >= _MOST

    @property
    def moments(self) -> float:
        """The share of values that are moments."""
        return _share(self, _is_moment) if self.sampled else 0.0

    @cached_property
    def look(self) -> tuple[Look, float] | None:
        """What the values are, and the share of them that are."""
        if not self.sampled:
            return None
        if _is_ordinal(self.sampled, len(self.values) == len(self.sampled)):
            return Look.ORDINAL, 1.0
        for look, test in _TESTS:
            share = _share(self, test)
            if share >= _MOST:
                return (_clock_or_length(self) if look is Look.CLOCK else look), share
            if look is Look.SECONDS and (share := _number_share(self)):
                return Look.NUMBER, share
        return None


Test = Callable[[str, str | None], bool]


def _share(column: Column, test: Test) -> float:
    return sum(test(v, column.country) for v in column.sampled) / len(column.sampled)


def _is_moment(value: str, _: str | None) -> bool:
    digits = sum(c.isdigit() for c in value)
    return moments.is_moment(value) and (digits >= 10)


def _is_date(value: str, _: str | None) -> bool:
    return moments.is_moment(value)


def _is_clock(value: str, _: str | None) -> bool:
    return bool(_CLOCK.fullmatch(value))


def _is_imei(value: str, _: str | None) -> bool:
    found = imei.normalise(value)
    digits = re.sub(r"\D", "", value.split("E")[0])
    if found is None:
        return bool(re.fullmatch(r"\d[.,]\d{2,}E\+?1[34]", value))
    return len(digits) in _IMEI_DIGITS and found.check is not imei.Check.DIFFERS


def _is_imsi(value: str, _: str | None) -> bool:
    found = sims.normalise_imsi(value)
    return found is not None and found.country is not None and len(found.number) == 15


def _is_number(value: str, country: str | None) -> bool:
    if moments.is_moment(value) and not value.isdigit():
        return False
    party = phones.normalise_party(value, country)
    if party.kind is PartyKind.UNKNOWN:
        return bool(re.fullmatch(r"\+?[\d ()/.-]{8,20}", value)) and 8 <= _digits(value) <= 14
    return party.kind in (PartyKind.E164, PartyKind.WITHHELD)


def _number_share(column: Column) -> float:
    """Share of parties; 0 unless half of them are numbers (the others may be senders' names)."""
    numbers = _share(column, _is_number)
    short = _share(column, lambda v, _: len(v) <= 20 and not _is_number(v, column.country))
    return numbers + short if numbers >= _HALF and numbers + short >= _MOST else 0.0


def _is_direction(value: str, _: str | None) -> bool:
    return vocabulary().read(value).direction is not None


def _is_kind(value: str, _: str | None) -> bool:
    read = vocabulary().read(value)
    return read.kind is not None or read.missed


def _digits(value: str) -> int:
    return sum(c.isdigit() for c in value)


# In this order: what is rarer by chance comes first.
_TESTS: tuple[tuple[Look, Test], ...] = (
    (Look.MOMENT, _is_moment),
    (Look.DATE, _is_date),
    (Look.CLOCK, _is_clock),
    (Look.KIND, _is_kind),
    (Look.DIRECTION, _is_direction),
    (Look.CGI, lambda value, _: bool(_CGI.fullmatch(value))),
    (Look.IMSI, _is_imsi),
    (Look.IMEI, _is_imei),
    (Look.SECONDS, lambda value, _: bool(_SECONDS.fullmatch(value))),
    (Look.CELL, lambda value, _: bool(_CELL.fullmatch(value))),
    (Look.WORDS, lambda value, _: any(c.isalpha() for c in value)),
)


def _clock_or_length(column: Column) -> Look:
    """Times of day spread over the day; durations seldom reach an hour."""
    hours = [int(v.split(":")[0]) for v in column.sampled if v.count(":") == 2]
    return Look.CLOCK if not hours or sum(h > 0 for h in hours) * 2 > len(hours) else Look.LENGTH


_BARE_CLOCK = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?")


def is_bare_clock(column: Column) -> bool:
    """Whether all values could be times of day without colons, of one length."""
    lengths = {len(v) for v in column.sampled}
    return len(lengths) == 1 and all(_BARE_CLOCK.fullmatch(v) for v in column.sampled)


def _is_ordinal(values: Sequence[str], complete: bool) -> bool:
    if len(values) < 3 or not all(v.isascii() and v.isdigit() and len(v) < 8 for v in values):
        return False
    numbers = [int(v) for v in values]
    steps = {b - a for a, b in pairwise(numbers)}
    return steps == {1} if complete else len(steps) == 1 and steps.pop() > 0
