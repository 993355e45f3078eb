"""A case copies its store by itself, and is brought back from the copies when it is damaged."""

import random
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest import intake
from workbench import audit, backup, erasing, restoring
from workbench.case import STORE, WAL, Case
from workbench.cli import workbench
from workbench.errors import CaseDamagedError, RefusedError
from workbench.vocabulary import Action

DAMAGED = 8  # places of a store at which a bit is turned
RECORDS = (
    "A number;B number;Start (UTC);Duration (s);Type;Direction\n"
    "+38269000001;+38268000001;2024-03-01 10:00:00;12;call;outgoing\n"
)


@pytest.fixture(autouse=True)
def copying(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(backup.OFF, "on")
    monkeypatch.setenv("WORKBENCH_USER", "ana")


@pytest.fixture(scope="module")
def kept_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one file, the copy of its store, and a second file added after the copy."""
    place = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(backup.OFF, "on")
        folder = place / "case"
        Case.create(folder, title="T", user="ana").close()
        _add(folder, place / "first.csv", RECORDS)
        patch.setenv(backup.OFF, "off")
        _add(folder, place / "second.csv", RECORDS.replace("12;call", "13;call"))
    return folder


@pytest.fixture
def folder(kept_case: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept_case, tmp_path / "case"))


def _add(folder: Path, file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    with Case.open(folder, write=True, user="ana") as case:
        intake.add(case, file)


def _run(*words: object) -> Result:
    return CliRunner().invoke(workbench, list(map(str, words)))


def _turn_bits(file: Path, at: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        byte = opened.read(1)[0]
        opened.seek(at)
        opened.write(bytes([byte ^ 0x10]))


def _read_all(folder: Path) -> None:
    with Case.open(folder, user="ana") as case:
        for (table,) in case.db.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            case.db.execute(f'SELECT bit_xor(hash(row)) FROM "{table}" AS row').fetchall()


def _spoil(folder: Path) -> None:
    """Turn a bit in each of the store's headers: it cannot be opened."""
    for at in (100, 4096 + 20, 8192 + 20):
        _turn_bits(folder / STORE, at)


# ------------------------------------------------------------------ copies


def test_a_changed_case_is_copied_when_it_is_closed_and_one_only_read_is_not(folder: Path) -> None:
    shutil.rmtree(folder / backup.FOLDER)
    Case.open(folder, user="ana").close()
    Case.open(folder, write=True, user="ana").close()
    assert backup.every(folder) == []
    with Case.open(folder, write=True, user="ana") as case, case.transaction():
        case.record(Action.ALTERATION, "case", {"command": "test"})
    (made,) = backup.every(folder)
    assert restoring.is_whole(made.path)


def test_the_last_two_stay_and_the_last_of_an_earlier_day(folder: Path) -> None:
    for one in backup.every(folder):
        one.path.unlink()
    now = backup.copy(folder).made_at_utc
    noon = now.replace(hour=0, minute=0, second=0) - timedelta(hours=12)
    days: list[datetime] = [noon - timedelta(days=2), noon - timedelta(hours=1), noon]
    for moment in days:
        name = moment.strftime("case-%Y%m%dT%H%M%SZ.duckdb")
        shutil.copyfile(folder / STORE, folder / backup.FOLDER / name)
    (folder / backup.FOLDER / "case-1.duckdb.part").write_bytes(b"half")
    for one in backup.every(folder):
        if one.made_at_utc == now:
            one.path.rename(
                one.path.with_name(f"case-{now - timedelta(seconds=9):%Y%m%dT%H%M%SZ}.duckdb")
            )
    backup.copy(folder)
    times = [one.made_at_utc for one in backup.every(folder)]
    assert len(times) == 3 and times[-1] == noon
    assert not list((folder / backup.FOLDER).glob("*.part"))


def test_what_is_erased_lives_on_in_no_copy(folder: Path) -> None:
    copies = backup.every(folder)
    before = {one.path.read_bytes() for one in copies}
    shutil.copyfile(copies[0].path, folder / f"{STORE}.schema-3.backup")
    _spoil(folder)
    restoring.restore(folder, user="ana")
    with Case.open(folder, write=True, user="ana") as case:
        intake.add(case, next((folder / restoring.RECOVERED).iterdir()))
        erasing.erase_source(case, 2, "order K 12/26")
    assert not before & {one.path.read_bytes() for one in backup.every(folder)}
    assert not list(folder.glob("*.backup")) and not list(folder.glob("backups/damaged*"))
    assert not list((folder / restoring.RECOVERED).iterdir())


# ------------------------------------------------------------------ damage


def test_a_bit_turned_anywhere_is_told_in_one_line_that_names_the_way_back(folder: Path) -> None:
    whole, draw = (folder / STORE).read_bytes(), random.Random(8)
    told = []
    for _ in range(DAMAGED):
        (folder / STORE).write_bytes(whole)
        _turn_bits(folder / STORE, draw.randrange(len(whole)))
        try:
            _read_all(folder)
        except CaseDamagedError as error:
            told.append(str(error))
    assert len(told) > DAMAGED / 8  # the rest are in blocks that hold nothing
    assert all(f"workbench restore {folder}" in line and "\n" not in line for line in told)


def test_a_damaged_case_comes_back_with_what_was_lost(folder: Path) -> None:
    _spoil(folder)
    assert "workbench restore" in str(_run("sources", folder).exception)
    made = restoring.restore(folder, user="ana")
    assert made.lost is None and (made.recovered, made.missing) == (1, 0)
    (recovered,) = (folder / restoring.RECOVERED).iterdir()
    with Case.open(folder, write=True, user="ana") as case:
        assert audit.verify(case.db).fault is None
        last = list(audit.rows(case.db))[-1]
        assert '"command": "restore"' in last.detail and made.backup in last.detail
        intake.add(case, recovered)
        found = case.db.execute("SELECT duration_s FROM communication ORDER BY 1").fetchall()
    assert found == [(12,), (13,)]
    assert (folder / backup.FOLDER / made.kept_aside).is_file()


def test_a_log_that_can_still_be_read_says_what_was_lost(folder: Path) -> None:
    result = _run("restore", folder)
    assert result.exit_code == 1 and isinstance(result.exception, RefusedError)
    copy = backup.every(folder)[0]
    made = restoring.restore(folder, name=copy.path.name, user="ana")
    assert made.lost is not None
    assert [(lost.action, lost.object, lost.command) for lost in made.lost] == [
        ("collection", "source 2", "add")
    ]
    assert [file.name for file in (folder / restoring.RECOVERED).iterdir()] == ["second.csv"]


def test_a_torn_log_of_late_changes_is_never_taken_for_a_whole_one(folder: Path) -> None:
    torn = folder.with_name("torn")
    with Case.open(folder, write=True, user="ana") as case:
        for number in range(3):
            with case.transaction():
                case.record(Action.ALTERATION, f"thing {number}")
        logged = audit.verify(case.db).rows
        shutil.copytree(folder, torn)  # as a machine that stops would leave it
    log = (torn / WAL).read_bytes()
    (torn / WAL).write_bytes(log[: len(log) * 2 // 3])  # DuckDB opens this, without a word
    for write in (False, True):
        with pytest.raises(CaseDamagedError, match=r"lacks the last .* workbench restore"):
            Case.open(torn, write=write, user="ana")
    made = restoring.restore(torn, user="ana")
    assert (made.backup, made.lost) == (STORE, ()) and 0 < made.untold < 3
    with Case.open(torn, user="ana") as case:
        assert audit.verify(case.db) == audit.AuditCheck(logged - made.untold + 1, None)


def test_an_older_store_put_in_place_by_hand_is_told(folder: Path) -> None:
    older = backup.every(folder)[0].path
    shutil.copyfile(folder / STORE, older.with_name("case-20250101T000000Z.duckdb"))
    shutil.copyfile(older, folder / STORE)
    with pytest.raises(CaseDamagedError, match="lacks the last 1 of"):
        Case.open(folder, user="ana")
    made = restoring.restore(folder, user="ana")
    assert (made.backup, made.untold) == ("case-20250101T000000Z.duckdb", 0)


@pytest.mark.parametrize("said", ["", "9 ab", "99 " + "0" * 64 + " 0123456789abcdef\n"])
def test_a_damaged_word_of_how_long_the_log_was_says_nothing(folder: Path, said: str) -> None:
    (folder / f"{STORE}.head").write_text(said)
    _read_all(folder)


def test_a_damaged_copy_is_passed_over(folder: Path) -> None:
    older = backup.every(folder)[0]
    newer = folder / backup.FOLDER / "case-20990101T000000Z.duckdb"
    shutil.copyfile(older.path, newer)
    newer.write_bytes(newer.read_bytes()[:-300_000])
    _spoil(folder)
    assert restoring.restore(folder, user="ana").backup == older.path.name


def test_without_a_whole_copy_nothing_is_changed(folder: Path) -> None:
    _spoil(folder)
    for one in backup.every(folder):
        one.path.unlink()
    before = (folder / STORE).read_bytes()
    with pytest.raises(CaseDamagedError, match="no copy"):
        restoring.restore(folder, user="ana")
    assert (folder / STORE).read_bytes() == before


def test_the_copies_are_listed(folder: Path) -> None:
    copy = backup.every(folder)[0]
    assert copy.path.name in _run("restore", folder, "--list").output
