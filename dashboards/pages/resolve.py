"""The page on identities: which entities may be one, decided pair by pair, and taken back."""

from threading import Thread
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, dcc, html, no_update
from dash.dependencies import ClientsideFunction, Input, Output, State

import entity_resolution
from dashboards.components import Children, Component, wild
from dashboards.components.identities.lists import (
    effect_lines,
    progress_line,
    put_off_failed,
    put_off_line,
    waiting_lines,
    weak_lines,
    word_lines,
)
from dashboards.components.identities.pair import nothing_waits, pair_view
from dashboards.components.identities.whole import whole_view
from dashboards.components.telling import refused
from dashboards.pages import resolve_ids as ids
from dashboards.pages.page import Asked, Page
from dashboards.resolving import lists
from dashboards.resolving.beside import beside
from dashboards.resolving.cluster import cluster
from dashboards.resolving.effect import Effect, decide, take_back
from dashboards.resolving.lists import Open
from dashboards.resolving.put_off import PutOff, Waiting
from dashboards.texts import Texts
from dashboards.workspace import Workspace
from workbench.errors import WorkbenchError
from workbench.vocabulary import Decision

Json = dict[str, Any]


def layout(workspace: Workspace, asked: Asked) -> Component:
    """The page: what is asked for by address (an entity, or two), or the head of the queue."""
    texts, queue = workspace.texts, lists.waiting(workspace)
    progress, waiting, weak, words = _lists(workspace, queue)
    made: Component = html.Main(
        className="resolve",
        children=[
            html.Aside(
                [
                    html.Div(progress, id=ids.PROGRESS),
                    _reason(workspace),
                    _tabs(texts, waiting, weak, words),
                ],
                className="left",
                **wild(aria_label=texts.say("resolve", "lists")),
            ),
            html.Div(
                [
                    html.Div(id=ids.EFFECT, className="effect", role="status"),
                    html.Div(texts.say("resolve", "working"), id=ids.BUSY, hidden=True),
                    html.Div(_asked(workspace, asked, queue), id=ids.BODY),
                ],
                className="resolve-body",
            ),
            dcc.Store(id=ids.TOLD),
            dcc.Store(id=ids.WORKING),
        ],
    )
    # While the first pair is read, so that the first word on it does not wait for lists.
    Thread(target=entity_resolution.read_ahead, daemon=True).start()
    return made


def _reason(workspace: Workspace) -> Component:
    """Why, typed once and kept for the decisions that follow."""
    texts = workspace.texts
    made: Component = dmc.Autocomplete(
        id=ids.REASON,
        label=texts.say("resolve", "reason"),
        placeholder=texts.say("resolve", "reason_hint"),
        data=lists.reasons(workspace),
        size="xs",
        persistence=True,
        persistence_type="session",
    )
    return made


def _tabs(texts: Texts, waiting: Children, weak: Children, words: Children) -> Component:
    parts = (
        ("waiting", ids.WAITING, waiting),
        ("weak", ids.WEAK, weak),
        ("words", ids.WORDS, words),
    )
    made: Component = dmc.Tabs(
        [
            dmc.TabsList(
                [dmc.TabsTab(texts.say("resolve", key), value=key) for key, _, _ in parts]
            ),
            *(
                dmc.TabsPanel(html.Div(lines, id=name, className="lines"), value=key)
                for key, name, lines in parts
            ),
        ],
        value="waiting",
        className="resolve-tabs",
    )
    return made


def _queue(workspace: Workspace, put_off: Waiting) -> list[Open]:
    """What waits for a word and has not got one yet."""
    said = put_off.pairs()
    return [pair for pair in lists.waiting(workspace) if pair.key not in said]


def _lists(
    workspace: Workspace, queue: list[Open]
) -> tuple[Children, Children, Children, Children]:
    texts = workspace.texts
    return (
        progress_line(texts, lists.progress(workspace, queue)),
        waiting_lines(texts, queue),
        weak_lines(texts, lists.weak_merges(workspace)),
        word_lines(texts, lists.words(workspace)),
    )


# ------------------------------------------------------------- what is looked at


def _asked(workspace: Workspace, asked: Asked, queue: list[Open]) -> Children:
    if "entity" in asked:
        return _looked_at(workspace, {"kind": "cluster", "entity": asked["entity"]})
    if "left" in asked and "right" in asked:
        return _looked_at(workspace, {"kind": "pair", **asked})
    return _first(workspace, queue)


def _looked_at(workspace: Workspace, told: Json) -> Children:
    try:
        if told["kind"] == "cluster":
            return _whole(workspace, str(told.get("entity")))
        return _pair(workspace, str(told.get("left")), str(told.get("right")))
    except WorkbenchError as error:
        return [refused(workspace.texts, error)]


def _pair(workspace: Workspace, left: str, right: str) -> Children:
    found = beside(workspace, left, right)
    for side in (found.left, found.right):
        workspace.consulted(side.entity.entity_id)
    return pair_view(workspace.texts, found)


def _whole(workspace: Workspace, entity_id: str) -> Children:
    found = cluster(workspace, entity_id)
    workspace.consulted(found.entity.entity_id)
    return whole_view(workspace.texts, found)


def _first(workspace: Workspace, queue: list[Open]) -> Children:
    """The first pair that nobody was unsure of, or the first of all."""
    if not queue:
        return nothing_waits(workspace.texts)
    left, right = queue[0].key
    return _looked_at(workspace, {"kind": "pair", "left": left, "right": right})


def _after(workspace: Workspace, told: Json, queue: list[Open]) -> Children:
    """The pair that follows one, the first after the last."""
    keys = [pair.key for pair in queue]
    here = (str(told.get("left")), str(told.get("right")))
    place = keys.index(here) + 1 if here in keys else 0
    return _first(workspace, [*queue[place:], *queue[:place]])


# ------------------------------------------------------------- what is done


def register(app: Dash, workspace: Workspace) -> None:
    """Connect the page's callbacks."""
    put_off = Waiting()
    altered = ClientsideFunction("workbench", "altered")
    app.clientside_callback(altered, Input(ids.WORKING, "data"))  # type: ignore[no-untyped-call]

    @app.callback(
        Output(ids.BODY, "children"),
        Output(ids.EFFECT, "children"),
        Output(ids.PROGRESS, "children"),
        Output(ids.WAITING, "children"),
        Output(ids.WEAK, "children"),
        Output(ids.WORDS, "children"),
        Input(ids.TOLD, "data"),
        State(ids.REASON, "value"),
        running=[
            (Output(ids.WORKING, "data"), True, False),
            (Output(ids.BUSY, "hidden"), False, True),
        ],
        prevent_initial_call=True,
    )
    def act(told: Json | None, reason: str | None) -> tuple[Any, ...]:
        match (told or {}).get("kind"):
            case "pair" | "cluster":
                return _looked_at(workspace, told or {}), [], *_unchanged()
            case "next":
                queue = _queue(workspace, put_off)
                return _after(workspace, told or {}, queue), [], *_unchanged()
            case "judge" | "undo":
                return _altered(workspace, put_off, told or {}, reason or "")
        return no_update, no_update, *_unchanged()


def _unchanged() -> tuple[Any, ...]:
    return (no_update,) * 4


def _altered(workspace: Workspace, put_off: Waiting, told: Json, reason: str) -> tuple[Any, ...]:
    texts = workspace.texts
    if workspace.turns.is_long and told["kind"] == "judge" and reason.strip():
        return _kept(workspace, put_off, told, reason)
    try:
        effect = _act(workspace, told, reason)
    except WorkbenchError as error:
        return no_update, [refused(texts, error)], *_unchanged()
    queue = _queue(workspace, put_off)
    if told["kind"] == "undo":
        body = _again(workspace, effect)
    elif "entity" in told:
        body = _looked_at(workspace, {"kind": "cluster", "entity": told["entity"]})
    else:
        body = _first(workspace, queue)
    failed = [put_off_failed(texts, one.problem or "") for one in put_off.failed(workspace.user)]
    return body, [*effect_lines(texts, effect), *failed], *_lists(workspace, queue)


def _kept(workspace: Workspace, put_off: Waiting, told: Json, reason: str) -> tuple[Any, ...]:
    """A word that is said when a file has been taken in; the next pair meanwhile."""
    left, right, decision = str(told["left"]), str(told["right"]), Decision(told["decision"])
    put_off.put_off(workspace, PutOff(workspace.user, left, right, decision, reason))
    queue = _queue(workspace, put_off)
    said = put_off_line(workspace.texts, decision, len(put_off.pairs()))
    return _first(workspace, queue), said, *_lists(workspace, queue)


def _act(workspace: Workspace, told: Json, reason: str) -> Effect:
    if told["kind"] == "undo":
        given = reason.strip() or workspace.texts.say("resolve", "undo_reason")
        return take_back(workspace, int(told["judgement"]), given)
    decision = Decision(told["decision"])
    return decide(workspace, str(told["left"]), str(told["right"]), decision, reason)


def _again(workspace: Workspace, effect: Effect) -> Children:
    """The pair whose judgement was taken back, to be looked at again."""
    made = effect.judgement
    told = {"kind": "pair", "left": str(made.left_mention), "right": str(made.right_mention)}
    return _looked_at(workspace, told)


PAGE = Page("resolve", layout, register)
