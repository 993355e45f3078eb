"""Networks for tests that need no case."""

from collections.abc import Iterable

import networkx as nx
import numpy as np
import pandas as pd

from graph.build import Network, NetworkFilter


def of_edges(
    size: int, edges: Iterable[tuple[int, int]], protected: Iterable[int] = (), kind: str = "person"
) -> Network:
    """A network of ``size`` people tied as given."""
    pairs = np.array(sorted(edges), dtype=np.int64).reshape(-1, 2)
    names = [f"{kind}-{i}" for i in range(size)]
    entities = pd.DataFrame({"entity_id": names, "kind": kind})
    ties = pd.DataFrame(
        {
            "relationship_id": [f"{names[a]}~knows~{names[b]}" for a, b in pairs],
            "kind": "knows",
            "left_entity": [names[a] for a, _ in pairs],
            "right_entity": [names[b] for _, b in pairs],
            "count": np.ones(len(pairs), dtype=np.int64),
            "left": pairs[:, 0],
            "right": pairs[:, 1],
        }
    )
    hidden = frozenset(names[i] for i in protected)
    return Network(NetworkFilter(), entities, ties, protected=hidden)


def of_graph(graph: nx.Graph) -> Network:
    """A network of a networkx graph; vertex i is the i-th node."""
    place = {node: i for i, node in enumerate(graph)}
    return of_edges(len(place), [(place[a], place[b]) for a, b in graph.edges])
