"""Whenever `workbench add` is killed, the case is as it was, and the same command completes it.

The process is really killed (SIGKILL): at named steps of its work, and while the store commits.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workbench import audit, originals
from workbench.case import Case

# Rows of an invented operator, enough for several chunks of work.
ROWS = 12_000
HEADER = "A number;B number;Start (UTC);Duration (s);Type;Direction;IMEI;IMSI\n"

NEW_CASE = {"audit": 1, "case_property": 7}

DIE = (
    "import os, signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "def die(*_, **__): os.kill(os.getpid(), signal.{signal})\n"
)
SMALL_CHUNKS = (
    "import ingest.tables.delimited as d\nd._CHUNK_BYTES, d.text_stream._BLOCK = 1 << 18, 1 << 17\n"
)
RUN = "\nfrom workbench.cli import main; main()"
MOMENTS = {
    "before the copy is complete": "import hashlib, workbench.originals as o; o.os.fsync = die",
    "in the middle of the rows": (
        "from ingest.call_records import loading\n"
        "real, done = loading.load_chunk, []\n"
        "def third(*a): done.append(1); real(*a); len(done) == 3 and die()\n"
        "loading.load_chunk = third"
    ),
    "after the original is moved": (
        "from workbench import originals\nreal = originals.keep\n"
        "originals.keep = lambda *a: (real(*a), die())"
    ),
    "before the commit is asked for": (
        "from workbench.case import Case\nreal = Case.record\n"
        "Case.record = lambda *a: (real(*a), die())"
    ),
}
# From another thread, so at any instruction of the store's own code.
DURING_COMMIT = """
import threading
from workbench import originals
real = originals.keep
def keep(*a): threading.Timer({seconds}, die).start(); return real(*a)
originals.keep = keep
"""


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("records") / "listing.csv"
    lines = (
        f"+3826900{i % 5000:04d};+38268{i % 700:06d};"
        f"2024-{i % 12 + 1:02d}-{i % 28 + 1:02d} {i % 24:02d}:{i % 60:02d}:{i % 59:02d};"
        f"{i};call;outgoing;35999904276925;297990000000123\n"
        for i in range(ROWS)
    )
    file.write_text(HEADER + "".join(lines), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def case_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One case for all: each kill must leave it as it was for the next."""
    return new_case(tmp_path_factory)


def new_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("killed") / "case"
    Case.create(folder, title="T", user="ana").close()
    return folder


def add(
    case_folder: Path, file: Path, before: str = "", by: str = "SIGKILL"
) -> "subprocess.Popen[bytes]":
    """Start `workbench add`; ``before`` runs in its process first."""
    program = DIE.format(signal=by) + SMALL_CHUNKS + before + RUN
    return subprocess.Popen(
        [sys.executable, "-c", program, "add", str(case_folder), str(file)],
        env={**os.environ, "WORKBENCH_USER": "ana"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def contents(case_folder: Path) -> dict[str, int]:
    """Rows of every table after opening the case as a writer does, which sweeps it."""
    with Case.open(case_folder, write=True) as case:
        assert audit.verify(case.db).fault is None
        tables = case.db.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        return {name: len(case.db.execute(f'FROM "{name}"').fetchall()) for (name,) in tables}


def kept(case_folder: Path) -> list[str]:
    """Everything in the store of originals."""
    return sorted(file.name for file in (case_folder / originals.FOLDER).rglob("*"))


def check_that_nothing_happened(case_folder: Path) -> None:
    found = contents(case_folder)
    assert {name: count for name, count in found.items() if count} == NEW_CASE
    assert kept(case_folder) == []


def check_that_all_is_there(case_folder: Path) -> None:
    found = contents(case_folder)
    assert (found["communication"], found["source"], found["audit"]) == (ROWS, 1, 2)
    assert len(kept(case_folder)) == 1


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_a_step(case_folder: Path, records: Path, moment: str) -> None:
    process = add(case_folder, records, MOMENTS[moment])
    assert process.wait(120) == -signal.SIGKILL
    check_that_nothing_happened(case_folder)


@pytest.mark.parametrize("milliseconds", [10])
def test_killed_while_it_commits(
    records: Path, tmp_path_factory: pytest.TempPathFactory, milliseconds: int
) -> None:
    folder = new_case(tmp_path_factory)
    process = add(folder, records, DURING_COMMIT.format(seconds=milliseconds / 1000))
    process.wait(120)
    if contents(folder)["source"]:
        check_that_all_is_there(folder)
    else:
        check_that_nothing_happened(folder)


def test_interrupted_from_outside_at_any_moment(
    tmp_path_factory: pytest.TempPathFactory, records: Path
) -> None:
    """Ctrl-C comes from another process, while the store works or Python does."""
    folder = new_case(tmp_path_factory)
    process = add(folder, records, by="SIGINT")
    while process.poll() is None and not list((folder / originals.FOLDER).glob(".incoming/tmp*")):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=120)
    assert (process.returncode, said.decode().strip()) == (1, "Stopped. The case is as it was.")
    check_that_nothing_happened(folder)


def test_the_same_command_completes_afterwards(case_folder: Path, records: Path) -> None:
    assert add(case_folder, records).wait(120) == 0
    check_that_all_is_there(case_folder)
