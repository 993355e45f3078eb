"""The particulars of a relationship, and the steps of a path, who does what to whom."""

from collections.abc import Sequence
from itertools import pairwise

import dash_mantine_components as dmc
from dash import html

from dashboards.components import Children
from dashboards.components.buttons import button, collecting, link
from dashboards.components.inspector import entity_line
from dashboards.components.signs import entity_sign, line_sign
from dashboards.palette import is_directed
from dashboards.pictures import Edge, Picture
from dashboards.profiles import TieProfile
from dashboards.texts import Texts, grouped

# ------------------------------------------------------------- a relationship


def tie_facts(texts: Texts, found: TieProfile) -> Children:
    """Both ends, and how often, when and how well founded."""
    facts = [
        (texts.say("inspector", "count"), grouped(found.count)),
        (texts.say("inspector", "period"), texts.period(found.first_utc, found.last_utc)),
        (texts.say("inspector", "sources"), grouped(found.sources)),
        (texts.say("inspector", "nature"), texts.say("inspector", found.nature)),
    ]
    if found.duration_s is not None:
        facts.insert(1, (texts.say("inspector", "duration"), texts.duration(found.duration_s)))
    return [
        html.Div(
            [line_sign(found.kind), html.H2(texts.term("relation", found.kind))], className="title"
        ),
        html.Div(_ends(texts, found), className="lines"),
        collecting(texts.say("report", "add"), kind="relationship", object=found.relationship_id),
        html.Table(
            html.Tbody([html.Tr([html.Th(name, scope="row"), html.Td(v)]) for name, v in facts]),
            className="particulars",
        ),
    ]


def _ends(texts: Texts, found: TieProfile) -> Children:
    """Who acts above, whom it is done to below."""
    way = f"↓ {texts.term('relation', found.kind)}" if is_directed(found.kind) else "↕"
    between = html.Div(way, className="hint way")
    return [entity_line(found.left), between, entity_line(found.right)]


# ------------------------------------------------------------- a path


def path_steps(texts: Texts, picture: Picture, path: Sequence[str]) -> Children:
    """The entities of a path in their order, with the relationships of each step."""
    if len(path) < 2:
        return []
    nodes = {node.entity_id: node for node in picture.nodes}
    steps = texts.count("step", len(path) - 1)
    tools = [
        button(texts.say("path", "next"), "path-other"),
        button(texts.say("path", "clear"), "clear-path"),
    ]
    lines: Children = [html.H3(texts.say("path", "found", steps=steps)), dmc.Group(tools, gap=4)]
    for here, there in pairwise([*path, ""]):
        if here in nodes:
            node = nodes[here]
            protected = "protected" in node.classes
            sign = entity_sign(node.kind, protected=protected, small=True)
            lines.append(link([sign, html.Span(node.label, className="name")], "find", [here]))
        lines += [
            link(
                [html.Span(_way(edge, here)), html.Span(edge.label, className="term")],
                "inspect-relationship",
                relationship=edge.relationship_id,
            )
            for edge in picture.edges
            if {edge.left, edge.right} == {here, there}
        ]
    return lines


def _way(edge: Edge, here: str) -> str:
    """Whether a step of a path is done downwards, upwards or both ways."""
    if "directed" not in edge.classes.split():
        return "↕"
    return "↓" if edge.left == here else "↑"
