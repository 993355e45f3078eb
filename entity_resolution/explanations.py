"""Why two mentions are held to be one, or not: the weights, and a plain sentence."""

import json
import math
from dataclasses import dataclass

from entity_resolution.selectors import EXACT, PROBABILITY
from entity_resolution.settling import MERGE
from workbench.case import Case

_OF_THE_VEHICLE = ("vin", "make", "model", "colour")
_CERTAIN = 100.0
"""Weight in bits that stands for an analyst's word."""


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
    """What holds an entity together: analysts' words, then its pairs, the weakest first."""
    scored = read_pairs(
        case,
        "JOIN entity_member AS l ON l.mention_id = left_mention AND l.entity_id = $entity "
        "JOIN entity_member AS r ON r.mention_id = right_mention AND r.entity_id = $entity "
        "ORDER BY probability, left_mention, right_mention",
        {"entity": entity_id},
    )
    return [*_judged(case, entity_id), *scored, *_equal(case, entity_id)]


# Grain: one judgement in force on two members of an entity.
_JUDGED = """
    SELECT left_mention, right_mention, author, reason FROM judgement
    JOIN entity_member AS l ON l.mention_id = left_mention AND l.entity_id = $entity
    JOIN entity_member AS r ON r.mention_id = right_mention AND r.entity_id = $entity
    WHERE withdrawn_at_utc IS NULL AND decision = 'same' ORDER BY judgement_id
"""

# Grain: one member of an entity of an exact kind, with the first member that has the same value.
_EQUAL = """
    WITH valued AS (
        SELECT mention_id, kind, text, min(mention_id) OVER (PARTITION BY normalised) AS first_id
        FROM mention JOIN entity_member USING (mention_id)
        WHERE entity_id = $entity AND kind IN (SELECT unnest($kinds))
    )
    SELECT first_id, valued.mention_id, valued.kind, mention.text, valued.text
    FROM valued JOIN mention ON mention.mention_id = first_id
    WHERE valued.mention_id <> first_id ORDER BY valued.mention_id
"""


def _judged(case: Case, entity_id: str) -> list[PairExplanation]:
    rows = case.db.cursor().execute(_JUDGED, {"entity": entity_id}).fetchall()
    return [
        PairExplanation(left, right, 1.0, _CERTAIN, (), f"{author} judged them the same: {reason}")
        for left, right, author, reason in rows
    ]


def _equal(case: Case, entity_id: str) -> list[PairExplanation]:
    kinds = [str(kind) for kind in EXACT]
    rows = case.db.cursor().execute(_EQUAL, {"entity": entity_id, "kinds": kinds}).fetchall()
    weight = math.log2(PROBABILITY / (1 - PROBABILITY))
    found = []
    for one, other, kind, left, right in rows:
        part = Part(kind, f"same {kind}", left, right, round(weight, 3))
        found.append(
            PairExplanation(
                one, other, PROBABILITY, weight, (part,), _sentence(PROBABILITY, (part,))
            )
        )
    return found


def read_pairs(case: Case, rest: str, values: dict[str, object]) -> list[PairExplanation]:
    """Scored pairs, with what follows ``FROM pair_score`` in SQL."""
    rows = (
        case.db.cursor()
        .execute(
            "SELECT left_mention, right_mention, probability, match_weight, explanation "
            f"FROM pair_score {rest}",
            values,
        )
        .fetchall()
    )
    return [explanation_of(*row) for row in rows]


def explanation_of(
    left: int, right: int, probability: float, weight: float, explanation: str
) -> PairExplanation:
    """A row of ``pair_score`` with its reasons in words."""
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
    return said + "." + _remark(probability, parts)


def _remark(probability: float, parts: tuple[Part, ...]) -> str:
    plate = any(p.comparison == "plate" and p.level.startswith("same plate") for p in parts)
    described = any(p.weight < 0 for p in parts if p.comparison in _OF_THE_VEHICLE)
    if not plate or not described or probability >= MERGE:
        return ""
    return " One plate on two vehicles: it was moved, copied or misread."
