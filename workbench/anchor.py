"""How long a case's log was after its last change, said in a small file beside the store.

DuckDB takes a damaged length in its log of late changes (WAL) for that log's end, opens the store
without what came after, and says nothing; the anchor within the store is lost with it. This one is
written after each commit: it may lag behind the store, and is never before it.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

import duckdb

from workbench import audit

_FILE = "{store}.head"
_SIGNS = 16


def write(store: Path, db: duckdb.DuckDBPyConnection) -> None:
    """Say what the last row of the log is now. Where there is no room the older word stays."""
    said = "{} {}".format(*audit.anchor(db))
    file = _file(store)
    half = file.with_name(f"{file.name}.part")
    # Not waited for until it is on the disk: the commit was, and an older word does no harm.
    with suppress(OSError):
        half.write_text(f"{said} {_check(said)}\n", encoding="ascii")
        half.replace(file)


def rows_said(store: Path) -> int:
    """How many rows the log had at least; 0 where nobody said so, or the file is damaged."""
    try:
        said, check = _file(store).read_text(encoding="ascii").rstrip("\n").rsplit(" ", 1)
    except (OSError, ValueError):
        return 0
    return int(said.split()[0]) if check == _check(said) else 0


def rows_missing(store: Path, db: duckdb.DuckDBPyConnection) -> int:
    """How many of the last rows of the log are not in the store that was opened."""
    said = rows_said(store)
    return max(0, said - audit.anchor(db)[0]) if said else 0


def move(store: Path, to: Path) -> None:
    """Take the word along when a store is put in the place of another."""
    with suppress(FileNotFoundError):
        _file(store).replace(_file(to))


def _file(store: Path) -> Path:
    return store.with_name(_FILE.format(store=store.name))


def _check(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:_SIGNS]
