"""Opening encrypted stores: DuckDB's own encryption, AES-256 in Galois/counter mode.

DuckDB writes such stores with OpenSSL only, which its httpfs extension brings; it comes with the
installation (``duckdb-extension-httpfs``), nothing is fetched. The store, its write-ahead log and
what does not fit into memory are written encrypted.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import duckdb

from workbench.encrypting import room

_NAME = "case_store"
_EXTENSION = "httpfs.duckdb_extension"
_PART = 0.25
"""Of what DuckDB would take for one store, which are four fifths of the memory: two stores to work
in may be open beside a case, and what is handed from one to another has to fit in, too."""


class _Session:
    """A session whose default is the attached store, and so are the sessions made from it."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self._db = db

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    def cursor(self) -> "_Session":
        other = self._db.cursor()
        other.execute(f"USE {_NAME}")
        return _Session(other)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._db.close()


def connect(store: Path, key: str | None, *, write: bool) -> duckdb.DuckDBPyConnection:
    """Open a store, or make one; encrypted if there is a key. Raises duckdb.Error."""
    if key is None:
        return duckdb.connect(str(store), read_only=not write)
    db = duckdb.connect()
    try:
        encrypt_spill(db, store.with_name(f"{store.name}.tmp"))
        attach(db, store, key, _NAME, write=write)
        db.execute(f"USE {_NAME}")
    except BaseException:
        db.close()
        raise
    return cast(duckdb.DuckDBPyConnection, _Session(db))


def lacks_lock(error: duckdb.Error) -> bool:
    """Whether a store was not opened because it is encrypted and nobody thought so."""
    return "Cannot open encrypted database" in str(error)


def attach(
    db: duckdb.DuckDBPyConnection, store: Path, key: str | None, name: str, *, write: bool = True
) -> None:
    """Have a session see another store, under a name; encrypted if there is a key."""
    options = ["READ_WRITE" if write else "READ_ONLY"]
    if key is not None:
        options += [f"ENCRYPTION_KEY '{key}'", "ENCRYPTION_CIPHER 'GCM'"]
    db.execute(f"ATTACH '{_quoted(store)}' AS {name} ({', '.join(options)})")


def scratch(folder: Path, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A store in memory, to work in.

    What does not fit into its part of the memory is written to ``folder``, which is made when it is
    needed and removed in the end; encrypted, once a case was unlocked.
    """
    db = duckdb.connect(config={} if threads is None else {"threads": threads})
    if room.is_entered():
        encrypt_spill(db, folder)
    else:
        db.execute(f"SET temp_directory = '{_quoted(folder)}'")
    db.execute(f"SET memory_limit = '{_part()}'")
    return db


@contextmanager
def sharing(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """While it lasts a store leaves room for those to work in."""
    # Beside the transaction under way, which may have failed by the end.
    with db.cursor() as beside:
        before = _limit(beside)
        with suppress(duckdb.OutOfMemoryException):
            beside.execute(f"SET memory_limit = '{_part()}'")
        is_outermost = before != _limit(beside)
        try:
            yield
        finally:
            if is_outermost:
                # Not back to what it said before, which is rounded down.
                beside.execute("RESET memory_limit")


@cache
def _part() -> str:
    with duckdb.connect() as db:
        limit, unit = _limit(db).split()
    return f"{float(limit) * _PART:.2f} {unit}"


def _limit(db: duckdb.DuckDBPyConnection) -> str:
    return str(db.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])


def encrypt_spill(db: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Load what encrypts, and have what does not fit into memory written to ``folder`` with it."""
    extension = files("duckdb_extension_httpfs") / "extensions" / f"v{duckdb.__version__}"
    with as_file(extension / _EXTENSION) as file:
        db.execute(f"LOAD '{_quoted(file)}'")
    db.execute(f"SET temp_directory = '{_quoted(folder)}'")
    db.execute("SET temp_file_encryption = true")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
