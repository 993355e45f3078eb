import numpy as np
import pytest

from dashboards.pictures import Picture, compose, kind_counts
from dashboards.views import View
from dashboards.workspace import Workspace
from graph.build import Projection
from graph.measures import Measure
from tests.dashboards.coast import Coast


@pytest.fixture(scope="module")
def first(workspace: Workspace) -> Picture:
    return compose(workspace, View())


def test_a_picture_says_how_much_there_would_be(workspace: Workspace, first: Picture) -> None:
    few = compose(workspace, View(limit=3))
    assert len(few.nodes) == 3
    assert few.entities == first.entities == len(first.nodes)
    assert few.relationships == first.relationships > len(few.edges)


def test_the_first_by_the_measure_is_drawn_largest(first: Picture, coast: Coast) -> None:
    sizes = {node.entity_id: node.size for node in first.nodes}
    assert sizes[coast.people["Gjoka"]] == 1.0
    assert all(0 <= size <= 1 for size in sizes.values())


def test_where_low_is_central_low_is_large(workspace: Workspace, coast: Coast) -> None:
    picture = compose(workspace, View(measure=Measure.CONSTRAINT))
    sizes = {node.entity_id: node.size for node in picture.nodes}
    assert sizes[coast.people["Gjoka"]] == max(sizes.values())


def test_a_protected_person_stands_under_a_pseudonym(first: Picture, coast: Coast) -> None:
    (node,) = [node for node in first.nodes if node.entity_id == coast.people["Karzai"]]
    assert node.label == "Protected person 1"
    assert "protected" in node.classes.split()


def test_lines_are_drawn_as_what_they_are(first: Picture) -> None:
    marks = {edge.relationship_id.split("~")[1]: edge.classes.split() for edge in first.edges}
    assert "assessment" in marks["pays"] and "directed" in marks["pays"]
    assert "assessment" not in marks["transports"] and "directed" in marks["transports"]
    assert "directed" not in marks["communicates"] and "directed" not in marks["meets"]


def test_more_communications_make_a_wider_line(first: Picture, coast: Coast) -> None:
    widths = {frozenset((e.left, e.right)): e.width for e in first.edges if "communic" in e.classes}
    gjoka = coast.people["Gjoka"]
    six, three = ({gjoka, coast.people[name]} for name in ("Bošković", "Perović"))
    assert widths[frozenset(six)] > widths[frozenset(three)]


def test_no_two_entities_stand_on_one_another(first: Picture) -> None:
    places = np.array([[node.x, node.y] for node in first.nodes])
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    assert apart[~np.eye(len(places), dtype=bool)].min() > 30


def test_entities_stay_where_they_were(workspace: Workspace, first: Picture) -> None:
    fewer = View(hidden=(first.nodes[-1].entity_id,))
    again = compose(workspace, fewer, first.places)
    assert again.hidden == 1
    assert all(again.places[name] == first.places[name] for name in again.places)


def test_entities_moved_by_hand_stand_there(workspace: Workspace, first: Picture) -> None:
    name = first.nodes[0].entity_id
    moved = compose(workspace, View(places=((name, 1234.0, -5.0),)), first.places)
    assert moved.places[name] == (1234.0, -5.0)


def test_the_same_view_gives_the_same_picture(workspace: Workspace, first: Picture) -> None:
    assert compose(workspace, View()) == first


def test_a_path_is_marked(workspace: Workspace, coast: Coast) -> None:
    path = (coast.people["Perović"], coast.people["Gjoka"], coast.people["Karzai"])
    picture = compose(workspace, View(limit=1, path=path))
    on_path = {n.entity_id for n in picture.nodes if "on-path" in n.classes.split()}
    assert on_path == set(path)
    steps = {frozenset((e.left, e.right)) for e in picture.edges if "on-path" in e.classes.split()}
    assert steps == {frozenset(path[:2]), frozenset(path[1:])}


def test_an_empty_network_makes_an_empty_picture(workspace: Workspace) -> None:
    picture = compose(workspace, View(from_day="1999-01-01", to_day="1999-01-02"))
    assert picture.nodes == () and picture.entities == 0


def test_kinds_are_counted_over_the_whole_network(workspace: Workspace) -> None:
    chosen = View(projection=Projection.ALL).chosen(workspace.texts.zone)
    ties, kinds = kind_counts(workspace.network(chosen))
    assert kinds["vehicle"] == 1 and kinds["person"] == 4
    assert ties["drives"] == 1
