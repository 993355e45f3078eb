"""When and with whom phones communicate: by hour and weekday, by day, by contact.

A communication that both operators recorded counts once. Data sessions and communications whose
other side is withheld have no contact; they are counted by their records.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from graph.build import calls
from graph.phones.held import Held, ask
from workbench.case import Case

Row = tuple[int, str, int]
"""A record: source, sheet and row number."""


@dataclass(frozen=True)
class Contact:
    """A phone (entity id) that the asked phones were in touch with; times in UTC."""

    phone: str
    count: int
    outgoing: int
    duration_s: int
    first_utc: datetime
    last_utc: datetime
    days: int

    @property
    def incoming(self) -> int:
        """Communications that the contact began."""
        return self.count - self.outgoing


@dataclass(frozen=True)
class Traffic:
    """All communications of the asked phones.

    ``by_hour`` is by ISO weekday (1 is Monday) and hour, ``by_day`` by phone and day, all in the
    zone asked for. ``alone`` counts records without a contact. Contacts come most used first.
    """

    total: int
    outgoing: int
    alone: int
    first_utc: datetime | None
    last_utc: datetime | None
    by_hour: dict[tuple[int, int], int]
    by_day: dict[tuple[str, date], int]
    contacts: tuple[Contact, ...]


# Grain: one communication of one asked phone.
_MINE = """
    CREATE OR REPLACE TEMP TABLE mine AS
    WITH sided AS (
        SELECT pa.entity_id AS a, pb.entity_id AS b, kind, start_utc, duration_s
        FROM call JOIN phone_code AS pa ON pa.code = a JOIN phone_code AS pb ON pb.code = b
    ), talked AS (
        SELECT a AS phone, b AS contact, true AS outgoing, start_utc, duration_s FROM sided
        UNION ALL SELECT b, a, false, start_utc, duration_s FROM sided
    ), alone AS (
        SELECT DISTINCT entity_id AS phone, NULL AS contact, a_mention IS NOT NULL AS outgoing,
            start_utc, duration_s, kind
        FROM communication
        JOIN entity_member ON mention_id = coalesce(a_mention, b_mention)
        WHERE (a_mention IS NULL) <> (b_mention IS NULL)
            AND entity_id IN (SELECT phone FROM asked)
    )
    SELECT every.*, timezone($zone, timezone('UTC', start_utc)) AS clock
    FROM (FROM talked UNION ALL BY NAME SELECT * EXCLUDE (kind) FROM alone) AS every
    JOIN asked USING (phone)
    WHERE start_utc >= asked.from_utc AND start_utc < asked.to_utc
"""

_TOTALS = """
    SELECT count(*), count(*) FILTER (outgoing), count(*) FILTER (contact IS NULL),
        min(start_utc), max(start_utc)
    FROM mine
"""

_BY_HOUR = "SELECT isodow(clock), hour(clock), count(*) FROM mine GROUP BY ALL ORDER BY ALL"

_BY_DAY = "SELECT phone, clock::DATE, count(*) FROM mine GROUP BY ALL ORDER BY ALL"

_CONTACTS = """
    SELECT contact, count(*) AS count, count(*) FILTER (outgoing),
        coalesce(sum(duration_s), 0)::BIGINT, min(start_utc), max(start_utc),
        count(DISTINCT clock::DATE)
    FROM mine WHERE contact IS NOT NULL AND contact NOT IN (SELECT phone FROM asked)
    GROUP BY contact ORDER BY count DESC, length(contact), contact
"""

# Grain: one record of an asked phone, on whichever side it stands.
_ROWS = """
    SELECT DISTINCT source_id, sheet, row_number, start_utc
    FROM communication
    JOIN entity_member ON mention_id IN (a_mention, b_mention)
    JOIN asked ON phone = entity_id AND start_utc >= from_utc AND start_utc < to_utc
    WHERE isodow(timezone($zone, timezone('UTC', start_utc))) = $weekday
        AND hour(timezone($zone, timezone('UTC', start_utc))) = $hour
    ORDER BY start_utc, source_id, sheet, row_number
"""


def traffic(case: Case, held: Sequence[Held], zone: str) -> Traffic:
    """The communications of phones while they are held; days and hours in ``zone``."""
    with case.db.cursor() as db:
        calls.among(db, [one.phone for one in held])
        ask(db, held)
        db.execute(_MINE, {"zone": zone})
        calls.forget(db)
        return _counted(db)


def _counted(db: duckdb.DuckDBPyConnection) -> Traffic:
    total, outgoing, alone, first, last = db.execute(_TOTALS).fetchall()[0]
    return Traffic(
        total,
        outgoing,
        alone,
        first,
        last,
        {(weekday, hour): count for weekday, hour, count in db.execute(_BY_HOUR).fetchall()},
        {(phone, day): count for phone, day, count in db.execute(_BY_DAY).fetchall()},
        tuple(Contact(*row) for row in db.execute(_CONTACTS).fetchall()),
    )


def rows_at(
    case: Case, held: Sequence[Held], zone: str, weekday: int, hour: int
) -> tuple[Row, ...]:
    """The records of phones in one hour of one weekday (1 is Monday), oldest first."""
    with case.db.cursor() as db:
        ask(db, held)
        found = db.execute(_ROWS, {"zone": zone, "weekday": weekday, "hour": hour}).fetchall()
    return tuple((source, sheet, row) for source, sheet, row, _ in found)
