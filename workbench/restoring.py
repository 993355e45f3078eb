"""A damaged case brought back from its own copies, with what was lost since told.

Nothing is thrown away: the damaged store is kept beside the copies, and received files that the
restored store knows nothing of are laid out to be added anew. Each step leaves either the old store
or the new one in its place.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from workbench import anchor, audit, backup, encrypting, originals
from workbench.access.rights import Right
from workbench.case import STORE, WAL, Case, session
from workbench.encrypting import locks, ring
from workbench.errors import CaseDamagedError, CaseNotFoundError, RefusedError, WorkbenchError
from workbench.locking import CaseLock
from workbench.vocabulary import Action

RECOVERED = "recovered"
_ARCHIVES = {"word": ".docx", "xl": ".xlsx", "content.xml": ".odt"}
_SIGNS = {
    b"%PDF-": ".pdf",
    b"{\\rtf": ".rtf",
    b"BEGIN:VCARD": ".vcf",
    b"<?xml": ".xml",
    b"<": ".html",
    b"{": ".json",
    b"[": ".json",
    b"\x89PNG": ".png",
    b"\xff\xd8": ".jpg",
    b"age-encryption.org": ".age",
}


@dataclass(frozen=True)
class Lost:
    """One action of the log that the restored store does not know of (UTC)."""

    at_utc: datetime
    user_name: str
    action: str
    object: str
    command: str


@dataclass(frozen=True)
class Restored:
    """What a case was restored from, and what is missing in it.

    ``lost`` is None where the damaged store's log cannot be read; ``untold`` counts the actions
    that were logged and cannot be read, as far as is known; ``recovered`` the received files laid
    out to be added anew, ``missing`` those that the case refers to and has not.
    """

    backup: str
    made_at_utc: datetime
    kept_aside: str
    lost: tuple[Lost, ...] | None
    untold: int
    recovered: int
    missing: int


def restore(folder: Path, *, name: str | None = None, user: str | None = None) -> Restored:
    """Put the last whole copy of the store in its place, or the copy of this name.

    In a case with accounts whoever may give accounts may restore. Raises CaseNotFoundError,
    CaseBusyError, WrongPasswordError, RefusedError where the store is whole and no copy is named,
    or CaseDamagedError where no copy is whole.
    """
    if not (folder / STORE).is_file() and not backup.every(folder):
        raise CaseNotFoundError(f"{folder}: is not a case (neither {STORE} nor copies in it).")
    encrypting.unlock(folder)
    with CaseLock(folder, write=True), _workplace(folder) as place:
        if name is None and is_whole(folder / STORE):
            raise RefusedError(
                f"{folder / STORE}: is whole, and nothing need be restored. To go back to an "
                "earlier state all the same, name a copy: --backup (see --list)."
            )
        chosen = _first_whole(folder, place, name)
        return _put_in_place(folder, place, chosen, user)


def forget_recovered(folder: Path, hashes: Collection[str]) -> None:
    """Remove what was laid out of these originals, which are erased."""
    for file in (folder / RECOVERED).glob("*"):
        with file.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
        if found in hashes:
            file.chmod(0o600)
            file.unlink()


def is_whole(store: Path) -> bool:
    """Whether all of a store can be read, its log holds, and none of its last rows is missing."""
    if not store.is_file():
        return False
    try:
        with session(store, write=False) as db:
            for (table,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                db.execute(f'SELECT bit_xor(hash(row)) FROM "{table}" AS row').fetchall()
            return audit.verify(db).fault is None and not anchor.rows_missing(store, db)
    except (duckdb.Error, CaseDamagedError):
        return False


def _first_whole(folder: Path, place: Path, name: str | None) -> backup.Backup:
    """The first whole candidate, copied to ``place``. Raises WorkbenchError."""
    candidates = _candidates(folder, place)
    if name is not None:
        candidates = [one for one in candidates if one.path.name == name]
        if not candidates:
            raise WorkbenchError(f"{name}: there is no such copy. See workbench restore --list.")
    for candidate in candidates:
        for log in (folder / WAL, None) if candidate.path == folder / STORE else (None,):
            if _try(candidate.path, log, place):
                return candidate
    raise CaseDamagedError(
        f"{folder}: no copy of the store is whole. The received files are in {originals.FOLDER}/, "
        "unharmed: make a new case and add them."
    )


def _try(store: Path, log: Path | None, place: Path) -> bool:
    """Copy a store, and its log of late changes if it has one; whether that is whole."""
    (place / WAL).unlink(missing_ok=True)
    if log is not None:
        if not log.is_file():
            return False
        shutil.copyfile(log, place / WAL)
    shutil.copyfile(store, place / STORE)
    return is_whole(place / STORE)


def _candidates(folder: Path, place: Path) -> list[backup.Backup]:
    """The store, the copies, those of upgrades; first those whose log is longest."""
    store = [folder / STORE] if (folder / STORE).is_file() else []
    upgraded = sorted(folder.glob(f"{STORE}.*backup"), reverse=True)
    found = [
        *map(_dated, store),
        *backup.every(folder),
        *map(_dated, upgraded),
    ]
    return sorted(found, key=lambda one: _rows(one.path, place), reverse=True)


def _rows(store: Path, place: Path) -> int:
    """How long the log is in a store's file, without what is not yet in it; -1 if damaged."""
    probe = place / "probe.duckdb"
    _link(store, probe)
    try:
        with session(probe, write=False) as db:
            return audit.anchor(db)[0]
    except duckdb.Error:
        return -1
    finally:
        probe.unlink()


def _dated(path: Path) -> backup.Backup:
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return backup.Backup(path, changed.replace(tzinfo=None, microsecond=0))


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A folder of its own with what a case must have, on the same disk."""
    (folder / backup.FOLDER).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder / backup.FOLDER, prefix=".restoring-") as name:
        place = Path(name)
        (place / originals.FOLDER).mkdir()
        if keys := encrypting.keys_of(folder):
            for lock in filter(Path.exists, (folder / lock for lock in locks.LOCKS)):
                shutil.copyfile(lock, place / lock.name)
            encrypting.remember(place, keys)
        try:
            yield place
        finally:
            ring.forget(place)


def _put_in_place(folder: Path, place: Path, chosen: backup.Backup, user: str | None) -> Restored:
    kept = folder / backup.FOLDER / f"damaged-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.duckdb"
    with Case.open(place, write=True, user=user, right=Right.ACCOUNTS) as case:
        case.copies.leave_off()
        known = audit.verify(case.ledger()).rows
        lost = _lost(folder, known)
        untold = max(0, anchor.rows_said(folder / STORE) - known - len(lost or ()))
        referred = _referred(case)
        extra = _unknown_originals(folder, referred)
        missing = sum(not originals.path_of(folder, digest).exists() for digest in referred)
        detail: audit.Detail = {
            "command": "restore",
            "backup": chosen.path.name,
            "lost": None if lost is None else len(lost),
            "untold": untold,
            "recovered": len(extra),
            "missing": missing,
        }
        with case.transaction():
            case.record(Action.ALTERATION, "case", detail, right=Right.ACCOUNTS)
    _lay_out(folder, extra)
    _keep_aside(folder, kept)
    backup.settle(place / STORE)
    (place / STORE).replace(folder / STORE)
    anchor.move(place / STORE, folder / STORE)
    backup.settle(folder)
    return Restored(
        chosen.path.name, chosen.made_at_utc, kept.name, lost, untold, len(extra), missing
    )


def _referred(case: Case) -> set[str]:
    """The originals that the case must have: not those that were erased."""
    found = case.ledger().execute("SELECT sha256 FROM source WHERE sha256 NOT LIKE 'erased:%'")
    return {digest for (digest,) in found.fetchall()}


def _lost(folder: Path, known: int) -> tuple[Lost, ...] | None:
    """What the damaged store's log says was done after the last row known; None if unreadable."""
    try:
        with session(folder / STORE, write=False) as db:
            rows = [row for row in audit.rows(db) if row.sequence > known]
    except (duckdb.Error, OSError):
        return None
    return tuple(
        Lost(
            r.at_utc, r.user_name, r.action, r.object, str(json.loads(r.detail).get("command", ""))
        )
        for r in rows
    )


def _names(folder: Path) -> Mapping[str, str]:
    """The file name of each received file, as far as the damaged store can say."""
    try:
        with session(folder / STORE, write=False) as db:
            return dict(db.execute("SELECT sha256, file_name FROM source").fetchall())
    except (duckdb.Error, OSError):
        return {}


def _unknown_originals(folder: Path, referred: Collection[str]) -> list[Path]:
    files = (folder / originals.FOLDER).iterdir()
    return sorted(file for file in files if file.is_file() and file.name not in referred)


def _lay_out(folder: Path, files: Sequence[Path]) -> None:
    """Put received files aside, under their names where these are known and need not be hidden.

    Opening the case removes them from where they lie, for the store does not refer to them.
    """
    names = _names(folder) if files and not encrypting.is_encrypted(folder) else {}
    for file in files:
        opened = originals.opened(folder, file.name)
        name = names.get(file.name) or file.name + _suffix(opened)
        place = folder / RECOVERED / Path(name).name
        place.parent.mkdir(exist_ok=True)
        if place.exists():
            place = place.with_name(f"{file.name}-{place.name}")
        _link(file, place)


def _suffix(file: Path) -> str:
    """What a file of unknown name is, for its reader is found by its suffix."""
    with file.open("rb") as opened:
        start = opened.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"PK"):
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(file) as archive:
            inside = {name.split("/")[0] for name in archive.namelist()}
            return next((_ARCHIVES[name] for name in _ARCHIVES if name in inside), ".zip")
    return next((suffix for sign, suffix in _SIGNS.items() if start.startswith(sign)), ".txt")


def _keep_aside(folder: Path, kept: Path) -> None:
    """The damaged store under another name too, and its log of changes out of the new one's way."""
    if (folder / STORE).exists():
        _link(folder / STORE, kept)
    if (folder / WAL).exists():
        (folder / WAL).replace(kept.with_name(f"{kept.name}.wal"))


def _link(file: Path, place: Path) -> None:
    """A second name for a file; a copy where the disk knows no such thing."""
    try:
        os.link(file, place)
    except OSError:
        shutil.copyfile(file, place)
