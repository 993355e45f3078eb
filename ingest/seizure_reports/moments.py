"""When an exhibit was taken, as the cells of its row say it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from ingest.call_records.zones import zone_info
from ingest.seizure_reports.fields import FormField
from ingest.selectors import dates
from ingest.selectors.found import SelectorKind

_CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s?(?:[:.,h]|č|c|ч)\s?([0-5]\d)(?:[:.][0-5]\d)?(?!\d)")
_HOUR = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s?(?:h|sat\w*|čas\w*|cas\w*|u)?\.?\s*$")


@dataclass(frozen=True)
class Taken:
    """As written, and in local time and UTC as far as it can be read.

    ``local`` is midnight where only the day is given, and then ``utc`` is None.
    """

    written: str | None
    local: datetime | None
    utc: datetime | None


def taken(said: Mapping[FormField, str], zone: str | None) -> Taken:
    """The moment that the columns of date and time state."""
    parts = [
        said[f].strip() for f in (FormField.MOMENT, FormField.DATE, FormField.TIME) if f in said
    ]
    written = " ".join(parts) or None
    found = [f for f in dates.find(written or "") if f.kind is SelectorKind.DATE]
    on = day(found[0].normalised) if found else None
    if written is None or on is None:
        return Taken(written, None, None)
    clock = _clock(written[: found[0].start] + " " + written[found[0].end :])
    local = datetime.combine(on, clock or time())
    return Taken(written, local, _utc(local, zone) if clock else None)


def day(iso: str) -> date | None:
    """A full ISO date; the middle of the year where only the year is given."""
    try:
        return date.fromisoformat(f"{iso}-07-01" if len(iso) == 4 else iso)
    except ValueError:
        return None


def _clock(rest: str) -> time | None:
    match = _CLOCK.search(rest)
    if match:
        return time(int(match[1]), int(match[2]))
    hour = _HOUR.search(rest.strip())
    return time(int(hour[1])) if hour else None


def _utc(local: datetime, zone: str | None) -> datetime | None:
    known = zone_info(zone) if zone else None
    return local.replace(tzinfo=known).astimezone(UTC).replace(tzinfo=None) if known else None
