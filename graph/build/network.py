"""The network that a filter leaves, ready to measure and draw."""

from dataclasses import dataclass
from functools import cached_property

import igraph
import numpy as np
import numpy.typing as npt
import pandas as pd

from graph.build.filters import NetworkFilter, Omission
from graph.build.holders import Holding
from graph.build.services import Service
from workbench.errors import UnknownObjectError


@dataclass(frozen=True)
class Network:
    """A typed multigraph of entities, and the simple weighted graph that measures work on.

    ``entities``: entity_id, kind; row i is vertex i. ``relationships``: relationship_id, kind,
    left_entity, right_entity, count, duration_s, first_utc, last_utc, sources, nature, and left and
    right, the sides' vertices. Times in UTC. ``folded`` says whose phones act for whom,
    ``set_apart`` which services are not in it, ``left_out`` all that is not shown and why,
    ``protected`` whom no ranking may name.
    """

    chosen: NetworkFilter
    entities: pd.DataFrame
    relationships: pd.DataFrame
    left_out: tuple[Omission, ...] = ()
    folded: tuple[Holding, ...] = ()
    set_apart: tuple[Service, ...] = ()
    protected: frozenset[str] = frozenset()

    @cached_property
    def graph(self) -> igraph.Graph:
        """Undirected and simple: vertex i is row i; ``weight`` adds the counts of all kinds."""
        pairs, weights = simple_edges(
            self.relationships["left"].to_numpy(),
            self.relationships["right"].to_numpy(),
            self.relationships["count"].to_numpy(),
        )
        graph = igraph.Graph(n=len(self.entities), edges=pairs)
        graph.es["weight"] = weights.tolist()
        return graph

    @cached_property
    def strength(self) -> npt.NDArray[np.float64]:
        """The counts of all kinds of relationship, by vertex; without making a graph for it."""
        ties = self.relationships
        ends = np.concatenate([ties["left"].to_numpy(), ties["right"].to_numpy()])
        counts = np.tile(ties["count"].to_numpy(dtype=np.float64), 2)
        summed = np.bincount(ends, weights=counts, minlength=len(self.entities))
        return summed.astype(np.float64, copy=False)

    @cached_property
    def ids(self) -> list[str]:
        """Entity ids by vertex."""
        ids: list[str] = self.entities["entity_id"].tolist()
        return ids

    @cached_property
    def index(self) -> dict[str, int]:
        """The vertex of each entity id."""
        return {entity: i for i, entity in enumerate(self.ids)}

    def vertex(self, entity_id: str) -> int:
        """The vertex of an entity. Raises UnknownObjectError when it is not in the network."""
        found = self.index.get(entity_id)
        if found is None:
            raise UnknownObjectError(
                f"{entity_id}: is not in this network. Widen its filters, or look the entity up "
                "with 'workbench entities'."
            )
        return found


def simple_edges(
    left: npt.NDArray[np.integer], right: npt.NDArray[np.integer], count: npt.NDArray[np.number]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Parallel edges added up: vertex pairs (m by 2, smaller first, ordered) and their weights."""
    low, high = np.minimum(left, right).astype(np.int64), np.maximum(left, right).astype(np.int64)
    size = int(high.max()) + 1 if len(high) else 1
    keys, place = np.unique(low * size + high, return_inverse=True)
    weights = np.bincount(place, weights=count, minlength=len(keys))
    return np.column_stack([keys // size, keys % size]), weights.astype(np.float64)
