"""The right side while nothing is selected: how to begin, and the files that the case rests on."""

import json
from collections.abc import Sequence
from itertools import groupby

import dash_mantine_components as dmc
from dash import html

from dashboards.components import Children, Component, wild
from dashboards.overview import Received, Rejected
from dashboards.texts import Texts, grouped

MOST_FILES = 60


def overview(texts: Texts, files: Sequence[Received]) -> Children:
    """First steps, then the files by kind; each opens where it can be read."""
    steps = [html.Li(texts.say("overview", key)) for key in ("search", "click", "expand", "path")]
    lines: Children = [
        html.H2(texts.say("overview", "begin")),
        html.Ul(steps, className="steps"),
        html.H2(texts.say("overview", "rests_on")),
    ]
    if not files:
        return [*lines, html.P(texts.say("overview", "no_files"), className="hint")]
    for kind, group in groupby(files[:MOST_FILES], key=lambda file: file.kind):
        members = list(group)
        number = html.Span(grouped(len(members)), className="number")
        lines.append(html.H3([texts.term("source_kind", kind), number]))
        if kind == "call_records":
            lines.append(html.P(texts.say("overview", "asked_for"), className="hint"))
        lines += [_file(texts, file) for file in members]
    if len(files) > MOST_FILES:
        more = texts.say("overview", "more", n=grouped(len(files) - MOST_FILES))
        lines.append(html.P(more, className="hint"))
    return lines


def _file(texts: Texts, file: Received) -> Component:
    told: dict[str, object] = {"source": file.source_id}
    told |= (
        {"start": 0, "end": 0}
        if file.is_document
        else {"sheet": file.sheet, "row": file.row_number}
    )
    opening = html.Button(
        [
            html.Span(file.file, className="name", title=file.file),
            html.Span(
                [html.Span(fact, className="fact") for fact in _about(texts, file)],
                className="hint about",
            ),
        ],
        className="row file-row",
        type="button",
        **wild(data_reading=json.dumps(told)),
    )
    return html.Div([opening, *_rejected(texts, file)], className="file-line")


def _rejected(texts: Texts, file: Received) -> Children:
    if not file.rejected:
        return []
    told = {"what": "rejected", "source": file.source_id}
    return [
        dmc.Button(
            texts.say("overview", "rejected", n=grouped(file.rejected)),
            size="compact-xs",
            variant="subtle",
            color="orange",
            **wild(data_reading=json.dumps(told)),
        )
    ]


def rejected_rows(texts: Texts, rows: Sequence[Rejected]) -> Children:
    """What could not be read, word for word, and why."""
    heads = ("row_number", "reason", "as_written")
    return [
        html.P(texts.say("overview", "rejected_hint"), className="hint"),
        html.Table(
            [
                html.Thead(
                    html.Tr([html.Th(texts.say("overview", key), scope="col") for key in heads])
                ),
                html.Tbody(
                    [
                        html.Tr(
                            [html.Td(row.place), html.Td(texts.said(row.reason)), html.Td(row.text)]
                        )
                        for row in rows
                    ]
                ),
            ],
            className="original",
        ),
    ]


def _about(texts: Texts, file: Received) -> list[str]:
    unit = "sentence" if file.is_document else "row"
    facts = [file.target or "", texts.count(unit, file.rows)]
    if file.first_utc and file.last_utc:
        days = {f"{texts.local(end):%Y-%m-%d}" for end in (file.first_utc, file.last_utc)}
        facts.append(" – ".join(sorted(days)))
    return [fact for fact in facts if fact]
