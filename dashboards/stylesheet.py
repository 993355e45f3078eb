"""What the canvas looks like, as a stylesheet of Cytoscape.js, for each scheme.

Elements carry the data that ``pictures`` computes (``kind``, ``size`` 0 to 1, ``width``) and the
classes named here; the page adds those that place or hide labels, ``faded`` and ``near``.
"""

from dashboards.palette import (
    FAMILY_COLOURS,
    INK,
    PROTECTED,
    SIGNS,
    Family,
    Ink,
    Scheme,
    Sign,
    icon_uri,
)

Rule = dict[str, object]

SMALLEST, LARGEST = 24, 52
"""Diameter of an entity in the picture's units, by the measure."""
FONT = "system-ui, Segoe UI, Noto Sans, DejaVu Sans, sans-serif"


def stylesheet(scheme: Scheme) -> list[Rule]:
    """The rules for one scheme, the later ones winning."""
    ink = INK[scheme]
    return [
        _rule("node[size]", _node(ink)),
        _rule("node.frame", _frame(ink)),
        *(_rule(f'node[kind = "{kind}"]', _sign(sign)) for kind, sign in SIGNS.items()),
        _rule(
            "node.protected",
            {
                "background-color": PROTECTED.colour,
                "background-image": icon_uri(PROTECTED.icon),
                "border-style": "double",
                "border-width": 5,
                "border-color": ink.text,
                "font-style": "italic",
            },
        ),
        _rule(
            "node.uncertain",
            {"border-style": "dotted", "border-width": 3, "border-color": ink.text},
        ),
        _rule(
            "node.by-measure",
            {"background-color": f"mapData(size, 0, 1, {ink.muted}, {ink.strong})"},
        ),
        _rule("edge", _edge()),
        *(_rule(f"edge.{family}", _coloured(FAMILY_COLOURS[family][scheme])) for family in Family),
        _rule("edge.directed", _arrow()),
        _rule("edge.beside", {"curve-style": "bezier", "control-point-step-size": 26}),
        _rule("edge.weak", {"opacity": 0.35}),
        _rule("edge.assessment", {"line-style": "dashed", "line-dash-pattern": [7, 4]}),
        *_states(ink),
    ]


def _rule(selector: str, style: Rule) -> Rule:
    return {"selector": selector, "style": style}


def _node(ink: Ink) -> Rule:
    size = f"mapData(size, 0, 1, {SMALLEST}, {LARGEST})"
    return {
        "width": size,
        "height": size,
        "background-width": "62%",
        "background-height": "62%",
        "background-fit": "none",
        "background-image-smoothing": "yes",
        "border-width": 1.5,
        "border-color": ink.paper,
        "label": "data(label)",
        "font-family": FONT,
        "font-size": "mapData(size, 0, 1, 11, 15)",
        "min-zoomed-font-size": 7,
        "color": ink.text,
        "text-valign": "bottom",
        "text-margin-y": 4,
        "text-wrap": "wrap",
        "text-max-width": 120,
        "text-outline-color": ink.paper,
        "text-outline-width": 2.5,
        "z-index": 10,
    }


def _frame(ink: Ink) -> Rule:
    return {
        "shape": "round-rectangle",
        "background-color": ink.muted,
        "background-opacity": 0.1,
        "border-color": ink.muted,
        "border-width": 1,
        "padding": 26,
        "label": "data(label)",
        "font-family": FONT,
        "font-size": 20,
        "font-weight": "bold",
        "color": ink.text,
        "text-outline-color": ink.paper,
        "text-outline-width": 2.5,
        "text-valign": "top",
        "text-margin-y": -4,
        "z-index": 0,
    }


def _sign(sign: Sign) -> Rule:
    return {
        "shape": sign.shape,
        "background-color": sign.colour,
        "background-image": icon_uri(sign.icon),
    }


def _edge() -> Rule:
    return {
        # Drawn much faster than any other, but can neither bend nor have an arrow.
        "curve-style": "haystack",
        "haystack-radius": 0,
        "width": "data(width)",
        "opacity": 0.75,
    }


def _named(ink: Ink) -> Rule:
    """A line with its label: those few under the pointer, selected or on a path."""
    return {
        "label": "data(label)",
        "opacity": 1,
        "z-index": 20,
        "font-family": FONT,
        "font-size": 10,
        "min-zoomed-font-size": 7,
        "color": ink.text,
        "text-outline-color": ink.paper,
        "text-outline-width": 2.5,
        "text-rotation": "autorotate",
    }


def _arrow() -> Rule:
    return {"curve-style": "straight", "target-arrow-shape": "triangle", "arrow-scale": 0.8}


def _differences(ink: Ink) -> list[Rule]:
    """New, gone or changed since a saved picture."""

    def halo(colour: str, width: int) -> Rule:
        return {"underlay-color": colour, "underlay-opacity": 0.45, "underlay-padding": width}

    gone = {"opacity": 0.55, "border-style": "dashed", "border-width": 3, "border-color": ink.went}
    return [
        _rule("node.came", halo(ink.came, 7)),
        _rule("edge.came", halo(ink.came, 4)),
        _rule("edge.changed", halo(ink.changed, 4)),
        _rule("node.went", {**gone, "background-color": ink.muted}),
        _rule("edge.went", {**_coloured(ink.went), "line-style": "dotted", "opacity": 0.7}),
    ]


def _coloured(colour: str) -> Rule:
    return {"line-color": colour, "target-arrow-color": colour}


def _states(ink: Ink) -> list[Rule]:
    """Quiet, faded, on a path, under the pointer, selected."""
    named = _named(ink)
    beside = {"text-valign": "center", "text-margin-y": 0}
    return [
        _rule("node.quiet", {"label": ""}),
        _rule("node.label-above", {"text-valign": "top", "text-margin-y": -4}),
        _rule("node.label-right", {**beside, "text-halign": "right", "text-margin-x": 4}),
        _rule("node.label-left", {**beside, "text-halign": "left", "text-margin-x": -4}),
        *_differences(ink),
        _rule(".faded", {"opacity": 0.16, "text-opacity": 0.25}),
        _rule("edge.on-path", {**named, **_coloured(ink.path), "overlay-opacity": 0}),
        _rule("node.on-path", {"border-color": ink.path, "border-width": 4}),
        _rule("node.near", {"label": "data(label)", "z-index": 30}),
        _rule("edge.near", named),
        _rule(
            "node:selected",
            {
                "label": "data(label)",
                "underlay-color": ink.selected,
                "underlay-opacity": 0.22,
                "underlay-padding": 9,
                "underlay-shape": "ellipse",
                "border-color": ink.selected,
                "border-width": 3,
                "font-weight": "bold",
                "z-index": 40,
            },
        ),
        _rule(
            "edge:selected",
            {
                **named,
                "underlay-color": ink.selected,
                "underlay-opacity": 0.25,
                "underlay-padding": 5,
                "font-weight": "bold",
            },
        ),
        _rule("edge.cramped", {"label": ""}),
    ]
