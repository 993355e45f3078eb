"""Person resolution against bare Splink on the same records and pairs, and how well blocking and
calibration hold.

``python benchmarks/resolution.py [MENTIONS ...]`` prints for each size: records; pairs the blocks
bring together and the share of true pairs among them; pairwise F1, and the share true of the pairs
said to be 0.9 or more probable; processor time and time by the clock of a whole resolution, of what
of it bare Splink does, too (blocks, weights, scores, groups; not reading mentions, making a record
of each source's person, taking names apart, storing entities), and of bare Splink on the same
blocks; the peak of the resolution's memory. Bare Splink has its documented
settings (names by Jaro-Winkler, dates of birth, exact matches of the rest; weights by expectation
maximisation; pairs from a match weight of -5; one component for each 0.95) on romanised names that
it finds made. A ratio says more than seconds do on a machine that others use too. ``--sparse``:
sources that say little but names.
"""

import csv
import logging
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import duckdb
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import the_packages  # noqa: F401
from entity_resolution import Evaluation, evaluate, people, resolve
from entity_resolution.blocking import candidates
from entity_resolution.judgements import judged
from entity_resolution.names import latin
from entity_resolution.people import comparisons
from tests.entity_resolution.population import SPARSE, USUAL, Facts, Population, populate
from workbench.case import Case

T = TypeVar("T")
SIZES = (1_000, 10_000, 100_000)
SEED = 7
LISTED_FROM = -5
"""Match weight from which bare Splink lists pairs."""
SAID_SAME = 0.95
"""Bare Splink's components are of pairs at least this probable."""

# Grain: one pair of records of one person.
_TRUE_PAIRS = """
    CREATE TABLE true_pair AS
    WITH belongs AS (
        SELECT DISTINCT local_id, person_key FROM local_member JOIN truth USING (mention_id)
    )
    SELECT l.local_id AS l, r.local_id AS r FROM belongs AS l
    JOIN belongs AS r ON l.person_key = r.person_key AND l.local_id < r.local_id
"""
_BARE_RECORDS = """
    CREATE TABLE bare AS
    SELECT unique_id, romanised AS name, split_part(romanised, ' ', 1) AS first_word,
        split_part(romanised, ' ', -1) AS last_word, birth_date, father, sex, nationality,
        birth_place, documents[1] AS document, phones[1] AS phone
    FROM person_record JOIN romanised_name USING (name) ORDER BY unique_id
"""
_PLACED = """
    CREATE TABLE records AS
    SELECT *, (row_number() OVER (ORDER BY name, unique_id) - 1)::INTEGER AS place
    FROM person_record
"""
_CONSIDER = """
    INSERT INTO considered
    SELECT '0', least(l.unique_id, r.unique_id), greatest(l.unique_id, r.unique_id) FROM candidate
    JOIN records AS l ON l.place = left_place JOIN records AS r ON r.place = right_place
"""


Times = tuple[float, float]
"""Processor time and time by the clock, in seconds."""


def main(sizes: list[int], facts: Facts) -> None:
    """Print the table."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    print(
        f"{'mentions':>9} {'records':>8} {'pairs':>10} {'recall':>7} {'F1':>6} {'≥0.9':>6} "
        f"{'Brier':>6} {'GB':>5} {'cpu s':>7} {'clock':>7} | {'same cpu':>8} {'clock':>7} | "
        f"{'bare F1':>7} {'cpu s':>7} {'clock':>7} | whole/bare {'cpu':>5} {'clock':>5} | "
        f"same/bare {'cpu':>5} {'clock':>5}"
    )
    for size in sizes or SIZES:
        print(_measure(size, facts), flush=True)


def _measure(size: int, facts: Facts) -> str:
    population = populate(size, SEED, facts)
    with (
        TemporaryDirectory() as folder,
        Case.create(Path(folder) / "case", title="Benchmark", user="bench") as case,
    ):
        population.load(case)
        population.rows.clear()
        steps = Steps()
        _, whole = _timed(lambda: resolve(case, steps))
        same = steps.between("comparing persons", "comparing vehicles")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        found = _evaluated(case, population, Path(folder)).kinds["person"]
        with duckdb.connect(config={"threads": 2}) as scratch:
            count = _prepare(case, scratch, population.truth)
            bare_f1, bare = _timed(lambda: _bare(scratch))
            pairs, recall = _blocking(scratch)
    surest = found.calibration.bins[-1]
    return (
        f"{size:>9,} {count:>8,} {pairs:>10,} {recall:>7.4f} "
        f"{found.pairwise.f1:>6.4f} {surest.share_true:>6.3f} {found.calibration.brier or 0:>6.4f} "
        f"{peak:>5.2f} {whole[0]:>7.1f} {whole[1]:>7.1f} | {same[0]:>8.1f} {same[1]:>7.1f} | "
        f"{bare_f1:>7.3f} {bare[0]:>7.1f} {bare[1]:>7.1f} | "
        f"{whole[0] / bare[0]:>16.2f} {whole[1] / bare[1]:>5.2f} | "
        f"{same[0] / bare[0]:>15.2f} {same[1] / bare[1]:>5.2f}"
    )


class Steps:
    """A resolution's progress, shown, and when each step began."""

    def __init__(self) -> None:
        self._began: dict[str, Times] = {}

    def __call__(self, step: str, share: float) -> None:
        self._began.setdefault(step, _now())
        print(f"{share:5.0%} {step:<40}", end="\r", file=sys.stderr, flush=True)

    def between(self, step: str, later: str) -> Times:
        """What passed from the beginning of one step to that of another."""
        return _since(self._began[step], self._began[later])


def _now() -> Times:
    return time.process_time(), time.perf_counter()


def _since(started: Times, ended: Times) -> Times:
    return ended[0] - started[0], ended[1] - started[1]


def _timed(work: Callable[[], T]) -> tuple[T, Times]:
    started = _now()
    done = work()
    return done, _since(started, _now())


def _prepare(case: Case, scratch: duckdb.DuckDBPyConnection, truth: Mapping[int, str]) -> int:
    """Make the records, how they are romanised, and their true pairs; the count of records."""
    records, _ = people.prepare(case, scratch, judged(case))
    records.make(None)
    known = pa.table({"mention_id": list(truth), "person_key": list(truth.values())})
    scratch.register("truth_arrow", known)
    scratch.execute("CREATE TABLE truth AS FROM truth_arrow")
    scratch.execute(_TRUE_PAIRS)
    names = [
        row[0] for row in scratch.execute("SELECT DISTINCT name FROM person_record").fetchall()
    ]
    romanised = pa.table({"name": names, "romanised": [latin(name).strip() for name in names]})
    scratch.register("romanised_name", romanised)
    scratch.execute(_BARE_RECORDS)
    scratch.execute(_PLACED)
    return _number(scratch, "SELECT count(*) FROM person_record")


def _blocking(scratch: duckdb.DuckDBPyConnection) -> tuple[int, float]:
    """Pairs that blocks bring together, and the share of the true pairs that are among them."""
    found = _number(
        scratch,
        "SELECT count(*) FROM true_pair JOIN considered ON l = join_key_l AND r = join_key_r",
    )
    pairs = _number(scratch, "SELECT count(*) FROM considered")
    return pairs, found / _number(scratch, "SELECT count(*) FROM true_pair")


def _bare(scratch: duckdb.DuckDBPyConnection) -> float:
    """Pairwise F1 of Splink as its documentation sets it up, on the pairs of our blocks."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.JaroWinklerAtThresholds("father"),
            *(cl.ExactMatch(c) for c in ("sex", "nationality", "birth_place", "document", "phone")),
        ],
        blocking_rules_to_generate_predictions=[block_on("document")],
    )
    api = DuckDBAPI(connection=scratch)
    linker = Linker(api.register("bare"), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("document"), block_on("name", "birth_date")], recall=0.4
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=500_000, seed=SEED)
    for column in ("birth_date", "name"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
    scratch.execute(
        "CREATE TABLE considered (match_key VARCHAR, join_key_l BIGINT, join_key_r BIGINT)"
    )
    for _ in candidates(scratch, comparisons.MODEL):
        scratch.execute(_CONSIDER)
    linker.table_management.register_blocked_pairs_for_predict(api.register("considered"))
    predicted = linker.inference.predict(threshold_match_weight=LISTED_FROM, warning_mode="never")
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted, threshold_match_probability=SAID_SAME
    )
    return _f1(scratch, clusters.physical_name)


def _f1(scratch: duckdb.DuckDBPyConnection, clusters: str) -> float:
    """Pairwise over mentions, as ``evaluate`` counts."""
    shared = (
        "SELECT sum(n * (n - 1)) FROM (SELECT count(*) AS n FROM truth JOIN local_member "
        f"USING (mention_id) JOIN {clusters} ON unique_id = local_id GROUP BY {{}})"
    )
    agreed = _number(scratch, shared.format("cluster_id, person_key"))
    said, true_ = (_number(scratch, shared.format(key)) for key in ("cluster_id", "person_key"))
    return 2 * agreed / (said + true_)


def _number(scratch: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = scratch.execute(sql).fetchone()
    return int(row[0]) if row else 0


def _evaluated(case: Case, population: Population, folder: Path) -> Evaluation:
    path = folder / "truth.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("mention_key", "kind", "entity_key"))
        writer.writerows((f"{mention}", "person", key) for mention, key in population.truth.items())
    return evaluate(case, path)


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:] if size != "--sparse"]
    main(sizes, SPARSE if "--sparse" in sys.argv else USUAL)
