"""How fast the network is built, measured and drawn, against bare DuckDB, igraph and networkx.

    python benchmarks/network.py [--records 50000000] [--entities 100000] [--ties 500000]

Building: communications between phones seen by one operator each, aggregated by DuckDB alone, then
counted into relationships by `graph.build.refresh`, which takes two operators' records of one call
for one. DuckDB's own aggregation gives what a relationship has: an undirected pair, its number,
duration, first and last time and sources; beside it stands the barest one, without direction turned
and without sources. Measuring: sampled betweenness from the same entities by igraph alone, by this
workbench (with each value's error) and by networkx. Further: the memory that a million
relationships take, rank intervals at 10,000 entities, and a layout of 2,000.
"""

import argparse
import multiprocessing
import random
import resource
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import igraph
import networkx as nx

from graph import sampling
from graph.build import network, refresh
from graph.layout import positions
from graph.measures import Measure
from graph.ranking import rank
from graph.uncertainty import with_intervals
from workbench.case import Case

FILES = 20
SLICE = 2_000_000
TARGET_CONSTRUCTION, TARGET_IGRAPH, TARGET_NETWORKX = 1.5, 1.2, 20.0
TARGET_MEMORY, TARGET_INTERVALS, TARGET_LAYOUT = 2048.0, 10.0, 2.0

PHONES = """
    INSERT INTO entity SELECT 'phone-' || i, 'phone', '+3826' || lpad(i::VARCHAR, 8, '0'), 1, 1.0
    FROM range(1, $phones + 1) t(i)
"""
SOURCES = """
    INSERT INTO source (source_id, sha256, file_name, kind, media_type, bytes, handling_code,
        source_reliability, information_credibility, grading_scheme, parser_version, added_by,
        added_at_utc)
    SELECT i, i, i || '.csv', 'call_records', 'text/csv', 1, 'H0', 'A', '1', '4x4', '1', 'bench',
        TIMESTAMP '2024-01-01' FROM range(1, $files + 1) t(i)
"""
# Every file mentions each phone at most once; phone p and file f share mention p * files + f.
MENTIONS = """
    INSERT INTO mention (mention_id, mention_key, source_id, kind, text, normalised)
    SELECT p * $files + f, p || '-' || f, f, 'phone', p, '+3826' || lpad(p::VARCHAR, 8, '0')
    FROM range(1, $phones + 1) t(p), range(1, $files + 1) u(f)
"""
MEMBERS = "INSERT INTO entity_member SELECT 'phone-' || text, mention_id FROM mention"
# A phone has about forty contacts near it in number; one in forty calls goes anywhere.
COMMUNICATIONS = """
    INSERT INTO communication (source_id, row_number, kind, direction, a_kind, b_kind, a_mention,
        b_mention, device_party, start_utc, time_zone, duration_s)
    WITH drawn AS (
        SELECT i, hash(i) AS h, hash(i + $records) AS g FROM range($first, $end) t(i)
    ), spoken AS (
        SELECT i, g, (h % $phones)::BIGINT AS a, CASE WHEN (g >> 20) % 40 = 0
            THEN (h >> 24) % $phones ELSE (h % $phones + 1 + (g % 20)) % $phones END AS b
        FROM drawn
    )
    SELECT (a % $files) + 1, i, 'call', 'outgoing', 'e164', 'e164',
        (a + 1) * $files + (a % $files) + 1, (b + 1) * $files + (a % $files) + 1, 'a',
        make_timestamp(2024, 1, 1, 0, 0, 0) + to_seconds((i * 7776000 // $records)::BIGINT),
        'UTC', (g >> 30) % 600
    FROM spoken WHERE a <> b
"""
AGGREGATION = """
    CREATE OR REPLACE TEMP TABLE aggregated AS
    SELECT least(a_mention, b_mention) AS one, greatest(a_mention, b_mention) AS other,
        count(*) AS count, sum(duration_s) AS duration_s, min(start_utc) AS first_utc,
        max(start_utc) AS last_utc, min(source_id) AS first_source, max(source_id) AS last_source
    FROM communication GROUP BY ALL
"""
BAREST = """
    CREATE OR REPLACE TEMP TABLE barest AS
    SELECT a_mention, b_mention, count(*) AS count, sum(duration_s) AS duration_s,
        min(start_utc) AS first_utc, max(start_utc) AS last_utc
    FROM communication GROUP BY ALL
"""
# Each phone has its ties with those that follow it in number, some of them far off.
PAIRS = """
    INSERT INTO phone_pair
    WITH drawn AS (
        SELECT p AS one, 1 + (p + 1 + CASE WHEN n % 5 = 0 THEN hash(p, n) % $phones
            ELSE hash(p, n) % 50 END)::BIGINT % $phones AS other, hash(n, p) % 9 + 1 AS count
        FROM range(1, $phones + 1) t(p), range($each) u(n)
    )
    SELECT least(one, other), greatest(one, other), sum(count)::BIGINT, sum(count)::BIGINT * 60,
        TIMESTAMP '2024-01-01', TIMESTAMP '2024-03-01', [1]
    FROM drawn WHERE one <> other GROUP BY ALL
"""


ROUNDS = 2


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time that a piece of work takes, so that a busy machine matters less."""
    return clocked(work)[0]


def clocked(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of processor time and on the clock."""
    started, began = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - started, time.perf_counter() - began


def peak_mb() -> float:
    """Most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def construction(records: int, phones: int) -> None:
    """Communications to relationships to a network."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Case.create(Path(folder) / "case", title="bench", user="bench") as case,
    ):
        sizes = {"phones": phones, "files": FILES, "records": records}

        def fill(statement: str, **slice_of: int) -> None:
            given = sizes | slice_of
            case.db.execute(statement, {k: v for k, v in given.items() if f"${k}" in statement})

        for statement in (PHONES, SOURCES, MENTIONS, MEMBERS):
            fill(statement)
        # DuckDB counts a range with one processor: slices keep two at work.
        with ThreadPoolExecutor(2) as threads:
            for filled in [
                threads.submit(fill, COMMUNICATIONS, first=first, end=min(first + SLICE, records))
                for first in range(0, records, SLICE)
            ]:
                filled.result()

        def build() -> None:
            with case.transaction():
                refresh(case)

        def alone(statement: str) -> tuple[float, float]:
            return clocked(lambda: case.db.execute(statement))

        rounds = [(alone(BAREST), alone(AGGREGATION), clocked(build)) for _ in range(ROUNDS)]
        barest, plain, built = (min(one[n] for one in rounds) for n in range(3))
        ratio, by_clock = (min(one[2][n] / one[1][n] for one in rounds) for n in (0, 1))
        to_barest = min(one[2][0] / one[0][0] for one in rounds)
        pairs = case.db.execute("SELECT count(*) FROM aggregated").fetchall()[0][0]
        case.db.execute("DROP TABLE aggregated")
        case.db.execute("DROP TABLE barest")
        print(f"{records:,} communications, {pairs:,} pairs of mentions")
        print(f"  most memory so far           {peak_mb():7,.0f} MB")
        found = []
        taken = clocked(lambda: found.append(network(case)))
        graph = clocked(lambda: found[0].graph)
        print("                               processor    clock")
        for name, (processor, clock) in (
            ("DuckDB's barest aggregation", barest),
            ("DuckDB's own aggregation", plain),
            ("relationships of the case", built),
            ("taking the network", taken),
            ("its graph", graph),
        ):
            print(f"  {name:27s} {processor:9.2f} s {clock:7.2f} s")
        verdict("relationships / aggregation", ratio, TARGET_CONSTRUCTION, at_most=True)
        verdict("the same by the clock", by_clock, TARGET_CONSTRUCTION, at_most=True)
        print(f"  relationships / barest aggregation: {to_barest:.2f}")
        print(f"  {len(found[0].relationships):,} relationships; most memory {peak_mb():,.0f} MB")


def measuring(entities: int, ties: int, pivots: int, networkx_pivots: int) -> None:
    """Sampled betweenness; networkx walks fewer paths, its time is taken per entity walked from."""
    random.seed(1)
    drawn = nx.gnm_random_graph(entities, ties, seed=1)
    edges = list(drawn.edges)
    graph = igraph.Graph(n=entities, edges=edges)
    sources = random.Random(1).sample(range(entities), pivots)
    bare = min(timed(lambda: graph.betweenness(sources=sources)) for _ in range(2))
    ours = min(timed(lambda: sampling.betweenness(graph, sample=pivots)) for _ in range(2))
    slow = timed(lambda: nx.betweenness_centrality(drawn, k=networkx_pivots, seed=1))
    slow *= pivots / networkx_pivots
    print(f"betweenness from {pivots} of {entities:,} entities, {ties:,} ties")
    print(f"  igraph alone {bare:.2f} s, workbench {ours:.2f} s, networkx {slow:.1f} s")
    verdict("workbench / igraph", ours / bare, TARGET_IGRAPH, at_most=True)
    verdict("networkx / workbench", slow / ours, TARGET_NETWORKX, at_most=False)


def with_pairs(phones: int, each: int, use: Callable[[Case], None]) -> None:
    """A case whose phones have so many ties each, given to ``use``."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Case.create(Path(folder) / "case", title="bench", user="bench") as case,
    ):
        case.db.execute(PHONES, {"phones": phones})
        case.db.execute(PAIRS, {"phones": phones, "each": each})
        use(case)


def holding() -> None:
    """A million relationships as a network with its graph."""

    def hold(case: Case) -> None:
        before = peak_mb()
        found = network(case)
        ties, edges = len(found.relationships), found.graph.ecount()
        print(f"{ties:,} relationships held, {edges:,} edges; before them {before:,.0f} MB")
        verdict("MB in all", peak_mb(), TARGET_MEMORY, at_most=True)

    with_pairs(66_000, 17, hold)


def judging() -> None:
    """Rank intervals of betweenness at 10,000 entities, and a layout of 2,000."""

    def judge(case: Case) -> None:
        found = network(case)
        ranking = rank(found, Measure.BETWEENNESS)
        processor, clock = clocked(lambda: with_intervals(case, found, ranking))
        size = f"{len(found.entities):,} entities, {len(found.relationships):,} relationships"
        print(f"rank intervals at {size}: {processor:.1f} s of processor, {clock:.1f} s")
        verdict("seconds of processor", processor, TARGET_INTERVALS, at_most=True)

    def draw(case: Case) -> None:
        found = network(case)
        processor, clock = clocked(lambda: positions(found))
        size = f"{len(found.entities):,} entities, {len(found.relationships):,} relationships"
        print(f"layout of {size}: {processor:.2f} s of processor, {clock:.2f} s")
        verdict("seconds of processor", processor, TARGET_LAYOUT, at_most=True)

    with_pairs(10_000, 5, judge)
    with_pairs(2_000, 2, draw)


def verdict(name: str, ratio: float, target: float, *, at_most: bool) -> None:
    """One line with the ratio and whether it is what it should be."""
    met = ratio <= target if at_most else ratio >= target
    bound = "at most" if at_most else "at least"
    print(f"  {name}: {ratio:.2f} ({bound} {target}: {'met' if met else 'MISSED'})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=50_000_000)
    parser.add_argument("--phones", type=int, help="default: one for 500 records")
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--ties", type=int, default=500_000)
    parser.add_argument("--pivots", type=int, default=sampling.SAMPLE)
    parser.add_argument("--networkx-pivots", type=int, default=20)
    chosen = parser.parse_args()
    memory = multiprocessing.get_context("spawn").Process(target=holding)
    memory.start()
    memory.join()
    if memory.exitcode:
        raise SystemExit("holding a million relationships failed")
    judging()
    construction(chosen.records, chosen.phones or max(chosen.records // 500, 100))
    measuring(chosen.entities, chosen.ties, chosen.pivots, chosen.networkx_pivots)
