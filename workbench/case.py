"""A case: one folder with a DuckDB store, the originals and an audit log.

Everything that changes a case happens inside ``with case.transaction():`` together with its audit
row, so that a crash at any moment leaves the case as it was before or after, never between.
"""

import getpass
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import available_timezones

import duckdb

from workbench import audit, originals, schema
from workbench.clock import now_utc
from workbench.errors import (
    CaseDamagedError,
    CaseExistsError,
    CaseNotFoundError,
    WorkbenchError,
)
from workbench.locking import CaseLock
from workbench.vocabulary import Action

STORE = "case.duckdb"
EXPORTS = "exports"


class Case:
    """An open case. Use as a context manager; ``db`` is its DuckDB connection (UTC session)."""

    def __init__(
        self, folder: Path, db: duckdb.DuckDBPyConnection, lock: CaseLock, user: str, *, write: bool
    ) -> None:
        self.folder = folder
        self.db = db
        self.user = user
        self.writable = write
        self._lock = lock
        self._in_transaction = False

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
    ) -> "Case":
        """Make a new case in an empty or absent folder and open it for writing."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CaseExistsError(f"{folder}: is not empty. Name a new folder for the case.")
        if time_zone not in available_timezones():
            raise WorkbenchError(
                f"{time_zone}: is no time zone. Say UTC, or a name such as Europe/Podgorica."
            )
        (folder / originals.FOLDER).mkdir(parents=True)
        (folder / EXPORTS).mkdir()
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
    def open(cls, folder: Path, *, write: bool = False, user: str | None = None) -> "Case":
        """Open an existing case; an older one is upgraded after a backup of its store.

        Raises CaseNotFoundError, CaseBusyError or CaseDamagedError.
        """
        if not (folder / STORE).is_file():
            raise CaseNotFoundError(
                f"{folder}: is not a case (no {STORE} in it). Name a case folder, "
                "or make one with 'workbench new'."
            )
        return cls._open(folder, user, write=write)

    @classmethod
    def _open(cls, folder: Path, user: str | None, *, write: bool) -> "Case":
        lock = CaseLock(folder, write=write)
        lock.__enter__()
        try:
            user = user or _current_user()
            db = _connect(folder, user, write=write)
            case = cls(folder, db, lock, user, write=write)
            if write:
                originals.sweep(folder, case._referred_originals())
        except BaseException:
            lock.__exit__(None, None, None)
            raise
        return case

    def close(self) -> None:
        """Close the store and release the case."""
        self.db.close()
        self._lock.__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # ------------------------------------------------------------- changing

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Joins the transaction already under way, if there is one."""
        if not self.writable:
            raise WorkbenchError(f"{self.folder}: the case is open for reading only.")
        if self._in_transaction:
            yield
            return
        self.db.begin()
        self._in_transaction = True
        try:
            yield
            self.db.commit()
        except BaseException:
            self.db.rollback()
            raise
        finally:
            self._in_transaction = False

    def record(self, action: Action, obj: str, detail: audit.Detail | None = None) -> None:
        """Write an audit row in the present transaction. ``detail`` carries no personal data."""
        if not self._in_transaction:
            raise RuntimeError("an audit row belongs to the transaction of what it records")
        audit.append(self.db, now_utc(), self.user, action, obj, detail or {})

    # ------------------------------------------------------------- asking

    def property(self, name: str, default: str = "") -> str:
        """A property of the case: title, reference, country, time_zone, created_at_utc."""
        row = self.db.execute("SELECT value FROM case_property WHERE name = ?", [name]).fetchone()
        return str(row[0]) if row else default

    def original(self, sha256: str) -> Path:
        """Path of the original with this hash."""
        return originals.path_of(self.folder, sha256)

    def next_id(self, table: str, column: str) -> int:
        """One more than the largest id in use, for ids assigned in a stable order."""
        row = self.db.execute(f'SELECT coalesce(max("{column}"), 0) + 1 FROM "{table}"').fetchone()
        return int(row[0]) if row else 1

    def _referred_originals(self) -> set[str]:
        return {row[0] for row in self.db.execute("SELECT sha256 FROM source").fetchall()}


def _current_user() -> str:
    return os.environ.get("WORKBENCH_USER") or getpass.getuser()


def _connect(folder: Path, user: str, *, write: bool) -> duckdb.DuckDBPyConnection:
    store = folder / STORE
    existed = store.exists()
    try:
        db = _session(store, write=write)
    except duckdb.Error as error:
        raise CaseDamagedError(
            f"{store}: the store cannot be opened. Restore the case from a backup. "
            f"({type(error).__name__})"
        ) from error
    try:
        return _upgraded(folder, db, user, existed=existed, write=write)
    except BaseException:
        db.close()
        raise


def _session(store: Path, *, write: bool) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect(str(store), read_only=not write)
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
        raise CaseDamagedError(
            f"{folder / STORE}: is not the store of a case. Restore the case from a backup."
        )
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
        db = _session(folder / STORE, write=True)
    schema.migrate(db)
    if existed:
        detail: audit.Detail = {"command": "upgrade", "schema_from": found, "schema_to": latest}
        db.begin()
        audit.append(db, now_utc(), user, Action.ALTERATION, "case", detail)
        db.commit()
    return db
