"""The one clock: UTC, whole microseconds, fixed by SOURCE_DATE_EPOCH for reproducible runs."""

import os
from datetime import UTC, datetime
from functools import cache
from zoneinfo import available_timezones


def now_utc() -> datetime:
    """Naive UTC time, or the moment SOURCE_DATE_EPOCH (seconds) names where it is set."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    return moment.replace(tzinfo=None)


@cache
def time_zones() -> tuple[str, ...]:
    """The names of all time zones this machine knows, in order."""
    return tuple(sorted(available_timezones()))
