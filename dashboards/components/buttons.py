"""Buttons that send a gesture: the page's script reads what they are about from their data."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboards.components import Children, Component, wild


def gesture_data(kind: str, entities: Sequence[str] = (), **about: object) -> dict[str, Any]:
    """Attributes that make an element send a gesture when it is clicked."""
    told: dict[str, Any] = {"kind": kind, **about}
    if entities:
        told["entities"] = list(entities)
    return wild(data_gesture=json.dumps(told))


def link(children: Children, kind: str, entities: Sequence[str] = (), **about: object) -> Component:
    """A line of a list that can be clicked and reached by keyboard."""
    return html.Button(
        children, className="row", type="button", **gesture_data(kind, entities, **about)
    )


def button(
    text: str, kind: str, entities: Sequence[str] = (), *, variant: str = "default", **about: object
) -> Component:
    """A small button."""
    made: Component = dmc.Button(
        text, size="compact-xs", variant=variant, **gesture_data(kind, entities, **about)
    )
    return made


def tool(label: str, icon: str, kind: str, name: str | None = None) -> Component:
    """A tool above the canvas: an icon (of ``assets/tools``) with its name as a tooltip."""
    named = {"id": name} if name else {}
    made: Component = dmc.Tooltip(
        label=label,
        position="bottom",
        openDelay=300,
        children=dmc.ActionIcon(
            html.Span(className=f"icon {icon.replace('_', '-')}", **wild(aria_hidden="true")),
            variant="default",
            size="lg",
            **wild(aria_label=label),
            **named,
            **gesture_data(kind),
        ),
    )
    return made


def opened(sign: Component | str, label: str, children: Children) -> Component:
    """A button that opens a list below it, by the browser's own means."""
    return html.Details(
        className="menu",
        children=[
            html.Summary(sign, **wild(aria_label=label), title=label),
            html.Div(children, className="menu-list"),
        ],
    )


def reading(text: str, told: Mapping[str, object]) -> Component:
    """A small button that opens something in the dialog for reading."""
    made: Component = dmc.Button(
        text,
        size="compact-xs",
        variant="subtle",
        **wild(data_reading=json.dumps(told)),
    )
    return made


def collecting(text: str, **told: object) -> Component:
    """A small button that adds something to the report."""
    made: Component = dmc.Button(
        text,
        size="compact-xs",
        variant="subtle",
        **wild(data_collect=json.dumps(told)),
    )
    return made
