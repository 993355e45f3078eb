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

# Grain: one pair of phones, by their ids.
_NAMED_PAIRS = """
    SELECT 'communicates' AS kind, least(l.entity_id, r.entity_id) AS left_entity,
        greatest(l.entity_id, r.entity_id) AS right_entity, count, duration_s, first_utc, last_utc,
        source_ids, 'fact' AS nature
    FROM talk JOIN phone_code AS l ON l.code = low_phone JOIN phone_code AS r ON r.code = high_phone
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
_STATED_PAIRS = """
    SELECT kind, left_entity, right_entity, count(*) AS count, NULL::BIGINT AS duration_s,
        min(start_utc) AS first_utc, max(coalesce(end_utc, start_utc)) AS last_utc,
        list_sort(list(DISTINCT source_id)) AS source_ids,
        CASE WHEN bool_and(nature = 'assessment') THEN 'assessment' ELSE 'fact' END AS nature
    FROM stated
    GROUP BY ALL
"""

# Grain: one relationship.
_NAMED = f"""
    CREATE OR REPLACE TEMP TABLE tie AS
    SELECT left_entity || '~' || kind || '~' || right_entity AS relationship_id, *,
        len(source_ids)::INTEGER AS sources
    FROM (({_NAMED_PAIRS}) UNION ALL BY NAME ({_STATED_PAIRS}))
"""

_STORED = f"""
    CREATE OR REPLACE TEMP TABLE tie AS SELECT {COLUMNS}, source_ids FROM relationship
"""

_KEEP_STATED = f"""
    INSERT INTO stated_relationship BY NAME
    SELECT *, len(source_ids)::INTEGER AS sources FROM ({_STATED_PAIRS})
"""


def refresh(case: Case, *, calls_too: bool = True) -> int:
    """Recompute the relationships in the caller's transaction; returns how many there are.

    Without ``calls_too`` who called whom stays: nothing came in, and phones are what they were.
    """
    db = case.db
    if calls_too:
        db.execute("DELETE FROM phone_pair")
        calls.count(db, "phone_pair")
    state(db, ALWAYS)
    db.execute("DELETE FROM stated_relationship")
    db.execute(_KEEP_STATED)
    forget(db)
    counts = "SELECT (SELECT count(*) FROM phone_pair) + (SELECT count(*) FROM stated_relationship)"
    return int(db.execute(counts).fetchall()[0][0])


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
    calls.forget(db)
    db.execute("DROP TABLE IF EXISTS temp.talk")
    db.execute("DROP TABLE IF EXISTS temp.stated")


def _compute(db: duckdb.DuckDBPyConnection, window: Window) -> None:
    db.execute("CREATE OR REPLACE TEMP TABLE talk AS FROM phone_pair LIMIT 0")
    calls.count(db, "talk", window)
    state(db, window)
    db.execute(_NAMED)
    forget(db)
