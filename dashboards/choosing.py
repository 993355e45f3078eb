"""Choosing whom a page is about: a field to look phones and persons up, and those chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import Dash, dcc, html
from dash.dependencies import Input, Output, State

from dashboards.components import Children, Component, wild
from dashboards.components.signs import entity_sign
from dashboards.searching import search
from dashboards.texts import Texts
from dashboards.workspace import Entity, Workspace
from workbench.vocabulary import MentionKind

MOST = 4
"""How many can be looked at side by side."""
KINDS = (MentionKind.PHONE, MentionKind.PERSON)


@dataclass(frozen=True)
class Chooser:
    """A page's address and the names of its field, the hits below, and what is chosen."""

    path: str
    search: str
    hits: str
    shown: str

    def address(self, entities: Sequence[str]) -> str:
        """Where the page is about these."""
        if not entities:
            return self.path
        return f"{self.path}?{urlencode({'entity': ','.join(entities)}, safe=',')}"

    def bar(self, texts: Texts, title: str, chosen: Sequence[Entity]) -> Component:
        """Those chosen, and the field."""
        names = [entity.entity_id for entity in chosen]
        said = texts.say("choosing", "add" if chosen else "find", most=MOST)
        return html.Div(
            className="choosing",
            children=[
                html.H2(title),
                *(
                    self._chip(texts, one, [n for n in names if n != one.entity_id])
                    for one in chosen
                ),
                html.Div(
                    [
                        dmc.TextInput(
                            id=self.search,
                            value="",
                            debounce=250,
                            size="xs",
                            w=340,
                            placeholder=said,
                            **wild(aria_label=texts.say("choosing", "find")),
                        ),
                        html.Div(id=self.hits, role="status", className="found"),
                    ],
                    className="finding-field",
                ),
                dcc.Store(id=self.shown, data=names),
            ],
        )

    def _chip(self, texts: Texts, one: Entity, others: Sequence[str]) -> Component:
        remove = texts.say("choosing", "remove", name=one.label)
        return html.Span(
            [
                entity_sign(one.kind, protected=one.protected, small=True),
                one.label,
                dcc.Link(
                    [
                        html.Span("\N{MULTIPLICATION SIGN}", **wild(aria_hidden="true")),
                        html.Span(remove, className="unseen"),
                    ],
                    href=self.address(others),
                    title=remove,
                ),
            ],
            className="chip",
        )

    def register(self, app: Dash, workspace: Workspace) -> None:
        """Connect the field."""

        @app.callback(
            Output(self.hits, "children"),
            Input(self.search, "value"),
            State(self.shown, "data"),
            prevent_initial_call=True,
        )
        def find(text: str | None, shown: list[str] | None) -> Children:
            return self._found(workspace, text or "", shown or [])

    def _found(self, workspace: Workspace, text: str, shown: list[str]) -> Children:
        texts = workspace.texts
        if not text.strip():
            return []
        found = [hit for hit in search(workspace, text, 40).hits if hit.kind in KINDS][:8]
        if not found:
            return [html.P(texts.say("search", "none"), className="hint")]
        return [html.Div(self._hit(texts, hit, shown), className="hit") for hit in found]

    def _hit(self, texts: Texts, hit: Entity, shown: list[str]) -> Children:
        parts: Children = [named(hit, self.address([hit.entity_id]))]
        if shown and len(shown) < MOST and hit.entity_id not in shown:
            beside = self.address([*shown, hit.entity_id])
            parts.append(dcc.Link(texts.say("choosing", "compare"), href=beside))
        return parts


def named(entity: Entity, href: str) -> Component:
    """An entity by its sign and label, leading somewhere."""
    link = dcc.Link(entity.label, href=href)
    return html.Span(
        [entity_sign(entity.kind, protected=entity.protected, small=True), link], className="named"
    )
