"""Within one source: which mentions are the same person.

A document that says "Dritan Gjoka" and later "Gjoka" or "Tani" speaks of one man, unless two men of
the document would answer to the short form; then the short mention stays by itself for a person to
decide. Two full names are one person when they are alike, or a slip of the pen apart, and nothing
said of them conflicts.
"""

import duckdb
import pyarrow as pa

from entity_resolution.names.bulk import NameBook
from entity_resolution.people.name_scores import score_pairs
from entity_resolution.sets import DisjointSets
from workbench.vocabulary import ApartReason

SAME_NAME = 0.88
"""Two full names of one source at least this alike are one person's."""
SAME_TOKEN = 0.84
"""A short form whose token is at least this alike to one of the full name's belongs to it."""
PROBABILITY = 0.98
"""Probability given to a link within a document (share that was right on generated cases)."""

# Grain: one pair of person mentions of one source that share a stem, first letters or an alias.
# Two names in a list of contacts are two entries: there "Ana" is not short for "Ana Nika".
_PAIRS = """
    CREATE OR REPLACE TABLE local_pair AS
    WITH asked AS (
        FROM person SEMI JOIN unread USING (source_id) WHERE NOT is_contact
    ), known_as AS (
        SELECT mention_id, source_id, name AS said FROM asked
        UNION ALL SELECT mention_id, source_id, unnest(aliases) FROM asked
    ), keyed AS (
        SELECT DISTINCT mention_id, source_id, left(skeleton, 2) AS start
        FROM known_as JOIN name ON name = said JOIN name_sound USING (name_id)
    )
    SELECT DISTINCT l.mention_id AS one, r.mention_id AS other
    FROM keyed AS l JOIN keyed AS r ON l.source_id = r.source_id AND l.start = r.start
        AND l.mention_id < r.mention_id
"""

# Who is alike to nobody in the source is somebody by themselves.
_MEMBERS = """
    INSERT INTO local_member
    SELECT mention_id, coalesce(local_id, mention_id)
    FROM person SEMI JOIN unread USING (source_id) LEFT JOIN member_arrow USING (mention_id)
    ORDER BY mention_id
"""
_NAME_PAIRS = """
    SELECT least(l.said, r.said) AS left_name, greatest(l.said, r.said) AS right_name
    FROM local_pair
    JOIN (SELECT mention_id, name AS said FROM person
          UNION ALL SELECT mention_id, unnest(aliases) FROM person) AS l ON l.mention_id = one
    JOIN (SELECT mention_id, name AS said FROM person
          UNION ALL SELECT mention_id, unnest(aliases) FROM person) AS r ON r.mention_id = other
"""

# Grain: one local pair with how alike the names are, whether facts conflict, and which are full;
# not those that are neither alike nor conflict.
_JUDGED = """
    WITH said AS (
        SELECT mention_id, name AS said, false AS is_alias FROM person
        UNION ALL SELECT mention_id, unnest(aliases), true FROM person
    ), alike AS (
        SELECT one, other,
            max(CASE WHEN l.said = r.said THEN 1.0 ELSE score END)
                FILTER (NOT l.is_alias AND NOT r.is_alias) AS score,
            max(CASE WHEN l.said = r.said THEN 1.0 ELSE best_token END)
                FILTER (NOT l.is_alias AND NOT r.is_alias) AS token,
            max(CASE WHEN l.said = r.said THEN 1.0 ELSE score END)
                FILTER (l.is_alias OR r.is_alias) AS alias,
            bool_or(one_unlike AND NOT l.is_alias AND NOT r.is_alias) AS one_unlike
        FROM local_pair
        JOIN said AS l ON l.mention_id = one JOIN said AS r ON r.mention_id = other
        LEFT JOIN name_score ON left_name = least(l.said, r.said)
            AND right_name = greatest(l.said, r.said)
        GROUP BY ALL
    )
    SELECT * FROM (SELECT one, other, CASE WHEN one_unlike AND ln.is_full AND rn.is_full
            AND least(damerau_levenshtein(ln.letters, rn.letters),
                damerau_levenshtein(ln.name_key, rn.name_key)) = 1
            THEN greatest(score, $slip) ELSE coalesce(score, 0) END AS score,
        coalesce(token, 0) AS token,
        coalesce(alias, 0) AS alias, ln.is_full AS one_full, rn.is_full AS other_full,
        coalesce(l.birth_date <> r.birth_date, false)
            OR coalesce(l.birth_year <> r.birth_year, false)
            OR coalesce(l.sex <> r.sex, false) OR l.set_apart <> r.set_apart
            OR EXISTS (FROM opposed WHERE opposed.one = alike.one AND opposed.other = alike.other)
            AS conflict
    FROM alike
    JOIN person AS l ON l.mention_id = one JOIN name AS ln ON ln.name = l.name
    JOIN person AS r ON r.mention_id = other JOIN name AS rn ON rn.name = r.name)
    WHERE conflict OR CASE WHEN one_full AND other_full THEN score >= $slip
        WHEN one_full OR other_full THEN greatest(token, alias) >= $token
        ELSE score >= $token END
    ORDER BY one, other
"""


def link_within_sources(scratch: duckdb.DuckDBPyConnection, book: NameBook) -> None:
    """Add to table ``local_member`` (mention_id, local_id) the persons of each source of table
    ``unread``.

    ``local_id`` is the smallest mention id of the person.
    """
    scratch.execute(_PAIRS)
    score_pairs(scratch, book, _NAME_PAIRS)
    judged = scratch.execute(_JUDGED, {"slip": SAME_NAME, "token": SAME_TOKEN}).fetchall()
    people = DisjointSets({mention for one, other, *_ in judged for mention in (one, other)})
    apart = {(one, other) for one, other, *_, conflict in judged if conflict}
    known = set(scratch.execute("SELECT one, other FROM opposed").fetchall())
    namesakes = [
        (one, other)
        for one, other, score, _, _, one_full, other_full, conflict in judged
        if conflict and one_full and other_full and score >= SAME_NAME and (one, other) not in known
    ]
    if namesakes:
        one, other = zip(*namesakes, strict=True)
        scratch.register("namesakes_arrow", pa.table({"one": one, "other": other}))
        scratch.execute(
            "INSERT INTO opposed SELECT one, other, ?, '' FROM namesakes_arrow", [ApartReason.FACTS]
        )
        scratch.unregister("namesakes_arrow")
    for one, other, score, _, _, one_full, other_full, conflict in judged:
        if one_full and other_full and score >= SAME_NAME and not conflict:
            people.join(one, other, apart)
    _attach_short_forms(people, judged, apart)
    mentions = list(people)
    members = pa.table(
        {
            "mention_id": pa.array(mentions, pa.int64()),
            "local_id": pa.array([people.find(mention) for mention in mentions], pa.int64()),
        }
    )
    scratch.register("member_arrow", members)
    scratch.execute(_MEMBERS)
    scratch.unregister("member_arrow")


def _attach_short_forms(
    people: DisjointSets,
    judged: list[tuple[int, int, float, float, float, bool, bool, bool]],
    apart: set[tuple[int, int]],
) -> None:
    candidates: dict[int, dict[int, float]] = {}
    for one, other, _, token, alias, one_full, other_full, conflict in judged:
        alike = max(token, alias)
        if conflict or one_full == other_full or alike < SAME_TOKEN:
            continue
        short, full = (other, one) if one_full else (one, other)
        known = candidates.setdefault(short, {})
        person = people.find(full)
        known[person] = max(known.get(person, 0.0), alike)
    for short, persons in sorted(candidates.items()):
        best = max(persons.values())
        fitting = [p for p, alike in persons.items() if alike >= best - 0.03]
        if len(fitting) == 1:
            people.join(short, fitting[0], apart)
    for one, other, score, _, _, one_full, other_full, conflict in judged:
        alone = one not in candidates and other not in candidates
        if alone and not (one_full or other_full or conflict) and score >= SAME_TOKEN:
            people.join(one, other, apart)
