"""An analyst's word on two mentions: kept with author and reason, withdrawn but never deleted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from workbench.case import Case
from workbench.clock import now_utc
from workbench.errors import RefusedError, UnknownObjectError
from workbench.vocabulary import Action, Decision
from workbench.withdrawing import mark_withdrawn

Pair = tuple[int, int]


@dataclass(frozen=True)
class Judgement:
    """One row of table ``judgement``; times in UTC. Left < right."""

    judgement_id: int
    left_mention: int
    right_mention: int
    decision: str
    reason: str
    author: str
    made_at_utc: datetime
    withdrawn_by: str | None = None
    withdrawn_at_utc: datetime | None = None
    withdrawn_reason: str | None = None


@dataclass(frozen=True)
class Judged:
    """Mention pairs (left < right) that analysts said are the same, and those that are not."""

    same: frozenset[Pair]
    different: frozenset[Pair]

    @staticmethod
    def lifted(pairs: Iterable[Pair], record_of: Mapping[int, int]) -> set[Pair]:
        """Pairs of mentions as pairs of the records they belong to, where these are two."""
        return {
            (record_of[one], record_of[other])
            for one, other in pairs
            if one in record_of and other in record_of and record_of[one] != record_of[other]
        }


_COLUMNS = ", ".join(field.name for field in fields(Judgement))


def record(case: Case, left: str, right: str, decision: Decision, reason: str) -> Judgement:
    """Store a judgement on two mentions or entities of one kind, in the caller's transaction.

    An entity stands for its first mention. Raises UnknownObjectError or RefusedError.
    """
    if not reason.strip():
        raise RefusedError("a judgement needs a reason: say what the decision rests on.")
    one, other = sorted((mention_named(case, left), mention_named(case, right)))
    if one == other:
        raise RefusedError(f"{left} and {right} are one and the same mention. Name two.")
    kinds = case.db.execute(
        "SELECT count(DISTINCT kind) FROM mention WHERE mention_id IN (?, ?)", [one, other]
    ).fetchone()
    if kinds and kinds[0] > 1:
        raise RefusedError(f"{left} and {right} are of different kinds. Name two of one kind.")
    made = Judgement(
        case.next_id("judgement", "judgement_id"),
        one,
        other,
        str(decision),
        reason,
        case.user,
        now_utc(),
    )
    case.db.execute(
        f"INSERT INTO judgement ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL)",
        [getattr(made, field.name) for field in fields(Judgement)[:7]],
    )
    case.record(
        Action.COMBINATION,
        f"judgement {made.judgement_id}",
        {"decision": str(decision), "left_mention": one, "right_mention": other},
    )
    return made


def withdraw(case: Case, judgement_id: int, reason: str) -> Judgement:
    """Withdraw a judgement in force, in the caller's transaction."""
    found = get(case, judgement_id)
    already = found.withdrawn_at_utc is not None
    mark_withdrawn(case, "judgement", judgement_id, reason, called="judgement", already=already)
    case.record(Action.COMBINATION, f"judgement {judgement_id}", {"decision": "withdrawn"})
    return get(case, judgement_id)


def get(case: Case, judgement_id: int) -> Judgement:
    """One judgement. Raises UnknownObjectError."""
    row = case.db.execute(
        f"SELECT {_COLUMNS} FROM judgement WHERE judgement_id = ?", [judgement_id]
    ).fetchone()
    if row is None:
        raise UnknownObjectError(f"judgement {judgement_id}: is not in this case.")
    return Judgement(*row)


def in_force(case: Case) -> list[Judgement]:
    """Judgements that were not withdrawn, oldest first."""
    found = case.db.execute(
        f"SELECT {_COLUMNS} FROM judgement WHERE withdrawn_at_utc IS NULL ORDER BY judgement_id"
    ).fetchall()
    return [Judgement(*row) for row in found]


def history(case: Case) -> list[Judgement]:
    """Every judgement ever made, withdrawn ones too, oldest first."""
    found = case.db.execute(f"SELECT {_COLUMNS} FROM judgement ORDER BY judgement_id").fetchall()
    return [Judgement(*row) for row in found]


def on_pairs(case: Case, left: Sequence[int], right: Sequence[int]) -> list[Judgement]:
    """Judgements in force on a mention of one side and one of the other, oldest first."""
    one, other = frozenset(left), frozenset(right)
    return [
        j
        for j in in_force(case)
        if (j.left_mention in one and j.right_mention in other)
        or (j.left_mention in other and j.right_mention in one)
    ]


def disagreements(made: Iterable[Judgement]) -> list[tuple[Judgement, ...]]:
    """Judgements in force by which analysts differ on one pair: each analyst's latest word."""
    latest: dict[Pair, dict[str, Judgement]] = {}
    for judgement in made:
        if judgement.withdrawn_at_utc is None:
            pair = judgement.left_mention, judgement.right_mention
            latest.setdefault(pair, {})[judgement.author] = judgement
    return [
        tuple(words.values())
        for words in latest.values()
        if len({judgement.decision for judgement in words.values()}) > 1
    ]


def judged(case: Case) -> Judged:
    """The pairs that were judged; of several words on one pair the latest counts."""
    latest = {(j.left_mention, j.right_mention): j.decision for j in in_force(case)}

    def pairs(decision: Decision) -> frozenset[Pair]:
        return frozenset(pair for pair, said in latest.items() if said == decision)

    return Judged(pairs(Decision.SAME), pairs(Decision.DIFFERENT))


def mention_named(case: Case, named: str) -> int:
    """A mention by its id or key, or the first mention of an entity.

    Raises UnknownObjectError, which does not repeat the words: they may be a protected name.
    """
    row = case.db.execute(
        "SELECT mention_id FROM mention WHERE mention_key = $named "
        "OR mention_id = try_cast($named AS BIGINT) "
        "UNION ALL "
        "SELECT min(mention_id) FROM entity_member WHERE entity_id = coalesce((SELECT "
        "new_entity_id FROM entity_redirect WHERE old_entity_id = $named), $named) "
        "HAVING min(mention_id) IS NOT NULL LIMIT 1",
        {"named": named},
    ).fetchone()
    if row is None:
        raise UnknownObjectError(
            "no such entity or mention in this case. Name it by entity id ('person-12') or "
            "mention key; see 'workbench entities'."
        )
    return int(row[0])
