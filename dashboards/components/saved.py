"""The saved pictures: their list, and how one differs from what is shown."""

import json
from collections.abc import Mapping, Sequence

import dash_mantine_components as dmc
from dash import html

from dashboards import ids
from dashboards.components import Children, Component, wild
from dashboards.components.buttons import button, gesture_data, link
from dashboards.components.inspector import entity_line
from dashboards.components.signs import line_sign
from dashboards.saving import Difference, SavedView
from dashboards.texts import Texts, grouped
from dashboards.workspace import Entity

MOST_LISTED = 60


def saved_section(texts: Texts, saved: Sequence[SavedView]) -> Component:
    """A field for a name, and the pictures saved so far."""
    return html.Section(
        [
            html.H2(texts.say("saved", "title")),
            html.Div(
                className="save-line",
                children=[
                    dmc.TextInput(
                        id=ids.SAVE_NAME,
                        placeholder=texts.say("saved", "name"),
                        value="",
                        size="xs",
                        flex=1,
                        **wild(aria_label=texts.say("saved", "name")),
                    ),
                    button(texts.say("saved", "save"), "save-view", variant="light"),
                ],
            ),
            html.Div(saved_lines(texts, saved), id=ids.SAVED, role="status"),
        ]
    )


def saved_lines(texts: Texts, saved: Sequence[SavedView], problem: str | None = None) -> Children:
    """One line per picture: open it, compare it with what is shown, forget it."""
    lines: Children = [html.P(problem, className="refused")] if problem else []
    return lines + [_line(texts, one) for one in saved]


def _line(texts: Texts, one: SavedView) -> Component:
    made = texts.say("saved", "made", by=one.made_by, at=texts.moment(one.made_at_utc))
    opening = link([html.Span(one.name, className="name")], "open-view", view=one.view_id)
    return html.Div(
        title=made,
        className="option",
        children=[
            opening,
            html.Button(
                texts.say("saved", "compare"),
                type="button",
                className="only",
                **gesture_data("compare", view=one.view_id),
            ),
            html.Button(
                texts.say("report", "add"),
                type="button",
                className="only",
                **wild(data_collect=json.dumps({"kind": "picture", "view": one.view_id})),
            ),
            html.Button(
                "×",
                type="button",
                className="only",
                **wild(aria_label=texts.say("saved", "forget", name=one.name)),
                **gesture_data("forget-view", view=one.view_id),
            ),
        ],
    )


def compared(texts: Texts, found: Difference, entities: Mapping[str, Entity]) -> Children:
    """What came, went and changed."""
    if not any((found.came, found.went, found.ties_came, found.ties_went, found.ties_changed)):
        return [html.P(texts.say("saved", "same"))]
    changed = {
        one.relationship_id: f"{grouped(one.before)} → {grouped(one.after)}"
        for one in found.ties_changed
    }
    return [
        *_entities(texts, "came", found.came, entities),
        *_entities(texts, "went", found.went, entities),
        *_ties(texts, "ties_changed", changed, entities),
        *_ties(texts, "ties_came", dict.fromkeys(found.ties_came, ""), entities),
        *_ties(texts, "ties_went", dict.fromkeys(found.ties_went, ""), entities),
    ]


def _heading(texts: Texts, key: str, number: int) -> Component:
    return html.H3([texts.say("saved", key), html.Span(grouped(number), className="number")])


def _entities(
    texts: Texts, key: str, names: Sequence[str], entities: Mapping[str, Entity]
) -> Children:
    if not names:
        return []
    known = [entities[name] for name in names[:MOST_LISTED] if name in entities]
    return [_heading(texts, key, len(names)), *map(entity_line, known)]


def _ties(
    texts: Texts, key: str, told: Mapping[str, str], entities: Mapping[str, Entity]
) -> Children:
    if not told:
        return []
    lines = []
    for name, count in list(told.items())[:MOST_LISTED]:
        left, kind, right = name.split("~")
        if left in entities and right in entities:
            words = (
                f"{entities[left].label} – {texts.term('relation', kind)} – {entities[right].label}"
            )
            lines.append(
                html.Div(
                    [
                        line_sign(kind),
                        html.Span(words, className="name"),
                        html.Span(count, className="number"),
                    ],
                    className="member",
                )
            )
    return [_heading(texts, key, len(told)), *lines]
