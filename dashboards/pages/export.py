"""The export form wherever it stands: its callbacks, and the download of what was written."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from dash import Dash
from dash.dependencies import ClientsideFunction, Input, Output, State
from flask import Response, abort, send_file

from dashboards import ids
from dashboards.components import Children
from dashboards.components.export import DOWNLOADS, offered, page_images, refused, written
from dashboards.exporting.asked import ABOUT_ONE, Asked
from dashboards.exporting.focus import choices
from dashboards.exporting.ids import EVERY, Names
from dashboards.exporting.writing import pages, write
from dashboards.handing_out import part_of, path_of
from dashboards.views import View
from dashboards.workspace import Workspace
from workbench.errors import WorkbenchError
from workbench.evidence.request import Template

Json = dict[str, Any]


def register(app: Dash, workspace: Workspace) -> None:
    """Connect the dialog, the form at each of its places, and the downloads."""

    @app.callback(
        Output(ids.EXPORT, "opened"),
        Input(ids.EXPORT_OPEN, "n_clicks"),
        prevent_initial_call=True,
    )
    def open_dialog(_: int) -> bool:
        return True

    for names in EVERY:
        _showing(app, names)
        _choosing(app, workspace, names)
        _leaving(app, workspace, names)
    _handing_out(app, workspace)


def _handing_out(app: Dash, workspace: Workspace) -> None:
    @app.server.get(f"{DOWNLOADS}<name>")  # type: ignore[untyped-decorator]
    def download(name: str) -> Response:
        try:
            return send_file(path_of(workspace, name), as_attachment=True)
        except WorkbenchError:
            abort(404)

    @app.server.get(f"{DOWNLOADS}<name>/<part>")  # type: ignore[untyped-decorator]
    def download_part(name: str, part: str) -> Response:
        try:
            content = part_of(workspace, name, part)
        except WorkbenchError:
            abort(404)
        return send_file(content, as_attachment=True, download_name=part)


def _showing(app: Dash, names: Names) -> None:
    """Which fields there are for a form and a template; the page's script says it."""
    shown = ClientsideFunction("workbench", "exportFields")
    app.clientside_callback(  # type: ignore[no-untyped-call]
        shown,
        Output(names.turning, "hidden"),
        Output(names.kind, "hidden"),
        Output(names.choice, "hidden"),
        Output(names.about, "hidden"),
        Output(names.turn, "wrapperProps"),
        Output(names.preview, "disabled"),
        Input(names.form, "value"),
        Input(names.template, "value"),
    )


def _choosing(app: Dash, workspace: Workspace, names: Names) -> None:
    """Look up the one person or phone that a template is about."""

    @app.callback(
        Output(names.one, "children"),
        Output(names.one, "value"),
        Input(names.find, "value"),
        Input(names.template, "value"),
        State(names.one, "value"),
        State(ids.SELECTION, "data"),
        prevent_initial_call=True,
    )
    def look_up(
        text: str | None, template: str, chosen: str | None, selection: Json | None
    ) -> tuple[Children, str | None]:
        kind = ABOUT_ONE.get(Template(template))
        if kind is None:
            return [], None
        kept = chosen if chosen and chosen.startswith(f"{kind}-") else ""
        found = choices(workspace, kind, text or "", kept, selection or {})
        return offered(workspace.texts, found), kept or None


def _leaving(app: Dash, workspace: Workspace, names: Names) -> None:
    asked = [
        State(names.recipient, "value"),
        State(names.question, "value"),
        State(names.purpose, "value"),
        State(names.language, "value"),
        State(names.form, "value"),
        State(names.template, "value"),
        State(names.scope, "value"),
        State(names.one, "value"),
        State(names.start, "value"),
        State(names.end, "value"),
        State(names.turn, "value"),
        State(names.collected, "checked"),
    ]
    around = (State(ids.VIEW, "data"), State(ids.SELECTION, "data"))

    @app.callback(
        Output(names.pages, "children"),
        Output(names.sheets, "opened"),
        Input(names.preview, "n_clicks"),
        *around,
        *asked,
        running=[(Output(names.preview, "loading"), True, False)],
        prevent_initial_call=True,
    )
    def look(_: int, view: Json, selection: Json | None, *told: Any) -> tuple[Children, bool]:
        def set_pages() -> Children:
            shown = pages(workspace, _asked(told), View.from_json(view), selection or {})
            return page_images(workspace.texts, *shown)

        return _or_refused(set_pages), True

    @app.callback(
        Output(names.result, "children"),
        Input(names.write, "n_clicks"),
        *around,
        *asked,
        running=[
            (Output(names.write, "loading"), True, False),
            (Output(names.wait, "hidden"), False, True),
            (Output(names.result, "hidden"), True, False),
        ],
        prevent_initial_call=True,
    )
    def write_out(_: int, view: Json, selection: Json | None, *told: Any) -> Children:
        def leave() -> Children:
            made = write(workspace, _asked(told), View.from_json(view), selection or {})
            return written(workspace.texts, made)

        return _or_refused(leave)


def _asked(told: tuple[Any, ...]) -> Asked:
    """The fields in the order of the form's names."""
    words = {field.name: str(word or "") for field, word in zip(fields(Asked), told, strict=True)}
    return Asked(**{**words, "collected": bool(told[-1])})  # type: ignore[arg-type]


def _or_refused(act: Callable[[], Children]) -> Children:
    try:
        return act()
    except WorkbenchError as error:
        return refused(str(error))
