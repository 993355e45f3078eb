"""From communications and claims to typed relationships between entities.

``communicates`` (undirected, between phones) counts calls, messages and sessions, each once. Every
other kind is a kind of claim; a denial or a refused claim never makes a relationship, and one that
rests on assessments only says so.
"""

import duckdb

from graph.build import calls
from graph.build.calls import ALWAYS, Window
from workbench.case import Case
from workbench.vocabulary import ClaimKind

COMMUNICATES = "communicates"

MUTUAL = (
    ClaimKind.TRAVELS_WITH,
    ClaimKind.MEETS,
    ClaimKind.KNOWS,
    ClaimKind.RELATED_TO,
    ClaimKind.SEIZED_WITH,
)
"""Kinds of claim that have no direction; their sides are put in one order."""

COLUMNS = (
    "relationship_id, kind, left_entity, right_entity, count, duration_s, first_utc, last_utc, "
    "sources, nature"
)

# Grain: one pair of phones. Pairs seen by one observer come as aggregated, others call by call.
PHONE_PAIRS = """
    WITH aggregated AS (
        SELECT least(a_entity, b_entity) AS left_entity, greatest(a_entity, b_entity)
            AS right_entity, sum(count)::BIGINT AS count, sum(duration_s)::BIGINT AS duration_s,
            min(first_utc) AS first_utc, max(last_utc) AS last_utc, list(source_id) AS source_ids
        FROM talk ANTI JOIN looked_at USING (a_entity, b_entity)
        GROUP BY ALL
    ), looked_through AS (
        SELECT least(a_entity, b_entity) AS left_entity, greatest(a_entity, b_entity)
            AS right_entity, count(*) AS count, sum(duration_s)::BIGINT AS duration_s,
            min(start_utc) AS first_utc, max(start_utc) AS last_utc,
            flatten(list(sources)) AS source_ids
        FROM call
        GROUP BY ALL
    ), ways AS (FROM aggregated UNION ALL BY NAME FROM looked_through)
    SELECT 'communicates' AS kind, left_entity, right_entity, sum(count)::BIGINT AS count,
        sum(duration_s)::BIGINT AS duration_s, min(first_utc) AS first_utc,
        max(last_utc) AS last_utc,
        list_sort(list_distinct(flatten(list(source_ids)))) AS source_ids, 'fact' AS nature
    FROM ways
    GROUP BY ALL
"""

# Grain: one claim that counts, between two different entities, mutual kinds in one order.
STATED = """
    CREATE OR REPLACE TEMP TABLE stated AS
    WITH sided AS (
        SELECT claim_id, claim.kind, source_id, nature, start_utc, end_utc,
            one.entity_id AS one, other.entity_id AS other, claim.kind IN (SELECT unnest($mutual))
            AND one.entity_id > other.entity_id AS swapped
        FROM claim
        JOIN entity_member AS one ON one.mention_id = left_mention
        JOIN entity_member AS other ON other.mention_id = right_mention
        WHERE NOT negated AND state <> 'refused' AND one.entity_id <> other.entity_id
    )
    SELECT claim_id, kind, source_id, nature, start_utc, end_utc,
        CASE WHEN swapped THEN other ELSE one END AS left_entity,
        CASE WHEN swapped THEN one ELSE other END AS right_entity
    FROM sided
    WHERE true {within}
"""

# Grain: one kind of claim between two entities.
STATED_PAIRS = """
    SELECT kind, left_entity, right_entity, count(*) AS count, NULL::BIGINT AS duration_s,
        min(start_utc) AS first_utc, max(coalesce(end_utc, start_utc)) AS last_utc,
        list_sort(list(DISTINCT source_id)) AS source_ids,
        CASE WHEN bool_and(nature = 'assessment') THEN 'assessment' ELSE 'fact' END AS nature
    FROM stated
    GROUP BY ALL
"""

# Grain: one relationship.
_PAIRS = f"""
    SELECT kind, left_entity, right_entity, count, duration_s, first_utc, last_utc,
        len(source_ids)::INTEGER AS sources, nature, source_ids
    FROM (({PHONE_PAIRS}) UNION ALL BY NAME ({STATED_PAIRS}))
"""

_NAMED = f"""
    CREATE OR REPLACE TEMP TABLE tie AS
    SELECT left_entity || '~' || kind || '~' || right_entity AS relationship_id, *
    FROM ({_PAIRS})
"""

_STORED = f"""
    CREATE OR REPLACE TEMP TABLE tie AS SELECT {COLUMNS}, source_ids FROM relationship
"""


def refresh(case: Case) -> int:
    """Recompute table ``relationship`` in the caller's transaction; returns how many there are."""
    db = case.db
    _gather(db, ALWAYS)
    db.execute("DELETE FROM relationship")
    db.execute(f"INSERT INTO relationship BY NAME ({_PAIRS})")
    forget(db)
    row = db.execute("SELECT count(*) FROM relationship").fetchone()
    return int(row[0]) if row else 0


def take(db: duckdb.DuckDBPyConnection, window: Window, *, fresh: bool = False) -> None:
    """Make the temporary table ``tie`` of relationships as they were in a stretch of time.

    Without a window it holds what ``refresh`` found, or, if ``fresh``, what it would find now.
    Undated claims belong to no window.
    """
    if window or fresh:
        _compute(db, window)
    else:
        db.execute(_STORED)


def state(db: duckdb.DuckDBPyConnection, window: Window) -> None:
    """Make the temporary table ``stated`` of the claims that count and touch the window."""
    parameters = {"mutual": [str(kind) for kind in MUTUAL]} | calls.bound(window)
    db.execute(STATED.format(within=touching(window)), parameters)


def touching(window: Window) -> str:
    """The SQL condition that keeps claims whose time touches the window, appended with AND."""
    begins = "AND coalesce(end_utc, start_utc) >= $from_utc" if window.from_utc else ""
    return begins + (" AND start_utc < $to_utc" if window.to_utc else "")


def forget(db: duckdb.DuckDBPyConnection) -> None:
    """Drop the temporary tables that building left on this connection."""
    for table in ("talk", "looked_at", "call", "stated"):
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _compute(db: duckdb.DuckDBPyConnection, window: Window) -> None:
    _gather(db, window)
    db.execute(_NAMED)
    forget(db)


def _gather(db: duckdb.DuckDBPyConnection, window: Window) -> None:
    calls.prepare(db, window)
    state(db, window)
