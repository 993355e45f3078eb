"""Which few together matter most: to break the network up, or to reach all of it (Borgatti 2006).

The best set is not made of the best ones: two who reach the same people add little to each other.
Sets are built greedily and then improved by exchanges until none helps.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import igraph
import numpy as np
import numpy.typing as npt

from graph.build.filters import Omission
from graph.build.network import Network
from graph.cohesion import fragmentation
from graph.ranking import NOT_RANKED, rankable

CANDIDATES = 200
"""Entities with most contacts, among whom sets are sought; those with fewer are not tried."""
ROUNDS = 20

Floats = npt.NDArray[np.float64]
Value = Callable[[Sequence[int]], float]


class Goal(StrEnum):
    """FRAGMENT: without them most pairs cannot reach each other. REACH: nearest to all others."""

    FRAGMENT = "fragment"
    REACH = "reach"


@dataclass(frozen=True)
class KeyPlayers:
    """The set (entity ids), in the order in which they were found, and its value, 0 to 1.

    ``before`` is the value without anyone. ``left_out`` counts those who may not be named.
    """

    goal: Goal
    entities: tuple[str, ...]
    value: float
    before: float
    left_out: tuple[Omission, ...]


def key_players(network: Network, count: int, goal: Goal) -> KeyPlayers:
    """The ``count`` entities who together fragment or reach the network most."""
    graph = network.graph
    may = rankable(network.ids, network.protected)
    degree = np.asarray(graph.degree())
    candidates = may[np.lexsort((may, -degree[may]))][:CANDIDATES].tolist()
    value = _fragmenting(graph) if goal is Goal.FRAGMENT else _reaching(graph, candidates)
    chosen = _improved(_greedy(candidates, min(count, len(candidates)), value), candidates, value)
    hidden = len(network.ids) - len(may)
    return KeyPlayers(
        goal,
        tuple(network.ids[vertex] for vertex in chosen),
        value(chosen),
        value([]),
        (Omission(NOT_RANKED, entities=hidden),) if hidden else (),
    )


def _fragmenting(graph: igraph.Graph) -> Value:
    """Fragmentation of what is left when a set is removed."""

    def value(removed: Sequence[int]) -> float:
        rest = graph.copy()
        rest.delete_vertices(list(removed))
        return fragmentation(rest)

    return value


def _reaching(graph: igraph.Graph, candidates: Sequence[int]) -> Value:
    """Distance-weighted reach: mean over all of the inverse distance to the nearest of the set."""
    distances = np.asarray(graph.distances(source=list(candidates)), dtype=np.float64)
    near = np.divide(1, distances, out=np.ones_like(distances), where=distances > 0)
    row = {vertex: near[place] for place, vertex in enumerate(candidates)}

    def value(chosen: Sequence[int]) -> float:
        if not chosen:
            return 0.0
        return float(np.max([row[vertex] for vertex in chosen], axis=0).mean())

    return value


def _greedy(candidates: Sequence[int], count: int, value: Value) -> list[int]:
    chosen: list[int] = []
    for _ in range(count):
        rest = [vertex for vertex in candidates if vertex not in chosen]
        chosen.append(max(rest, key=lambda vertex: value([*chosen, vertex])))
    return chosen


def _improved(chosen: list[int], candidates: Sequence[int], value: Value) -> list[int]:
    """Exchange one of the set for one outside while that helps."""
    best = value(chosen)
    for _ in range(ROUNDS):
        exchanges = (
            [*chosen[:place], vertex, *chosen[place + 1 :]]
            for place in range(len(chosen))
            for vertex in candidates
            if vertex not in chosen
        )
        better = max(exchanges, key=value, default=chosen)
        if value(better) <= best + 1e-12:
            return chosen
        chosen, best = better, value(better)
    return chosen
