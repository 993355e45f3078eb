"""Days that sources write without an hour: too vague to be a moment, enough to order events."""

import pyarrow as pa

from ingest.selectors import dates
from ingest.selectors.found import SelectorKind
from workbench.case import Case

# Grain: one way of writing a time of which no moment was made.
_WRITTEN = """
    SELECT time_written AS written FROM claim WHERE start_utc IS NULL AND time_written IS NOT NULL
    UNION SELECT seized_written FROM exhibit WHERE seized_utc IS NULL AND seized_written IS NOT NULL
    ORDER BY 1
"""


def register(case: Case) -> None:
    """Make temporary table ``day_written`` (written, day as a timestamp) in the case's store."""
    written = [row[0] for row in case.db.execute(_WRITTEN).fetchall()]
    days = [(words, day) for words in written if (day := _day(words))]
    case.db.register(
        "days_arrow",
        pa.table(
            {
                "written": pa.array([words for words, _ in days], pa.string()),
                "day": pa.array([day for _, day in days], pa.string()),
            }
        ),
    )
    case.db.execute(
        "CREATE OR REPLACE TEMP TABLE day_written AS SELECT written, day::TIMESTAMP AS day "
        "FROM days_arrow"
    )
    case.db.unregister("days_arrow")


def _day(written: str) -> str | None:
    """The one day that the words name, in ISO 8601."""
    named = {found.normalised for found in dates.find(written) if found.kind is SelectorKind.DATE}
    full = [day for day in named if day and len(day) == 10]
    return full[0] if len(named) == 1 and full else None
