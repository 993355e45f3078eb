"""The tool that selects many at once: by kind, by number of links, around what is selected."""

import dash_mantine_components as dmc
from dash import html

from dashboards import ids
from dashboards.components import Component, wild
from dashboards.components.buttons import link, opened
from dashboards.components.signs import entity_sign
from dashboards.texts import Texts
from workbench.vocabulary import MentionKind

WAYS = ("all", "lasso", "neighbours", "others")


def selecting(texts: Texts) -> Component:
    """The button and what it opens."""
    say = texts.say
    least = dmc.NumberInput(
        id=ids.SELECT_LINKS,
        value=5,
        min=1,
        size="xs",
        w=64,
        **wild(aria_label=say("selecting", "least")),
    )
    return opened(
        html.Span(className="icon select", **wild(aria_hidden="true")),
        say("selecting", "title"),
        [
            *(link([say("selecting", way)], f"select-{way}") for way in WAYS),
            html.Div(
                [least, link([say("selecting", "linked")], "select-linked")], className="save-line"
            ),
            *(
                link(
                    [entity_sign(kind, small=True), texts.term("kind", kind)],
                    "select-kind",
                    value=kind,
                )
                for kind in map(str, MentionKind)
            ),
        ],
    )
