"""The page on people to protect: who needs what, who looks after them, and whose name is opened.

For those only who may look after them; everybody stands under the pseudonym here too.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import Dash, ctx, dcc, html, no_update
from dash.dependencies import Input, Output, State

from dashboards.components import Children, Component, protecting, wild
from dashboards.pages import protect_ids as ids
from dashboards.pages.page import Asked, Page
from dashboards.workspace import Workspace
from workbench.access import referrals, unlocking
from workbench.access.rights import Right
from workbench.errors import RefusedError
from workbench.evidence.safeguarding import Safeguarding, to_protect
from workbench.vocabulary import Consent, ReferralState, Service

_FIELDS = (
    ids.REASON,
    ids.HOURS,
    ids.ANSWERS,
    ids.SERVICE,
    ids.OFFICE,
    ids.CONSENT,
    ids.NOTE,
    ids.NEXT,
    ids.REFERRAL,
    ids.STATE,
)
_BUTTONS = (ids.UNLOCK, ids.LOCK, ids.REFER, ids.FOLLOW)
Fields = Mapping[str, Any]


def layout(workspace: Workspace, asked: Asked) -> Component:
    """The list by need, and the person that the address asks for."""
    texts, person = workspace.texts, asked.get("person")
    found = _found(workspace)
    return html.Main(
        className="protect",
        children=[
            html.Aside(
                [
                    html.H2(texts.count("protected", len(found.persons))),
                    html.Div(protecting.persons(texts, found.persons, person), id=ids.LIST),
                    *_of_nobody(workspace, found),
                ],
                className="left",
                **wild(aria_label=texts.say("protect", "list")),
            ),
            html.Div(_detail(workspace, found, person), id=ids.DETAIL, className="protect-body"),
            dcc.Store(id=ids.PERSON, data=person),
        ],
    )


def register(app: Dash, workspace: Workspace) -> None:
    """Connect the page."""

    @app.callback(
        Output(ids.DETAIL, "children"),
        Output(ids.LIST, "children"),
        *(Input(button, "n_clicks") for button in _BUTTONS),
        State(ids.PERSON, "data"),
        *(State(field, "value") for field in _FIELDS),
        prevent_initial_call=True,
    )
    def act(*given: Any) -> tuple[Any, Any]:
        clicks, person = given[: len(_BUTTONS)], given[len(_BUTTONS)]
        if not any(clicks) or not person:
            return no_update, no_update
        fields = dict(zip(_FIELDS, given[len(_BUTTONS) + 1 :], strict=True))
        _do(workspace, str(ctx.triggered_id), str(person), fields)
        found = _found(workspace)
        listed = protecting.persons(workspace.texts, found.persons, person)
        return _detail(workspace, found, person), listed


def _found(workspace: Workspace) -> Safeguarding:
    """Everybody to protect. Raises RefusedError for whoever may not look after them."""
    found = to_protect(workspace.case, workspace.masking())
    workspace.entities([one.entity for one in found.persons])  # which logs that they were shown
    return found


def _of_nobody(workspace: Workspace, found: Safeguarding) -> Children:
    """Signs that are of nobody for sure."""
    texts, alone = workspace.texts, (*found.unresolved, *found.of_nobody_named)
    if not alone:
        return []
    return [html.H3(texts.say("protect", "of_nobody")), *protecting.signs(texts, alone)]


def _detail(workspace: Workspace, found: Safeguarding, person: str | None) -> Children:
    texts = workspace.texts
    one = next((p for p in found.persons if p.entity == person), None)
    if one is None:
        return [html.P(texts.say("protect", "choose"), className="about")]
    workspace.consulted(one.entity)
    opened = [u for u in unlocking.in_force(workspace.case) if u.entity_id == one.entity]
    return protecting.one_person(
        texts,
        one,
        workspace.masking().label(one.entity),
        opened[-1] if opened else None,
        may_unlock=workspace.may(Right.UNLOCKING),
        asks_who=not workspace.has_accounts,
    )


def _do(workspace: Workspace, button: str, person: str, fields: Fields) -> None:
    """What a button stands for, logged in the same transaction. Raises RefusedError."""
    case = workspace.case
    with workspace.writing(), case.transaction():
        match button:
            case ids.UNLOCK:
                unlocking.unlock(
                    case,
                    person,
                    fields[ids.REASON] or "",
                    hours=float(fields[ids.HOURS] or 0),
                    named_person=fields[ids.ANSWERS] or "",
                )
            case ids.LOCK:
                unlocking.lock(case, person)
            case ids.REFER:
                referrals.refer(
                    case,
                    person,
                    Service(_chosen(fields, ids.SERVICE)),
                    fields[ids.OFFICE] or "",
                    Consent(_chosen(fields, ids.CONSENT)),
                    note=fields[ids.NOTE] or "",
                    next_date=_day(fields[ids.NEXT]),
                )
            case ids.FOLLOW:
                number = int(_chosen(fields, ids.REFERRAL))
                referrals.follow(case, number, ReferralState(_chosen(fields, ids.STATE)))


def _chosen(fields: Fields, name: str) -> str:
    if not fields[name]:
        raise RefusedError("choose one of the list first.")
    return str(fields[name])


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise RefusedError(f"{written}: write the day as 2026-12-01.") from error


PAGE = Page("protect", layout, register, lambda workspace: workspace.may(Right.SAFEGUARDING))
