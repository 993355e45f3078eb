"""A case is encrypted and decrypted whole, whatever stops the machine in between."""

import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.workbench.encrypting.conftest import every_byte
from tests.workbench.test_cli import run
from workbench import audit, encrypting, originals
from workbench.case import EXPORTS, STORE, Case
from workbench.encrypting import asking, ring, sealing, switching

NAME = "Nenad Bošković"
TOLD = ("source", "document", "mention")
Contents = dict[str, list[Any]]


def contents(folder: Path, tables: Collection[str] = (), *, write: bool = False) -> Contents:
    """Every row of these tables (of all, but for the log), and the hashes of sound originals."""
    with Case.open(folder, write=write, user="ana") as case:
        db = case.ledger()
        assert audit.verify(db).fault is None
        every = db.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        found: Contents = {
            name: sorted(db.execute(f'FROM "{name}"').fetchall(), key=str)
            for name in tables or [row[0] for row in every if row[0] != "audit"]
        }
        hashes = [path.name for path in (folder / originals.FOLDER).iterdir() if path.is_file()]
        for sha256 in hashes:
            originals.check(folder, sha256)
    found["originals"] = sorted(hashes)
    properties = found.get("case_property", [])
    found["case_property"] = [row for row in properties if "audit_head" not in str(row)]
    return found


@contextmanager
def copied_at_each_step(folder: Path, place: Path) -> Iterator[list[Path]]:
    """What is on the disk whenever a file of the case is about to change: a killed process would
    leave just that."""
    states: list[Path] = []
    copying = False

    def before(real: Callable[..., object]) -> Callable[..., object]:
        def stopping(*given: object, **options: object) -> object:
            nonlocal copying
            if not copying and any(
                isinstance(one, Path) and folder in one.parents for one in given
            ):
                copying = True
                states.append(place / str(len(states)))
                shutil.copytree(folder, states[-1])
                copying = False
            return real(*given, **options)

        return stopping

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in (
            (Path, "replace"),
            (Path, "rename"),
            (sealing, "seal"),
            (sealing, "unseal"),
            (switching, "_remove"),
            (shutil, "rmtree"),
        ):
            patch.setattr(owner, name, before(getattr(owner, name)))
        yield states


@dataclass(frozen=True)
class Course:
    """A case encrypted and decrypted again: what was in it at first, then, and at last."""

    folder: Path
    at_first: Contents
    then: Contents
    bytes_then: dict[str, bytes]
    at_last: Contents
    states: dict[str, list[Path]]


@pytest.fixture(scope="module")
def course(
    resolved_statements: Path, key_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Course:
    place = tmp_path_factory.mktemp("course")
    folder = place / "case"
    shutil.copytree(resolved_statements, folder)
    (folder / EXPORTS / "letter.txt").write_text(NAME, encoding="utf-8")
    (folder / f"{STORE}.schema-9.backup").write_text(NAME, encoding="utf-8")
    at_first, states = contents(folder), {}
    with copied_at_each_step(folder, place / "encrypt") as states["encrypt"]:
        run("encrypt", folder, "--key-file", key_file)
    then, bytes_then = contents(folder), every_byte(folder)
    ring.forget_all()
    with copied_at_each_step(folder, place / "decrypt") as states["decrypt"]:
        run("decrypt", folder, "--key-file", key_file)
    return Course(folder, at_first, then, bytes_then, contents(folder), states)


def test_a_case_encrypted_and_decrypted_is_the_same(course: Course) -> None:
    assert course.then == course.at_first
    assert course.at_last == course.at_first
    assert (course.folder / EXPORTS / "letter.txt").read_text(encoding="utf-8") == NAME
    with Case.open(course.folder, user="ana") as case:
        said = case.ledger().execute("SELECT detail FROM audit ORDER BY at_utc").fetchall()
    assert ["encrypt" in said[-2][0], "decrypt" in said[-1][0]] == [True, True]


def test_all_that_holds_data_is_encrypted(course: Course) -> None:
    assert not any(NAME.encode() in content for content in course.bytes_then.values())
    assert course.bytes_then[f"{EXPORTS}/letter.txt"].startswith(sealing.HEADER)
    assert f"{STORE}.schema-9.backup" not in course.bytes_then


@pytest.mark.parametrize("change", ["encrypt", "decrypt"])
def test_a_machine_that_stops_leaves_the_one_case_or_the_other(
    course: Course, key_file: Path, change: str
) -> None:
    states = course.states[change]
    whole = [(state / switching.READY).exists() for state in states].index(True)
    assert whole > 3 and len(states) - whole > 8
    with asking.key_file_named(key_file):
        for state in (states[whole - 1], *states[whole::3]):
            found = contents(state, TOLD, write=True)
            assert found == {table: course.at_first[table] for table in found} | {
                "case_property": []
            }
            changed = encrypting.is_encrypted(state) == (change == "encrypt")
            assert changed == (state != states[whole - 1])
            left = {path.name for path in state.iterdir()}
            assert not left & {switching.HALF, switching.READY}


def test_a_disk_that_is_full_leaves_the_case_as_it_was(
    statements: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = every_byte(statements)
    monkeypatch.setattr(sealing, "seal", full)
    said = run("encrypt", statements, "--key-file", key_file, code=1)
    assert "No space left on device" in said.stderr
    assert every_byte(statements) == before


def test_encrypting_twice_and_decrypting_a_plain_case_are_refused(
    statements: Path, locked: Path, key_file: Path
) -> None:
    twice = run("encrypt", locked, "--key-file", key_file, code=1)
    assert "is encrypted already" in twice.stderr
    assert "is not encrypted" in run("decrypt", statements, code=1).stderr
