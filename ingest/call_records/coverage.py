"""For which days a sheet holds records of the numbers it is about."""

from ingest.call_records import placing
from ingest.call_records.stage import Session, carried
from ingest.call_records.zones import changes, local_sql, zone_info
from workbench.case import Case
from workbench.own_records import ASKED_MENTION

_STORED = "(FROM communication WHERE source_id = $source AND sheet = $sheet)"


def prepare(stage: Session) -> None:
    """Forget the sheet before."""
    stage.execute(
        """CREATE OR REPLACE TEMP TABLE daily_seen (mention_id BIGINT, day DATE, records BIGINT,
        first_utc TIMESTAMP, last_utc TIMESTAMP)"""
    )


def remember(stage: Session, time_zone: str) -> None:
    """Count the communications of a chunk by day in the case's zone."""
    stage.execute(f"INSERT INTO daily_seen {_daily(stage, time_zone, placing.READ)}")


def store(case: Case, source_id: int, sheet: str, seen: Session | None = None) -> None:
    """Write what the communications of a sheet cover, number by number, anew.

    From what was counted chunk by chunk in ``seen``, if all of that is stored; else from the store.
    """
    where: dict[str, object] = {"source": source_id, "sheet": sheet}
    case.db.execute(
        "DELETE FROM number_coverage WHERE source_id = $source AND sheet = $sheet", where
    )
    if seen:
        counted = carried(seen, _TOGETHER, case.db, "daily_counted")
    else:
        daily = _daily(case.db, case.property("time_zone", "UTC"), _STORED, where)
        counted = carried(case.db, daily, case.db, "daily_counted", where)
    with counted:
        case.db.execute(_COVERED, where)


def _daily(
    db: Session, time_zone: str, communications: str, where: dict[str, object] | None = None
) -> str:
    """SQL: the communications (SQL) on each day of a number that the operator was asked about."""
    day = _day(db, time_zone, communications, where)
    return f"""SELECT mention_id, day, count(*) AS records, min(start_utc) AS first_utc,
        max(start_utc) AS last_utc
    FROM (
        SELECT start_utc, {day} AS day,
            {ASKED_MENTION} AS mention_id
        FROM {communications})
    WHERE mention_id IS NOT NULL GROUP BY mention_id, day"""


def _day(db: Session, time_zone: str, communications: str, where: dict[str, object] | None) -> str:
    """SQL: the day of ``start_utc`` in the case's zone."""
    span = db.execute(
        f"SELECT min(start_utc), max(start_utc) FROM {communications}", where
    ).fetchone()
    zone = zone_info(time_zone)
    if span is None or span[0] is None or zone is None:
        return "start_utc::DATE"
    return f"({local_sql('start_utc', zone, changes(zone, *span), span[0])})::DATE"


_TOGETHER = """SELECT mention_id, day, sum(records)::BIGINT AS records,
    min(first_utc) AS first_utc, max(last_utc) AS last_utc
FROM daily_seen GROUP BY mention_id, day"""

# Grain: one number on the side of the records that the operator was asked about.
_COVERED = """INSERT INTO number_coverage
WITH spaced AS (
    SELECT *, lag(day) OVER (PARTITION BY mention_id ORDER BY day) AS day_before
    FROM daily_counted),
covered AS (
    SELECT mention_id, min(first_utc) AS first_utc, max(last_utc) AS last_utc,
        sum(records)::BIGINT AS records, count(*)::INTEGER AS days,
        coalesce(list({'first_day': day_before + 1, 'last_day': day - 1} ORDER BY day)
            FILTER (day - day_before > 1), []) AS gaps
    FROM spaced GROUP BY mention_id)
SELECT $source, $sheet, mention_id, m.normalised, first_utc, last_utc, records, days, gaps
FROM covered JOIN mention m USING (mention_id)
WHERE m.source_id = $source AND m.normalised IS NOT NULL
ORDER BY mention_id"""
