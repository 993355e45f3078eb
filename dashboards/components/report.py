"""The report's parts: the items in their order, and the form of its export."""

import json
from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards.components import Children, Component, wild
from dashboards.components.buttons import reading
from dashboards.components.signs import badge, entity_sign
from dashboards.reporting import ids
from dashboards.reporting.items import Shown
from dashboards.texts import Texts
from workbench.collecting import Kind

NAMED = 12
"""Entities of an item that are named; more are counted."""


def item_cards(texts: Texts, items: Sequence[Shown]) -> Children:
    """All items; what to do where there are none yet."""
    if not items:
        return [html.P(texts.say("report", "empty"), className="hint")]
    last = len(items) - 1
    return [
        _card(texts, n, one, first=n == 1, last=n - 1 == last) for n, one in enumerate(items, 1)
    ]


def _card(texts: Texts, number: int, one: Shown, *, first: bool, last: bool) -> Component:
    item = one.item
    by = texts.say("report", "added", by=item.added_by, at=texts.moment(item.added_at_utc))
    return html.Article(
        className="collected",
        children=[
            html.Div(
                [
                    html.Span(f"{number}.", className="number"),
                    html.Strong(one.heading),
                    html.Span(by, className="hint"),
                    html.Div(
                        _tools(texts, number, item.item_id, first, last), className="tools-row"
                    ),
                ],
                className="collected-head",
            ),
            html.P(texts.say("report", "missing"), className="refused")
            if one.missing
            else html.Div([*_entities(one), html.P(one.text) if one.text else None]),
            _note(texts, one),
            reading(texts.say("report", "evidence"), one.told)
            if one.told and not one.missing
            else None,
        ],
    )


def _entities(one: Shown) -> Children:
    lines = [
        html.Span(
            [
                entity_sign(entity.kind, protected=entity.protected, small=True),
                dcc.Link(entity.label, href=f"/?show={entity.entity_id}"),
            ],
            className="named",
        )
        for entity in one.entities[:NAMED]
    ]
    rest = len(one.entities) - NAMED
    return [html.Div([*lines, badge(f"+ {rest}") if rest > 0 else None], className="who")]


def _note(texts: Texts, one: Shown) -> Component:
    label = texts.say("report", "note_on" if one.item.kind is not Kind.NOTE else "note")
    made: Component = html.Div(
        [
            dmc.Textarea(
                id={"type": ids.OWN_NOTE, "item": one.item.item_id},
                value=one.note,
                placeholder=texts.say("report", "note_hint"),
                autosize=True,
                minRows=1,
                maxRows=12,
                size="xs",
                debounce=600,
                **wild(aria_label=label),
            ),
            html.Span(
                id={"type": ids.KEPT, "item": one.item.item_id}, className="hint", role="status"
            ),
        ]
    )
    return made


def _tools(texts: Texts, number: int, item: int, first: bool, last: bool) -> Children:
    tools = (("up", "↑", first), ("down", "↓", last), ("remove", "×", False))
    return [
        html.Button(
            sign,
            type="button",
            disabled=off,
            title=texts.say("report", do),
            **wild(
                aria_label=f"{texts.say('report', do)}: {number}",
                data_collect=json.dumps({"do": do, "item": item}),
            ),
        )
        for do, sign, off in tools
    ]
