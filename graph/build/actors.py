"""Phones folded into the people who hold them.

Works on temporary tables of one connection: ``tie``, relationships between entities as stated,
becomes ``tie`` between actors. A phone with one holder at all times is simply renamed; one that
changed hands is looked at call by call and claim by claim.
"""

import duckdb

from graph.build import calls, holders, relationships
from graph.build.calls import Window
from graph.build.holders import Holding

# Grain: one phone that one person holds at all times.
_WHOLE = """
    CREATE OR REPLACE TEMP TABLE whole AS
    SELECT phone, any_value(person) AS person FROM held
    GROUP BY phone HAVING count(*) = 1 AND count(person) = 1
"""

# Grain: one relationship as stated that has to be read again one by one.
_REREAD = """
    CREATE OR REPLACE TEMP TABLE reread AS
    SELECT relationship_id FROM tie
    WHERE (left_entity IN (SELECT unnest($changing)) OR right_entity IN (SELECT unnest($changing)))
        AND kind NOT IN (SELECT unnest($holding))
"""

# Grain: one relationship, call or claim that belongs to other actors than the entities it names.
_MOVED = """
    CREATE OR REPLACE TEMP TABLE moved AS
    WITH events AS (
        SELECT 'communicates' AS kind, l.entity_id AS one, r.entity_id AS other, start_utc,
            start_utc AS end_utc, duration_s, sources AS source_ids, 'fact' AS nature
        FROM call JOIN phone_code AS l ON l.code = a JOIN phone_code AS r ON r.code = b
        UNION ALL BY NAME
        SELECT kind, left_entity AS one, right_entity AS other, start_utc,
            coalesce(end_utc, start_utc) AS end_utc, NULL AS duration_s,
            [source_id] AS source_ids, nature
        FROM stated
        WHERE (left_entity IN (SELECT unnest($changing))
               OR right_entity IN (SELECT unnest($changing)))
            AND kind NOT IN (SELECT unnest($holding))
    ), moving AS (
        SELECT kind, coalesce(a.person, one) AS one, coalesce(b.person, other) AS other,
            1 AS count, events.duration_s, start_utc AS first_utc, end_utc AS last_utc,
            len(source_ids) AS sources, source_ids, nature
        FROM events
        LEFT JOIN held AS a ON a.phone = one AND start_utc >= a.from_utc AND start_utc < a.to_utc
        LEFT JOIN held AS b ON b.phone = other AND start_utc >= b.from_utc AND start_utc < b.to_utc
        UNION ALL BY NAME
        SELECT kind, coalesce(l.person, left_entity) AS one, coalesce(r.person, right_entity)
            AS other, count, duration_s, first_utc, last_utc, sources, source_ids, nature
        FROM tie ANTI JOIN reread USING (relationship_id)
        LEFT JOIN whole AS l ON l.phone = left_entity
        LEFT JOIN whole AS r ON r.phone = right_entity
        WHERE l.phone IS NOT NULL OR r.phone IS NOT NULL
    ), ordered AS (
        SELECT *, (kind = 'communicates' OR kind IN (SELECT unnest($mutual))) AND one > other
            AS swapped
        FROM moving WHERE one <> other
    )
    SELECT * EXCLUDE (one, other, swapped), CASE WHEN swapped THEN other ELSE one END AS one,
        CASE WHEN swapped THEN one ELSE other END AS other
    FROM ordered
"""

# Grain: one relationship between two actors. Those that nothing was moved into pass through.
_ACTED = """
    CREATE OR REPLACE TEMP TABLE acted AS
    WITH staying AS (
        SELECT tie.* FROM tie ANTI JOIN reread USING (relationship_id)
        ANTI JOIN whole AS l ON l.phone = left_entity
        ANTI JOIN whole AS r ON r.phone = right_entity
    ), parts AS (
        SELECT * FROM moved
        UNION ALL BY NAME
        SELECT * EXCLUDE (relationship_id, left_entity, right_entity), left_entity AS one,
            right_entity AS other
        FROM staying
        SEMI JOIN moved ON moved.kind = staying.kind AND one = left_entity AND other = right_entity
    ), sums AS (
        SELECT one || '~' || kind || '~' || other AS relationship_id, kind, one AS left_entity,
            other AS right_entity, sum(count)::BIGINT AS count,
            sum(duration_s)::BIGINT AS duration_s, min(first_utc) AS first_utc,
            max(last_utc) AS last_utc,
            greatest(max(sources), len(list_distinct(flatten(list(source_ids)))))::INTEGER
                AS sources,
            CASE WHEN bool_and(nature = 'assessment') THEN 'assessment' ELSE 'fact' END AS nature,
            list_sort(list_distinct(flatten(list(source_ids)))) AS source_ids
        FROM parts GROUP BY kind, one, other
    )
    SELECT * FROM sums
    UNION ALL BY NAME
    SELECT * FROM staying ANTI JOIN sums USING (relationship_id)
"""


def fold(db: duckdb.DuckDBPyConnection, window: Window) -> tuple[Holding, ...]:
    """Turn ``tie`` on this connection into relationships between actors; returns who acts."""
    holders.prepare(db)
    changing = holders.changing(db)
    relationships.state(db, window)
    calls.among(db, changing, window)
    lists = {
        "changing": changing,
        "holding": [str(kind) for kind in holders.HOLDING],
        "mutual": [str(kind) for kind in relationships.MUTUAL],
    }
    db.execute(_WHOLE)
    db.execute(_REREAD, {name: lists[name] for name in ("changing", "holding")})
    db.execute(_MOVED, lists)
    db.execute(_ACTED)
    db.execute("DROP TABLE temp.tie")
    db.execute("ALTER TABLE temp.acted RENAME TO tie")
    relationships.forget(db)
    return holders.holdings(db)
