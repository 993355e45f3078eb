from dataclasses import replace
from math import dist

import pytest

from dashboards.comparing import APART, drawn
from dashboards.gestures import after
from dashboards.pictures import compose
from dashboards.saving import difference, every, forget, get, save
from dashboards.views import View
from dashboards.workspace import Workspace
from tests.dashboards.coast import PROTECTED_WORDS, Coast
from workbench.errors import RefusedError, UnknownObjectError


def test_a_saved_picture_comes_back_with_everything_in_its_place(own: Workspace) -> None:
    view = View(min_count=2, hidden=("person-3",))
    picture = compose(own, view, {"person-1": (7.0, 9.0)})
    saved = save(own, " Before the seizure ", view, picture)
    assert saved.name == "Before the seizure"
    opened = after(own, View(), {"kind": "open-view", "view": saved.view_id}).view
    assert compose(own, opened) == picture
    assert replace(opened, places=()) == view


def test_saving_is_logged_and_changes_nothing_else(own: Workspace) -> None:
    version = own.version()
    saved = save(own, "One", View(), compose(own, View()))
    assert own.version() == version
    logged = own.case.db.execute("SELECT object, detail FROM audit ORDER BY sequence").fetchall()
    assert logged[-1][0] == f"view-{saved.view_id}" and "One" not in logged[-1][1]


def test_what_differs_from_a_saved_picture_is_marked_on_the_canvas(own: Workspace) -> None:
    start = compose(own, View())
    first = save(own, "One", View(hidden=(start.nodes[1].entity_id,)), start)
    later = after(own, View(), {"kind": "compare", "view": first.view_id}).view
    later = replace(later, hidden=(start.nodes[0].entity_id,))
    picture = drawn(own, later)
    marks = {node.entity_id: node.classes.split()[-1] for node in picture.nodes if node.classes}
    assert marks[start.nodes[0].entity_id] == "went" and marks[start.nodes[1].entity_id] == "came"
    found = difference(own, first.view, later)
    assert picture.compared is not None
    assert picture.compared.ties_went == len(found.ties_went) > 0
    assert {e.relationship_id for e in picture.edges if "went" in e.classes.split()} == set(
        found.ties_went
    )
    assert picture.shown == (len(picture.nodes) - 1, len(picture.edges) - len(found.ties_went))
    places = list(picture.places.values())
    gone = picture.places[start.nodes[0].entity_id]
    assert min(dist(gone, other) for other in places if other != gone) >= APART - 1
    ended = after(own, later, {"kind": "compare"}).view
    assert drawn(own, ended).compared is None
    forget(own, first.view_id)
    assert drawn(own, later).compared is None


def test_a_picture_needs_a_name(own: Workspace) -> None:
    picture = compose(own, View())
    for name in ("", "   ", "x" * 81):
        with pytest.raises(RefusedError, match="name"):
            save(own, name, View(), picture)
    assert every(own) == ()


def test_a_name_is_given_once(own: Workspace) -> None:
    save(own, "One", View(), compose(own, View()))
    with pytest.raises(RefusedError, match="already"):
        save(own, "One", View(), compose(own, View()))
    assert len(every(own)) == 1


def test_a_forgotten_picture_is_gone(own: Workspace) -> None:
    saved = save(own, "One", View(), compose(own, View()))
    forget(own, saved.view_id)
    assert every(own) == ()
    with pytest.raises(UnknownObjectError):
        get(own, saved.view_id)


def test_a_protected_name_in_a_picture_s_name_is_not_shown(own: Workspace) -> None:
    save(own, "Naima Karzai and others", View(), compose(own, View()))
    assert not any(word in every(own)[0].name for word in PROTECTED_WORDS)


def test_two_pictures_are_compared(workspace: Workspace, coast: Coast) -> None:
    gjoka, perovic = coast.people["Gjoka"], coast.people["Perović"]
    found = difference(workspace, View(), View(hidden=(perovic,), to_day="2024-03-01"))
    assert perovic in found.went and found.came == ()
    assert f"{gjoka}~pays~{perovic}" in found.ties_went
    (changed,) = found.ties_changed
    assert changed.relationship_id == f"{gjoka}~communicates~{coast.people['Bošković']}"
    assert (changed.before, changed.after) == (6, 4)
    back = difference(workspace, View(hidden=(perovic,)), View())
    assert back.came == (perovic,) and back.ties_changed == ()
