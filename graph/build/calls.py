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

# Grain: one phone with a number that stands for it while counting: that of its id, or one beyond
# them all where the id has none (phones drawn apart in ``identities``).
_CODE = """
    CREATE OR REPLACE TEMP TABLE phone_code AS
    SELECT entity_id, coalesce(TRY_CAST(substr(entity_id, 7) AS INTEGER),
                               2147483648 - row_number() OVER (ORDER BY entity_id))::INTEGER AS code
    FROM entity WHERE kind = 'phone'
"""

_CODED = """
    CREATE OR REPLACE TEMP TABLE coded AS
    SELECT mention_id, code, source_id
    FROM entity_member JOIN phone_code USING (entity_id) JOIN mention USING (mention_id)
"""

# Grain: one pair of phones (codes). ``seen``: one caller's and one called party's mention in one
# number ``pair``, the caller's in its upper half; integers only, and straight into its place, so
# that this is about as fast as DuckDB aggregates: a table made in a transaction counts as empty
# there and is read by one thread. ``sides``: which of them recorded it, a bit for the caller's, the
# called party's and neither. A pair of which in one direction more than one observer (a source and
# a side of it) may have recorded the calls gets no sources; else the first and the last are all.
_PAIRS = """
    INSERT INTO {table}
    WITH seen AS (
        SELECT a_mention << 32 | b_mention AS pair,
            bit_or(CASE direction WHEN 'outgoing' THEN 1 WHEN 'incoming' THEN 2
                   ELSE CASE device_party WHEN 'a' THEN 1 WHEN 'b' THEN 2 ELSE 4 END
                   END::UTINYINT) AS sides,
            count(*) AS count, sum(duration_s)::BIGINT AS duration_s,
            min(start_utc) AS first_utc, max(start_utc) AS last_utc
        FROM communication
        WHERE a_mention IS NOT NULL AND b_mention IS NOT NULL {within}
        GROUP BY ALL
    ), sided AS (
        SELECT seen.*, a.code AS a, b.code AS b, a.source_id
        FROM seen JOIN coded AS a ON a.mention_id = pair >> 32
        JOIN coded AS b ON b.mention_id = pair & 4294967295
    ), pairs AS (
        SELECT least(a, b)::BIGINT << 32 | greatest(a, b) AS phones, sum(count)::BIGINT AS count,
            sum(duration_s)::BIGINT AS duration_s, min(first_utc) AS first_utc,
            max(last_utc) AS last_utc, min(source_id) AS first_source,
            max(source_id) AS last_source, count(*) AS parts,
            bit_or(CASE WHEN a < b THEN sides ELSE sides << 3 END) AS observers
        FROM sided GROUP BY phones
    )
    SELECT (phones >> 32)::INTEGER, (phones & 4294967295)::INTEGER, count, duration_s, first_utc,
        last_utc,
        CASE WHEN parts > bit_count(observers) OR bit_count(observers & 7) > 1
                 OR bit_count(observers >> 3) > 1 THEN []
             WHEN first_source = last_source THEN [first_source]
             ELSE [first_source, last_source] END
    FROM pairs WHERE phones >> 32 <> phones & 4294967295
"""

# Grain: one pair of mentions of one source whose calls must be looked at one by one. The callers
# come first, whatever the planner thinks: mentions alone, paired by source, are without number.
_LOOKED_AT = """
    CREATE OR REPLACE TEMP TABLE looked_at AS
    WITH calling AS MATERIALIZED (
        SELECT mention_id AS a_mention, source_id, a, b FROM ({pairs}) JOIN coded ON code = a
    )
    SELECT a_mention, mention_id AS b_mention, a, b
    FROM calling JOIN coded ON code = b AND coded.source_id = calling.source_id
"""

_UNDECIDED = """
    SELECT low_phone AS a, high_phone AS b FROM {table} WHERE len(source_ids) = 0
    UNION ALL SELECT high_phone, low_phone FROM {table} WHERE len(source_ids) = 0
"""

_SPOKEN = """
    SELECT DISTINCT a.code AS a, b.code AS b
    FROM {records} JOIN coded AS a ON a.mention_id = a_mention
    JOIN coded AS b ON b.mention_id = b_mention
"""

# The difference, since of an inequality DuckDB would make a join of every phone with every other.
_AMONG = f"""
    WITH among AS (
        SELECT code FROM phone_code WHERE entity_id IN (SELECT unnest($phones))
    )
    {_SPOKEN.format(records="communication")}
    WHERE a.code - b.code <> 0 AND (a.code IN (FROM among) OR b.code IN (FROM among)) {{within}}
"""

_ASKED = _SPOKEN.format(records="communication JOIN asked USING (source_id, sheet, row_number)")

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

_DECIDED = """
    INSERT INTO {table}
    SELECT least(a, b), greatest(a, b), count(*), sum(duration_s)::BIGINT, min(start_utc),
        max(start_utc), list_sort(list_distinct(flatten(list(sources))))
    FROM call GROUP BY ALL
"""

TABLES = ("phone_code", "coded", "looked_at", "call")


def count(db: duckdb.DuckDBPyConnection, table: str, window: Window = ALWAYS) -> None:
    """Count the communications of every pair of phones into an empty table.

    Its columns are those of ``phone_pair``; which phones are meant says the temporary table
    ``phone_code`` (entity_id, code) on this connection.
    """
    _name(db)
    db.execute(_PAIRS.format(table=table, within=within(window)), bound(window))
    db.execute(_LOOKED_AT.format(pairs=_UNDECIDED.format(table=table)))
    db.execute(_CALL.format(within=within(window)), bound(window))
    db.execute(f"DELETE FROM {table} WHERE len(source_ids) = 0")
    db.execute(_DECIDED.format(table=table))


def among(db: duckdb.DuckDBPyConnection, phones: Sequence[str], window: Window = ALWAYS) -> None:
    """Make the temporary table ``call`` of the calls that these phones (entity ids) took part in.

    It has a, b, kind, start_utc, duration_s and sources; a and b as ``phone_code`` says.
    """
    _name(db)
    pairs = _AMONG.format(within=within(window))
    db.execute(_LOOKED_AT.format(pairs=pairs), {"phones": list(phones)} | bound(window))
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
    _name(db)
    db.execute(_LOOKED_AT.format(pairs=_ASKED))
    found: dict[int, list[tuple[int, str, int]]] = {}
    for call, *place in db.execute(_SAME.format(within="")).fetchall():
        found.setdefault(call, []).append((place[0], place[1], place[2]))
    db.unregister("asked")
    return list(found.values())


def forget(db: duckdb.DuckDBPyConnection) -> None:
    """Drop the tables that counting left on this connection."""
    for table in TABLES:
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _name(db: duckdb.DuckDBPyConnection) -> None:
    db.execute(_CODE)
    db.execute(_CODED)


def within(window: Window, column: str = "start_utc") -> str:
    """The SQL condition that keeps ``column`` inside the window, to be appended with AND."""
    begins = f"AND {column} >= $from_utc" if window.from_utc else ""
    return begins + (f" AND {column} < $to_utc" if window.to_utc else "")


def bound(window: Window) -> dict[str, datetime]:
    """The parameters that ``within`` refers to."""
    limits = {"from_utc": window.from_utc, "to_utc": window.to_utc}
    return {name: moment for name, moment in limits.items() if moment}
