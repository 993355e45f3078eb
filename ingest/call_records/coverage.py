"""For which days a sheet holds records of the numbers it is about."""

from ingest.call_records.zones import changes, local_sql, zone_info
from workbench.case import Case


def store(case: Case, source_id: int, sheet: str) -> None:
    """Write what the stored communications of a sheet cover, number by number, anew."""
    parameters: dict[str, object] = {"source": source_id, "sheet": sheet}
    case.db.execute(
        "DELETE FROM number_coverage WHERE source_id = $source AND sheet = $sheet", parameters
    )
    case.db.execute(_COVERED.format(day=_day(case, parameters)), parameters)


def _day(case: Case, parameters: dict[str, object]) -> str:
    """SQL: the day of ``start_utc`` in the case's zone."""
    span = case.db.execute(
        "SELECT min(start_utc), max(start_utc) FROM communication "
        "WHERE source_id = $source AND sheet = $sheet",
        parameters,
    ).fetchone()
    zone = zone_info(case.property("time_zone", "UTC"))
    if span is None or span[0] is None or zone is None:
        return "start_utc::DATE"
    return f"({local_sql('start_utc', zone, changes(zone, *span), span[0])})::DATE"


# Grain: one number on the side of the records that the operator was asked about.
_COVERED = """INSERT INTO number_coverage
WITH side AS (
    SELECT start_utc, {day} AS day,
        CASE coalesce(nullif(nullif(direction, 'unknown'), 'forwarded'), device_party)
            WHEN 'outgoing' THEN a_mention WHEN 'a' THEN a_mention
            WHEN 'incoming' THEN b_mention WHEN 'b' THEN b_mention END AS mention_id
    FROM communication WHERE source_id = $source AND sheet = $sheet),
daily AS (
    SELECT mention_id, day, count(*) AS records, min(start_utc) AS first_utc,
        max(start_utc) AS last_utc
    FROM side WHERE mention_id IS NOT NULL GROUP BY ALL),
spaced AS (
    SELECT *, lag(day) OVER (PARTITION BY mention_id ORDER BY day) AS day_before FROM daily),
covered AS (
    SELECT mention_id, min(first_utc) AS first_utc, max(last_utc) AS last_utc,
        sum(records)::BIGINT AS records, count(*)::INTEGER AS days,
        coalesce(list({{'first_day': day_before + 1, 'last_day': day - 1}} ORDER BY day)
            FILTER (day - day_before > 1), []) AS gaps
    FROM spaced GROUP BY mention_id)
SELECT $source, $sheet, mention_id, m.normalised, first_utc, last_utc, records, days, gaps
FROM covered JOIN mention m USING (mention_id)
WHERE m.source_id = $source AND m.normalised IS NOT NULL
ORDER BY mention_id"""
