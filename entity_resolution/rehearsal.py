"""What a run would change, found out by letting it happen and taking it back.

Nothing of it stays in the case, not in the log either.
"""

from collections.abc import Callable
from dataclasses import dataclass

from entity_resolution.explanations import PairExplanation, explanation_of
from entity_resolution.review import count_waiting
from entity_resolution.runs import ResolutionReport
from workbench.case import Case
from workbench.errors import RefusedError


@dataclass(frozen=True)
class Merge:
    """Entities that would become one, under the first one's id; the likeliest pair across them,
    None where an analyst's word or equal numbers join them."""

    entities: tuple[str, ...]
    kind: str
    because: PairExplanation | None


@dataclass(frozen=True)
class Split:
    """An entity that would fall apart: how many of its mentions stay together in each part, the
    part that keeps the id first."""

    entity: str
    kind: str
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Changes:
    """What a run would do to the entities that there are now; ``new``: entities of mentions that
    belong to none yet, by kind; ``grown``: entities that only gain mentions."""

    merges: tuple[Merge, ...]
    splits: tuple[Split, ...]
    new: dict[str, int]
    grown: int
    lost_mentions: int
    waiting_before: int
    waiting_after: int
    report: ResolutionReport

    @property
    def nothing(self) -> bool:
        """Whether all entities would stay as they are."""
        return not (self.merges or self.splits or self.new or self.grown or self.lost_mentions)


class _TakenBackError(Exception):
    """Ends a rehearsal."""


# Grain: one old entity and one new one that share mentions.
_OVERLAP = """
    CREATE TEMP TABLE overlap AS
    SELECT old.entity_id AS old_id, now.entity_id AS new_id, old.kind, count(*) AS mentions,
        min(mention_id) AS first_mention
    FROM before_run AS old JOIN entity_member AS now USING (mention_id) GROUP BY ALL
"""
# Grain: one entity after the run that holds mentions of several from before.
_MERGES = """
    SELECT new_id, any_value(kind), list(old_id ORDER BY old_id <> new_id, first_mention)
    FROM overlap GROUP BY new_id HAVING count(*) > 1 ORDER BY min(first_mention)
"""
# Grain: one entity from before whose mentions belong to several after the run.
_SPLITS = """
    SELECT old_id, any_value(kind), list(mentions ORDER BY old_id <> new_id, mentions DESC, new_id)
    FROM overlap GROUP BY old_id HAVING count(*) > 1 ORDER BY min(first_mention)
"""
# Grain: one kind with the entities that hold no mention from before.
_NEW = """
    SELECT kind, count(*) FROM entity WHERE entity_id NOT IN (SELECT new_id FROM overlap)
    GROUP BY kind ORDER BY kind
"""
_GROWN = """
    SELECT count(DISTINCT entity_id) FROM entity_member
    WHERE mention_id NOT IN (SELECT mention_id FROM before_run)
        AND entity_id IN (SELECT new_id FROM overlap)
"""
_LOST = """
    SELECT count(*) FROM before_run
    WHERE mention_id NOT IN (SELECT mention_id FROM entity_member)
"""
# Grain: one entity after the run with the likeliest pair of mentions that were not one before. That
# they differ is said of both at once, lest every member be joined with every other.
_BECAUSE = """
    SELECT now.entity_id, unnest(max_by(struct_pack(left_mention := left_mention,
        right_mention := right_mention, probability := probability,
        match_weight := match_weight, explanation := explanation::VARCHAR),
        (probability, match_weight, -left_mention, -right_mention)))
    FROM pair_score
    JOIN entity_member AS now ON now.mention_id = left_mention
    JOIN entity_member AS same ON same.mention_id = right_mention AND same.entity_id = now.entity_id
    JOIN before_run AS l ON l.mention_id = left_mention
    JOIN before_run AS r ON r.mention_id = right_mention
    WHERE least(l.entity_id, r.entity_id) <> greatest(l.entity_id, r.entity_id)
    GROUP BY now.entity_id
"""


def rehearse(case: Case, run: Callable[[], ResolutionReport]) -> Changes:
    """What ``run`` would change. Raises RefusedError inside another transaction."""
    if case.in_transaction:
        raise RefusedError("a rehearsal takes everything back: not inside other work.")
    found: list[Changes] = []
    try:
        with case.transaction():
            found.append(_changes(case, run))
            raise _TakenBackError
    except _TakenBackError:
        return found[0]


def _changes(case: Case, run: Callable[[], ResolutionReport]) -> Changes:
    waiting = count_waiting(case)
    case.db.execute(
        "CREATE TEMP TABLE before_run AS SELECT mention_id, entity_id, kind "
        "FROM entity_member JOIN entity USING (entity_id)"
    )
    report = run()
    case.db.execute(_OVERLAP)
    because = {row[0]: explanation_of(*row[1:]) for row in case.db.execute(_BECAUSE).fetchall()}
    return Changes(
        merges=tuple(
            Merge(tuple(old), kind, because.get(entity))
            for entity, kind, old in case.db.execute(_MERGES).fetchall()
        ),
        splits=tuple(
            Split(entity, kind, tuple(parts))
            for entity, kind, parts in case.db.execute(_SPLITS).fetchall()
        ),
        new=dict(case.db.execute(_NEW).fetchall()),
        grown=_number(case, _GROWN),
        lost_mentions=_number(case, _LOST),
        waiting_before=waiting,
        waiting_after=count_waiting(case),
        report=report,
    )


def _number(case: Case, sql: str) -> int:
    row = case.db.execute(sql).fetchone()
    return int(row[0]) if row else 0
