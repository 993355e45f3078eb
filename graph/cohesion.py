"""Where the network would fall apart: cut points, bridges, and how fragmented it is."""

from dataclasses import dataclass

import igraph
import numpy as np

from graph.build.network import Network


@dataclass(frozen=True)
class CutPoint:
    """An entity (id) without which what hangs together falls into ``parts`` pieces."""

    entity_id: str
    parts: int
    cut_off: int
    """Entities outside the largest of these pieces."""


def cut_points(network: Network) -> tuple[CutPoint, ...]:
    """Articulation points (Hopcroft and Tarjan 1973), those that cut off most first."""
    graph = network.graph
    found = [_cut(network, vertex) for vertex in graph.articulation_points()]
    return tuple(sorted(found, key=lambda c: (-c.cut_off, network.index[c.entity_id])))


def _cut(network: Network, vertex: int) -> CutPoint:
    graph = network.graph
    around = graph.subcomponent(vertex)
    rest = graph.induced_subgraph([v for v in around if v != vertex])
    sizes = rest.connected_components().sizes()
    return CutPoint(network.ids[vertex], len(sizes), sum(sizes) - max(sizes))


def bridges(network: Network) -> tuple[tuple[str, str], ...]:
    """Pairs of entities (ids) whose tie alone holds two parts together (Tarjan 1974)."""
    graph = network.graph
    ends = (graph.es[edge].tuple for edge in graph.bridges())
    return tuple(sorted((network.ids[one], network.ids[other]) for one, other in ends))


def fragmentation(graph: igraph.Graph, size: int | None = None) -> float:
    """Share of pairs that cannot reach each other (Borgatti 2006, F).

    ``size``: entities to count, when some were removed; these reach nobody.
    """
    size = graph.vcount() if size is None else size
    if size < 2:
        return 0.0
    parts = np.asarray(graph.connected_components().sizes(), dtype=np.float64)
    return float(1 - (parts * (parts - 1)).sum() / (size * (size - 1)))


def distance_fragmentation(graph: igraph.Graph) -> float:
    """One less the mean inverse distance of all pairs (Borgatti 2006, DF); 1 minus efficiency."""
    if graph.vcount() < 2:
        return 0.0
    return 1 - float(np.mean(graph.harmonic_centrality()))
