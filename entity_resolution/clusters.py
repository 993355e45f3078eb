"""From scored pairs to groups that do not chain.

Records linked by likely pairs form components (igraph). A pair that alone connects two parts of a
component, each of several records, has to be more probable than others: one weak bridge joins
nobody. Where nothing in a component speaks against another part of it, its pairs that are probable
enough make the groups. Where something does, pairs are taken from the most to the least probable:
two groups are joined only when nothing keeps their members apart (a judgement, evidence that they
are two, an improbable pair that contradicts each other, two full names with nothing in common) and
neither side would fit another, contradicting group about as well.

An analyst's "same" joins the groups that evidence alone would make, whatever else speaks against
it; only another analyst's "different" stands in its way.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

import igraph
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from entity_resolution.sets import DisjointSets
from workbench.vocabulary import ApartReason

MERGE = 0.83
"""Pairs at least this probable are merged."""
LIKELY = 0.5
"""Pairs at least this probable make records rivals for each other."""
AGAINST = 0.1
"""A pair across two groups below this keeps them apart, if it contradicts each other."""
BRIDGE = 0.97
"""Two parts of several records each are not joined by one pair less probable than this."""
JUDGED_BITS = 1000.0
"""What an analyst's "same" weighs: more than any evidence."""
MARGIN = 2.0
"""Bits by which the better of two contradicting groups must lead."""

Pair = tuple[int, int]


@dataclass(frozen=True)
class Groups:
    """Of each record, in order: the smallest record that likely pairs connect it with, its group
    (the group's smallest record), and the probability of the weakest link that holds the group
    together (1 where it stands alone); and why pairs probable enough to be merged were not."""

    records: npt.NDArray[np.int64]
    component: npt.NDArray[np.int64]
    group: npt.NDArray[np.int64]
    weakest: npt.NDArray[np.float64]
    withheld: dict[Pair, ApartReason]


@dataclass(frozen=True)
class _Pairs:
    """Scored pairs by the places of their records in ``records``."""

    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]
    probability: npt.NDArray[np.float64]

    def where(self, chosen: npt.NDArray[np.bool_]) -> "_Pairs":
        return _Pairs(
            self.left[chosen], self.right[chosen], self.weight[chosen], self.probability[chosen]
        )

    def at(self, places: npt.NDArray[np.int64]) -> "_Pairs":
        return _Pairs(
            self.left[places], self.right[places], self.weight[places], self.probability[places]
        )

    def __len__(self) -> int:
        return len(self.left)


def cluster(
    records: Sequence[int] | npt.NDArray[np.int64],
    scored: pa.Table,
    together: Collection[Pair],
    apart: Collection[Pair],
    opposed: Collection[Pair] = (),
    strangers: Sequence[int] | npt.NDArray[np.int64] = (),
    contradicting: Callable[[Sequence[Pair]], Collection[Pair]] = set,
) -> Groups:
    """Group records by a table of left_id, right_id, match_weight and probability.

    ``together`` and ``apart`` are judgements: together is honoured first, apart always (a pair in
    both stays apart). ``opposed`` are held apart by evidence, and so are two of ``strangers`` that
    were not worth scoring. ``contradicting``: of improbable pairs, given with the smaller record
    first, those that contradict each other, as against those of which too little is known.
    """
    ids = np.sort(np.asarray(records, dtype=np.int64))
    judged_apart = _places(ids, apart)
    joined = _places(ids, together) - judged_apart
    forbidden = _Forbidden(judged_apart, _places(ids, opposed) - joined)
    pairs = _with_judgements(_read(ids, scored), joined)
    known = np.isin(ids, np.asarray(strangers, dtype=np.int64))
    likely = pairs.where(pairs.probability >= LIKELY)
    component = _components(len(ids), likely)
    forbidden = replace(
        forbidden, improbable=_places(ids, contradicting(_improbable(ids, pairs, component)))
    )
    contested = _contested(component, pairs, forbidden.every, known)
    bridges = _weak_bridges(len(ids), likely)
    mergeable = pairs.where(pairs.probability >= MERGE)
    pairs = _without(pairs, bridges)
    free = pairs.where((pairs.probability >= MERGE) & ~np.isin(component[pairs.left], contested))
    group = _components(len(ids), free)
    weakest = _weakest(len(ids), free, group)
    inside = component[pairs.left] == component[pairs.right]
    disputed = pairs.where(inside & np.isin(component[pairs.left], contested))
    settled, doubtful = _settled(disputed, joined, forbidden, known)
    for members, link in settled:
        group[members] = min(members)
        weakest[min(members)] = link
    parted = mergeable.where(group[mergeable.left] != group[mergeable.right])
    why = dict.fromkeys(doubtful, ApartReason.RIVALS)
    why |= dict.fromkeys(zip(*_ends(bridges), strict=True), ApartReason.BRIDGE)
    return Groups(
        ids,
        ids[component],
        ids[group],
        weakest[group],
        {
            (int(ids[left]), int(ids[right])): why.get((left, right), ApartReason.OTHERS)
            for left, right in zip(*_ends(parted), strict=True)
        },
    )


@dataclass(frozen=True)
class _Forbidden:
    """Ordered pairs of places held apart by judgement, by evidence, and as too improbable."""

    judged: set[Pair]
    opposed: set[Pair]
    improbable: set[Pair] = field(default_factory=set)

    @property
    def evidence(self) -> set[Pair]:
        return self.opposed | self.improbable

    @property
    def every(self) -> set[Pair]:
        return self.judged | self.evidence


def _improbable(
    ids: npt.NDArray[np.int64], pairs: _Pairs, component: npt.NDArray[np.int64]
) -> list[Pair]:
    """Pairs of ids that are improbable though others connect them."""
    within = component[pairs.left] == component[pairs.right]
    found = pairs.where((pairs.probability < AGAINST) & within)
    return list(zip(ids[found.left].tolist(), ids[found.right].tolist(), strict=True))


def _weak_bridges(count: int, likely: _Pairs) -> _Pairs:
    """Pairs less probable than ``BRIDGE`` that alone connect two parts of two records or more."""
    graph = igraph.Graph(n=count, edges=np.column_stack([likely.left, likely.right]))
    bridges = likely.at(np.array(graph.bridges(), dtype=np.int64))
    ties = np.array(graph.degree(), dtype=np.int64)
    weak = bridges.where(bridges.probability < BRIDGE)
    return weak.where((ties[weak.left] > 1) & (ties[weak.right] > 1))


def _without(pairs: _Pairs, left_out: _Pairs) -> _Pairs:
    count = max(pairs.left.max(initial=0), pairs.right.max(initial=0)) + 1
    numbers = pairs.left * count + pairs.right
    return pairs.where(~np.isin(numbers, left_out.left * count + left_out.right))


def _read(ids: npt.NDArray[np.int64], scored: pa.Table) -> _Pairs:
    return _Pairs(
        np.searchsorted(ids, scored["left_id"].to_numpy()),
        np.searchsorted(ids, scored["right_id"].to_numpy()),
        scored["match_weight"].to_numpy(),
        scored["probability"].to_numpy(),
    )


def _places(ids: npt.NDArray[np.int64], pairs: Collection[Pair]) -> set[Pair]:
    """Pairs of ids as ordered pairs of places; pairs with other ids are left out."""
    place = {int(found): number for number, found in enumerate(ids)} if pairs else {}
    found = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
    return {(min(pair), max(pair)) for pair in found}


def _with_judgements(pairs: _Pairs, joined: set[Pair]) -> _Pairs:
    """An analyst's "same" is a certain pair."""
    judged = np.array(sorted(joined), dtype=np.int64).reshape(-1, 2)
    sure = np.full(len(judged), 1.0)
    return _Pairs(
        np.concatenate([pairs.left, judged[:, 0]]),
        np.concatenate([pairs.right, judged[:, 1]]),
        np.concatenate([pairs.weight, sure * JUDGED_BITS]),
        np.concatenate([pairs.probability, sure]),
    )


def _components(count: int, pairs: _Pairs) -> npt.NDArray[np.int64]:
    """For each record the smallest record it is connected with."""
    graph = igraph.Graph(n=count, edges=np.column_stack([pairs.left, pairs.right]))
    membership = np.array(graph.connected_components().membership, dtype=np.int64)
    smallest = np.full(membership.max(initial=-1) + 1, count, dtype=np.int64)
    np.minimum.at(smallest, membership, np.arange(count))
    return smallest[membership]


def _contested(
    component: npt.NDArray[np.int64],
    pairs: _Pairs,
    forbidden: set[Pair],
    known: npt.NDArray[np.bool_],
) -> npt.NDArray[np.int64]:
    """Components in which something speaks against something else."""
    kept_apart = [component[a] for a, b in forbidden if component[a] == component[b]]
    return np.unique(
        np.concatenate(
            [
                np.array(kept_apart, dtype=np.int64),
                _with_strangers(component, pairs, known),
            ]
        )
    )


def _with_strangers(
    component: npt.NDArray[np.int64], pairs: _Pairs, known: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Components in which not every two of the known records were scored."""
    within = pairs.where(
        (component[pairs.left] == component[pairs.right]) & known[pairs.left] & known[pairs.right]
    )
    scored = np.bincount(component[within.left], minlength=len(component))
    members = np.bincount(component[known], minlength=len(component))
    return np.flatnonzero(scored < members * (members - 1) // 2)


def _weakest(count: int, pairs: _Pairs, group: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """By a group's smallest record the least probable pair of the strongest set of pairs that
    connects it.

    That is the lightest edge of a maximum spanning tree.
    """
    graph = igraph.Graph(n=count, edges=np.column_stack([pairs.left, pairs.right]))
    kept = graph.spanning_tree(weights=(-pairs.weight).tolist(), return_tree=False)
    tree = pairs.at(np.array(kept, dtype=np.int64))
    found = np.ones(count)
    np.minimum.at(found, group[tree.left], tree.probability)
    return found


# ------------------------------------------------------------------ contested components


class _Apart:
    """Ordered pairs that must not end in one group.

    ``excused``: to each record a number; what evidence says of two of one number does not count,
    and such a record need not have been scored with others.
    """

    def __init__(
        self,
        pairs: _Pairs,
        forbidden: _Forbidden,
        known: npt.NDArray[np.bool_],
        excused: Mapping[int, int],
    ) -> None:
        evidence = forbidden.evidence
        if excused:
            evidence = {pair for pair in evidence if not _excused(pair, excused)}
        self.pairs = forbidden.judged | evidence
        self._scored = set(zip(*_ends(pairs), strict=True))
        self._known = known
        self._excused = excused

    def is_known(self, place: int) -> bool:
        """Whether the record has to have been scored with others of its group."""
        return bool(self._known[place]) and place not in self._excused

    def __contains__(self, pair: object) -> bool:
        if pair in self.pairs:
            return True
        strangers = isinstance(pair, tuple) and all(self.is_known(place) for place in pair)
        return strangers and pair not in self._scored


def _excused(pair: Pair, excused: Mapping[int, int]) -> bool:
    return pair[0] in excused and excused[pair[0]] == excused.get(pair[1])


def _settled(
    pairs: _Pairs, joined: set[Pair], forbidden: _Forbidden, known: npt.NDArray[np.bool_]
) -> tuple[list[tuple[list[int], float]], set[Pair]]:
    """Groups of more than one record, with their weakest link, where components are contested; and
    the pairs of those who fit several."""
    places = sorted({*pairs.left.tolist(), *pairs.right.tolist()})
    spoken_of = {(left, right) for left, right in joined if _has(places, left)}
    against = _Apart(pairs, forbidden, known, {})
    unjudged = pairs.where(pairs.weight < JUDGED_BITS)
    by_evidence, doubtful = _settle(unjudged, places, set(), against)
    if not spoken_of:
        return by_evidence, doubtful
    judged = DisjointSets(places)
    for members, _ in by_evidence:
        for member in members[1:]:
            judged.join(members[0], member)
    for left, right in sorted(spoken_of):
        judged.join(left, right)
    excused = {place: judged.find(place) for pair in spoken_of for place in judged.members(pair[0])}
    return _settle(pairs, places, spoken_of, _Apart(pairs, forbidden, known, excused))


def _has(places: Sequence[int], place: int) -> bool:
    found = bisect_left(places, place)
    return found < len(places) and places[found] == place


class _Merging:
    """Groups that grow, each with the groups that must not join it.

    What two groups have against each other is kept up as they grow, the smaller list moved to the
    larger one, so that no two groups are ever compared member by member.
    """

    def __init__(self, places: Sequence[int], pairs: _Pairs, against: _Apart) -> None:
        self._root = {place: place for place in places}
        self.members = {place: [place] for place in places}
        self._enemies: dict[int, set[int]] = defaultdict(set)
        for left, right in against.pairs:
            if left in self._root and right in self._root:
                self._enemies[left].add(right)
                self._enemies[right].add(left)
        # Of the records that have to have been scored with each other: how many, and which were.
        self._known = {place: int(against.is_known(place)) for place in places}
        self._scored: dict[int, dict[int, int]] = defaultdict(dict)
        for left, right in zip(*_ends(pairs), strict=True):
            if self._known[left] and self._known[right]:
                self._scored[left][right] = self._scored[right][left] = 1

    def find(self, place: int) -> int:
        while self._root[place] != place:
            self._root[place] = place = self._root[self._root[place]]
        return place

    def join(self, left: int, right: int) -> bool:
        """Unite the groups of two places unless something keeps them apart; whether it was done."""
        one, other = self.find(left), self.find(right)
        if one == other:
            return True
        unscored = self._known[one] * self._known[other] - self._scored[one].get(other, 0)
        if unscored or other in self._enemies[one]:
            return False
        if self._burden(one) < self._burden(other):
            one, other = other, one
        self._absorb(one, other)
        return True

    def _burden(self, group: int) -> int:
        return len(self.members[group]) + len(self._enemies[group]) + len(self._scored[group])

    def _absorb(self, one: int, other: int) -> None:
        self._root[other] = one
        self.members[one] += self.members.pop(other)
        self._known[one] += self._known.pop(other)
        for enemy in self._enemies.pop(other):
            self._enemies[enemy].discard(other)
            self._enemies[enemy].add(one)
            self._enemies[one].add(enemy)
        for group, count in self._scored.pop(other).items():
            del self._scored[group][other]
            if group != one:
                total = self._scored[one].get(group, 0) + count
                self._scored[one][group] = self._scored[group][one] = total


def _settle(
    pairs: _Pairs, places: Sequence[int], joined: set[Pair], against: _Apart
) -> tuple[list[tuple[list[int], float]], set[Pair]]:
    strong = pairs.where(pairs.probability >= MERGE)
    # Nobody is joined but by strong pairs: what was scored beyond them is of no account.
    reach = _components(places[-1] + 1 if places else 0, strong)
    groups = _Merging(places, pairs.where(reach[pairs.left] == reach[pairs.right]), against)
    weakest: dict[int, float] = defaultdict(lambda: 1.0)
    for left, right in sorted(joined):
        groups.join(left, right)
    doubtful = _doubtful(pairs, against) - joined
    for place in np.lexsort((strong.right, strong.left, -strong.weight)).tolist():
        left, right = int(strong.left[place]), int(strong.right[place])
        if (left, right) in doubtful:
            continue
        before = groups.find(left), groups.find(right)
        if before[0] != before[1] and groups.join(left, right):
            link = min(weakest.pop(before[0], 1.0), weakest.pop(before[1], 1.0))
            weakest[groups.find(left)] = min(link, float(strong.probability[place]))
    found = groups.members.items()
    return [(sorted(all_), weakest[group]) for group, all_ in found if len(all_) > 1], doubtful


def _ends(pairs: _Pairs) -> tuple[list[int], list[int]]:
    return pairs.left.tolist(), pairs.right.tolist()


def _doubtful(pairs: _Pairs, against: Container[Pair]) -> set[Pair]:
    """Pairs of a record that fits two contradicting others about as well: a person decides."""
    neighbours: dict[int, list[tuple[float, int]]] = defaultdict(list)
    likely = pairs.where(pairs.probability >= LIKELY)
    for left, right, weight in zip(*_ends(likely), likely.weight.tolist(), strict=True):
        neighbours[left].append((weight, right))
        neighbours[right].append((weight, left))
    found: set[Pair] = set()
    for record, fits in neighbours.items():
        for weight, other in fits:
            if any(
                rival_weight > weight - MARGIN and (min(other, third), max(other, third)) in against
                for rival_weight, third in fits
                if third != other
            ):
                found.add((min(record, other), max(record, other)))
    return found
