"""The middle: the network on its canvas, with the tools above it.

The canvas starts empty and plain; the page's script (``assets/canvas.js``) dresses it and puts
changes on it, so that no more than what differs is ever sent, or gone through in the browser.
"""

import dash_cytoscape as cyto
from dash import html

from dashboards import ids
from dashboards.components import Component, wild
from dashboards.components.buttons import tool
from dashboards.components.selecting import selecting
from dashboards.texts import Texts


def canvas(texts: Texts) -> Component:
    """The canvas and its tools."""
    return html.Div(
        className="canvas-frame",
        tabIndex=0,
        role="application",
        **wild(aria_label=texts.say("tools", "canvas")),
        children=[
            cyto.Cytoscape(
                id=ids.CANVAS,
                className="canvas",
                elements=[],
                stylesheet=[],
                layout={"name": "preset"},
                autoRefreshLayout=False,
                boxSelectionEnabled=True,
                minZoom=0.05,
                maxZoom=4,
                style={"width": "100%", "height": "100%"},
            ),
            _tools(texts),
            html.Div(texts.say("page", "loading"), className="waiting"),
        ],
    )


def _tools(texts: Texts) -> Component:
    groups = (
        (("undo", "undo", ids.UNDO), ("redo", "redo", ids.REDO)),
        (("zoom_in", "zoom-in", None), ("zoom_out", "zoom-out", None), ("fit", "fit", None)),
        (
            ("expand", "expand-selected", None),
            ("collapse", "collapse-selected", None),
            ("hide", "hide-selected", None),
            ("path", "path-selected", None),
        ),
        (("arrange", "arrange", None), ("image", "image", None), ("reset", "reset", None)),
    )
    return html.Div(
        className="tools",
        role="toolbar",
        children=[
            *(
                html.Div(
                    [tool(texts.say("tools", text), text, kind, at) for text, kind, at in group],
                    className="tool-group",
                )
                for group in groups
            ),
            selecting(texts),
        ],
    )
