"""Groups that hold together."""

import networkx as nx
import numpy as np

from graph.communities import communities
from tests.graph.networks import of_edges, of_graph


def test_two_cliques_with_a_bridge_are_two_groups() -> None:
    found = communities(of_graph(nx.barbell_graph(6, 0)))
    assert found.count == 2 and found.stability == 1.0
    assert len(set(found.membership[:6])) == 1 and len(set(found.membership[6:])) == 1


def test_zacharys_club_parts_at_its_best_known_modularity() -> None:
    found = communities(of_graph(nx.karate_club_graph()), weighted=False)
    assert round(found.modularity, 4) == 0.4198


def test_the_same_seed_gives_the_same_groups() -> None:
    network = of_graph(nx.gnp_random_graph(200, 0.03, seed=2))
    one, other = communities(network, seed=5), communities(network, seed=5)
    assert np.array_equal(one.membership, other.membership)
    assert one.stability < 1.0  # a random graph has no true groups, and this says so


def test_without_ties_everyone_is_alone() -> None:
    assert communities(of_edges(3, [])).of(of_edges(3, [])) == {
        "person-0": 0,
        "person-1": 1,
        "person-2": 2,
    }
