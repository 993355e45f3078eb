"""A file of the case: where it comes from, how its rows reconcile, what could not be read."""

import json

import dash_mantine_components as dmc
from dash import html

from dashboards.components import Children, Component, wild
from dashboards.components.overview import rejected_rows
from dashboards.components.signs import badge
from dashboards.components.telling import teller
from dashboards.overview import Rejected
from dashboards.pages import intake_ids as ids
from dashboards.taking_in.files import Reconciled
from dashboards.texts import Texts, grouped
from workbench.sources import Source

_COLUMNS = ("rows_in", "accepted", "rejected_rows", "duplicate", "not_data")


def facts_of(texts: Texts, source: Source) -> tuple[tuple[str, str | None], ...]:
    """What is known of a file once it is read, by the names of the texts."""
    return (
        ("kind", texts.term("source_kind", source.kind)),
        ("template", f"{source.template} {source.template_version}" if source.template else None),
        ("encoding", source.encoding),
        ("language", source.language),
        ("country", source.country),
        ("time_zone", source.time_zone),
        ("authority", source.authority),
        ("target", source.target_written),
    )


def source_view(texts: Texts, found: Reconciled, rejected: list[Rejected]) -> Children:
    """All about one file of the case."""
    source = found.counted.source
    facts = (
        *facts_of(texts, source),
        ("received_from", source.received_from),
        ("received_at", source.received_at),
        ("legal_basis", source.legal_basis),
        ("added", f"{source.added_by}, {texts.moment(source.added_at_utc)}"),
    )
    return [
        html.Div(
            [
                html.H2(source.file_name),
                *_ways(texts, found),
            ],
            className="title",
        ),
        html.Div(
            [
                badge(texts.say("evidence", "grade", grade=source.grade)),
                badge(texts.say("evidence", "handling", code=source.handling_code)),
                html.Code(texts.say("evidence", "hash", hash=source.sha256)),
            ],
            className="remarks",
        ),
        html.Div(
            [
                html.Span(
                    [html.Span(texts.say("intake", key), className="hint"), " ", value],
                    className="fact-pair",
                )
                for key, value in facts
                if value
            ],
            className="facts",
        ),
        html.H3(texts.say("intake", "reconciliation")),
        html.P(texts.say("intake", "reconciliation_hint"), className="hint"),
        _parts(texts, found),
        *_reasons(texts, found),
        *([html.H3(texts.say("overview", "rejected_title"))] if rejected else []),
        *(rejected_rows(texts, rejected) if rejected else []),
    ]


def _ways(texts: Texts, found: Reconciled) -> Children:
    source = found.counted.source
    ways = _looks(texts, found)
    if found.counted.is_tried_again:
        ways.append(
            teller(
                texts.say("intake", "again"), ids.TOLD, "again", variant="light", size="xs",
                source=source.source_id,
            )
        )  # fmt: skip
    return ways


def _looks(texts: Texts, found: Reconciled) -> Children:
    source = found.counted.source
    if found.counted.is_reviewed:
        return [
            teller(
                texts.say("intake", "review"), ids.TOLD, "document", variant="light", size="xs",
                source=source.source_id,
            )
        ]  # fmt: skip
    if not found.parts:
        return []
    told = {"source": source.source_id, "sheet": found.parts[0].sheet or "", "row": 1}
    return [
        dmc.Button(
            texts.say("evidence", "context"),
            variant="default",
            size="compact-xs",
            **wild(data_reading=json.dumps(told)),
        )
    ]


def _parts(texts: Texts, found: Reconciled) -> Component:
    named = any(part.sheet for part in found.parts)
    heads = [texts.say("intake", key) for key in ((("sheet",) if named else ()) + _COLUMNS)]
    return html.Table(
        [
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody(
                [
                    html.Tr(
                        ([html.Th(part.sheet, scope="row")] if named else [])
                        + [
                            html.Td(grouped(n), className="number")
                            for n in (
                                part.rows_in, part.accepted, part.rejected, part.duplicate,
                                part.not_data,
                            )
                        ]
                    )
                    for part in found.parts
                ]
            ),
        ],
        className="ruled reconciled",
    )  # fmt: skip


def _reasons(texts: Texts, found: Reconciled) -> Children:
    if not found.reasons:
        return []
    return [
        html.H3(texts.say("intake", "reasons")),
        html.Ul(
            [
                html.Li(
                    [
                        f"{sheet}: " if sheet else "",
                        texts.said(why),
                        html.Span(grouped(n), className="number"),
                    ]
                )
                for sheet, whys in found.reasons.items()
                for why, n in whys.items()
            ],
            className="left-out",
        ),
    ]
