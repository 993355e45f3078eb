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
import pyarrow as pa

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

# Grain: one phone with a number that stands for it while counting: that of its id, or a negative
# one where the id has none (phones drawn apart in ``identities``).
_CODE = """
    CREATE OR REPLACE TEMP TABLE phone_code AS
    SELECT entity_id, coalesce(TRY_CAST(substr(entity_id, 7) AS INTEGER),
                               -row_number() OVER (ORDER BY entity_id))::INTEGER AS code
    FROM entity WHERE kind = 'phone'
"""

_CODED = """
    CREATE OR REPLACE TEMP TABLE coded AS
    SELECT mention_id, code, source_id
    FROM entity_member JOIN phone_code USING (entity_id) JOIN mention USING (mention_id)
"""

_AMONG = """
    AND (a_mention IN (SELECT mention_id FROM entity_member
                       WHERE entity_id IN (SELECT unnest($phones)))
      OR b_mention IN (SELECT mention_id FROM entity_member
                       WHERE entity_id IN (SELECT unnest($phones))))
"""

# Grain: one pair of phones (codes). ``seen``: one caller's and one called party's mention in one
# number ``pair``, the caller's in its upper half; integers only, so that this is about as fast as
# DuckDB aggregates. It is no table of its own: a table made in a transaction counts as empty there,
# and what follows would be planned for nothing. ``sides``: which of them recorded it, a bit for the
# caller's, the called party's and neither. ``several``: in one direction more than one observer (a
# source and a side of it) may have recorded its calls; elsewhere the first and the last source are
# all.
_TALK = """
    CREATE OR REPLACE TEMP TABLE talk AS
    WITH seen AS (
        SELECT a_mention << 32 | b_mention AS pair,
            bit_or(CASE direction WHEN 'outgoing' THEN 1 WHEN 'incoming' THEN 2
                   ELSE CASE device_party WHEN 'a' THEN 1 WHEN 'b' THEN 2 ELSE 4 END
                   END::UTINYINT) AS sides,
            count(*) AS count, sum(duration_s)::BIGINT AS duration_s,
            min(start_utc) AS first_utc, max(start_utc) AS last_utc
        FROM communication
        WHERE a_mention IS NOT NULL AND b_mention IS NOT NULL {within} {among}
        GROUP BY ALL
    ), sided AS (
        SELECT seen.*, a.code AS a, b.code AS b, a.source_id
        FROM seen JOIN coded AS a ON a.mention_id = pair >> 32
        JOIN coded AS b ON b.mention_id = pair & 4294967295
    ), pairs AS (
        SELECT least(a, b) AS low, greatest(a, b) AS high, sum(count)::BIGINT AS count,
            sum(duration_s)::BIGINT AS duration_s, min(first_utc) AS first_utc,
            max(last_utc) AS last_utc, min(source_id) AS first_source,
            max(source_id) AS last_source, count(*) AS parts,
            bit_or(CASE WHEN a < b THEN sides ELSE sides << 3 END) AS observers
        FROM sided
        GROUP BY low, high HAVING low <> high
    )
    SELECT * EXCLUDE (parts, observers), parts > bit_count(observers)
        OR bit_count(observers & 7) > 1 OR bit_count(observers >> 3) > 1 AS several
    FROM pairs
"""

# Grain: one pair of mentions of one source whose calls must be looked at one by one.
_CLOSELY = """
    CREATE OR REPLACE TEMP TABLE looked_at AS
    WITH closely AS (
        SELECT low, high FROM talk WHERE several OR $all
    ), sided AS (
        SELECT low AS a, high AS b FROM closely UNION ALL SELECT high, low FROM closely
    )
    SELECT l.mention_id AS a_mention, r.mention_id AS b_mention, a, b
    FROM sided JOIN coded AS l ON l.code = a
    JOIN coded AS r ON r.code = b AND r.source_id = l.source_id
"""

# Grain: one record of a call, which is one per ``burst``, ``alike`` and ``turn`` of its parties and
# kind. ``burst``: records begun within seconds of each other; ``alike``: those of them that last
# about as long; ``turn``: the n-th such record of one observer, which is the n-th of all.
_TURNS = f"""
    WITH records AS (
        SELECT a, b, kind, source_id, sheet, row_number, start_utc, duration_s,
            coalesce(nullif(direction, 'unknown'), device_party, '') AS side
        FROM communication JOIN looked_at USING (a_mention, b_mention)
        WHERE true {{within}}
    ), opened AS (
        SELECT *, coalesce(start_utc > lag(start_utc) OVER same_parties
                           + INTERVAL {SAME_CALL_S} SECONDS, true) AS opens
        FROM records
        WINDOW same_parties AS (PARTITION BY a, b, kind
                                ORDER BY start_utc, source_id, sheet, row_number)
    ), bursts AS (
        SELECT *, count(*) FILTER (opens) OVER (
            PARTITION BY a, b, kind ORDER BY start_utc, source_id, sheet, row_number
            ROWS UNBOUNDED PRECEDING) AS burst
        FROM opened
    ), measured AS (
        SELECT *, coalesce(duration_s > 1.05 * lag(duration_s) OVER by_length + {SAME_CALL_S},
                           false) AS longer
        FROM bursts
        WINDOW by_length AS (PARTITION BY a, b, kind, burst
                             ORDER BY duration_s NULLS LAST, source_id, sheet, row_number)
    ), alikes AS (
        SELECT *, count(*) FILTER (longer) OVER (
            PARTITION BY a, b, kind, burst
            ORDER BY duration_s NULLS LAST, source_id, sheet, row_number
            ROWS UNBOUNDED PRECEDING) AS alike
        FROM measured
    ), turns AS (
        SELECT *, row_number() OVER (
            PARTITION BY a, b, kind, burst, alike, source_id, side
            ORDER BY start_utc, sheet, row_number) AS turn
        FROM alikes
    )
"""

# Grain: one call.
_CALL = f"""
    CREATE OR REPLACE TEMP TABLE call AS
    {_TURNS}
    SELECT a, b, kind, min(start_utc) AS start_utc, max(duration_s) AS duration_s,
        list(DISTINCT source_id) AS sources
    FROM turns
    GROUP BY a, b, kind, burst, alike, turn
"""

# Grain: one record of a communication in ``asked`` (source_id, sheet, row_number), or of the same.
_SAME = f"""
    {_TURNS}, numbered AS (
        SELECT source_id, sheet, row_number,
            dense_rank() OVER (ORDER BY a, b, kind, burst, alike, turn) AS call
        FROM turns
    )
    SELECT call, source_id, sheet, row_number FROM numbered
    WHERE call IN (SELECT call FROM numbered JOIN asked USING (source_id, sheet, row_number))
    ORDER BY call, source_id, sheet, row_number
"""

_ASKED_PAIRS = """
    CREATE OR REPLACE TEMP TABLE looked_at AS
    WITH pair AS (
        SELECT DISTINCT a.code AS a, b.code AS b
        FROM communication JOIN asked USING (source_id, sheet, row_number)
        JOIN coded AS a ON a.mention_id = a_mention
        JOIN coded AS b ON b.mention_id = b_mention
    )
    SELECT l.mention_id AS a_mention, r.mention_id AS b_mention, a, b
    FROM pair JOIN coded AS l ON l.code = a JOIN coded AS r ON r.code = b
"""

TABLES = ("phone_code", "coded", "talk", "looked_at", "call")


def prepare(
    db: duckdb.DuckDBPyConnection, window: Window = ALWAYS, phones: Sequence[str] | None = None
) -> None:
    """Make temporary tables on this connection: ``phone_code``, ``talk`` and ``call``.

    ``phone_code`` (entity_id, code) says how phones are called in the others. ``call`` (a, b, kind,
    start_utc, duration_s, sources) has every call of the pairs that several observers may have
    seen or, when ``phones`` (entity ids) are given, of all pairs with one of them. The other pairs'
    aggregates stand in ``talk``, where ``several`` is false.
    """
    parameters = {"phones": list(phones)} if phones is not None else {}
    among = _AMONG if phones is not None else ""
    db.execute(_CODE)
    db.execute(_CODED)
    db.execute(_TALK.format(within=within(window), among=among), parameters | bound(window))
    db.execute(_CLOSELY, {"all": phones is not None})
    db.execute(_CALL.format(within=within(window)), bound(window))


def same(
    db: duckdb.DuckDBPyConnection, rows: Sequence[tuple[int, str, int]]
) -> list[list[tuple[int, str, int]]]:
    """The records of each communication that these rows (source, sheet, row) are records of.

    A communication between phones that no resolution knows is left out.
    """
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    types = (pa.int32(), pa.string(), pa.int64())
    arrays = [pa.array(values, kind) for values, kind in zip(columns, types, strict=True)]
    db.register("asked", pa.table(arrays, names=["source_id", "sheet", "row_number"]))
    db.execute(_CODE)
    db.execute(_CODED)
    db.execute(_ASKED_PAIRS)
    found: dict[int, list[tuple[int, str, int]]] = {}
    for call, *place in db.execute(_SAME.format(within="")).fetchall():
        found.setdefault(call, []).append((place[0], place[1], place[2]))
    db.unregister("asked")
    return list(found.values())


def forget(db: duckdb.DuckDBPyConnection) -> None:
    """Drop the tables that ``prepare`` made on this connection."""
    for table in TABLES:
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")


def within(window: Window, column: str = "start_utc") -> str:
    """The SQL condition that keeps ``column`` inside the window, to be appended with AND."""
    begins = f"AND {column} >= $from_utc" if window.from_utc else ""
    return begins + (f" AND {column} < $to_utc" if window.to_utc else "")


def bound(window: Window) -> dict[str, datetime]:
    """The parameters that ``within`` refers to."""
    limits = {"from_utc": window.from_utc, "to_utc": window.to_utc}
    return {name: moment for name, moment in limits.items() if moment}
