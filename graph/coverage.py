"""Whose call records the case holds, and for which days: what every measure depends on."""

from dataclasses import dataclass
from datetime import datetime

import duckdb

from graph.build import calls
from graph.build.calls import ALWAYS, Window
from workbench.case import Case


@dataclass(frozen=True)
class PhoneCoverage:
    """The records held about one phone (entity id), from all files about it.

    ``stated_*`` is the period the files say they cover, where they say it; ``first_utc`` and
    ``last_utc`` what they hold. ``days`` with records are counted in the case's zone. ``phone`` is
    None for files about something that no record identifies.
    """

    phone: str | None
    sources: tuple[int, ...]
    stated_from_utc: datetime | None
    stated_to_utc: datetime | None
    first_utc: datetime | None
    last_utc: datetime | None
    days: int
    records: int


# Grain: one phone on the side of a file's records that its operator was asked about.
_OBSERVED = """
    CREATE OR REPLACE TEMP TABLE observed AS
    WITH sides AS (
        SELECT source_id, start_utc,
            CASE coalesce(nullif(nullif(direction, 'unknown'), 'forwarded'), device_party)
                WHEN 'outgoing' THEN a_mention WHEN 'a' THEN a_mention
                WHEN 'incoming' THEN b_mention WHEN 'b' THEN b_mention END AS mention_id
        FROM communication WHERE true {within}
    )
    SELECT entity_id AS phone, source_id, min(start_utc) AS first_utc, max(start_utc) AS last_utc,
        count(*) AS records,
        list(DISTINCT timezone($zone, timezone('UTC', start_utc))::DATE) AS days
    FROM sides JOIN entity_member USING (mention_id) JOIN entity USING (entity_id)
    WHERE entity.kind = 'phone'
    GROUP BY ALL
"""

# Grain: one phone; NULL for files that name no phone they are about.
_COVERAGE = """
    SELECT phone, list_sort(list(DISTINCT source_id)), min(period_from_utc), max(period_to_utc),
        min(first_utc), max(last_utc), coalesce(len(list_distinct(flatten(list(days)))), 0),
        coalesce(sum(records), 0)::BIGINT
    FROM source LEFT JOIN observed USING (source_id)
    WHERE source.kind = 'call_records'
        OR (source.kind = 'phone_extraction' AND phone IS NOT NULL)
    GROUP BY phone
    ORDER BY phone IS NULL, length(phone), phone
"""


def prepare(db: duckdb.DuckDBPyConnection, zone: str, window: Window = ALWAYS) -> None:
    """Make the temporary table ``observed``: whose records which file holds."""
    db.execute(_OBSERVED.format(within=calls.within(window)), {"zone": zone} | calls.bound(window))


def coverage(case: Case, window: Window = ALWAYS) -> tuple[PhoneCoverage, ...]:
    """Coverage by phone within a stretch of time."""
    with case.db.cursor() as db:
        prepare(db, case.property("time_zone", "UTC"), window)
        rows = db.execute(_COVERAGE).fetchall()
    return tuple(PhoneCoverage(phone, tuple(found), *rest) for phone, found, *rest in rows)
