"""Why two mentions are held to be one, or not: the weights, and a plain sentence."""

import json
from dataclasses import dataclass

from workbench.case import Case


@dataclass(frozen=True)
class Part:
    """One comparison's outcome and its weight in bits (above 0 speaks for a match)."""

    comparison: str
    level: str
    left: str | None
    right: str | None
    weight: float


@dataclass(frozen=True)
class PairExplanation:
    """A scored pair of mentions; the weights and the prior add up to ``match_weight``."""

    left_mention: int
    right_mention: int
    probability: float
    match_weight: float
    parts: tuple[Part, ...]
    sentence: str


def explain(case: Case, entity_id: str) -> list[PairExplanation]:
    """The scored pairs inside an entity, the weakest first."""
    return _read(
        case,
        "JOIN entity_member AS l ON l.mention_id = left_mention AND l.entity_id = $entity "
        "JOIN entity_member AS r ON r.mention_id = right_mention AND r.entity_id = $entity "
        "ORDER BY probability, left_mention, right_mention",
        {"entity": entity_id},
    )


def review_queue(case: Case, limit: int = 50) -> list[PairExplanation]:
    """Pairs that nobody judged and that are neither clearly one nor clearly two.

    Ordered by how much a decision would change: the mentions of the two entities multiplied by how
    undecided the pair is.
    """
    return _read(
        case,
        """
        JOIN entity_member AS l ON l.mention_id = left_mention
        JOIN entity_member AS r ON r.mention_id = right_mention AND r.entity_id <> l.entity_id
        JOIN (SELECT entity_id, count(*) AS size FROM entity_member GROUP BY entity_id) AS ls
            ON ls.entity_id = l.entity_id
        JOIN (SELECT entity_id, count(*) AS size FROM entity_member GROUP BY entity_id) AS rs
            ON rs.entity_id = r.entity_id
        WHERE probability >= 0.2 AND NOT EXISTS (
            FROM judgement WHERE withdrawn_at_utc IS NULL
            AND judgement.left_mention = pair_score.left_mention
            AND judgement.right_mention = pair_score.right_mention)
        ORDER BY ls.size * rs.size * (1 - abs(2 * probability - 1)) DESC, left_mention,
            right_mention
        LIMIT $limit
        """,
        {"limit": limit},
    )


def _read(case: Case, rest: str, values: dict[str, object]) -> list[PairExplanation]:
    rows = (
        case.db.cursor()
        .execute(
            "SELECT left_mention, right_mention, probability, match_weight, explanation "
            f"FROM pair_score {rest}",
            values,
        )
        .fetchall()
    )
    return [_explanation(*row) for row in rows]


def _explanation(
    left: int, right: int, probability: float, weight: float, explanation: str
) -> PairExplanation:
    parts = tuple(
        Part(p["comparison"], p["level"], p["left"], p["right"], p["weight"])
        for p in json.loads(explanation)
    )
    return PairExplanation(left, right, probability, weight, parts, _sentence(probability, parts))


def _sentence(probability: float, parts: tuple[Part, ...]) -> str:
    speaks_for = [p.level for p in sorted(parts, key=lambda p: -p.weight) if p.weight > 0]
    against = [p.level for p in sorted(parts, key=lambda p: p.weight) if p.weight < 0]
    said = f"{probability:.0%} likely the same"
    if speaks_for:
        said += f"; for it: {', '.join(speaks_for)}"
    if against:
        said += f"; against it: {', '.join(against)}"
    return said + "."
