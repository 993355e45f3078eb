"""Near each other more often than habits would have it."""

import math

import pytest

from graph.patterns.chance import poisson_tail
from graph.patterns.co_location import co_locations
from tests.graph.builders import CaseBuilder, at


def live(building: CaseBuilder, phone: str, home: str, away: dict[int, str]) -> None:
    """A call each morning from home, or from elsewhere on some days."""
    for day in range(40):
        place = away.get(day, home)
        building.call(1, phone, "phone-99", at(day, seconds=60), place=place)


def test_two_who_meet_in_a_third_town_are_found(building: CaseBuilder) -> None:
    building.sheet = "Calls"
    building.source()
    live(building, "phone-1", "Bar", {5: "Tuzi", 15: "Tuzi", 25: "Tuzi"})
    live(building, "phone-2", "Nikšić", {5: "Тузи", 15: "Тузи", 25: "Тузи"})
    live(building, "phone-3", "Budva", {6: "Tuzi"})
    (found,) = co_locations(building.case).pairs
    assert (found.one, found.other, found.days) == ("phone-1", "phone-2", 3)
    assert found.expected == pytest.approx(3 * 2 / 39)
    assert found.score > 0.9
    assert [meeting.area for meeting in found.meetings] == ["Tuzi"] * 3
    assert [place[:2] for place in found.meetings[0].rows] == [(1, "Calls")] * 2


def test_neighbours_are_near_each_other_by_habit(building: CaseBuilder) -> None:
    building.source()
    live(building, "phone-1", "Bar", {})
    live(building, "phone-2", "Bar", {})
    assert not co_locations(building.case).pairs


def test_protected_phones_are_counted_and_not_named(building: CaseBuilder) -> None:
    building.source()
    live(building, "phone-1", "Bar", {5: "Tuzi", 15: "Tuzi"})
    live(building, "phone-2", "Nikšić", {5: "Tuzi", 15: "Tuzi"})
    building.protect("phone-1")
    found = co_locations(building.case)
    assert not found.pairs and found.left_out[0].entities == 1


@pytest.mark.parametrize(("count", "mean"), [(0, 2.0), (1, 0.3), (4, 4.0), (9, 2.5), (3, 12.0)])
def test_the_tail_is_one_less_all_before_it(count: int, mean: float) -> None:
    before = sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(count))
    assert poisson_tail(count, mean) == pytest.approx(1 - before)
