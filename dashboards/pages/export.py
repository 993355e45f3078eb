"""The dialog that exports an evidence summary: its callbacks, and the download."""

from typing import Any

from dash import Dash
from dash.dependencies import Input, Output, State
from flask import Response, abort, send_file

from dashboards import ids
from dashboards.components import Children
from dashboards.components.export import DOWNLOADS, refused, written
from dashboards.exporting import Scope, focus_of, write
from dashboards.handing_out import path_of
from dashboards.views import View
from dashboards.workspace import Workspace
from workbench.errors import WorkbenchError

Json = dict[str, Any]


def register(app: Dash, workspace: Workspace) -> None:
    """Connect the dialog."""
    _dialog(app, workspace)

    @app.server.get(f"{DOWNLOADS}<name>")  # type: ignore[untyped-decorator]
    def download(name: str) -> Response:
        try:
            return send_file(path_of(workspace, name), as_attachment=True)
        except WorkbenchError:
            abort(404)


def _dialog(app: Dash, workspace: Workspace) -> None:
    @app.callback(
        Output(ids.EXPORT, "opened"),
        Input(ids.EXPORT_OPEN, "n_clicks"),
        prevent_initial_call=True,
    )
    def open_dialog(_: int) -> bool:
        return True

    @app.callback(
        Output(ids.EXPORT_RESULT, "children"),
        Input(ids.EXPORT_WRITE, "n_clicks"),
        State(ids.EXPORT_RECIPIENT, "value"),
        State(ids.EXPORT_QUESTION, "value"),
        State(ids.EXPORT_SCOPE, "value"),
        State(ids.SELECTION, "data"),
        State(ids.VIEW, "data"),
        running=[
            (Output(ids.EXPORT_WRITE, "loading"), True, False),
            (Output(ids.EXPORT_WAIT, "hidden"), False, True),
            (Output(ids.EXPORT_RESULT, "hidden"), True, False),
        ],
        prevent_initial_call=True,
    )
    def write_pack(
        _: int, recipient: str, question: str, scope: str, selection: Json | None, view: Json
    ) -> Children:
        texts = workspace.texts
        focus = focus_of(workspace, Scope(scope), View.from_json(view), selection or {})
        if scope != Scope.CASE and not focus:
            return refused(texts.say("export", "nothing_selected"))
        try:
            return written(texts, write(workspace, recipient or "", question or "", focus))
        except WorkbenchError as error:
            return refused(str(error))
