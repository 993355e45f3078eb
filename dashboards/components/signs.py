"""Small signs for kinds of entity and relationship, the same as on the canvas."""

import dash_mantine_components as dmc
from dash import html

from dashboards.components import Component
from dashboards.palette import PROTECTED, family_of, icon_uri, sign_of

_OUTLINES = {
    "ellipse": "50%",
    "round-rectangle": "30%",
    "rectangle": "2px",
    "cut-rectangle": "2px 8px",
}


def entity_sign(kind: str, *, protected: bool = False, small: bool = False) -> Component:
    """A kind of entity: its colour, outline and icon."""
    sign = sign_of(kind)
    drawn = PROTECTED if protected else sign
    return html.Span(
        html.Img(src=icon_uri(drawn.icon), alt=""),
        className="sign small" if small else "sign",
        style={"background": drawn.colour, "borderRadius": _OUTLINES.get(sign.shape, "35%")},
    )


def line_sign(kind: str) -> Component:
    """A kind of relationship: a stroke in its family's colour."""
    return html.Span(className=f"line {family_of(kind)}")


def badge(text: str, colour: str = "gray") -> Component:
    """A short remark."""
    made: Component = dmc.Badge(
        text, color=colour, variant="light", size="sm", radius="sm", tt="none"
    )
    return made
