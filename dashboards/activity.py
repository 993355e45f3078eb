"""How much happened when: records per day of the case, for the strip below the picture."""

from dataclasses import dataclass
from datetime import date, timedelta

from dashboards.workspace import Workspace

MOST_BARS = 120

# Grain: one local day with something dated on it. A claim counts on its first day; what call
# records say of SIMs and handsets is in the records themselves.
_BY_DAY = """
    WITH moments AS (
        SELECT start_utc FROM communication
        UNION ALL
        SELECT start_utc FROM claim JOIN source USING (source_id)
        WHERE start_utc IS NOT NULL AND NOT negated AND state <> 'refused'
            AND source.kind <> 'call_records'
    )
    SELECT CAST(timezone($zone, timezone('UTC', start_utc)) AS DATE) AS day, count(*) AS records
    FROM moments GROUP BY day ORDER BY day
"""


@dataclass(frozen=True)
class Bar:
    """A stretch of days, both included, with its records."""

    first: date
    last: date
    records: int


@dataclass(frozen=True)
class Activity:
    """From the first to the last dated record; ``bars`` cover all days between, none left out."""

    first: date
    last: date
    bars: tuple[Bar, ...]

    @property
    def days(self) -> int:
        """How many days the case covers."""
        return (self.last - self.first).days + 1

    def day(self, number: int) -> date:
        """The day with this number, counted from 0."""
        return self.first + timedelta(days=number)

    def number(self, day: date) -> int:
        """A day's number, within the case."""
        return min(max((day - self.first).days, 0), self.days - 1)


def activity(workspace: Workspace) -> Activity | None:
    """Records per day in the case's zone; None where nothing is dated.

    Years of records are taken together by several days, so that at most ``MOST_BARS`` bars result.
    """
    with workspace.case.db.cursor() as db:
        found = db.execute(_BY_DAY, {"zone": workspace.texts.zone.key}).fetchall()
    if not found:
        return None
    by_day: dict[date, int] = dict(found)
    first, last = found[0][0], found[-1][0]
    days = (last - first).days + 1
    width = -(-days // MOST_BARS)
    bars = []
    for start in range(0, days, width):
        covered = [first + timedelta(days=n) for n in range(start, min(start + width, days))]
        bars.append(Bar(covered[0], covered[-1], sum(by_day.get(day, 0) for day in covered)))
    return Activity(first, last, tuple(bars))
