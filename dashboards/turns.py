"""Whose turn it is to write: a case has one writer at a time, and all its users share one server.

Taking in a large file or resolving a case may take minutes. No page waits for that: what is to be
logged or can be said later is done as soon as it is over, in its order; the rest is refused with a
clear word.
"""

import contextvars
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import RLock
from time import monotonic

from workbench.errors import WorkbenchError

PATIENCE_S = 2.0
_LOOK_AGAIN_S = 0.1
_log = logging.getLogger(__name__)


class BusyError(WorkbenchError):
    """The case is being written to for long; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "a file is being taken in or the case resolved: nothing was changed. Do it again when "
            "that is done."
        )


class Turns:
    """The one place of writing. ``is_long``: whoever has it will need it for long."""

    def __init__(self) -> None:
        self._place = RLock()
        self._later = ThreadPoolExecutor(max_workers=1, thread_name_prefix="later")
        self.is_long = False

    @contextmanager
    def short(self) -> Iterator[None]:
        """A turn for a moment. Raises BusyError where somebody has taken it for long."""
        begun = monotonic()
        while not self._place.acquire(timeout=_LOOK_AGAIN_S):
            if self.is_long and monotonic() - begun > PATIENCE_S:
                raise BusyError
        try:
            yield
        finally:
            self._place.release()

    @contextmanager
    def long(self) -> Iterator[None]:
        """A turn for long, after all that was put off."""
        self._later.submit(int).result()
        with self._place:
            self.is_long = True
            try:
                yield
            finally:
                self.is_long = False

    def later(self, act: Callable[[], object]) -> None:
        """Do something as soon as there is a turn, on behalf of the present user."""
        self._later.submit(contextvars.copy_context().run, self._in_turn, act)

    def _in_turn(self, act: Callable[[], object]) -> None:
        with self._place:
            try:
                act()
            except Exception as error:  # nobody waits for it any more
                _log.error("%s in what was put off", type(error).__name__)
