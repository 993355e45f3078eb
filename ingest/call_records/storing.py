"""Writing a chunk into the case while the next one is made ready: each keeps a processor busy."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from ingest.call_records.stage import Session
from workbench.case import Case


class Storing:
    """What is written to the case, in turn, by a thread of its own.

    While it is in use nobody else touches the case's session; ``next_mention`` is the id for the
    next mention, counted on by whoever writes some.
    """

    def __init__(self, case: Case, pool: ThreadPoolExecutor) -> None:
        """For as long as the pool, of one thread, works."""
        self._db, self._pool = case.db, pool
        self._under_way: list[Future[None]] = []
        self.next_mention = case.next_id("mention_number", "mention_id")
        self.time_zone = case.property("time_zone", "UTC")

    def write(self, work: Callable[[Session], None]) -> None:
        """Write after what was written before, while the caller goes on."""
        self._under_way.append(self._pool.submit(work, self._db))

    def settle(self) -> None:
        """Wait until all is written; raises what went wrong in it."""
        under_way, self._under_way = self._under_way, []
        for written in under_way:
            written.result()


@contextmanager
def storing(case: Case) -> Iterator[Storing]:
    """Write to the case behind the caller's back; all is written at the end."""
    with _one_thread_less(case.db), ThreadPoolExecutor(1) as pool:
        stored = Storing(case, pool)
        yield stored
        stored.settle()


@contextmanager
def _one_thread_less(db: Session) -> Iterator[None]:
    """Make room for the second session: a thread that waits for others keeps its processor busy."""
    (threads,) = db.execute("SELECT current_setting('threads')").fetchone() or (1,)
    db.execute(f"SET threads = {max(1, threads - 1)}")
    try:
        yield
    finally:
        db.execute(f"SET threads = {threads}")
