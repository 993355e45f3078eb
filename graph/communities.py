"""Groups that hold together more than chance would have it: Leiden (Traag et al. 2019)."""

from dataclasses import dataclass
from itertools import pairwise

import igraph
import numpy as np
import numpy.typing as npt

from graph.build.network import Network
from graph.randomness import seeded

RUNS = 10


@dataclass(frozen=True)
class Communities:
    """A partition: the group of each vertex, largest group 0.

    ``modularity`` says how much better than chance it is; ``stability`` how alike (adjusted Rand
    index, 1: identical) the runs from different seeds are: low means the borders are arbitrary.
    """

    membership: npt.NDArray[np.int64]
    modularity: float
    stability: float

    @property
    def count(self) -> int:
        """How many groups there are."""
        return int(self.membership.max(initial=-1)) + 1

    def of(self, network: Network) -> dict[str, int]:
        """The group of each entity id."""
        return dict(zip(network.ids, self.membership.tolist(), strict=True))


def communities(
    network: Network, *, resolution: float = 1.0, weighted: bool = True, seed: int = 1
) -> Communities:
    """The best of several seeded Leiden runs by modularity."""
    graph = network.graph
    if not graph.ecount():
        return Communities(np.arange(graph.vcount()), 0.0, 1.0)
    # The logarithm keeps one talkative pair from outweighing a group.
    weights = np.log1p(graph.es["weight"]).tolist() if weighted else None
    found = [_run(graph, weights, resolution, seed + run) for run in range(RUNS)]
    best = max(found, key=lambda clustering: clustering.modularity)
    alike = [
        igraph.compare_communities(one, other, method="adjusted_rand")
        for one, other in pairwise(found)
    ]
    return Communities(
        _largest_first(np.asarray(best.membership)),
        float(graph.modularity(best.membership, weights=weights)),
        float(np.mean(alike)),
    )


def _run(
    graph: igraph.Graph, weights: list[float] | None, resolution: float, seed: int
) -> igraph.VertexClustering:
    with seeded(seed):
        return graph.community_leiden(
            objective_function="modularity",
            weights=weights,
            resolution=resolution,
            n_iterations=-1,
        )


def _largest_first(membership: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    groups, first, sizes = np.unique(membership, return_index=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    renamed = np.empty(len(groups), dtype=np.int64)
    renamed[order] = np.arange(len(groups))
    return renamed[np.searchsorted(groups, membership)]
