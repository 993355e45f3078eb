"""A case: one folder with a DuckDB store, the originals and an audit log.

Everything that changes a case happens inside ``with case.transaction():`` together with its audit
row, so that a crash at any moment leaves the case as it was before or after, never between.
"""

import copy
import shutil
import threading
import weakref
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Protocol, Self

import duckdb

from workbench import anchor, audit, backup, encrypting, originals, schema
from workbench.access import accounts, entrance, gate
from workbench.access.rights import Right
from workbench.clock import now_utc, time_zones
from workbench.encrypting import switching
from workbench.errors import (
    CaseBusyError,
    CaseDamagedError,
    CaseExistsError,
    CaseNotFoundError,
    RefusedError,
    WorkbenchError,
)
from workbench.locking import CaseLock
from workbench.vocabulary import Action

STORE = backup.STORE
WAL = f"{STORE}.wal"
EXPORTS = "exports"
_WORK = f"{STORE}.work"
"""Folder for what working on the case has no room for in memory."""
_NOT_FOR_YOU = (
    "some sources of this case are not for you, and this cannot be done without them. Ask the "
    "case's supervisor."
)


class Reduce(Protocol):
    """Makes a store of the case without the ``hidden`` sources, for reading."""

    def __call__(
        self, case: "Case", hidden: Collection[int]
    ) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """The store, as long as the context lasts."""


class Case:
    """An open case. Use as a context manager; ``db`` is its DuckDB connection (UTC session)."""

    reduce: ClassVar[Reduce | None] = None
    """How a store without some sources is made; the kernel cannot, knowing no relationships."""

    def __init__(
        self, folder: Path, db: duckdb.DuckDBPyConnection, lock: CaseLock, user: str, *, write: bool
    ) -> None:
        self.folder = folder
        self.writable = write
        self._store = self._in_folder = db
        self._opener = gate.Actor(user)
        self._shows: duckdb.DuckDBPyConnection | None = None  # where not all is to be seen
        self._closing = ExitStack()
        self._lock = lock
        self.copies = backup.Copying(folder, db)
        self._scratches = count(1)
        self._writer: int | None = None  # the thread whose transaction is under way
        self._home = threading.get_ident()  # the thread that opened the case
        self._own: dict[int, duckdb.DuckDBPyConnection] = {}  # those of other threads

    # ------------------------------------------------------------- whose eyes

    @property
    def user(self) -> str:
        """Whoever acts: who opened the case, or whose request a server is answering."""
        return gate.present(self._opener).user_name

    @property
    def db(self) -> duckdb.DuckDBPyConnection:
        """The store as the present user may see it; all of it within a transaction.

        Raises RefusedError where some sources are not for the user: see ``seeing_without``.
        """
        if self._writer == threading.get_ident():
            return self._store
        if self._shows is not None:
            return self._shows
        if self.hidden:
            raise RefusedError(_NOT_FOR_YOU)
        return self._store if threading.get_ident() == self._home else self._beside()

    def _beside(self) -> duckdb.DuckDBPyConnection:
        """A connection of the present thread's own: of one that two share, each would get answers
        to what the other asked, and wait for it."""
        me = threading.get_ident()
        if me not in self._own:
            self._own[me] = self._store.cursor()
        return self._own[me]

    def seeing_without(self, hidden: Collection[int]) -> "Case":
        """The same case, read in a store without these sources, changed in its own.

        The store goes with it. Raises RefusedError where no such store can be made.
        """
        if Case.reduce is None:
            raise RefusedError(_NOT_FOR_YOU)
        seen = copy.copy(self)
        seen._closing = ExitStack()
        reducing = Case.reduce(self.over(self._store), hidden)
        seen._shows = seen._closing.enter_context(reducing)
        weakref.finalize(seen, seen._closing.close)
        return seen

    def whole(self) -> "Case":
        """The case with all its sources, to know what must not be shown; never to show it."""
        return self if self._shows is None and not self.hidden else self.over(self._store)

    def over(self, store: duckdb.DuckDBPyConnection) -> "Case":
        """A case that stands on another store altogether, and may be changed there."""
        other = copy.copy(self)
        other._store = other._shows = store
        other.writable, other._writer = True, None
        return other

    @property
    def hidden(self) -> frozenset[int]:
        """The sources (ids) that are not for the present user."""
        return gate.present(self._opener).hidden

    def require(self, right: Right) -> None:
        """Raise RefusedError where the present user has not this right."""
        gate.check(self._store, self.user, right)

    def may(self, right: Right) -> bool:
        """Whether the present user has this right."""
        return gate.may(self._store, self.user, right)

    def has_accounts(self) -> bool:
        """Whether the case is for named users only."""
        return gate.has_accounts(self._store)

    def actor(self, user_name: str) -> gate.Actor:
        """A user, to act for in a server's request."""
        return gate.actor(self._store, user_name)

    def ledger(self) -> duckdb.DuckDBPyConnection:
        """A cursor for what concerns users and the log, whoever asks: no source is read with it."""
        return self._store.cursor()

    # ------------------------------------------------------------- opening and closing

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        title: str,
        reference: str = "",
        country: str = "",
        time_zone: str = "UTC",
        user: str | None = None,
        locked: encrypting.Locked | None = None,
    ) -> "Case":
        """Make a new case in an empty or absent folder and open it for writing.

        With ``locked`` it is encrypted from its first byte.
        """
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CaseExistsError(f"{folder}: is not empty. Name a new folder for the case.")
        if time_zone not in time_zones():
            raise WorkbenchError(
                f"{time_zone}: is no time zone. Say UTC, or a name such as Europe/Podgorica."
            )
        (folder / originals.FOLDER).mkdir(parents=True)
        (folder / EXPORTS).mkdir()
        if locked:
            locked.put(folder)
            encrypting.remember(folder, locked.keys)
        case = cls._open(folder, user, write=True)
        facts = {
            "title": title,
            "reference": reference,
            "country": country.upper(),
            "time_zone": time_zone,
            "created_at_utc": now_utc().isoformat(timespec="seconds"),
        }
        with case.transaction():
            case.db.executemany("INSERT INTO case_property VALUES (?, ?)", list(facts.items()))
            case.record(Action.COLLECTION, "case", {"command": "new", "reference": reference})
        return case

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        write: bool = False,
        user: str | None = None,
        right: Right | None = Right.CONSULTATION,
    ) -> "Case":
        """Open an existing case; an older one is upgraded after a backup of its store.

        In a case with accounts whoever opens it proves to be their user, where the caller does not
        vouch for ``user``, and has the ``right`` to (None: any user may). An encrypted case is
        unlocked first. Raises CaseNotFoundError, CaseBusyError, CaseDamagedError, RefusedError,
        WrongPasswordError, LockedError or WrongKeyError.
        """
        if not (folder / STORE).is_file():
            raise CaseNotFoundError(
                f"{folder}: is not a case (no {STORE} in it). Name a case folder, "
                "or make one with 'workbench new'."
            )
        switching.finish_pending(folder)
        encrypting.unlock(folder)
        try:
            return cls._open(folder, user, write=write, right=right)
        except accounts.WrongPasswordError:
            if not write:
                _count_failure(folder)
            raise

    @classmethod
    def _open(
        cls, folder: Path, user: str | None, *, write: bool, right: Right | None = None
    ) -> "Case":
        lock = CaseLock(folder, write=write)
        lock.__enter__()
        try:
            return cls._entered(folder, user, lock, right, write=write)
        except BaseException as error:
            lock.__exit__(None, None, None)
            if backup.shows_damage(error):
                raise _damaged(folder) from error
            raise

    @classmethod
    def _entered(
        cls, folder: Path, user: str | None, lock: CaseLock, right: Right | None, *, write: bool
    ) -> "Case":
        name = user or entrance.user_name()
        db = _connect(folder, name, write=write)
        case = cls(folder, db, lock, name, write=write)
        try:
            case._admit(right, vouched=user is not None)
            if write:
                switching.sweep(folder)
                for left in folder.glob(f"{_WORK}*"):
                    shutil.rmtree(left, ignore_errors=True)
                originals.sweep(folder, case._referred_originals())
        except BaseException:
            db.close()
            raise
        return case

    def _admit(self, right: Right | None, *, vouched: bool) -> None:
        """Let in whoever opens the case, and learn what is not for them."""
        if not gate.has_accounts(self._store):
            return
        name = self._opener.user_name
        if not vouched:
            is_right = accounts.prove(self._store, name, entrance.password(f"Password of {name}: "))
            if self.writable:
                accounts.note(self, name, right=is_right)
            elif not is_right:
                raise accounts.wrong()
        if right is not None:
            self.require(right)
        if right in (None, Right.LOG, Right.ACCOUNTS):
            return  # what is asked with these rights is no source
        opener = self.actor(name)
        if opener.hidden and Case.reduce is not None:
            whole = self.over(self._store)
            self._shows = self._closing.enter_context(Case.reduce(whole, opener.hidden))
        self._opener = opener

    def close(self) -> None:
        """Close the store and release the case; a copy of what was changed stays in it."""
        self.close_store()
        self._lock.__exit__(None, None, None)

    def close_store(self) -> None:
        """Close the store only, so that its files can be exchanged while nobody else has it."""
        self._closing.close()
        self.copies.closing()
        for own in self._own.values():
            own.close()
        self._own.clear()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        is_damaged = error is not None and backup.shows_damage(error)
        if is_damaged:
            self.copies.leave_off()
        self.close()
        if is_damaged:
            raise _damaged(self.folder) from error

    @contextmanager
    def scratch(self, threads: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A store in memory, to work in, that shares the memory with the case's own; what does not
        fit is written into the case's folder while it is open, encrypted if the case is."""
        folder = self.folder / f"{_WORK}-{next(self._scratches)}"
        with encrypting.sharing(self.db), encrypting.scratch(folder, threads) as store:
            yield store

    # ------------------------------------------------------------- changing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Joins the transaction already under way, if there is one."""
        if not self.writable:
            raise WorkbenchError(f"{self.folder}: the case is open for reading only.")
        if self._writer is not None:
            yield
            return
        self._store.begin()
        self._writer = threading.get_ident()
        try:
            yield
            self._store.commit()
        except BaseException:
            self._store.rollback()
            raise
        finally:
            self._writer = None
        if self._store is self._in_folder:
            anchor.write(self.folder / STORE, self._store)
        self.copies.changed(self._store)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is under way."""
        return self._writer is not None

    def record(
        self,
        action: Action,
        obj: str,
        detail: audit.Detail | None = None,
        *,
        right: Right | None = None,
    ) -> None:
        """Write an audit row in the present transaction, which ends it where the present user has
        not the right to it (by default that of the action). ``detail`` carries no personal data.

        Raises RefusedError.
        """
        self.require(right or Right(action))
        self.note(action, obj, detail)

    def note(self, action: Action, obj: str, detail: audit.Detail | None = None) -> None:
        """Write an audit row of what needs no right: logging in, one's own password."""
        if self._writer is None:
            raise RuntimeError("an audit row belongs to the transaction of what it records")
        audit.append(self._store, now_utc(), self.user, action, obj, detail or {})

    # ------------------------------------------------------------- asking

    def property(self, name: str, default: str = "") -> str:
        """A property of the case: title, reference, country, time_zone, created_at_utc."""
        row = self.db.execute("SELECT value FROM case_property WHERE name = ?", [name]).fetchone()
        return str(row[0]) if row else default

    def original(self, sha256: str) -> Path:
        """Path at which the original with this hash can be read. Raises CaseDamagedError."""
        return originals.opened(self.folder, sha256)

    def next_id(self, table: str, column: str) -> int:
        """One more than the largest id in use, for ids assigned in a stable order."""
        row = self.db.execute(f'SELECT coalesce(max("{column}"), 0) + 1 FROM "{table}"').fetchone()
        return int(row[0]) if row else 1

    def _referred_originals(self) -> set[str]:
        return {row[0] for row in self._store.execute("SELECT sha256 FROM source").fetchall()}


def _count_failure(folder: Path) -> None:
    """Count a wrong password given for reading; not while others are at work on the case."""
    name = entrance.user_name()
    with (
        suppress(CaseBusyError, accounts.WrongPasswordError),
        Case._open(folder, name, write=True) as case,
    ):
        accounts.note(case, name, right=False)


def _connect(folder: Path, user: str, *, write: bool) -> duckdb.DuckDBPyConnection:
    store = folder / STORE
    existed = store.exists()
    try:
        if write and store.with_name(WAL).exists():
            # A writer removes what it takes for torn: look first whether it is.
            with session(store, write=False) as read:
                _expect_all(folder, read)
        db = session(store, write=write)
    except duckdb.Error as error:
        if encrypting.lacks_lock(error):
            raise CaseDamagedError(
                f"{folder}: is encrypted, and the file with its locked keys is not there. Copy "
                f"{' or '.join(encrypting.LOCKS)} from a copy of the case."
            ) from error
        raise CaseDamagedError(
            f"{store}: the store cannot be opened ({type(error).__name__}). {_restore(folder)}"
        ) from error
    try:
        _expect_all(folder, db)
        return _upgraded(folder, db, user, existed=existed, write=write)
    except BaseException:
        db.close()
        raise


def _expect_all(folder: Path, db: duckdb.DuckDBPyConnection) -> None:
    """Raise CaseDamagedError where the store lacks the last changes that were committed."""
    if missing := anchor.rows_missing(folder / STORE, db):
        raise CaseDamagedError(
            f"{folder / STORE}: lacks the last {missing} of the {anchor.rows_said(folder / STORE)} "
            f"actions that were logged. {_restore(folder)}"
        )


def _damaged(folder: Path) -> CaseDamagedError:
    return CaseDamagedError(f"{folder / STORE}: is damaged. {_restore(folder)}")


def _restore(folder: Path) -> str:
    return f"Restore the case from its last backup: workbench restore {folder}"


def session(store: Path, *, write: bool) -> duckdb.DuckDBPyConnection:
    """A connection to the store of a case, with its key where it has one; times are UTC."""
    keys = encrypting.keys_of(store.parent)
    db = encrypting.connect(store, keys.store if keys else None, write=write)
    # Times must not depend on the machine the case is opened on.
    db.execute("SET TimeZone = 'UTC'")
    db.execute("SET enable_progress_bar = false")
    return db


def _upgraded(
    folder: Path, db: duckdb.DuckDBPyConnection, user: str, *, existed: bool, write: bool
) -> duckdb.DuckDBPyConnection:
    found, latest = schema.current_version(db), schema.latest_version()
    if found > latest:
        raise CaseDamagedError(
            f"{folder}: was written by a newer version of the workbench (schema {found}, this one "
            f"knows {latest}). Install the newer version."
        )
    if existed and not found:
        raise CaseDamagedError(f"{folder / STORE}: is not the store of a case. {_restore(folder)}")
    if found == latest:
        return db
    if not write:
        raise CaseDamagedError(
            f"{folder}: has an older schema ({found}). Run 'workbench status --upgrade' on it once."
        )
    if existed:
        db.execute("CHECKPOINT")
        db.close()
        shutil.copy2(folder / STORE, folder / f"{STORE}.schema-{found}.backup")
        db = session(folder / STORE, write=True)
    schema.migrate(db)
    if existed:
        detail: audit.Detail = {"command": "upgrade", "schema_from": found, "schema_to": latest}
        db.begin()
        audit.append(db, now_utc(), user, Action.ALTERATION, "case", detail)
        db.commit()
    return db
