"""What waits for a person's word, which merges are weak, and what was said already."""

from dataclasses import dataclass

import entity_resolution
from dashboards.apart import apart
from dashboards.workspace import Entity, Workspace
from entity_resolution import Judgement, judgements
from workbench.vocabulary import Decision

MOST_WAITING = 200
MOST_LISTED = 60


@dataclass(frozen=True)
class Open:
    """Two entities that may be one; ``unsure`` is who looked at them and could not say."""

    left: Entity
    right: Entity
    probability: float
    newly_connected: int
    unsure: str | None

    @property
    def key(self) -> tuple[str, str]:
        """The ids of the two."""
        return self.left.entity_id, self.right.entity_id


@dataclass(frozen=True)
class Word:
    """A judgement as anyone may see it, on the entities its mentions belong to now."""

    judgement: Judgement
    left: str
    right: str
    reason: str
    disputed: bool


@dataclass(frozen=True)
class Progress:
    """Judgements in force, by what they say, and pairs that wait (``more``: at least so many)."""

    decided: int
    unsure: int
    waiting: int
    more: bool


def waiting(workspace: Workspace) -> list[Open]:
    """The queue: what would change the network most first, what somebody was unsure of last."""
    queue = entity_resolution.review_queue(workspace.case, MOST_WAITING)
    unsure = _unsure(workspace)
    known = workspace.entities({i for w in queue for i in (w.left_entity, w.right_entity)})
    found = [
        Open(
            known[w.left_entity],
            known[w.right_entity],
            w.pair.probability,
            w.newly_connected,
            unsure.get((w.left_entity, w.right_entity)),
        )
        for w in queue
        if w.left_entity in known and w.right_entity in known
    ]
    return sorted(found, key=lambda pair: pair.unsure is not None)


# Grain: two entities of which somebody said that they cannot tell, with who said so last.
_UNSURE = """
    SELECT least(l.entity_id, r.entity_id), greatest(l.entity_id, r.entity_id),
        arg_max(author, judgement_id)
    FROM judgement
    JOIN entity_member AS l ON l.mention_id = left_mention
    JOIN entity_member AS r ON r.mention_id = right_mention
    WHERE withdrawn_at_utc IS NULL AND decision = ?
    GROUP BY ALL
"""


def _unsure(workspace: Workspace) -> dict[tuple[str, str], str]:
    with workspace.case.db.cursor() as db:
        rows = db.execute(_UNSURE, [Decision.UNSURE]).fetchall()
    return {(one, other): author for one, other, author in rows}


def progress(workspace: Workspace, queue: list[Open]) -> Progress:
    """How far the work is."""
    with workspace.case.db.cursor() as db:
        row = db.execute(
            "SELECT count(*) FILTER (decision <> $unsure), count(*) FILTER (decision = $unsure) "
            "FROM judgement WHERE withdrawn_at_utc IS NULL",
            {"unsure": Decision.UNSURE},
        ).fetchone()
    decided, unsure = row or (0, 0)
    return Progress(decided, unsure, len(queue), len(queue) == MOST_WAITING)


# Grain: one entity of several mentions that a needed link below certainty holds together.
_WEAK = """
    SELECT entity_id FROM entity JOIN entity_member USING (entity_id)
    WHERE cohesion < 0.999 GROUP BY entity_id, cohesion HAVING count(*) > 1
    ORDER BY cohesion, count(*) DESC, entity_id LIMIT ?
"""


def weak_merges(workspace: Workspace) -> list[Entity]:
    """Entities whose weakest link is the least probable."""
    with workspace.case.db.cursor() as db:
        ids = [row[0] for row in db.execute(_WEAK, [MOST_LISTED]).fetchall()]
    known = workspace.entities(ids)
    return [known[entity] for entity in ids if entity in known]


def words(workspace: Workspace) -> list[Word]:
    """The last judgements, the newest first, withdrawn ones too."""
    with apart(workspace) as case:
        made = judgements.history(case)
    disputed = {j.judgement_id for differ in judgements.disagreements(made) for j in differ}
    last = made[::-1][:MOST_LISTED]
    labels = _labels(workspace, {m for j in last for m in (j.left_mention, j.right_mention)})
    masking = workspace.masking()
    return [
        Word(
            j,
            labels.get(j.left_mention, ""),
            labels.get(j.right_mention, ""),
            masking.text(j.reason),
            j.judgement_id in disputed,
        )
        for j in last
    ]


def _labels(workspace: Workspace, mentions: set[int]) -> dict[int, str]:
    """What to call the entities that mentions belong to."""
    with workspace.case.db.cursor() as db:
        rows = db.execute(
            "SELECT mention_id, entity_id FROM entity_member "
            "WHERE mention_id IN (SELECT unnest(?::BIGINT[]))",
            [sorted(mentions)],
        ).fetchall()
    known = workspace.entities({entity for _, entity in rows})
    return {mention: known[entity].label for mention, entity in rows if entity in known}


def reasons(workspace: Workspace) -> list[str]:
    """The reasons given most often, to choose from."""
    with workspace.case.db.cursor() as db:
        rows = db.execute(
            "SELECT reason FROM judgement GROUP BY reason ORDER BY count(*) DESC, reason LIMIT 8"
        ).fetchall()
    masking = workspace.masking()
    return list(dict.fromkeys(masking.text(row[0]) for row in rows))
