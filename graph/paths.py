"""How two entities are connected: shortest paths, and the next shortest."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from graph.build.network import Network


@dataclass(frozen=True)
class Path:
    """A way between two entities: the entities in order, and the relationships of each step."""

    entities: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.steps)


def shortest(
    network: Network, start: str, end: str, *, through: Collection[str] | None = None
) -> Path | None:
    """The shortest path; None when there is none. Among equally short ones the best documented.

    ``through`` names the kinds of entity that may lie between. Raises UnknownObjectError for an
    entity that is not in the network.
    """
    found = several(network, start, end, 1, through=through)
    return found[0] if found else None


def several(
    network: Network, start: str, end: str, count: int, *, through: Collection[str] | None = None
) -> list[Path]:
    """The ``count`` shortest paths without loops (Yen 1971), shortest and best documented first."""
    source, target = network.vertex(start), network.vertex(end)
    if source == target:
        return [Path((start,), ())]
    kinds = network.entities["kind"].to_numpy()
    allowed = np.ones(len(kinds), dtype=bool) if through is None else np.isin(kinds, list(through))
    allowed[[source, target]] = True
    kept = np.flatnonzero(allowed)
    graph = network.graph if allowed.all() else network.graph.induced_subgraph(kept.tolist())
    # A step costs 1 and a little less the more communications back it: never enough for a detour.
    weight = np.asarray(graph.es["weight"], dtype=np.float64)
    cost = 1 + 1 / ((1 + weight) * (2 * graph.vcount() + 1))
    group = graph.connected_components().membership
    places = np.searchsorted(kept, [source, target]).tolist()
    if group[places[0]] != group[places[1]]:
        return []
    ways = graph.get_k_shortest_paths(*places, k=count, weights=cost.tolist(), output="vpath")
    return [_path(network, kept[way].tolist()) for way in ways]


def _path(network: Network, vertices: list[int]) -> Path:
    ties = network.relationships
    left, right = ties["left"].to_numpy(), ties["right"].to_numpy()
    ids = ties["relationship_id"].to_numpy()
    steps = []
    for one, other in pairwise(vertices):
        between = ((left == one) & (right == other)) | ((left == other) & (right == one))
        steps.append(tuple(str(name) for name in ids[between]))
    return Path(tuple(network.ids[vertex] for vertex in vertices), tuple(steps))
