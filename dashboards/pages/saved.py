"""Saved pictures: save, forget, list."""

from typing import Any

from dash import Dash, no_update
from dash.dependencies import Input, Output, State

from dashboards import ids
from dashboards.components import Children
from dashboards.components.saved import compared, saved_lines
from dashboards.drawings import Drawings
from dashboards.saving import difference, every, forget, get, save
from dashboards.views import View
from dashboards.workspace import Workspace
from workbench.errors import WorkbenchError

Json = dict[str, Any]


def register(app: Dash, workspace: Workspace, drawings: Drawings) -> None:
    """Connect the list of saved pictures."""

    @app.callback(
        Output(ids.SAVED, "children"),
        Output(ids.SAVE_NAME, "value"),
        Input(ids.SAVING, "data"),
        State(ids.VIEW, "data"),
        State(ids.DRAWN, "data"),
        State(ids.SAVE_NAME, "value"),
        prevent_initial_call=True,
    )
    def keep(told: Json | None, view: Json, drawn: int | None, name: str) -> tuple[Any, Any]:
        if not told:
            return no_update, no_update
        problem = None
        try:
            if told.get("kind") == "forget-view":
                forget(workspace, int(told.get("view") or 0))
            else:
                seen = View.from_json(view)
                save(workspace, name or "", seen, drawings.picture(seen, drawn))
        except WorkbenchError as error:
            problem = str(error)
        lines = saved_lines(workspace.texts, every(workspace), problem)
        return lines, (name if problem else "")


def comparison(workspace: Workspace, told: Json, view: Json) -> tuple[str, Children]:
    """Title and body of the dialog that compares a saved picture with what is shown."""
    saved = get(workspace, int(told.get("view") or 0))
    found = difference(workspace, saved.view, View.from_json(view))
    ends = [end for tie in found.ties_changed for end in tie.relationship_id.split("~")[::2]]
    ends += [end for tie in (*found.ties_came, *found.ties_went) for end in tie.split("~")[::2]]
    entities = workspace.entities({*found.came, *found.went, *ends})
    title = workspace.texts.say("saved", "compared", name=saved.name)
    return title, compared(workspace.texts, found, entities)
