"""One process writes a case at a time; readers share it. The lock dies with its process."""

import getpass
import json
import os
import socket
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import portalocker

from workbench.clock import now_utc
from workbench.errors import CaseBusyError

LOCK_FILE = "case.lock"
HOLDER_FILE = "case.lock.json"


class CaseLock:
    """A shared (read) or exclusive (write) lock on a case folder.

    Raises CaseBusyError naming who holds the case when it cannot be had at once.
    """

    def __init__(self, folder: Path, *, write: bool) -> None:
        self._folder = folder
        self._write = write
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        mode = portalocker.LockFlags.EXCLUSIVE if self._write else portalocker.LockFlags.SHARED
        file = (self._folder / LOCK_FILE).open("a+")
        try:
            portalocker.lock(file, mode | portalocker.LockFlags.NON_BLOCKING)
        except portalocker.LockException as error:
            file.close()
            raise CaseBusyError(self._who_holds_it()) from error
        self._file = file
        if self._write:
            self._say_who()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            if self._write:
                (self._folder / HOLDER_FILE).unlink(missing_ok=True)
            self._file.close()
            self._file = None

    def _say_who(self) -> None:
        holder = {
            "user": getpass.getuser(),
            "host": socket.gethostname(),
            "process": os.getpid(),
            "since_utc": now_utc().isoformat(timespec="seconds"),
        }
        (self._folder / HOLDER_FILE).write_text(json.dumps(holder), encoding="utf-8")

    def _who_holds_it(self) -> str:
        try:
            holder = json.loads((self._folder / HOLDER_FILE).read_text(encoding="utf-8"))
            by = (
                f"{holder['user']} on {holder['host']} (process {holder['process']}, "
                f"since {holder['since_utc']} UTC)"
            )
        except (OSError, ValueError, KeyError):
            by = "another process that is reading it"
        return (
            f"{self._folder}: the case is in use by {by}. "
            "Wait until that work ends, or stop it, and try again."
        )
