"""Walks shortest paths in a process of its own: reads what to count, writes the values.

    python -m graph.counting < asked > answered

Asked and answered are pickled by ``graph.elsewhere``, which runs this; only numbers travel.
"""

import pickle
import sys

import igraph

from graph import sampling


def main() -> None:
    """Count one measure of ``graph.sampling`` for one graph."""
    name, size, ties = pickle.load(sys.stdin.buffer)
    counted = getattr(sampling, name)(igraph.Graph(n=size, edges=ties))
    sys.stdout.buffer.write(pickle.dumps(counted))


if __name__ == "__main__":
    main()
