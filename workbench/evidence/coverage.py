"""Whose call records the material holds, and for which days: what every count depends on."""

from dataclasses import dataclass
from datetime import datetime

from workbench.case import Case


@dataclass(frozen=True)
class SourceCoverage:
    """The records of one file: whom it is about, the period it claims, and what it holds (UTC)."""

    source_id: int
    target: str | None
    stated_from_utc: datetime | None
    stated_to_utc: datetime | None
    first_utc: datetime | None
    last_utc: datetime | None
    days: int
    records: int


# Grain: one file of call records, or of the calls and messages of a seized device.
_COVERAGE = """
    SELECT source_id, target_written, period_from_utc, period_to_utc, min(start_utc),
        max(start_utc), count(DISTINCT timezone($zone, timezone('UTC', start_utc))::DATE),
        count(start_utc)
    FROM source LEFT JOIN communication USING (source_id)
    WHERE source.kind = 'call_records'
        OR (source.kind = 'phone_extraction' AND start_utc IS NOT NULL)
    GROUP BY ALL ORDER BY source_id
"""


def coverage(case: Case, time_zone: str) -> tuple[SourceCoverage, ...]:
    """Coverage by file; days are counted in ``time_zone``."""
    rows = case.db.cursor().execute(_COVERAGE, {"zone": time_zone}).fetchall()
    return tuple(SourceCoverage(*row) for row in rows)
