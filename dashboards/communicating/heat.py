"""The week by hours: a table whose cells are the darker the more was communicated."""

import json

from dash import html

from dashboards.communicating.subjects import Profile
from dashboards.components import Children, Component, wild
from dashboards.texts import Texts, grouped

LEVELS = 5
DAYS, HOURS = range(1, 8), range(24)


def heat_map(texts: Texts, profile: Profile) -> Component:
    """Communications by weekday and hour; a click on a number leads to its records."""
    counts = profile.traffic.by_hour
    most = max(counts.values(), default=0)
    name = profile.subject.entity.label
    return html.Section(
        [
            html.H3(texts.say("communications", "week")),
            html.Div(
                html.Table(
                    [
                        html.Caption(texts.say("communications", "week_of", name=name)),
                        html.Thead(html.Tr(_hours(texts))),
                        html.Tbody([_day(texts, profile, day, most) for day in DAYS]),
                    ],
                    className="heat",
                ),
                className="heat-frame",
            ),
            html.P(_legend(texts, most), className="hint heat-legend"),
        ]
    )


def _hours(texts: Texts) -> Children:
    empty = html.Td()
    hours = [html.Th(f"{hour:02}", scope="col") for hour in HOURS]
    return [empty, *hours, html.Th(texts.say("communications", "sum"), scope="col")]


def _day(texts: Texts, profile: Profile, day: int, most: int) -> Component:
    counts = profile.traffic.by_hour
    cells = [_cell(texts, profile, day, hour, most) for hour in HOURS]
    total = sum(counts.get((day, hour), 0) for hour in HOURS)
    short = texts.say("communications", f"short_{day}")
    return html.Tr(
        [html.Th(short, scope="row"), *cells, html.Td(grouped(total), className="number sum")]
    )


def _cell(texts: Texts, profile: Profile, day: int, hour: int, most: int) -> Component:
    count = profile.traffic.by_hour.get((day, hour), 0)
    if not count:
        return html.Td(className="level-0")
    told = {
        "what": "records",
        "of": "hour",
        "entity": profile.subject.entity.entity_id,
        "weekday": day,
        "hour": hour,
    }
    said = texts.say(
        "communications",
        "week_cell",
        day=texts.say("communications", f"day_{day}"),
        hour=f"{hour:02}:00–{hour + 1:02}:00",
        n=count,
    )
    return html.Td(
        html.Button(
            grouped(count),
            type="button",
            title=said,
            **wild(aria_label=said, data_reading=json.dumps(told)),
        ),
        className=f"level-{level(count, most)}",
    )


def level(count: int, most: int) -> int:
    """How dark, from 1 to ``LEVELS``; the most of all is the darkest."""
    return max(1, -(-count * LEVELS // most)) if count else 0


def _legend(texts: Texts, most: int) -> Children:
    swatches = [html.Span(className=f"swatch level-{n}") for n in range(LEVELS + 1)]
    zone = texts.zone.key
    return ["0 ", *swatches, f" {most} ", texts.say("communications", "week_hint", zone=zone)]
