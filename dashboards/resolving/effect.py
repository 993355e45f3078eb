"""A word that takes effect: what it changed of who is who, before and after."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from dashboards.workspace import Entity, Workspace, shown_label
from entity_resolution import Judgement
from entity_resolution.sets import DisjointSets
from workbench import steps
from workbench.access import Masking
from workbench.vocabulary import Decision


@dataclass(frozen=True)
class Part:
    """An entity in a change, with its number of mentions."""

    entity_id: str
    label: str
    mentions: int


@dataclass(frozen=True)
class Change:
    """Entities before, and those their mentions make up now."""

    before: tuple[Part, ...]
    after: tuple[Part, ...]


@dataclass(frozen=True)
class Effect:
    """A judgement made or withdrawn, and all that it changed."""

    judgement: Judgement
    withdrawn: bool
    changes: tuple[Change, ...]


def decide(workspace: Workspace, left: str, right: str, decision: Decision, reason: str) -> Effect:
    """Say whether two are the same, and let it take effect. Raises WorkbenchError."""
    return _effect(
        workspace, lambda: steps.judge(workspace.case, left, right, decision, reason), undone=False
    )


def take_back(workspace: Workspace, judgement_id: int, reason: str) -> Effect:
    """Withdraw a judgement; what it did is undone. Raises WorkbenchError."""
    return _effect(workspace, lambda: steps.undo(workspace.case, judgement_id, reason), undone=True)


def _effect(workspace: Workspace, act: Callable[[], Judgement], *, undone: bool) -> Effect:
    case = workspace.case
    masking = workspace.masking()
    with workspace.writing(), case.transaction():
        before = case.db.execute("FROM entity_member").to_arrow_table()
        labels = case.db.execute("SELECT entity_id, label FROM entity").to_arrow_table()
        judgement = act()
        case.db.register("member_before", before)
        try:
            moved = case.db.execute(_MOVED).fetchall()
        finally:
            case.db.unregister("member_before")
    return Effect(judgement, undone, _changes(workspace, moved, labels, masking))


# Grain: an entity before and one now that share mentions, where either has others besides.
_MOVED = """
    WITH before AS (
        SELECT entity_id, count(*) AS mentions, bit_xor(hash(mention_id)) AS who
        FROM member_before GROUP BY entity_id
    ), now AS (
        SELECT entity_id, count(*) AS mentions, bit_xor(hash(mention_id)) AS who
        FROM entity_member GROUP BY entity_id
    ), moved AS (
        SELECT DISTINCT was.entity_id AS was, member.entity_id AS became
        FROM member_before AS was JOIN entity_member AS member USING (mention_id)
    )
    SELECT was, before.mentions, became, now.mentions FROM moved
    JOIN before ON before.entity_id = was JOIN now ON now.entity_id = became
    WHERE before.mentions <> now.mentions OR before.who <> now.who
    ORDER BY was, became
"""


def _changes(
    workspace: Workspace, moved: list[tuple[str, int, str, int]], labels: pa.Table, masking: Masking
) -> tuple[Change, ...]:
    named = dict(zip(labels["entity_id"].to_pylist(), labels["label"].to_pylist(), strict=True))
    known = workspace.entities({became for _, _, became, _ in moved})
    groups = _together([(was, became) for was, _, became, _ in moved])
    before = {
        was: Part(was, shown_label(masking, was, named.get(was, was)), size)
        for was, size, _, _ in moved
    }
    after = {became: _now(known, became, size) for _, _, became, size in moved}
    return tuple(
        Change(
            tuple(before[name] for name in sorted(group[0])),
            tuple(after[name] for name in sorted(group[1])),
        )
        for group in groups
    )


def _now(known: dict[str, Entity], entity_id: str, size: int) -> Part:
    return Part(entity_id, known[entity_id].label if entity_id in known else entity_id, size)


def _together(moved: list[tuple[str, str]]) -> list[tuple[set[str], set[str]]]:
    """Entities before and after that hang together, each set by itself."""
    olds = {name: n for n, name in enumerate(sorted({was for was, _ in moved}))}
    news = {name: len(olds) + n for n, name in enumerate(sorted({now for _, now in moved}))}
    sets = DisjointSets([*olds.values(), *news.values()])
    for was, became in moved:
        sets.join(olds[was], news[became])
    groups: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for was, became in moved:
        group = groups[sets.find(olds[was])]
        group[0].add(was)
        group[1].add(became)
    return list(groups.values())
