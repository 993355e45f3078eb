"""Work that goes on while the page is used: looking at what waits, and taking it in.

Each is one thread of the server's process. Taking in holds the case's one place of writing for a
file at a time, so that others get their turn between files.
"""

import contextvars
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock, Thread
from traceback import extract_tb

from dashboards.apart import apart
from dashboards.taking_in.looking import look, with_template
from dashboards.taking_in.waiting import Waiting, WaitingRoom
from dashboards.workspace import Workspace
from ingest.intake import Added, AddOptions
from ingest.many import Outcome, add_all
from ingest.retrying import retry
from workbench import steps
from workbench.errors import RefusedError, WorkbenchError

_log = logging.getLogger(__name__)


class CancelledError(WorkbenchError):
    """The user cancelled."""

    def __init__(self) -> None:
        super().__init__("cancelled: the file under way was left out, those before it stay.")


@dataclass(frozen=True)
class Result:
    """What became of a file: taken in, or refused and why."""

    name: str
    added: Added | None
    error: str | None


@dataclass
class Job:
    """Files being taken in, as far as it has come. ``failed``: what went wrong as a whole."""

    user: str
    total: int
    step: str = ""
    share: float = 0.0
    results: list[Result] = field(default_factory=list)
    resolved: bool = False
    failed: str | None = None
    finished: bool = False
    cancelled: Event = field(default_factory=Event)

    def progress(self, step: str, share: float) -> None:
        """Keep how far it is. Raises CancelledError where the user has cancelled."""
        if self.cancelled.is_set():
            raise CancelledError
        self.step, self.share = step, share


class Work:
    """What goes on for all users of one workspace: one job at a time."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.room = WaitingRoom(workspace.case.folder)
        self.job: Job | None = None
        self._looking = Lock()
        self._starting = Lock()

    def look_at_all(self) -> None:
        """Have what nobody has looked at looked at, unless that goes on already."""
        self._thread(self._look)

    def take_in(self, files: Sequence[Waiting], *, resolve: bool) -> Job:
        """Begin to take files in. Raises RefusedError where a job is under way."""
        with self._starting:
            if self.job and not self.job.finished:
                raise RefusedError("files are being taken in already. Wait for them, or cancel.")
            self.job = job = Job(self._workspace.case.user, len(files))
        self._thread(self._take_in, job, list(files), resolve)
        return job

    def _thread(self, work: object, *values: object) -> None:
        # The context says whose request this is: rights and log follow it.
        context = contextvars.copy_context()
        Thread(target=context.run, args=(work, *values), daemon=True).start()

    def _look(self) -> None:
        if not self._looking.acquire(blocking=False):
            return
        try:
            while waiting := self.room.next_unseen():
                try:
                    with apart(self._workspace) as case:
                        look(case, self.room, waiting)
                except Exception as error:  # what one file does must not stop the others
                    self.room.change(waiting, looked_at=True, problem=_unforeseen(error))
        finally:
            self._looking.release()

    # ------------------------------------------------------------- taking in

    def _take_in(self, job: Job, files: list[Waiting], resolve: bool) -> None:
        try:
            for batch in _batches(files):
                self._take_in_batch(job, batch)
            if resolve and any(r.added and not r.added.already_known for r in job.results):
                self._resolve(job)
        except CancelledError as error:
            job.failed = str(error)
        except Exception as error:
            job.failed = str(error) if isinstance(error, WorkbenchError) else _unforeseen(error)
        finally:
            job.finished = True
            self.room.revision += 1

    def _take_in_batch(self, job: Job, batch: list[Waiting]) -> None:
        case, by_path = self._workspace.case, {waiting.path: waiting for waiting in batch}
        options = batch[0].options
        with TemporaryDirectory() as folder:
            if template := batch[0].template:
                options = with_template(options, template, Path(folder))
            if batch[0].retries is not None:
                self._try_again(job, batch[0], options)
                return
            outcomes = add_all(case, list(by_path), options, job.progress)
            for outcome in self._in_turns(job, outcomes):
                error = str(outcome.error) if outcome.error else None
                job.results.append(Result(outcome.file.name, outcome.added, error))
                waiting = by_path.get(outcome.file)
                if waiting and outcome.added:
                    self.room.put_aside(waiting.number)
                elif waiting and not isinstance(outcome.error, CancelledError):
                    self.room.change(waiting, problem=error)

    def _try_again(self, job: Job, waiting: Waiting, options: AddOptions) -> None:
        """Try the rejected rows of a file again; what was accepted of it stays."""
        assert waiting.retries is not None
        try:
            with self._workspace.turns.long():
                done = retry(self._workspace.case, waiting.retries, options)
        except WorkbenchError as error:
            job.results.append(Result(waiting.name, None, str(error)))
            self.room.change(waiting, problem=str(error))
            return
        added = Added(done.source, done.reconciliation, False, done.reasons)
        job.results.append(Result(waiting.name, added, None))
        self.room.put_aside(waiting.number)

    def _in_turns(self, job: Job, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        """One outcome after the other, each while nobody else writes; none after a cancel."""
        while True:
            with self._workspace.turns.long():
                outcome = None if job.cancelled.is_set() else next(outcomes, None)
            if outcome is None:
                break
            yield outcome
        if job.cancelled.is_set():
            raise CancelledError

    def _resolve(self, job: Job) -> None:
        with self._workspace.turns.long():
            steps.resolve(self._workspace.case, job.progress)
        job.resolved = True


def _batches(files: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    """Files that are read alike go together: documents among them are read side by side."""
    alike: list[Waiting] = []
    for waiting in files:
        if waiting.template or waiting.retries is not None:
            yield [waiting]
        elif alike and waiting.options != alike[0].options:
            yield alike
            alike = [waiting]
        else:
            alike.append(waiting)
    if alike:
        yield alike


def _unforeseen(error: Exception) -> str:
    """For the user; where it arose goes to the log, without data."""
    places = [f"{frame.name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    _log.error("%s in %s", type(error).__name__, " > ".join(places))
    return f"this file could not be dealt with ({type(error).__name__}); the log says where."
