"""Copies of a case's store, made by themselves, from which a damaged case is restored.

A copy is made when a case that was changed is closed, and now and then while a server keeps it
open; of a large store only as often as copying takes a few per cent of the time. It is the store's
file as it is (an encrypted one stays encrypted), under its final name only when it is on the disk.
Kept are the last two, and the last of an earlier day: damage may be old when it is found. The
originals are not copied: they lie in the case by their hash, and anybody can check them.
"""

import os
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

STORE = "case.duckdb"
FOLDER = "backups"
OFF = "WORKBENCH_BACKUPS"
"""Environment variable: with the value ``off`` no copies are made."""

_LATEST = 2
_WHILE_OPEN_S = 300.0
_SMALL = 64_000_000
_BYTES_A_SECOND = 2_000_000  # of a large store, so that copying takes little of the time
_DAMAGE = (
    "Corrupt",
    "replaying WAL",
    "not a valid DuckDB database file",
    "Could not read enough",
    "AES tag",  # an encrypted block that was altered
)
_NAME = "case-%Y%m%dT%H%M%SZ.duckdb"
_HALF = ".part"


@dataclass(frozen=True)
class Backup:
    """One copy of the store and when it was made (UTC, whole seconds)."""

    path: Path
    made_at_utc: datetime


def every(case_folder: Path) -> list[Backup]:
    """The copies of a case's store, the last one first."""
    found = []
    for path in (case_folder / FOLDER).glob("case-*.duckdb"):
        with suppress(ValueError):
            found.append(Backup(path, datetime.strptime(path.name, _NAME)))
    return sorted(found, key=lambda backup: backup.made_at_utc, reverse=True)


def copy(case_folder: Path) -> Backup:
    """Copy the store, which nobody is writing, and drop what is older than need be.

    Raises OSError; what is there already then stays.
    """
    folder = case_folder / FOLDER
    folder.mkdir(exist_ok=True)
    for left in folder.glob(f"*{_HALF}"):
        left.unlink()
    now = _now()
    made = Backup(folder / now.strftime(_NAME), now)
    half = made.path.with_name(made.path.name + _HALF)
    try:
        shutil.copyfile(case_folder / STORE, half)
        settle(half)
        half.replace(made.path)
        settle(folder)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    for old in _superseded(every(case_folder)):
        old.path.unlink()
    return made


def settle(path: Path) -> None:
    """Wait until a file, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def shows_damage(error: BaseException) -> bool:
    """Whether an error of the store says that what it has read is not what it had written."""
    return isinstance(error, duckdb.FatalException) or (
        isinstance(error, duckdb.Error) and any(sign in str(error) for sign in _DAMAGE)
    )


def forget(case_folder: Path) -> None:
    """Remove all copies: what was erased from the case must not live on in them."""
    shutil.rmtree(case_folder / FOLDER, ignore_errors=True)
    for older in case_folder.glob(f"{STORE}.*backup"):
        older.unlink()


def renew(case_folder: Path) -> None:
    """One copy of the store as it is now, in place of all others."""
    forget(case_folder)
    if os.environ.get(OFF) != "off":
        with suppress(OSError):
            copy(case_folder)


def _superseded(backups: Sequence[Backup]) -> Sequence[Backup]:
    """All but the last two and the last that is of an earlier day than both."""
    latest, rest = backups[:_LATEST], backups[_LATEST:]
    day = min(backup.made_at_utc.date() for backup in latest)
    earlier = [backup for backup in rest if backup.made_at_utc.date() < day]
    return [backup for backup in rest if backup not in earlier[:1]]


class Copying:
    """Whether an open case was changed since its last copy; makes the next when it is due."""

    def __init__(self, case_folder: Path, store: duckdb.DuckDBPyConnection) -> None:
        self._folder = case_folder
        self._store = store
        self._changed = False
        self._looked = time.monotonic()

    def changed(self, store: duckdb.DuckDBPyConnection) -> None:
        """Note what was committed, unless to another store; copy if the case is open for long."""
        self._changed = self._changed or store is self._store
        if self._changed and time.monotonic() - self._looked > _WHILE_OPEN_S:
            self.closing()

    def leave_off(self) -> None:
        """Make no copy: the store was found damaged, and the good copies are to stay."""
        self._changed = False

    def closing(self) -> None:
        """Copy what was changed. What cannot be copied now is another time: the work is safe."""
        self._looked = time.monotonic()
        if self._changed and self._is_due():
            with suppress(duckdb.Error, OSError):
                self._store.execute("CHECKPOINT")
                copy(self._folder)
                self._changed = False

    def _is_due(self) -> bool:
        if os.environ.get(OFF) == "off":
            return False
        size = (self._folder / STORE).stat().st_size
        last = next(iter(every(self._folder)), None)
        if last is None or size < _SMALL:
            return True
        return _now() - last.made_at_utc > timedelta(seconds=size / _BYTES_A_SECOND)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)
