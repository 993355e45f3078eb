"""The right side: the particulars of what is selected."""

from collections.abc import Collection, Sequence

import dash_mantine_components as dmc
from dash import html

from dashboards import ids
from dashboards.components import Children, Component, wild
from dashboards.components.buttons import button, collecting, gesture_data, link
from dashboards.components.signs import badge, entity_sign, line_sign
from dashboards.gestures import EXPAND_BY
from dashboards.profiles import (
    MOST_MEMBERS,
    Held,
    Member,
    Particular,
    Profile,
    Standing,
    Tie,
)
from dashboards.texts import Texts, grouped
from dashboards.views import View
from dashboards.workspace import Entity


def unknown(texts: Texts) -> Children:
    """The selected object is gone."""
    return [html.P(texts.say("inspector", "unknown"), className="hint")]


def several(texts: Texts, entities: Sequence[Entity]) -> Children:
    """A list of the selected, and what can be done with them together."""
    chosen = [entity.entity_id for entity in entities]
    tools = [
        button(texts.say("inspector", "expand"), "expand", chosen),
        button(texts.say("inspector", "collapse"), "collapse", chosen),
        button(texts.say("inspector", "hide"), "hide", chosen),
    ]
    if len(chosen) == 2:
        text = texts.say("inspector", "between_them")
        tools.insert(0, button(text, "path", chosen, variant="filled"))
    return [
        html.H2(texts.say("inspector", "several", n=len(entities))),
        dmc.Group(tools, gap=4),
        html.Div([entity_line(entity) for entity in entities], className="lines"),
    ]


def entity_line(entity: Entity, *rest: Component) -> Component:
    """An entity that can be clicked."""
    return link(
        [
            entity_sign(entity.kind, protected=entity.protected, small=True),
            html.Span(entity.label, className="name"),
            *rest,
        ],
        "find",
        [entity.entity_id],
    )


# ------------------------------------------------------------- an entity


def entity_facts(texts: Texts, view: View, found: Profile, shown: Collection[str]) -> Children:
    """Everything but the evidence."""
    entity = found.entity
    inside = sum(neighbour in shown for neighbour in found.neighbours)
    return [
        html.Div(
            [
                entity_sign(entity.kind, protected=entity.protected),
                html.H2(entity.label, **wild(data_entity=entity.entity_id)),
            ],
            className="title",
        ),
        html.Div(_badges(texts, view, found), className="remarks"),
        *_notices(texts, found),
        *_actions(texts, found, inside, drawn=entity.entity_id in shown),
        *_standings(texts, found.standings),
        *_particulars(texts, found.particulars),
        *_holdings(texts, found.holdings),
        *_ties(texts, found),
        *_members(texts, found),
    ]


def _badges(texts: Texts, view: View, found: Profile) -> Children:
    entity = found.entity
    marks = [badge(texts.term("kind", entity.kind)), html.Code(entity.entity_id)]
    if found.rank is not None:
        measure = texts.term("measure_name", view.measure)
        rank = texts.say("measure", "rank", rank=found.rank)
        marks.append(badge(f"{measure}: {rank}", "blue"))
    return marks


def _notices(texts: Texts, found: Profile) -> Children:
    notices: Children = []
    if found.entity.protected:
        key = "protected" if found.entity.kind == "person" else "protected_thing"
        notices.append(html.P(texts.say("inspector", key), className="protected-notice"))
    if found.service is not None:
        notices.append(html.P(texts.said(found.service.reason), className="hint"))
    if not found.in_network:
        notices.append(html.P(texts.say("inspector", "absent"), className="hint"))
    return notices


def _actions(texts: Texts, found: Profile, inside: int, *, drawn: bool) -> Children:
    if not found.in_network:
        return []
    mine = [found.entity.entity_id]
    total = len(found.neighbours)
    told = texts.say("inspector", "neighbours", shown=grouped(inside), total=grouped(total))
    kinds = sorted({tie.kind for tie in found.ties})
    main = "focus" if drawn else "add"
    return [
        html.Div(
            [
                button(texts.say("inspector", main), "find", mine, variant="light"),
                button(texts.say("inspector", "collapse"), "collapse", mine),
                button(texts.say("inspector", "hide"), "hide", mine),
                collecting(texts.say("report", "add"), kind="entity", object=mine[0]),
            ],
            className="actions",
        ),
        html.Div(
            className="expander",
            children=[
                html.Span(told, className="hint"),
                dmc.NumberInput(
                    id=ids.EXPAND_COUNT,
                    value=EXPAND_BY,
                    min=1,
                    max=500,
                    size="xs",
                    w=70,
                    **wild(aria_label=texts.say("inspector", "how_many")),
                ),
                dmc.MultiSelect(
                    id=ids.EXPAND_KINDS,
                    data=[{"value": k, "label": texts.term("relation", k)} for k in kinds],
                    placeholder=texts.say("inspector", "all_kinds"),
                    value=[],
                    size="xs",
                    flex=1,
                    **wild(aria_label=texts.say("inspector", "of_kinds")),
                ),
                dmc.Button(
                    texts.say("inspector", "expand"),
                    size="compact-xs",
                    variant="light",
                    disabled=inside == total,
                    **gesture_data("expand-form", mine),
                ),
            ],
        ),
    ]


def _standings(texts: Texts, found: Sequence[Standing]) -> Children:
    if not found:
        return []
    marks = [
        badge(
            f"{texts.term('category', item.category)}"
            + (f", {texts.say('inspector', 'minor')}" if item.minor else "")
            + f" · {texts.count('file', item.sources)}",
            "orange",
        )
        for item in found
    ]
    return [html.H3(texts.say("inspector", "status")), html.Div(marks, className="remarks")]


def _particulars(texts: Texts, found: Sequence[Particular]) -> Children:
    if not found:
        return []
    rows = [
        html.Tr(
            [
                html.Th(texts.term("attribute", item.name), scope="row"),
                html.Td(
                    texts.term("role", item.value) if item.name == "role" else item.value,
                ),
                html.Td(texts.count("file", item.sources), className="hint"),
            ]
        )
        for item in found
    ]
    return [
        html.H3(texts.say("inspector", "attributes")),
        html.Table(html.Tbody(rows), className="particulars"),
    ]


def _holdings(texts: Texts, found: Sequence[Held]) -> Children:
    if not found:
        return []
    lines = [
        entity_line(item.other, html.Span(_held(texts, item), className="hint")) for item in found
    ]
    return [html.H3(texts.say("inspector", "holdings")), *lines]


def _held(texts: Texts, item: Held) -> str:
    first = texts.moment(item.from_utc) if item.from_utc else None
    last = texts.moment(item.to_utc) if item.to_utc else None
    if first and last:
        return texts.say("inspector", "between", first=first, last=last)
    if first:
        return texts.say("inspector", "from", first=first)
    if last:
        return texts.say("inspector", "until", last=last)
    return texts.say("inspector", "always")


def _ties(texts: Texts, found: Profile) -> Children:
    if not found.ties:
        return []
    lines: Children = [_tie(texts, tie) for tie in found.ties]
    rest = found.tie_count - len(found.ties)
    if rest:
        text = texts.say("inspector", "more_relationships", n=grouped(rest))
        lines.append(html.P(text, className="hint"))
    number = html.Span(grouped(found.tie_count), className="number")
    return [html.H3([texts.say("inspector", "relationships"), number]), *lines]


def _tie(texts: Texts, tie: Tie) -> Component:
    return link(
        [
            line_sign(tie.kind),
            html.Span(_seen_from(texts, tie), className="term"),
            entity_sign(tie.other.kind, protected=tie.other.protected, small=True),
            html.Span(tie.other.label, className="name"),
            html.Span(grouped(tie.count), className="number"),
        ],
        "inspect-relationship",
        relationship=tie.relationship_id,
    )


def _seen_from(texts: Texts, tie: Tie) -> str:
    word = texts.term("relation", tie.kind)
    return {None: word, True: f"{word} →", False: f"← {word}"}[tie.outgoing]


def _members(texts: Texts, found: Profile) -> Children:
    if not found.members:
        return []
    weakest = (
        texts.say("inspector", "weakest", probability=f"{found.entity.cohesion:.3f}")
        if found.entity.mentions > 1
        else texts.say("inspector", "single")
    )
    mentions = texts.count("mention", found.entity.mentions)
    lines: Children = [_member(item) for item in found.members[:MOST_MEMBERS]]
    rest = len(found.members) - MOST_MEMBERS
    if rest > 0:
        lines.append(
            html.Details(
                [
                    html.Summary(texts.say("inspector", "more_members", n=grouped(rest))),
                    *(_member(item) for item in found.members[MOST_MEMBERS:]),
                ]
            )
        )
    heading = html.H3(texts.say("inspector", "members"))
    return [heading, html.P(f"{mentions}; {weakest}", className="hint"), *lines]


def _member(item: Member) -> Component:
    said = f"{item.probability:.3f}" if item.probability is not None else ""
    return html.Div(
        [
            html.Span(item.written, className="name"),
            html.Span(f"×{grouped(item.times)}" if item.times > 1 else "", className="hint"),
            html.Span(item.file, className="hint file", title=item.file),
            html.Span(said, className="number"),
        ],
        className="member",
    )
