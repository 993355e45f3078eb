"""Which new number took over from which old one, solved for all numbers together.

Whoever changes phones keeps calling the same people. But several who work together change at once,
and then only their successors have each other as contacts: looked at one by one, the best connected
are the ones that cannot be found. So the numbers are matched jointly. Each round compares an old
number's contacts with a new one's, where a contact that may itself have been replaced counts under
both its numbers, by the probability reached in the round before; the assignment gives every old and
every new number at most one partner. Doubts are kept wide in the first rounds (annealing), so that
what is certain decides first and carries the rest.

The evidence of a pair is a log likelihood ratio against chance: its contacts (how much better the
one's calls are explained by the other's contacts than by everybody's popularity), its times (the
one falls silent where the other begins) and other evidence such as a common handset.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

OTHER_CONTACTS = ((0.3, 0.6), (0.6, 0.3), (0.9, 0.1))
"""Shares of a person's calls that the contacts of the old number do not explain, and how likely
each share is: some leave most of their contacts behind with the old number."""
CIRCLE_CONTACTS = 0.7
"""The same for somebody else of the old number's circle."""
IN_CIRCLE = 0.05
"""Share of other numbers that belong to the old number's circle."""
RESTS = (0.02, 0.15)
"""Activity of an old number after the change, and of a new one before it, relative to its other."""
CHURN = 0.1
"""Share of numbers that come or go with nobody to follow them."""
ROUNDS = 12
FIRST_DOUBT = 8.0
LAST_DOUBT = 1.5
"""Divisors of the evidence in the first and last round: communications are not independent."""


@dataclass(frozen=True)
class Matching:
    """For ``old[i]`` and ``new[j]``: probability of succession and its evidence, [i, j]."""

    probability: Floats
    contacts: Floats
    times: Floats


def coincidence(silent_old: Floats, begun_new: Floats) -> Floats:
    """Evidence [old, new] that the one fell silent when the other began, in natural logarithms.

    ``silent_old`` and ``begun_new`` come from ``falls_silent`` and ``begins``. Bayes factor of "one
    stops and the other starts at the same border, any border being as likely" against "each comes
    and goes on its own, or not at all".
    """
    top_stop, top_start = silent_old.max(axis=1), begun_new.max(axis=1)
    stop = np.exp(silent_old - top_stop[:, None])
    start = np.exp(begun_new - top_start[:, None])
    together = np.log(np.maximum(stop @ start.T / stop.shape[1], 1e-300))
    alone_old = _comes_or_goes(np.log(stop.mean(axis=1)) + top_stop)
    alone_new = _comes_or_goes(np.log(start.mean(axis=1)) + top_start)
    found: Floats = together + (top_stop - alone_old)[:, None] + (top_start - alone_new)[None]
    return found


def falls_silent(active: Bools, visible: Bools) -> Floats:
    """Evidence that each number (row) stopped at each border between two bins (column).

    ``active``: whether it was used in each bin of time; ``visible``: whether that would have been
    seen. Log likelihood ratio of a rate that drops to a rest of itself against a constant rate.
    """
    before = np.cumsum(active, axis=1)[:, :-1].astype(np.float64)
    after = active.sum(axis=1, keepdims=True) - before
    seen = np.cumsum(visible, axis=1).astype(np.float64)
    share = seen[:, :-1] / np.maximum(seen[:, -1:], 1)
    rests = []
    for rest in RESTS:
        mean_rate = share + rest * (1 - share)
        rests.append(before * np.log(1 / mean_rate) + after * np.log(rest / mean_rate))
    found: Floats = np.logaddexp.reduce(rests) - np.log(len(RESTS))
    return found


def begins(active: Bools, visible: Bools) -> Floats:
    """Evidence that each number (row) began at each border between two bins (column)."""
    return falls_silent(active[:, ::-1], visible[:, ::-1])[:, ::-1]


def _comes_or_goes(change: Floats) -> Floats:
    found: Floats = np.logaddexp(np.log(1 - CHURN), np.log(CHURN) + change)
    return found


def match(
    weights_old: Floats,
    weights_new: Floats,
    popularity: Floats,
    old: Ints,
    new: Ints,
    times: Floats,
    other: Floats,
) -> Matching:
    """Match old numbers with new ones.

    ``weights_*``: tempered counts of communications of each old (new) number (row) with each number
    of the traffic (column); ``old`` and ``new`` are the columns of the rows themselves;
    ``popularity`` how much all communicate with each number; ``times`` and ``other`` are evidence
    [old, new] in natural logarithms.
    """
    shares_old = _shares(weights_old)
    shares_new = _shares(weights_new)
    probability = np.zeros((len(old), len(new)))
    contacts = np.zeros_like(probability)
    for doubt in np.geomspace(FIRST_DOUBT, LAST_DOUBT, ROUNDS):
        common = _spread(popularity[None], old, new, probability)[0]
        forward = _explained(weights_new, _spread(shares_old, old, new, probability), common).T
        backward = _explained(weights_old, _spread(shares_new, old, new, probability), common)
        contacts = (forward + backward) / 2
        evidence = contacts + times + other
        probability = assign(evidence / doubt - np.log(max(len(new), 2)))
    return Matching(probability, contacts, times)


def _shares(weights: Floats) -> Floats:
    found: Floats = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    return found


def _spread(shares: Floats, old: Ints, new: Ints, probability: Floats) -> Floats:
    """Each contact counted also under the number it may have had before or after."""
    spread = shares.copy()
    spread[:, new] += shares[:, old] @ probability
    spread[:, old] += shares[:, new] @ probability.T
    return spread


def _explained(weights: Floats, shares: Floats, common: Floats) -> Floats:
    """[row of weights, row of shares]: how much better shares explain weights than chance does.

    Chance is everybody's popularity or, now and then, another person of the same circle, who has
    many of the same contacts too.
    """
    lift = shares / np.maximum(common, 1e-12)
    same = np.logaddexp.reduce(
        [np.log(chance) + _fit(weights, lift, others) for others, chance in OTHER_CONTACTS]
    )
    circle = _fit(weights, lift, CIRCLE_CONTACTS)
    found: Floats = same - np.logaddexp(np.log(1 - IN_CIRCLE), np.log(IN_CIRCLE) + circle)
    return found


def _fit(weights: Floats, lift: Floats, others: float) -> Floats:
    """The same where that share of the calls goes to others."""
    found: Floats = weights @ np.log((1 - others) * lift + others).T
    return found


def assign(odds: Floats) -> Floats:
    """Probabilities of partners from log odds: each old and new has one partner or none.

    Sinkhorn's balancing of rows and columns, with one more row and column for "none".
    """
    size = np.array(odds.shape)
    padded = np.zeros(size + 1)
    padded[:-1, :-1] = np.clip(odds, -60, 60)
    for _ in range(60):
        padded[:-1] -= _log_sum(padded[:-1], axis=1)
        padded[:, :-1] -= _log_sum(padded[:, :-1], axis=0)
    found: Floats = np.exp(padded[:-1, :-1])
    return found


def _log_sum(values: Floats, axis: int) -> Floats:
    top = values.max(axis=axis, keepdims=True)
    found: Floats = top + np.log(np.exp(values - top).sum(axis=axis, keepdims=True))
    return found
