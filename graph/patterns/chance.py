"""How likely so much is by chance alone."""

import math


def poisson_tail(count: int, mean: float) -> float:
    """Probability of at least so many events where so many are expected.

    Summed from the tail, whose terms fall off quickly: the sum from below would lose small values.
    """
    if count <= 0:
        return 1.0
    term = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    total, step = 0.0, count
    while term > total * 1e-12 and term > 0:
        total += term
        step += 1
        term *= mean / step
    return min(total, 1.0)
