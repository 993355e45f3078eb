"""Numbers with what was found out of each, many at once."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from entity_resolution.numbering import Ids, Truths

Columns = tuple[npt.NDArray[Any], ...]


class Remembered:
    """Columns of values by a number.

    Kept as parts in the order of their numbers, each at least twice as large as the next, so that
    few added to many cost little.
    """

    def __init__(self, kinds: Sequence[npt.DTypeLike]) -> None:
        self._kinds = kinds
        self._parts: list[tuple[Ids, Columns]] = []

    def find(self, numbers: Ids) -> tuple[Truths, Columns]:
        """Which of these numbers are known, and the values of those that are."""
        is_known = np.zeros(len(numbers), dtype=np.bool_)
        found = tuple(np.empty(len(numbers), dtype=kind) for kind in self._kinds)
        for known, columns in self._parts:
            place = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
            here = np.flatnonzero(known[place] == numbers)
            is_known[here] = True
            for values, column in zip(found, columns, strict=True):
                values[here] = column[place[here]]
        return is_known, found

    def add(self, numbers: Ids, columns: Columns) -> None:
        """Remember distinct numbers that are not known, in any order."""
        if not len(numbers):
            return
        self._parts.append(_in_order(numbers, columns))
        while len(self._parts) > 1 and len(self._parts[-2][0]) < 2 * len(self._parts[-1][0]):
            last, before = self._parts.pop(), self._parts.pop()
            both = tuple(np.concatenate(pair) for pair in zip(before[1], last[1], strict=True))
            self._parts.append(_in_order(np.concatenate([before[0], last[0]]), both))


def _in_order(numbers: Ids, columns: Columns) -> tuple[Ids, Columns]:
    order = np.argsort(numbers, kind="stable")
    return numbers[order], tuple(column[order] for column in columns)
