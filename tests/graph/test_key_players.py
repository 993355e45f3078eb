"""Cut points, key players and what removing people does, against definitions and networkx."""

from itertools import combinations

import networkx as nx
import pytest

from graph.cohesion import bridges, cut_points, distance_fragmentation, fragmentation
from graph.disruption import disrupt, fragmentation_range
from graph.key_players import Goal, key_players
from tests.graph.networks import of_edges, of_graph
from workbench.errors import UnknownObjectError

KITE = of_graph(nx.krackhardt_kite_graph())  # 7 is Heather, 8 Ike, 9 Jane


def brute(graph: nx.Graph, count: int) -> float:
    """The best fragmentation that any set of so many reaches."""

    def left(removed: tuple[int, ...]) -> float:
        rest = graph.copy()
        rest.remove_nodes_from(removed)
        size = len(rest)
        parts = (len(part) for part in nx.connected_components(rest))
        return float(1 - sum(part * (part - 1) for part in parts) / (size * (size - 1)))

    return max(left(removed) for removed in combinations(graph, count))


def test_cut_points_and_bridges_are_those_of_networkx() -> None:
    graph = nx.gnm_random_graph(60, 66, seed=3)
    network = of_graph(graph)
    assert {c.entity_id for c in cut_points(network)} == {
        f"person-{v}" for v in nx.articulation_points(graph)
    }
    assert {frozenset(pair) for pair in bridges(network)} == {
        frozenset((f"person-{a}", f"person-{b}")) for a, b in nx.bridges(graph)
    }


def test_heather_cuts_the_kites_tail_off() -> None:
    first, second = cut_points(KITE)
    assert (first.entity_id, first.parts, first.cut_off) == ("person-7", 2, 2)
    assert (second.entity_id, second.cut_off) == ("person-8", 1)
    assert ("person-7", "person-8") in bridges(KITE)


def test_fragmentation_follows_its_definition() -> None:
    assert fragmentation(of_graph(nx.complete_graph(5)).graph) == 0
    assert fragmentation(of_edges(4, []).graph) == 1
    halves = of_edges(4, [(0, 1), (2, 3)]).graph
    assert fragmentation(halves) == pytest.approx(2 / 3)
    graph = nx.karate_club_graph()
    efficiency = nx.global_efficiency(graph)
    assert distance_fragmentation(of_graph(graph).graph) == pytest.approx(1 - efficiency)


@pytest.mark.parametrize(
    ("graph", "count"),
    [
        (nx.karate_club_graph(), 1),
        (nx.karate_club_graph(), 2),
        (nx.convert_node_labels_to_integers(nx.florentine_families_graph()), 3),
    ],
    ids=["one", "two", "three"],
)
def test_the_set_that_fragments_most_is_found(graph: nx.Graph, count: int) -> None:
    found = key_players(of_graph(graph), count, Goal.FRAGMENT)
    assert found.value == pytest.approx(brute(graph, count))
    assert found.before == 0 and len(found.entities) == count


def test_two_who_reach_the_same_people_add_little_to_each_other() -> None:
    # Two stars: 0 with many leaves, 1 with the same leaves, 20 with a few of its own.
    edges = [(0, leaf) for leaf in range(2, 12)] + [(1, leaf) for leaf in range(2, 12)]
    edges += [(20, leaf) for leaf in range(21, 24)]
    found = key_players(of_edges(24, edges), 2, Goal.REACH)
    assert set(found.entities) in ({"person-0", "person-20"}, {"person-1", "person-20"})


def test_protected_persons_are_no_key_players() -> None:
    star = of_edges(6, [(0, leaf) for leaf in range(1, 6)], protected=[0])
    found = key_players(star, 1, Goal.FRAGMENT)
    assert "person-0" not in found.entities
    assert found.left_out[0].entities == 1


def test_removing_the_only_link_breaks_the_network_unless_somebody_takes_over() -> None:
    groups = [*combinations(range(4), 2), *combinations(range(5, 9), 2)]
    network = of_edges(9, [*groups, (3, 4), (4, 5)])
    found = disrupt(network, ["person-4"])
    assert found.before.pieces == 1 and found.after.pieces == 2
    assert found.after.fragmentation == pytest.approx(1 - 24 / 56)
    assert found.replaced.pieces == 1 and found.replaced.entities == 8
    assert found.replacements[0].successor in {"person-3", "person-5"}


def test_protected_persons_take_over_from_nobody() -> None:
    pair = of_edges(2, [(0, 1)], protected=[1])
    assert disrupt(pair, ["person-0"]).without_successor == ("person-0",)


def test_who_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(UnknownObjectError):
        disrupt(KITE, ["person-99"])


def test_fragmentation_without_somebody_has_a_range_that_holds_what_was_found() -> None:
    star = of_edges(8, [(0, n) for n in range(1, 8)])
    effect = disrupt(star, ["person-0"])
    found = fragmentation_range(star, effect)
    assert found.after == (1.0, 1.0)
    assert found.before[0] == 0.0 < found.before[1] < 1.0  # each tie rests on one record
