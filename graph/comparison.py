"""What changed in the network from one period to another."""

from dataclasses import dataclass

import numpy as np

from graph.build.network import Network
from graph.measures import MEASURES, Measure, values
from graph.ranking import rankable, ranks


@dataclass(frozen=True)
class Moved:
    """An entity (id) and its ranks; None where it was not in the network."""

    entity_id: str
    before: int | None
    after: int | None


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
    first = {e: None for ranked in (one, other) for e, rank in ranked.items() if rank <= top}
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


def _pairs(network: Network) -> set[tuple[str, str]]:
    sides = network.relationships[["left_entity", "right_entity"]].itertuples(index=False)
    return {(min(left, right), max(left, right)) for left, right in sides}


def _ranks(network: Network, measure: Measure) -> dict[str, int]:
    may = rankable(network.ids, network.protected)
    scores = values(network, measure).values[may]
    places = ranks(scores, high_first=MEASURES[measure].high_is_central)
    return dict(zip(np.array(network.ids, dtype=object)[may], places.tolist(), strict=True))
