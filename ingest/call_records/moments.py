"""Dates and times as operators write them: their format, and their order of day and month.

Formats are found from the shapes of the values. 01/02/2024 is never guessed: a value above 12 in
one place, a separator that only one order uses, a template or the user decides.
"""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class DateOrder(StrEnum):
    """Order of day (d), month (m) and year (y)."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


@dataclass(frozen=True)
class Shape:
    """How a moment is put together; ``first`` and ``second`` are its first two numbers."""

    separator: str
    year_first: bool
    year_digits: int
    trailing: str
    join: str
    clock: str
    zone: str


@dataclass(frozen=True)
class Reading:
    """strptime formats to try in turn; ``epoch`` for seconds since 1970 (UTC).

    ``states_zone`` is true where the values carry their offset from UTC.
    """

    formats: tuple[str, ...]
    has_clock: bool
    epoch: bool = False
    states_zone: bool = False


@dataclass(frozen=True)
class Ambiguity:
    """Values that can be read in two orders; ``example`` is one of them, its digits masked."""

    example: str


_DATE = (
    r"(?P<p1>\d{1,4})(?P<sep>[.\-/])\s?(?P<p2>\d{1,2})(?P=sep)\s?(?P<p3>\d{4}|\d{2})(?P<trail>\.?)"
)
_CLOCK = (
    r"(?P<h>\d{1,2})(?P<colon>[:.])(?P<m>\d{2})(?:(?P=colon)(?P<s>\d{2})(?P<fraction>[.,]\d{1,6})?)?"
    r"(?:\s?(?P<half>[AaPp]\.?[Mm]\.?))?"
)
_ZONE = r"(?P<zone>\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}))?"
_MOMENT = re.compile(rf"{_DATE}(?:(?P<join>T|\s*,?\s*){_CLOCK}{_ZONE})?")
_COMPACT = re.compile(r"(?P<date>(?:19|20)\d{6})(?P<join>[ T]?)(?P<clock>\d{6}|\d{4})?")
_EPOCH = re.compile(r"1\d{9}")
_CLOCK_ONLY = re.compile(_CLOCK)
_CLOCK_COMPACT = re.compile(r"\d{6}")
_TRUST = 20


def is_clock(value: str) -> bool:
    """Whether a value is a time of day without a date."""
    return bool(_CLOCK_ONLY.fullmatch(value.strip()) or _CLOCK_COMPACT.fullmatch(value.strip()))


def is_moment(value: str) -> bool:
    """Whether a value is a date, with or without a time of day."""
    value = value.strip()
    return any(p.fullmatch(value) for p in (_MOMENT, _COMPACT, _EPOCH))


def read(values: Collection[str], order: DateOrder | None) -> Reading | Ambiguity | None:
    """How to read these values; None where too few of them are moments.

    ``order`` decides where the values themselves do not.
    """
    stripped = [v.strip() for v in values if v.strip()]
    if not stripped:
        return None
    if _most(_EPOCH, stripped):
        return Reading((), has_clock=True, epoch=True)
    if _most(_COMPACT, stripped):
        return _compact(stripped)
    matches = [m for v in stripped if (m := _MOMENT.fullmatch(v))]
    if len(matches) * 2 < len(stripped):
        return None
    found = _order(matches, order)
    return _reading(matches, found) if isinstance(found, DateOrder) else found


def _most(pattern: re.Pattern[str], values: Collection[str]) -> bool:
    return sum(1 for v in values if pattern.fullmatch(v)) * 2 > len(values)


def _compact(values: Collection[str]) -> Reading:
    matches = [m for v in values if (m := _COMPACT.fullmatch(v))]
    clocks = {6: "%H%M%S", 4: "%H%M", 0: ""}
    shapes = Counter((m["join"], len(m["clock"] or "")) for m in matches)
    formats = tuple(f"%Y%m%d{join}{clocks[length]}" for (join, length), _ in shapes.most_common())
    return Reading(formats, has_clock=any(length for _, length in shapes))


def _order(matches: Collection[re.Match[str]], given: DateOrder | None) -> DateOrder | Ambiguity:
    if all(len(m["p1"]) == 4 for m in matches):
        return DateOrder.YMD
    undecided = [m for m in matches if len(m["p1"]) < 4]
    if all(m["sep"] == "." for m in undecided):
        return DateOrder.DMY
    if given:
        return given
    votes = {
        DateOrder.DMY: sum(1 for m in undecided if int(m["p1"]) > 12 and int(m["p2"]) <= 12),
        DateOrder.MDY: sum(1 for m in undecided if int(m["p2"]) > 12 and int(m["p1"]) <= 12),
    }
    if all(len(m["p3"]) == 2 for m in undecided) and not any(votes.values()):
        return Ambiguity(masked(undecided[0].group()))
    best, other = sorted(votes, key=lambda o: -votes[o])
    if votes[best] > _TRUST * votes[other]:
        return best
    return Ambiguity(masked(undecided[0].group()))


def _reading(matches: Collection[re.Match[str]], order: DateOrder) -> Reading:
    """Formats of the shapes seen, most frequent first, then their close relatives."""
    seen = Counter(_format(m, order) for m in matches)
    formats = [f for f, _ in seen.most_common()]
    relatives = [r for f in formats for r in _relatives(f)]
    zoned = bool(matches) and all(m["zone"] for m in matches)
    clock = any(m["h"] for m in matches)
    return Reading(tuple(dict.fromkeys(formats + relatives)), clock, states_zone=zoned)


def _format(match: re.Match[str], order: DateOrder) -> str:
    return _date_format(match, order) + _clock_format(match)


def _date_format(match: re.Match[str], order: DateOrder) -> str:
    year = "%Y" if max(len(match["p1"]), len(match["p3"])) == 4 else "%y"
    if len(match["p1"]) == 4:
        order = DateOrder.YMD
    parts = {"d": "%d", "m": "%m", "y": year}
    return match["sep"].join(parts[p] for p in order) + match["trail"]


def _clock_format(match: re.Match[str]) -> str:
    if not match["h"]:
        return ""
    join = match["join"] if match["join"].strip() else " "
    colon = match["colon"]
    hours = "%I" if match["half"] else "%H"
    seconds = f"{colon}%S" if match["s"] else ""
    fraction = f"{match['fraction'][0]}%f" if match["fraction"] else ""
    half = " %p" if match["half"] else ""
    zone = "%z" if match["zone"] else ""
    return f"{join}{hours}{colon}%M{seconds}{fraction}{half}{zone}"


def _relatives(form: str) -> list[str]:
    """The same order and separators with or without seconds and trailing dot."""
    with_seconds = form if "%S" in form else form.replace("%M", "%M:%S")
    without = form.replace(":%S", "").replace(".%S", "")
    both = [with_seconds, without]
    dots = [f.replace("%Y.", "%Y") if "%Y." in f else f.replace("%Y", "%Y.") for f in both]
    return both + (dots if form.startswith("%d.") else [])


def masked(value: str) -> str:
    """A value's shape: digits as 9, letters as a."""
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", value))
