"""Nothing of an encrypted case can be read in its folder: not while it is worked on, nor after."""

import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import duckdb
import portalocker
import pytest

from ingest import intake
from tests.workbench.encrypting.conftest import every_byte
from workbench import originals
from workbench.case import EXPORTS, STORE, Case
from workbench.cli import picture_file
from workbench.cli.picture_file import PictureError
from workbench.encrypting import leaving, room
from workbench.errors import CaseDamagedError, RefusedError
from workbench.evidence.trace import trace
from workbench.vocabulary import Action

LATER = "Zoran Kovačević je vozio kamion TG-CD 318 prema granici."


def words_of(folder: Path) -> set[bytes]:
    """What would give a case away: what its sources say, their names, and the store's own words."""
    with Case.open(folder, user="ana") as case:
        said = case.db.execute(
            "SELECT text FROM mention UNION SELECT normalised FROM mention "
            "UNION SELECT unnest(string_split(text, ' ')) FROM document "
            "UNION SELECT file_name FROM source UNION SELECT label FROM entity"
        ).fetchall()
    words = {row[0] for row in said if row[0] and len(row[0]) > 5}
    return {word.encode() for word in words} | {b"witness_statement", b"mention_id"}


def readable(folder: Path, words: Iterable[bytes]) -> set[bytes]:
    everything = every_byte(folder).values()
    return {word for word in words if any(word in content for content in everything)}


def test_the_words_that_are_searched_for_stand_in_a_plain_case(resolved_statements: Path) -> None:
    words = words_of(resolved_statements)
    found = readable(resolved_statements, words)
    assert {"Nenad Bošković".encode(), b"mention_id"} <= found
    assert len(found) > len(words) / 2


def test_nothing_can_be_read_while_the_case_is_changed(unlocked: Path) -> None:
    words = words_of(unlocked) | {word.encode() for word in LATER.split() if len(word) > 5}
    with Case.open(unlocked, write=True, user="ana") as case:
        with case.transaction():
            case.db.execute("UPDATE document SET text = ?", [LATER])
            case.note(Action.ALTERATION, "case", {"command": LATER})
        assert (unlocked / f"{STORE}.wal").stat().st_size > 0
        assert readable(unlocked, words) == set()
        db = case.db.cursor()
        db.execute("SET memory_limit = '40MB'; SET threads = 1")
        db.execute(
            "CREATE TEMP TABLE large AS SELECT ? || md5(range::VARCHAR) FROM range(500000)", [LATER]
        )
        assert list((unlocked / f"{STORE}.tmp").iterdir())
        assert readable(unlocked, words) == set()
    assert readable(unlocked, words) == set()


def test_what_resolving_spills_is_encrypted_too(unlocked: Path, tmp_path: Path) -> None:
    with Case.open(unlocked, write=True) as case:
        before = every_byte(unlocked).keys()
        with case.scratch(threads=1) as db:
            spill(db)
            now = every_byte(unlocked)
        assert len(now.keys() - before) > 0
        assert not any(b"kamion" in content for content in now.values())
        assert every_byte(unlocked).keys() == before


def test_what_resolving_spills_stays_in_the_case_and_goes_with_the_next(
    resolved_statements: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "case"
    shutil.copytree(resolved_statements, folder)
    with Case.open(folder, write=True, user="ana") as case, case.scratch(threads=1) as db:
        spill(db)
        killed = tmp_path / "killed"
        shutil.copytree(folder, killed)
    Case.open(killed, user="ana").close()
    assert any(b"kamion" in content for content in every_byte(killed).values())
    Case.open(killed, write=True, user="ana").close()
    assert not any(b"kamion" in content for content in every_byte(killed).values())


def test_stores_to_work_in_share_the_memory_with_the_case(unlocked: Path) -> None:
    def limit(db: duckdb.DuckDBPyConnection) -> str:
        return str(db.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])

    with Case.open(unlocked, write=True) as case:
        alone = limit(case.db)
        with suppress(duckdb.BinderException), case.transaction(), case.scratch() as db:
            with case.scratch():
                assert limit(case.db) == limit(db) != alone
            assert limit(case.db) == limit(db)
            case.db.execute("SELECT nothing")
        assert limit(case.db) == alone


def spill(db: duckdb.DuckDBPyConnection) -> None:
    """Fill a store in memory until it writes what it has no room for."""
    db.execute("SET memory_limit = '40MB'")
    db.execute("CREATE TABLE large AS SELECT ? || md5(range::VARCHAR) FROM range(500000)", [LATER])


def test_nothing_can_be_read_when_a_process_is_killed_over_a_file(
    unlocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the last moment before the file is in the case, what is on the disk is what is left."""
    file, memory = tmp_path / "izjava.txt", tmp_path / "memory"
    file.write_text(LATER, encoding="utf-8")
    memory.mkdir()
    room.leave()  # one that an earlier test has entered
    monkeypatch.setenv(room.FOLDER, str(memory))
    words = {b"izjava", b"Zoran", "Kovačević".encode(), b"TG-CD 318"}
    found = []

    def killed(folder: Path, incoming: originals.Incoming) -> None:
        found.append((readable(unlocked, words), readable(memory, words)))
        raise KeyboardInterrupt

    monkeypatch.setattr(originals, "keep", killed)
    with Case.open(unlocked, write=True, user="ana") as case, pytest.raises(KeyboardInterrupt):
        intake.add(case, file)
    # It was being read in the room, which in earnest is in memory.
    assert found == [(set(), words - {b"izjava"})]


def test_what_a_killed_process_left_in_memory_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(room.FOLDER, str(tmp_path))
    dead, living = tmp_path / "adria-room-dead", tmp_path / "adria-room-living"
    for folder in (dead, living):
        folder.mkdir()
        (folder / ".tenant").touch()
    with (living / ".tenant").open("r+") as tenant:
        portalocker.lock(tenant, portalocker.LockFlags.EXCLUSIVE)
        own = room.enter()
        assert set(tmp_path.iterdir()) == {living, own}
        assert Path(tempfile.gettempdir()) == own
    room.leave()
    assert set(tmp_path.iterdir()) == {living}


def test_evidence_is_told_verbatim_as_in_the_plain_case(
    unlocked: Path, resolved_statements: Path
) -> None:
    told = []
    for folder in (resolved_statements, unlocked):
        with Case.open(folder, user="ana") as case:
            told.append(trace(case, "person-1"))
    assert told[0] == told[1]
    assert told[0].evidence


def test_an_original_that_was_altered_is_told(unlocked: Path) -> None:
    with Case.open(unlocked, user="ana") as case:
        sha256 = str(case.db.execute("SELECT min(sha256) FROM source").fetchall()[0][0])
        assert originals.check(unlocked, sha256) != originals.path_of(unlocked, sha256)
        sealed = originals.path_of(unlocked, sha256)
        sealed.chmod(0o600)
        content = bytearray(sealed.read_bytes())
        content[-1] ^= 1
        sealed.write_bytes(content)
        with pytest.raises(CaseDamagedError, match="was altered"):
            originals.check(unlocked, sha256)


def test_what_is_made_to_leave_is_encrypted_while_it_lies_in_the_case(
    unlocked: Path, tmp_path: Path
) -> None:
    with Case.open(unlocked, user="ana"):
        for out in (unlocked / EXPORTS / "summary.zip", tmp_path / "summary.zip"):
            with leaving.workplace(unlocked, out, ".pack-") as folder:
                assert unlocked not in Path(folder).parents
                made = Path(folder) / "made"
                made.write_text(LATER, encoding="utf-8")
                leaving.put(unlocked, made, out)
            assert leaving.opened(unlocked, out).read_text(encoding="utf-8") == LATER
    assert readable(unlocked, {b"Zoran"}) == set()
    assert (tmp_path / "summary.zip").read_text(encoding="utf-8") == LATER


def test_an_export_for_others_is_not_written_where_they_cannot_read_it(unlocked: Path) -> None:
    out = unlocked / EXPORTS / "network.graphml"
    with Case.open(unlocked, user="ana"), pytest.raises(RefusedError, match="file outside"):
        leaving.check_outside(unlocked, out)


def test_a_picture_is_not_left_readable_in_an_encrypted_case(unlocked: Path) -> None:
    with pytest.raises(PictureError, match="Name a file outside"):
        picture_file.save(unlocked / "exports" / "net.svg", "<svg/>")
    assert not list((unlocked / "exports").iterdir())
