"""The network as others take it: networkx, for notebooks and exports."""

from collections.abc import Callable

import networkx as nx
import pandas as pd

from graph.build.network import Network

_FACTS = ("count", "duration_s", "first_utc", "last_utc", "sources", "nature")


def to_networkx(network: Network, label: Callable[[str], str] | None = None) -> nx.MultiDiGraph:
    """A directed multigraph: entity ids with kind and label, relationships keyed by their kind.

    ``label`` says what to call an entity, so that protected ones stay under their pseudonyms;
    without it there are ids only. Relationships without direction point from left to right.
    What is unknown is left out, not defaulted.
    """
    graph = nx.MultiDiGraph()
    for entity, kind in network.entities[["entity_id", "kind"]].itertuples(index=False):
        graph.add_node(entity, kind=kind, **({"label": label(entity)} if label else {}))
    columns = ["relationship_id", "left_entity", "right_entity", "kind"]
    facts = [name for name in _FACTS if name in network.relationships.columns]
    rows = network.relationships[columns + facts].itertuples(index=False, name=None)
    for name, left, right, kind, *values in rows:
        known = {
            fact: value for fact, value in zip(facts, values, strict=True) if not pd.isna(value)
        }
        graph.add_edge(left, right, key=kind, id=name, **known)
    return graph
