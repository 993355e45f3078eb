"""Rankings: who comes first, and who is never named."""

import networkx as nx
import numpy as np

from graph.measures import Measure
from graph.ranking import rank, ranks
from tests.graph.networks import of_edges, of_graph

STAR = [(0, 1), (0, 2), (0, 3), (3, 4)]


def test_the_highest_comes_first_and_equals_share_their_place() -> None:
    found = rank(of_edges(5, STAR), Measure.DEGREE)
    assert [(r.entity_id, r.rank) for r in found.ranked] == [
        ("person-0", 1),
        ("person-3", 2),
        ("person-1", 3),
        ("person-2", 3),
        ("person-4", 3),
    ]


def test_protected_persons_are_counted_but_never_named() -> None:
    found = rank(of_edges(5, STAR, protected=[0, 4]), Measure.BETWEENNESS)
    assert [r.entity_id for r in found.ranked] == ["person-3", "person-1", "person-2"]
    assert found.ranked[0].rank == 1
    assert found.left_out[0].entities == 2


def test_paths_through_protected_persons_still_count() -> None:
    hidden = rank(of_edges(5, STAR, protected=[0]), Measure.BETWEENNESS)
    shown = rank(of_edges(5, STAR), Measure.BETWEENNESS)
    assert hidden.ranked[0].value == shown.ranked[1].value > 0


def test_low_constraint_ranks_first() -> None:
    found = rank(of_graph(nx.krackhardt_kite_graph()), Measure.CONSTRAINT, top=1)
    values = nx.constraint(nx.krackhardt_kite_graph())
    assert found.ranked[0].entity_id == f"person-{min(values, key=lambda n: values[n])}"


def test_rounding_noise_does_not_break_a_tie() -> None:
    assert ranks(np.array([0.1 + 0.2, 0.3, 0.2])).tolist() == [1, 1, 3]
    assert ranks(np.array([1e-9, 2e-9])).tolist() == [2, 1]
