"""What changed between two periods, and how word could have travelled in time."""

import pytest

from graph.build import NetworkFilter, network
from graph.build.calls import Window
from graph.comparison import compare, with_intervals
from graph.measures import Measure
from graph.relays import first_arrival
from tests.graph.builders import CaseBuilder, at
from workbench.errors import UnknownObjectError


def test_who_came_who_went_and_who_took_over_the_middle(building: CaseBuilder) -> None:
    file = building.source()
    for other in (3, 4, 5):
        building.call(file, "phone-1", f"phone-{other}", at(1))
        building.call(file, "phone-2", f"phone-{other}", at(11))
    building.call(file, "phone-3", "phone-4", at(1))
    building.call(file, "phone-3", "phone-4", at(11))
    case = building.refreshed()
    before, after = NetworkFilter(to_utc=at(10)), NetworkFilter(from_utc=at(10))
    found = compare(network(case, before), network(case, after), Measure.DEGREE, top=1)
    assert (found.entities_gone, found.entities_new) == (("phone-1",), ("phone-2",))
    assert (found.ties_gone, found.ties_new, found.ties_kept) == (3, 3, 1)
    assert found.stability == pytest.approx(1 / 7)
    assert {(m.entity_id, m.before, m.after) for m in found.moved} == {
        ("phone-1", 1, None),
        ("phone-2", None, 1),
    }


def relayed(building: CaseBuilder) -> None:
    """1 to 2 on day 1, 2 to 3 on day 2; 3 to 4 before that only."""
    file = building.source()
    building.call(file, "phone-3", "phone-4", at(0))
    building.call(file, "phone-1", "phone-2", at(1))
    building.call(file, "phone-2", "phone-3", at(2))


def test_word_travels_forward_in_time_only(building: CaseBuilder) -> None:
    relayed(building)
    steps = first_arrival(building.case, "phone-1", "phone-3")
    assert [(s.sender, s.receiver, s.row_number) for s in steps] == [
        ("phone-1", "phone-2", 2),
        ("phone-2", "phone-3", 3),
    ]
    assert first_arrival(building.case, "phone-1", "phone-4") == ()
    assert first_arrival(building.case, "phone-4", "phone-1") == ()


def test_who_calls_may_listen(building: CaseBuilder) -> None:
    relayed(building)
    building.call(1, "phone-4", "phone-3", at(3))
    assert len(first_arrival(building.case, "phone-1", "phone-4")) == 3
    assert first_arrival(building.case, "phone-1", "phone-4", both_ways=False) == ()
    assert first_arrival(building.case, "phone-1", "phone-3", window=Window(at(1.5))) == ()


def test_a_phone_that_is_not_there_is_refused(building: CaseBuilder) -> None:
    relayed(building)
    with pytest.raises(UnknownObjectError):
        first_arrival(building.case, "phone-1", "phone-99")


def test_a_change_of_ranks_is_clear_only_beyond_what_other_records_could_show(
    building: CaseBuilder,
) -> None:
    file = building.source()
    for again in range(6):
        for other in range(10, 18):
            building.call(file, "phone-1", f"phone-{other}", at(1 + again / 10))
            building.call(file, "phone-2", f"phone-{other}", at(11 + again / 10))
        for other in range(10, 14):
            building.call(file, "phone-2", f"phone-{other}", at(1 + again / 10))
            building.call(file, "phone-1", f"phone-{other}", at(11 + again / 10))
    case = building.refreshed()
    parts = [network(case, NetworkFilter(to_utc=at(10)))]
    parts += [network(case, NetworkFilter(from_utc=at(10)))]
    found = compare(parts[0], parts[1], Measure.DEGREE, top=2)
    moved = {m.entity_id: m for m in with_intervals(case, parts[0], parts[1], found).moved}
    assert moved["phone-1"].is_clear and moved["phone-2"].is_clear
    assert moved["phone-1"].before_low == moved["phone-1"].before_high == 1
