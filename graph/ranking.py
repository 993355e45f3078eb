"""Rankings that name nobody who must not be named.

Protected persons stay in the network, so that the paths through them count, but no ranking lists
them.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.build.filters import Omission
from graph.build.network import Network
from graph.measures import MEASURES, Measure, values
from graph.sampling import Values

NOT_RANKED = "protected persons, and what is theirs, are never ranked"


@dataclass(frozen=True)
class Ranked:
    """An entity's place; equal values share the best place. ``rank_low`` is the best place that
    resampling gives, ``rank_high`` the worst (None where that was not done). ``error`` is the
    half-width at 95 % of a sampled value.
    """

    entity_id: str
    value: float
    rank: int
    error: float | None = None
    rank_low: int | None = None
    rank_high: int | None = None


@dataclass(frozen=True)
class Ranking:
    """The first entities by a measure, and how many may not be named."""

    measure: Measure
    question: str
    ranked: tuple[Ranked, ...]
    left_out: tuple[Omission, ...]
    sampled_from: int | None = None


def rank(
    network: Network, measure: Measure, top: int | None = 10, computed: Values | None = None
) -> Ranking:
    """The ``top`` entities (None: all) by a measure, protected ones left out and counted.

    ``computed``: the measure's values, where they are known already.
    """
    if computed is None:
        computed = values(network, measure)
    may = rankable(network.ids, network.protected)
    places = ranks(computed.values[may], high_first=MEASURES[measure].high_is_central)
    order = np.lexsort((np.arange(len(may)), places))[:top]
    hidden = len(network.ids) - len(may)
    return Ranking(
        measure,
        MEASURES[measure].question,
        tuple(
            Ranked(
                network.ids[may[i]],
                float(computed.values[may[i]]),
                int(places[i]),
                None if computed.error is None else float(computed.error[may[i]]),
            )
            for i in order
        ),
        (Omission(NOT_RANKED, entities=hidden),) if hidden else (),
        computed.sampled_from,
    )


def rankable(ids: Collection[str], protected: Collection[str]) -> npt.NDArray[np.int64]:
    """The vertices that a ranking may name."""
    return np.array([i for i, entity in enumerate(ids) if entity not in protected], dtype=np.int64)


def ranks(scores: npt.NDArray[np.float64], *, high_first: bool = True) -> npt.NDArray[np.int64]:
    """Places from 1; scores equal to ten digits of the largest share the best of their places."""
    largest = float(np.abs(scores).max(initial=0.0)) or 1.0
    rounded = np.round((-scores if high_first else scores) / largest, 10)
    ordered = np.sort(rounded)
    return np.searchsorted(ordered, rounded, side="left") + 1
