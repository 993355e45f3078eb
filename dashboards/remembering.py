"""A small store of results that are dear to compute: the latest few, each computed once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Remembered(Generic[Result]):
    """The ``most`` latest results by key; callers that ask for one key at once wait for one."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Result] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable) -> Result | None:
        """What is kept under a key."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def put(self, key: Hashable, result: Result) -> Result:
        """Keep a result, letting the oldest go."""
        with self._lock:
            self._kept[key] = result
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return result

    def made(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """The result under a key, made now if need be."""
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            found = self.get(key)
            result = self.put(key, make()) if found is None else found
        with self._lock:
            self._making.pop(key, None)
        return result
