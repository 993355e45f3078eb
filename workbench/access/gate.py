"""The one place where it is decided who may do what, and who may see which source.

``Case`` asks here whenever it is opened, read or changed, so that no page and no command can forget
it. A case without accounts is open to whoever opens its folder, as on one laptop.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

import duckdb

from workbench.access.rights import Right, Role, role
from workbench.errors import RefusedError
from workbench.vocabulary import HandlingCode

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Actor:
    """Whoever acts at present, and the sources (ids) that are not for them."""

    user_name: str
    hidden: frozenset[int] = NOBODY


_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Whatever is done meanwhile, in this context, is done by ``actor``: a server's request."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)


def present(otherwise: Actor) -> Actor:
    """Whoever acts in this context."""
    return _acting.get() or otherwise


# ------------------------------------------------------------------ asking


def has_accounts(db: duckdb.DuckDBPyConnection) -> bool:
    """Whether the case is for named users only."""
    with db.cursor() as read:
        return read.execute("SELECT 1 FROM account LIMIT 1").fetchone() is not None


def role_of(db: duckdb.DuckDBPyConnection, user_name: str) -> Role | None:
    """The user's role; None where the case has no accounts.

    Raises RefusedError for one who has none, or must not use it.
    """
    if not has_accounts(db):
        return None
    with db.cursor() as read:
        found = read.execute(
            "SELECT role, disabled, must_change FROM account WHERE user_name = ?", [user_name]
        ).fetchone()
    if found is None:
        raise RefusedError("this case has users, and you are none of them. Ask its supervisor.")
    if found[1]:
        raise RefusedError(f"{user_name}: the account is closed. Ask the case's supervisor.")
    if found[2]:
        raise RefusedError(
            f"{user_name}: choose a password of your own first: workbench users CASE password."
        )
    return role(found[0])


def check(db: duckdb.DuckDBPyConnection, user_name: str, right: Right) -> None:
    """Raise RefusedError where the user may not do this."""
    held = role_of(db, user_name)
    if held is not None and right not in held.rights:
        raise RefusedError(
            f"{user_name}: the role '{held.name}' has no right of {right}. "
            "Ask the case's supervisor."
        )


def may(db: duckdb.DuckDBPyConnection, user_name: str, right: Right) -> bool:
    """Whether the user may do this."""
    try:
        check(db, user_name, right)
    except RefusedError:
        return False
    return True


# Grain: one source whose handling code (an unknown one counts as the strictest) is not among those
# of the role, and for which the user has no clearance.
_HIDDEN = """
    SELECT source_id FROM source
    WHERE CASE WHEN handling_code IN (SELECT unnest($known)) THEN handling_code ELSE 'H3' END
            NOT IN (SELECT unnest($codes::VARCHAR[]))
        AND source_id NOT IN (
            SELECT source_id FROM clearance
            WHERE user_name = $user_name AND withdrawn_at_utc IS NULL)
"""


def actor(db: duckdb.DuckDBPyConnection, user_name: str) -> Actor:
    """The user with what is not for them. Raises RefusedError where the user has no account."""
    held = role_of(db, user_name)
    if held is None:
        return Actor(user_name)
    values = {
        "known": [str(code) for code in HandlingCode],
        "codes": [str(code) for code in held.codes],
        "user_name": user_name,
    }
    with db.cursor() as read:
        found = read.execute(_HIDDEN, values).fetchall()
    return Actor(user_name, frozenset(row[0] for row in found))
