"""Person resolution against bare Splink on the same records, and how well blocking and calibration
hold.

``python benchmarks/resolution.py [MENTIONS ...]`` prints for each size: records; pairs the blocks
bring together and the share of true pairs among them; pairwise F1, and the share true of the pairs
said to be 0.9 or more probable; processor time of a whole resolution and of its scoring; F1,
candidate pairs and time of bare Splink. Bare Splink has its documented settings (names by
Jaro-Winkler, dates of birth, exact matches of the rest; weights by expectation maximisation, one
component for each 0.95) on romanised names. A ratio says more than seconds do on a machine that
others use too.
"""

import csv
import logging
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
from entity_resolution.model import Block
from entity_resolution.names import comparison, latin, likeness
from entity_resolution.people import comparisons, coreference, mentions, records
from entity_resolution.scoring import score
from tests.entity_resolution.population import Population, populate
from workbench.case import Case

T = TypeVar("T")
SIZES = (1_000, 10_000, 100_000)
SEED = 7
SAID_SAME = 0.95
"""Bare Splink's components are of pairs at least this probable."""

# Grain: one distinct pair of records that any block brings together.
_CONSIDERED = "SELECT count(*) FROM (SELECT DISTINCT l, r FROM ({blocks}))"
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


def main(sizes: list[int]) -> None:
    """Print the table."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    print(
        f"{'mentions':>9} {'records':>8} {'pairs':>10} {'recall':>7} {'F1':>6} {'≥0.9':>6} "
        f"{'whole s':>8} {'score s':>8} | {'bare F1':>7} {'pairs':>10} {'s':>7} | "
        f"{'whole/bare':>10} {'per pair':>8}"
    )
    for size in sizes or SIZES:
        print(_measure(size), flush=True)


def _measure(size: int) -> str:
    population = populate(size, SEED)
    with (
        TemporaryDirectory() as folder,
        Case.create(Path(folder) / "case", title="Benchmark", user="bench") as case,
    ):
        population.load(case)
        with duckdb.connect(config={"threads": 2}) as scratch:
            count = _prepare(case, scratch, population.truth)
            blocking = _blocking(scratch)
            _, scoring = _timed(
                lambda: score(scratch, "person_record", comparisons.MODEL, comparisons.FUNCTIONS)
            )
            (bare_pairs, bare_f1), bare = _timed(lambda: _bare(scratch))
        _, whole = _timed(lambda: resolve(case))
        found = _evaluated(case, population, Path(folder)).kinds["person"]
    surest = found.calibration.bins[-1]
    per_pair = (scoring / blocking.pairs) / (bare / bare_pairs)
    return (
        f"{size:>9,} {count:>8,} {blocking.pairs:>10,} {blocking.recall:>7.4f} "
        f"{found.pairwise.f1:>6.3f} {surest.share_true:>6.3f} {whole:>8.1f} {scoring:>8.1f} | "
        f"{bare_f1:>7.3f} {bare_pairs:>10,} {bare:>7.1f} | {whole / bare:>10.2f} {per_pair:>8.2f}"
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
    blocks = [_joined(block) for block in comparisons.MODEL.blocks]
    pairs = _number(scratch, _CONSIDERED.format(blocks=" UNION ALL ".join(blocks)))
    together = " OR ".join(_condition(block) for block in comparisons.MODEL.blocks)
    found = _number(
        scratch,
        f"SELECT count(*) FROM true_pair JOIN person_record AS a ON a.unique_id = true_pair.l "
        f"JOIN person_record AS b ON b.unique_id = true_pair.r WHERE {together}",
    )
    return Blocking(pairs, found / _number(scratch, "SELECT count(*) FROM true_pair"))


def _joined(block: Block) -> str:
    """The pairs of one block, from its columns and the values of its lists."""
    keys = [*block.columns, *(f"unnest({name})" for name in block.lists)]
    keyed = ", ".join(f"{key} AS k{place}" for place, key in enumerate(keys))
    rows = f"(SELECT unique_id, {keyed} FROM person_record)"
    on = " AND ".join(f"a.k{place} = b.k{place}" for place in range(len(keys)))
    return (
        f"SELECT a.unique_id AS l, b.unique_id AS r FROM {rows} AS a JOIN {rows} AS b "
        f"ON {on} AND a.unique_id < b.unique_id"
    )


def _condition(block: Block) -> str:
    equal = [f"a.{name} = b.{name}" for name in block.columns]
    shared = [f"list_has_any(a.{name}, b.{name})" for name in block.lists]
    return "coalesce(" + " AND ".join(equal + shared) + ", false)"


def _bare(scratch: duckdb.DuckDBPyConnection) -> tuple[int, float]:
    """Candidate pairs and pairwise F1 of Splink as its documentation sets it up."""
    rules = ["name", "first_word", "last_word", "birth_date", "document", "phone"]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.JaroWinklerAtThresholds("father"),
            *(cl.ExactMatch(c) for c in ("sex", "nationality", "birth_place", "document", "phone")),
        ],
        blocking_rules_to_generate_predictions=[block_on(rule) for rule in rules],
    )
    api = DuckDBAPI(connection=scratch)
    linker = Linker(api.register("bare"), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("document"), block_on("name", "birth_date")], recall=0.4
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=500_000, seed=SEED)
    for column in ("birth_date", "name"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
    predicted = linker.inference.predict(warning_mode="never")
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted, threshold_match_probability=SAID_SAME
    )
    pairs = _number(scratch, f"SELECT count(*) FROM {predicted.physical_name}")
    return pairs, _f1(scratch, clusters.physical_name)


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
    main([int(size) for size in sys.argv[1:]])
