"""Exchanging a case's files for others all at once, though the machine may stop at any moment.

The others are made in a folder beside. That they are whole is said by giving this folder its final
name; from then on whoever comes next finishes what is left to do, and needs no key for it.
"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from workbench.backup import settle
from workbench.locking import CaseLock

HALF = ".changing"
READY = ".changed"
_GONE = "gone.json"


def announce(case_folder: Path, gone: Sequence[str]) -> None:
    """Say that all in ``HALF`` is whole; ``gone`` names what is to be in the case no more."""
    half = case_folder / HALF
    (half / _GONE).write_text(json.dumps(list(gone)), encoding="utf-8")
    for path in (*half.rglob("*"), half):
        settle(path)
    half.rename(case_folder / READY)
    settle(case_folder)


def finish_pending(case_folder: Path) -> None:
    """Finish what a stopped process announced. Raises CaseBusyError where another is at it."""
    if (case_folder / READY).is_dir():
        with CaseLock(case_folder, write=True):
            finish(case_folder)


def finish(case_folder: Path) -> None:
    """Put what was announced in place. The caller has the case to itself, its store closed."""
    ready = case_folder / READY
    listed = ready / _GONE
    if listed.is_file():
        for name in json.loads(listed.read_text(encoding="utf-8")):
            _remove(case_folder / name)
    for file in sorted(path for path in ready.rglob("*") if path.is_file() and path != listed):
        place = case_folder / file.relative_to(ready)
        place.parent.mkdir(exist_ok=True)
        file.replace(place)
    settle(case_folder)
    shutil.rmtree(ready, ignore_errors=True)


def sweep(case_folder: Path) -> None:
    """Remove what a process left that stopped before it had all."""
    shutil.rmtree(case_folder / HALF, ignore_errors=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
