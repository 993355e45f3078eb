"""From scored pairs to groups that do not chain.

Records linked by likely pairs form components (igraph). A pair that alone connects two parts of a
component, each of several records, has to be more probable than others: one weak bridge joins
nobody. Where nothing in a component speaks against another part of it, its pairs that are probable
enough make the groups. Where something does (a judgement, evidence that they are two, an improbable
pair that contradicts each other, two full names with nothing in common), ``settling`` does.

An analyst's "same" joins the groups that evidence alone would make, whatever else speaks against
it; only another analyst's "different" stands in its way.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from entity_resolution.numbering import Ids, Scores, Truths, are_among, numbered
from entity_resolution.settling import (
    JUDGED_BITS,
    MERGE,
    RIVAL,
    Against,
    Pairs,
    components,
    settle,
)
from workbench.vocabulary import ApartReason

AGAINST = 0.1
"""A pair across two groups below this keeps them apart, if it contradicts each other."""
BRIDGE = 0.97
"""Two parts of several records each are not joined by one pair less probable than this."""

Pair = tuple[int, int]
Contradicting = Callable[[Ids, Ids], Truths]


@dataclass(frozen=True)
class Groups:
    """Of each record, in order: the smallest record that likely pairs connect it with, its group
    (the group's smallest record), and the probability of the weakest link that holds the group
    together (1 where it stands alone); and why pairs probable enough to be merged were not."""

    records: Ids
    component: Ids
    group: Ids
    weakest: Scores
    withheld: dict[Pair, ApartReason]


def _all(left: Ids, _right: Ids) -> Truths:
    return np.ones(len(left), dtype=np.bool_)


def cluster(
    records: Sequence[int] | Ids,
    scored: pa.Table,
    together: Collection[Pair],
    apart: Collection[Pair],
    opposed: Collection[Pair] = (),
    strangers: Sequence[int] | Ids = (),
    contradicting: Contradicting = _all,
) -> Groups:
    """Group records by a table of left_id, right_id, match_weight and probability.

    ``together`` and ``apart`` are judgements: together is honoured first, apart always (a pair in
    both stays apart). ``opposed`` are held apart by evidence, and so are two of ``strangers`` that
    were not worth scoring. ``contradicting``: which of improbable pairs, given by their smaller and
    their larger record, contradict each other, as against those of which too little is known.
    """
    ids = np.sort(np.asarray(records, dtype=np.int64))
    judged_apart = _numbers(ids, apart)
    joined = np.setdiff1d(_numbers(ids, together), judged_apart)
    pairs = _with_judgements(_read(ids, scored), joined)
    known = np.isin(ids, np.asarray(strangers, dtype=np.int64))
    likely = pairs.where(pairs.probability >= RIVAL)
    component = components(likely.graph)
    inside = pairs.where(component[pairs.left] == component[pairs.right])
    improbable = inside.where(inside.probability < AGAINST)
    improbable = improbable.where(contradicting(ids[improbable.left], ids[improbable.right]))
    opposing = np.setdiff1d(_numbers(ids, opposed), joined)
    opposing = np.sort(np.concatenate([opposing, improbable.numbers]))
    against = Against(judged_apart, opposing, known)
    contested = _contested(component, inside, against)
    bridges = _weak_bridges(likely)
    left_over = pairs.where(~are_among(pairs.numbers, np.sort(bridges.numbers)))
    is_contested = contested[left_over.left]
    free = left_over.where((left_over.probability >= MERGE) & ~is_contested)
    group = components(free.graph)
    weakest = _weakest(free, group)
    same = component[left_over.left] == component[left_over.right]
    settled = settle(left_over.where(same & is_contested), joined, against)
    group[settled.places], weakest[settled.places] = settled.group, settled.weakest
    parted = pairs.where((pairs.probability >= MERGE) & (group[pairs.left] != group[pairs.right]))
    return Groups(
        ids, ids[component], ids[group], weakest, _withheld(ids, parted, settled.doubtful, bridges)
    )


def _withheld(ids: Ids, parted: Pairs, doubtful: Ids, bridges: Pairs) -> dict[Pair, ApartReason]:
    why = dict.fromkeys(doubtful.tolist(), ApartReason.RIVALS)
    why |= dict.fromkeys(bridges.numbers.tolist(), ApartReason.BRIDGE)
    ends = zip(ids[parted.left].tolist(), ids[parted.right].tolist(), strict=True)
    reasons = (why.get(number, ApartReason.OTHERS) for number in parted.numbers.tolist())
    return dict(zip(ends, reasons, strict=True))


def _weak_bridges(likely: Pairs) -> Pairs:
    """Pairs less probable than ``BRIDGE`` that alone connect two parts of two records or more."""
    bridges = likely.at(np.array(likely.graph.bridges(), dtype=np.int64))
    ties = np.array(likely.graph.degree(), dtype=np.int64)
    weak = bridges.where(bridges.probability < BRIDGE)
    return weak.where((ties[weak.left] > 1) & (ties[weak.right] > 1))


def _read(ids: Ids, scored: pa.Table) -> Pairs:
    return Pairs(
        len(ids),
        np.searchsorted(ids, scored["left_id"].to_numpy()),
        np.searchsorted(ids, scored["right_id"].to_numpy()),
        scored["match_weight"].to_numpy(),
        scored["probability"].to_numpy(),
    )


def _numbers(ids: Ids, pairs: Collection[Pair]) -> Ids:
    """Pairs of ids as the numbers of pairs of places, in order; pairs with other ids are left
    out."""
    ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    ends = ends[np.isin(ends, ids).all(axis=1)]
    places = np.searchsorted(ids, ends)
    return np.unique(numbered(places[:, 0], places[:, 1], len(ids)))


def _with_judgements(pairs: Pairs, joined: Ids) -> Pairs:
    """An analyst's "same" is a certain pair."""
    left, right = np.divmod(joined, max(pairs.count, 1))
    sure = np.ones(len(joined))
    return Pairs(
        pairs.count,
        np.concatenate([pairs.left, left]),
        np.concatenate([pairs.right, right]),
        np.concatenate([pairs.weight, sure * JUDGED_BITS]),
        np.concatenate([pairs.probability, sure]),
    )


def _contested(component: Ids, inside: Pairs, against: Against) -> Truths:
    """Of which records something in the component speaks against something else."""
    found = np.zeros(len(component), dtype=np.bool_)
    left, right = np.divmod(against.pairs, max(len(component), 1))
    found[component[left[component[left] == component[right]]]] = True
    return np.asarray((found | _with_strangers(component, inside, against.known))[component])


def _with_strangers(component: Ids, inside: Pairs, known: Truths) -> Truths:
    """Components in which not every two of the known records were scored."""
    both = inside.left[known[inside.left] & known[inside.right]]
    scored = np.bincount(component[both], minlength=len(component))
    members = np.bincount(component[known], minlength=len(component))
    return np.asarray(scored < members * (members - 1) // 2)


def _weakest(pairs: Pairs, group: Ids) -> Scores:
    """Of each record the least probable pair of the strongest set of pairs that connects its group.

    That is the lightest edge of a maximum spanning tree.
    """
    kept = pairs.graph.spanning_tree(weights=(-pairs.weight).tolist(), return_tree=False)
    tree = pairs.at(np.array(kept, dtype=np.int64))
    found = np.ones(pairs.count)
    np.minimum.at(found, group[tree.left], tree.probability)
    return found[group]
