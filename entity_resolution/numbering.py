"""Pairs of things as one number each, so that many are looked up at once."""

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


def numbered(one: Ids, other: Ids, count: int) -> Ids:
    """Pairs of two of ``count`` things as numbers, whatever their order; ``numpy.divmod`` by the
    count gives the two back."""
    return np.minimum(one, other) * count + np.maximum(one, other)


def are_among(numbers: Ids, known: Ids) -> Truths:
    """Which numbers are among known ones, which are in order."""
    if not len(known):
        return np.zeros(len(numbers), dtype=np.bool_)
    place = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    return np.asarray(known[place] == numbers)
