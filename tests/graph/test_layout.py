"""Positions: readable, repeatable, quick, and steady when the network grows."""

import time

import networkx as nx
import numpy as np
import numpy.typing as npt

from graph.build import Network
from graph.layout import SPACING, positions
from tests.graph.networks import of_edges, of_graph


def nearest(places: dict[str, tuple[float, float]]) -> npt.NDArray[np.float64]:
    points = np.array(list(places.values()))
    distance = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    np.fill_diagonal(distance, np.inf)
    found: npt.NDArray[np.float64] = distance.min(axis=1)
    return found


def star_of_stars() -> Network:
    edges = [(0, i) for i in range(1, 9)]
    edges += [(i, 100 * i + j) for i in range(1, 9) for j in range(60)]
    place = {old: new for new, old in enumerate(sorted({v for edge in edges for v in edge}))}
    return of_edges(len(place), [(place[a], place[b]) for a, b in edges])


def test_entities_do_not_overlap() -> None:
    for network in (
        star_of_stars(),
        of_graph(nx.karate_club_graph()),
        of_graph(nx.gnp_random_graph(300, 0.005, seed=3)),
        of_graph(nx.path_graph(40)),
    ):
        assert nearest(positions(network)).min() > SPACING * 0.4


def test_the_same_network_gets_the_same_places() -> None:
    network = of_graph(nx.barabasi_albert_graph(300, 2, seed=1))
    assert positions(network, seed=7) == positions(network, seed=7)


def test_known_entities_stay_put_and_new_ones_settle_beside_theirs() -> None:
    before = positions(of_graph(nx.karate_club_graph()))
    grown = nx.karate_club_graph()
    grown.add_edges_from([(0, 34), (0, 35), (34, 36), (40, 41)])
    after = positions(of_graph(grown), known=before)
    assert {entity: after[entity] for entity in before} == before
    anchor, new = np.array(after["person-0"]), np.array(after["person-34"])
    assert np.hypot(*(anchor - new)) < 3 * SPACING
    assert nearest(after).min() > SPACING * 0.3


def test_those_far_from_each_other_stay_where_they_are() -> None:
    before = {"person-0": (0.0, 0.0), "person-1": (900.0, 0.0)}
    assert positions(of_edges(2, [(0, 1)]), known=before) == before


def test_neighbours_are_nearer_than_strangers() -> None:
    network = of_graph(nx.karate_club_graph())
    points = np.array(list(positions(network).values()))
    distance = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    ties = network.relationships[["left", "right"]].to_numpy()
    assert distance[ties[:, 0], ties[:, 1]].mean() < 0.8 * distance.mean()


def test_two_thousand_entities_take_less_than_two_seconds() -> None:
    network = of_graph(nx.barabasi_albert_graph(2000, 2, seed=1))
    started = time.process_time()
    assert len(positions(network)) == 2000
    assert time.process_time() - started < 2


def test_an_empty_network_has_no_places() -> None:
    assert positions(of_edges(0, [])) == {}
