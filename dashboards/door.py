"""The door of a case with users: nobody gets further than the login without being one of them.

Every request is answered as the user whose session it belongs to: rights, sources, masks and the
log follow from that (``workbench.access.gate``). A case without users has no door.
"""

import hmac
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Flask, Response, abort, g, make_response, redirect, render_template, request

from dashboards.sessions import Session, Sessions
from dashboards.texts import Texts
from workbench.access import accounts, gate
from workbench.access.rights import Right
from workbench.case import Case
from workbench.errors import RefusedError, WorkbenchError
from workbench.vocabulary import Action

LOGIN, ACCOUNT = "/login", "/account"
SESSION_COOKIE, FORM_COOKIE = "session", "form"
STRANGER = "not logged in"
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Door:
    """The case, the words of whoever asks, the case's one writer at a time, and who is in."""

    case: Case
    texts: Callable[[], Texts]
    writing: Callable[[], AbstractContextManager[None]]
    soon: Callable[[Callable[[], None]], None]
    sessions: Sessions = field(default_factory=Sessions)


def shut(server: Flask, door: Door) -> None:
    """Have every request pass the door."""

    @server.before_request
    def pass_door() -> Response | None:
        return _admitted(door) if door.case.has_accounts() else None

    @server.teardown_request
    def leave(_: BaseException | None) -> None:
        if acting := g.pop("acting", None):
            acting.__exit__(None, None, None)

    server.add_url_rule(LOGIN, "login", partial(_login, door), methods=["GET", "POST"])
    server.add_url_rule(ACCOUNT, "account", partial(_account, door), methods=["GET", "POST"])


def _admitted(door: Door) -> Response | None:
    """Go on as the user of the session (None), or be sent where one has to go first."""
    if request.method == "POST" and not _from_here():
        abort(403)
    session = door.sessions.find(request.cookies.get(SESSION_COOKIE, ""))
    if request.path == LOGIN:
        actor = gate.Actor(STRANGER)
    elif session is None:
        return _to(LOGIN)
    elif request.path == ACCOUNT:
        actor = gate.Actor(session.user_name)
    else:
        try:
            actor = door.case.actor(session.user_name)
            gate.check(door.case.ledger(), session.user_name, Right.CONSULTATION)
        except RefusedError:
            # A password to be chosen first, a role without pages, an account closed meanwhile.
            return _to(ACCOUNT)
    g.acting = gate.acting(actor)
    g.acting.__enter__()
    return None


def _from_here() -> bool:
    """Whether a browser sent this from a page of this server; one that tells nothing did not.

    ``guarding`` has refused a foreign origin already.
    """
    return "Origin" in request.headers or request.headers.get("Sec-Fetch-Site") == "same-origin"


def _to(place: str) -> Response:
    if request.method != "GET" or request.path.startswith("/_"):
        abort(401)
    return _go(place)


def _go(place: str) -> Response:
    return make_response(redirect(place, 303))


# ------------------------------------------------------------------ login


def _login(door: Door) -> Response:
    if not door.case.has_accounts():
        return _go("/")
    if request.method in ("GET", "HEAD"):
        return _login_page(door)
    if not _same(request.form.get("form", ""), request.cookies.get(FORM_COOKIE, "")):
        return _login_page(door, "stale", 400)
    user_name, password = request.form.get("user", ""), request.form.get("password", "")
    right = accounts.prove(door.case.ledger(), user_name, password)
    try:
        with gate.acting(gate.Actor(user_name if right else STRANGER)):
            door.soon(lambda: accounts.note(door.case, user_name, right=right))
    except WorkbenchError:
        return _login_page(door, "wrong", 403)
    return _with_session(door, user_name, "/")


def _login_page(door: Door, notice: str = "", status: int = 200) -> Response:
    token = secrets.token_urlsafe(32)
    answer = _page(door, "login.html", status, form=token, notice=notice)
    _set_cookie(answer, FORM_COOKIE, token)
    return answer


def _with_session(door: Door, user_name: str, place: str) -> Response:
    answer = _go(place)
    _set_cookie(answer, SESSION_COOKIE, door.sessions.begin(user_name))
    answer.delete_cookie(FORM_COOKIE)
    return answer


# ------------------------------------------------------------------ one's own account


def _account(door: Door) -> Response:
    token = request.cookies.get(SESSION_COOKIE, "")
    session = door.sessions.find(token) if door.case.has_accounts() else None
    if session is None:
        return _go("/")
    if request.method in ("GET", "HEAD"):
        return _account_page(door, session)
    if not _same(request.form.get("form", ""), session.form):
        return _account_page(door, session, "stale", 400)
    if "logout" in request.form:
        door.sessions.end(token)
        _log_out(door, session.user_name)
        answer = _go(LOGIN)
        answer.delete_cookie(SESSION_COOKIE)
        return answer
    return _change_password(door, session)


def _log_out(door: Door, user_name: str) -> None:
    door.soon(lambda: _note_leaving(door.case, user_name))


def _note_leaving(case: Case, user_name: str) -> None:
    with case.transaction():
        detail = {"command": "login", "outcome": "left"}
        case.note(Action.CONSULTATION, f"account-{user_name}", detail)


def _change_password(door: Door, session: Session) -> Response:
    old, new, again = (request.form.get(name, "") for name in ("old", "new", "again"))
    if new != again:
        return _account_page(door, session, "differs", 400)
    try:
        with door.writing():
            accounts.change_password(door.case, session.user_name, old, new)
    except WorkbenchError as error:
        return _account_page(door, session, str(error), 400)
    door.sessions.end_all(session.user_name)
    return _with_session(door, session.user_name, "/")


def _account_page(door: Door, session: Session, notice: str = "", status: int = 200) -> Response:
    account = accounts.get(door.case.ledger(), session.user_name)
    sees = gate.may(door.case.ledger(), session.user_name, Right.CONSULTATION)
    if not notice and not sees and not account.disabled:
        notice = "must_change" if account.must_change else "no_pages"
    return _page(
        door, "account.html", status, form=session.form, account=account, notice=notice, sees=sees
    )


# ------------------------------------------------------------------ pages and cookies


def _page(door: Door, template: str, status: int, *, notice: str, **values: Any) -> Response:
    texts = door.texts()
    words = texts.words["login"]
    shown = {"words": words, "notice": words.get(notice, notice), "language": texts.language}
    answer = make_response(render_template(template, **shown, **values), status)
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


def _set_cookie(answer: Response, name: str, value: str) -> None:
    answer.set_cookie(name, value, httponly=True, secure=request.is_secure, samesite="Strict")


def _same(sent: str, kept: str) -> bool:
    return bool(kept) and hmac.compare_digest(sent.encode(), kept.encode())
