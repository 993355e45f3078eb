"""Measures that need all shortest paths: exact while that is quick, sampled with an error above.

Sampling follows Brandes and Pich 2007 (paths from some entities, scaled up) and Eppstein and Wang
2004 (distances to some entities). The sample is drawn in ``BATCHES`` equal parts, and the spread
between the parts gives each entity's error at 95 % (t distribution).
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

import igraph
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

EXACT_STEPS = 400_000_000
"""Vertices times ties up to which all paths are walked: a few seconds on one core."""
SAMPLE = 500
BATCHES = 10
ALIKE = 50
T_95 = 2.262
"""Two-sided 95 % point of Student's t with nine degrees of freedom."""


@dataclass(frozen=True)
class Values:
    """One value per vertex; ``error`` is its half-width at 95 % where it was sampled."""

    values: Floats
    error: Floats | None = None
    sampled_from: int | None = None


def betweenness(graph: igraph.Graph, sample: int | None = None, seed: int = 1) -> Values:
    """Betweenness as a share of all pairs of others, ``(n - 1)(n - 2) / 2``."""
    size = graph.vcount()
    if size < 3:
        return Values(np.zeros(size))
    pairs = (size - 1) * (size - 2) / 2
    if sample is None and _is_quick(graph):
        return Values(np.asarray(graph.betweenness()) / pairs)

    def part(chosen: list[int]) -> Floats:
        counted: Floats = np.asarray(graph.betweenness(sources=chosen), dtype=np.float64)
        counted *= size / len(chosen) / pairs
        return counted

    return _sampled(graph, part, sample, seed)


def closeness(graph: igraph.Graph, sample: int | None = None, seed: int = 1) -> Values:
    """Closeness within the component, times the component's share (Wasserman and Faust)."""
    size = graph.vcount()
    if size < 2:
        return Values(np.zeros(size))
    components = graph.connected_components()
    share = (np.asarray(components.sizes())[components.membership] - 1) / (size - 1)
    if sample is None and _is_quick(graph):
        return Values(share * np.nan_to_num(np.asarray(graph.closeness(normalized=True))))

    def part(chosen: list[int]) -> Floats:
        distances = _distances(graph, chosen)
        met = np.isfinite(distances) & (distances > 0)
        steps = np.where(met, distances, 0).sum(axis=0)
        near: Floats = np.divide(met.sum(axis=0), steps, out=np.zeros(size), where=steps > 0)
        near *= share
        return near

    return _small_exact(graph, share, _sampled(graph, part, sample, seed))


def harmonic(graph: igraph.Graph, sample: int | None = None, seed: int = 1) -> Values:
    """Mean inverse distance to all others; 0 for those out of reach."""
    size = graph.vcount()
    if size < 2:
        return Values(np.zeros(size))
    if sample is None and _is_quick(graph):
        return Values(np.asarray(graph.harmonic_centrality()))

    def part(chosen: list[int]) -> Floats:
        distances = _distances(graph, chosen)
        inverse = np.divide(1, distances, out=np.zeros_like(distances), where=distances > 0)
        mean: Floats = inverse.sum(axis=0) * (size / (size - 1) / len(chosen))
        return mean

    return _sampled(graph, part, sample, seed)


def _is_quick(graph: igraph.Graph) -> bool:
    steps: int = graph.vcount() * (graph.vcount() + graph.ecount())
    return steps <= EXACT_STEPS


def _sampled(
    graph: igraph.Graph, part: Callable[[list[int]], Floats], sample: int | None, seed: int
) -> Values:
    size = graph.vcount()
    each = max(min(sample or SAMPLE, size) // BATCHES, 1)
    drawn = random.Random(seed).sample(range(size), min(each * BATCHES, size))
    parts = np.stack([part(drawn[i : i + each]) for i in range(0, len(drawn), each)])
    # Without replacement: a sample of everybody has no error left.
    unseen = 1 - len(drawn) / size
    variance = _lent(graph.degree(), parts.var(axis=0, ddof=1))
    return Values(parts.mean(axis=0), T_95 * np.sqrt(unseen * variance / len(parts)), len(drawn))


def _lent(degree: list[int], variance: Floats) -> Floats:
    """At least the mean variance among vertices of like degree.

    A vertex on few paths may by chance lie on none of those sampled, and then shows no spread of
    its own; its degree, unlike its value, does not depend on the sample.
    """
    order = np.argsort(degree, kind="stable")
    width = min(ALIKE, len(variance))
    sums = np.concatenate([[0.0], np.cumsum(variance[order])])
    means = (sums[width:] - sums[:-width]) / width
    centred = np.clip(np.arange(len(variance)) - width // 2, 0, len(means) - 1)
    lent = np.empty_like(variance)
    lent[order] = means[centred]
    return np.maximum(variance, lent)


def _distances(graph: igraph.Graph, sources: list[int]) -> Floats:
    return np.asarray(graph.distances(source=sources), dtype=np.float64)


def _small_exact(graph: igraph.Graph, share: Floats, sampled: Values) -> Values:
    """A sample may miss small components, where walking all paths costs nothing."""
    few = np.flatnonzero(share * (graph.vcount() - 1) < SAMPLE)
    if not len(few) or sampled.error is None:
        return sampled
    within = np.nan_to_num(np.asarray(graph.closeness(vertices=few.tolist(), normalized=True)))
    values, error = sampled.values.copy(), sampled.error.copy()
    values[few], error[few] = share[few] * within, 0.0
    return Values(values, error, sampled.sampled_from)
