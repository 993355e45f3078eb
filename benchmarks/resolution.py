"""Person resolution against bare Splink on the same records and pairs, and how well blocking and
calibration hold.

``python benchmarks/resolution.py [MENTIONS ...]`` prints for each size: records; pairs the blocks
bring together and the share of true pairs among them; pairwise F1, and the share true of the pairs
said to be 0.9 or more probable; processor time of a whole resolution, of the pairs alone (blocks,
names, weights, scores), and of bare Splink, which is given the pairs; the peak of memory. Bare
Splink has its documented settings (names by Jaro-Winkler, dates of birth, exact matches of the
rest; weights by expectation maximisation, one component for each 0.95) on romanised names. A ratio
says more than seconds do on a machine that others use too. ``--sparse``: sources that say little
but names.
"""

import csv
import logging
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import duckdb
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import the_packages  # noqa: F401
from entity_resolution import Evaluation, evaluate, resolve
from entity_resolution.blocking import find_candidates
from entity_resolution.names import comparison, latin, likeness
from entity_resolution.people import comparisons, coreference, mentions, records
from entity_resolution.people.name_scores import NameScores
from entity_resolution.scoring import score
from tests.entity_resolution.population import SPARSE, USUAL, Facts, Population, populate
from workbench.case import Case

T = TypeVar("T")
SIZES = (1_000, 10_000, 100_000)
SEED = 7
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


@dataclass(frozen=True)
class Blocking:
    """Pairs that blocks bring together, and the share of the true pairs that are among them."""

    pairs: int
    recall: float


def main(sizes: list[int], facts: Facts) -> None:
    """Print the table."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    print(
        f"{'mentions':>9} {'records':>8} {'pairs':>10} {'recall':>7} {'F1':>6} {'≥0.9':>6} "
        f"{'Brier':>6} {'whole s':>8} {'pairs s':>8} | {'bare F1':>7} {'s':>7} | "
        f"{'whole/bare':>10} {'pairs/bare':>10} {'GB':>5}"
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
        with duckdb.connect(config={"threads": 2}) as scratch:
            count = _prepare(case, scratch, population.truth)
            blocking = _blocking(scratch)
            bare_f1, bare = _timed(lambda: _bare(scratch))
            _, scoring = _timed(
                lambda: score(scratch, "person_record", comparisons.MODEL, NameScores())
            )
        _, whole = _timed(lambda: resolve(case))
        found = _evaluated(case, population, Path(folder)).kinds["person"]
    surest = found.calibration.bins[-1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return (
        f"{size:>9,} {count:>8,} {blocking.pairs:>10,} {blocking.recall:>7.4f} "
        f"{found.pairwise.f1:>6.3f} {surest.share_true:>6.3f} {found.calibration.brier or 0:>6.4f} "
        f"{whole:>8.1f} {scoring:>8.1f} | {bare_f1:>7.3f} {bare:>7.1f} | "
        f"{whole / bare:>10.2f} {scoring / bare:>10.2f} {peak:>5.2f}"
    )


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    # Names compared in an earlier measurement are remembered.
    comparison._compare.cache_clear()
    likeness._likeness.cache_clear()
    started = time.process_time()
    return work(), time.process_time() - started


def _prepare(case: Case, scratch: duckdb.DuckDBPyConnection, truth: Mapping[int, str]) -> int:
    """Make the records, how they are romanised, and their true pairs; the count of records."""
    mentions.prepare(case, scratch)
    coreference.link_within_sources(scratch)
    records.build(scratch)
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
    return _number(scratch, "SELECT count(*) FROM person_record")


def _blocking(scratch: duckdb.DuckDBPyConnection) -> Blocking:
    scratch.execute("CREATE TABLE records AS FROM person_record")
    pairs = find_candidates(scratch, comparisons.MODEL)
    found = _number(
        scratch, "SELECT count(*) FROM true_pair JOIN candidate ON l = left_id AND r = right_id"
    )
    return Blocking(pairs, found / _number(scratch, "SELECT count(*) FROM true_pair"))


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
        "CREATE TABLE considered AS SELECT '0' AS match_key, left_id AS join_key_l, "
        "right_id AS join_key_r FROM candidate"
    )
    linker.table_management.register_blocked_pairs_for_predict(api.register("considered"))
    predicted = linker.inference.predict(warning_mode="never")
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
