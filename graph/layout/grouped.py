"""Places by group: each group laid out on its own, then the groups side by side."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import igraph
import numpy as np

from graph.build.network import Network
from graph.layout.forces import SPACING, Points, shape
from graph.layout.placing import packed

APART = 1.8 * SPACING
"""Room between two groups, for their frames and names."""


def positions_in_groups(
    network: Network, groups: Mapping[str, str], seed: int = 1
) -> dict[str, tuple[float, float]]:
    """A place (x, y) for every entity, those of one group together; entities without one last.

    ``groups`` gives a group's key by entity id. The same input gives the same places.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for vertex, entity in enumerate(network.ids):
        members[groups.get(entity, "")].append(vertex)
    without = members.pop("", [])
    inside = [members[key] for key in sorted(members, key=lambda k: (-len(members[k]), k))]
    vertices = [*inside, without] if without else inside
    areas = [_area(network.graph, group, seed) for group in vertices]
    places = np.zeros((len(network.ids), 2))
    for group, points in zip(vertices, packed(areas, np.empty((0, 2)), APART), strict=True):
        places[group] = points
    rounded = np.round(places, 1).tolist()
    return {entity: (x, y) for entity, (x, y) in zip(network.ids, rounded, strict=True)}


def _area(graph: igraph.Graph, group: Sequence[int], seed: int) -> Points:
    """One group by itself: its connected parts, packed."""
    own = graph.induced_subgraph(group)
    parts = sorted(map(np.array, own.connected_components()), key=lambda p: (-len(p), p[0]))
    points = np.zeros((len(group), 2))
    shapes = [shape(own.induced_subgraph(part.tolist()), seed) for part in parts]
    for part, places in zip(parts, packed(shapes, points[:0]), strict=True):
        points[part] = places
    return points
