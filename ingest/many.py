"""Taking in many files: documents read by all processors, stored by one, in the order given.

Each file is taken in whole or not at all, and none stops the others.
"""

import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ingest import documents, intake, kinds
from ingest.documents import Attachment
from ingest.intake import Added, AddOptions
from ingest.reading_ahead import Readers
from ingest.reading_documents import DocumentRead, Task
from workbench import originals
from workbench.case import Case
from workbench.errors import WorkbenchError
from workbench.originals import Incoming
from workbench.progress import Progress, silent

_WORTH_PROCESSES = 4  # documents; starting processes takes longer than reading fewer
_AHEAD = 4  # files read ahead for each process


@dataclass(frozen=True)
class Outcome:
    """What became of a file: taken in, or refused and why. ``part_of`` names its message."""

    file: Path
    added: Added | None = None
    error: WorkbenchError | None = None
    part_of: Added | None = None
    attached: tuple[Attachment, ...] = ()


@dataclass
class _Pending:
    file: Path
    incoming: Incoming | None = None
    number: int | None = None
    error: WorkbenchError | None = None
    part_of: Added | None = None


def add_all(
    case: Case,
    files: Sequence[Path],
    options: AddOptions | None = None,
    progress: Progress = silent,
) -> Iterator[Outcome]:
    """Take files into the case in order, then what messages among them have attached."""
    options = options or AddOptions()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="workbench-")))
        readers = None
        if sum(_may_be_document(file) for file in files) >= _WORTH_PROCESSES:
            readers = stack.enter_context(Readers())
        yield from _Intake(case, options, progress, folder, readers).all_of(files)


class _Intake:
    def __init__(
        self,
        case: Case,
        options: AddOptions,
        progress: Progress,
        folder: Path,
        readers: Readers | None,
    ) -> None:
        self._case = case
        self._options = options
        self._progress = progress
        self._folder = folder
        self._readers = readers
        self._done = 0
        self._unpacked_count = 0
        self._total = 0
        self._begun = time.monotonic()

    def all_of(self, files: Sequence[Path]) -> Iterator[Outcome]:
        waiting = deque(_Pending(file) for file in files)
        self._total = len(waiting)
        ahead: deque[_Pending] = deque()
        most = _AHEAD * self._readers.count if self._readers else 1
        while waiting or ahead:
            while waiting and len(ahead) < most:
                ahead.append(self._received(waiting.popleft()))
            outcome = self._stored(ahead.popleft())
            self._done += 1
            for attachment in outcome.attached:
                waiting.append(self._unpacked(attachment, outcome.added))
            self._total += len(outcome.attached)
            self._say()
            yield outcome

    def _received(self, pending: _Pending) -> _Pending:
        """Copy a file into the case and have it read ahead."""
        try:
            pending.incoming = originals.receive(self._case.folder, pending.file)
        except WorkbenchError as error:
            pending.error = error
            return pending
        known = intake.known(self._case, pending.incoming)
        if self._readers and _may_be_document(pending.file) and not known:
            pending.number = self._readers.submit(self._task(pending.incoming))
        return pending

    def _task(self, incoming: Incoming) -> Task:
        return intake.task(self._case, incoming, self._options)

    def _stored(self, pending: _Pending) -> Outcome:
        file, incoming, part_of = pending.file, pending.incoming, pending.part_of
        if incoming is None:
            return Outcome(file, error=pending.error, part_of=part_of)
        try:
            read = self._read(pending, incoming)
            added = intake.take_in(
                self._case, incoming, self._options, self._one, ahead=read, part_of=part_of
            )
        except WorkbenchError as error:
            return Outcome(file, error=error, part_of=part_of)
        finally:
            incoming.path.unlink(missing_ok=True)
        attached = read.extracted.attachments if read and not added.already_known else ()
        return Outcome(file, added, part_of=part_of, attached=attached)

    def _read(self, pending: _Pending, incoming: Incoming) -> DocumentRead | None:
        """What a document says; None where it is to be read as a table. Raises WorkbenchError."""
        if self._readers is None or pending.number is None:
            unread = kinds.is_document(incoming.file_name)
            unread = unread and intake.known(self._case, incoming) is None
            return kinds.read_document(self._task(incoming)) if unread else None
        answer = self._readers.answer(pending.number)
        if isinstance(answer, WorkbenchError):
            raise answer
        return answer

    def _unpacked(self, attachment: Attachment, message: Added | None) -> _Pending:
        """An attachment as a file of its own, under its name."""
        self._unpacked_count += 1
        name = Path(attachment.name.replace("\\", "/")).name[-120:] or "attachment"
        file = self._folder / str(self._unpacked_count) / name
        file.parent.mkdir()
        file.write_bytes(attachment.data)
        return _Pending(file, part_of=message)

    def _one(self, step: str, share: float) -> None:
        """How far the file under way is, as part of all."""
        self._progress(self._counted(step), (self._done + share) / max(self._total, 1))

    def _say(self) -> None:
        self._progress(self._counted(), self._done / max(self._total, 1))

    def _counted(self, step: str = "") -> str:
        if self._total == 1:
            return step
        elapsed = time.monotonic() - self._begun
        rate = self._done / elapsed if elapsed else 0.0
        said = f"{self._done:,} of {self._total:,} files"
        if self._done:
            left = (self._total - self._done) / rate
            said += f", {rate:.1f} a second, {_duration(left)} left"
        return said


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def _may_be_document(file: Path) -> bool:
    return file.suffix.lower() in documents.MEDIA_TYPES
