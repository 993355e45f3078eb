"""Measures that take seconds, counted in another process so that a server goes on answering.

igraph keeps Python's interpreter for as long as it counts. Only vertex numbers and weights travel.
"""

import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import igraph

from graph.build import Network
from graph.measures import BY_PATHS, MEASURES, Measure, values
from graph.sampling import SAMPLE, Values

QUICK_STEPS = 3_000_000
"""Vertices walked from, times vertices and ties, up to which a measure takes about 0.1 s."""


def is_quick(network: Network, measure: Measure) -> bool:
    """Whether the measure is there in a moment."""
    if measure not in BY_PATHS:
        return True
    size = len(network.entities)
    return min(size, SAMPLE) * (size + len(network.relationships)) <= QUICK_STEPS


def values_elsewhere(network: Network, measure: Measure) -> Values:
    """As ``graph.measures.values``; where it takes long, in another process meanwhile."""
    if is_quick(network, measure):
        return values(network, measure)
    graph = network.graph
    try:
        with ProcessPoolExecutor(1, get_context("spawn"), initializer=_left_alone) as process:
            ties = (graph.get_edgelist(), graph.es["weight"])
            return process.submit(_compute, graph.vcount(), *ties, measure).result()
    except BrokenProcessPool:
        return values(network, measure)


def _left_alone() -> None:
    """An interrupt is for the server, which waits for what is under way."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _compute(
    size: int, ties: list[tuple[int, int]], weights: list[float], measure: Measure
) -> Values:
    graph = igraph.Graph(n=size, edges=ties)
    graph.es["weight"] = weights
    return MEASURES[measure].compute(graph)
