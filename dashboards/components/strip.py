"""Below the canvas: how much happened when, with a brush; and what is not shown."""

from collections.abc import Collection, Sequence

import dash_mantine_components as dmc
from dash import html

from dashboards import ids
from dashboards.activity import Activity
from dashboards.components import Children, Component, wild
from dashboards.components.buttons import button, link, reading
from dashboards.components.signs import entity_sign
from dashboards.pictures import Picture
from dashboards.texts import Texts, grouped
from dashboards.views import FIRST_LIMIT, MOST, View
from dashboards.workspace import Entity
from graph.build import Network
from graph.build.services import Service

HARD_TO_READ = 400


def strip(texts: Texts, found: Activity | None) -> Component:
    """Bars of records per day over a slider with two ends."""
    if found is None:
        # The slider must exist for the page's callbacks, also where nothing is dated.
        nothing = html.Span(texts.say("filters", "period_none"), id=ids.PERIOD_TEXT)
        slider = dmc.RangeSlider(id=ids.PERIOD, value=[0, 1], min=0, max=1, disabled=True)
        return html.Div([nothing, slider], className="strip")
    most = max(bar.records for bar in found.bars)
    return html.Div(
        className="strip",
        **wild(data_first=found.first.isoformat(), data_days=str(found.days)),
        children=[
            html.Div(
                className="strip-head",
                children=[
                    html.Span(texts.say("filters", "period"), className="hint"),
                    html.Span("", id=ids.PERIOD_TEXT),
                    button(texts.say("filters", "whole_period"), "set", from_day=None, to_day=None),
                ],
            ),
            html.Div(
                className="bars",
                **wild(aria_hidden="true"),
                children=[
                    html.Span(
                        style={"height": f"{max(100 * bar.records / most, 2):.0f}%"}
                        if bar.records
                        else {"height": "0"},
                        title=f"{bar.first:%Y-%m-%d}: {texts.count('record', bar.records)}",
                    )
                    for bar in found.bars
                ],
            ),
            dmc.RangeSlider(
                id=ids.PERIOD,
                min=0,
                max=max(found.days - 1, 1),
                value=[0, max(found.days - 1, 1)],
                minRange=0,
                step=1,
                size="sm",
                label=None,
                updatemode="mouseup",
                thumbFromLabel=texts.say("filters", "period_from"),
                thumbToLabel=texts.say("filters", "period_to"),
            ),
        ],
    )


def statement(texts: Texts, view: View, picture: Picture) -> Children:
    """'75 of 412 entities shown: top by betweenness', ways to widen, and all that is left out."""
    if not picture.entities:
        return [html.Span(texts.say("statement", "empty"), className="strong")]
    (shown, ties), total = picture.shown, picture.entities
    measure = texts.term("measure_name", view.measure)
    entities = texts.count("entity", total)
    first = (
        texts.say("statement", "all", shown=entities)
        if shown == total
        else texts.say("statement", "some", shown=grouped(shown), total=entities, measure=measure)
    )
    drawn = texts.say(
        "statement",
        "ties",
        shown=grouped(ties),
        total=texts.count("relationship", picture.relationships),
    )
    return [
        html.Span(first, className="strong"),
        html.Span(drawn),
        *_grouped(texts, view, picture),
        *_compared(texts, picture),
        *_wideners(texts, view, picture),
        *_unhide(texts, picture),
        _details(texts),
    ]


def _grouped(texts: Texts, view: View, picture: Picture) -> Children:
    """By what entities are grouped, and how far the groups are to be trusted."""
    if not picture.frames:
        return []
    told = texts.say("grouping", "stated", by=texts.say("grouping", view.grouping))
    if picture.stability is None:
        return [html.Span(told)]
    doubt = texts.say("grouping", "stability", share=round(100 * picture.stability))
    return [html.Span(f"{told} {doubt}")]


def _compared(texts: Texts, picture: Picture) -> Children:
    """How much differs from a saved picture, in the colours it is marked with."""
    found = picture.compared
    if found is None:
        return []
    counts = (
        ("came", found.came, found.ties_came),
        ("went", found.went, found.ties_went),
        ("changed", 0, found.ties_changed),
    )
    return [
        html.Span(texts.say("saved", "against", name=found.name)),
        *(_marked(texts, mark, *numbers) for mark, *numbers in counts if any(numbers)),
        None if any(any(n) for _, *n in counts) else html.Span(texts.say("saved", "same")),
        reading(texts.say("saved", "list"), {"what": "compare", "view": found.view_id}),
        button(texts.say("saved", "end"), "compare"),
    ]


def _marked(texts: Texts, mark: str, entities: int, ties: int) -> Component:
    counted = [("entity", entities), ("relationship", ties)]
    told = ", ".join(texts.count(what, number) for what, number in counted if number)
    return html.Span(f"{texts.say('saved', f'mark_{mark}')}: {told}", className=f"mark-{mark}")


def _wideners(texts: Texts, view: View, picture: Picture) -> Children:
    total, (shown, _) = picture.entities, picture.shown
    offers: Children = []
    if shown + picture.hidden < total:
        twice = min(2 * view.limit, MOST)
        if twice < total:
            text = texts.say("statement", "widen", n=grouped(twice))
            offers.append(button(text, "set", limit=twice, variant="light"))
        if total <= MOST:
            text = texts.say("statement", "widen_all", n=grouped(total))
            offers.append(button(text, "set", limit=total, variant="light"))
    if view.limit > FIRST_LIMIT:
        offers.append(button(texts.say("statement", "narrow", n=FIRST_LIMIT), "narrow"))
    if shown > HARD_TO_READ:
        text = texts.say("statement", "large", n=HARD_TO_READ)
        offers.append(html.Span("⚠", title=text, className="caution"))
    return offers


def _unhide(texts: Texts, picture: Picture) -> Children:
    if not picture.hidden:
        return []
    text = texts.say("statement", "hidden", n=grouped(picture.hidden))
    return [html.Span(text), button(texts.say("statement", "show_hidden"), "unhide")]


def _details(texts: Texts) -> Component:
    made: Component = dmc.Button(
        texts.say("statement", "details"),
        size="compact-xs",
        variant="subtle",
        **wild(data_reading='{"what": "left-out"}'),
    )
    return made


def left_out(
    texts: Texts, view: View, shown: Collection[str], network: Network, entities: dict[str, Entity]
) -> Children:
    """Everything that is not in the picture, and why."""
    hidden = sum(name in network.index for name in view.hidden)
    lower = len(network.ids) - len(shown) - hidden
    measure = texts.term("measure_name", view.measure)
    lines: Children = [
        html.Li([html.Span(reason, className="name"), texts.count("entity", number)])
        for reason, number in (
            (texts.say("statement", "beyond", measure=measure), lower),
            (texts.say("statement", "by_you"), hidden),
        )
        if number > 0
    ]
    lines += [
        html.Li(
            [
                html.Span(texts.said(omission.reason), className="name"),
                html.Span(", ".join(counts)),
            ],
        )
        for omission in network.left_out
        if (
            counts := [
                texts.count(what, number)
                for what, number in (
                    ("entity", omission.entities),
                    ("relationship", omission.relationships),
                    ("record", omission.records),
                )
                if number
            ]
        )
    ]
    if not lines:
        lines = [html.Li(texts.say("statement", "nothing_left_out"))]
    apart = _services(texts, network.set_apart, entities)
    return [html.Ul(lines, className="left-out"), *apart]


def _services(texts: Texts, services: Sequence[Service], entities: dict[str, Entity]) -> Children:
    if not services:
        return []
    return [
        html.H3(texts.say("statement", "apart")),
        *(
            link(
                [
                    entity_sign("phone", small=True),
                    html.Span(entities[service.entity_id].label, className="name"),
                    html.Span(texts.said(service.reason), className="hint"),
                ],
                "find",
                [service.entity_id],
            )
            for service in services
            if service.entity_id in entities
        ),
    ]
