"""Ways between two entities."""

import pytest

from graph.build import NetworkFilter, Projection, network
from graph.paths import several, shortest
from tests.graph.builders import CaseBuilder, at
from tests.graph.networks import of_edges
from workbench.errors import UnknownObjectError
from workbench.vocabulary import ClaimKind

SQUARE = of_edges(6, [(0, 1), (1, 2), (2, 3), (0, 4), (4, 3)])


def test_the_shortest_way_names_its_relationships() -> None:
    found = shortest(SQUARE, "person-0", "person-3")
    assert found is not None
    assert found.entities == ("person-0", "person-4", "person-3")
    assert found.steps == (("person-0~knows~person-4",), ("person-4~knows~person-3",))


def test_the_next_shortest_follow() -> None:
    assert [len(path) for path in several(SQUARE, "person-0", "person-3", 5)] == [2, 3]


def test_there_may_be_no_way() -> None:
    assert shortest(SQUARE, "person-0", "person-5") is None


def test_a_way_to_oneself_has_no_steps() -> None:
    found = shortest(SQUARE, "person-0", "person-0")
    assert found is not None and len(found) == 0


def test_someone_outside_the_network_has_no_way() -> None:
    with pytest.raises(UnknownObjectError):
        shortest(SQUARE, "person-0", "person-99")


def test_among_equal_ways_the_better_documented_is_taken(building: CaseBuilder) -> None:
    file = building.source()
    for _ in range(3):
        building.calls(file, [("phone-1", "phone-3"), ("phone-3", "phone-4")])
    building.calls(file, [("phone-1", "phone-2"), ("phone-2", "phone-4")])
    found = shortest(network(building.refreshed()), "phone-1", "phone-4")
    assert found is not None and found.entities == ("phone-1", "phone-3", "phone-4")


def test_a_detour_is_taken_only_when_the_kinds_between_are_limited(building: CaseBuilder) -> None:
    file = building.source("witness_statement")
    for person in ("person-1", "person-3"):
        building.claim(person, ClaimKind.DRIVES, "vehicle-1", file, start=at(0))
    building.claim("person-1", ClaimKind.MEETS, "person-2", file)
    building.claim("person-2", ClaimKind.MEETS, "person-4", file)
    building.claim("person-4", ClaimKind.MEETS, "person-3", file)
    found = network(building.refreshed(), NetworkFilter(projection=Projection.ALL))
    short = shortest(found, "person-1", "person-3")
    people = shortest(found, "person-1", "person-3", through=["person"])
    assert short is not None and people is not None
    assert short.entities[1] == "vehicle-1"
    assert people.entities == ("person-1", "person-2", "person-4", "person-3")
