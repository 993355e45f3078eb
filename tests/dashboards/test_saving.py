from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.gestures import after
from dashboards.pictures import compose
from dashboards.saving import difference, every, forget, get, save
from dashboards.texts import Texts
from dashboards.views import View
from dashboards.workspace import Workspace
from tests.dashboards.coast import PROTECTED_WORDS, Coast, build
from workbench.errors import RefusedError, UnknownObjectError


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Workspace]:
    """A case of one's own, to change."""
    made = build(tmp_path / "case")
    yield Workspace(made.case, Texts.load("en", "Europe/Podgorica"))
    made.case.close()


def test_a_saved_picture_comes_back_with_everything_in_its_place(mine: Workspace) -> None:
    view = View(min_count=2, hidden=("person-3",))
    picture = compose(mine, view, {"person-1": (7.0, 9.0)})
    saved = save(mine, " Before the seizure ", view, picture)
    assert saved.name == "Before the seizure"
    opened = after(mine, View(), {"kind": "open-view", "view": saved.view_id}).view
    assert compose(mine, opened) == picture
    assert replace(opened, places=()) == view


def test_saving_is_logged_and_changes_nothing_else(mine: Workspace) -> None:
    version = mine.version()
    saved = save(mine, "One", View(), compose(mine, View()))
    assert mine.version() == version
    logged = mine.case.db.execute("SELECT object, detail FROM audit ORDER BY sequence").fetchall()
    assert logged[-1][0] == f"view-{saved.view_id}" and "One" not in logged[-1][1]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_picture_needs_a_name(mine: Workspace, name: str) -> None:
    with pytest.raises(RefusedError, match="name"):
        save(mine, name, View(), compose(mine, View()))


def test_a_name_is_given_once(mine: Workspace) -> None:
    save(mine, "One", View(), compose(mine, View()))
    with pytest.raises(RefusedError, match="already"):
        save(mine, "One", View(), compose(mine, View()))
    assert len(every(mine)) == 1


def test_a_forgotten_picture_is_gone(mine: Workspace) -> None:
    saved = save(mine, "One", View(), compose(mine, View()))
    forget(mine, saved.view_id)
    assert every(mine) == ()
    with pytest.raises(UnknownObjectError):
        get(mine, saved.view_id)


def test_a_protected_name_in_a_picture_s_name_is_not_shown(mine: Workspace) -> None:
    save(mine, "Naima Karzai and others", View(), compose(mine, View()))
    assert not any(word in every(mine)[0].name for word in PROTECTED_WORDS)


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
