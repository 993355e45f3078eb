"""Encrypting a whole case, and decrypting it: its files are made anew beside, then exchanged.

Until the last is on the disk, and read back, the case is as it was; there is never a moment without
one of the two. It needs as much room on the disk again as the case has.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from workbench import audit, backup, encrypting, schema
from workbench.access.rights import Right
from workbench.case import STORE, Case
from workbench.clock import now_utc
from workbench.encrypting import Keys, Locked, locks, ring, sealing, stores, switching
from workbench.errors import CaseDamagedError, RefusedError
from workbench.locking import HOLDER_FILE, LOCK_FILE
from workbench.progress import Progress, silent
from workbench.vocabulary import Action

_LEFT_ALONE = ("tls", backup.FOLDER)
"""Folders not carried over: the server's certificate tells nothing, copies are made anew."""
_MADE = "made_anew"
_NO_DATA = (STORE, LOCK_FILE, HOLDER_FILE, *locks.LOCKS)


def encrypt(case: Case, locked: Locked, progress: Progress = silent) -> None:
    """Encrypt a case that is open for writing; nothing more can be done with it after.

    Raises RefusedError where it is encrypted or the user has not the right to, CaseDamagedError.
    """
    if encrypting.is_encrypted(case.folder):
        raise RefusedError(f"{case.folder}: is encrypted already.")
    _exchange(case, "encrypt", None, locked, progress)
    encrypting.remember(case.folder, locked.keys)


def decrypt(case: Case, progress: Progress = silent) -> None:
    """Decrypt a case that is open for writing; nothing more can be done with it after.

    Raises RefusedError where it is plain or the user has not the right to, CaseDamagedError.
    """
    keys = encrypting.keys_of(case.folder)
    if keys is None:
        raise RefusedError(f"{case.folder}: is not encrypted.")
    _exchange(case, "decrypt", keys, None, progress)
    ring.forget(case.folder)


def _exchange(
    case: Case, command: str, before: Keys | None, locked: Locked | None, progress: Progress
) -> None:
    case.require(Right.ACCOUNTS)
    half = case.folder / switching.HALF
    switching.sweep(case.folder)
    half.mkdir(mode=0o700)
    after = locked.keys if locked else None
    try:
        _carry_files(case.folder, half, before, after, progress)
        progress("copying the store", 0.7)
        _carry_store(case, half / STORE, after, command)
        if locked:
            locked.put(half)
        switching.announce(
            case.folder, [*_superseded(case.folder), *(() if locked else locks.LOCKS)]
        )
    except BaseException:
        switching.sweep(case.folder)
        raise
    case.close_store()
    switching.finish(case.folder)
    if os.environ.get(backup.OFF) != "off":
        backup.copy(case.folder)


def _superseded(folder: Path) -> list[str]:
    """The store's older copies, and the log of what was not yet in it."""
    older = sorted(path.name for path in folder.glob(f"{STORE}.*backup"))
    return [f"{STORE}.wal", f"{STORE}.tmp", backup.FOLDER, *older]


# ------------------------------------------------------------------ files


def _carry_files(
    folder: Path, half: Path, before: Keys | None, after: Keys | None, progress: Progress
) -> None:
    files = list(_files(folder))
    for number, file in enumerate(files):
        progress(f"file {number + 1:,} of {len(files):,}", 0.7 * number / len(files))
        made = half / file.relative_to(folder)
        made.parent.mkdir(parents=True, exist_ok=True)
        if after:
            _sealed(file, made, after)
        elif before and sealing.is_sealed(file):
            sealing.unseal(file, made, before)
        else:
            continue  # put there by hand, and plain already
        shutil.copymode(file, made)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in inside)
        of_store = inside[0] in _NO_DATA or inside[0].startswith(f"{STORE}.")
        if path.is_file() and not (hidden or of_store or inside[0] in _LEFT_ALONE):
            yield path


def _sealed(file: Path, made: Path, keys: Keys) -> None:
    """Encrypt a file, and make sure that it can be read back."""
    sealing.seal(file, made, keys)
    with file.open("rb") as plain:
        if hashlib.file_digest(plain, "sha256").hexdigest() != sealing.digest(made, keys):
            raise CaseDamagedError(f"{file}: could not be encrypted. The case is as it was.")


# ------------------------------------------------------------------ the store


def _carry_store(case: Case, made: Path, keys: Keys | None, command: str) -> None:
    """Copy the store, row for row, and write in the copy's log how it came about."""
    with case.ledger() as db:
        stores.encrypt_spill(db, case.folder / f"{STORE}.tmp")
        stores.attach(db, made, keys.store if keys else None, _MADE)
        own = str(db.execute("SELECT current_database()").fetchall()[0][0])
        db.execute(f"USE {_MADE}")
        schema.migrate(db)
        _copy_rows(db, own)
        db.begin()
        audit.append(db, now_utc(), case.user, Action.ALTERATION, "case", {"command": command})
        db.commit()
        db.execute(f'CHECKPOINT; USE "{own}"; DETACH {_MADE}')


def _copy_rows(db: duckdb.DuckDBPyConnection, own: str) -> None:
    """Every row of every table; the tables are made already, for each kind packs in its own way."""
    tables = _tables(db, own)
    if tables != _tables(db, _MADE):
        raise CaseDamagedError("the store has tables not of this version. The case is as it was.")
    for table in tables:
        db.execute(f'DELETE FROM {_MADE}."{table}"')
    db.execute(f'COPY FROM DATABASE "{own}" TO {_MADE} (DATA)')
    if any(_rows(db, own, table) != _rows(db, _MADE, table) for table in tables):
        raise CaseDamagedError("the store could not be copied. The case is as it was.")


def _tables(db: duckdb.DuckDBPyConnection, store: str) -> list[str]:
    found = db.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND NOT temporary "
        "ORDER BY table_name",
        [store],
    ).fetchall()
    return [row[0] for row in found]


def _rows(db: duckdb.DuckDBPyConnection, store: str, table: str) -> int:
    return int(db.execute(f'SELECT count(*) FROM "{store}"."{table}"').fetchall()[0][0])
