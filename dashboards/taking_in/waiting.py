"""Files that were dropped on the page and are not in the case yet."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import IO

from ingest.drafting import Draft
from ingest.intake import AddOptions
from ingest.templates import Template
from ingest.trial import Trial
from workbench import originals
from workbench.errors import WorkbenchError

LARGEST_FILE = 8 << 30
"""Bytes of the largest file that is received over a browser."""
_BLOCK = 1 << 20
_LONGEST_NAME = 150


class TooLargeError(WorkbenchError):
    """A file is too large to be received over a browser."""


@dataclass(frozen=True)
class Waiting:
    """A file that waits, with what was seen in it.

    ``trial`` is None until it was looked at, and where it cannot be read: then ``problem`` says
    why. ``template`` is the layout as the user put it right, by ``meanings`` of the ``draft``'s
    columns. ``retries``: it is in the case already as this source, and its rejected rows are to be
    tried again.
    """

    number: int
    path: Path
    bytes: int
    user: str
    options: AddOptions = field(default_factory=AddOptions)
    looked_at: bool = False
    trial: Trial | None = None
    problem: str | None = None
    draft: Draft | None = None
    meanings: tuple[str | None, ...] = ()
    facts: Mapping[str, str | None] = field(default_factory=dict)
    template: Template | None = None
    retries: int | None = None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


class WaitingRoom:
    """The files that wait, by their numbers. ``revision`` grows with every change."""

    def __init__(self, case_folder: Path) -> None:
        # What the case sweeps when it is next opened, should the server be killed.
        self._folder = originals.incoming_folder(case_folder) / "pages"
        self._numbers = count(1)
        self._files: dict[int, Waiting] = {}
        self.revision = 0

    def receive(self, name: str, stream: IO[bytes], size: int, user: str) -> Waiting:
        """Write a stream of ``size`` bytes to disk as it comes in. Raises WorkbenchError."""
        if size > LARGEST_FILE:
            raise TooLargeError(
                f"{size:,} bytes: a browser may send {LARGEST_FILE:,} at most. "
                "Use 'workbench add' on the machine that holds the case."
            )
        number = next(self._numbers)
        path = self._folder / str(number) / _safe(name)
        path.parent.mkdir(parents=True)
        try:
            written = _written(stream, path, size)
        except OSError as error:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise WorkbenchError(
                f"the file cannot be kept ({error.strerror}). Make room on the disk."
            ) from error
        except BaseException:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise
        return self._keep(Waiting(number, path, written, user))

    def again(
        self, original: Path, file_name: str, source_id: int, options: AddOptions, user: str
    ) -> Waiting:
        """A file of the case, for its rejected rows to be tried again; it is not copied."""
        known = next((w for w in self.of(user) if w.retries == source_id), None)
        if known:
            return known
        number = next(self._numbers)
        path = self._folder / str(number) / _safe(file_name)
        path.parent.mkdir(parents=True)
        path.symlink_to(original.resolve())
        size = original.stat().st_size
        return self._keep(Waiting(number, path, size, user, options, retries=source_id))

    def of(self, user: str) -> list[Waiting]:
        """What waits of a user, in the order of its coming."""
        return [waiting for waiting in list(self._files.values()) if waiting.user == user]

    def get(self, number: int, user: str) -> Waiting | None:
        """One of a user's files."""
        found = self._files.get(number)
        return found if found and found.user == user else None

    def next_unseen(self) -> Waiting | None:
        """The first that nobody has looked at."""
        return next((w for w in list(self._files.values()) if not w.looked_at), None)

    def change(self, waiting: Waiting, **changes: object) -> Waiting | None:
        """The file with something changed; None where it was put aside meanwhile."""
        found = self._files.get(waiting.number)
        return self._keep(replace(found, **changes)) if found else None  # type: ignore[arg-type]

    def put_aside(self, number: int) -> None:
        """Forget a file and remove its copy."""
        found = self._files.pop(number, None)
        self.revision += 1
        if found:
            shutil.rmtree(found.path.parent, ignore_errors=True)

    def _keep(self, waiting: Waiting) -> Waiting:
        self._files[waiting.number] = waiting
        self.revision += 1
        return waiting


def _safe(name: str) -> str:
    """A name that stands for a file in its folder and nowhere else."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(c if c.isprintable() else "_" for c in last).strip(" .")
    stem, dot, suffix = shown.rpartition(".")
    if len(shown) > _LONGEST_NAME and dot:
        shown = f"{stem[: _LONGEST_NAME - len(suffix) - 1]}.{suffix}"
    # As bytes a name may be longer than in letters, and no folder takes more than 255.
    while len(shown.encode()) > 240:
        shown = shown[1:]
    return shown or "file"


def _written(stream: IO[bytes], path: Path, size: int) -> int:
    written = 0
    with path.open("wb") as file:
        while written < size and (block := stream.read(min(_BLOCK, size - written))):
            file.write(block)
            written += len(block)
    if written < size:
        raise WorkbenchError("the file did not arrive whole. Drop it once more.")
    return written
