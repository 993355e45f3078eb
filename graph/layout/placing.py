"""Where each part of the network goes, and how a growing picture keeps its places."""

from collections.abc import Mapping, Sequence

import igraph
import numpy as np
import numpy.typing as npt

from graph.build.network import Network
from graph.layout.forces import SPACING, Points, ring_places, settle, shape

ASPECT = 1.6
"""Width to height of the whole picture."""

__all__ = ["SPACING", "positions"]


def positions(
    network: Network, seed: int = 1, known: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, tuple[float, float]]:
    """A place (x, y) for every entity; the same network and seed give the same places.

    ``known`` entities keep theirs, and new ones settle near those they are tied to.
    """
    graph = network.graph
    points, placed = _kept(network, known or {})
    fresh = []
    for part in graph.connected_components():
        if placed[part].any():
            _grow(graph, points, placed, np.array(part))
        else:
            fresh.append(np.array(part))
    fresh.sort(key=lambda part: (-len(part), part[0]))
    shapes = [shape(graph.induced_subgraph(part.tolist()), seed) for part in fresh]
    for part, places in zip(fresh, packed(shapes, points[placed]), strict=True):
        points[part] = places
    rounded = np.round(points, 1).tolist()
    return {entity: (x, y) for entity, (x, y) in zip(network.ids, rounded, strict=True)}


def _kept(
    network: Network, known: Mapping[str, tuple[float, float]]
) -> tuple[Points, npt.NDArray[np.bool_]]:
    stays = np.array([entity in known for entity in network.ids], dtype=bool)
    points = np.array([known.get(entity, (0.0, 0.0)) for entity in network.ids], dtype=np.float64)
    return points.reshape(-1, 2), stays


def _grow(
    graph: igraph.Graph,
    points: Points,
    placed: npt.NDArray[np.bool_],
    part: npt.NDArray[np.int64],
) -> None:
    """Place the new vertices of a part, step by step outwards from those that are placed."""
    fixed = placed[part].copy()
    while not placed[part].all():
        near = {
            vertex: tuple(n for n in graph.neighbors(vertex) if placed[n])
            for vertex in part[~placed[part]].tolist()
        }
        ready = [vertex for vertex, anchors in near.items() if anchors]
        for anchors in sorted({near[vertex] for vertex in ready}):
            group = [vertex for vertex in ready if near[vertex] == anchors]
            centre = points[list(anchors)].mean(axis=0)
            outwards = centre - points[part[placed[part]]].mean(axis=0)
            points[group] = centre + ring_places(len(group), float(np.arctan2(*outwards[::-1])))
        placed[ready] = True
    points[part] = settle(points[part], np.full(len(part), SPACING * 0.35), fixed)


def packed(shapes: Sequence[Points], taken: Points, margin: float = SPACING * 0.75) -> list[Points]:
    """The parts on shelves, highest first, below what is already there."""
    corners = [points.min(axis=0) - margin / 2 for points in shapes]
    sizes = np.array([np.ptp(points, axis=0) + margin for points in shapes]).reshape(-1, 2)
    width = max(float(np.sqrt(sizes.prod(axis=1).sum() * ASPECT)), sizes[:, 0].max(initial=0.0))
    left, top = (taken[:, 0].min(), taken[:, 1].max() + 2 * margin) if len(taken) else (0.0, 0.0)
    x, y, shelf = float(left), float(top), 0.0
    moved = [np.empty(0)] * len(shapes)
    for number in np.lexsort((np.arange(len(shapes)), -sizes[:, 1])):
        if x > left and x + sizes[number, 0] > left + width + 1e-6:
            x, y, shelf = float(left), y + shelf, 0.0
        moved[number] = shapes[number] - corners[number] + np.array([x, y])
        x, shelf = x + sizes[number, 0], max(shelf, sizes[number, 1])
    return moved
