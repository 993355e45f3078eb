from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.changes import Change, change
from dashboards.pictures import Edge, Node, Picture

NAMES = ["person-1", "person-2", "person-3", "phone-1"]


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    places = st.integers(-500, 500).map(float)
    sizes = st.sampled_from([0.0, 0.5, 1.0])
    marks = st.sampled_from(["", "protected", "on-path"])
    nodes = tuple(
        Node(n, n.split("-")[0], n.title(), draw(sizes), draw(marks), draw(places), draw(places))
        for n in names
    )
    pairs = [(a, b) for a in names for b in names if a < b]
    tied = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    edges = tuple(
        Edge(f"{a}~knows~{b}", a, b, "knows", draw(sizes) + 1, draw(marks)) for a, b in tied
    )
    return Picture(nodes, edges, len(nodes), len(edges), 0)


Canvas = dict[str, dict[str, Any]]


def put(canvas: Canvas, told: Change) -> Canvas:
    """What the page's script does."""
    after: Canvas = {} if told.clear else {name: dict(item) for name, item in canvas.items()}
    for name in told.remove:
        del after[name]
    for item in told.add:
        assert item["data"]["id"] not in after
        after[item["data"]["id"]] = {key: item[key] for key in item if key != "group"}
    for item in told.alter:
        after[item["data"]["id"]] |= item
    for item in told.move:
        after[item["id"]]["position"] = {"x": item["x"], "y": item["y"]}
    return after


@settings(max_examples=40, deadline=None)
@given(pictures(), pictures())
def test_a_change_leads_from_one_picture_to_the_next(before: Picture, after: Picture) -> None:
    start = put({}, change(None, before))
    assert put(start, change(before, after)) == put({}, change(None, after))


@settings(max_examples=40, deadline=None)
@given(pictures())
def test_nothing_travels_when_nothing_changed(picture: Picture) -> None:
    assert change(picture, picture) == Change(clear=False)


@settings(max_examples=40, deadline=None)
@given(pictures(), pictures())
def test_lines_go_before_their_ends_and_come_after_them(before: Picture, after: Picture) -> None:
    told = change(before, after)
    removed = [("~" not in name) for name in told.remove]
    added = [item["group"] == "edges" for item in told.add]
    assert removed == sorted(removed)
    assert added == sorted(added)
