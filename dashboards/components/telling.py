"""Controls that tell the server something of the page they stand on (``assets/told.js``)."""

import json
from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboards.components import Children, Component, wild


def tells(store: str, kind: str, **about: object) -> dict[str, Any]:
    """Attributes that make an element put into a store what it is about, when it is clicked.

    ``alters=True``: it alters the case, and nothing else may until that is done. ``shows=True``:
    it is a line of a list that is then marked as the present one.
    """
    return wild(data_told=json.dumps({"kind": kind, **about}), data_to=store)


def teller(
    text: str,
    store: str,
    kind: str,
    *,
    key: str | None = None,
    variant: str = "default",
    colour: str | None = None,
    size: str = "compact-xs",
    **about: object,
) -> Component:
    """A button that tells something; ``key`` presses it."""
    named = wild(data_key=key) if key else {}
    # Mantine's own blue is too faint behind white letters.
    colour = colour or ("blue.8" if variant == "filled" else None)
    coloured = {"color": colour} if colour else {}
    made: Component = dmc.Button(
        [text, html.Kbd(key.upper())] if key else text,
        size=size,
        variant=variant,
        className="with-key" if key else None,
        **coloured,
        **named,
        **tells(store, kind, **about),
    )
    return made


def telling_line(children: Children, store: str, kind: str, **about: object) -> Component:
    """A line of a list that can be clicked and reached by keyboard."""
    return html.Button(
        children, className="row", type="button", **tells(store, kind, shows=True, **about)
    )
