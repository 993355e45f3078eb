"""Measures that take seconds, counted in another process so that a server goes on answering.

igraph keeps Python's interpreter for as long as it counts. Only vertex numbers travel.
"""

import os
import pickle
import subprocess
import sys

from graph.build import Network
from graph.build.network import simple_edges
from graph.measures import BY_PATHS, Measure, values
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
    ties = network.relationships
    pairs, _ = simple_edges(*(ties[column].to_numpy() for column in ("left", "right", "count")))
    done = subprocess.run(
        [sys.executable, "-m", "graph.counting"],
        input=pickle.dumps((str(measure), len(network.entities), pairs)),
        capture_output=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,  # an interrupt is for the server, which waits for what is under way
        check=False,
    )
    if done.returncode:
        return values(network, measure)
    found: Values = pickle.loads(done.stdout)
    return found
