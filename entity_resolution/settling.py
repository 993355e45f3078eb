"""Groups of records among which something speaks against something else.

Pairs are taken from the most to the least probable; two groups become one only when nothing keeps
a record of one and a record of the other apart, and neither would fit another, contradicting one
about as well. For each group it is known as the bits of one number who belongs to it and who must
not, so that no two groups are ever compared record by record.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import igraph
import numpy as np

from entity_resolution.numbering import Ids, Scores, Truths, are_among, numbered

MERGE = 0.79
"""Pairs at least this probable are merged."""
RIVAL = 0.6
"""Pairs at least this probable make records rivals for each other; from 0.5 on, frequent names
would chain thousands of records of a large case, and merge no better."""
JUDGED_BITS = 1000.0
"""What an analyst's "same" weighs: more than any evidence."""
MARGIN = 2.0
"""Bits by which the better of two contradicting groups must lead."""
_AT_ONCE = 4_000_000
"""Rivals looked at together, about."""
_SHORT = 63
"""So many bits are one number that numpy knows."""


@dataclass(frozen=True)
class Pairs:
    """Scored pairs by the places of their two of ``count`` records, left < right."""

    count: int
    left: Ids
    right: Ids
    weight: Scores
    probability: Scores

    def where(self, chosen: Truths) -> "Pairs":
        """The chosen pairs."""
        return self.at(np.flatnonzero(chosen))

    def at(self, places: Ids) -> "Pairs":
        """The pairs at these places."""
        ends = self.left[places], self.right[places]
        return Pairs(self.count, *ends, self.weight[places], self.probability[places])

    @property
    def numbers(self) -> Ids:
        """Each pair as one number."""
        return numbered(self.left, self.right, self.count)

    @cached_property
    def graph(self) -> igraph.Graph:
        """The records, tied by the pairs, in their order."""
        return igraph.Graph(n=self.count, edges=np.column_stack([self.left, self.right]))


@dataclass(frozen=True)
class Against:
    """Numbers of pairs that must not end in one group, by judgement and by evidence, in order; and
    of which records every two have to have been scored for it."""

    judged: Ids
    evidence: Ids
    known: Truths

    @cached_property
    def pairs(self) -> Ids:
        """All of them."""
        return np.sort(np.concatenate([self.judged, self.evidence]))


@dataclass(frozen=True)
class Settled:
    """Of each record that is in some pair the smallest record of its group, and the weakest link of
    that (1 where there is none); the numbers of the pairs of those who fit several."""

    places: Ids
    group: Ids
    weakest: Scores
    doubtful: Ids


def settle(pairs: Pairs, joined: Ids, against: Against) -> Settled:
    """Group the records of these pairs; ``joined``: numbers of those that an analyst said are the
    same, which join the groups that evidence alone would make."""
    places = np.unique(np.concatenate([pairs.left, pairs.right]))
    joined = joined[np.isin(joined // pairs.count, places)]
    unjudged = pairs.where(pairs.weight < JUDGED_BITS)
    by_evidence = _settle(places, unjudged, joined[:0], against, pairs.numbers)
    if not len(joined):
        return by_evidence
    joins = np.column_stack(np.divmod(joined, pairs.count))
    edges = np.concatenate([np.column_stack([by_evidence.group, places]), joins])
    together = components(igraph.Graph(n=pairs.count, edges=edges))
    excused = np.isin(together, together[joined // pairs.count])
    one, other = np.divmod(against.evidence, pairs.count)
    counts = ~(excused[one] & (together[one] == together[other]))
    kept = replace(against, evidence=against.evidence[counts], known=against.known & ~excused)
    return _settle(places, pairs, joined, kept, pairs.numbers)


def components(graph: igraph.Graph) -> Ids:
    """For each vertex the smallest that it is connected with."""
    membership = np.array(graph.connected_components().membership, dtype=np.int64)
    smallest = np.full(membership.max(initial=-1) + 1, len(membership), dtype=np.int64)
    np.minimum.at(smallest, membership, np.arange(len(membership)))
    return smallest[membership]


def _settle(places: Ids, pairs: Pairs, joined: Ids, against: Against, scored: Ids) -> Settled:
    """``scored``: numbers of the pairs that were scored, or judged, whatever was kept of them."""
    strong = pairs.where(pairs.probability >= MERGE)
    groups = _Groups(places, strong, pairs, against)
    for left, right in zip(*np.divmod(joined, pairs.count), strict=True):
        groups.join(int(left), int(right))
    doubtful = np.setdiff1d(_doubtful(pairs, against, np.sort(scored)), joined)
    strong = strong.where(~are_among(strong.numbers, doubtful))
    strong = strong.at(np.lexsort((strong.right, strong.left, -strong.weight)))
    columns = (strong.left.tolist(), strong.right.tolist(), strong.probability.tolist())
    for left, right, probability in zip(*columns, strict=True):
        groups.join(left, right, probability)
    return Settled(places, *groups.found(), doubtful)


class _Groups:
    """Groups that grow, each with those who must not join it; a group is its smallest record."""

    def __init__(self, places: Ids, strong: Pairs, pairs: Pairs, against: Against) -> None:
        # Nobody is joined but by strong pairs: what is beyond them is of no account.
        reach = components(strong.graph)
        within = np.zeros(pairs.count, dtype=np.int64)
        ordered = places[np.argsort(reach[places], kind="stable")]
        _, first, size = np.unique(reach[ordered], return_index=True, return_counts=True)
        within[ordered] = np.arange(len(ordered)) - np.repeat(first, size)
        self._places = places
        self._root = list(range(pairs.count))
        self._weakest = [1.0] * pairs.count
        self._members = _as_bits(places, within[places], pairs.count)
        self._foes = _pairwise(*np.divmod(against.pairs, pairs.count), reach, within)
        known = places[against.known[places]]
        others = _as_bits(reach[known], within[known], pairs.count)
        both = pairs.where(against.known[pairs.left] & against.known[pairs.right])
        scored = _pairwise(both.left, both.right, reach, within)
        for place, around in zip(known.tolist(), reach[known].tolist(), strict=True):
            self._foes[place] |= others[around] & ~scored[place] & ~self._members[place]

    def find(self, place: int) -> int:
        """The group of a record."""
        root = self._root
        while root[place] != place:
            root[place] = place = root[root[place]]
        return place

    def join(self, left: int, right: int, link: float = 1.0) -> None:
        """Unite the groups of two records unless something keeps them apart."""
        one, other = sorted((self.find(left), self.find(right)))
        if one == other or self._foes[one] & self._members[other]:
            return
        self._root[other] = one
        self._members[one] |= self._members[other]
        self._foes[one] |= self._foes[other]
        self._weakest[one] = min(self._weakest[one], self._weakest[other], link)

    def found(self) -> tuple[Ids, Scores]:
        """The group of each record, and the group's weakest link."""
        group = [self.find(place) for place in self._places.tolist()]
        weakest = [self._weakest[found] for found in group]
        return np.array(group, dtype=np.int64), np.array(weakest, dtype=np.float64)


def _pairwise(left: Ids, right: Ids, reach: Ids, within: Ids) -> list[int]:
    """For each record those that it is in a pair with, of those within reach, as bits."""
    near = reach[left] == reach[right]
    left, right = left[near], right[near]
    ends = np.concatenate([left, right]), np.concatenate([right, left])
    return _as_bits(ends[0], within[ends[1]], len(reach))


def _as_bits(row: Ids, column: Ids, rows: int) -> list[int]:
    """For each row its columns as the bits of one number."""
    found = [0] * rows
    if not len(row):
        return found
    order = np.argsort(row, kind="stable")
    row, column = row[order], column[order]
    present, start = np.unique(row, return_index=True)
    short = np.maximum.reduceat(column, start) < _SHORT
    bits = np.left_shift(1, np.minimum(column, _SHORT - 1))
    at_once = np.bitwise_or.reduceat(bits, start)
    for place, number in zip(present[short].tolist(), at_once[short].tolist(), strict=True):
        found[place] = number
    end = np.append(start[1:], len(row))
    for at in np.flatnonzero(~short).tolist():
        columns = column[start[at] : end[at]]
        flags = np.zeros(columns.max() + 1, dtype=np.uint8)
        flags[columns] = 1
        packed = np.packbits(flags, bitorder="little")
        found[int(present[at])] = int.from_bytes(packed.tobytes(), "little")
    return found


def _doubtful(pairs: Pairs, against: Against, scored: Ids) -> Ids:
    """Numbers of the pairs of a record that fits two contradicting others about as well: a person
    decides."""
    likely = pairs.where(pairs.probability >= RIVAL)
    center = np.concatenate([likely.left, likely.right])
    order = np.argsort(center, kind="stable")
    center = center[order]
    other = np.concatenate([likely.right, likely.left])[order]
    weight = np.tile(likely.weight, 2)[order]
    ties = np.bincount(center, minlength=pairs.count)
    first = np.cumsum(ties) - ties
    forbidden = against.pairs
    found = np.zeros(len(center), dtype=np.bool_)
    for since, until in _parts(ties[center]):
        rivals = ties[center[since:until]]
        pair = np.repeat(np.arange(since, until), rivals)
        rival = np.arange(len(pair)) - np.repeat(np.cumsum(rivals) - rivals, rivals)
        rival += first[center[pair]]
        asked = (other[rival] != other[pair]) & (weight[rival] > weight[pair] - MARGIN)
        pair, one, third = pair[asked], other[pair[asked]], other[rival[asked]]
        number = numbered(one, third, pairs.count)
        kept_apart = are_among(number, forbidden)
        strangers = against.known[one] & against.known[third] & ~are_among(number, scored)
        found[pair[kept_apart | strangers]] = True
    return np.unique(numbered(center[found], other[found], pairs.count))


def _parts(sizes: Ids) -> Iterator[tuple[int, int]]:
    """From where until where there are about as many as are looked at together."""
    part = np.cumsum(sizes) // _AT_ONCE
    bounds = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(sizes)]
    return pairwise(bounds)
