"""What an operator writes above the columns: target, subscriber, period, time zone."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache

from ingest.call_records.layout import Located, Preamble
from ingest.call_records.zones import zone_info
from ingest.tables.headers import Lexicon, fold
from ingest.tables.sheet import Record

_IANA = re.compile(r"\b(?:Europe|Asia|Africa|America|Atlantic|Australia|Pacific|Etc)/[\w/+-]+")
_UTC = re.compile(r"(?<![\w/])(?:UTC|GMT)(?![\w/])(?:\s?[+-]\s?\d{1,2}(?::?\d{2})?)?")
_LOCAL = re.compile(
    r"\b(?:local time|lokaln\w+ vr[ij]*eme\w*|koha lokale|ora lokale|ora locale|ortszeit)\b"
)
_NUMBER = re.compile(r"\+?\d[\d /()-]{5,18}\d")
_NUMBER_LAST = re.compile(rf"(?P<words>\D+?)[\s:]+(?P<number>{_NUMBER.pattern})")
_PARTS = re.compile(r"\s*[;|\t]\s*|(?<!:)\s{2,}(?=\w[^:]*:)")
"""Between several statements of one line: ``Broj: 064…   Period: …``."""
_DATE = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})|(?<!\d)(\d{4})-(\d{2})-(\d{2})")


@cache
def lexicon() -> Lexicon:
    """Keys above the columns."""
    return Lexicon.load("ingest.call_records", "preamble.toml")


def read(records: Sequence[Record]) -> Preamble:
    """Everything said above the columns."""
    text = "\n".join(" ".join(c for c in r.cells if c.strip()) for r in records)
    found: dict[str, Located] = {}
    for field, located in _facts(records):
        found.setdefault(field, located)
    zone_text = found["time_zone"].text if "time_zone" in found else ""
    return Preamble(
        text=text,
        target=_phone(found.get("target")),
        target_imei=_phone(found.get("target_imei")),
        subscriber=_name(found.get("subscriber")),
        zone=zone_in(zone_text) or zone_in(text),
        says_local=says_local(text),
        period=_period(found),
    )


def zone_in(text: str) -> str | None:
    """The one zone a text names (IANA name, UTC, or offset from UTC)."""
    named = {m.group() for m in _IANA.finditer(text)} or {
        m.group().replace(" ", "") for m in _UTC.finditer(text)
    }
    known = {name for name in named if zone_info(name)}
    return next(iter(known)) if len(known) == 1 else None


def says_local(text: str) -> bool:
    """Whether a text says that times are local."""
    return bool(_LOCAL.search(fold(text)))


def _facts(records: Sequence[Record]) -> Iterator[tuple[str, Located]]:
    for record in records:
        cells = [part for c in record.cells for part in _PARTS.split(c.strip()) if part]
        for position, cell in enumerate(cells):
            key, _, value = cell.partition(":")
            value = value.strip() or next(iter(cells[position + 1 :]), "")
            field = lexicon().field(key)
            if field == "subscriber" and _NUMBER.fullmatch(value):
                field = "target"
            if field and value:
                yield field, Located(record.row_number, value)
            number = _NUMBER_LAST.fullmatch(cell)
            if number and field in (None, "subscriber"):
                words = fold(number["words"]).split()
                fields = [lexicon().field(" ".join(words[-n:])) for n in (3, 2, 1)]
                for last in (f for f in fields if f in ("target", "target_imei")):
                    yield last, Located(record.row_number, number["number"])


def _phone(located: Located | None) -> Located | None:
    digits = sum(c.isdigit() for c in located.text) if located else 0
    return located if digits >= 5 else None


def _name(located: Located | None) -> Located | None:
    letters = sum(c.isalpha() for c in located.text) if located else 0
    return located if letters >= 3 else None


def _period(found: dict[str, Located]) -> tuple[datetime, datetime] | None:
    """First and last moment of the stated period; a last day counts to its end."""
    keys = ("period", "period_from", "period_to")
    text = " ".join(found[k].text for k in keys if k in found)
    days = [_day(m) for m in _DATE.finditer(text)]
    if len(days) != 2 or None in days:
        return None
    first, last = days
    assert first and last
    return (first, last + timedelta(days=1)) if first <= last else None


def _day(match: re.Match[str]) -> datetime | None:
    day, month, year, iso_year, iso_month, iso_day = match.groups()
    try:
        return datetime(int(year or iso_year), int(month or iso_month), int(day or iso_day))
    except ValueError:
        return None
