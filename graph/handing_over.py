"""A network as the graph types that others work with: networkx and igraph, labels included."""

from collections.abc import Callable

import igraph
import networkx as nx
import pandas as pd

from graph.build.network import Network

Label = Callable[[str], str]

_FACTS = ("count", "duration_s", "first_utc", "last_utc", "sources", "nature")


def as_networkx(network: Network, label: Label) -> "nx.MultiGraph[str]":
    """The typed multigraph: nodes are entity ids, an edge's key is its kind.

    Nodes have ``label``, ``kind`` and ``protected``; edges ``relationship_id``, ``left`` and
    ``right`` (who did it to whom, where the kind has a direction), count, seconds, first and last
    time (UTC), sources and nature. What the network leaves out stands in ``graph["left_out"]``.
    """
    found = nx.MultiGraph(left_out=[omission.as_json() for omission in network.left_out])
    for entity, kind in zip(network.ids, network.entities["kind"], strict=True):
        is_hidden = entity in network.protected
        found.add_node(entity, label=label(entity), kind=kind, protected=is_hidden)
    for tie in network.relationships.to_dict("records"):
        facts = {name: _plain(tie[name]) for name in _FACTS if name in tie}
        found.add_edge(
            tie["left_entity"],
            tie["right_entity"],
            key=tie["kind"]
            if not found.has_edge(tie["left_entity"], tie["right_entity"], tie["kind"])
            else tie["relationship_id"],
            relationship_id=tie["relationship_id"],
            kind=tie["kind"],
            left=tie["left_entity"],
            right=tie["right_entity"],
            **facts,
        )
    return found


def as_igraph(network: Network, label: Label) -> igraph.Graph:
    """The simple weighted graph that measures work on, its vertices with name, label and kind."""
    found = network.graph.copy()
    found.vs["name"] = network.ids
    found.vs["label"] = [label(entity) for entity in network.ids]
    found.vs["kind"] = network.entities["kind"].tolist()
    found.vs["protected"] = [entity in network.protected for entity in network.ids]
    return found


def _plain(value: object) -> object:
    """None for what is missing; whole numbers as such."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    return int(value) if isinstance(value, float) else value
