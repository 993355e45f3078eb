"""Which files hold phones' own records, from when to when, and where they are silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from graph.phones.held import Held, ask
from workbench.case import Case

Gap = tuple[date, date]
"""First and last of the days without any record."""


@dataclass(frozen=True)
class Records:
    """What one sheet of a file holds about a phone.

    ``stated_*`` is the period the file says it covers, where it says so. Gaps are whole days of
    the case's zone between the first record and the last.
    """

    phone: str
    source_id: int
    file_name: str
    first_utc: datetime
    last_utc: datetime
    stated_from_utc: datetime | None
    stated_to_utc: datetime | None
    records: int
    days: int
    gaps: tuple[Gap, ...]


_RECORDS = """
    SELECT entity_id, source_id, file_name, first_utc, last_utc, period_from_utc, period_to_utc,
        records, days, gaps
    FROM number_coverage JOIN source USING (source_id) JOIN entity_member USING (mention_id)
    WHERE entity_id IN (SELECT phone FROM asked)
    ORDER BY length(entity_id), entity_id, first_utc, source_id, sheet
"""


def records(case: Case, held: Sequence[Held]) -> tuple[Records, ...]:
    """The files about phones; none about those seen only as somebody's contact."""
    with case.db.cursor() as db:
        ask(db, held)
        found = db.execute(_RECORDS).fetchall()
    return tuple(Records(*(*row, _days(gaps))) for *row, gaps in found)


def _days(gaps: Sequence[dict[str, date]]) -> tuple[Gap, ...]:
    return tuple((gap["first_day"], gap["last_day"]) for gap in gaps)
