"""A case with users is seen by nobody who is not one of them, and by each as they may."""

import hashlib
import re
import shutil
import ssl
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from socket import create_connection
from urllib.request import urlopen

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboards import door, sessions
from dashboards.app import create_app
from dashboards.certificates import fingerprint, own_certificate
from dashboards.serving import Certificate, bound_server, serve
from tests.dashboards.coast import Coast, build
from workbench import audit
from workbench.access import accounts, gate, passwords
from workbench.case import Case
from workbench.clock import now_utc
from workbench.errors import RefusedError, WorkbenchError

PASSWORD = "kamen-rijeka-most"
HERE = {"Origin": "http://localhost"}


@pytest.fixture(scope="module")
def coast_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Coast = build(tmp_path_factory.mktemp("door") / "case", strangers=3)
    with made.case as case, pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
        with case.transaction():
            accounts.add(case, "vera", "supervisor", PASSWORD)
        case.db.execute("UPDATE account SET must_change = false")
        with gate.acting(gate.Actor("vera")), case.transaction():
            accounts.add(case, "ana", "analyst", PASSWORD)
            accounts.add(case, "mila", "auditor", PASSWORD)
        case.db.execute("UPDATE account SET must_change = false")
    return case.folder


@pytest.fixture
def case(coast_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    shutil.copytree(coast_folder, tmp_path / "case")
    with Case.open(tmp_path / "case", write=True, user="vera") as found:
        yield found


Browse = Callable[[], FlaskClient]


@pytest.fixture
def browse(case: Case) -> Browse:
    """Each call is another browser at the one server."""
    server = create_app(case).server
    return lambda: server.test_client()


def token(page: TestResponse) -> str:
    (found,) = set(re.findall(r'name="form" value="([^"]+)"', page.get_data(as_text=True)))
    return str(found)


def log_in(browser: FlaskClient, user: str, password: str = PASSWORD) -> TestResponse:
    form = {"form": token(browser.get("/login")), "user": user, "password": password}
    return browser.post("/login", data=form, headers=HERE)


def test_nothing_is_told_before_the_login(browse: Browse) -> None:
    browser = browse()
    assert browser.get("/").headers["Location"] == "/login"
    for path in ("/_dash-layout", "/_dash-dependencies", "/_dash-component-suites/dash/x.js"):
        assert browser.get(path).status_code == 401
    asked = browser.post("/_dash-update-component", json={}, headers=HERE)
    assert asked.status_code == 401
    assert browser.get("/exports/summary-20240101-000000.zip").status_code == 303
    page = browser.get("/login").get_data(as_text=True)
    assert "Coast" not in page and 'type="password"' in page


def test_the_login_page_answers_a_question_for_its_head(browse: Browse) -> None:
    answer = browse().head("/login")
    assert (answer.status_code, answer.data) == (200, b"")


def test_who_logs_in_sees_the_case_until_they_log_out(browse: Browse, case: Case) -> None:
    browser = browse()
    answer = log_in(browser, "ana")
    assert answer.headers["Location"] == "/"
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("session="))
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert browser.get("/_dash-layout").status_code == 200
    assert browse().get("/_dash-layout").status_code == 401, "another browser is not in"
    form = {"form": token(browser.get("/account")), "logout": "1"}
    assert browser.post("/account", data=form, headers=HERE).headers["Location"] == "/login"
    assert browser.get("/_dash-layout").status_code == 401
    logged = [(r.user_name, r.detail) for r in audit.rows(case.db) if r.object == "account-ana"]
    assert [user for user, detail in logged if "admitted" in detail or "left" in detail] == [
        "ana",
        "ana",
    ]


def test_wrong_names_and_passwords_are_told_the_same_and_lock(browse: Browse) -> None:
    browser = browse()
    answers = {log_in(browser, name, "x").get_data(as_text=True) for name in ("ana", "nobody")}
    assert len({re.sub(r'value="[^"]+"', "", text) for text in answers}) == 1
    for _ in range(accounts.FAILURES):
        assert log_in(browser, "ana", "x").status_code == 403
    assert log_in(browser, "ana").status_code == 403, "locked"
    assert log_in(browser, "vera").status_code == 303, "others are not"


def test_a_form_of_another_site_does_nothing(browse: Browse) -> None:
    browser = browse()
    form = {"form": token(browser.get("/login")), "user": "ana", "password": PASSWORD}
    elsewhere = {"Origin": "https://elsewhere.example"}
    assert browser.post("/login", data=form, headers=elsewhere).status_code == 403
    assert browser.post("/login", data=form).status_code == 403, "a browser says where it is"
    stale = browser.post("/login", data=form | {"form": "x"}, headers=HERE)
    assert stale.status_code == 400 and "too old" in stale.get_data(as_text=True)
    log_in(browser, "ana")
    asked = browser.post("/_dash-update-component", json={})
    assert asked.status_code == 403


@pytest.mark.parametrize("limit", [sessions.IDLE, sessions.LONGEST])
def test_a_session_ends(browse: Browse, monkeypatch: pytest.MonkeyPatch, limit: timedelta) -> None:
    browser = browse()
    log_in(browser, "ana")
    begun = now_utc()
    # Kept awake, it still ends by age.
    for minutes in range(0, int(limit.total_seconds() // 60), 20):
        at = begun + timedelta(minutes=minutes)
        monkeypatch.setattr(sessions, "now_utc", lambda at=at: at)
        assert browser.get("/account").status_code == 200
    last = begun + limit + timedelta(minutes=31)
    monkeypatch.setattr(sessions, "now_utc", lambda: last)
    assert browser.get("/account").headers["Location"] == "/login"


def test_only_so_many_sessions_of_one_user() -> None:
    kept = sessions.Sessions()
    tokens = [kept.begin("ana") for _ in range(sessions.MOST + 2)]
    assert [kept.find(t) is not None for t in tokens] == [False] * 2 + [True] * sessions.MOST


def test_a_closed_account_is_out_at_once(browse: Browse, case: Case) -> None:
    browser = browse()
    log_in(browser, "ana")
    with case.transaction():
        accounts.set_disabled(case, "ana", disabled=True)
    assert browser.get("/_dash-layout").status_code == 401


def test_a_role_without_pages_gets_none(browse: Browse) -> None:
    browser = browse()
    log_in(browser, "mila")
    assert browser.get("/_dash-layout").status_code == 401
    assert "no right to these pages" in browser.get("/account").get_data(as_text=True)


def test_a_first_password_is_changed_before_anything_else(browse: Browse, case: Case) -> None:
    case.db.execute("UPDATE account SET must_change = true WHERE user_name = 'ana'")
    browser, other = browse(), browse()
    log_in(browser, "ana")
    log_in(other, "ana")
    assert browser.get("/").headers["Location"] == "/account"
    form = {"form": token(browser.get("/account")), "old": PASSWORD, "new": "short", "again": "x"}
    assert browser.post("/account", data=form, headers=HERE).status_code == 400
    form |= {"again": "short"}
    refused = browser.post("/account", data=form, headers=HERE).get_data(as_text=True)
    assert "at least 12" in refused
    form |= {"new": "nova-lozinka-moja", "again": "nova-lozinka-moja"}
    assert browser.post("/account", data=form, headers=HERE).headers["Location"] == "/"
    assert browser.get("/_dash-layout").status_code == 200
    assert other.get("/account").headers["Location"] == "/login", "others begin anew"


def test_what_is_done_on_the_page_is_done_by_who_is_logged_in(browse: Browse, case: Case) -> None:
    for user in ("ana", "vera"):
        browser = browse()
        log_in(browser, user)
        layout = browser.get("/_dash-layout")
        assert layout.status_code == 200
        asked = {
            "output": "hits.children",
            "outputs": {"id": "hits", "property": "children"},
            "inputs": [{"id": "search", "property": "value", "value": "Dritan"}],
            "state": [{"id": "view", "property": "data", "value": {}}],
            "changedPropIds": ["search.value"],
        }
        browser.post("/_dash-update-component", json=asked, headers=HERE)
    logged = {r.user_name for r in audit.rows(case.db) if r.object == "entities"}
    assert logged == {"ana", "vera"}


def test_a_pack_goes_to_who_may_pass_it_on_and_could_have_made_it(
    browse: Browse, case: Case
) -> None:
    pack = case.folder / "exports" / "summary-20240101-000000.zip"
    pack.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(pack, "w") as archive:
        archive.writestr("manifest.json", "{}")
    case.db.execute("UPDATE source SET handling_code = 'H3' WHERE source_id = 1")
    case.db.execute("UPDATE account SET role = 'investigator' WHERE user_name = 'mila'")

    def got(user: str) -> int:
        browser = browse()
        log_in(browser, user)
        return browser.get(f"/exports/{pack.name}").status_code

    assert [got(user) for user in ("vera", "ana", "mila")] == [200, 404, 404]
    digest = hashlib.sha256(b"{}").hexdigest()
    case.db.execute(
        "INSERT INTO export VALUES (1, 'summary', 'x', 'police', 'mila', now()::TIMESTAMP, ?)",
        [digest],
    )
    assert got("mila") == 200, "she wrote it"


# ------------------------------------------------------------------ to others


def test_other_machines_are_served_by_tls_and_to_users_only(tmp_path: Path, case: Case) -> None:
    with (
        Case.create(tmp_path / "open", title="t") as without_users,
        pytest.raises(RefusedError, match="workbench users"),
    ):
        serve(without_users, 0, "0.0.0.0", self_made=True)
    with pytest.raises(RefusedError, match="--self-made"):
        serve(case, 0, "0.0.0.0")
    broken = tmp_path / "broken.pem"
    broken.write_text("nothing")
    with pytest.raises(WorkbenchError, match=r"broken\.pem"):
        serve(case, 0, certificate=Certificate(broken, broken))


def test_tls_serves_while_somebody_keeps_silent(case: Case) -> None:
    certificate, key = own_certificate(case.folder / "tls", ["127.0.0.1", "localhost"])
    assert key.stat().st_mode & 0o077 == 0
    again = own_certificate(case.folder / "tls", ["127.0.0.1", "localhost"])
    assert fingerprint(again[0]) == fingerprint(certificate)
    server = bound_server(case, 0, certificate=Certificate(certificate, key))
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        port = server.bind_addr[1]
        trusting = ssl.create_default_context(cafile=str(certificate))
        with create_connection(("127.0.0.1", port)):
            with urlopen(f"https://localhost:{port}/login", context=trusting, timeout=30) as page:
                cookie = page.headers["Set-Cookie"]
                assert page.status == 200 and "Secure" in cookie
            with create_connection(("127.0.0.1", port)) as plain:
                plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert b"200 OK" not in plain.recv(1000)
    finally:
        server.stop()
        thread.join(timeout=10)


def test_the_login_page_runs_no_script(browse: Browse) -> None:
    policy = browse().get("/login").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert door.FORM_COOKIE in str(browse().get("/login").headers.getlist("Set-Cookie"))
