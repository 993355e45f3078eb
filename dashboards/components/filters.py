"""The left side below the search: the measure with its ranking, and filters that are the legend."""

import json
from collections.abc import Mapping, Sequence

import dash_mantine_components as dmc
from dash import html

from dashboards import ids
from dashboards.components import Children, Component, wild
from dashboards.components.buttons import button, gesture_data
from dashboards.components.signs import entity_sign, line_sign
from dashboards.grouping import Grouping
from dashboards.palette import FAMILIES, kinds_in_order
from dashboards.texts import Texts, grouped
from graph.build import Projection
from graph.measures import MEASURES, Measure
from workbench.vocabulary import MentionKind


def measure_section(texts: Texts) -> Component:
    """Which measure sizes the entities, and who comes first by it."""
    return html.Section(
        [
            dmc.Select(
                id=ids.MEASURE,
                label=texts.say("measure", "label"),
                data=[{"value": str(m), "label": MEASURES[m].question} for m in Measure],
                value=str(Measure.BETWEENNESS),
                allowDeselect=False,
                size="sm",
                maxDropdownHeight=360,
            ),
            dmc.Switch(id=ids.BY_MEASURE, label=texts.say("measure", "colour"), size="xs"),
            html.Ol(id=ids.RANKING, className="ranking"),
        ]
    )


def legend_sections(texts: Texts) -> Children:
    """Kinds of relationship and of entity, to be switched on and off."""
    return [
        html.Section(
            [
                html.H2(texts.say("filters", "relationships")),
                dmc.CheckboxGroup(
                    id=ids.RELATIONSHIPS,
                    value=[],
                    children=html.Div(
                        id=ids.RELATIONSHIP_OPTIONS,
                        **wild(data_every=json.dumps(kinds_in_order())),
                    ),
                    **wild(aria_label=texts.say("filters", "relationships")),
                ),
                html.P(
                    [
                        html.Span(className="line dashed"),
                        texts.say("legend", "assessment"),
                        html.Br(),
                        html.Span(className="line thick"),
                        texts.say("legend", "width"),
                    ],
                    className="hint",
                ),
            ]
        ),
        html.Section(
            [
                html.H2(texts.say("filters", "entities")),
                dmc.CheckboxGroup(
                    id=ids.ENTITIES,
                    value=[],
                    children=html.Div(
                        id=ids.ENTITY_OPTIONS,
                        **wild(data_every=json.dumps([str(kind) for kind in MentionKind])),
                    ),
                    **wild(aria_label=texts.say("filters", "entities")),
                ),
                html.P(
                    [
                        entity_sign("person", protected=True, small=True),
                        texts.say("legend", "protected"),
                        html.Br(),
                        texts.say("legend", "size"),
                        html.Br(),
                        texts.say("legend", "weak"),
                    ],
                    className="hint",
                ),
            ]
        ),
    ]


def relationship_options(
    texts: Texts, counts: Mapping[str, int], without: Sequence[str]
) -> Children:
    """One box per kind of relationship that the network has or that is switched off."""
    lines: Children = []
    for family, kinds in FAMILIES.items():
        present = [str(kind) for kind in kinds if counts.get(kind) or kind in without]
        if present:
            lines.append(html.H3(texts.say("family", family)))
        lines += [
            _option(
                texts, "relationships", kind, line_sign(kind), texts.term("relation", kind), counts
            )
            for kind in present
        ]
    return lines


def entity_options(texts: Texts, counts: Mapping[str, int], without: Sequence[str]) -> Children:
    """One box per kind of entity that the network has or that is switched off."""
    return [
        _option(
            texts, "entities", kind, entity_sign(kind, small=True), texts.term("kind", kind), counts
        )
        for kind in map(str, MentionKind)
        if counts.get(kind) or kind in without
    ]


def _option(
    texts: Texts,
    group: str,
    value: str,
    sign: Component,
    name: str,
    counts: Mapping[str, int],
) -> Component:
    return html.Div(
        className="option",
        children=[
            dmc.Checkbox(value=value, size="xs", label=html.Span([sign, name], className="term")),
            html.Button(
                texts.say("filters", "only"),
                type="button",
                className="only",
                **gesture_data("only", group=group, value=value),
            ),
            html.Span(grouped(counts.get(value, 0)), className="number"),
        ],
    )


def more_section(texts: Texts) -> Component:
    """What is to be shown, from how many communications on, facts only, services, co-mentions."""
    return html.Section(
        [
            html.H2(texts.say("filters", "more")),
            dmc.SegmentedControl(
                id=ids.PROJECTION,
                data=[
                    {"value": str(Projection.ACTORS), "label": texts.say("filters", "actors")},
                    {"value": str(Projection.ALL), "label": texts.say("filters", "all")},
                ],
                value=str(Projection.ACTORS),
                size="xs",
                fullWidth=True,
            ),
            dmc.Select(
                id=ids.GROUPING,
                label=texts.say("grouping", "by"),
                data=[{"value": str(g), "label": texts.say("grouping", g)} for g in Grouping],
                value=str(Grouping.NONE),
                allowDeselect=False,
                size="xs",
            ),
            dmc.NumberInput(
                id=ids.MIN_COUNT,
                label=texts.say("filters", "strength"),
                value=1,
                min=1,
                step=1,
                allowDecimal=False,
                debounce=400,
                size="xs",
            ),
            dmc.Switch(id=ids.FACTS_ONLY, label=texts.say("filters", "facts"), size="xs"),
            dmc.Switch(id=ids.SERVICES, label=texts.say("filters", "services"), size="xs"),
            dmc.Switch(id=ids.CO_MENTIONS, label=texts.say("filters", "co_mentions"), size="xs"),
        ]
    )


def path_section(texts: Texts) -> Component:
    """Two ends, and the way between them."""
    return html.Section(
        [
            html.H2(texts.say("path", "title")),
            html.P(texts.say("path", "how"), className="hint"),
            _end(ids.PATH_FROM, texts.say("path", "from"), "from", texts.say("path", "set_from")),
            _end(ids.PATH_TO, texts.say("path", "to"), "to", texts.say("path", "set_to")),
            button(texts.say("path", "find"), "path-ends", variant="light"),
        ]
    )


def _end(name: str, label: str, end: str, hint: str) -> Component:
    return html.Div(
        className="path-end",
        children=[
            html.Span(label, className="hint"),
            html.Span("—", id=name, className="name"),
            html.Button(
                "⊙",
                type="button",
                className="only",
                title=hint,
                **wild(aria_label=hint),
                **gesture_data("path-end", end=end),
            ),
        ],
    )
