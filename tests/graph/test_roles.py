"""Roles by equivalence: who stands alike, whoever it is with."""

import networkx as nx
import numpy as np
import pytest

from graph.roles import alike, roles
from tests.graph.networks import of_edges, of_graph


def test_the_levels_of_a_hierarchy_are_its_roles() -> None:
    """A boss, four lieutenants, three men each: nobody but the boss has contacts in common."""
    edges = [(0, n) for n in range(1, 5)] + [
        (n, 2 + 3 * n + k) for n in range(1, 5) for k in range(3)
    ]
    found = roles(of_edges(17, edges)).roles
    assert sorted(len(role.members) for role in found) == [1, 4, 12]
    assert found[-1].members == tuple(f"person-{n}" for n in range(5, 17))


def test_two_bands_of_one_shape_have_the_same_roles() -> None:
    wheel = nx.wheel_graph(6)
    twins = nx.disjoint_union(wheel, wheel)
    found = roles(of_graph(twins)).roles
    assert found[0].members == ("person-0", "person-6")
    assert len(found) == 2


def test_a_noisy_hierarchy_keeps_its_levels_apart() -> None:
    chance = np.random.default_rng(4)
    edges = [(0, n) for n in range(1, 7)]
    edges += [(n, 7 + 10 * (n - 1) + k) for n in range(1, 7) for k in range(10)]
    edges += [(int(a), int(b)) for a, b in chance.integers(7, 67, (12, 2)) if a < b]
    found = roles(of_edges(67, set(edges)), 3).roles
    together = [role for role in found if "person-1" in role.members]
    assert set(together[0].members) >= {f"person-{n}" for n in range(1, 7)}
    assert not set(together[0].members) & {f"person-{n}" for n in range(7, 67)}


def test_whoever_shares_contacts_is_alike_and_their_own_tie_does_not_count() -> None:
    network = of_edges(6, [(0, 2), (0, 3), (1, 2), (1, 3), (0, 1), (4, 3), (4, 5)], protected=[2])
    found = alike(network, "person-0")
    assert found[0].entity_id == "person-1" and found[0].share == pytest.approx(1.0)
    assert found[0].common == ("person-3",)  # the protected one is not named
    assert {one.entity_id for one in found} == {"person-1", "person-3", "person-4"}


def test_protected_persons_have_roles_but_are_not_listed() -> None:
    found = roles(of_edges(5, [(0, n) for n in range(1, 5)], protected=[4]))
    assert found.left_out[0].entities == 1
    assert all("person-4" not in role.members for role in found.roles)


def test_an_empty_and_a_lonely_network_have_no_trouble() -> None:
    assert roles(of_edges(0, [])).roles == ()
    assert len(roles(of_edges(1, [])).roles) == 1
