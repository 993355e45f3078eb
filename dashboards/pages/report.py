"""The report: what was collected while working, in order, with notes; preview and export."""

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, html, no_update
from dash.dependencies import MATCH, Input, Output, State

from dashboards import ids as shell_ids
from dashboards.components import Children, Component, wild
from dashboards.components.export import export_form
from dashboards.components.report import item_cards
from dashboards.exporting.asked import Asked, Scope
from dashboards.exporting.ids import REPORT
from dashboards.pages.page import Asked as Address
from dashboards.pages.page import Page
from dashboards.reporting import gathering, ids, items
from dashboards.texts import Texts
from dashboards.workspace import Workspace
from workbench import collecting
from workbench.collecting import Kind
from workbench.errors import UnknownObjectError

_MOVES = {"up": -1, "down": 1}

Json = dict[str, Any]


def layout(workspace: Workspace, _: Address) -> Component:
    """The items, the form, and a place for the preview."""
    texts = workspace.texts
    return html.Main(
        className="report-page",
        children=[
            html.Div(
                [
                    html.H2(texts.say("report", "title")),
                    html.P(texts.say("report", "intro"), className="hint"),
                    html.Div(item_cards(texts, items.every(workspace)), id=ids.ITEMS),
                    _new_note(texts),
                ],
                className="sheet",
            ),
            html.Aside(
                [
                    html.H3(texts.say("report", "export")),
                    export_form(texts, REPORT, _first(texts)),
                ],
                className="right",
                **wild(aria_label=texts.say("report", "export")),
            ),
        ],
    )


def _first(texts: Texts) -> Asked:
    return Asked(language=texts.language, scope=Scope.COLLECTED, collected=True)


def _new_note(texts: Texts) -> Component:
    return html.Div(
        [
            dmc.Textarea(
                id=ids.NOTE,
                label=texts.say("report", "new_note"),
                placeholder=texts.say("report", "note_hint"),
                autosize=True,
                minRows=2,
                value="",
                size="xs",
            ),
            dmc.Button(
                texts.say("report", "add_note"),
                id=ids.ADD_NOTE,
                size="compact-sm",
                variant="light",
                mt=6,
            ),
        ],
        className="new-note",
    )


def register(app: Dash, workspace: Workspace) -> None:
    """Connect adding from all pages, the items, preview and export."""
    _collecting(app, workspace)
    _noting(app, workspace)


def _collecting(app: Dash, workspace: Workspace) -> None:
    @app.callback(
        Output(shell_ids.COLLECTED, "data"),
        Output(shell_ids.NOTICE, "children", allow_duplicate=True),
        Input(shell_ids.COLLECTING, "data"),
        prevent_initial_call=True,
    )
    def collect(told: Json | None) -> tuple[Any, Any]:
        if not told:
            return no_update, no_update
        try:
            return told.get("at"), _done(workspace, told)
        except (KeyError, TypeError, ValueError) as error:
            raise UnknownObjectError(workspace.texts.say("report", "gone")) from error

    @app.callback(
        Output(ids.ITEMS, "children"),
        Input(shell_ids.COLLECTED, "data"),
        prevent_initial_call=True,
    )
    def listed(_: Any) -> Children:
        return item_cards(workspace.texts, items.every(workspace))


def _done(workspace: Workspace, told: Json) -> Children | str:
    """Do what a button of the report, or one that adds to it, says; what to tell of it."""
    do = told.get("do")
    if do is None:
        gathering.add(workspace, told)
        return [html.Span(workspace.texts.say("report", "added_now"), className="done")]
    item = int(told["item"])
    with workspace.writing():
        if do == "remove":
            collecting.remove(workspace.case, item)
        else:
            collecting.move(workspace.case, item, _MOVES[str(do)])
    return ""


def _noting(app: Dash, workspace: Workspace) -> None:
    @app.callback(
        Output(ids.ITEMS, "children", allow_duplicate=True),
        Output(ids.NOTE, "value"),
        Input(ids.ADD_NOTE, "n_clicks"),
        State(ids.NOTE, "value"),
        prevent_initial_call=True,
    )
    def add(_: int, note: str | None) -> tuple[Any, Any]:
        gathering.add(workspace, {"kind": str(Kind.NOTE), "note": note or ""})
        return item_cards(workspace.texts, items.every(workspace)), ""

    @app.callback(
        Output({"type": ids.KEPT, "item": MATCH}, "children"),
        Input({"type": ids.OWN_NOTE, "item": MATCH}, "value"),
        State({"type": ids.OWN_NOTE, "item": MATCH}, "id"),
        prevent_initial_call=True,
    )
    def annotate(note: str | None, place: Json) -> Any:
        shown = {one.item.item_id: one.note for one in items.every(workspace)}
        item = int(place["item"])
        if shown.get(item) == (note or ""):
            return no_update  # as it was shown, perhaps masked: nothing was typed
        with workspace.writing():
            collecting.annotate(workspace.case, item, note or "")
        return workspace.texts.say("report", "kept")


PAGE = Page("report", layout, register)
