"""igraph draws its chances from one generator per process: lend it a seeded one for a while."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import igraph

_one_at_a_time = threading.RLock()


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Run igraph's chance with this seed, whatever other threads do meanwhile."""
    with _one_at_a_time:
        igraph.set_random_number_generator(random.Random(seed))
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)
