"""The report: what was collected while working, in order, with notes; preview and export."""

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, html, no_update
from dash.dependencies import MATCH, Input, Output, State

from dashboards import ids as shell_ids
from dashboards.components import Children, Component, wild
from dashboards.components.export import DOWNLOADS
from dashboards.components.report import export_form, item_cards, page_images
from dashboards.pages.page import Asked as Address
from dashboards.pages.page import Page
from dashboards.reporting import gathering, ids, items, writing
from dashboards.reporting.writing import Asked, Written
from dashboards.texts import Texts, grouped, language_names
from dashboards.workspace import Workspace
from workbench import collecting
from workbench.collecting import Kind
from workbench.errors import UnknownObjectError, WorkbenchError
from workbench.evidence.handling import Purpose
from workbench.evidence.wording import languages

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
                    _preview(texts),
                ],
                className="sheet",
            ),
            html.Aside(
                export_form(texts, _purposes(texts), _languages(texts), _formats(texts)),
                className="right",
                **wild(aria_label=texts.say("report", "export")),
            ),
        ],
    )


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


def _preview(texts: Texts) -> Component:
    """The dialog in which the pages are looked at."""
    made: Component = dmc.Modal(
        id=ids.SHEETS,
        opened=False,
        size="92%",
        title=texts.say("report", "preview"),
        transitionProps={"duration": 0},
        closeButtonProps=wild(aria_label=texts.say("inspector", "close")),
        children=html.Div(id=ids.PAGES, className="report-pages"),
    )
    return made


def _purposes(texts: Texts) -> list[tuple[str, str]]:
    return [(str(one), texts.say("report", f"purpose_{one}")) for one in Purpose]


def _languages(texts: Texts) -> list[tuple[str, str]]:
    """The languages of summaries, the reader's own first."""
    names = language_names()
    known = [code for code in languages() if code in names]
    known.sort(key=lambda code: code != texts.language)
    return [(code, names[code]) for code in known]


def _formats(texts: Texts) -> list[tuple[str, str]]:
    return [
        (name, texts.say("report", "format_summary"))
        if name == writing.SUMMARY
        else (name, texts.say("report", "format_network", name=name))
        for name in writing.FORMATS
    ]


def register(app: Dash, workspace: Workspace) -> None:
    """Connect adding from all pages, the items, preview and export."""
    _collecting(app, workspace)
    _noting(app, workspace)
    _leaving(app, workspace)


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


def _done(workspace: Workspace, told: Json) -> str:
    """Do what a button of the report, or one that adds to it, says; what to tell of it."""
    do = told.get("do")
    if do is None:
        gathering.add(workspace, told)
        return workspace.texts.say("report", "added_now")
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


def _leaving(app: Dash, workspace: Workspace) -> None:
    asked = (
        State(ids.RECIPIENT, "value"),
        State(ids.QUESTION, "value"),
        State(ids.PURPOSE, "value"),
        State(ids.LANGUAGE, "value"),
        State(ids.FORMAT, "value"),
    )

    @app.callback(
        Output(ids.PAGES, "children"),
        Output(ids.SHEETS, "opened"),
        Input(ids.PREVIEW, "n_clicks"),
        *asked,
        running=[(Output(ids.PREVIEW, "loading"), True, False)],
        prevent_initial_call=True,
    )
    def look(_: int, *told: str | None) -> tuple[Children, bool]:
        texts = workspace.texts
        try:
            pictures, total = writing.pages(workspace, Asked(*(one or "" for one in told)))
        except WorkbenchError as error:
            return [html.P(str(error), className="refused")], True
        said = texts.say("report", "pages", n=grouped(total))
        if total > len(pictures):
            said += " " + texts.say("report", "first_pages", n=len(pictures), total=grouped(total))
        return [html.P(said, className="hint"), *page_images(texts, pictures)], True

    @app.callback(
        Output(ids.RESULT, "children"),
        Input(ids.WRITE, "n_clicks"),
        *asked,
        running=[(Output(ids.WRITE, "loading"), True, False)],
        prevent_initial_call=True,
    )
    def write(_: int, *told: str | None) -> Children:
        try:
            written = writing.write(workspace, Asked(*(one or "" for one in told)))
        except WorkbenchError as error:
            return [html.P(str(error), className="refused")]
        return _written(workspace.texts, written)


def _written(texts: Texts, one: Written) -> Children:
    size = texts.say("export", "size", kb=grouped(-(-one.bytes // 1024)))
    link = html.A(
        [texts.say("export", "download"), " ", html.Span(one.name), f" ({size})"],
        href=DOWNLOADS + one.name,
        download=one.name,
        className="download",
    )
    if one.checked is None:
        return [link]
    said = texts.say(
        "export",
        "verified",
        files=texts.count("file", one.checked.files),
        citations=texts.count("citation", one.checked.citations),
    )
    check = html.P([texts.say("export", "check"), " ", html.Code(f"workbench verify {one.name}")])
    return [link, html.P(said, className="hint"), check]


PAGE = Page("report", layout, register)
