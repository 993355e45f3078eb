"""Who comes first by a measure, what the measure means, and how firm the ranks are."""

from collections.abc import Mapping, Sequence

import dash_mantine_components as dmc
from dash import html

from dashboards.components import Children, Component, wild
from dashboards.components.buttons import link
from dashboards.components.signs import entity_sign
from dashboards.texts import Texts, grouped
from dashboards.workspace import Entity
from graph.measures import MEASURES, Measure
from graph.ranking import Ranked, Ranking


def ranking_lines(
    texts: Texts,
    measure: Measure,
    ranked: Sequence[Ranked],
    entities: Mapping[str, Entity],
    hidden: int,
    sampled_from: int | None,
) -> Children:
    """The first by the measure, how many may not be ranked, and what to be careful about."""
    lines: Children = [
        html.Li(
            link(
                [
                    html.Span(f"{item.rank}", className="place"),
                    entity_sign(entities[item.entity_id].kind, small=True),
                    html.Span(entities[item.entity_id].label, className="name"),
                    html.Span(f"{item.value:.3g}", className="number"),
                ],
                "find",
                [item.entity_id],
            )
        )
        for item in ranked
    ]
    if hidden:
        text = texts.say("measure", "protected", n=grouped(hidden))
        lines.append(html.Li(text, className="hint"))
    if sampled_from:
        text = texts.say("measure", "sampled", n=grouped(sampled_from))
        lines.append(html.Li(text, className="hint"))
    lines.append(html.Li(_firmness(texts)))
    lines.append(
        html.Li(
            html.Details(
                [
                    html.Summary(["⚠ ", texts.say("measure", "how_to_read")]),
                    html.P(_definition(texts, measure), className="hint"),
                    html.P(texts.say("measure", "caution"), className="hint"),
                ]
            ),
            className="caution",
        )
    )
    return lines


def counting(texts: Texts, measure: Measure) -> Children:
    """What stands in the place of a ranking while the measure is being counted."""
    name = texts.term("measure_name", measure)
    return [html.Li(texts.say("measure", "counting", measure=name), className="hint")]


def _firmness(texts: Texts) -> Component:
    made: Component = dmc.Button(
        texts.say("measure", "firm"),
        size="compact-xs",
        variant="subtle",
        **wild(data_reading='{"what": "ranks"}'),
    )
    return made


def _definition(texts: Texts, measure: Measure) -> str:
    described = MEASURES[measure]
    return texts.say(
        "measure",
        "definition",
        name=str(measure).replace("_", " ").capitalize(),
        definition=described.definition,
        reference=described.reference,
    )


def firm_ranks(texts: Texts, ranking: Ranking, entities: Mapping[str, Entity]) -> Children:
    """Each of the first with the ranks it would take had chance kept other records."""
    heads = [texts.say("measure", key) for key in ("place", "entity", "value", "between")]
    rows = [
        html.Tr(
            [
                html.Td(f"{item.rank}", className="number"),
                html.Td(entities[item.entity_id].label),
                html.Td(f"{item.value:.3g}", className="number"),
                html.Td(_between(item), className="number"),
            ]
        )
        for item in ranking.ranked
        if item.entity_id in entities
    ]
    return [
        html.P(ranking.question, className="strong"),
        html.P(texts.say("measure", "drawn"), className="hint"),
        html.Table(
            [
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody(rows),
            ],
            className="original",
        ),
    ]


def _between(item: Ranked) -> str:
    if item.rank_low is None or item.rank_high is None:
        return "–"
    low, high = sorted((item.rank_low, item.rank_high))
    return f"{low} – {high}" if low != high else f"{low}"
