"""Two things side by side: how probable it is that they are one, why, and on whose word."""

from dataclasses import dataclass

from entity_resolution.apart import HeldApart, held_apart
from entity_resolution.explanations import PairExplanation, read_pairs
from entity_resolution.judgements import Judgement, mention_named, on_pairs
from workbench.case import Case
from workbench.errors import RefusedError


@dataclass(frozen=True)
class Step:
    """One step of a waterfall: a weight in bits and the sum reached with it."""

    label: str
    left: str | None
    right: str | None
    weight: float
    total: float


@dataclass(frozen=True)
class Pair:
    """Two entities (one, where two of its mentions were asked for), the scored pairs of their
    mentions with the likeliest first, what analysts said of them, and the evidence that holds them
    apart. ``compared``: the probability of the likeliest pair, where none was worth explaining."""

    left_entity: str
    right_entity: str
    scored: tuple[PairExplanation, ...]
    judgements: tuple[Judgement, ...]
    apart: tuple[HeldApart, ...] = ()
    compared: float | None = None

    @property
    def together(self) -> bool:
        """Whether they are one entity now."""
        return self.left_entity == self.right_entity

    @property
    def sentence(self) -> str:
        """What is held of the two and why, in words."""
        now = "Held to be one" if self.together else "Held to be two"
        words = ", ".join(f"{j.author} said {j.decision}" for j in self.judgements)
        against = "; ".join(dict.fromkeys(held.sentence for held in self.apart))
        if against:
            against = f"{'overruled: ' if self.together else 'kept apart, since '}{against}"
        why = self.scored[0].sentence if self.scored else self._unexplained
        return f"{now}: {'; '.join(said for said in (words, against, why) if said)}"

    @property
    def _unexplained(self) -> str:
        if self.compared is None:
            return "nothing in their names, numbers or dates brought them together to be compared."
        return (
            f"what they have in common makes it {self.compared:.1%} likely that they are the same."
        )


# Grain: one mention that stands for what was named: every member of an entity; of a mention itself
# and the first mention of its person in the source, by which that person was compared.
_STANDING_FOR = """
    SELECT mention_id FROM entity_member WHERE entity_id = coalesce(
        (SELECT new_entity_id FROM entity_redirect WHERE old_entity_id = $named), $named)
    UNION SELECT mention_id FROM mention WHERE mention_id = $mention AND $named NOT IN (
        SELECT entity_id FROM entity UNION ALL SELECT old_entity_id FROM entity_redirect)
    UNION SELECT left_mention FROM pair_score
    WHERE right_mention = $mention AND (explanation->>'$[0].comparison') = 'source'
        AND $named NOT IN (
            SELECT entity_id FROM entity UNION ALL SELECT old_entity_id FROM entity_redirect)
    ORDER BY 1
"""


def explain_pair(case: Case, left: str, right: str) -> Pair:
    """Why two entities or mentions are held to be one or two.

    Raises UnknownObjectError for what is not in the case, RefusedError for one thing named twice.
    """
    sides = [_standing_for(case, named) for named in (left, right)]
    if sides[0] == sides[1]:
        raise RefusedError("both name one and the same thing. Name two entities or mentions.")
    scored = read_pairs(
        case,
        "WHERE (list_contains($one, left_mention) AND list_contains($other, right_mention)) "
        "OR (list_contains($other, left_mention) AND list_contains($one, right_mention)) "
        "ORDER BY probability DESC, match_weight DESC, left_mention, right_mention",
        {"one": sides[0], "other": sides[1]},
    )
    one, other = (_entity_of(case, side[0]) for side in sides)
    return Pair(
        one,
        other,
        tuple(scored),
        tuple(on_pairs(case, *sides)),
        held_apart(case, *sides),
        None if scored else _compared(case, *sides),
    )


def _compared(case: Case, left: list[int], right: list[int]) -> float | None:
    row = (
        case.db.cursor()
        .execute(
            "SELECT max(probability) FROM scored_pair WHERE (list_contains($one, left_id) AND "
            "list_contains($other, right_id)) OR (list_contains($other, left_id) AND "
            "list_contains($one, right_id))",
            {"one": left, "other": right},
        )
        .fetchone()
    )
    return row[0] if row else None


def waterfall(pair: PairExplanation) -> tuple[Step, ...]:
    """From how rare a match is to the pair's weight, the comparisons that speak most first."""
    prior = pair.match_weight - sum(part.weight for part in pair.parts)
    total = round(prior, 3)
    steps = [Step("before anything is compared", None, None, total, total)]
    for part in sorted(pair.parts, key=lambda part: (-abs(part.weight), part.comparison)):
        total = round(total + part.weight, 3)
        steps.append(Step(part.level, part.left, part.right, part.weight, total))
    return tuple(steps)


def _standing_for(case: Case, named: str) -> list[int]:
    mention = mention_named(case, named)
    rows = case.db.cursor().execute(_STANDING_FOR, {"named": named, "mention": mention}).fetchall()
    return [row[0] for row in rows]


def _entity_of(case: Case, mention: int) -> str:
    row = (
        case.db.cursor()
        .execute("SELECT entity_id FROM entity_member WHERE mention_id = ?", [mention])
        .fetchone()
    )
    return str(row[0]) if row else ""
