"""How long taking in call records takes, against DuckDB alone reading the same file as text.

    python benchmarks/ingest.py [--rows 10000000 50000000] [--folder DIR]

Writes a listing in an operator's layout to a temporary folder, lets DuckDB read it into a table of
a store on disk with all columns as text, and lets `add` take it in: copied, hashed, recognised,
normalised, stored and reconciled. Then the same with a listing of another month into the same case,
to show that a case does not slow down with what it holds; each time right after DuckDB alone, so
that on a busy machine the ratios count, not the seconds. On a slice, pandas with a numbering plan
looked up per row.

The seconds of processors hold some of waiting: DuckDB's client asks again and again whether a
statement is done.
"""

import argparse
import hashlib
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import duckdb
import pandas as pd

from benchmarks import the_packages  # noqa: F401
from ingest import intake
from ingest.selectors import phones
from workbench.case import Case

Result = TypeVar("Result")
SLICE = 100_000

# 20,000 targets with about 400,000 contacts, at home and abroad; a few senders without a number.
LISTING = """
COPY (
    WITH drawn AS (
        SELECT i, hash(i, $month) AS h, hash(i, $month + 100) AS g FROM range($rows) t(i)
    ), spoken AS (
        SELECT i, h, g, (h % 20000)::BIGINT AS target, (pow(g % 65536 / 65536, 2) * 400000)::BIGINT
            AS contact, (h >> 20) % 10 AS lot, (g >> 20) % 20 AS place
        FROM drawn
    )
    SELECT '0038268' || lpad(target::VARCHAR, 6, '0') AS "Korisnički broj",
        CASE WHEN (g >> 40) % 50 = 0 THEN 'InfoBanka'
             WHEN (g >> 40) % 5 = 0 THEN '0035569' || lpad(contact::VARCHAR, 7, '0')
             ELSE '0038267' || lpad(contact::VARCHAR, 6, '0') END AS "Drugi broj",
        strftime(make_timestamp(2024, $month, 1, 0, 0, 0)
            + to_seconds((i * 2400000 // $rows)::BIGINT), '%d.%m.%Y. %H:%M:%S')
            AS "Datum i vrijeme",
        CASE WHEN lot < 6 THEN (h >> 30) % 600 ELSE 0 END AS "Trajanje (s)",
        CASE WHEN lot < 6 THEN 'Govor' WHEN lot < 9 THEN 'SMS' ELSE 'Podaci' END AS "Tip",
        CASE WHEN (h >> 40) % 2 = 0 THEN 'Odlazni' ELSE 'Dolazni' END AS "Smjer",
        (35999900000000 + target)::VARCHAR || '0' AS "IMEI",
        (297990000000000 + target)::VARCHAR AS "IMSI",
        '297-99-' || (1100 + place) || '-' || (20000 + (g >> 30) % 3) AS "CGI",
        'Mjesto ' || place AS "Lokacija"
    FROM spoken ORDER BY i
) TO '{file}' (HEADER, DELIMITER ';')
"""


def _quiet(store: str = ":memory:") -> duckdb.DuckDBPyConnection:
    db = duckdb.connect(store)
    db.execute("SET enable_progress_bar = false")
    return db


def write_listing(file: Path, rows: int, month: int) -> None:
    with _quiet() as db:
        db.execute(LISTING.format(file=file), {"rows": rows, "month": month})


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of the processors together, and the peak of memory in GB."""

    seconds: float
    processor_s: float
    memory: float


def timed(work: Callable[..., Result], *arguments: object) -> tuple[Cost, Result]:
    """Run in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, arguments))


def _measured(work: Callable[..., Result], arguments: tuple[object, ...]) -> tuple[Cost, Result]:
    begun, before = time.perf_counter(), _processor_s()
    result = work(*arguments)
    seconds, used = time.perf_counter() - begun, _processor_s() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    return Cost(seconds, used, memory), result


def _processor_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def bare_duckdb(file: Path, store: Path) -> int:
    store.unlink(missing_ok=True)
    with _quiet(str(store)) as db:
        db.execute(f"CREATE TABLE t AS FROM read_csv('{file}', all_varchar = true, delim = ';')")
        return _count(db, "t")


def add(file: Path, folder: Path) -> int:
    with Case.open(folder, write=True) as case:
        (counts,) = intake.add(case, file).reconciliation
    return counts.accepted + counts.duplicate


def pandas_per_row(file: Path, rows: int) -> int:
    table = pd.read_csv(file, sep=";", dtype=str, nrows=rows)
    for column in ("Korisnički broj", "Drugi broj"):
        table[column] = table[column].map(lambda n: phones.normalise_party(n, "ME").number)
    table["start"] = pd.to_datetime(table["Datum i vrijeme"], format="%d.%m.%Y. %H:%M:%S")
    table["start"] = table["start"].dt.tz_localize("Europe/Podgorica", ambiguous="NaT")
    return len(table)


def copy_and_hash(file: Path, to: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as source, to.open("wb") as target:
        while block := source.read(1 << 20):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()


def _count(db: duckdb.DuckDBPyConnection, table: str) -> int:
    row = db.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def measure(folder: Path, rows: int) -> None:
    first, second = folder / "first.csv", folder / "second.csv"
    timed(write_listing, first, rows, 3)
    timed(write_listing, second, rows, 5)
    print(f"{rows:,} rows, {first.stat().st_size / 1e6:,.0f} MB")
    Case.create(folder / "case", title="benchmark", country="ME").close()
    for label, file in (("add", first), ("add, next file", second)):
        bare, _ = timed(bare_duckdb, file, folder / "bare.duckdb")
        report("DuckDB read_csv, all text", bare, bare, rows)
        cost, taken = timed(add, file, folder / "case")
        assert taken == rows, taken
        report(label, cost, bare, rows)
    cost, _ = timed(copy_and_hash, first, folder / "copy")
    report("sha256 and copy alone", cost, bare, rows)
    cost, done = timed(pandas_per_row, first, min(SLICE, rows))
    whole = Cost(cost.seconds * rows / done, cost.processor_s * rows / done, cost.memory)
    report(f"pandas (from {done:,} rows)", whole, bare, rows)


def report(label: str, cost: Cost, bare: Cost, rows: int) -> None:
    print(
        f"  {label:28} {cost.seconds:8.1f} s (x {cost.seconds / bare.seconds:6.2f})  "
        f"processors {cost.processor_s:8.1f} s (x {cost.processor_s / bare.processor_s:6.2f})  "
        f"{rows / cost.seconds:10,.0f} rows/s  {cost.memory:5.2f} GB at most",
        flush=True,
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=sys.modules[__name__].__doc__)
    arguments.add_argument("--rows", type=int, nargs="+", default=[10_000_000])
    arguments.add_argument("--folder", type=Path, help="where there is room for it")
    given = arguments.parse_args()
    for rows in given.rows:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            measure(Path(folder), rows)


if __name__ == "__main__":
    main()
