"""What it costs to resolve persons again when little or nothing is new.

``python benchmarks/resolving_again.py [MENTIONS ...]`` resolves a generated case, then again with
nothing new, with one source more, with about a thousandth and a hundredth more, and on an analyst's
word. It prints the mentions that came, processor time and time by the clock in seconds, and their
shares of the first run's; at the end whether a run that takes over nothing but the weights comes to
the same entities. Telling what changed, and counting names, takes its time however little is new;
what is more than that follows the addition, and those of whose names more people turn up.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import the_packages  # noqa: F401
from entity_resolution import judge, resolve
from tests.entity_resolution.population import USUAL, populate
from workbench.case import Case
from workbench.vocabulary import Decision

SIZES = (10_000, 100_000)
SEED = 7

_ENTITIES = """
    SELECT list(mention_id ORDER BY mention_id) FROM entity_member GROUP BY entity_id ORDER BY 1
"""
_UNCERTAIN = """
    SELECT left_mention::VARCHAR, right_mention::VARCHAR FROM pair_score
    WHERE probability BETWEEN 0.4 AND 0.6 ORDER BY ALL LIMIT 1
"""


def main(sizes: list[int]) -> None:
    """Print the table."""
    print(f"{'mentions':>9} {'run':<20} {'new':>7} {'cpu s':>7} {'clock':>7} {'of the first':>13}")
    for size in sizes or SIZES:
        _measure(size)


def _measure(size: int) -> None:
    people = populate(round(size * 1.012), SEED, USUAL)
    more = (0, 1, people.sources // 1_000, people.sources // 100)
    told = ("nothing new", "one source more", "a thousandth more", "a hundredth more")
    until = people.sources - sum(more) + 1
    with (
        TemporaryDirectory() as folder,
        Case.create(Path(folder) / "case", title="Benchmark", user="bench") as case,
    ):
        people.of_sources(1, until).load(case)
        first = _timed(lambda: resolve(case))
        _print(size, "the first", _mentions(case), first, first)
        for sources, said in zip(more, told, strict=True):
            before = _mentions(case)
            if sources:
                people.of_sources(until, until + sources).load(case)
            until += sources
            _print(size, said, _mentions(case) - before, _timed(lambda: resolve(case)), first)
        one, other = case.db.execute(_UNCERTAIN).fetchall()[0]
        word = _timed(lambda: judge(case, one, other, Decision.SAME, "one signature"))
        _print(size, "a word on two", 0, word, first)
        print(f"{size:>9,} as a run from nothing: {'yes' if _is_as_from_nothing(case) else 'NO'}")


def _is_as_from_nothing(case: Case) -> bool:
    before = case.db.execute(_ENTITIES).fetchall()
    for table in ("scoring", "known_source", "known_name"):
        case.db.execute(f"DELETE FROM {table}")
    resolve(case)
    return case.db.execute(_ENTITIES).fetchall() == before


def _mentions(case: Case) -> int:
    return int(case.db.execute("SELECT count(*) FROM mention").fetchall()[0][0])


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    started = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - started[0], time.perf_counter() - started[1]


def _print(
    size: int, run: str, new: int, spent: tuple[float, float], first: tuple[float, float]
) -> None:
    shares = f"{spent[0] / first[0]:6.0%} {spent[1] / first[1]:6.0%}"
    print(f"{size:>9,} {run:<20} {new:>7,} {spent[0]:>7.2f} {spent[1]:>7.2f} {shares}", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
