"""Phones seen in one area at the same time more often than their habits would have it.

Chance is taken from both phones' own habits: on how many days they would have been near each other,
at the same hour in the same area, had the days of the one been dealt anew. Two who live in one town
are near each other every evening by habit; two who are seen in a third town on three days are not.
The probability of so many days by chance (Poisson) is multiplied by the pairs looked at.
"""

import math
from dataclasses import dataclass
from datetime import datetime

from graph.build.calls import ALWAYS, Window
from graph.build.filters import Omission
from graph.patterns import sightings
from graph.patterns.chance import poisson_tail
from graph.patterns.findings import LIKELY, Label, Rows, Table, cited
from graph.ranking import NOT_RANKED
from workbench.case import Case

MOST_PRESENT = 100
"""Phones seen in an area within an hour above which it is a crowd (or a tower dump)."""
CROWDED = "hours in an area with more than 100 phones, which tell nothing of pairs"


@dataclass(frozen=True)
class Meeting:
    """Both seen in an area (as written) within the hour that begins then; their records."""

    hour_utc: datetime
    area: str
    rows: Rows


@dataclass(frozen=True)
class CoLocation:
    """Two phones (ids), the hours both were seen in one area, and what chance would have given.

    ``days`` they were near each other, ``expected`` by chance; ``score`` is one less the
    probability of that by chance, corrected for all pairs.
    """

    one: str
    other: str
    days: int
    expected: float
    score: float
    meetings: tuple[Meeting, ...]

    @property
    def reason(self) -> str:
        """The finding in words, without names."""
        return (
            f"In one area within the hour on {self.days} days, where their habits would give "
            f"{self.expected:.1f}. Cells are areas: near is not yet together."
        )


@dataclass(frozen=True)
class CoLocations:
    """All pairs near each other more often than by chance, least explained by chance first."""

    pairs: tuple[CoLocation, ...]
    left_out: tuple[Omission, ...]

    def as_json(self, label: Label) -> dict[str, object]:
        """As ``patterns co-location --json`` prints it."""
        return {
            "candidates": [
                {
                    "one": label(pair.one),
                    "other": label(pair.other),
                    "days": pair.days,
                    "expected": pair.expected,
                    "score": pair.score,
                    "reason": pair.reason,
                    "meetings": [
                        {
                            "hour_utc": meeting.hour_utc,
                            "area": meeting.area,
                            "evidence": cited(meeting.rows),
                        }
                        for meeting in pair.meetings
                    ],
                }
                for pair in self.pairs
            ],
            "left_out": [omission.as_json() for omission in self.left_out],
        }

    def table(self, label: Label) -> Table:
        """The pairs that are likelier than not."""
        return Table(
            ("one", "other", "score", "why", "areas"),
            tuple(
                (
                    label(pair.one),
                    label(pair.other),
                    pair.score,
                    pair.reason,
                    ", ".join(dict.fromkeys(meeting.area for meeting in pair.meetings)),
                )
                for pair in self.pairs
                if pair.score > LIKELY
            ),
        )


# Grain: one phone in one area in one hour, with its first record there.
_PRESENT = """
    CREATE OR REPLACE TEMP TABLE present AS
    SELECT phone, area, date_trunc('hour', start_utc) AS hour_utc, any_value(written) AS written,
        arg_min({'source': source_id, 'sheet': sheet, 'row': row_number}, start_utc) AS record
    FROM sighting GROUP BY ALL
"""

_CROWDS = """
    CREATE OR REPLACE TEMP TABLE crowd AS
    SELECT area, hour_utc FROM present GROUP BY ALL HAVING count(*) > $most
"""

# Grain: one pair of phones in one area in one hour.
_MET = """
    CREATE OR REPLACE TEMP TABLE met AS
    SELECT l.phone AS one, r.phone AS other, area, hour_utc, l.written,
        [l.record, r.record] AS records
    FROM present AS l JOIN present AS r USING (area, hour_utc)
    ANTI JOIN crowd USING (area, hour_utc)
    WHERE l.phone < r.phone
"""

# Grain: one pair that met. ``expected``: days on which they would have met had the one's days been
# dealt anew, over the days on which both were in use: pairs of different days with a common area at
# the same hour, for each day.
_PAIRS = """
    WITH timed AS (SELECT *, hour_utc::DATE AS day, hour(hour_utc) AS hour FROM present
    ), days AS (SELECT DISTINCT phone, day FROM timed
    ), pairs AS (
        SELECT one, other, count(DISTINCT hour_utc::DATE) AS met_days,
            list((hour_utc, written, records) ORDER BY hour_utc, area) AS meetings
        FROM met GROUP BY ALL
    ), common AS (
        SELECT one, other, l.day
        FROM pairs JOIN days AS l ON l.phone = one JOIN days AS r ON r.phone = other
            AND r.day = l.day
    ), lasted AS (SELECT one, other, count(*) AS days FROM common GROUP BY ALL
    ), crossed AS (
        SELECT one, other, count(DISTINCT (l.day, r.day)) AS crossings
        FROM pairs JOIN timed AS l ON l.phone = one
        JOIN timed AS r ON r.phone = other AND r.area = l.area AND r.hour = l.hour
            AND r.day <> l.day
        SEMI JOIN common AS first ON first.one = pairs.one AND first.other = pairs.other
            AND first.day = l.day
        SEMI JOIN common AS second ON second.one = pairs.one AND second.other = pairs.other
            AND second.day = r.day
        GROUP BY ALL
    )
    SELECT one, other, met_days, greatest(coalesce(crossings, 0), 0.5) / greatest(days - 1, 1),
        meetings
    FROM pairs JOIN lasted USING (one, other) LEFT JOIN crossed USING (one, other)
    ORDER BY one, other
"""


def co_locations(case: Case, window: Window = ALWAYS) -> CoLocations:
    """Find the pairs of phones that are near each other beyond chance."""
    with case.db.cursor() as db:
        sightings.see(db, window)
        db.execute(_PRESENT)
        db.execute(_CROWDS, {"most": MOST_PRESENT})
        db.execute(_MET)
        rows = db.execute(_PAIRS).fetchall()
        crowds = db.execute("SELECT count(*) FROM crowd").fetchall()[0][0]
        phones = db.execute("SELECT count(DISTINCT phone) FROM present").fetchall()[0][0]
        hidden = {row[0] for row in db.execute("SELECT entity_id FROM protected_entity").fetchall()}
    shown = [
        _pair(one, other, days, expected, meetings, math.comb(phones, 2))
        for one, other, days, expected, meetings in rows
        if not {one, other} & hidden and days > expected
    ]
    shown.sort(key=lambda pair: (-pair.score, pair.expected - pair.days, pair.one, pair.other))
    withheld = sum(bool({one, other} & hidden) for one, other, *_ in rows)
    omitted = (Omission(NOT_RANKED, entities=withheld), Omission(CROWDED, records=crowds))
    return CoLocations(tuple(shown), tuple(o for o in omitted if o.entities or o.records))


def _pair(
    one: str,
    other: str,
    days: int,
    expected: float,
    meetings: list[tuple[datetime, str, list[sightings.Record]]],
    looked_at: int,
) -> CoLocation:
    by_chance = min(1.0, looked_at * poisson_tail(days, expected))
    return CoLocation(
        one,
        other,
        days,
        expected,
        1 - by_chance,
        tuple(Meeting(hour, area, sightings.rows(records)) for hour, area, records in meetings),
    )
