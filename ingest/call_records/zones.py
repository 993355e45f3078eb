"""Local times to UTC, exactly, also where the clocks change.

Within a file's span of time a zone has a few changes of offset. They are found once (from the IANA
data) and become one CASE expression, which DuckDB evaluates far faster than a call per row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_FIXED = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d{2}))?")


@dataclass(frozen=True)
class Change:
    """A change of offset at one moment: local clocks jump from ``local_before`` by ``jump``."""

    local_before: datetime
    offset_before: timedelta
    offset_after: timedelta

    @property
    def jump(self) -> timedelta:
        """How far clocks go forward (they go back where it is negative)."""
        return self.offset_after - self.offset_before


def zone_info(name: str) -> tzinfo | None:
    """The zone of an IANA name, ``UTC`` or a fixed offset such as ``UTC+02:00``."""
    if name.strip().upper() in ("UTC", "GMT", "Z", "ZULU"):
        return UTC
    fixed = _FIXED.fullmatch(name.strip())
    if fixed:
        sign, hours, minutes = fixed.groups()
        delta = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(delta if sign == "+" else -delta)
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zone_of_country(country: str) -> str | None:
    """The time zone of a country, if all of it keeps one time (by the IANA table zone.tab)."""
    names = _zones_by_country().get(country.upper(), [])
    if not names or len({_year_round(name) for name in names}) > 1:
        return None
    return names[0]


@cache
def _zones_by_country() -> dict[str, list[str]]:
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {"XK": ["Europe/Belgrade"]}  # not in ISO 3166-1, so not in IANA's
    for line in table.splitlines():
        if not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            found.setdefault(country, []).append(name)
    return found


def _year_round(name: str) -> tuple[timedelta, ...]:
    months = (datetime(year, month, 1, tzinfo=UTC) for year in (2010, 2025) for month in (1, 7))
    return tuple(_offset(ZoneInfo(name), moment) for moment in months)


def changes(zone: tzinfo, first: datetime, last: datetime) -> list[Change]:
    """Changes of offset from a day before ``first`` to a day after ``last`` (local, naive)."""
    moment = first.replace(tzinfo=UTC) - timedelta(days=2)
    end = last.replace(tzinfo=UTC) + timedelta(days=2)
    found = []
    while moment < end:
        following = moment + timedelta(days=1)
        before, after = _offset(zone, moment), _offset(zone, following)
        if before != after:
            at = _moment_of_change(zone, moment, following)
            found.append(Change((at + before).replace(tzinfo=None), before, after))
        moment = following
    return found


def _offset(zone: tzinfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _moment_of_change(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """The first second with the new offset, between two moments."""
    old = _offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle == before:
            break
        before, after = (middle, after) if _offset(zone, middle) == old else (before, middle)
    return after


def utc_sql(local: str, zone: tzinfo, found: Sequence[Change], anywhere: datetime) -> str:
    """SQL that turns the local TIMESTAMP expression into UTC; the first pass of a repeated hour."""
    last = found[-1].offset_after if found else _offset(zone, anywhere.replace(tzinfo=UTC))
    if not found:
        return _minus(local, last)
    branches = " ".join(
        f"WHEN {local} < {_literal(c.local_before)} THEN {_minus(local, c.offset_before)}"
        for c in found
    )
    return f"CASE {branches} ELSE {_minus(local, last)} END"


def local_sql(utc: str, zone: tzinfo, found: Sequence[Change], anywhere: datetime) -> str:
    """SQL that turns the TIMESTAMP expression in UTC into the zone's local time."""
    last = found[-1].offset_after if found else _offset(zone, anywhere.replace(tzinfo=UTC))
    branches = " ".join(
        f"WHEN {utc} < {_literal(c.local_before - c.offset_before)} "
        f"THEN {_minus(utc, -c.offset_before)}"
        for c in found
    )
    after = _minus(utc, -last)
    return f"CASE {branches} ELSE {after} END" if found else after


def ambiguous_sql(local: str, found: Sequence[Change]) -> str:
    """SQL: whether the local time occurs twice."""
    return _any_between(
        local, [(c.local_before + c.jump, c.local_before) for c in found if c.jump < timedelta()]
    )


def skipped_sql(local: str, found: Sequence[Change]) -> str:
    """SQL: whether the clocks never showed this local time."""
    return _any_between(
        local, [(c.local_before, c.local_before + c.jump) for c in found if c.jump > timedelta()]
    )


def _any_between(local: str, spans: Sequence[tuple[datetime, datetime]]) -> str:
    tests = [f"({local} >= {_literal(a)} AND {local} < {_literal(b)})" for a, b in spans]
    return " OR ".join(tests) if tests else "false"


def _minus(local: str, offset: timedelta) -> str:
    return f"{local} - to_seconds({int(offset.total_seconds())})"


def _literal(moment: datetime) -> str:
    return f"TIMESTAMP '{moment.isoformat(sep=' ')}'"
