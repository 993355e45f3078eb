"""Dates and times as operators write them: their format, and their order of day and month.

Formats are found from the shapes of the values. 01/02/2024 is never guessed: a value above 12 in
one place, a separator that only one order uses, a template or the user decides.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from ingest.selectors import dates


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
    """strptime formats to try in turn; ``epoch`` for time since 1970 (UTC), ``per_second`` units.

    ``states_zone`` is true where the values carry their offset from UTC; ``serial`` where they are
    a spreadsheet's days since 1899-12-30; ``named_months`` where months are named, for which the
    formats expect figures between dots.
    """

    formats: tuple[str, ...]
    has_clock: bool
    epoch: bool = False
    states_zone: bool = False
    per_second: int = 1
    serial: bool = False
    named_months: bool = False


@dataclass(frozen=True)
class Ambiguity:
    """Values that can be read in two orders; ``example`` is one of them, its digits masked."""

    example: str


_DATE = (
    r"(?P<p1>\d{1,4})(?P<sep>[.\-/])\s?(?P<p2>\d{1,2})(?P=sep)\s?(?P<p3>\d{4}|\d{2})(?P<trail>\.?)"
)
_CLOCK = (
    r"(?P<h>\d{1,2})(?P<colon>[:.h])(?P<m>\d{2})(?:(?P=colon)(?P<s>\d{2})(?P<fraction>[.,]\d{1,6})?)?"
    r"(?:(?P<gap>\s?)(?P<half>[AaPp]\.?[Mm]\.?))?(?P<unit>\s?(?:h|hrs|Uhr|sati))?"
)
_OFFSET = r"Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}"
_ZONE = rf"(?P<zone>\s?(?:{_OFFSET}|CES?T|EES?T))?"
_JOIN = r"(?P<join>T|\s*(?:[,;/|_-]|u|at|ora|um|ob|alle|ore|alle ore|στις)?\s*)"
_MOMENT = re.compile(rf"{_DATE}(?:{_JOIN}{_CLOCK}{_ZONE})?")
_COMPACT = re.compile(
    r"(?P<date>(?:19|20)\d{6}|\d{4}(?:19|20)\d{2})"
    rf"(?P<join>[ T_-]?)(?P<clock>\d{{6}}|\d{{4}}|\d\d:\d\d:\d\d|\d\d:\d\d)?(?P<zone>{_OFFSET})?"
)
_YEAR_LAST = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2}")
_YEAR_FIRST = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_EPOCH = re.compile(r"1\d{9}(?:\.\d{1,6})?|1\d{12}")
_SERIAL = re.compile(r"[34]\d{4}[.,]\d{3,}")
_NAMED = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?P<a>[ .\-/]{1,2})"
    r"(?P<name>[^\W\d_]{1,12}\.?)(?P<b>[ .,\-/]{1,2})"
    r"(?P<rest>(?:\d{4}|\d{2})(?!\d).*)|"
    r"(?P<name_first>[^\W\d_]{3,12})\.? (?P<day_second>\d{1,2}),? (?P<rest_second>\d{4}.*)"
)
_CLOCK_ONLY = re.compile(_CLOCK)
_CLOCK_COMPACT = re.compile(r"\d{6}")
_TRUST = 20
_ROMAN = {
    name: number
    for number, name in enumerate("I II III IV V VI VII VIII IX X XI XII".split(), 1)  # noqa: SIM905
}
_DAYS, _MONTHS = 31, 12


def is_clock(value: str) -> bool:
    """Whether a value is a time of day without a date."""
    return bool(_CLOCK_ONLY.fullmatch(value.strip()) or _CLOCK_COMPACT.fullmatch(value.strip()))


def is_moment(value: str) -> bool:
    """Whether a value is a date, with or without a time of day."""
    value = value.strip()
    if any(p.fullmatch(value) for p in (_MOMENT, _COMPACT, _EPOCH, _SERIAL)):
        return True
    plain = _figured(value)
    return plain is not None and bool(_MOMENT.fullmatch(plain))


def months() -> list[tuple[int, str]]:
    """The months' numbers and patterns of their names, in lower case, Roman figures too."""
    roman = {number: name.lower() for name, number in _ROMAN.items()}
    return [
        (number, "|".join([names.pattern, roman[number], *_in_listings()[number]]))
        for number, names in dates.months()
    ]


@cache
def _in_listings() -> dict[int, list[str]]:
    """Patterns of the names that only listings use."""
    text = files("ingest.call_records").joinpath("months.toml").read_text(encoding="utf-8")
    named = tomllib.loads(text).items()
    return {int(number): [w.replace("*", r"\w*") for w in words] for number, words in named}


@cache
def _month_patterns() -> list[tuple[int, re.Pattern[str]]]:
    return [(number, re.compile(pattern)) for number, pattern in months()]


def _month_number(name: str) -> int | None:
    """The number of the month of this name, in whatever letters."""
    lower = name.lower().rstrip(".")
    return next((n for n, pattern in _month_patterns() if pattern.fullmatch(lower)), None)


def says_all(form: str) -> bool:
    """Whether a strptime format has day, month, year and time: what it lacks would be made up."""
    parts = set(re.findall(r"%[a-zA-Z]", form))
    wanted = ("dj", "mbBj", "Yy", "HI", "M")
    return all(parts & {f"%{letter}" for letter in letters} for letters in wanted)


def _figured(value: str) -> str | None:
    """A date that names its month, with that in figures; None where it names none."""
    named = _NAMED.fullmatch(value)
    if named is None:
        return None
    month = _month_number(named["name"] or named["name_first"])
    if month is None:
        return None
    day, rest = named["day"] or named["day_second"], named["rest"] or named["rest_second"]
    return f"{day}.{month}.{rest}"


def read(values: Collection[str], order: DateOrder | None) -> Reading | Ambiguity | None:
    """How to read these values; None where too few of them are moments.

    ``order`` decides where the values themselves do not.
    """
    stripped = [v.strip() for v in values if v.strip()]
    if not stripped:
        return None
    if _most(_EPOCH, stripped):
        milliseconds = _most(re.compile(r"\d{13}"), stripped)
        return Reading((), has_clock=True, epoch=True, per_second=1000 if milliseconds else 1)
    if _most(_SERIAL, stripped):
        return Reading((), has_clock=True, serial=True)
    if _most(_COMPACT, stripped):
        return _compact(stripped)
    named = [plain for v in stripped if (plain := _figured(v))]
    if len(named) * 2 > len(stripped):
        reading = read(named, order)
        return replace(reading, named_months=True) if isinstance(reading, Reading) else reading
    matches = [m for v in stripped if (m := _MOMENT.fullmatch(v))]
    if len(matches) * 2 < len(stripped):
        return None
    found = _order(matches, order)
    return _reading(matches, found) if isinstance(found, DateOrder) else found


def _most(pattern: re.Pattern[str], values: Collection[str]) -> bool:
    return sum(1 for v in values if pattern.fullmatch(v)) * 2 > len(values)


def _compact(values: Collection[str]) -> Reading | Ambiguity | None:
    matches = [m for v in values if (m := _COMPACT.fullmatch(v))]
    dates_ = [m["date"] for m in matches]
    form = next(
        (f for p, f in ((_YEAR_FIRST, "%Y%m%d"), (_YEAR_LAST, "%d%m%Y")) if _most(p, dates_)), None
    )
    if form is None:
        return None
    clocks = {8: "%H:%M:%S", 6: "%H%M%S", 5: "%H:%M", 4: "%H%M", 0: ""}
    shapes = Counter((m["join"], len(m["clock"] or ""), bool(m["zone"])) for m in matches)
    formats = tuple(
        f"{form}{join}{clocks[length]}{'%z' if zone else ''}"
        for (join, length, zone), _ in shapes.most_common()
    )
    return Reading(
        formats,
        has_clock=any(length for _, length, _ in shapes),
        states_zone=all(zone for _, _, zone in shapes),
    )


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
    if all(len(m["p3"]) == 2 for m in undecided):
        return _by_change(undecided) or Ambiguity(masked(undecided[0].group()))
    best, other = sorted(votes, key=lambda o: -votes[o])
    if votes[best] > _TRUST * votes[other]:
        return best
    return Ambiguity(masked(undecided[0].group()))


def _by_change(matches: Collection[re.Match[str]]) -> DateOrder | None:
    """The order of 24/12/31: days change more often than years, and go up to 31."""
    first, middle, last = ({int(m[p]) for m in matches} for p in ("p1", "p2", "p3"))
    orders = (
        (DateOrder.DMY, first, middle, last),
        (DateOrder.MDY, middle, first, last),
        (DateOrder.YMD, last, middle, first),
    )
    possible = [
        (order, len(days) - len(years))
        for order, days, months, years in orders
        if max(days) <= _DAYS and max(months) <= _MONTHS
    ]
    best = sorted(possible, key=lambda pair: -pair[1])
    clear = len(best) == 1 or (len(best) > 1 and best[0][1] > max(0, best[1][1]))
    return best[0][0] if clear else None


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
    half = f"{match['gap']}%p" if match["half"] else ""
    half += match["unit"] or ""
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
