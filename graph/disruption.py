"""What removing some people does to the network, at once and after somebody took over.

Networks adapt: whoever is arrested is often replaced by somebody who knows the same people (Duijn,
Kashirin and Sloot 2014). Both are shown: the ties lost with them, and what is left when the contact
who shares most of their contacts takes these over.
"""

from collections.abc import Collection
from dataclasses import dataclass

import igraph
import numpy as np

from graph import uncertainty
from graph.build.network import Network, simple_edges
from graph.cohesion import distance_fragmentation, fragmentation

DRAWS = 50


@dataclass(frozen=True)
class Shape:
    """How a network hangs together: its entities, ties, pieces, largest piece and fragmentation.

    ``fragmentation`` is the share of pairs that cannot reach each other, ``distance`` one less the
    mean inverse distance (Borgatti 2006).
    """

    entities: int
    ties: int
    pieces: int
    largest: int
    fragmentation: float
    distance: float


@dataclass(frozen=True)
class Range:
    """Between which values fragmentation lies in 90 % of the draws of other records, or as found.

    A draw may miss ties that rest on one record, so it is rather more fragmented than less.
    """

    before: tuple[float, float]
    after: tuple[float, float]
    replaced: tuple[float, float]


@dataclass(frozen=True)
class Replacement:
    """Who would take over from whom (entity ids); ``shared`` contacts they have in common."""

    removed: str
    successor: str
    shared: int


@dataclass(frozen=True)
class Disruption:
    """The network before, without the removed, and with their replacements in place."""

    removed: tuple[str, ...]
    before: Shape
    after: Shape
    replaced: Shape
    replacements: tuple[Replacement, ...]
    without_successor: tuple[str, ...]


def disrupt(network: Network, removed: Collection[str]) -> Disruption:
    """Remove entities (ids) together. Raises UnknownObjectError for one that is not there.

    Protected entities stay in the network but take over from nobody.
    """
    graph = network.graph
    gone = sorted({network.vertex(entity) for entity in removed})
    successors = {vertex: _successor(network, vertex, gone) for vertex in gone}
    found = {vertex: heir for vertex, (heir, _) in successors.items() if heir is not None}
    return Disruption(
        tuple(network.ids[vertex] for vertex in gone),
        _shape(graph),
        _shape(_without(graph, gone)),
        _shape(_without(_taken_over(graph, found), gone)),
        tuple(
            Replacement(network.ids[vertex], network.ids[heir], successors[vertex][1])
            for vertex, heir in found.items()
        ),
        tuple(network.ids[vertex] for vertex in gone if vertex not in found),
    )


def fragmentation_range(
    network: Network, effect: Disruption, draws: int = DRAWS, seed: int = 1
) -> Range:
    """How far the fragmentation would have moved had other records been kept."""
    chance = np.random.default_rng(seed)
    gone = [network.vertex(entity) for entity in effect.removed]
    heirs = {network.vertex(r.removed): network.vertex(r.successor) for r in effect.replacements}
    found = []
    for _ in range(draws):
        graph = uncertainty.resampled(network, chance)
        shapes = (graph, _without(graph, gone), _without(_taken_over(graph, heirs), gone))
        found.append([fragmentation(shape) for shape in shapes])
    now = [shape.fragmentation for shape in (effect.before, effect.after, effect.replaced)]
    drawn = np.percentile(np.array(found), uncertainty.COVERED, axis=0)
    low, high = np.minimum(drawn[0], now).tolist(), np.maximum(drawn[1], now).tolist()
    return Range((low[0], high[0]), (low[1], high[1]), (low[2], high[2]))


def _successor(network: Network, vertex: int, gone: Collection[int]) -> tuple[int | None, int]:
    """The contact with most common contacts, among equals the one with fewest other ties."""
    graph = network.graph
    contacts = set(graph.neighbors(vertex))
    able = [
        heir for heir in sorted(contacts - set(gone)) if network.ids[heir] not in network.protected
    ]
    if not able:
        return None, 0
    shared = {heir: len(contacts.intersection(graph.neighbors(heir))) for heir in able}
    best = min(able, key=lambda heir: (-shared[heir], graph.degree(heir), heir))
    return best, shared[best]


def _taken_over(graph: igraph.Graph, heirs: dict[int, int]) -> igraph.Graph:
    """The contacts of the removed tied to their heirs."""
    ends = np.array(graph.get_edgelist(), dtype=np.int64).reshape(-1, 2)
    now = np.arange(graph.vcount())
    for vertex, heir in heirs.items():
        now[vertex] = heir
    moved = now[ends]
    moved = moved[moved[:, 0] != moved[:, 1]]
    pairs, _ = simple_edges(moved[:, 0], moved[:, 1], np.ones(len(moved)))
    return igraph.Graph(n=graph.vcount(), edges=pairs)


def _without(graph: igraph.Graph, gone: list[int]) -> igraph.Graph:
    rest = graph.copy()
    rest.delete_vertices(gone)
    return rest


def _shape(graph: igraph.Graph) -> Shape:
    sizes = graph.connected_components().sizes()
    return Shape(
        graph.vcount(),
        graph.ecount(),
        len(sizes),
        max(sizes, default=0),
        fragmentation(graph),
        distance_fragmentation(graph),
    )
