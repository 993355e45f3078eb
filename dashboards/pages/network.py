"""The network page: search and filters, the canvas, the inspector with its evidence."""

import json
from secrets import token_hex
from typing import Any

from dash import Dash, dcc, html, no_update
from dash.dependencies import ClientsideFunction, Input, Output, State

from dashboards import ids
from dashboards.activity import activity
from dashboards.components import Children, Component, filters, inspector, ranks, strip, ties, wild
from dashboards.components import evidence as evidence_parts
from dashboards.components.canvas import canvas
from dashboards.components.export import export_dialog
from dashboards.components.overview import overview
from dashboards.components.saved import saved_section
from dashboards.components.search import hits, search_field
from dashboards.drawings import Drawings
from dashboards.exporting.ids import DIALOG
from dashboards.gestures import after, shown_ids
from dashboards.overview import received
from dashboards.pages import saved
from dashboards.palette import Scheme
from dashboards.pictures import kind_counts
from dashboards.profiles import profile, tie_profile
from dashboards.saving import every
from dashboards.searching import search
from dashboards.stylesheet import stylesheet
from dashboards.views import View
from dashboards.workspace import Workspace
from graph.measures import MEASURES
from workbench.evidence.trace import Trace, trace

RANKED = 8

Json = dict[str, Any]


def layout(workspace: Workspace, drawings: Drawings) -> Component:
    """The page as it is first sent, with its first picture where that is drawn in a moment."""
    page, first = _empty(workspace), View()
    chosen = first.chosen(workspace.texts.zone)
    if workspace.has_network(chosen) and workspace.is_at_hand(chosen, first.measure):
        answers = _drawn(workspace, drawings, page[ids.SESSION].data, first, None)
        for place, answer in zip(_DRAWN, answers, strict=True):
            if answer is not no_update:
                setattr(page[place.component_id], place.component_property, answer)
    return page


def _empty(workspace: Workspace) -> Component:
    """The page without anything drawn."""
    texts = workspace.texts
    return html.Div(
        className="page",
        children=[
            html.Aside(
                className="left",
                **wild(aria_label=texts.say("page", "ask")),
                children=[
                    search_field(texts),
                    filters.measure_section(texts),
                    *filters.legend_sections(texts),
                    filters.more_section(texts),
                    filters.path_section(texts),
                    saved_section(texts, every(workspace)),
                ],
            ),
            html.Main(
                className="centre",
                children=[
                    canvas(texts),
                    html.Div(id=ids.STATEMENT, className="statement", role="status"),
                    strip.strip(texts, activity(workspace)),
                ],
            ),
            html.Aside(
                className="right",
                **wild(aria_label=texts.say("page", "answer")),
                children=[
                    html.Div(id=ids.PATH_RESULT, className="path-result", role="status"),
                    html.Div(
                        overview(texts, received(workspace)),
                        id=ids.INSPECTOR,
                        **wild(aria_live="polite"),
                    ),
                ],
            ),
            export_dialog(texts, DIALOG),
            *_kept_in_browser(),
        ],
    )


def _kept_in_browser() -> Children:
    kept: dict[str, Any] = {
        ids.SESSION: token_hex(8),
        ids.VIEW: View().as_json(),
        ids.GESTURE: None,
        ids.STEP: None,
        ids.DRAWN: None,
        ids.REDRAW: None,
        ids.COUNTING: None,
        ids.COUNTED: None,
        ids.SELECTION: None,
        ids.SAVING: None,
        ids.STYLESHEETS: {str(scheme): stylesheet(scheme) for scheme in Scheme},
    }
    # A store that is told to be empty reports that as a change, and every callback on it answers.
    told = {name: {} if data is None else {"data": data} for name, data in kept.items()}
    return [dcc.Store(id=name, **data) for name, data in told.items()]


def register(app: Dash, workspace: Workspace, drawings: Drawings) -> None:
    """Connect the page's callbacks."""
    _in_browser(app)
    _searching(app, workspace)
    _drawing(app, workspace, drawings)
    saved.register(app, workspace, drawings)
    _inspecting(app, workspace)


def _in_browser(app: Dash) -> None:
    """What the page's scripts do without the server."""
    controls = (
        Input(ids.MEASURE, "value"),
        Input(ids.RELATIONSHIPS, "value"),
        Input(ids.ENTITIES, "value"),
        Input(ids.PROJECTION, "value"),
        Input(ids.MIN_COUNT, "value"),
        Input(ids.FACTS_ONLY, "checked"),
        Input(ids.SERVICES, "checked"),
        Input(ids.CO_MENTIONS, "checked"),
        Input(ids.BY_MEASURE, "checked"),
        Input(ids.GROUPING, "value"),
        Input(ids.PERIOD, "value"),
    )
    values = [Output(c.component_id, c.component_property) for c in controls]
    _scripted(app, "controlled", *controls)
    _scripted(app, "expandKinds", Input(ids.EXPAND_KINDS, "value"))
    _scripted(
        app,
        "viewed",
        *values,
        Output(ids.PERIOD_TEXT, "children"),
        Output(ids.UNDO, "disabled"),
        Output(ids.REDO, "disabled"),
        Input(ids.VIEW, "data"),
    )
    _scripted(
        app,
        "apply",
        Output(ids.DRAWN, "data"),
        Input(ids.STEP, "data"),
    )
    _scripted(app, "counted", Input(ids.COUNTED, "data"))


def _scripted(app: Dash, function: str, *wires: Input | Output | State) -> None:
    """Connect a function of the page's own scripts (``assets``)."""
    named = ClientsideFunction("workbench", function)
    app.clientside_callback(named, *wires)  # type: ignore[no-untyped-call]


def _searching(app: Dash, workspace: Workspace) -> None:
    @app.callback(
        Output(ids.HITS, "children"),
        Input(ids.SEARCH, "value"),
        State(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    def find(text: str | None, view: Json) -> Children:
        if not text or not text.strip():
            return []
        found = search(workspace, text)
        return hits(workspace.texts, found, shown_ids(workspace, View.from_json(view)))


def _drawing(app: Dash, workspace: Workspace, drawings: Drawings) -> None:
    @app.callback(
        Output(ids.VIEW, "data"),
        Output(ids.NOTICE, "children"),
        Input(ids.GESTURE, "data"),
        State(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    def act(gesture: Json | None, view: Json) -> tuple[Any, str]:
        before = View.from_json(view)
        outcome = after(workspace, before, gesture or {})
        notice = workspace.texts.say(*outcome.notice) if outcome.notice else ""
        return (no_update if outcome.view == before else outcome.view.as_json()), notice

    @app.callback(
        *_DRAWN,
        Input(ids.VIEW, "data"),
        Input(ids.REDRAW, "data"),
        State(ids.DRAWN, "data"),
        State(ids.SESSION, "data"),
        prevent_initial_call=True,
    )
    def draw(view: Json, _: Any, drawn: int | None, session: str) -> tuple[Any, ...]:
        return _drawn(workspace, drawings, session, View.from_json(view), drawn)

    @app.callback(
        Output(ids.COUNTED, "data"),
        Input(ids.COUNTING, "data"),
        prevent_initial_call=True,
    )
    def count(view: Json) -> str:
        seen = View.from_json(view)
        workspace.measured(seen.chosen(workspace.texts.zone), seen.measure)
        return token_hex(4)


_DRAWN = (
    Output(ids.STEP, "data"),
    Output(ids.STATEMENT, "children"),
    Output(ids.RELATIONSHIP_OPTIONS, "children"),
    Output(ids.ENTITY_OPTIONS, "children"),
    Output(ids.RANKING, "children"),
    Output(ids.PATH_RESULT, "children"),
    Output(ids.COUNTING, "data"),
)
"""All that changes with the picture."""


def _drawn(
    workspace: Workspace, drawings: Drawings, session: str, view: View, drawn: int | None
) -> tuple[Any, ...]:
    """The next picture after number ``drawn``, and what is said around it (``_DRAWN``)."""
    texts, chosen = workspace.texts, view.chosen(workspace.texts.zone)
    with workspace.at_one_moment():
        counted = workspace.is_at_hand(chosen, view.measure)
        step = drawings.next(session, view, drawn)
        relations, kinds = kind_counts(workspace.network(view.unsorted(texts.zone)))
        return (
            json.dumps(step.as_json(drawn), separators=(",", ":")),
            strip.statement(texts, view, step.drawing.picture),
            filters.relationship_options(texts, relations, view.without_relationships),
            filters.entity_options(texts, kinds, view.without_entities),
            _ranking(workspace, view) if counted else ranks.counting(texts, view.measure),
            ties.path_steps(texts, step.drawing.picture, view.path),
            no_update if counted else view.as_json(),
        )


def _ranking(workspace: Workspace, view: View) -> Children:
    ranking = workspace.first(view.chosen(workspace.texts.zone), view.measure, RANKED)
    low_first = not MEASURES[view.measure].high_is_central
    first = [item for item in ranking.ranked if item.value > 0 or low_first]
    entities = workspace.entities([item.entity_id for item in first])
    hidden = sum(omission.entities for omission in ranking.left_out)
    return ranks.ranking_lines(
        workspace.texts, view.measure, first, entities, hidden, ranking.sampled_from
    )


def _inspecting(app: Dash, workspace: Workspace) -> None:
    @app.callback(
        Output(ids.INSPECTOR, "children"),
        Input(ids.SELECTION, "data"),
        State(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    def inspect(selection: Json | None, view: Json) -> Any:
        seen = View.from_json(view)
        chosen = [str(entity) for entity in (selection or {}).get("entities") or []]
        relationship = (selection or {}).get("relationship")
        if relationship:
            return _relationship(workspace, seen, str(relationship))
        if len(chosen) == 1:
            return _entity(workspace, seen, chosen[0])
        if chosen:
            known = workspace.entities(chosen)
            return inspector.several(workspace.texts, [known[c] for c in chosen if c in known])
        return overview(workspace.texts, received(workspace))

    @app.callback(
        Output(ids.EVIDENCE, "children"),
        Input(ids.EVIDENCE_PAGE, "value"),
        State(ids.EVIDENCE_PAGE, "data-object"),
        State(ids.VIEW, "data"),
        prevent_initial_call=True,
    )
    def turn(page: int, object_id: str, view: Json) -> Children:
        found = _evidence(workspace, View.from_json(view), object_id, page)
        return evidence_parts.evidence_cards(workspace.texts, found, page)


def _entity(workspace: Workspace, view: View, entity_id: str) -> Children:
    texts = workspace.texts
    found = profile(workspace, view, entity_id)
    if found is None:
        return inspector.unknown(texts)
    entity_id = found.entity.entity_id
    workspace.consulted(entity_id)
    evidence = _evidence(workspace, view, entity_id, 1)
    return [
        *inspector.entity_facts(texts, view, found, shown_ids(workspace, view)),
        evidence_parts.evidence_section(
            texts, entity_id, evidence, texts.say("inspector", "mentions")
        ),
    ]


def _relationship(workspace: Workspace, view: View, relationship_id: str) -> Children:
    texts = workspace.texts
    found = tie_profile(workspace, view, relationship_id)
    if found is None:
        return inspector.unknown(texts)
    workspace.consulted(relationship_id)
    evidence = _evidence(workspace, view, relationship_id, 1)
    return [
        *ties.tie_facts(texts, found),
        evidence_parts.evidence_section(
            texts,
            relationship_id,
            evidence,
            texts.say("inspector", "evidence"),
            texts.say("evidence", "both_sides") if evidence.total > found.count else None,
        ),
    ]


def _evidence(workspace: Workspace, view: View, object_id: str, page: int) -> Trace:
    chosen = view.chosen(workspace.texts.zone)
    return trace(
        workspace.case,
        object_id,
        evidence_parts.PER_PAGE,
        (page - 1) * evidence_parts.PER_PAGE,
        shown=workspace.masking(),
        window=chosen.window,
        projection=chosen.projection,
    )
