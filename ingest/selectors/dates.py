"""Dates and clock times as written, in the four languages; day before month, as on the route.

``normalised`` of a date is ISO 8601 (``2024-03-12``; ``2024-03`` where no day is given,
``--03-12`` where no year is, unless the words around give it); of a time ``HH:MM``.
``03/12/2024`` is read day first: no file of the region writes otherwise, and English statements
taken here follow the local form; a month beyond 12 shows the American order.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.letters import aligned_latin, latin

_S = r"[ \u00a0]?\n?[ ]?"
_NUMERIC = re.compile(
    rf"(?<![\w.,/+-])(?P<d>\d{{1,2}})(?P<sep>[./-]){_S}(?P<m>\d{{1,2}})(?P=sep){_S}"
    rf"(?P<y>(?:19|20)\d{{2}}|\d{{2}})(?![\d/-]|[.,]\d)\.?"
)
_ISO = re.compile(
    r"(?<![\w/+-])(?P<y>(?:19|20)\d{2})[-./](?P<m>\d{1,2})[-./](?P<d>\d{1,2})\.?(?![\d/-])"
)
_ROMAN = re.compile(
    rf"(?<![\w.])(?P<d>\d{{1,2}})\.{_S}(?P<m>I{{1,3}}|IV|VI{{0,3}}|IX|XI{{0,2}}|X)\.?{_S}"
    r"(?P<y>(?:19|20)\d{2})(?!\d)\.?"
)
_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_YEAR = r"(?P<y>(?:19|20)\d{2})(?!\d)\.?"


def parse(written: str) -> str | None:
    """ISO form of a value that is a date and nothing else (``12. 3. 2024.``, ``12 mars 2024``)."""
    value = written.strip()
    found = find(value)
    whole = len(found) == 1 and not re.sub(
        r"[\s.,]|godin\w*|god|g", "", value[: found[0].start] + value[found[0].end :]
    )
    return found[0].normalised if whole else None


def find(text: str, country: str | None = None) -> list[Found]:  # noqa: ARG001 - one face for all
    """Dates and clock times in a text."""
    return [*_dates(text), *_without_year(text), *_times(text)]


def _dates(text: str) -> Iterator[Found]:
    for match in (*_NUMERIC.finditer(text), *_ISO.finditer(text)):
        iso = _numeric(match["d"], match["m"], match["y"])
        if iso:
            yield _made(SelectorKind.DATE, text, match, iso, 0.95)
    for match in _ROMAN.finditer(text):
        iso = _iso(match["y"], _ROMAN_MONTHS.index(match["m"]) + 1, int(match["d"]))
        if iso:
            yield _made(SelectorKind.DATE, text, match, iso, 0.94)
    for pattern in _named_patterns():
        for match in pattern.finditer(aligned_latin(text)):
            iso = _named(match)
            if iso:
                yield _made(SelectorKind.DATE, text, match, iso, 0.94 if len(iso) == 10 else 0.9)


# ``od 03.04. do 06.04.2024.``: the first day of a stretch of time has the year of the last.
_STRETCH = re.compile(
    rf"(?<![\w.,/+-])(?P<d>\d{{1,2}})\.{_S}(?P<m>\d{{1,2}})\.?"
    r"(?=\s?(?:do|deri(?: më)?|до|to|until|[-–])\s?"
    rf"\d{{1,2}}\.{_S}\d{{1,2}}\.{_S}(?P<y>(?:19|20)\d{{2}}))"
)
_YEAR_AFTER = re.compile(r"[ \u00a0,]*(?:të vitit|e vitit|viti|of)?[ \u00a0]*(?:19|20)\d{2}")


def _without_year(text: str) -> Iterator[Found]:
    for match in _STRETCH.finditer(text):
        iso = _iso(match["y"], int(match["m"]), int(match["d"]))
        if iso:
            yield _made(SelectorKind.DATE, text, match, iso, 0.93)
    for match in _day_and_month().finditer(aligned_latin(text)):
        month = month_number(match["month"])
        if month and 1 <= int(match["d"]) <= 31 and not _YEAR_AFTER.match(text, match.end()):
            value = f"--{month:02}-{int(match['d']):02}"
            yield _made(SelectorKind.DATE, text, match, value, 0.8)


def _numeric(day: str, month: str, year: str) -> str | None:
    full_year = year if len(year) == 4 else _century(year)
    ordered = _iso(full_year, int(month), int(day))
    return ordered or (_iso(full_year, int(day), int(month)) if int(month) > 12 else None)


def _century(year: str) -> str:
    return ("20" if int(year) < 40 else "19") + year


def _iso(year: str, month: int, day: int) -> str | None:
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:
        return None


def _named(match: re.Match[str]) -> str | None:
    month = month_number(match["month"])
    if month is None:
        return None
    day = match.groupdict().get("d")
    if not day:
        return f"{match['y']}-{month:02}"
    return _iso(match["y"], month, int(day))


def _made(kind: SelectorKind, text: str, match: re.Match[str], value: str, grade: float) -> Found:
    start, end = match.span()
    return Found(kind, start, end, text[start:end], value, None, grade)


@cache
def months() -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The months' numbers, and patterns of their names in lower case."""
    raw = tomllib.loads((files(__package__) / "data" / "months.toml").read_text("utf-8"))
    return tuple(
        (int(number), re.compile("|".join(w.replace("*", r"\w*") for w in words)))
        for number, words in raw.items()
    )


def month_number(word: str) -> int | None:
    """The number of the month that a word names."""
    lower = word.lower().rstrip(".")
    return next((number for number, pattern in months() if pattern.fullmatch(lower)), None)


@cache
def _named_patterns() -> tuple[re.Pattern[str], ...]:
    month = r"(?P<month>" + "|".join(pattern.pattern for _, pattern in months()) + r")\.?"
    gap = r"[ \u00a0\n]{1,2}"
    day = r"(?<![\w.])(?P<d>\d{1,2})(?:st|nd|rd|th)?\.?"  # also the second of "18/19. juna"
    vit = rf"(?:(?:të{gap}vitit|e{gap}vitit|viti|of){gap})?"
    joined = rf"{gap}(?:(?:of|të|e){gap})?"
    return (
        re.compile(rf"(?i){day}{joined}{month}(?!\w),?{gap}{vit}{_YEAR}"),
        re.compile(rf"(?i)(?<!\w){month}{gap}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,{gap}{_YEAR}"),
        re.compile(rf"(?i)(?<![\w.])(?<!\d[ ])(?<!\d\.[ ]){month},?{gap}{vit}{_YEAR}"),
    )


@cache
def _day_and_month() -> re.Pattern[str]:
    """``10. aprila``, ``14 March``; of abbreviations only those that are no other words."""
    long = [
        w for _, pattern in months() for w in pattern.pattern.split("|") if len(w.strip(r"\w*")) > 3
    ]
    gap = r"[ \u00a0\n]{1,2}"
    return re.compile(
        rf"(?i)(?<![\w.,/-])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?{gap}(?:(?:of|të|e){gap})?"
        rf"(?P<month>{'|'.join(long)})(?!\w)"
    )


# ------------------------------------------------------------------ clock times

_UNIT = (
    r"h|č|c|ч|sati|sata|sat|čas\w*|cas\w*|час\w*|сат\w{0,2}|a\.?m\.?|p\.?m\.?|hrs?|hours|o'clock"
)
_CLOCK = re.compile(
    r"(?<![\w.,:/+-])(?P<h>[01]?\d|2[0-4])[:.,](?P<mi>[0-5]\d)(?::[0-5]\d)?"
    rf"(?P<unit>[ \u00a0]?(?:{_UNIT})(?!\w))?(?![\d/]|[.,:]\d)",
    re.I,
)
_HOUR = re.compile(
    rf"(?<![\w.,:/+-])(?P<h>[01]?\d|2[0-4])(?P<unit>[ \u00a0]?(?:{_UNIT})(?!\w))", re.I
)
_HOUR_WORD = re.compile(
    r"\b(?:u|oko|do|od|у|око|од|до|at|around|about|by|ora|orën|orës|orë|rreth"
    r"|vri?jeme|vreme|време|вријеме|time|koha)\s*:?\s+$",
    re.I,
)
# 0340 hrs, u 0415: a year has no unit, and after a preposition may be no time of day.
_MILITARY = re.compile(
    r"(?<![\w.,:/+-])(?P<h>[01]\d|2[0-3])(?P<mi>[0-5]\d)"
    r"(?P<unit>[ \u00a0]?(?:hrs?|hours|h|sati|časova|часова)(?!\w))?"
    r"(?![\w:/-]|[.,]\d)",
    re.I,
)
_AT = re.compile(r"(?:^|(?<=[^\w]))(?:u|oko|у|око|at|around|ora|orën)\s+$", re.I)
_MORNING = (
    r"ujutr[uoi]|izjutra|ујутр[уои]|изјутра|(?:e|të|në) mëngjesi?t?|në mëngjes|in the morning"
)
_EVENING = (
    r"popodne|posli?je podne|posle podne|uvečer?|uveče|navečer|predveče|поподне|послије подне"
    r"|после подне|увечер?|увече|навечер|предвече|(?:e|të) natës|(?:e|të) mbrëmjes|në mbrëmje"
    r"|(?:e |të )?pasdites?|in the (?:evening|afternoon)|at night"
)
_DAYTIME = re.compile(
    r"(?i)(?<![\w.,:/+-])(?P<h>[01]?\d|2[0-4])(?:(?:[:.]|[ \u00a0][iи][ \u00a0])(?P<mi>[0-5]\d))?"
    r"[ \u00a0]?(?:(?:sat[ia]?|časova|h|часова|сати)[ \u00a0])?"
    rf"(?:(?P<am>{_MORNING})|(?P<pm>{_EVENING}))(?!\w)"
)
_BARE_HOUR = re.compile(r"(?i)(?<!\w)(?:ora|orën|orës)\s+(?P<h>[01]?\d|2[0-4])(?![\w:/]|[.,]\d)")

_HOURS = {
    word: number
    for words in (
        "jedan dva tri četiri pet šest sedam osam devet deset jedanaest dvanaest",
        "jedan dvije tri četri pet šest sedam osam devet deset jedanaes dvanaes",
        "një dy tre katër pesë gjashtë shtatë tetë nëntë dhjetë njëmbëdhjetë dymbëdhjetë",
        "one two three four five six seven eight nine ten eleven twelve",
    )
    for number, word in enumerate(words.split(), 1)
}
_WORDED = "|".join(sorted(_HOURS, key=len, reverse=True))
_IN_WORDS = rf"(?P<h>{_WORDED})(?!\w)"
_SAID = rf"(?P<h>1[0-2]|[1-9]|{_WORDED})(?!\w)"
_OF_DAY = rf"(?:[ \u00a0](?:{_MORNING}|(?P<pm>{_EVENING}|p\.?m\.?)))"


@dataclass(frozen=True)
class _Spoken:
    """A way to say an hour: what is to be taken ``back`` from it, and the minutes it means."""

    pattern: re.Pattern[str]
    back: int = 0
    minutes: str = "00"


# "Pola osam" is half past seven; "shtatë e gjysmë" and "half past seven" say it the other way.
_HALVES = (
    _Spoken(re.compile(rf"(?i)(?<!\w)pola {_SAID}{_OF_DAY}?(?!\s+(?:h|km|m|kg|g)\b)"), 1, "30"),
    _Spoken(re.compile(rf"(?i)(?<!\w)half past {_SAID}{_OF_DAY}?"), 0, "30"),
    _Spoken(re.compile(rf"(?i)(?<!\w)(?:ora|orën|orës) {_SAID} e gjysmë{_OF_DAY}?"), 0, "30"),
)
# "U devet sati", "at nine in the evening", "rreth orës nëntë"; "dva sata" alone is how long.
# Whole hours in figures are read by the other rules.
_WHOLE = (
    _Spoken(
        re.compile(
            r"(?i)(?<!\w)(?:u|oko|do|od|iza|prije|pre|at|around|about|by|until|before|after)\s+"
            rf"{_IN_WORDS}(?:\s(?:sati|sata|sat|časova|časa|čas|o'clock))?{_OF_DAY}(?!\w)"
        )
    ),
    _Spoken(re.compile(rf"(?i)(?<!\w)u\s+{_IN_WORDS}\s(?:sati|sata|sat|časova|časa)(?!\w)")),
    _Spoken(re.compile(rf"(?i)(?<!\w)(?:at|by|around|about|until)\s+{_IN_WORDS}\so'clock(?!\w)")),
    _Spoken(re.compile(rf"(?i)(?<!\w)(?:ora|orën|orës)\s+{_IN_WORDS}{_OF_DAY}?(?!\w)")),
)


def _spoken(text: str) -> Iterator[Found]:
    """Hours in words, and half hours; as said where nothing tells the half of the day."""
    plain = aligned_latin(text)
    for way in (*_HALVES, *_WHOLE):
        for match in way.pattern.finditer(plain):
            hour = (_HOURS.get(match["h"].lower()) or int(match["h"])) - way.back
            pm = "pm" if match.groupdict().get("pm") else None
            half = way.minutes != "00"
            start, end = match.start() if half else match.start("h"), match.end()
            clock = _clock(str(hour or 12), way.minutes, pm)
            grade = 0.86 if half else 0.83
            yield Found(SelectorKind.TIME, start, end, text[start:end], clock, None, grade)


def _times(text: str) -> Iterator[Found]:
    kind = SelectorKind.TIME
    yield from _spoken(text)
    for match in _CLOCK.finditer(text):
        before = text[max(0, match.start() - 14) : match.start()]
        plain = ":" in match.group() or match["unit"] or _HOUR_WORD.search(before)
        if plain or _logged(text, match.start(), match.end()):
            clock = _clock(match["h"], match["mi"], match["unit"])
            yield _made(kind, text, match, clock, 0.82)
    for match in _MILITARY.finditer(text):
        at = _AT.search(text[max(0, match.start() - 8) : match.start()])
        if match["unit"] or (at and match["h"] not in ("19", "20")):
            yield _made(kind, text, match, f"{match['h']}:{match['mi']}", 0.83)
    for match in _DAYTIME.finditer(text):
        half = "pm" if match["pm"] else "am"
        yield _made(kind, text, match, _clock(match["h"], match["mi"] or "00", half), 0.84)
    for match in _HOUR.finditer(text):
        before = text[max(0, match.start() - 14) : match.start()]
        if match["unit"].strip() in ("C", "Č", "Ч") and not _HOUR_WORD.search(before):
            continue  # a seat or a temperature
        if _lasts(latin(text[max(0, match.start() - 30) : match.start()]), match):
            continue
        yield _made(kind, text, match, _clock(match["h"], "00", match["unit"]), 0.81)
    for match in _BARE_HOUR.finditer(text):
        start, end = match.span("h")
        yield Found(kind, start, end, text[start:end], _clock(match["h"], "00", None), None, 0.8)


# ``29.02.2024., 07.05, vozilo``; ``09.32 – prilazi mu``: the lines of a log
_AFTER_DATE = re.compile(r"\d{4}\.?,?\s(?:godine,?\s)?$")
_BEGINS = re.compile(r"(?:^|[\n;:])\s*$")
_LOG_LINE = re.compile(r"\s*[–—-]\s*[^\W\d_]")


def _logged(text: str, start: int, end: int) -> bool:
    """Whether a clock time without unit or colon stands where a log has one."""
    before = latin(text[max(0, start - 20) : start])
    heads = _BEGINS.search(before) is not None and _LOG_LINE.match(text, end) is not None
    return heads or _AFTER_DATE.search(before) is not None


# What says how long rather than when: "čekali smo 2 sata", "after 12 hours".
_HOW_LONG = re.compile(
    r"(?:\b(?:nakon|posli?je|posle|za|tokom|tijekom|svak\w+|roku od|već|još|pun\w*|cel\w+|cijel\w+"
    r"|čeka\w*|traja\w*|hoda\w*|p[ij]*ešači\w*|for|after|in|within|every|per|wait\w*|last\w*|took"
    r"|duration|za vrijeme|za vreme|prej|pas|për|brenda|çdo|zgjat\w*|prit\w*))\s+"
    r"(?:(?:smo|su|je|sam|se)\s+)*(?:oko |about |around |some |rreth )?$",
    re.I,
)
_WHEN = re.compile(r"(?:^|\W)(?:u|at|ora|orën|orës)\s+$", re.I)
_ABOUT = re.compile(
    r"(?:^|\W)(?:oko|do|od|iza|prije|pre|by|until|before|around|about|rreth|deri|nga|i|and)\s+$|[–-]$",
    re.I,
)
_HOURS_ENGLISH = ("hours", "hour", "hrs", "hr")
_LONGEST_WAIT_H = 4


def _lasts(before: str, match: re.Match[str]) -> bool:
    """Whether a number of hours says how long something lasts, and is no time of day."""
    unit, hour = match["unit"].strip().lower(), int(match["h"])
    if unit.replace(".", "") in ("am", "pm", "o'clock") or _WHEN.search(before):
        return False
    if _HOW_LONG.search(before) or unit in _HOURS_ENGLISH:
        return True
    return hour <= 12 and not (_ABOUT.search(before) and hour > _LONGEST_WAIT_H)


def _clock(hour: str, minute: str, unit: str | None) -> str:
    value = int(hour)
    half = re.sub(r"[^apm]", "", (unit or "").lower())
    if half == "pm" and value < 12 and value > 0:
        value += 12
    if half == "am" and value == 12:
        value = 0
    return f"{value % 24:02}:{minute}"
