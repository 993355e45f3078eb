"""Persons whom one sentence of a document, or one row of a form, names together.

That a source speaks of two at once does not say that they know each other: a co-mention is an
assessment, counts the sentences and rows, and is added to the network only when asked for. What
names many persons at once is a list and tells nothing of pairs.
"""

import duckdb

from graph.build.calls import Window
from graph.build.filters import NetworkFilter, Omission
from workbench.vocabulary import REVIEWED_SOURCES, ReviewedKind

MENTIONED_WITH = "mentioned_with"
MOST_NAMED = 8
"""Persons in one sentence or row above which it is a list."""

_LISTS = f"sentences and rows that name more than {MOST_NAMED} persons: lists"
_UNDATED = "persons named together, which belongs to no period"

# Grain: one person in one sentence or row. ``unseen``: what ``restrict`` leaves out.
_NAMED = """
    SELECT DISTINCT entity_id, mention.source_id, coalesce(sheet, '') AS sheet,
        coalesce(passage_no, 0) AS passage_no,
        CASE WHEN passage_no IS NULL THEN row_number END AS row_number
    FROM mention JOIN entity_member USING (mention_id) JOIN entity USING (entity_id)
    JOIN source ON source.source_id = mention.source_id
    WHERE entity.kind = 'person' AND source.kind IN (SELECT unnest($reviewed))
        AND coalesce(passage_no, row_number) IS NOT NULL {unseen}
"""

_IN_CHOSEN = " AND mention.source_id IN (SELECT source_id FROM chosen_source)"

# Only sentences and rows that name the place, too.
_AT_PLACE = """
    AND (mention.source_id, coalesce(sheet, ''), coalesce(passage_no, 0),
         CASE WHEN passage_no IS NULL THEN row_number END) IN (
        SELECT (source_id, coalesce(sheet, ''), coalesce(passage_no, 0),
                CASE WHEN passage_no IS NULL THEN row_number END)
        FROM mention JOIN place_here USING (mention_id))
"""

_ACCEPTED = f"""
    AND mention_id IN (SELECT object_id FROM reviewed WHERE object_kind = '{ReviewedKind.MENTION}')
"""

_PLACES = """
    CREATE OR REPLACE TEMP TABLE named_place AS
    SELECT *, count(*) OVER (PARTITION BY source_id, sheet, passage_no, row_number) AS persons
    FROM ({named})
"""

# Grain: one pair of persons.
_TIES = f"""
    INSERT INTO tie BY NAME
    WITH pairs AS (
        SELECT l.entity_id AS one, r.entity_id AS other, l.source_id
        FROM named_place AS l JOIN named_place AS r
            ON l.source_id = r.source_id AND l.sheet = r.sheet AND l.passage_no = r.passage_no
            AND l.row_number IS NOT DISTINCT FROM r.row_number AND l.entity_id < r.entity_id
        WHERE l.persons <= {MOST_NAMED}
    )
    SELECT one || '~{MENTIONED_WITH}~' || other AS relationship_id, '{MENTIONED_WITH}' AS kind,
        one AS left_entity, other AS right_entity, count(*) AS count, 'assessment' AS nature,
        count(DISTINCT source_id)::INTEGER AS sources, list_sort(list(DISTINCT source_id))
        AS source_ids
    FROM pairs GROUP BY one, other
"""

_COUNT_LISTS = f"""
    SELECT count(DISTINCT (source_id, sheet, passage_no, row_number)) FROM named_place
    WHERE persons > {MOST_NAMED}
"""

# Grain: one sentence or row that names both, at its first mention of the first.
_EVIDENCE = """
    CREATE OR REPLACE TEMP TABLE found AS
    WITH seen AS (
        SELECT entity_id, mention.*, coalesce(sheet, '') AS page,
            CASE WHEN passage_no IS NULL THEN row_number END AS line
        FROM mention JOIN entity_member USING (mention_id) JOIN source USING (source_id)
        WHERE entity_id IN ($left, $right) AND source.kind IN (SELECT unnest($reviewed))
            AND coalesce(passage_no, row_number) IS NOT NULL
    )
    SELECT 'mention' AS kind, source_id, page AS sheet, row_number, passage_no, start_char,
        end_char, mention_id AS object_id, NULL::TIMESTAMP AS moment
    FROM seen
    WINDOW place AS (PARTITION BY source_id, page, passage_no, line)
    QUALIFY count(DISTINCT entity_id) OVER place = 2 AND mention_id = min(mention_id) OVER place
"""

_REVIEWED = {"reviewed": [str(kind) for kind in REVIEWED_SOURCES]}


def add(db: duckdb.DuckDBPyConnection, chosen: NetworkFilter) -> list[Omission]:
    """Add to ``tie`` who is named together, where ``chosen`` asks for it; returns what is not."""
    if not chosen.co_mentions:
        return []
    unseen = _IN_CHOSEN if chosen.is_part else ""
    unseen += _AT_PLACE if chosen.places else ""
    unseen += _ACCEPTED if chosen.accepted_only else ""
    db.execute(_PLACES.format(named=_NAMED.format(unseen=unseen)), _REVIEWED)
    lists = Omission(_LISTS, records=_number(db, _COUNT_LISTS))
    if not chosen.window:
        db.execute(_TIES)
        return [lists]
    places = "SELECT count(*) FROM (SELECT DISTINCT * EXCLUDE (entity_id) FROM named_place "
    together = _number(db, places + f"WHERE persons BETWEEN 2 AND {MOST_NAMED})")
    return [lists, Omission(_UNDATED, records=together)]


def find(db: duckdb.DuckDBPyConnection, left: str, right: str, window: Window) -> None:
    """Make the temporary table ``found`` of the sentences and rows that name both."""
    db.execute(_EVIDENCE, {"left": left, "right": right} | _REVIEWED)
    if window:
        db.execute("DELETE FROM found")


def _number(db: duckdb.DuckDBPyConnection, query: str) -> int:
    row = db.execute(query).fetchone()
    return int(row[0]) if row else 0
