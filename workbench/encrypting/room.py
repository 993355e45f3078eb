"""Where plain copies lie while an encrypted case is worked on: in memory, for this process only.

Readers need files, and so do libraries that put something by. From the moment a case is unlocked
the process's folder for temporary files is one in memory (/dev/shm), where the system has that. It
is removed when the process ends; what a killed one left, by the next.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import portalocker

from workbench.errors import WorkbenchError

FOLDER = "WORKBENCH_ROOM"
"""Environment variable: a folder to be used instead, such as one on an encrypted disk."""
MEMORY = Path("/dev/shm")
_PREFIX = "adria-room-"
_TENANT = ".tenant"  # locked while the process lives
_VARIABLE = "TMPDIR"  # by which processes that read documents inherit the room


@dataclass(frozen=True)
class _Room:
    path: Path
    tenant: IO[str]
    temporary_before: str
    variable_before: str | None


_room: _Room | None = None


def enter() -> Path:
    """The room of this process. Raises WorkbenchError where there can be none."""
    global _room
    if _room is None:
        place = _place()
        try:
            _sweep(place)
            _room = _made(place)
        except OSError as error:
            raise WorkbenchError(f"{place}: no files can be made there. See {FOLDER}.") from error
        tempfile.tempdir = os.environ[_VARIABLE] = str(_room.path)
        atexit.register(leave)
    return _room.path


def leave() -> None:
    """Remove the room and what is in it."""
    global _room
    if _room is None:
        return
    left, _room = _room, None
    shutil.rmtree(left.path, ignore_errors=True)
    left.tenant.close()
    tempfile.tempdir = left.temporary_before
    os.environ.pop(_VARIABLE)
    if left.variable_before is not None:
        os.environ[_VARIABLE] = left.variable_before


def is_entered() -> bool:
    """Whether this process has unlocked a case."""
    return _room is not None


def _place() -> Path:
    if named := os.environ.get(FOLDER):
        return Path(named)
    return MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())


def _made(place: Path) -> _Room:
    before = tempfile.gettempdir()
    making = Path(tempfile.mkdtemp(prefix="adria-making-", dir=place))
    # Locked before it has the name that others sweep.
    tenant = (making / _TENANT).open("w")
    portalocker.lock(tenant, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
    path = place / making.name.replace("adria-making-", _PREFIX)
    making.rename(path)
    return _Room(path, tenant, before, os.environ.get(_VARIABLE))


def _sweep(place: Path) -> None:
    """Remove what processes left that are no more."""
    flags = portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING
    for room in place.glob(f"{_PREFIX}*"):
        with suppress(OSError, portalocker.LockException), (room / _TENANT).open("r+") as tenant:
            portalocker.lock(tenant, flags)
            shutil.rmtree(room, ignore_errors=True)
