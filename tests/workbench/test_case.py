"""A case is one folder that one process writes at a time and that survives a bad moment."""

import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pytest

from workbench import audit, originals, schema
from workbench.case import Case
from workbench.errors import (
    CaseBusyError,
    CaseDamagedError,
    CaseExistsError,
    CaseNotFoundError,
    WorkbenchError,
)
from workbench.vocabulary import Action


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "case"
    Case.create(folder, title="Operation Test", reference="T-1", country="me", user="ana").close()
    return folder


@pytest.fixture
def case_folder(made: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    shutil.copytree(made, folder)
    return folder


def test_a_new_case_remembers_what_it_is(case_folder: Path) -> None:
    with Case.open(case_folder) as case:
        assert case.property("title") == "Operation Test"
        assert case.property("country") == "ME"
        assert not case.writable


def test_a_new_case_never_overwrites_a_folder(case_folder: Path) -> None:
    with pytest.raises(CaseExistsError, match="not empty"):
        Case.create(case_folder, title="again")


def test_a_folder_that_is_no_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseNotFoundError, match="workbench new"):
        Case.open(tmp_path)


@pytest.fixture(scope="module")
def another_process() -> Iterator[Executor]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        yield processes


def _try_to_open(folder: Path, write: bool) -> str:
    try:
        Case.open(folder, write=write).close()
    except CaseBusyError as error:
        return str(error)
    return "opened"


@pytest.mark.parametrize("write", [True, False])
def test_while_one_process_writes_others_are_told_who_holds_the_case(
    case_folder: Path, another_process: Executor, write: bool
) -> None:
    with Case.open(case_folder, write=True):
        message = another_process.submit(_try_to_open, case_folder, write).result(timeout=60)
    assert "in use by" in message
    assert "process" in message


def test_two_processes_may_read_at_once(case_folder: Path, another_process: Executor) -> None:
    with Case.open(case_folder):
        other = another_process.submit(_try_to_open, case_folder, False)
        assert other.result(timeout=60) == "opened"


def test_a_failed_transaction_leaves_nothing_not_even_its_audit_row(case_folder: Path) -> None:
    with Case.open(case_folder, write=True) as case:
        before = case.db.execute("SELECT count(*) FROM audit").fetchone()
        with pytest.raises(duckdb.ConstraintException), case.transaction():  # noqa: PT012
            case.record(Action.ALTERATION, "nothing")
            case.db.execute("INSERT INTO case_property VALUES ('title', 'twice')")
        assert case.db.execute("SELECT count(*) FROM audit").fetchone() == before


def test_a_case_open_for_reading_refuses_changes(case_folder: Path) -> None:
    with (
        Case.open(case_folder) as case,
        pytest.raises(WorkbenchError, match="reading only"),
        case.transaction(),
    ):
        pass


def test_a_damaged_store_is_said_to_be_damaged(case_folder: Path) -> None:
    (case_folder / "case.duckdb").write_bytes(b"not a database at all" * 400)
    with pytest.raises(CaseDamagedError, match="backup"):
        Case.open(case_folder)


def test_a_store_of_newer_software_is_refused(case_folder: Path) -> None:
    with duckdb.connect(str(case_folder / "case.duckdb")) as db:
        db.execute("UPDATE case_property SET value = '999' WHERE name = 'schema_version'")
    with pytest.raises(CaseDamagedError, match="newer version"):
        Case.open(case_folder)


def test_an_older_store_is_backed_up_and_upgraded(
    case_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    latest = schema.latest_version()
    later = [*schema.migrations(), (latest + 1, "CREATE TABLE later (x INTEGER)")]
    monkeypatch.setattr(schema, "migrations", lambda: later)
    with pytest.raises(CaseDamagedError, match="older schema"):
        Case.open(case_folder)
    with Case.open(case_folder, write=True) as case:
        assert case.db.execute("SELECT count(*) FROM later").fetchone() == (0,)
        assert case.property("title") == "Operation Test"
        *_, last = audit.rows(case.db)
        assert (last.action, "upgrade" in last.detail) == ("alteration", True)
        assert audit.verify(case.db).fault is None
    assert (case_folder / f"case.duckdb.schema-{latest}.backup").is_file()


# Rows of tables that a later version changes, by the version that has them: a transaction does not
# alter a table that has rows as often as an empty one.
_ROWS = {
    7: "INSERT INTO exhibit (exhibit_id, source_id, exhibit_number, description, amount) "
    "VALUES (1, 1, 'E-1', 'a phone', 20.5)",
    21: "INSERT INTO known_word VALUES (1, 'gjoka', 'gjoka', 'jok', 'k', ['k'])",
}


def test_a_store_of_any_version_is_upgraded_with_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = schema.migrations()
    with duckdb.connect(str(tmp_path / "case.duckdb")) as db:
        for count, (version, _) in enumerate(every, 1):
            monkeypatch.setattr(schema, "migrations", lambda known=every[:count]: known)
            schema.migrate(db)
            db.execute(_ROWS.get(version, "SELECT 1"))
        assert schema.current_version(db) == every[-1][0]
        asked = "SELECT exhibit_number, amount, quantity, unit FROM exhibit"
        assert db.execute(asked).fetchall() == [("E-1", Decimal("20.50"), None, None)]


def test_what_an_interrupted_add_left_is_swept_at_the_next_opening(
    case_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "seized list.txt"
    file.write_text("something")
    half = originals.receive(case_folder, file)
    orphan = originals.keep(case_folder, originals.receive(case_folder, file))
    assert half.sha256 == orphan.name
    Case.open(case_folder, write=True).close()
    assert list((case_folder / originals.FOLDER).iterdir()) == []


def test_an_original_is_kept_read_only_under_its_hash_and_checked(
    case_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"abc")
    kept = originals.keep(case_folder, originals.receive(case_folder, file))
    assert kept.name == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert kept.stat().st_mode & 0o222 == 0
    assert originals.check(case_folder, kept.name) == kept
    kept.chmod(0o600)
    kept.write_bytes(b"abd")
    with pytest.raises(CaseDamagedError, match="altered"):
        originals.check(case_folder, kept.name)


@pytest.mark.parametrize("write", [True, False])
def test_a_store_that_is_no_case_is_refused_and_left_alone(tmp_path: Path, write: bool) -> None:
    store = tmp_path / "case.duckdb"
    with duckdb.connect(str(store)) as other:
        other.execute("CREATE TABLE accounts (number BIGINT)")
    before = store.read_bytes()
    with pytest.raises(CaseDamagedError, match="is not the store of a case"):
        Case.open(tmp_path, write=write)
    assert store.read_bytes() == before


def test_a_case_in_a_time_zone_that_is_none_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="Mars/Base: is no time zone"):
        Case.create(tmp_path / "case", title="t", time_zone="Mars/Base")
    assert not (tmp_path / "case").exists()
