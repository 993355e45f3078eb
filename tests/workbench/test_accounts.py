"""Who may do what in a case with users; a case without them asks nobody."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests.workbench.test_cli import Said, run
from workbench import audit
from workbench.access import accounts, gate, passwords
from workbench.access.accounts import WrongPasswordError
from workbench.access.rights import Right, roles
from workbench.case import Case
from workbench.clock import now_utc
from workbench.errors import RefusedError
from workbench.vocabulary import Action

PASSWORD = "kamen-rijeka-most"
SOURCE = """
    INSERT INTO source BY NAME SELECT ? AS source_id, ? AS sha256, 'f' AS file_name, 1 AS bytes,
        'contacts' AS kind, 'text/csv' AS media_type, ? AS handling_code, '1' AS parser_version,
        'B' AS source_reliability, '2' AS information_credibility, '4x4' AS grading_scheme,
        'vera' AS added_by, now()::TIMESTAMP AS added_at_utc
"""
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", CHEAP)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One user of every role, each with a password of their own; three sources of three codes."""
    folder = tmp_path_factory.mktemp("users") / "case"
    with Case.create(folder, title="t", user="vera") as case:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(passwords, "_hasher", CHEAP)
            with case.transaction():
                accounts.add(case, "vera", "supervisor", PASSWORD)
            ready(case)
            with case.transaction():
                for role in roles():
                    if role != "supervisor":
                        accounts.add(case, f"{role}@x", role, PASSWORD)
        ready(case)
        for number, code in enumerate(("H0", "H2", "H3"), 1):
            case.db.execute(SOURCE, [number, str(number), code])
    return folder


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(made, tmp_path / "case")
    with Case.open(tmp_path / "case", write=True, user="vera") as found:
        yield found


def ready(case: Case) -> None:
    """As if each had chosen a password."""
    case.db.execute("UPDATE account SET must_change = false")


def test_without_users_anybody_may_do_anything(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case", title="t", user="anybody") as case, case.transaction():
        for action in Action:
            case.record(action, "x")
    with Case.open(tmp_path / "case", user="somebody else") as case:
        assert case.may(Right.ACCOUNTS) and case.hidden == frozenset()


def test_what_is_logged_is_done_by_right_only(case: Case) -> None:
    def renames(user: str, action: Action) -> None:
        with gate.acting(gate.Actor(user)), case.transaction():
            case.db.execute("UPDATE source SET file_name = 'other'")
            case.record(action, "x")

    for role, action in itertools.product(roles(), Action):
        user = "vera" if role == "supervisor" else f"{role}@x"
        before = audit.verify(case.db).rows
        allowed = Right(action) in roles()[role].rights
        if allowed:
            renames(user, action)
            case.db.execute("UPDATE source SET file_name = 'f'")
        else:
            with pytest.raises(RefusedError, match=f"no right of {action}"):
                renames(user, action)
        assert audit.verify(case.db).rows == before + allowed
        names = case.db.execute("SELECT DISTINCT file_name FROM source").fetchall()
        assert names == [("f",)], "what nobody had the right to is undone"


def test_nobody_but_its_users_opens_a_case(case: Case) -> None:
    folder = case.folder
    case.close()
    with pytest.raises(RefusedError, match="none of them"):
        Case.open(folder, user="eve")
    with pytest.raises(RefusedError, match="no right of consultation"):
        Case.open(folder, user="auditor@x")
    Case.open(folder, user="auditor@x", right=Right.LOG).close()
    Case.open(folder, user="vera").close()


@pytest.mark.parametrize(
    ("user", "hidden"),
    [
        ("vera", set()),
        ("investigator@x", {3}),
        ("prosecutor@x", {2, 3}),
        ("protection_officer@x", set()),
    ],
)
def test_handling_codes_say_who_sees_a_source(case: Case, user: str, hidden: set[int]) -> None:
    assert case.actor(user).hidden == hidden
    with case.transaction():
        accounts.clear(case, user, 3, "letter 7 of the provider")
    assert case.actor(user).hidden == hidden - {3}
    with case.transaction():
        accounts.withdraw_clearance(case, user, 3)
    assert case.actor(user).hidden == hidden


def test_a_source_of_a_code_nobody_knows_is_hidden_like_the_strictest(case: Case) -> None:
    case.db.execute("UPDATE source SET handling_code = 'H9' WHERE source_id = 1")
    assert case.actor("investigator@x").hidden == {1, 3}
    assert case.actor("vera").hidden == set()


def test_what_is_hidden_is_not_read_by_whoever_forgets_to_ask(case: Case) -> None:
    with gate.acting(case.actor("prosecutor@x")):
        seen = case.seeing_without(case.hidden)
        assert seen.db.execute("SELECT source_id FROM source").fetchall() == [(1,)]
        assert seen.db.cursor().execute("SELECT count(*) FROM source").fetchone() == (1,)
        with seen.transaction():
            seen.record(Action.CONSULTATION, "source-1")
        with pytest.raises(RefusedError, match="not for you"):
            _ = case.db
    assert [r.user_name for r in audit.rows(case.db)][-1] == "prosecutor@x"


def test_wrong_passwords_lock_an_account_until_it_is_unlocked(case: Case) -> None:
    def attempt(password: str) -> bool:
        is_right = accounts.prove(case.db, "analyst@x", password)
        try:
            accounts.note(case, "analyst@x", right=is_right)
        except WrongPasswordError:
            return False
        return True

    assert attempt(PASSWORD)
    assert not any(attempt("wrong") for _ in range(accounts.FAILURES))
    assert not attempt(PASSWORD), "the right one comes too late"
    assert accounts.get(case.db, "analyst@x").locked
    with case.transaction():
        accounts.unlock_account(case, "analyst@x")
    assert attempt(PASSWORD)
    case.db.execute(
        "UPDATE account SET locked_until_utc = ?, failures = 9 WHERE user_name = 'analyst@x'",
        [now_utc() - timedelta(seconds=1)],
    )
    assert attempt(PASSWORD), "a lock ends"
    logged = [r.detail for r in audit.rows(case.db) if r.object == "account-analyst@x"]
    assert any('"locked"' in detail for detail in logged)
    assert audit.verify(case.db).fault is None


def test_a_closed_account_opens_nothing(case: Case) -> None:
    with case.transaction():
        accounts.set_disabled(case, "analyst@x", disabled=True)
    assert not accounts.prove(case.db, "analyst@x", PASSWORD)
    with pytest.raises(RefusedError, match="is closed"):
        case.actor("analyst@x")


@pytest.mark.parametrize(
    "change",
    [
        lambda case: accounts.set_disabled(case, "vera", disabled=True),
        lambda case: accounts.set_role(case, "vera", "analyst"),
    ],
)
def test_somebody_who_gives_accounts_remains(case: Case, change: Callable[[Case], object]) -> None:
    with pytest.raises(RefusedError, match="the last"), case.transaction():
        change(case)
    assert case.may(Right.ACCOUNTS)


def test_only_who_may_gives_accounts(case: Case) -> None:
    with (
        gate.acting(gate.Actor("analyst@x")),
        pytest.raises(RefusedError, match="no right of accounts"),
        case.transaction(),
    ):
        accounts.add(case, "eve", "supervisor", PASSWORD)
    assert not any(account.user_name == "eve" for account in accounts.every(case.db))


def test_the_first_user_is_one_who_gives_accounts(tmp_path: Path) -> None:
    with (
        Case.create(tmp_path / "case", title="t") as case,
        pytest.raises(RefusedError, match="make a supervisor"),
        case.transaction(),
    ):
        accounts.add(case, "ana", "analyst", PASSWORD)


@pytest.mark.parametrize("password", ["short", "a" * 40, "anaanaana-ana1", "x" * 2000])
def test_a_password_that_is_guessed_is_refused(password: str) -> None:
    with pytest.raises(RefusedError, match="password"):
        passwords.hashed(password, "ana")


def test_a_made_up_password_is_good_and_new_each_time() -> None:
    first, second = passwords.made_up("ana"), passwords.made_up("ana")
    assert first != second and passwords.is_right(first, passwords.hashed(first, "ana"))


def test_a_made_up_password_never_holds_the_users_name() -> None:
    assert not any("na" in passwords.made_up("Na") for _ in range(200))


# ------------------------------------------------------------------ on the command line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case whose one user ana has been given a first password."""
    place = tmp_path / "gjoka"
    Case.create(place, title="t", user="ana").close()
    (tmp_path / "first").write_text("prva-lozinka-ovdje\n")
    (tmp_path / "own").write_text("moja-lozinka-tu\n")
    run("users", place, "add", "ana", "--role", "supervisor", "--password-file", tmp_path / "first")
    monkeypatch.setenv("WORKBENCH_PASSWORD_FILE", str(tmp_path / "first"))
    return place


def test_a_first_password_is_changed_before_anything_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "password of your own" in run("status", folder, code=1).stderr
    own = folder.parent / "own"
    said = run("users", folder, "password", "ana", "--password-file", own)
    assert "was changed" in said.stdout
    assert "wrong" in run("status", folder, code=1).stderr, "the first one no longer opens"
    monkeypatch.setenv("WORKBENCH_PASSWORD_FILE", str(own))
    run("status", folder)
    said = run("users", folder, "add", "mila", "--role", "auditor")
    assert "shown this once" in said.stdout
    assert {"ana", "mila"} <= set(run("users", folder).stdout.split())
    assert "prva" not in run("audit", folder).stdout


def test_a_wrong_password_given_for_reading_counts_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = folder.parent / "wrong"
    wrong.write_text("something else\n")
    monkeypatch.setenv("WORKBENCH_PASSWORD_FILE", str(wrong))
    said: list[Said] = [run("status", folder, code=1) for _ in range(accounts.FAILURES)]
    assert all("wrong" in one.stderr for one in said)
    with Case.open(folder, user="ana", right=None) as case:
        assert accounts.get(case.db, "ana").locked


def test_without_a_password_nothing_is_asked_of_a_script(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKBENCH_PASSWORD_FILE")
    assert "WORKBENCH_PASSWORD_FILE" in run("status", folder, code=1).stderr
