"""How far a ranking would move had other records been kept, and had mentions been merged otherwise.

Each draw takes every communication and statement as often as chance would (a Poisson bootstrap: a
tie that rests on one record is missing from a third of the draws), over entities merged by their
probabilities. An entity's interval covers its rank in 90 % of the draws.
"""

from dataclasses import replace

import igraph
import numpy as np
import numpy.typing as npt

from graph import identities, sampling
from graph.build import slicing
from graph.build.network import Network, simple_edges
from graph.measures import MEASURES, Measure
from graph.ranking import Ranking, rankable, ranks
from workbench.case import Case

IDENTITIES = 8
"""Draws of who is who, where that is uncertain; each is built anew from the case."""
FEWEST, MOST = 24, 100
BUDGET = 350_000_000
"""Vertices and ties visited in all draws together: some seconds."""
BUILDING = 100
"""Building a draw's network costs as much as so many walks through it."""
PIVOTS = 100
"""Entities from which paths are walked in a draw, where walking all of them takes too long."""
COVERED = (5, 95)

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_BY_PATHS = {
    Measure.BETWEENNESS: sampling.betweenness,
    Measure.CLOSENESS: sampling.closeness,
    Measure.HARMONIC: sampling.harmonic,
}


def with_intervals(case: Case, network: Network, ranking: Ranking, seed: int = 1) -> Ranking:
    """The ranking with the best and worst rank that each of its entities may well have."""
    chance = np.random.default_rng(seed)
    drawn = np.array(_ranks_drawn(case, network, ranking, chance))
    if not drawn.size:
        return ranking
    low, high = np.percentile(drawn, COVERED, axis=0, method="nearest")
    return replace(
        ranking,
        ranked=tuple(
            replace(one, rank_low=int(min(best, one.rank)), rank_high=int(max(worst, one.rank)))
            for one, best, worst in zip(ranking.ranked, low, high, strict=True)
        ),
    )


def _ranks_drawn(
    case: Case, network: Network, ranking: Ranking, chance: np.random.Generator
) -> list[Ints]:
    """For each draw, the ranks of the ranking's entities in their order."""
    wanted = [one.entity_id for one in ranking.ranked]
    with case.db.cursor() as db:
        doubtful = identities.doubts(db)
        if not doubtful:
            every = _draws(network, ranking.measure)
            return [_once(network, ranking.measure, wanted, {}, chance) for _ in range(every)]
        found = []
        each = -(-_draws(network, ranking.measure) // IDENTITIES)
        for draw in identities.draws(db, doubtful, IDENTITIES, chance):
            other = slicing.on(db, network.chosen, fresh=True) if draw.changed else network
            found += [
                _once(other, ranking.measure, wanted, draw.became, chance) for _ in range(each)
            ]
    return found


def _draws(network: Network, measure: Measure) -> int:
    size, ties = len(network.entities), len(network.relationships)
    walks = BUILDING + (min(PIVOTS, size) if measure in _BY_PATHS else 0)
    return int(np.clip(BUDGET // max(walks * (size + ties), 1), FEWEST, MOST))


def _once(
    network: Network,
    measure: Measure,
    wanted: list[str],
    became: dict[str, str],
    chance: np.random.Generator,
) -> Ints:
    """Ranks in one bootstrap sample; who is not in the network comes last."""
    scores = _measured(resampled(network, chance), measure, int(chance.integers(2**31)))
    may = rankable(network.ids, network.protected)
    places = np.full(len(network.ids) + 1, len(may) + 1)
    places[may] = ranks(scores[may], high_first=MEASURES[measure].high_is_central)
    now = (network.index.get(became.get(entity, entity), -1) for entity in wanted)
    found: Ints = places[list(now)]
    return found


def resampled(network: Network, chance: np.random.Generator) -> igraph.Graph:
    """The network's simple graph had other records been kept: a tie may be missing from it."""
    ties = network.relationships
    count = chance.poisson(ties["count"].to_numpy())
    kept = count > 0
    pairs, weights = simple_edges(
        ties["left"].to_numpy()[kept], ties["right"].to_numpy()[kept], count[kept]
    )
    graph = igraph.Graph(n=len(network.entities), edges=pairs)
    graph.es["weight"] = weights.tolist()
    return graph


def _measured(graph: igraph.Graph, measure: Measure, seed: int) -> Floats:
    by_paths = _BY_PATHS.get(measure)
    steps = graph.vcount() * (graph.vcount() + graph.ecount())
    if by_paths is None or steps * MOST < BUDGET:
        return MEASURES[measure].compute(graph).values
    return by_paths(graph, PIVOTS, seed).values
