"""Users of a case: who they are, in which role, and how they prove it.

Changes run in the caller's transaction, need the right of accounts (one's own password aside), and
are logged. After some wrong passwords an account is locked for a while.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from workbench.access import passwords
from workbench.access.rights import Right, role
from workbench.clock import now_utc
from workbench.errors import RefusedError, UnknownObjectError, WorkbenchError
from workbench.vocabulary import Action

if TYPE_CHECKING:
    import duckdb

    from workbench.case import Case

FAILURES = 5
"""So many wrong passwords lock an account."""
LOCKED_FOR = timedelta(minutes=15)
_NAME = re.compile(r"[\w.@-]{2,64}")
_COLUMNS = "user_name, role, must_change, disabled, locked_until_utc, made_by, made_at_utc"


class WrongPasswordError(WorkbenchError):
    """Name and password do not belong together, or the account is closed or locked."""


@dataclass(frozen=True)
class Account:
    """A user of the case; times in UTC."""

    user_name: str
    role: str
    must_change: bool
    disabled: bool
    locked_until_utc: datetime | None
    made_by: str
    made_at_utc: datetime

    @property
    def locked(self) -> bool:
        """Whether wrong passwords keep its user out at present."""
        return self.locked_until_utc is not None and self.locked_until_utc > now_utc()


def every(db: duckdb.DuckDBPyConnection) -> list[Account]:
    """All accounts, by name."""
    found = db.execute(f"SELECT {_COLUMNS} FROM account ORDER BY user_name").fetchall()
    return [Account(*row) for row in found]


def get(db: duckdb.DuckDBPyConnection, user_name: str) -> Account:
    """One account. Raises UnknownObjectError."""
    for account in every(db):
        if account.user_name == user_name:
            return account
    raise UnknownObjectError(f"{user_name}: is no user of this case. See 'workbench users CASE'.")


# ------------------------------------------------------------------ proving


def prove(db: duckdb.DuckDBPyConnection, user_name: str, password: str) -> bool:
    """Whether this is the user's password, and the account may be used. Takes a tenth of a second
    whatever is asked, so that nothing can be learnt from the time; ``note`` the outcome."""
    with db.cursor() as read:
        found = read.execute(
            "SELECT password_hash, disabled, locked_until_utc FROM account WHERE user_name = ?",
            [user_name],
        ).fetchone()
    right = passwords.is_right(password, found[0] if found else None)
    return bool(right and found and not found[1] and not (found[2] and found[2] > now_utc()))


def note(case: Case, user_name: str, *, right: bool) -> None:
    """Count a try, in a transaction of its own; raise WrongPasswordError where it failed."""
    with case.transaction():
        row = case.db.execute(
            "SELECT failures, locked_until_utc FROM account WHERE user_name = ?", [user_name]
        ).fetchone()
        failures, locked_until = row or (0, None)
        if locked_until is not None and locked_until > now_utc():
            right = False
        elif row is not None:
            _count(case, user_name, 0 if right else failures + 1)
    if not right:
        raise wrong()


def wrong() -> WrongPasswordError:
    """What a failed try is told: nothing about which part of it failed."""
    return WrongPasswordError(
        "the name or the password is wrong, or the account is closed or locked. After "
        f"{FAILURES} wrong passwords it is locked for {LOCKED_FOR.seconds // 60} minutes."
    )


def _count(case: Case, user_name: str, failures: int) -> None:
    locks = failures >= FAILURES
    case.db.execute(
        "UPDATE account SET failures = ?, locked_until_utc = ? WHERE user_name = ?",
        [failures, now_utc() + LOCKED_FOR if locks else None, user_name],
    )
    outcome = "locked" if locks else "refused" if failures else "admitted"
    detail = {"command": "login", "outcome": outcome}
    case.note(Action.CONSULTATION, f"account-{user_name}", detail)


# ------------------------------------------------------------------ changing


def add(case: Case, user_name: str, role_name: str, password: str) -> Account:
    """A new user, who changes the password at first use. The first one may give accounts."""
    if not _NAME.fullmatch(user_name):
        raise RefusedError(f"{user_name}: a user's name has letters, digits, '.', '@', '-', '_'.")
    known = every(case.db)
    if any(account.user_name == user_name for account in known):
        raise RefusedError(f"{user_name}: is a user of this case already.")
    if not known and Right.ACCOUNTS not in role(role_name).rights:
        raise RefusedError("the first user gives the others their accounts: make a supervisor.")
    now = now_utc()
    # Before the row is there: whoever makes the first account is no user yet.
    _record(case, user_name, {"change": "add", "role": role(role_name).name})
    case.db.execute(
        "INSERT INTO account (user_name, role, password_hash, must_change, made_by, made_at_utc, "
        "password_at_utc) VALUES (?, ?, ?, true, ?, ?, ?)",
        [user_name, role_name, passwords.hashed(password, user_name), case.user, now, now],
    )
    return get(case.db, user_name)


def set_role(case: Case, user_name: str, role_name: str) -> Account:
    """Give a user another role; somebody who may give accounts must remain."""
    return _changed(case, user_name, "role = ?", role(role_name).name, {"role": role_name})


def set_disabled(case: Case, user_name: str, *, disabled: bool) -> Account:
    """Close an account or open it again; somebody who may give accounts must remain."""
    return _changed(case, user_name, "disabled = ?", disabled, {"disabled": disabled})


def unlock_account(case: Case, user_name: str) -> Account:
    """Let in again somebody whom wrong passwords keep out."""
    change = {"change": "unlock"}
    return _changed(case, user_name, "locked_until_utc = NULL, failures = ?", 0, change)


def reset_password(case: Case, user_name: str, password: str) -> Account:
    """Give a user a new password for the first time."""
    kept = passwords.hashed(password, user_name)
    change = "locked_until_utc = NULL, failures = 0, must_change = true, password_hash = ?"
    return _changed(case, user_name, change, kept, {"change": "password given"})


def change_password(case: Case, user_name: str, old: str, new: str) -> None:
    """One's own password, in a transaction of its own. Raises WrongPasswordError, RefusedError."""
    note(case, user_name, right=prove(case.db, user_name, old))
    if old == new:
        raise RefusedError("the new password is the old one.")
    kept = passwords.hashed(new, user_name)
    with case.transaction():
        case.db.execute(
            "UPDATE account SET password_hash = ?, must_change = false, password_at_utc = ? "
            "WHERE user_name = ?",
            [kept, now_utc(), user_name],
        )
        case.note(Action.ALTERATION, f"account-{user_name}", {"change": "password"})


def _changed(
    case: Case, user_name: str, change: str, value: object, detail: Mapping[str, str | bool]
) -> Account:
    get(case.db, user_name)
    _record(case, user_name, detail)
    case.db.execute(f"UPDATE account SET {change} WHERE user_name = ?", [value, user_name])
    if not any(_gives_accounts(account) for account in every(case.db)):
        raise RefusedError(f"{user_name}: is the last who may give accounts, and stays so.")
    return get(case.db, user_name)


def _gives_accounts(account: Account) -> bool:
    return not account.disabled and Right.ACCOUNTS in role(account.role).rights


def _record(case: Case, user_name: str, detail: Mapping[str, str | bool]) -> None:
    whole = {"command": "users", **detail}
    case.record(Action.ALTERATION, f"account-{user_name}", whole, right=Right.ACCOUNTS)


# ------------------------------------------------------------------ clearances


def clear(case: Case, user_name: str, source_id: int, reason: str) -> None:
    """Let a user see a source that the role's handling codes hide."""
    get(case.db, user_name)
    if not reason.strip():
        raise RefusedError("say why the source is for this user: --reason.")
    if not case.db.execute("SELECT 1 FROM source WHERE source_id = ?", [source_id]).fetchone():
        raise UnknownObjectError(f"source {source_id}: is not in this case.")
    _record(case, user_name, {"change": "clear", "source": f"source-{source_id}"})
    case.db.execute(
        "INSERT INTO clearance VALUES (?, ?, ?, ?, ?, NULL, NULL)",
        [source_id, user_name, reason, case.user, now_utc()],
    )


def withdraw_clearance(case: Case, user_name: str, source_id: int) -> None:
    """End a clearance."""
    _record(case, user_name, {"change": "withdraw clearance", "source": f"source-{source_id}"})
    case.db.execute(
        "UPDATE clearance SET withdrawn_by = ?, withdrawn_at_utc = ? "
        "WHERE user_name = ? AND source_id = ? AND withdrawn_at_utc IS NULL",
        [case.user, now_utc(), user_name, source_id],
    )
