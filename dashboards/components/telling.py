"""Controls that tell the server something of the page they stand on (``assets/told.js``)."""

import json
from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboards.components import Children, Component, wild
from dashboards.components.signs import badge
from dashboards.texts import Texts
from workbench.errors import WorkbenchError


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


def refused(texts: Texts, error: WorkbenchError) -> Component:
    """Why something was not done."""
    return html.P(texts.said(str(error)), className="refused")


def said_word(
    texts: Texts,
    decision: str,
    on: str,
    about: str,
    withdrawn_by: str | None,
    undoes: dict[str, Any],
    mark: str | None = None,
) -> Component:
    """A word that somebody said: what, on what, who and why; and its undo, or who took it back.

    ``undoes`` is what its undo tells (see ``tells``), ``mark`` a remark that catches the eye.
    """
    end: Component = (
        dmc.Button(texts.say("resolve", "undo"), size="compact-xs", variant="default", **undoes)
        if withdrawn_by is None
        else html.Span(texts.say("resolve", "withdrawn", author=withdrawn_by), className="hint")
    )
    return html.Div(
        [
            html.Div([badge(decision), html.Span(on, className="name")], className="one"),
            html.Div(about, className="hint"),
            badge(mark, "orange") if mark else None,
            end,
        ],
        className="word" if withdrawn_by is None else "word withdrawn",
    )
