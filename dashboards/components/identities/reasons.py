"""Why two may be one: the plain sentence, and the weights drawn as a waterfall."""

import re
from collections.abc import Sequence

from dash import html

from dashboards.components import Children, Component, wild
from dashboards.texts import Texts
from entity_resolution.explanations import PairExplanation
from entity_resolution.pairs import Step

_RARE = re.compile(r"same full name, one that 1 in ([\d,]+) bear")
_LEAST_WIDE = 0.6  # per cent of the drawing, so that a weight of nothing still shows


def sentence(texts: Texts, pair: PairExplanation) -> str:
    """The odds and what speaks for and against, in the reader's language."""
    if not pair.parts:
        return pair.sentence
    said = texts.say("resolve", "likely", probability=percent(pair.probability))
    parts = sorted(pair.parts, key=lambda part: -abs(part.weight))
    for key, sign in (("for_it", 1), ("against_it", -1)):
        levels = [level(texts, p.level) for p in parts if p.weight * sign > 0]
        if levels:
            said += f"; {texts.say('resolve', key)}: {', '.join(levels)}"
    return f"{said}."


def level(texts: Texts, label: str) -> str:
    """An outcome of a comparison; how rare a name is stands in it as a figure."""
    rare = _RARE.fullmatch(label)
    if rare:
        return texts.say(
            "resolve", "rare_name", n=rare[1].replace(",", "\N{NARROW NO-BREAK SPACE}")
        )
    return texts.term("level", label)


def percent(probability: float) -> str:
    """A probability as a reader takes it in; never rounded to a certainty that it is not."""
    if 0 < probability < 0.005:
        return "< 0.5 %"
    if 0.995 <= probability < 1:
        return "> 99.5 %"
    return f"{100 * probability:.0f} %"


def waterfall(texts: Texts, steps: Sequence[Step]) -> Component:
    """One line per weight, each drawn from the sum before it to the sum after it."""
    ends = [0.0, *(step.total for step in steps)]
    low, high = min(ends) - 0.5, max(ends) + 0.5
    before = [0.0, *(step.total for step in steps[:-1])]
    heads = ("what", "left", "right", "weight")
    return html.Div(
        className="table-frame",
        tabIndex=0,
        children=html.Table(
            className="ruled waterfall",
            children=[
                html.Caption(texts.say("resolve", "bits")),
                html.Thead(
                    html.Tr(
                        [html.Th(texts.say("resolve", key), scope="col") for key in heads]
                        + [html.Th(_scale(texts, low, high), scope="col", className="drawn")]
                    )
                ),
                html.Tbody(
                    [
                        _line(texts, step, start, low, high)
                        for step, start in zip(steps, before, strict=True)
                    ]
                ),
            ],
        ),
    )


def _place(weight: float, low: float, high: float) -> float:
    return 100 * (weight - low) / (high - low)


def _scale(texts: Texts, low: float, high: float) -> Component:
    even = {"left": f"{_place(0, low, high):.1f}%"}
    return html.Div(html.Span(texts.say("resolve", "even"), style=even), className="scale")


def _line(texts: Texts, step: Step, start: float, low: float, high: float) -> Component:
    ends = sorted((_place(start, low, high), _place(step.total, low, high)))
    bar = {"left": f"{ends[0]:.1f}%", "width": f"{max(ends[1] - ends[0], _LEAST_WIDE):.1f}%"}
    even = {"left": f"{_place(0, low, high):.1f}%"}
    drawn = html.Div(
        [
            html.Span(className="even", style=even),
            html.Span(className="bar for" if step.weight > 0 else "bar against", style=bar),
        ],
        className="track",
        **wild(aria_hidden="true"),
    )
    return html.Tr(
        [
            html.Th(level(texts, step.label), scope="row"),
            html.Td(_value(texts, step.left)),
            html.Td(_value(texts, step.right)),
            html.Td(f"{step.weight:+.1f}", className="number"),
            html.Td(drawn, className="drawn"),
        ]
    )


def _value(texts: Texts, compared: str | None) -> str:
    """What was compared; several values without the brackets around their list."""
    value = compared or ""
    listed = value.startswith("[") and value.endswith("]")
    return value[1:-1] if listed else texts.said(value)


def reasons(texts: Texts, pair: PairExplanation, steps: Sequence[Step], others: int) -> Children:
    """The sentence, then the drawing."""
    lines: Children = [html.P(sentence(texts, pair), className="plain"), waterfall(texts, steps)]
    if others:
        lines.append(html.P(texts.say("resolve", "other_pairs", n=others), className="hint"))
    return lines
