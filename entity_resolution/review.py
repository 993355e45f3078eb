"""What waits for a person's word, with what would change the network most at the head."""

from dataclasses import dataclass

from entity_resolution.explanations import PairExplanation, explanation_of
from workbench.case import Case

LIKELY = 0.5
"""Pairs at least this probable that were not merged wait for a person's word."""
FROM = 0.2
"""Pairs less probable than this are not worth a person's time."""


@dataclass(frozen=True)
class Waiting:
    """Two entities that may be one, and what becomes of the network if they are.

    ``left_ties`` and ``right_ties`` are the entities each has a relationship with, ``shared_ties``
    those they have in common; ``newly_connected`` counts the pairs of others who would then have
    one entity between them and now have not this one.
    """

    left_entity: str
    right_entity: str
    kind: str
    mentions: int
    left_ties: int
    right_ties: int
    shared_ties: int
    newly_connected: int
    pair: PairExplanation


# Grain: two entities with their likeliest undecided pair. What changes is weighed by how undecided
# the pair is, so that what is nearly certain waits behind what is open. ``one <> other`` is said of
# both at once: ``l.entity_id <> r.entity_id`` would join every member with every other.
_QUEUE = """
    WITH candidate AS (
        SELECT least(l.entity_id, r.entity_id) AS one, greatest(l.entity_id, r.entity_id) AS other,
            pair_score.*
        FROM pair_score
        JOIN entity_member AS l ON l.mention_id = left_mention
        JOIN entity_member AS r ON r.mention_id = right_mention
        WHERE probability >= $least AND one <> other
    ), judged AS (
        SELECT DISTINCT least(l.entity_id, r.entity_id) AS one,
            greatest(l.entity_id, r.entity_id) AS other
        FROM judgement
        JOIN entity_member AS l ON l.mention_id = left_mention
        JOIN entity_member AS r ON r.mention_id = right_mention
        WHERE withdrawn_at_utc IS NULL AND decision <> 'unsure'
    ), waiting AS (
        FROM candidate ANTI JOIN judged USING (one, other)
        QUALIFY row_number() OVER (PARTITION BY one, other
            ORDER BY probability DESC, left_mention, right_mention) = 1
    ), tie AS (
        SELECT left_entity AS entity_id, right_entity AS neighbour FROM relationship
        UNION SELECT right_entity, left_entity FROM relationship
    ), ties AS (
        SELECT entity_id, list_sort(list(neighbour)) AS neighbours FROM tie
        WHERE neighbour <> entity_id GROUP BY entity_id
    ), size AS (
        SELECT entity_id, count(*) AS mentions FROM entity_member GROUP BY entity_id
    ), beside AS (
        SELECT waiting.*, ls.mentions + rs.mentions AS mentions,
            list_filter(coalesce(lt.neighbours, []), found -> found <> other) AS left_ties,
            list_filter(coalesce(rt.neighbours, []), found -> found <> one) AS right_ties
        FROM waiting JOIN size AS ls ON ls.entity_id = one JOIN size AS rs ON rs.entity_id = other
        LEFT JOIN ties AS lt ON lt.entity_id = one LEFT JOIN ties AS rt ON rt.entity_id = other
    ), counted AS (
        SELECT *, len(list_intersect(left_ties, right_ties)) AS shared FROM beside
    )
    SELECT one, other, kind, mentions, len(left_ties), len(right_ties), shared,
        (len(left_ties) - shared) * (len(right_ties) - shared) AS newly_connected,
        left_mention, right_mention, probability, match_weight, explanation
    FROM counted
    ORDER BY (1 + newly_connected + len(left_ties) + len(right_ties))
        * (1 - abs(2 * probability - 1)) DESC, mentions DESC, one, other
    LIMIT $limit
"""


# Grain: two entities that are as likely one as not, or likelier, and that nobody decided.
_WAITING = """
    WITH apart AS (
        SELECT DISTINCT least(l.entity_id, r.entity_id) AS one,
            greatest(l.entity_id, r.entity_id) AS other, pair_score.kind
        FROM pair_score
        JOIN entity_member AS l ON l.mention_id = left_mention
        JOIN entity_member AS r ON r.mention_id = right_mention
        WHERE probability >= $least AND one <> other
    ), judged AS (
        SELECT least(l.entity_id, r.entity_id) AS one, greatest(l.entity_id, r.entity_id) AS other
        FROM judgement
        JOIN entity_member AS l ON l.mention_id = left_mention
        JOIN entity_member AS r ON r.mention_id = right_mention
        WHERE withdrawn_at_utc IS NULL AND decision <> 'unsure'
    )
    SELECT kind, count(*) FROM (FROM apart ANTI JOIN judged USING (one, other)) GROUP BY kind
"""


def waiting_by_kind(case: Case) -> dict[str, int]:
    """How many pairs of entities of each kind wait for a word, being likelier one than not."""
    return dict(case.db.execute(_WAITING, {"least": LIKELY}).fetchall())


def count_waiting(case: Case) -> int:
    """How many pairs of entities wait for a word, being likelier one than not."""
    return sum(waiting_by_kind(case).values())


def review_queue(case: Case, limit: int = 50) -> list[Waiting]:
    """Pairs of entities that are neither clearly one nor clearly two and that nobody decided."""
    rows = case.db.cursor().execute(_QUEUE, {"least": FROM, "limit": limit}).fetchall()
    return [_waiting(row[:8], explanation_of(*row[8:])) for row in rows]


def _waiting(
    counted: tuple[str, str, str, int, int, int, int, int], pair: PairExplanation
) -> Waiting:
    one, other, kind, mentions, left, right, shared, connected = counted
    return Waiting(one, other, kind, mentions, left, right, shared, connected, pair)
