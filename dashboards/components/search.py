"""The search: a field, and its hits below it."""

import dash_mantine_components as dmc
from dash import html

from dashboards import ids
from dashboards.components import Children, Component, wild
from dashboards.components.buttons import link
from dashboards.components.signs import entity_sign
from dashboards.searching import Found
from dashboards.texts import Texts, grouped


def search_field(texts: Texts) -> Component:
    """The field and an empty list of hits."""
    return html.Section(
        [
            dmc.TextInput(
                id=ids.SEARCH,
                label=texts.say("search", "label"),
                description=texts.say("search", "hint"),
                placeholder=texts.say("search", "placeholder"),
                rightSection=dmc.Kbd("/", size="xs"),
                debounce=250,
                size="sm",
                **wild(aria_controls=ids.HITS),
            ),
            html.Div(id=ids.HITS, className="hits", role="status"),
        ]
    )


def hits(texts: Texts, found: Found, shown: set[str]) -> Children:
    """One line per hit, those in the picture marked."""
    if not found.hits:
        return [html.P(texts.say("search", "none"), className="hint")]
    lines: Children = [
        link(
            [
                entity_sign(hit.kind, protected=hit.protected, small=True),
                html.Span(hit.label, className="name"),
                html.Span(
                    grouped(hit.mentions),
                    className="number",
                    title=texts.count("mention", hit.mentions),
                ),
                html.Span(
                    "●" if hit.entity_id in shown else "",
                    className="here",
                    title=texts.say("search", "here"),
                ),
            ],
            "find",
            [hit.entity_id],
        )
        for hit in found.hits
    ]
    more = found.total - len(found.hits)
    if more > 0:
        lines.append(html.P(texts.say("search", "more", n=grouped(more)), className="hint"))
    return lines
