"""Walks shortest paths in a process of its own: reads what to count, writes the values.

    python -m graph.counting < asked > answered

Asked and answered are pickled by ``graph.elsewhere``, which runs this; only numbers travel. It lets
everything else on the machine go first: whoever waits for a picture waits for the server.
"""

import os
import pickle
import sys
from contextlib import suppress
from pathlib import Path

import igraph

from graph import sampling

LATER = 5
"""How far it stands back, as ``nice`` counts."""


def main() -> None:
    """Count one measure of ``graph.sampling`` for one graph."""
    _stand_back()
    name, size, ties = pickle.load(sys.stdin.buffer)
    counted = getattr(sampling, name)(igraph.Graph(n=size, edges=ties))
    sys.stdout.buffer.write(pickle.dumps(counted))


def _stand_back() -> None:
    if sys.platform != "win32":
        os.nice(LATER)
    # Linux weighs whole sessions against each other, and this process has one of its own.
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(f"{LATER}", encoding="ascii")


if __name__ == "__main__":
    main()
