"""Groups on the picture: who stands in which, and who in none."""

import pytest

from dashboards.changes import change
from dashboards.grouping import Grouping
from dashboards.pictures import Picture, compose
from dashboards.views import View
from dashboards.workspace import Workspace
from tests.dashboards.coast import Coast


def _composed(workspace: Workspace, grouping: Grouping) -> Picture:
    return compose(workspace, View(grouping=grouping, limit=100))


def test_every_member_of_a_community_stands_in_its_frame(workspace: Workspace) -> None:
    picture = _composed(workspace, Grouping.COMMUNITY)
    frames = {frame.frame_id for frame in picture.frames}
    assert frames
    assert {node.frame for node in picture.nodes} - {None} == frames
    assert picture.stability is not None
    assert 0 <= picture.stability <= 1


def test_nations_are_named_and_protected_persons_are_of_none(
    workspace: Workspace, coast: Coast
) -> None:
    picture = _composed(workspace, Grouping.NATION)
    assert "Montenegro" in {frame.label for frame in picture.frames}
    protected = [node for node in picture.nodes if "protected" in node.classes]
    assert protected
    assert {node.frame for node in protected} == {None}


def test_groups_lie_apart(workspace: Workspace) -> None:
    picture = _composed(workspace, Grouping.NATION)
    boxes = {}
    for frame in picture.frames:
        inside = [(n.x, n.y) for n in picture.nodes if n.frame == frame.frame_id]
        xs, ys = zip(*inside, strict=True)
        boxes[frame.frame_id] = min(xs), max(xs), min(ys), max(ys)
    for one, a in boxes.items():
        for other, b in boxes.items():
            apart = a[1] < b[0] or b[1] < a[0] or a[3] < b[2] or b[3] < a[2]
            assert one == other or apart


@pytest.mark.parametrize("grouping", [Grouping.NONE, Grouping.NATION])
def test_frames_come_before_and_go_after_what_stands_in_them(
    workspace: Workspace, grouping: Grouping
) -> None:
    plain, grouped = _composed(workspace, grouping), _composed(workspace, Grouping.COMMUNITY)
    step = change(plain, grouped)
    added = [item["data"]["id"] for item in step.add]
    assert added[: len(grouped.frames)] == [frame.frame_id for frame in grouped.frames]
    back = change(grouped, plain)
    assert set(back.remove) == {frame.frame_id for frame in grouped.frames} - {
        frame.frame_id for frame in plain.frames
    }
    taken_out = {item["data"]["id"] for item in back.alter}
    assert {n.entity_id for n in grouped.nodes if n.frame} <= taken_out
