"""The map: cells as areas, the order in which they served phones, border crossings."""

from collections.abc import Sequence

from dash import Dash, dcc, html
from dash.dependencies import ClientsideFunction, Input, Output

from dashboards.choosing import named
from dashboards.communicating.findings import in_local_time
from dashboards.communicating.subjects import Subject, asked_for, listed
from dashboards.components import Children, Component, wild
from dashboards.components.buttons import reading
from dashboards.mapping import ids, serving
from dashboards.mapping.crossings import Crossing, crossings
from dashboards.mapping.picture import Picture, milliseconds, of_subjects, of_tables
from dashboards.pages.page import Asked, Page
from dashboards.texts import Texts, grouped
from dashboards.workspace import Workspace

LISTED = 60


def layout(workspace: Workspace, asked: Asked) -> Component:
    """The cells of those the address names, or all cells of the case's tables."""
    texts, chosen = workspace.texts, asked_for(workspace, asked.get("entity", ""))
    for one in chosen:
        workspace.consulted(one.entity.entity_id)
    subjects = [one for one in chosen if not one.protected]
    phones = {phone for one in subjects for phone in one.phones}
    crossed = crossings(workspace, phones) if phones else ()
    picture = of_subjects(workspace, subjects, crossed) if subjects else of_tables(workspace)
    return html.Main(
        className="map-page",
        children=[
            html.Div(
                [
                    ids.CHOOSER.bar(texts, texts.say("pages", "map"), [c.entity for c in chosen]),
                    html.Div(
                        id=ids.CANVAS,
                        className="map-canvas",
                        **wild(aria_label=texts.say("map", "label"), role="region"),
                    ),
                    dcc.Store(id=ids.DATA, data=picture.drawn),
                    dcc.Store(id=ids.DRAWN),
                ],
                className="map-main",
            ),
            html.Aside(
                _side(workspace, chosen, picture, crossed),
                className="right",
                **wild(aria_label=texts.say("map", "side")),
            ),
        ],
    )


def _side(
    workspace: Workspace, chosen: Sequence[Subject], picture: Picture, crossed: Sequence[Crossing]
) -> Children:
    texts = workspace.texts
    closed = [
        html.P(texts.say("map", "protected", name=one.entity.label), className="protected-notice")
        for one in chosen
        if one.protected
    ]
    if len(closed) == len(chosen):
        return [*closed, *_start(workspace, picture)]
    return [
        *closed,
        html.Div(id=ids.NOW, role="status", className="map-now"),
        html.P(_told(texts, picture), className="hint"),
        html.H3(
            [texts.say("map", "crossings"), html.Span(grouped(len(crossed)), className="number")]
        ),
        html.P(texts.say("map", "crossings_hint"), className="hint"),
        *(_crossing(workspace, one) for one in crossed),
    ]


def _start(workspace: Workspace, picture: Picture) -> Children:
    """What to choose from, and what is drawn meanwhile."""
    texts, found = workspace.texts, listed(workspace)[:LISTED]
    lines = [
        html.Li(
            [
                named(one.phone, ids.CHOOSER.address([one.phone.entity_id])),
                _records(texts, one.coverage.records),
            ]
        )
        for one in found
    ]
    said = (
        texts.say("map", "cells", n=grouped(picture.visits))
        if picture.visits
        else texts.say("map", "no_cells")
    )
    return [
        html.P(said),
        html.P(texts.say("map", "beyond_cells", n=grouped(picture.beyond)), className="hint")
        if picture.beyond
        else None,
        html.H3(texts.say("map", "choose")),
        html.Ul(lines, className="map-phones"),
    ]


def _records(texts: Texts, count: int) -> Component:
    return html.Span(f" {texts.count('record', count)}", className="number")


def _told(texts: Texts, picture: Picture) -> str:
    """How much is drawn, and what is not."""
    parts = [texts.say("map", "visits", n=grouped(picture.visits))]
    if picture.unplaced:
        parts.append(texts.say("map", "unplaced", n=grouped(picture.unplaced)))
    if picture.beyond:
        parts.append(texts.say("map", "beyond", n=grouped(picture.beyond)))
    return " ".join(parts)


def _crossing(workspace: Workspace, one: Crossing) -> Component:
    texts = workspace.texts
    share = ">99%" if one.score > 0.99 else f"{one.score:.0%}"
    label = workspace.entities([one.phone])[one.phone].label
    told = {"what": "records", "of": "rows", "rows": [list(row) for row in one.rows]}
    cautions = " ".join(in_local_time(workspace, caution) for caution in one.cautions)
    return html.Article(
        [
            html.Div([html.Strong(label), f" {one.words(workspace)}"]),
            html.Div(texts.say("map", "moved", share=share), className="hint"),
            html.Div(cautions, className="against") if cautions else None,
            html.Div(
                [
                    html.Button(
                        texts.say("map", "show"),
                        type="button",
                        className="map-show",
                        **wild(data_moment=str(milliseconds(one.arrived_utc))),
                    ),
                    reading(texts.say("communications", "rows"), told),
                ],
                className="remarks",
            ),
        ],
        className="finding",
    )


def register(app: Dash, workspace: Workspace) -> None:
    """Connect the field, the towns and the script that draws."""
    ids.CHOOSER.register(app, workspace)
    serving.register(app)
    drawing = ClientsideFunction("workbench", "drawMap")
    # An output, though nothing is said: without one nothing is called for a page just made.
    wires = Output(ids.DRAWN, "data"), Input(ids.DATA, "data")
    app.clientside_callback(drawing, *wires)  # type: ignore[no-untyped-call]


PAGE = Page("map", layout, register)
