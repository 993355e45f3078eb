from datetime import datetime

from dashboards.profiles import profile, tie_profile
from dashboards.views import View
from dashboards.workspace import Workspace
from tests.dashboards.coast import PROTECTED_WORDS, Coast


def test_an_entity_is_told_with_all_that_sources_say(workspace: Workspace, coast: Coast) -> None:
    found = profile(workspace, View(), coast.people["Gjoka"])
    assert found is not None
    assert found.entity.label == "Dritan Gjoka"
    assert [(p.name, p.value, p.sources) for p in found.particulars] == [("address", "Durrës", 1)]
    assert [s.category for s in found.standings] == ["suspect"]
    assert [h.other.label for h in found.holdings] == ["+355672000111"]
    assert [(m.written, m.times) for m in found.members] == [("Dritan Gjoka", 3)]
    assert found.rank == 1 and found.in_network


def test_statements_come_first_then_the_strongest_and_all_say_who_acts(
    workspace: Workspace, coast: Coast
) -> None:
    found = profile(workspace, View(), coast.people["Gjoka"])
    assert found is not None
    assert [tie.kind for tie in found.ties[:3]] == ["meets", "pays", "communicates"]
    assert [tie.outgoing for tie in found.ties[:3]] == [None, True, None]
    assert (found.ties[2].other.label, found.ties[2].count) == ("Mirko Bošković", 6)
    assert found.tie_count > len(found.ties)
    perovic = profile(workspace, View(), coast.people["Perović"])
    assert perovic is not None
    assert {tie.kind: tie.outgoing for tie in perovic.ties} == {"communicates": None, "pays": False}


def test_of_a_protected_person_nothing_is_told(workspace: Workspace, coast: Coast) -> None:
    found = profile(workspace, View(), coast.people["Karzai"])
    assert found is not None
    assert (found.particulars, found.standings, found.members, found.rank) == ((), (), (), None)
    assert not any(word in repr(found) for word in PROTECTED_WORDS)


def test_an_entity_the_case_does_not_have_has_no_profile(workspace: Workspace) -> None:
    assert profile(workspace, View(), "person-999") is None


def test_outside_the_filters_the_particulars_remain(workspace: Workspace, coast: Coast) -> None:
    found = profile(workspace, View(without_entities=("person",)), coast.people["Gjoka"])
    assert found is not None
    assert not found.in_network and found.ties == () and found.particulars


def test_a_relationship_is_counted_and_dated(workspace: Workspace, coast: Coast) -> None:
    name = f"{coast.people['Gjoka']}~communicates~{coast.people['Bošković']}"
    found = tie_profile(workspace, View(), name)
    assert found is not None
    assert (found.count, found.duration_s, found.nature) == (6, 480, "fact")
    # 08:00 in Tirana is 07:00 UTC.
    assert found.first_utc == datetime(2024, 3, 1, 7)
    assert tie_profile(workspace, View(from_day="2025-01-01"), name) is None


def test_a_statement_without_time_has_none(workspace: Workspace, coast: Coast) -> None:
    name = f"{coast.people['Gjoka']}~pays~{coast.people['Perović']}"
    found = tie_profile(workspace, View(), name)
    assert found is not None
    assert (found.first_utc, found.duration_s, found.nature) == (None, None, "assessment")
