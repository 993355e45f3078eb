"""The top line: which case, how much is in it, light or dark."""

import dash_mantine_components as dmc
from dash import html

from dashboards import ids
from dashboards.components import Component, wild
from dashboards.workspace import Workspace


def header(workspace: Workspace) -> Component:
    """Title, reference, counts, switches."""
    texts = workspace.texts
    counts = [texts.count(what, number) for what, number in workspace.summary.items() if number]
    return html.Header(
        className="header",
        children=[
            html.Span(texts.say("page", "title"), className="brand"),
            html.H1(workspace.title, title=workspace.title),
            html.Span(workspace.reference, className="reference"),
            html.Span(" · ".join(counts), className="counts"),
            html.Span(texts.say("page", "times", zone=texts.zone.key), className="zone"),
            dmc.Button(
                texts.say("export", "button"),
                id=ids.EXPORT_OPEN,
                variant="light",
                size="compact-sm",
            ),
            dmc.ActionIcon(
                "?",
                id=ids.KEYS_BUTTON,
                variant="default",
                size="md",
                **wild(aria_label=texts.say("page", "keys"), data_reading='{"what": "keys"}'),
            ),
            dmc.ColorSchemeToggle(
                id=ids.THEME,
                lightIcon=html.Span("☀", **wild(aria_hidden="true")),
                darkIcon=html.Span("☾", **wild(aria_hidden="true")),
                variant="default",
                size="md",
                **wild(aria_label=texts.say("page", "theme")),
            ),
        ],
    )
