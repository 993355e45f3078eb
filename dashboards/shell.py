"""The frame around all pages: the top line, the page asked for, the dialog for longer reading.

The network stays where it is while another page is shown, so that coming back finds it as it was;
every other page is made anew each time it is asked for.
"""

from typing import Any
from urllib.parse import parse_qsl

import dash_mantine_components as dmc
from dash import Dash, dcc, html
from dash.dependencies import ClientsideFunction, Input, Output

from dashboards import ids
from dashboards.components import Children, Component, wild
from dashboards.components.header import header
from dashboards.drawings import Drawings
from dashboards.pages import (
    area_map,
    communications,
    intake,
    network,
    protect,
    reader,
    report,
    resolve,
)
from dashboards.pages.page import Page
from dashboards.workspace import Workspace

PAGES: tuple[Page, ...] = (
    intake.PAGE,
    resolve.PAGE,
    communications.PAGE,
    area_map.PAGE,
    report.PAGE,
    protect.PAGE,
)
"""The pages besides the network, in the order of the top line."""


def layout(workspace: Workspace, drawings: Drawings) -> Component:
    """All that is first sent to a browser."""
    texts = workspace.texts
    offered = [page for page in PAGES if page.offered(workspace)]
    return html.Div(
        className="shell",
        children=[
            dcc.Location(id=ids.ADDRESS, refresh=False),
            header(workspace, [(page.path, page.name) for page in offered]),
            html.Div(
                network.layout(workspace, drawings), className="place", **wild(data_page="network")
            ),
            html.Div(id=ids.OTHER_PAGE, className="place", **wild(data_page="other")),
            html.Div(id=ids.NOTICE, className="notice", role="status"),
            dmc.Modal(
                id=ids.READER,
                opened=False,
                size="85%",
                transitionProps={"duration": 0},
                children=html.Div(id=ids.READER_BODY),
                closeButtonProps=wild(aria_label=texts.say("inspector", "close")),
            ),
            dcc.Store(id=ids.READING),
            dcc.Store(id=ids.COLLECTING),
            dcc.Store(id=ids.COLLECTED),
        ],
    )


def register(app: Dash, workspace: Workspace, drawings: Drawings) -> None:
    """Connect all pages and the way between them."""
    network.register(app, workspace, drawings)
    reader.register(app, workspace)
    for page in PAGES:
        page.register(app, workspace)
    at_place = ClientsideFunction("workbench", "atPlace")
    app.clientside_callback(at_place, Input(ids.ADDRESS, "pathname"), Input(ids.ADDRESS, "search"))  # type: ignore[no-untyped-call]

    @app.callback(
        Output(ids.OTHER_PAGE, "children"),
        Input(ids.ADDRESS, "pathname"),
        Input(ids.ADDRESS, "search"),
    )
    def other(path: str | None, search: str | None) -> Any:
        return _other(workspace, path or "/", search or "")


def _other(workspace: Workspace, path: str, search: str) -> Children | Component:
    asked = dict(parse_qsl(search.removeprefix("?")))
    for page in PAGES:
        if page.path == path and page.offered(workspace):
            return page.layout(workspace, asked)
    if path == "/":
        return []
    texts = workspace.texts
    return html.Main(
        className="sheet",
        children=[
            html.H2(texts.say("page", "unknown")),
            dcc.Link(texts.say("pages", "network"), href="/"),
        ],
    )
