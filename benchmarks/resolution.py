"""Person resolution against bare Splink on the same records, comparisons and blocks.

``python benchmarks/resolution.py [MENTIONS ...]`` prints one line for each size: mentions, records,
scored pairs, processor time of a whole resolution, of bare Splink alone, and their ratio. A ratio
says more than seconds do on a machine that others use too.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from entity_resolution import resolve
from entity_resolution.names import comparison, likeness
from entity_resolution.people import comparisons, coreference, mentions, records
from entity_resolution.scoring import Scored, score
from tests.entity_resolution.population import populate
from workbench.case import Case

T = TypeVar("T")
SIZES = (1_000, 10_000)
SEED = 7


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    # Names compared in an earlier measurement are remembered.
    comparison._compare.cache_clear()
    likeness.likeness.cache_clear()
    started = time.process_time()
    return work(), time.process_time() - started


def _bare(case: Case) -> tuple[Scored, int, float]:
    """What Splink does with the records once they are made."""
    with duckdb.connect(config={"threads": 2}) as scratch:
        mentions.prepare(case, scratch)
        coreference.link_within_sources(scratch)
        records.build(scratch)
        row = scratch.execute("SELECT count(*) FROM person_record").fetchone()
        scored, seconds = _timed(
            lambda: score(scratch, "person_record", comparisons.MODEL, comparisons.FUNCTIONS)
        )
        return scored, row[0] if row else 0, seconds


def _measure(size: int) -> str:
    with (
        TemporaryDirectory() as folder,
        Case.create(Path(folder) / "case", title="Benchmark", user="bench") as case,
    ):
        populate(size, SEED).load(case)
        scored, count, bare = _bare(case)
        _, whole = _timed(lambda: resolve(case))
    pairs = scored.pairs.num_rows
    return f"{size:>9,} {count:>9,} {pairs:>9,} {whole:>8.1f} {bare:>8.1f} {whole / bare:>6.2f}"


def main(sizes: list[int]) -> None:
    """Print the table."""
    print(f"{'mentions':>9} {'records':>9} {'pairs':>9} {'whole s':>8} {'bare s':>8} {'ratio':>6}")
    for size in sizes or SIZES:
        print(_measure(size), flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
