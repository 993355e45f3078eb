"""The page on files: dropped, recognised, put right, taken in, and how their rows reconcile."""

from dataclasses import replace
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, dcc, html, no_update
from dash.dependencies import ClientsideFunction, Input, Output, State
from flask import Response, request

from dashboards.apart import apart
from dashboards.components import Children, Component, wild
from dashboards.components.intake.layout_form import FACTS, recognised, waiting_view
from dashboards.components.intake.lists import drop_zone, file_lines, job_lines, waiting_lines
from dashboards.components.intake.source import source_view
from dashboards.components.telling import refused
from dashboards.overview import rejected
from dashboards.pages import intake_ids as ids
from dashboards.pages import review
from dashboards.pages.page import Asked, Page
from dashboards.taking_in import files, looking
from dashboards.taking_in.waiting import LARGEST_FILE, TooLargeError, Waiting
from dashboards.taking_in.work import Work
from dashboards.texts import Texts
from dashboards.workspace import Workspace
from ingest.intake import AddOptions
from workbench import sources
from workbench.access.rights import Right
from workbench.clock import time_zones
from workbench.errors import WorkbenchError
from workbench.vocabulary import SourceKind

TICK_MS = 700
Json = dict[str, Any]


def layout(workspace: Workspace, asked: Asked) -> Component:
    """The page: a file of the case where the address asks for one (``source``)."""
    texts = workspace.texts
    body = _begin(texts)
    if asked.get("source", "").isdigit():
        body = _source(workspace, int(asked["source"]), review=True)
    return html.Main(
        className="intake",
        children=[
            html.Aside(
                [
                    drop_zone(texts),
                    html.Div(id=ids.WAITING, className="lines"),
                    dmc.Checkbox(
                        id=ids.RESOLVE,
                        label=texts.say("intake", "then_resolve"),
                        checked=True,
                        size="xs",
                    ),
                    html.Div(id=ids.JOB, className="job", **wild(aria_live="polite")),
                    html.H3(texts.say("intake", "in_case")),
                    html.Div(
                        file_lines(texts, files.counted(workspace)), id=ids.FILES, className="lines"
                    ),
                ],
                className="left",
                **wild(aria_label=texts.say("intake", "lists")),
            ),
            html.Div(
                [
                    html.Div(texts.say("resolve", "working"), id=ids.BUSY, hidden=True),
                    html.Div(body, id=ids.BODY),
                ],
                className="intake-body",
            ),
            dcc.Interval(id=ids.TICK, interval=TICK_MS, disabled=False),
            *(dcc.Store(id=name) for name in (ids.TOLD, ids.SHOWN, ids.REVISION, ids.WORKING)),
        ],
    )


def _begin(texts: Texts) -> Children:
    return [html.P(texts.say("intake", "begin"), className="plain")]


def _source(workspace: Workspace, source_id: int, *, review: bool) -> Children:
    try:
        found = files.reconciled(workspace, source_id)
        workspace.consulted(f"source-{source_id}")
        if review and found.counted.is_reviewed:
            return _document(workspace, source_id)
        return source_view(workspace.texts, found, rejected(workspace, source_id))
    except WorkbenchError as error:
        return [refused(workspace.texts, error)]


def _document(workspace: Workspace, source_id: int) -> Children:
    return review.layout(workspace, source_id)


def register(app: Dash, workspace: Workspace) -> None:
    """Connect the page's callbacks."""
    work = Work(workspace)
    altered = ClientsideFunction("workbench", "altered")
    app.clientside_callback(altered, Input(ids.WORKING, "data"))  # type: ignore[no-untyped-call]
    app.server.post("/intake/files")(lambda: _received(workspace, work))
    _telling(app, workspace, work)
    _watching(app, workspace, work)
    _correcting(app, workspace, work)
    review.register(app, workspace)


def _received(workspace: Workspace, work: Work) -> Response:
    """A file comes in; it is written to disk as it comes and waits there."""
    request.max_content_length = LARGEST_FILE
    try:
        workspace.case.require(Right.COLLECTION)
        name, size = request.args.get("name", ""), request.content_length
        if size is None:
            raise WorkbenchError("the browser does not say how large the file is.")
        work.room.receive(name, request.stream, size, workspace.case.user)
    except TooLargeError as error:
        return Response(str(error), 413, mimetype="text/plain")
    except WorkbenchError as error:
        return Response(str(error), 400, mimetype="text/plain")
    work.look_at_all()
    return Response(status=204)


# ------------------------------------------------------------- what the user tells


def _telling(app: Dash, workspace: Workspace, work: Work) -> None:
    @app.callback(
        Output(ids.BODY, "children"),
        Output(ids.SHOWN, "data"),
        Output(ids.TICK, "disabled", allow_duplicate=True),
        Input(ids.TOLD, "data"),
        State(ids.RESOLVE, "checked"),
        running=[(Output(ids.WORKING, "data"), True, False)],
        prevent_initial_call=True,
    )
    def act(told: Json | None, resolve: bool) -> tuple[Any, Any, Any]:
        try:
            return _told(workspace, work, told or {}, resolve=resolve)
        except WorkbenchError as error:
            return [refused(workspace.texts, error)], None, no_update


def _told(workspace: Workspace, work: Work, told: Json, *, resolve: bool) -> tuple[Any, Any, Any]:
    """What the page shows, which file that is, and whether watching may rest."""
    user = workspace.case.user
    match told:
        case {"kind": "arrived"}:
            return no_update, no_update, False
        case {"kind": "waiting", "number": int(number)}:
            waiting = work.room.get(number, user)
            if waiting is None:
                return _nothing()
            shown = [number, waiting.looked_at]
            return _waiting(workspace, waiting), shown, False
        case {"kind": "again", "source": int(source)}:
            waiting = _again(workspace, work, source)
            return _waiting(workspace, waiting), [waiting.number, waiting.looked_at], False
        case {"kind": "propose", "number": int(number)} if proposed := work.room.get(number, user):
            with apart(workspace) as case:
                settled = looking.settle(
                    case, work.room, proposed, proposed.meanings, proposed.facts
                )
            return _waiting(workspace, settled or proposed), [number, True], no_update
        case {"kind": "aside", "number": int(number)}:
            if work.room.get(number, user):
                work.room.put_aside(number)
            return _begin(workspace.texts), None, False
        case {"kind": "take"}:
            chosen = [w for w in work.room.of(user) if told.get("number") in (None, w.number)]
            # A file whose reading is not settled waits on where all are taken.
            ready = [w for w in chosen if "number" in told or w.trial or not w.looked_at]
            work.take_in(ready, resolve=resolve)
            return _begin(workspace.texts), None, False
        case {"kind": "cancel"} if work.job and work.job.user == user:
            work.job.cancelled.set()
            return no_update, no_update, False
        case {"kind": "source", "source": int(source)}:
            return _source(workspace, source, review=False), None, no_update
        case {"kind": "document", "source": int(source)}:
            return _source(workspace, source, review=True), None, no_update
    return _nothing()


def _again(workspace: Workspace, work: Work, source_id: int) -> Waiting:
    """A file of the case waits to have its rejected rows tried again. Raises UnknownObjectError."""
    case = workspace.case
    case.require(Right.ALTERATION)
    with case.db.cursor() as db:
        source = sources.get(db, source_id)
    waiting = work.room.again(
        case.original(source.sha256),
        source.file_name,
        source_id,
        files.options_of(source),
        case.user,
    )
    work.look_at_all()
    return waiting


def _nothing() -> tuple[Any, Any, Any]:
    return no_update, no_update, no_update


def _waiting(workspace: Workspace, waiting: Waiting) -> Children:
    return waiting_view(workspace.texts, workspace.masking(), waiting, time_zones())


# ------------------------------------------------------------- what goes on meanwhile


def _watching(app: Dash, workspace: Workspace, work: Work) -> None:
    @app.callback(
        Output(ids.WAITING, "children"),
        Output(ids.JOB, "children"),
        Output(ids.FILES, "children"),
        Output(ids.BODY, "children", allow_duplicate=True),
        Output(ids.REVISION, "data"),
        Output(ids.TICK, "disabled"),
        Output(ids.SHOWN, "data", allow_duplicate=True),
        Input(ids.TICK, "n_intervals"),
        State(ids.REVISION, "data"),
        State(ids.SHOWN, "data"),
        prevent_initial_call="initial_duplicate",
    )
    def watch(_: int, seen: list[Any] | None, shown: list[Any] | None) -> tuple[Any, ...]:
        texts, masking, user = workspace.texts, workspace.masking(), workspace.case.user
        room, job = work.room, work.job
        one = room.get(_number(shown), user)
        revision = [room.revision, id(job), job.finished if job else True]
        changed = revision != seen
        waiting = room.of(user)
        resting = (job is None or job.finished) and all(w.looked_at for w in waiting)
        # Shown anew when it has been looked at, not while the user types.
        news = bool(one and one.looked_at and shown and not shown[1])
        done = changed and seen is not None and job is not None and job.finished
        return (
            waiting_lines(texts, masking, waiting) if changed else no_update,
            job_lines(texts, masking, job) if job and job.user == user else [],
            file_lines(texts, files.counted(workspace)) if done else no_update,
            _waiting(workspace, one) if one and news else no_update,
            revision,
            resting,
            [one.number, True] if one and news else no_update,
        )


def _number(shown: list[Any] | None) -> int:
    """The file that is shown; beside it stands whether it had been looked at by then."""
    return int(shown[0]) if shown else 0


# ------------------------------------------------------------- putting right


def _correcting(app: Dash, workspace: Workspace, work: Work) -> None:
    @app.callback(
        Output(ids.PREVIEW, "children"),
        Input({"type": ids.MEANING, "index": ALL}, "value"),
        Input({"type": ids.FACT, "index": ALL}, "value"),
        State({"type": ids.FACT, "index": ALL}, "id"),
        State(ids.SHOWN, "data"),
        prevent_initial_call=True,
    )
    def settle(
        meanings: list[str | None],
        values: list[str | None],
        named: list[Json],
        shown: list[Any] | None,
    ) -> Any:
        waiting = work.room.get(_number(shown), workspace.case.user)
        if waiting is None or waiting.draft is None or len(meanings) != len(waiting.draft.columns):
            return no_update
        facts = dict.fromkeys(FACTS) | {
            one["index"]: value or None for one, value in zip(named, values, strict=True)
        }
        if tuple(meanings) == waiting.meanings and facts == dict(waiting.facts):
            return no_update
        with apart(workspace) as case:
            settled = looking.settle(case, work.room, waiting, meanings, facts)
        if settled is None:
            return no_update
        return recognised(workspace.texts, workspace.masking(), settled)

    @app.callback(
        Output(ids.TICK, "disabled", allow_duplicate=True),
        Input({"type": ids.OPTION, "index": ALL}, "value"),
        State({"type": ids.OPTION, "index": ALL}, "id"),
        State(ids.SHOWN, "data"),
        prevent_initial_call=True,
    )
    def describe(values: list[str | None], named: list[Json], shown: list[Any] | None) -> Any:
        waiting = work.room.get(_number(shown), workspace.case.user)
        if waiting is None or not values:
            return no_update
        said = {one["index"]: value or None for one, value in zip(named, values, strict=True)}
        looking.describe(work.room, waiting, _options(waiting.options, said))
        work.look_at_all()
        return False


def _options(before: AddOptions, said: dict[str, Any]) -> AddOptions:
    """What the user says of a file; a grade of another form than B2 is left as it was."""
    kind, grade = said.pop("kind", None), said.pop("grade", None) or ""
    graded = len(grade) == 2
    handling = said.pop("handling_code", None)
    return replace(
        before,
        kind=SourceKind(kind) if kind else None,
        handling_code=handling or before.handling_code,
        source_reliability=grade[0].upper() if graded else before.source_reliability,
        information_credibility=grade[1] if graded else before.information_credibility,
        **said,
    )


PAGE = Page("intake", layout, register)
