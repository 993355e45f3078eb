"""What can be done by keyboard."""

import dash_mantine_components as dmc
from dash import html

from dashboards.components import Children
from dashboards.texts import Texts

KEYS = (
    ("/", "search"),
    ("Esc", "escape"),
    ("Ctrl+Z", "undo"),
    ("Ctrl+Y", "redo"),
    ("F", "fit"),
    ("+ −", "zoom"),
    ("A", "select_all"),
    ("L", "lasso"),
    ("E", "expand"),
    ("C", "collapse"),
    ("H", "hide"),
    ("P", "path"),
    ("N", "next"),
    ("", "neighbours"),
)


def keys_table(texts: Texts) -> Children:
    """Each key with what it does."""
    rows = [
        html.Tr([html.Th(dmc.Kbd(key) if key else ""), html.Td(texts.say("keys", action))])
        for key, action in KEYS
    ]
    return [html.Table(html.Tbody(rows), className="particulars")]
