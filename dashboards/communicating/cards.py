"""Findings of patterns as cards: the sentence, how likely, what speaks against it, evidence."""

from collections.abc import Sequence

from dash import dcc, html

from dashboards.communicating.findings import Finding, in_local_time
from dashboards.components import Children, Component, wild
from dashboards.components.buttons import collecting, reading
from dashboards.components.signs import badge
from dashboards.texts import Texts, grouped
from dashboards.workspace import Entity, Workspace
from graph.patterns.findings import LIKELY

SHOWN = 4
"""Cards of a pattern on the page, likely ones only; the others are read in the dialog."""
PER_PAGE = 12
MOST_WHO = 5
TIES = 6
SURE = 0.99
UNSCORED = frozenset({"pattern-of-life"})
"""Patterns that describe: what they find has no probability."""


def cards(
    workspace: Workspace, pattern: str, found: Sequence[Finding], shown: Sequence[str]
) -> Children:
    """A pattern with its first findings; nothing where it has none. ``shown``: about whom."""
    if not found:
        return []
    texts = workspace.texts
    likely = [one for one in found if one.score > LIKELY or pattern in UNSCORED][:SHOWN]
    rest = len(found) - len(likely)
    told = {"what": "records", "of": "findings", "pattern": pattern, "entities": list(shown)}
    further = "more_findings" if likely else "unlikely_findings"
    more = texts.say("communications", further, n=grouped(rest))
    return [
        html.H4(
            [
                texts.say("communications", f"pattern_{pattern}"),
                html.Span(grouped(len(found)), className="number"),
                reading(more, told) if rest > 0 else None,
            ]
        ),
        some_cards(workspace, likely),
    ]


def some_cards(workspace: Workspace, found: Sequence[Finding]) -> Component:
    """One card for each finding."""
    known = workspace.entities({entity for one in found for entity in _named(one)})
    return html.Div([_card(workspace, one, known) for one in found], className="findings")


def _named(one: Finding) -> set[str]:
    ends = {end for tie in one.relationships[:TIES] for end in tie.split("~")[::2]}
    return one.entities | ends


def _card(workspace: Workspace, one: Finding, known: dict[str, Entity]) -> Component:
    texts = workspace.texts
    return html.Article(
        className="finding",
        children=[
            html.Div([*_who(texts, one, known), _score(texts, one)], className="finding-head"),
            html.P(in_local_time(workspace, one.reason)),
            *_against(workspace, one),
            html.Div(_evidence(texts, one, known), className="remarks"),
        ],
    )


def _who(texts: Texts, one: Finding, known: dict[str, Entity]) -> Children:
    named: Children = []
    for part, entity in one.who[:MOST_WHO]:
        if entity in known:
            named += [_part(texts, part), dcc.Link(known[entity].label, href=f"/?show={entity}")]
    for part, thing in one.things:
        named += [_part(texts, part), html.Code(thing)]
    if len(one.who) > MOST_WHO:
        named.append(html.Span(f"+ {len(one.who) - MOST_WHO}", className="hint"))
    return [html.Div(named, className="who")]


def _part(texts: Texts, part: str) -> Component:
    return html.Span(texts.term("part", part), className="part")


def _score(texts: Texts, one: Finding) -> Component:
    if one.pattern in UNSCORED:
        return html.Span()
    share = ">99%" if one.score > SURE else f"{one.score:.0%}"
    said = texts.say("communications", "score", share=share)
    return html.Span(
        [
            html.Span(className="meter", style={"width": f"{one.score * 40:.0f}px"}),
            share,
        ],
        className="score",
        title=said,
        role="img",
        **wild(aria_label=said),
    )


def _against(workspace: Workspace, one: Finding) -> Children:
    if not one.cautions:
        return []
    texts = workspace.texts
    words = " ".join(in_local_time(workspace, caution) for caution in one.cautions)
    label = html.Strong(texts.say("communications", "against") + " ")
    return [html.P([label, words], className="against")]


def _evidence(texts: Texts, one: Finding, known: dict[str, Entity]) -> Children:
    buttons: Children = []
    if one.rows:
        told = {"what": "records", "of": "rows", "rows": [list(row) for row in one.rows[:200]]}
        buttons.append(reading(texts.say("communications", "rows_n", n=len(one.rows)), told))
    for relationship in one.relationships[:TIES]:
        ends = [known[end].label for end in relationship.split("~")[::2] if end in known]
        told = {"what": "records", "of": "relationship", "object": relationship}
        buttons.append(reading(" – ".join(ends) or texts.say("communications", "rows"), told))
    rest = len(one.relationships) - TIES
    if rest > 0:
        buttons.append(badge(f"+ {rest}"))
    told = {"pattern": one.pattern, "key": one.key}
    buttons.append(collecting(texts.say("report", "add"), kind="finding", **told))
    return buttons
