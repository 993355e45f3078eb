"""Two entities side by side: what is known of each, whom each is tied to, why they may be one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import entity_resolution
from dashboards.apart import apart
from dashboards.workspace import Entity, Workspace, shown_label
from entity_resolution import Judgement
from entity_resolution.explanations import PairExplanation
from entity_resolution.pairs import Step
from workbench.access import Masking
from workbench.access.masking import HIDDEN
from workbench.errors import UnknownObjectError
from workbench.evidence.trace import Evidence, trace

MOST_NEIGHBOURS = 40
MOST_VALUES = 12
WRITTEN = "written"
"""Name of the fact that says how an entity is written in its sources."""

Agreement = Literal["same", "different", "one"]


@dataclass(frozen=True)
class Side:
    """One of the two, with the mention that was compared, where it stands, and its ties."""

    entity: Entity
    mention_id: int
    evidence: Evidence | None
    ties: int


@dataclass(frozen=True)
class Fact:
    """What sources say of both under one name; ``one``: of one of them only."""

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    agreement: Agreement


@dataclass(frozen=True)
class Neighbour:
    """Whom they are tied to: the kinds of tie of each, and how often in all."""

    entity: Entity
    left: tuple[str, ...]
    right: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Beside:
    """Two entities; ``pair`` is the likeliest scored pair of their mentions, if any was scored."""

    left: Side
    right: Side
    pair: PairExplanation | None
    steps: tuple[Step, ...]
    others: int
    judgements: tuple[Judgement, ...]
    facts: tuple[Fact, ...]
    shared: tuple[Neighbour, ...]
    only_left: tuple[Neighbour, ...]
    only_right: tuple[Neighbour, ...]


def beside(workspace: Workspace, left: str, right: str) -> Beside:
    """The two beside each other. Raises UnknownObjectError, or RefusedError where they are one."""
    with apart(workspace) as case:
        found = entity_resolution.explain_pair(case, left, right)
    ids = found.left_entity, found.right_entity
    known = workspace.entities(ids)
    if len(known) < 2:
        raise UnknownObjectError("no such two entities in this case any more.")
    masking = workspace.masking()
    hide = any(known[entity].protected for entity in ids)
    pair = _shown(found.scored[0], masking, hide=hide) if found.scored else None
    members = _compared(workspace, ids, pair)
    shared, only_left, only_right, ties = _neighbours(workspace, *ids)
    return Beside(
        Side(known[ids[0]], members[0], _evidence(workspace, members[0]), ties[0]),
        Side(known[ids[1]], members[1], _evidence(workspace, members[1]), ties[1]),
        pair,
        entity_resolution.waterfall(pair) if pair else (),
        max(len(found.scored) - 1, 0),
        tuple(replace(j, reason=masking.text(j.reason)) for j in found.judgements),
        _facts(workspace, *ids, hide=hide),
        shared,
        only_left,
        only_right,
    )


def _shown(pair: PairExplanation, masking: Masking, *, hide: bool) -> PairExplanation:
    """Of a pair with a protected person no value is told."""

    def value(written: str | None) -> str | None:
        return written and (HIDDEN if hide else masking.text(written))

    parts = tuple(replace(p, left=value(p.left), right=value(p.right)) for p in pair.parts)
    return replace(pair, parts=parts)


def _compared(
    workspace: Workspace, ids: tuple[str, str], pair: PairExplanation | None
) -> tuple[int, int]:
    """The mention of each that was compared, or its first."""
    compared = [pair.left_mention, pair.right_mention] if pair else []
    with workspace.case.db.cursor() as db:
        rows = db.execute(
            "SELECT entity_id, coalesce(min(mention_id) FILTER (mention_id IN "
            "(SELECT unnest($compared::BIGINT[]))), min(mention_id)) FROM entity_member "
            "WHERE entity_id IN (SELECT unnest($ids)) GROUP BY entity_id",
            {"compared": compared, "ids": list(ids)},
        ).fetchall()
    chosen = dict(rows)
    return chosen[ids[0]], chosen[ids[1]]


def _evidence(workspace: Workspace, mention_id: int) -> Evidence | None:
    with workspace.case.db.cursor() as db:
        key = db.execute(
            "SELECT mention_key FROM mention WHERE mention_id = ?", [mention_id]
        ).fetchall()
    found = trace(workspace.case, key[0][0], 1, shown=workspace.masking()) if key else None
    return found.evidence[0] if found and found.evidence else None


# ------------------------------------------------------------- what is known of them

# Grain: one value that sources give of one of the two.
_VALUES = """
    WITH member AS (
        SELECT entity_id, mention_id FROM entity_member WHERE entity_id IN ($left, $right)
    ), said AS (
        SELECT entity_id, 'written' AS name, text AS shown,
            lower(coalesce(normalised, text)) AS value
        FROM member JOIN mention USING (mention_id)
        UNION ALL
        SELECT entity_id, name, value, lower(value) FROM member JOIN attribute USING (mention_id)
    )
    SELECT entity_id, name, value, mode(shown) FROM said
    GROUP BY entity_id, name, value ORDER BY entity_id, name, count(*) DESC, value
"""


def _facts(workspace: Workspace, left: str, right: str, *, hide: bool) -> tuple[Fact, ...]:
    masking = workspace.masking()
    values: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    with workspace.case.db.cursor() as db:
        rows = db.execute(_VALUES, {"left": left, "right": right}).fetchall()
    for entity, name, value, said in rows:
        own = shown_label(masking, entity, said) if name == WRITTEN else masking.text(said)
        values[name][entity][value] = HIDDEN if hide else own
    names = sorted(values, key=lambda name: (name != WRITTEN, name))
    return tuple(_fact(name, values[name][left], values[name][right]) for name in names)


def _fact(name: str, left: Mapping[str, str], right: Mapping[str, str]) -> Fact:
    agreement: Agreement = "one"
    if left and right:
        agreement = "same" if left.keys() & right.keys() else "different"
    first, other = (tuple(dict.fromkeys(side.values()))[:MOST_VALUES] for side in (left, right))
    return Fact(name, first, other, agreement)


# ------------------------------------------------------------- whom they are tied to

# Grain: one neighbour of either, those of both first.
_TIES = """
    WITH tie AS (
        SELECT left_entity AS entity_id, right_entity AS other, kind, count FROM relationship
        WHERE left_entity IN ($left, $right) AND right_entity NOT IN ($left, $right)
        UNION ALL
        SELECT right_entity, left_entity, kind, count FROM relationship
        WHERE right_entity IN ($left, $right) AND left_entity NOT IN ($left, $right)
    )
    SELECT other,
        coalesce(list(DISTINCT kind ORDER BY kind) FILTER (entity_id = $left), []) AS of_left,
        coalesce(list(DISTINCT kind ORDER BY kind) FILTER (entity_id = $right), []) AS of_right,
        sum(count)::BIGINT AS times
    FROM tie GROUP BY other
    ORDER BY len(of_left) > 0 AND len(of_right) > 0 DESC, times DESC, other
"""

_Row = tuple[str, list[str], list[str], int]


def _neighbours(
    workspace: Workspace, left: str, right: str
) -> tuple[tuple[Neighbour, ...], tuple[Neighbour, ...], tuple[Neighbour, ...], tuple[int, int]]:
    """Those of both, of the left and of the right only; and how many each has."""
    with workspace.case.db.cursor() as db:
        rows: list[_Row] = db.execute(_TIES, {"left": left, "right": right}).fetchall()
    parts = (
        [r for r in rows if r[1] and r[2]],
        [r for r in rows if not r[2]],
        [r for r in rows if not r[1]],
    )
    listed = [part[:MOST_NEIGHBOURS] for part in parts]
    known = workspace.entities({row[0] for part in listed for row in part})
    shared, only_left, only_right = (_of_rows(part, known) for part in listed)
    ties = len(parts[0]) + len(parts[1]), len(parts[0]) + len(parts[2])
    return shared, only_left, only_right, ties


def _of_rows(rows: Sequence[_Row], known: Mapping[str, Entity]) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(known[other], tuple(left), tuple(right), count)
        for other, left, right, count in rows
        if other in known
    )
