"""One call counted once, however many operators recorded it.

A call between two numbers may stand in the records of both, and in two files about the same number.
Records of the same parties, direction and kind that begin within ``SAME_CALL_S`` seconds of each
other and last about as long, but come from different observers (another file, or the other party's
side of the same file), are one call. Two quick messages seen by one observer remain two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

SAME_CALL_S = 5
"""Operators' clocks differ by seconds; more apart than this, two records are two calls."""


@dataclass(frozen=True)
class Window:
    """A stretch of time in UTC, ``[from_utc, to_utc)``; None leaves that side open."""

    from_utc: datetime | None = None
    to_utc: datetime | None = None

    def __bool__(self) -> bool:
        return self.from_utc is not None or self.to_utc is not None


ALWAYS = Window()

# Grain: one caller's mention, called party's mention and side that recorded it. Integers only, so
# that this is as fast as DuckDB aggregates; everything after works on its much smaller result.
_TALK = """
    CREATE OR REPLACE TEMP TABLE talk AS
    WITH phone AS (
        SELECT mention_id, entity_id FROM entity_member JOIN entity USING (entity_id)
        WHERE kind = 'phone'
    ), seen AS (
        SELECT a_mention, b_mention,
            CASE direction WHEN 'outgoing' THEN 1 WHEN 'incoming' THEN 2
                 ELSE CASE device_party WHEN 'a' THEN 1 WHEN 'b' THEN 2 ELSE 0 END
            END::UTINYINT AS side,
            count(*) AS count, sum(duration_s) AS duration_s,
            min(start_utc) AS first_utc, max(start_utc) AS last_utc
        FROM communication
        WHERE a_mention IS NOT NULL AND b_mention IS NOT NULL {within} {among}
        GROUP BY ALL
    )
    SELECT seen.*, a.entity_id AS a_entity, b.entity_id AS b_entity, mention.source_id
    FROM seen
    JOIN phone AS a ON a.mention_id = a_mention
    JOIN phone AS b ON b.mention_id = b_mention
    JOIN mention ON mention.mention_id = a_mention
    WHERE a.entity_id <> b.entity_id
"""

_AMONG = """
    AND (a_mention IN (SELECT mention_id FROM entity_member
                       WHERE entity_id IN (SELECT unnest($phones)))
      OR b_mention IN (SELECT mention_id FROM entity_member
                       WHERE entity_id IN (SELECT unnest($phones))))
"""

# Grain: one pair of mentions whose calls must be looked at one by one.
_CLOSELY = """
    CREATE OR REPLACE TEMP TABLE looked_at AS
    SELECT DISTINCT talk.a_mention, talk.b_mention, a_entity, b_entity FROM talk
    SEMI JOIN (
        SELECT a_entity, b_entity FROM talk GROUP BY ALL
        HAVING count(DISTINCT (source_id, side)) >= $observers
    ) AS several USING (a_entity, b_entity)
"""

# Grain: one call. ``burst``: records begun within seconds of each other; ``alike``: those of them
# that last about as long; ``turn``: the n-th such record of one observer, which is the n-th of all.
_CALL = f"""
    CREATE OR REPLACE TEMP TABLE call AS
    WITH seen AS (
        SELECT a_entity, b_entity, kind, source_id, sheet, row_number, start_utc, duration_s,
            coalesce(nullif(direction, 'unknown'), device_party, '') AS side
        FROM communication JOIN looked_at USING (a_mention, b_mention)
        WHERE true {{within}}
    ), opened AS (
        SELECT *, coalesce(start_utc > lag(start_utc) OVER same_parties
                           + INTERVAL {SAME_CALL_S} SECONDS, true) AS opens
        FROM seen
        WINDOW same_parties AS (PARTITION BY a_entity, b_entity, kind
                                ORDER BY start_utc, source_id, sheet, row_number)
    ), bursts AS (
        SELECT *, count(*) FILTER (opens) OVER (
            PARTITION BY a_entity, b_entity, kind ORDER BY start_utc, source_id, sheet, row_number
            ROWS UNBOUNDED PRECEDING) AS burst
        FROM opened
    ), measured AS (
        SELECT *, coalesce(duration_s > 1.05 * lag(duration_s) OVER by_length + {SAME_CALL_S},
                           false) AS longer
        FROM bursts
        WINDOW by_length AS (PARTITION BY a_entity, b_entity, kind, burst
                             ORDER BY duration_s NULLS LAST, source_id, sheet, row_number)
    ), alikes AS (
        SELECT *, count(*) FILTER (longer) OVER (
            PARTITION BY a_entity, b_entity, kind, burst
            ORDER BY duration_s NULLS LAST, source_id, sheet, row_number
            ROWS UNBOUNDED PRECEDING) AS alike
        FROM measured
    ), turns AS (
        SELECT *, row_number() OVER (
            PARTITION BY a_entity, b_entity, kind, burst, alike, source_id, side
            ORDER BY start_utc, sheet, row_number) AS turn
        FROM alikes
    )
    SELECT a_entity, b_entity, kind, min(start_utc) AS start_utc, max(duration_s) AS duration_s,
        list(DISTINCT source_id) AS sources
    FROM turns
    GROUP BY a_entity, b_entity, kind, burst, alike, turn
"""


def prepare(
    db: duckdb.DuckDBPyConnection, window: Window = ALWAYS, phones: Sequence[str] | None = None
) -> None:
    """Make temporary tables on this connection: ``talk``, ``looked_at`` and ``call``.

    ``call`` (a_entity, b_entity, kind, start_utc, duration_s, sources) has every call of the pairs
    in ``looked_at``: those seen by several observers or, when ``phones`` (entity ids) are given,
    all pairs with one of them. The other pairs' aggregates stand in ``talk``.
    """
    parameters = {"phones": list(phones)} if phones is not None else {}
    among = _AMONG if phones is not None else ""
    db.execute(_TALK.format(within=within(window), among=among), parameters | bound(window))
    db.execute(_CLOSELY, {"observers": 2 if phones is None else 1})
    db.execute(_CALL.format(within=within(window)), bound(window))


def within(window: Window, column: str = "start_utc") -> str:
    """The SQL condition that keeps ``column`` inside the window, to be appended with AND."""
    begins = f"AND {column} >= $from_utc" if window.from_utc else ""
    return begins + (f" AND {column} < $to_utc" if window.to_utc else "")


def bound(window: Window) -> dict[str, datetime]:
    """The parameters that ``within`` refers to."""
    limits = {"from_utc": window.from_utc, "to_utc": window.to_utc}
    return {name: moment for name, moment in limits.items() if moment}
