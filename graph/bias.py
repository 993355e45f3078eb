"""Whether a ranking shows who matters, or only whose records were asked for."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.build.network import Network
from graph.coverage import PhoneCoverage
from graph.measures import MEASURES, Measure, values

STRONG = 0.85
"""From this share of pairs on, the ranking follows the choice of records."""
FEWEST = 2
"""Entities on each side below which nothing can be said."""


@dataclass(frozen=True)
class EgoBias:
    """How far a measure follows the choice of records.

    ``observed`` are the entities (ids) whose own records are held, directly or through a phone they
    hold; ``share`` is the probability that one of them outranks one of the others (ties count half;
    0.5: no relation); None where there are too few of either.
    """

    observed: frozenset[str]
    share: float | None

    @property
    def is_strong(self) -> bool:
        """Whether a ranking should carry a warning."""
        return self.share is not None and self.share >= STRONG


def ego_bias(network: Network, measure: Measure, covered: Iterable[PhoneCoverage]) -> EgoBias:
    """Compare those whose records are held with the others of the network."""
    phones = {held.phone for held in covered if held.phone}
    holders = {holding.person for holding in network.folded if holding.phone in phones}
    observed = np.isin(network.ids, list(phones | holders))
    scores = values(network, measure).values
    found = frozenset(np.array(network.ids, dtype=object)[observed])
    if min(observed.sum(), (~observed).sum()) < FEWEST:
        return EgoBias(found, None)
    share = _outranks(scores[observed], scores[~observed])
    return EgoBias(found, share if MEASURES[measure].high_is_central else 1 - share)


def _outranks(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """Probability that a value of one exceeds one of other (Mann and Whitney 1947)."""
    ordered = np.sort(other)
    below = np.searchsorted(ordered, one, side="left")
    equal = np.searchsorted(ordered, one, side="right") - below
    return float((below + equal / 2).mean() / len(other))
