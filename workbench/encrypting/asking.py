"""How whoever runs a command shows the key: a key file by name, or the passphrase as they type it.

The key file is named by --key-file or WORKBENCH_KEY_FILE. A passphrase is typed only: it stands in
no command line, no environment and no log.
"""

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from workbench.encrypting import locks
from workbench.encrypting.keys import Keys
from workbench.errors import RefusedError

KEY_FILE = "WORKBENCH_KEY_FILE"
_named: ContextVar[Path | None] = ContextVar("named", default=None)


@contextmanager
def key_file_named(file: Path | None) -> Iterator[None]:
    """Within this, cases are opened by this key file."""
    before = _named.set(file)
    try:
        yield
    finally:
        _named.reset(before)


def key_file() -> Path | None:
    """The key file that was named."""
    from_environment = os.environ.get(KEY_FILE)
    return _named.get() or (Path(from_environment) if from_environment else None)


def opened(case_folder: Path) -> Keys:
    """The keys of an encrypted case. Raises LockedError, WrongKeyError, CaseDamagedError."""
    named = key_file()
    if named:
        return locks.open_by_key_file(case_folder, named)
    if not (case_folder / locks.BY_PASSPHRASE).exists():
        raise locks.LockedError(
            f"{case_folder}: is encrypted. Name its key file: --key-file or {KEY_FILE}."
        )
    if not _is_at_terminal():
        raise locks.LockedError(
            f"{case_folder}: is encrypted. Type its passphrase at a terminal, or name a key file: "
            f"--key-file or {KEY_FILE}."
        )
    typed = getpass.getpass(f"Passphrase of {case_folder}: ")
    return locks.open_by_passphrase(case_folder, typed)


def new_passphrase() -> str:
    """A new passphrase, typed twice. Raises RefusedError."""
    if not _is_at_terminal():
        raise RefusedError("a passphrase is typed at a terminal. Elsewhere name a key file.")
    typed = getpass.getpass(f"New passphrase ({locks.SHORTEST} characters or more): ")
    if getpass.getpass("The same again: ") != typed:
        raise RefusedError("the two are not the same. Nothing was changed.")
    return typed


def _is_at_terminal() -> bool:
    return sys.stdin.isatty()
