from dashboards.gestures import after, hidden_neighbours, shown_ids
from dashboards.palette import kinds_in_order
from dashboards.views import FIRST_LIMIT, View
from dashboards.workspace import Workspace
from tests.dashboards.coast import Coast

FEW = View(limit=1)
"""Only Dritan Gjoka, who connects all others."""


def test_an_unknown_gesture_changes_nothing(workspace: Workspace) -> None:
    assert after(workspace, FEW, {"kind": "dance"}).view == FEW
    assert after(workspace, FEW, {}).view == FEW


def test_a_control_sets_what_it_stands_for_and_nothing_else(workspace: Workspace) -> None:
    told = {"kind": "set", "min_count": 3, "added": ["person-2"], "limit": 10}
    assert after(workspace, View(), told).view == View(min_count=3, limit=10)


def test_expanding_brings_the_strongest_neighbours(workspace: Workspace, coast: Coast) -> None:
    gjoka = coast.people["Gjoka"]
    assert shown_ids(workspace, FEW) == {gjoka}
    view = after(workspace, FEW, {"kind": "expand", "entities": [gjoka], "count": 2}).view
    assert shown_ids(workspace, view) == {gjoka, coast.people["Bošković"], coast.people["Perović"]}


def test_expanding_follows_only_the_kinds_asked_for(workspace: Workspace, coast: Coast) -> None:
    told = {"kind": "expand", "entities": [coast.people["Gjoka"]], "relations": ["meets"]}
    view = after(workspace, FEW, told).view
    assert view.added == (coast.people["Bošković"],)


def test_collapsing_undoes_expanding(workspace: Workspace, coast: Coast) -> None:
    gjoka = coast.people["Gjoka"]
    told = {"kind": "expand", "entities": [gjoka], "count": 100}
    expanded = after(workspace, FEW, told).view
    assert len(shown_ids(workspace, expanded)) > 10
    collapsed = after(workspace, expanded, {"kind": "collapse", "entities": [gjoka]}).view
    left = shown_ids(workspace, collapsed)
    # Two of the neighbours are tied to each other as well, and stay.
    assert left == {gjoka, coast.people["Bošković"], coast.people["Karzai"]}


def test_what_is_hidden_stays_out_until_it_is_asked_for(workspace: Workspace, coast: Coast) -> None:
    perovic = coast.people["Perović"]
    hidden = after(workspace, View(), {"kind": "hide", "entities": [perovic]}).view
    assert perovic not in shown_ids(workspace, hidden)
    assert perovic in shown_ids(workspace, after(workspace, hidden, {"kind": "unhide"}).view)
    told = {"kind": "show", "entities": [perovic]}
    assert perovic in shown_ids(workspace, after(workspace, hidden, told).view)


def test_a_phone_that_acts_for_a_person_is_shown_as_the_person(
    workspace: Workspace, coast: Coast
) -> None:
    phone = workspace.entities([f"phone-{n}" for n in range(1, 40)])
    held = next(e.entity_id for e in phone.values() if e.label == "+38269000222")
    view = after(workspace, FEW, {"kind": "show", "entities": [held]}).view
    assert view.added == (coast.people["Bošković"],)


def test_what_the_filters_leave_out_cannot_be_shown(workspace: Workspace, coast: Coast) -> None:
    view = View(limit=1, without_relationships=("pays", "communicates"))
    outcome = after(workspace, view, {"kind": "show", "entities": [coast.people["Perović"]]})
    assert outcome.view == view
    assert outcome.notice == ("inspector", "absent")


def test_a_path_is_added_to_the_picture_in_order(workspace: Workspace, coast: Coast) -> None:
    ends = [coast.people["Perović"], coast.people["Karzai"]]
    view = after(workspace, FEW, {"kind": "path", "entities": ends}).view
    assert view.path == (ends[0], coast.people["Gjoka"], ends[1])
    assert set(view.path) <= shown_ids(workspace, view)
    longer = after(workspace, view, {"kind": "path", "entities": ends, "other": 1}).view
    assert longer.path == (ends[0], *view.path[1:2], coast.people["Bošković"], ends[1])
    assert after(workspace, longer, {"kind": "clear-path"}).view.path == ()


def test_a_path_to_nowhere_is_told(workspace: Workspace, coast: Coast) -> None:
    told = {"kind": "path", "entities": [coast.people["Gjoka"], "person-999"]}
    assert after(workspace, FEW, told).notice == ("path", "outside")


def test_hiding_an_entity_of_the_path_ends_the_path(workspace: Workspace, coast: Coast) -> None:
    path = (coast.people["Perović"], coast.people["Gjoka"])
    view = after(workspace, View(path=path), {"kind": "hide", "entities": [path[0]]}).view
    assert view.path == ()


def test_one_kind_alone_and_back_to_all(workspace: Workspace) -> None:
    told = {"kind": "only", "group": "relationships", "value": "pays"}
    alone = after(workspace, View(), told).view
    assert set(kinds_in_order()) - set(alone.without_relationships) == {"pays"}
    assert after(workspace, alone, told).view == View()
    nonsense = {"kind": "only", "group": "relationships", "value": "dances_with"}
    assert after(workspace, View(), nonsense).view == View()


def test_places_given_by_hand_are_kept_until_arranged_anew(workspace: Workspace) -> None:
    moved = after(workspace, View(), {"kind": "move", "places": [["person-1", 5, 6]]}).view
    again = after(workspace, moved, {"kind": "move", "places": [["person-1", 7, 8]]}).view
    assert again.places == (("person-1", 7.0, 8.0),)
    arranged = after(workspace, again, {"kind": "arrange"}).view
    assert arranged.places == () and arranged.arrangement == 1


def test_narrowing_goes_back_to_the_first(workspace: Workspace) -> None:
    wide = View(limit=900, added=("person-1",))
    assert after(workspace, wide, {"kind": "narrow"}).view == View(limit=FIRST_LIMIT)


def test_neighbours_come_most_strongly_tied_first(workspace: Workspace, coast: Coast) -> None:
    network = workspace.network(View().chosen(workspace.texts.zone))
    found = hidden_neighbours(network, {coast.people["Perović"]}, coast.people["Gjoka"])
    assert found[0] == coast.people["Bošković"]
    assert coast.people["Perović"] not in found
    assert hidden_neighbours(network, (), "person-999") == []
