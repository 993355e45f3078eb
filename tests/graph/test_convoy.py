"""A lead car and what follows it, seen from the cells of both phones."""

import pytest

from graph.patterns.convoy import convoys
from tests.graph.builders import CaseBuilder, at

ROUTE = ("Podgorica", "Danilovgrad", "Nikšić", "Klobuk")
CYRILLIC = ("Подгорица", "Даниловград", "Никшић", "Клобук")


def travels(
    building: CaseBuilder,
    phone: str,
    day: float,
    late_min: float = 0,
    route: tuple[str, ...] = ROUTE,
) -> None:
    """A call from each place of the route, half an hour apart."""
    for leg, place in enumerate(route):
        when = at(day, seconds=1800 * leg + 60 * late_min)
        building.call(1, phone, "phone-9", when, place=place)


def lives(building: CaseBuilder, phone: str, place: str) -> None:
    """Calls at home, twice a day."""
    for day in range(8):
        building.call(1, phone, "phone-9", at(day - 0.3), place=place)
        building.call(1, phone, "phone-9", at(day + 0.4), place=place)


def test_the_lead_car_is_seen_ahead_of_the_one_that_follows(building: CaseBuilder) -> None:
    building.sheet = "Calls"
    building.source()
    for phone, home in (("phone-1", "Mostar"), ("phone-2", "Bileća"), ("phone-3", "Podgorica")):
        lives(building, phone, home)
    for day in (1, 3, 5):
        travels(building, "phone-1", day)
        travels(building, "phone-2", day, late_min=8)
        travels(building, "phone-3", day + 1)
    (found,) = convoys(building.case).convoys
    assert (found.ahead, found.behind) == ("phone-1", "phone-2")
    assert found.lead_min == pytest.approx(8)
    assert found.score == pytest.approx(0.75)
    assert found.journeys[0].areas == ROUTE and len(found.journeys[0].rows) == 8
    assert {place[:2] for place in found.journeys[0].rows} == {(1, "Calls")}
    assert "3 of 3 journeys in company" in found.reason


def test_places_are_the_same_in_both_scripts(building: CaseBuilder) -> None:
    building.source()
    for day in (1, 3):
        travels(building, "phone-1", day)
        travels(building, "phone-2", day, 5, CYRILLIC)
    assert len(convoys(building.case).convoys[0].journeys) == 2


def test_who_stays_in_one_place_travels_with_nobody(building: CaseBuilder) -> None:
    building.source()
    for phone in ("phone-1", "phone-2"):
        lives(building, phone, "Podgorica")
    assert not convoys(building.case).convoys


def test_one_journey_is_no_habit_and_protected_phones_stay_unnamed(building: CaseBuilder) -> None:
    building.source()
    travels(building, "phone-1", 1)
    travels(building, "phone-2", 1, 5)
    found = convoys(building.case)
    assert found.convoys[0].score == 0.5 and not found.table(str).rows
    building.protect("phone-2")
    hidden = convoys(building.case)
    assert not hidden.convoys and hidden.left_out[0].entities == 1
