"""Who is who, drawn by chance from the probabilities of the resolution.

A draw splits an entity at its weakest link as often as that link is wrong, and joins two entities
as often as they would be the same though not probable enough to be merged. It exists in temporary
tables of one connection that hide the case's own; the case is not touched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb
import igraph
import numpy as np

CERTAIN = 0.999
"""Links more probable than this are not drawn."""
POSSIBLE = 0.02
"""Pairs less probable than this are not joined."""


@dataclass(frozen=True)
class Split:
    """An entity and the mentions that would be somebody else's; ``doubt`` is that probability."""

    entity_id: str
    leaving: tuple[int, ...]
    doubt: float


@dataclass(frozen=True)
class Join:
    """Two entities that may be one; ``chance`` is that probability."""

    left: str
    right: str
    chance: float


@dataclass(frozen=True)
class Doubts:
    """What is uncertain about who is who."""

    splits: tuple[Split, ...]
    joins: tuple[Join, ...]

    def __bool__(self) -> bool:
        return bool(self.splits or self.joins)


# Grain: one scored pair of mentions within an entity that is not certain.
_WITHIN = """
    SELECT l.entity_id, left_mention, right_mention,
        CASE WHEN decision = 'same' THEN 1.0 ELSE probability END AS probability
    FROM pair_score
    JOIN entity_member AS l ON l.mention_id = left_mention
    JOIN entity_member AS r ON r.mention_id = right_mention AND r.entity_id = l.entity_id
    JOIN entity ON entity.entity_id = l.entity_id AND cohesion < $certain
    LEFT JOIN (SELECT * FROM judgement WHERE withdrawn_at_utc IS NULL) AS judged
        USING (left_mention, right_mention)
    ORDER BY l.entity_id, left_mention, right_mention
"""

# Grain: one pair of entities that were not merged, with the probability of their likeliest pair.
_BETWEEN = """
    SELECT least(l.entity_id, r.entity_id) AS one, greatest(l.entity_id, r.entity_id) AS other,
        max(probability)
    FROM pair_score
    JOIN entity_member AS l ON l.mention_id = left_mention
    JOIN entity_member AS r ON r.mention_id = right_mention AND r.entity_id <> l.entity_id
    ANTI JOIN (SELECT * FROM judgement WHERE withdrawn_at_utc IS NULL AND decision = 'different')
        AS judged USING (left_mention, right_mention)
    WHERE probability >= $possible
    GROUP BY ALL ORDER BY one, other
"""


def doubts(db: duckdb.DuckDBPyConnection) -> Doubts:
    """What the case's resolution leaves uncertain."""
    within: dict[str, list[tuple[int, int, float]]] = {}
    for entity, *pair in db.execute(_WITHIN, {"certain": CERTAIN}).fetchall():
        within.setdefault(entity, []).append((pair[0], pair[1], pair[2]))
    splits = [_weakest(entity, pairs) for entity, pairs in within.items()]
    joins = db.execute(_BETWEEN, {"possible": POSSIBLE}).fetchall()
    return Doubts(
        tuple(split for split in splits if split is not None and 1 - split.doubt < CERTAIN),
        tuple(Join(*row) for row in joins),
    )


def _weakest(entity: str, pairs: Sequence[tuple[int, int, float]]) -> Split | None:
    """Cut the least probable link of the maximum spanning tree; the smaller side leaves."""
    graph = igraph.Graph.TupleList(pairs, edge_attrs=["probability"])
    probability = np.asarray(graph.es["probability"])
    if not graph.is_connected():
        return None  # its parts are held together by something other than scores
    tree = graph.spanning_tree(weights=(1 - probability).tolist())
    weakest = int(np.argmin(tree.es["probability"]))
    chance = float(tree.es[weakest]["probability"])
    tree.delete_edges([weakest])
    small = min(tree.connected_components(), key=lambda part: (len(part), part))
    return Split(entity, tuple(sorted(tree.vs[v]["name"] for v in small)), 1 - chance)


@dataclass(frozen=True)
class Drawn:
    """One draw: which entity each joined one became; all others are themselves."""

    became: dict[str, str]
    changed: bool


def draws(
    db: duckdb.DuckDBPyConnection, doubtful: Doubts, count: int, chance: np.random.Generator
) -> Iterator[Drawn]:
    """Put ``count`` draws before the connection, one after the other."""
    for _ in range(count):
        splits = [one for one in doubtful.splits if chance.random() < one.doubt]
        joins = [one for one in doubtful.joins if chance.random() < one.chance]
        became = _joined(joins)
        _hide(db, splits, became)
        yield Drawn(became, bool(splits or joins))
    for table in ("entity", "entity_member", "protected_entity"):
        db.execute(f"DROP TABLE IF EXISTS temp.{table}")


def _joined(joins: Sequence[Join]) -> dict[str, str]:
    if not joins:
        return {}
    graph = igraph.Graph.TupleList([(join.left, join.right) for join in joins])
    found: dict[str, str] = {}
    for members in graph.connected_components():
        names = sorted(graph.vs[members]["name"], key=lambda name: (len(name), name))
        found |= dict.fromkeys(names[1:], names[0])
    return found


def _hide(db: duckdb.DuckDBPyConnection, splits: Sequence[Split], became: dict[str, str]) -> None:
    store = db.execute("SELECT current_database()").fetchall()[0][0]
    own = f'"{store}".main'
    leaving = [(mention, f"{one.entity_id}/2") for one in splits for mention in one.leaving]
    db.execute(
        f"CREATE OR REPLACE TEMP TABLE entity_member AS "
        f"SELECT coalesce(gone.entity_id, joined.now, member.entity_id) AS entity_id, mention_id "
        f"FROM {own}.entity_member AS member "
        "LEFT JOIN (SELECT unnest($mentions::BIGINT[]) AS mention_id, "
        "           unnest($parts::VARCHAR[]) AS entity_id) AS gone USING (mention_id) "
        "LEFT JOIN (SELECT unnest($before::VARCHAR[]) AS before, unnest($now::VARCHAR[]) AS now) "
        "           AS joined ON joined.before = member.entity_id",
        {
            "mentions": [mention for mention, _ in leaving],
            "parts": [part for _, part in leaving],
            "before": list(became),
            "now": list(became.values()),
        },
    )
    parts = sorted({(part, part.removesuffix("/2")) for _, part in leaving})
    for table in ("entity", "protected_entity"):
        db.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM {own}.{table} "
            "UNION ALL BY NAME SELECT part AS entity_id, whole.* EXCLUDE (entity_id) "
            f"FROM {own}.{table} AS whole JOIN (SELECT unnest($parts::VARCHAR[]) AS part, "
            "unnest($wholes::VARCHAR[]) AS entity_id) USING (entity_id)",
            {"parts": [part for part, _ in parts], "wholes": [whole for _, whole in parts]},
        )
