from collections import Counter

import pytest

from dashboards import workspace as workspaces
from dashboards.drawings import Drawings
from dashboards.views import View
from dashboards.workspace import Workspace
from tests.dashboards.coast import Coast


def test_a_first_drawing_is_sent_whole(workspace: Workspace) -> None:
    step = Drawings(workspace).next("one", View(), None)
    assert step.change.clear and step.fit
    assert step.as_json(None)["base"] is None


def test_lines_between_the_same_two_pass_beside_each_other(workspace: Workspace) -> None:
    edges = Drawings(workspace).next("one", View(), None).drawing.picture.edges
    lines = Counter(frozenset((edge.left, edge.right)) for edge in edges)
    assert {1, 2} <= set(lines.values())
    for edge in edges:
        together = lines[frozenset((edge.left, edge.right))] > 1
        assert ("beside" in edge.classes.split()) == together


def test_the_next_drawing_is_told_as_a_difference(workspace: Workspace, coast: Coast) -> None:
    drawings = Drawings(workspace)
    first = drawings.next("one", View(), None)
    gone = coast.people["Perović"]
    second = drawings.next("one", View(hidden=(gone,)), first.drawing.number)
    told = second.as_json(first.drawing.number)
    assert told["base"] == first.drawing.number and not told["fit"]
    assert gone in told["remove"]
    assert told["add"] == [] and told["move"] == []


def test_a_forgotten_drawing_means_drawing_everything_again(workspace: Workspace) -> None:
    step = Drawings(workspace).next("one", View(), 987)
    assert step.change.clear
    assert step.as_json(987)["base"] is None


def test_going_back_brings_the_places_back(workspace: Workspace) -> None:
    drawings = Drawings(workspace)
    first = drawings.next("one", View(limit=4), None).drawing
    wide = drawings.next("one", View(limit=30), first.number).drawing
    back = drawings.next("one", View(limit=4), wide.number).drawing
    assert back.picture == first.picture


def test_arranging_anew_moves_without_adding(workspace: Workspace) -> None:
    drawings = Drawings(workspace)
    first = drawings.next("one", View(places=(("person-1", 900.0, 900.0),)), None).drawing
    told = drawings.next("one", View(arrangement=1), first.number).change
    assert told.add == () and told.remove == ()
    assert "person-1" in {item["id"] for item in told.move}


def test_while_a_measure_is_counted_the_picture_keeps_its_order(
    own: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawings, zone = Drawings(own), own.texts.zone
    before, after = View(limit=3), View(limit=3, min_count=2)
    first = drawings.next("one", before, None).drawing
    monkeypatch.setattr(workspaces, "is_quick", lambda *_: False)
    assert not own.is_at_hand(after.chosen(zone), after.measure)
    waiting = drawings.next("one", after, first.number)
    meanwhile = waiting.drawing
    assert waiting.busy
    assert meanwhile.picture.places.keys() == first.picture.places.keys()
    own.measured(after.chosen(zone), after.measure)
    assert own.is_at_hand(after.chosen(zone), after.measure)
    counted = drawings.next("one", after, meanwhile.number)
    done = counted.drawing
    assert not counted.busy
    monkeypatch.undo()
    assert (
        done.picture.places.keys()
        == Drawings(own).next("two", after, None).drawing.picture.places.keys()
    )
