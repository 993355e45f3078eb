"""The page as it first comes, with its picture."""

import json
from typing import Any

import pytest

from dashboards import ids
from dashboards import workspace as workspaces
from dashboards.app import create_app
from dashboards.views import View
from dashboards.workspace import Workspace
from workbench.vocabulary import Action


def _props(layout: Any, name: str) -> dict[str, Any]:
    """The properties of the component of a name."""
    if isinstance(layout, dict):
        props = layout.get("props", {})
        return props if props.get("id") == name else _props(list(layout.values()), name)
    found = (_props(part, name) for part in layout) if isinstance(layout, list) else ()
    return next((props for props in found if props), {})


def _looks(workspace: Workspace) -> int:
    with workspace.case.db.cursor() as db:
        found = db.execute("SELECT count(*) FROM audit WHERE action = ?", [Action.CONSULTATION])
        return int(found.fetchall()[0][0])


def test_the_first_picture_comes_with_the_page(own: Workspace) -> None:
    browser = create_app(own.case).server.test_client()
    layout = browser.get("/_dash-layout").get_json()
    step = json.loads(_props(layout, ids.STEP)["data"])
    assert step["clear"] and len(step["add"]) > 10
    said = _props(layout, ids.STATEMENT)["children"][0]
    assert said["props"]["children"].startswith("All ")
    assert _props(layout, ids.RELATIONSHIP_OPTIONS)["children"]


@pytest.mark.parametrize(
    ("name", "takes_long"), [("GATHERED_SOON", 0), ("is_quick", lambda *_: False)]
)
def test_where_network_or_measure_take_long_the_page_comes_before_them(
    own: Workspace, monkeypatch: pytest.MonkeyPatch, name: str, takes_long: object
) -> None:
    monkeypatch.setattr(workspaces, name, takes_long)
    browser = create_app(own.case).server.test_client()
    layout = browser.get("/_dash-layout").get_json()
    assert _props(layout, ids.VIEW)["data"] == json.loads(json.dumps(View().as_json()))
    assert "data" not in _props(layout, ids.STEP)


def test_nobody_is_said_to_have_looked_before_the_page_was_asked_for(own: Workspace) -> None:
    browser = create_app(own.case).server.test_client()
    before = _looks(own)
    browser.get("/")
    assert _looks(own) == before
    browser.get("/_dash-layout")
    assert _looks(own) > before
