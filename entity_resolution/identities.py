"""Entity ids that outlast a run: a new group takes the id of the old one it mostly consists of.

A group that was merged away and is parted again takes its old id back.
"""

import duckdb

# Grain: one new group with the old entity it inherits from. Of several groups that share an old
# entity the one with most of its members keeps the id; of several old ones, the largest part wins.
_INHERIT = """
    CREATE OR REPLACE TABLE inherited AS
    WITH overlap AS (
        SELECT group_id, entity_id, count(*) AS shared
        FROM new_member JOIN old_member USING (mention_id, kind) GROUP BY ALL
    ), ranked AS (
        SELECT *,
            row_number() OVER (PARTITION BY group_id ORDER BY shared DESC, length(entity_id),
                entity_id) AS choice,
            row_number() OVER (PARTITION BY entity_id ORDER BY shared DESC, group_id) AS claimant
        FROM overlap
    )
    SELECT group_id, entity_id FROM ranked WHERE choice = 1 AND claimant = 1
"""

# Grain: one group without an id to inherit that holds the first mention of a vanished entity.
_RETURNED = """
    CREATE OR REPLACE TABLE returned AS
    SELECT group_id, first(entity_id ORDER BY length(entity_id), entity_id) AS entity_id
    FROM new_member JOIN vanished USING (mention_id) ANTI JOIN inherited USING (group_id)
    GROUP BY group_id
"""

# Grain: one group with its id; new numbers continue after the highest ever given to its kind.
_NAMED = """
    CREATE OR REPLACE TABLE named AS
    WITH every AS (SELECT DISTINCT group_id, kind FROM new_member),
    fresh AS (
        SELECT group_id, kind, row_number() OVER (PARTITION BY kind ORDER BY group_id) AS place
        FROM every ANTI JOIN inherited USING (group_id) ANTI JOIN returned USING (group_id)
    )
    SELECT group_id, kind, entity_id FROM every
    JOIN (FROM inherited UNION ALL FROM returned) USING (group_id)
    UNION ALL
    SELECT group_id, fresh.kind, fresh.kind || '-' || (coalesce(highest, 0) + place)
    FROM fresh LEFT JOIN highest_number USING (kind)
"""

# Grain: one vanished id and the entity that most of its members now belong to.
_REDIRECTS = """
    CREATE OR REPLACE TABLE redirected AS
    SELECT old_member.entity_id AS old_entity_id,
        first(named.entity_id ORDER BY shared DESC, named.entity_id) AS new_entity_id
    FROM (SELECT entity_id, group_id, count(*) AS shared
          FROM old_member JOIN new_member USING (mention_id, kind) GROUP BY ALL) AS old_member
    JOIN named USING (group_id)
    WHERE old_member.entity_id NOT IN (SELECT entity_id FROM named)
    GROUP BY old_member.entity_id
"""


def assign(scratch: duckdb.DuckDBPyConnection) -> None:
    """From ``new_member``, ``old_member``, ``vanished`` and ``highest_number`` make ``named`` and
    ``redirected``."""
    for statement in (_INHERIT, _RETURNED, _NAMED, _REDIRECTS):
        scratch.execute(statement)
