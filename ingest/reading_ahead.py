"""Documents read by several processes at once, ahead of the one that writes the case.

A process that dies over a file, or takes too long, takes that file with it and no other: its
successor goes on with the next.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Self

from ingest import kinds
from ingest.documents import DocumentUnreadableError
from ingest.reading_documents import DocumentRead, Task
from workbench.errors import WorkbenchError

_SECONDS = 1800.0
_TO_START = 600.0
_CONTEXT = get_context("spawn")  # the store's threads do not survive a fork

Answer = DocumentRead | WorkbenchError | None
"""What a document says, why it is refused, or nothing where it is a table."""


@dataclass
class _Worker:
    process: SpawnProcess
    line: connection.Connection
    task: int | None = None
    task_name: str = ""
    until: float = 0.0


@dataclass
class Readers:
    """Processes that read; use as a context manager. An answer is asked for by its number."""

    count: int = field(default_factory=lambda: max(1, min(len(os.sched_getaffinity(0)), 8)))
    read: Callable[[Task], DocumentRead | None] = kinds.read_document
    seconds: float = _SECONDS
    _workers: list[_Worker] = field(default_factory=list, init=False)
    _waiting: list[tuple[int, Task]] = field(default_factory=list, init=False)
    _answers: dict[int, Answer] = field(default_factory=dict, init=False)
    _submitted: int = field(default=0, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.line.close()
            worker.process.kill()
            worker.process.join()

    def submit(self, task: Task) -> int:
        """Have a file read; gives the number under which to ask for the answer."""
        number = self._submitted
        self._submitted += 1
        self._waiting.append((number, task))
        self._assign()
        return number

    def answer(self, number: int) -> Answer:
        """Wait for an answer; it is given once."""
        while number not in self._answers:
            self._receive()
            self._assign()
        return self._answers.pop(number)

    # -------------------------------------------------------------- at work

    def _assign(self) -> None:
        while self._waiting and (worker := self._free()):
            number, task = self._waiting.pop(0)
            worker.task, worker.task_name = number, task.file_name
            worker.until = time.monotonic() + _TO_START
            worker.line.send(task)

    def _free(self) -> _Worker | None:
        idle = next((w for w in self._workers if w.task is None), None)
        if idle is None and len(self._workers) < self.count:
            idle = self._start()
        return idle

    def _start(self) -> _Worker:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_serve, args=(theirs, self.read), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _receive(self) -> None:
        """Take in what is ready; give up on what died or takes too long."""
        busy = [w for w in self._workers if w.task is not None]
        soonest = min(w.until for w in busy) - time.monotonic()
        ready = connection.wait([w.line for w in busy], timeout=max(soonest, 0.0))
        for worker in busy:
            if worker.line in ready:
                self._take(worker)
            elif time.monotonic() >= worker.until:
                self._give_up(worker, f"takes longer than {self.seconds / 60:.0f} minutes to read")

    def _take(self, worker: _Worker) -> None:
        assert worker.task is not None
        try:
            answer: Answer | bool = worker.line.recv()
        except (EOFError, OSError):
            self._give_up(worker, "stopped the program that reads it")
            return
        if isinstance(answer, bool):  # it has begun
            worker.until = time.monotonic() + self.seconds
        else:
            self._answers[worker.task] = answer
            worker.task = None

    def _give_up(self, worker: _Worker, why: str) -> None:
        assert worker.task is not None
        self._answers[worker.task] = DocumentUnreadableError(
            f"{worker.task_name}: {why}. Ask for the file again, or convert it."
        )
        worker.line.close()
        worker.process.kill()
        worker.process.join()
        self._workers.remove(worker)


def _serve(line: connection.Connection, read: Callable[[Task], DocumentRead | None]) -> None:
    """In a process of its own: read what is asked for, one after the other."""
    while True:
        try:
            task = line.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        line.send(True)
        try:
            answer: Answer = read(task)
        except WorkbenchError as error:
            answer = DocumentUnreadableError(str(error))
        except Exception as error:
            answer = DocumentUnreadableError(
                f"{task.file_name}: cannot be read ({type(error).__name__}). "
                "Ask for the file again, or convert it."
            )
        line.send(answer)
