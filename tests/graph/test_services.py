"""Who ties strangers together and who leads a group, in a town where people know each other."""

import numpy as np

from graph.build import network
from tests.graph.builders import CaseBuilder
from tests.graph.traffic import Traffic
from tests.graph.traffic_case import record

TOWN, CENTRE, BOSS = 150, 150, 151
CREW = range(20)


def town(building: CaseBuilder, hub: list[tuple[int, int, float]]) -> list[str]:
    """A town of 150, each with a dozen acquaintances of theirs, and what a hub does there."""
    chance = np.random.default_rng(5)
    calls = [
        (one, int(other), float(day))
        for one in range(TOWN)
        for other in chance.choice(np.delete(np.arange(TOWN), one), 6, replace=False)
        for day in chance.random(int(chance.integers(1, 9))) * 20
    ]
    calls += hub
    calls.sort(key=lambda call: call[2])
    callers, called = (np.array([call[n] for call in calls]) for n in (0, 1))
    record(building, Traffic(callers, called, np.array([c[2] for c in calls]), {}, TOWN + 2))
    return [service.entity_id for service in network(building.refreshed()).set_apart]


def test_a_call_centre_is_set_apart_though_its_customers_know_each_other(
    building: CaseBuilder,
) -> None:
    calls = [(CENTRE, customer, customer / 8) for customer in range(120)]
    assert town(building, calls) == [f"phone-{CENTRE + 1}"]


def test_so_is_one_that_customers_call_again_and_again(building: CaseBuilder) -> None:
    calls = [
        (customer, CENTRE, customer / 8 + again) for customer in range(120) for again in (0, 4)
    ]
    calls += [(CENTRE, customer, customer / 8 + 4.1) for customer in range(120)]
    assert town(building, calls) == [f"phone-{CENTRE + 1}"]


def test_who_leads_people_that_know_each_other_stays(building: CaseBuilder) -> None:
    chance = np.random.default_rng(6)
    calls = [
        (BOSS, man, float(day)) if chance.random() < 0.6 else (man, BOSS, float(day))
        for man in CREW
        for day in chance.random(int(chance.integers(2, 20))) * 20
    ]
    calls += [(one, other, (one + other) / 2) for one in CREW for other in CREW if one < other]
    assert town(building, calls) == []
