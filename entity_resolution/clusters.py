"""From scored pairs to groups that do not chain.

Pairs are taken from the most to the least probable. Two groups are joined only when the pair is
probable enough, nothing keeps their members apart (a judgement, a claim that sets them against each
other), no pair across them speaks clearly against it, and neither side would fit another,
contradicting group about as well.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from entity_resolution.sets import DisjointSets

MERGE = 0.85
"""Pairs at least this probable are merged."""
AGAINST = 0.1
"""A pair across two groups below this keeps them apart."""
MARGIN = 2.0
"""Bits by which the better of two contradicting groups must lead."""

Pair = tuple[int, int]


@dataclass(frozen=True)
class ScoredPair:
    """Two records (left < right), the log2 posterior odds and the probability that they are one."""

    left: int
    right: int
    weight: float
    probability: float


def cluster(
    records: Iterable[int],
    scored: Collection[ScoredPair],
    together: Collection[Pair],
    apart: Collection[Pair],
) -> tuple[DisjointSets, dict[int, float]]:
    """Group records; returns the groups and each group's weakest link that was needed.

    ``together`` and ``apart`` are judgements and exclusions: together is honoured first, apart
    always (a pair in both stays apart).
    """
    groups = DisjointSets(records)
    forbidden = {(min(p), max(p)) for p in apart}
    against = forbidden | {(p.left, p.right) for p in scored if p.probability < AGAINST}
    weakest: dict[int, float] = defaultdict(lambda: 1.0)
    for left, right in sorted(together):
        groups.join(left, right, forbidden)
    doubtful = _doubtful(scored, against)
    for pair in sorted(scored, key=lambda p: (-p.weight, p.left, p.right)):
        if pair.probability < MERGE:
            break
        if (pair.left, pair.right) in doubtful:
            continue
        before = groups.find(pair.left), groups.find(pair.right)
        if before[0] != before[1] and groups.join(pair.left, pair.right, against):
            link = min(weakest.pop(before[0], 1.0), weakest.pop(before[1], 1.0), pair.probability)
            weakest[groups.find(pair.left)] = link
    return groups, dict(weakest)


def _doubtful(scored: Collection[ScoredPair], against: Collection[Pair]) -> set[Pair]:
    """Pairs of a record that fits two contradicting others about as well: a person decides."""
    neighbours: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for pair in scored:
        if pair.probability >= 0.5:
            neighbours[pair.left].append((pair.weight, pair.right))
            neighbours[pair.right].append((pair.weight, pair.left))
    found: set[Pair] = set()
    for record, fits in neighbours.items():
        for weight, other in fits:
            rival = any(
                rival_weight > weight - MARGIN and (min(other, third), max(other, third)) in against
                for rival_weight, third in fits
                if third != other
            )
            if rival:
                found.add((min(record, other), max(record, other)))
    return found
