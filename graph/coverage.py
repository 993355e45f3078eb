"""Whose call records the case holds, and for which days: what every measure depends on.

Counted when files are added (``number_coverage``). Only where a stretch of time cuts what a file
holds of a phone are its records counted again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb

from graph.build import calls, restricting
from graph.build.filters import NetworkFilter
from workbench.case import Case
from workbench.own_records import ASKED_MENTION

EVERYTHING = NetworkFilter()
Gap = tuple[date, date]
"""First and last of the days without any record."""


@dataclass(frozen=True)
class PhoneCoverage:
    """The records held about one phone (entity id), from all files about it.

    ``stated_*`` is the period the files say they cover, where they say it; ``first_utc`` and
    ``last_utc`` what they hold. ``days`` with records, and the ``gaps`` between the first and the
    last of them, are those of the case's zone. ``phone`` is None for files about something that no
    record identifies.
    """

    phone: str | None
    sources: tuple[int, ...]
    stated_from_utc: datetime | None
    stated_to_utc: datetime | None
    first_utc: datetime | None
    last_utc: datetime | None
    days: int
    gaps: tuple[Gap, ...]
    records: int


# Grain: one phone's number in one sheet of a chosen file. ``whole``: all of it in the window.
_COVERED = """
    CREATE OR REPLACE TEMP TABLE covered AS
    SELECT entity_id AS phone, number_coverage.*,
        coalesce(first_utc >= $from_utc, true) AND coalesce(last_utc < $to_utc, true) AS whole
    FROM number_coverage SEMI JOIN chosen_source USING (source_id)
    JOIN entity_member USING (mention_id) JOIN entity USING (entity_id)
    WHERE entity.kind = 'phone' AND coalesce(last_utc >= $from_utc, true)
        AND coalesce(first_utc < $to_utc, true)
"""

# Grain: one phone and one file about it.
_OBSERVED = """
    CREATE OR REPLACE TEMP TABLE observed AS
    SELECT phone, source_id, min(first_utc) AS first_utc, max(last_utc) AS last_utc,
        sum(records)::BIGINT AS records
    FROM covered WHERE whole GROUP BY ALL
"""

# Grain: one record of a phone that a window cuts the records of.
_CUT = f"""
    CREATE OR REPLACE TEMP TABLE cut_record AS
    SELECT phone, source_id, start_utc
    FROM (SELECT source_id, sheet, start_utc, {ASKED_MENTION} AS mention_id
          FROM communication WHERE true {{within}}) AS seen
    JOIN covered USING (source_id, sheet, mention_id) WHERE NOT whole
"""

_OBSERVED_IN_PART = """
    CREATE OR REPLACE TEMP TABLE observed AS
    WITH parts AS (
        FROM observed
        UNION ALL
        SELECT phone, source_id, min(start_utc), max(start_utc), count(*) FROM cut_record
        GROUP BY ALL
    )
    SELECT phone, source_id, min(first_utc) AS first_utc, max(last_utc) AS last_utc,
        sum(records)::BIGINT AS records
    FROM parts GROUP BY ALL
"""

# Grain: one phone and one day with records: those from the first to the last that are in no gap.
_DAYS = """
    CREATE OR REPLACE TEMP TABLE covered_day AS
    WITH spans AS (
        SELECT phone, gaps, timezone($zone, timezone('UTC', first_utc))::DATE AS first_day,
            timezone($zone, timezone('UTC', last_utc))::DATE AS last_day
        FROM covered WHERE whole
    ), runs AS (
        SELECT phone,
            unnest([first_day] || list_transform(gaps, lambda gap: gap.last_day + 1)) AS begins,
            unnest(list_transform(gaps, lambda gap: gap.first_day - 1) || [last_day]) AS ends
        FROM spans
    )
    SELECT DISTINCT phone, unnest(generate_series(begins, ends, INTERVAL 1 DAY))::DATE AS day
    FROM runs
"""

_DAYS_IN_PART = """
    INSERT INTO covered_day
    SELECT DISTINCT phone, timezone($zone, timezone('UTC', start_utc))::DATE AS day FROM cut_record
    EXCEPT FROM covered_day
"""

# Grain: one phone; NULL for files that name no phone they are about.
_COVERAGE = """
    WITH spaced AS (
        SELECT phone, day, lag(day) OVER (PARTITION BY phone ORDER BY day) AS day_before
        FROM covered_day
    ), daily AS (
        SELECT phone, count(*) AS days, list((day_before + 1, day - 1) ORDER BY day)
            FILTER (day - day_before > 1) AS gaps
        FROM spaced GROUP BY phone
    ), held AS (
        SELECT phone, list_sort(list(DISTINCT source_id)) AS sources, min(period_from_utc),
            max(period_to_utc), min(first_utc), max(last_utc),
            coalesce(sum(records), 0)::BIGINT AS records
        FROM source SEMI JOIN chosen_source USING (source_id) LEFT JOIN observed USING (source_id)
        WHERE source.kind = 'call_records' OR phone IS NOT NULL
        GROUP BY phone
    )
    SELECT held.* EXCLUDE (records), coalesce(days, 0), coalesce(gaps, []), records
    FROM held LEFT JOIN daily USING (phone)
    ORDER BY phone IS NULL, length(phone), phone
"""


def prepare(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter = EVERYTHING) -> None:
    """Make the temporary table ``observed``: whose records which file holds, from when to when.

    Of the files and the stretch of time that are chosen.
    """
    window = chosen.window
    restricting.choose_sources(db, chosen)
    db.execute(_COVERED, {"from_utc": window.from_utc, "to_utc": window.to_utc})
    db.execute(_OBSERVED)
    if window:
        db.execute(_CUT.format(within=calls.within(window)), calls.bound(window))
        db.execute(_OBSERVED_IN_PART)


def coverage(case: Case, chosen: NetworkFilter = EVERYTHING) -> tuple[PhoneCoverage, ...]:
    """Coverage by phone, of the files and the stretch of time that are chosen."""
    zone = {"zone": case.property("time_zone", "UTC")}
    with case.db.cursor() as db:
        prepare(db, chosen)
        db.execute(_DAYS, zone)
        if chosen.window:
            db.execute(_DAYS_IN_PART, zone)
        rows = db.execute(_COVERAGE).fetchall()
    return tuple(PhoneCoverage(phone, *rest) for phone, *rest in map(_tuples, rows))


def _tuples(row: Iterable[Any]) -> tuple[Any, ...]:
    """Lists as tuples, for values that do not change."""
    return tuple(tuple(value) if isinstance(value, list) else value for value in row)
