"""A document on the page of files: its text with what was found, accepted, corrected, added or
refused by mouse and key."""

from dataclasses import asdict
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, dcc, html, no_update, set_props
from dash.dependencies import ClientsideFunction, Input, Output, State

from dashboards.components import Children, Component, wild
from dashboards.components.review.panel import (
    chosen_panel,
    claim_panel,
    marked_panel,
    states_line,
    word_lines,
)
from dashboards.components.review.text import PER_PART, part_of, passage_parts, text_part
from dashboards.components.telling import refused, teller
from dashboards.pages import intake_ids
from dashboards.pages import review_ids as ids
from dashboards.reviewing import objects
from dashboards.reviewing.acts import Act, perform
from dashboards.reviewing.objects import Found, Named
from dashboards.workspace import Workspace
from workbench.errors import WorkbenchError
from workbench.evidence.documents import DocumentView
from workbench.vocabulary import ReviewedKind

ALTERING = ("accept", "refuse", "correct", "add", "add-claim", "withdraw")
Json = dict[str, Any]


def layout(workspace: Workspace, source_id: int) -> Children:
    """The document, nothing chosen yet. Raises WorkbenchError."""
    texts, document = workspace.texts, objects.view(workspace, source_id)
    parts = -(-len(document.passages) // PER_PART)
    return [
        html.Div(
            [
                html.H2(document.file),
                teller(
                    texts.say("review", "reconciliation"), intake_ids.TOLD, "source",
                    source=source_id,
                ),
            ],
            className="title",
        ),
        html.Div(states_line(texts, document), id=ids.STATES, className="facts"),
        html.Div(
            [
                html.Div(
                    [
                        html.P(texts.say("review", "how"), className="hint"),
                        html.Div(text_part(texts, document, 1), id=ids.TEXT),
                        dmc.Pagination(
                            id=ids.PART, total=max(parts, 1), value=1, size="sm",
                            display=None if parts > 1 else "none",
                        ),
                    ],
                    className="review-text",
                    **wild(data_marks=ids.TOLD),
                ),
                html.Div(
                    [_reason(workspace), _panel(workspace, document)], className="review-side"
                ),
            ],
            className="review",
        ),
        dcc.Store(id=ids.TOLD),
        dcc.Store(id=ids.SOURCE, data=source_id),
        dcc.Store(id=ids.CHOSEN),
        dcc.Store(id=ids.WORKING),
    ]  # fmt: skip


def _reason(workspace: Workspace) -> Component:
    made: Component = dmc.TextInput(
        id=ids.REASON,
        label=workspace.texts.say("resolve", "reason"),
        placeholder=workspace.texts.say("resolve", "reason_hint"),
        size="xs",
        persistence=True,
        persistence_type="session",
    )
    return made


def _panel(workspace: Workspace, document: DocumentView) -> Component:
    return html.Div(_beside(workspace, document, None), id=ids.PANEL, **wild(aria_live="polite"))


def _beside(workspace: Workspace, document: DocumentView, found: Found | None) -> Children:
    texts = workspace.texts
    made = objects.said(workspace, document.source)
    return [
        *chosen_panel(texts, document, found),
        *word_lines(texts, workspace.masking(), made),
    ]


def register(app: Dash, workspace: Workspace) -> None:
    """Connect the document's callbacks."""
    altered = ClientsideFunction("workbench", "altered")
    app.clientside_callback(altered, Input(ids.WORKING, "data"))  # type: ignore[no-untyped-call]
    reviewed = ClientsideFunction("workbench", "reviewed")
    app.clientside_callback(  # type: ignore[no-untyped-call]
        reviewed, Input(ids.CHOSEN, "data"), Input(ids.TEXT, "children")
    )

    @app.callback(
        Output(ids.TEXT, "children"),
        Input(ids.PART, "value"),
        State(ids.SOURCE, "data"),
        prevent_initial_call=True,
    )
    def turn(part: int, source: int) -> Children:
        return text_part(workspace.texts, objects.view(workspace, source), part)

    @app.callback(
        Output(ids.PANEL, "children"),
        Output(ids.CHOSEN, "data"),
        Output(ids.PART, "value"),
        Input(ids.TOLD, "data"),
        State(ids.SOURCE, "data"),
        State(ids.CHOSEN, "data"),
        State(ids.PART, "value"),
        State(ids.REASON, "value"),
        State({"type": ids.FIELD, "index": ALL}, "value"),
        State({"type": ids.FIELD, "index": ALL}, "checked"),
        State({"type": ids.FIELD, "index": ALL}, "id"),
        running=[
            (Output(ids.WORKING, "data"), True, False),
            (Output(intake_ids.BUSY, "hidden"), False, True),
        ],
        prevent_initial_call=True,
    )
    def act(
        told: Json | None,
        source: int,
        chosen: Json | None,
        part: int,
        reason: str | None,
        values: list[Any],
        checks: list[Any],
        named: list[Json],
    ) -> tuple[Any, Any, Any]:
        if not told:
            return no_update, no_update, no_update
        fields = _fields(values, checks, named)
        try:
            return _told(workspace, source, told, chosen or {}, part, reason or "", fields)
        except WorkbenchError as error:
            set_props(ids.STATES, {"children": refused(workspace.texts, error)})
            return no_update, no_update, no_update


def _fields(values: list[Any], checks: list[Any], named: list[Json]) -> Json:
    """What the form says by the names of its fields."""
    checked = checks if len(checks) == len(named) else [None] * len(named)
    said = zip(named, values, checked, strict=True)
    return {one["index"]: check if value is None else value for one, value, check in said}


def _told(
    workspace: Workspace,
    source: int,
    told: Json,
    chosen: Json,
    part: int,
    reason: str,
    fields: Json,
) -> tuple[Any, Any, Any]:
    """The panel, what it shows, and the part of the document where that stands."""
    on = _named(chosen)
    document = objects.view(workspace, source)
    texts = workspace.texts
    match told.get("kind"):
        case "choose":
            found = objects.find(document, _named({**told, "kind": told.get("object")}))
            return _shown(workspace, document, found, part)
        case "next" | "previous":
            step = 1 if told["kind"] == "next" else -1
            return _shown(
                workspace, document, objects.beside(document, on, step, waits=step > 0), part
            )
        case "marked":
            return marked_panel(texts, told), {"marked": told}, no_update
        case "claim-form":
            panel = claim_panel(texts, document, int(told["place"]), int(told["left"]))
            return panel, chosen, no_update
        case kind if kind in ALTERING:
            place = chosen.get("marked") or {} if kind == "add" else told
            act = Act(str(kind), source, on, reason, fields, place)
            return _altered(workspace, document, act, part)
    return no_update, no_update, no_update


def _altered(
    workspace: Workspace, before: DocumentView, act: Act, part: int
) -> tuple[Any, Any, Any]:
    """Say the word; only passages that look otherwise now are sent."""
    named = perform(workspace, act)
    document = objects.view(workspace, act.source)
    texts = workspace.texts
    first = (part - 1) * PER_PART
    for place in range(first, min(first + PER_PART, len(document.passages))):
        if document.passages[place] != before.passages[place]:
            shown = passage_parts(texts, document.passages[place])
            set_props({"type": ids.PASSAGE, "index": place}, {"children": shown})
    set_props(ids.STATES, {"children": states_line(texts, document)})
    found = objects.find(document, named)
    if act.kind in ("accept", "refuse"):
        found = objects.beside(document, named, 1, waits=True) or found
    return _shown(workspace, document, found, part)


def _shown(
    workspace: Workspace, document: DocumentView, found: Found | None, part: int
) -> tuple[Any, Any, Any]:
    wanted = part_of(found.place) if found else part
    chosen = asdict(found.named) if found else None
    return (
        _beside(workspace, document, found),
        chosen,
        no_update if wanted == part else wanted,
    )


def _named(told: Json) -> Named | None:
    """The object that a page names."""
    try:
        return Named(ReviewedKind(str(told["kind"])), int(told["number"]))
    except (KeyError, ValueError):
        return None
