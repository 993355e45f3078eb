"""Days and times as they are typed on the command line, in the case's time zone."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from workbench.case import Case


class Moment(click.ParamType[date]):
    """A day (2024-09-16) or a time (2024-09-16T09:41)."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day or time; wrong use for anything else."""
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            return self._time(str(value), param, ctx)

    def _time(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                f"{value!r}: write a day as 2024-09-16, a time as 2024-09-16T09:41.", param, ctx
            )


def stretch_utc(
    case: Case, start: date | None, end: date | None
) -> tuple[datetime | None, datetime | None]:
    """The stretch of time, in UTC without zone; a day at its end belongs to it."""
    from_utc = None if start is None else _utc(case, start, 0)
    to_utc = None if end is None else _utc(case, end, 1)
    if from_utc and to_utc and from_utc >= to_utc:
        raise click.BadParameter(f"{end}: is before {start}.", param_hint="--to")
    return from_utc, to_utc


def _utc(case: Case, moment: date, days_after: int) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment + timedelta(days=days_after), time())
    zone = ZoneInfo(case.property("time_zone", "UTC"))
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC).replace(tzinfo=None)
