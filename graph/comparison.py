"""What changed in the network from one period to another."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from graph import uncertainty
from graph.build.network import Network
from graph.measures import MEASURES, Measure, values
from graph.ranking import rank, rankable, ranks
from workbench.case import Case


@dataclass(frozen=True)
class Moved:
    """An entity (id) and its ranks; None where it was not in the network.

    ``*_low`` and ``*_high`` are the best and worst rank that resampling gives (``with_intervals``).
    """

    entity_id: str
    before: int | None
    after: int | None
    before_low: int | None = None
    before_high: int | None = None
    after_low: int | None = None
    after_high: int | None = None

    @property
    def is_clear(self) -> bool:
        """Whether the ranks before and after differ by more than other records could explain."""
        if self.before_low is None or self.before_high is None:
            return False
        if self.after_low is None or self.after_high is None:
            return False
        return self.before_high < self.after_low or self.after_high < self.before_low


@dataclass(frozen=True)
class Comparison:
    """What came, went and stayed. Entities and relationships by id, in order of the networks.

    ``moved`` has whoever is among the first in either period, protected persons excepted.
    ``stability`` is the share of the ties of either period that both have (Jaccard index).
    """

    measure: Measure
    entities_gone: tuple[str, ...]
    entities_new: tuple[str, ...]
    ties_gone: int
    ties_new: int
    ties_kept: int
    moved: tuple[Moved, ...]

    @property
    def stability(self) -> float:
        """Jaccard index of the ties of both periods; 1 when neither has any."""
        every = self.ties_gone + self.ties_new + self.ties_kept
        return self.ties_kept / every if every else 1.0


def compare(before: Network, after: Network, measure: Measure, top: int = 10) -> Comparison:
    """Compare two networks of one case; ties are compared as pairs, whatever their kind."""
    ties = [_pairs(network) for network in (before, after)]
    one, other = _ranks(before, measure), _ranks(after, measure)
    first = {e: None for ranked in (one, other) for e, place in ranked.items() if place <= top}
    moved = [Moved(entity, one.get(entity), other.get(entity)) for entity in first]
    last = len(one) + len(other) + 1
    moved.sort(key=lambda m: (min(m.before or last, m.after or last), m.after or last))
    return Comparison(
        measure,
        tuple(entity for entity in before.ids if entity not in after.index),
        tuple(entity for entity in after.ids if entity not in before.index),
        len(ties[0] - ties[1]),
        len(ties[1] - ties[0]),
        len(ties[0] & ties[1]),
        tuple(moved),
    )


def with_intervals(
    case: Case, before: Network, after: Network, found: Comparison, seed: int = 1
) -> Comparison:
    """The comparison with the ranks that its entities may well have had in either period."""
    wanted = [one.entity_id for one in found.moved]
    one, other = (_intervals(case, part, found.measure, wanted, seed) for part in (before, after))
    nothing = (None, None)
    return replace(
        found,
        moved=tuple(
            replace(
                moved,
                before_low=one.get(moved.entity_id, nothing)[0],
                before_high=one.get(moved.entity_id, nothing)[1],
                after_low=other.get(moved.entity_id, nothing)[0],
                after_high=other.get(moved.entity_id, nothing)[1],
            )
            for moved in found.moved
        ),
    )


def _intervals(
    case: Case, network: Network, measure: Measure, wanted: Collection[str], seed: int
) -> dict[str, tuple[int | None, int | None]]:
    every = rank(network, measure, None)
    kept = replace(every, ranked=tuple(r for r in every.ranked if r.entity_id in set(wanted)))
    ranked = uncertainty.with_intervals(case, network, kept, seed).ranked if kept.ranked else ()
    return {one.entity_id: (one.rank_low, one.rank_high) for one in ranked}


def _pairs(network: Network) -> set[tuple[str, str]]:
    sides = network.relationships[["left_entity", "right_entity"]].itertuples(index=False)
    return {(min(left, right), max(left, right)) for left, right in sides}


def _ranks(network: Network, measure: Measure) -> dict[str, int]:
    may = rankable(network.ids, network.protected)
    scores = values(network, measure).values[may]
    places = ranks(scores, high_first=MEASURES[measure].high_is_central)
    return dict(zip(np.array(network.ids, dtype=object)[may], places.tolist(), strict=True))
