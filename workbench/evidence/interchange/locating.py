"""Where the evidence behind all relationships of a network stands, read in one go."""

from dataclasses import dataclass

import duckdb

from graph.build import COMMUNICATES, Projection, calls, holders, relationships
from graph.build.network import Network
from workbench.evidence.interchange.carried import Place

GIVEN = 10
"""So many pieces of evidence go with a relationship; how many there are in all is said."""


@dataclass(frozen=True)
class Rests:
    """What a relationship rests on: sources, how many pieces of evidence, and the first of them."""

    sources: tuple[int, ...]
    total: int
    places: tuple[Place, ...]


# As graph.evidence has it for one relationship. Grain: a stretch of time in which a mention stands
# for an actor.
_STANDING = """
    CREATE OR REPLACE TEMP TABLE standing AS
    WITH acting AS (
        SELECT entity_id AS actor, entity_id AS entity, TIMESTAMP '-infinity' AS from_utc,
            TIMESTAMP 'infinity' AS to_utc
        FROM entity WHERE $as_stated OR entity_id NOT IN (SELECT phone FROM held)
        UNION ALL
        SELECT coalesce(person, phone), phone, from_utc, to_utc FROM held WHERE NOT $as_stated
        UNION ALL
        SELECT phone, phone, NULL, NULL FROM held WHERE NOT $as_stated
        GROUP BY phone HAVING count(*) > 1
    )
    SELECT actor, mention_id, from_utc, to_utc
    FROM acting JOIN entity_member ON entity_id = entity
"""

# Grain: one record or claim behind one relationship.
_BEHIND = """
    CREATE OR REPLACE TEMP TABLE behind AS
    WITH wanted AS (
        SELECT *, least(left_entity, right_entity) AS low, greatest(left_entity, right_entity)
            AS high FROM asked
    )
    SELECT relationship_id, source_id, sheet, row_number, NULL::INTEGER AS passage_no,
        NULL::INTEGER AS start_char, NULL::INTEGER AS end_char, start_utc AS moment
    FROM communication
    JOIN standing AS a ON a.mention_id = a_mention
        AND start_utc >= a.from_utc AND start_utc < a.to_utc
    JOIN standing AS b ON b.mention_id = b_mention
        AND start_utc >= b.from_utc AND start_utc < b.to_utc
    JOIN wanted ON wanted.kind = $communicates AND low = least(a.actor, b.actor)
        AND high = greatest(a.actor, b.actor)
    WHERE a.actor <> b.actor {within}
    UNION ALL
    SELECT DISTINCT relationship_id, source_id, coalesce(sheet, ''), row_number, passage_no,
        start_char, end_char, start_utc
    FROM claim
    JOIN standing AS a ON a.mention_id = left_mention
    JOIN standing AS b ON b.mention_id = right_mention
    JOIN wanted ON wanted.kind = claim.kind AND low = least(a.actor, b.actor)
        AND high = greatest(a.actor, b.actor)
        AND (claim.kind IN (SELECT unnest($mutual)) OR left_entity = a.actor)
    WHERE NOT negated AND state <> 'refused' AND a.actor <> b.actor
        AND (isinf(a.from_utc) AND isinf(a.to_utc) OR start_utc IS NULL AND a.from_utc IS NULL
             OR start_utc >= a.from_utc AND start_utc < a.to_utc)
        AND (isinf(b.from_utc) AND isinf(b.to_utc) OR start_utc IS NULL AND b.from_utc IS NULL
             OR start_utc >= b.from_utc AND start_utc < b.to_utc)
        {touching}
"""

_SOURCES = """
    SELECT relationship_id, list_sort(list(DISTINCT source_id)), count(*) FROM behind GROUP BY ALL
"""

_FIRST = """
    SELECT relationship_id, source_id, sheet, row_number, passage_no, start_char, end_char
    FROM behind
    QUALIFY row_number() OVER (
        PARTITION BY relationship_id
        ORDER BY moment NULLS LAST, source_id, sheet, row_number, passage_no, start_char
    ) <= $given
    ORDER BY relationship_id, moment NULLS LAST, source_id, sheet, row_number, passage_no,
        start_char
"""


def resting(db: duckdb.DuckDBPyConnection, found: Network) -> dict[str, Rests]:
    """By relationship id, what it rests on."""
    asked = found.relationships[["relationship_id", "kind", "left_entity", "right_entity"]]
    holders.prepare(db)
    db.execute(_STANDING, {"as_stated": found.chosen.projection is Projection.ALL})
    db.register("asked", asked)
    window = found.chosen.window
    db.execute(
        _BEHIND.format(within=calls.within(window), touching=relationships.touching(window)),
        {"communicates": COMMUNICATES, "mutual": [str(kind) for kind in relationships.MUTUAL]}
        | calls.bound(window),
    )
    places: dict[str, list[Place]] = {}
    for name, *place in db.execute(_FIRST, {"given": GIVEN}).fetchall():
        places.setdefault(name, []).append(Place(*place))
    return {
        name: Rests(tuple(sources), int(total), tuple(places[name]))
        for name, sources, total in db.execute(_SOURCES).fetchall()
    }
