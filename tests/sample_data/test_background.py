"""A world filled up with traffic: as many records as wanted, the same truth, readable by intake."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import sample_data
from ingest import intake
from sample_data.__main__ import main
from sample_data.background import TooFewRecordsError, hand_over
from sample_data.dossier import Dossier
from sample_data.manifest import Letter
from tests.sample_data.conftest import Worlds
from tests.sample_data.tables import cells
from workbench.case import Case
from workbench.vocabulary import SourceKind

WANTED = 20_000


@pytest.fixture(scope="module")
def dossier(worlds: Worlds) -> Dossier:
    return worlds.of(11).dossier


@pytest.fixture(scope="module")
def plain(worlds: Worlds) -> Path:
    return worlds.of(11).folder


@pytest.fixture(scope="module")
def filled(dossier: Dossier, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    dossier.save(folder, WANTED)
    return folder


def _bulk(folder: Path) -> list[Letter]:
    words = ("qelizat", "bazne", "podrucje")
    return [x for x in sample_data.manifest(folder) if any(word in x.file_name for word in words)]


def test_the_story_and_its_truth_stay_as_they_are(plain: Path, filled: Path) -> None:
    for part in ("files", "truth"):
        for path in (plain / part).iterdir():
            assert (filled / part / path.name).read_bytes() == path.read_bytes()


def test_intake_reads_as_many_records_as_were_wanted(
    dossier: Dossier, filled: Path, tmp_path: Path
) -> None:
    accepted = 0
    folder = tmp_path / "case"
    with Case.create(folder, title="t", reference="r", country="ME", time_zone="UTC") as case:
        for letter in _bulk(filled):
            options = intake.AddOptions(SourceKind.CALL_RECORDS, country=letter.country)
            added = intake.add(case, letter.path, options)
            for sheet in added.reconciliation:
                assert sheet.accepted == sheet.rows_in
                accepted += sheet.accepted
    assert accepted + dossier.records == WANTED


def test_all_three_operators_hand_over(filled: Path) -> None:
    assert sorted(letter.country for letter in _bulk(filled)) == ["AL", "BA", "ME"]


def test_nobody_of_the_story_is_a_background_subscriber(dossier: Dossier, filled: Path) -> None:
    numbers = [row[1] for row in _truth(filled)]
    assert len(numbers) == len(set(numbers)) >= 300
    assert not set(numbers) & {line.number for line in dossier.world.phones.lines}


def test_a_call_between_operators_is_recorded_by_both(filled: Path) -> None:
    rows = {x.country: cells(x.path) for x in _bulk(filled)}
    albanian = {tuple(row[:2]) for row in rows["AL"] if len(row) > 5 and row[6] == "Dalëse"}
    to_montenegro = {(a, b) for a, b in albanian if b.startswith("00382")}
    incoming = {(row[1], row[0]) for row in rows["ME"] if len(row) > 5 and row[5] == "Dolazni"}
    known = {row[1] for row in _truth(filled)}
    rung = {(a[2:], b[2:]) for a, b in to_montenegro if f"+{b[2:]}" in known}
    assert rung and rung <= incoming


def test_the_same_seed_gives_the_same_bytes(dossier: Dossier, filled: Path, tmp_path: Path) -> None:
    dossier.save(tmp_path, WANTED)
    for letter in _bulk(filled):
        assert (tmp_path / "files" / letter.file_name).read_bytes() == letter.path.read_bytes()


def test_a_large_answer_comes_in_several_files(dossier: Dossier, tmp_path: Path) -> None:
    for name in ("files", "truth"):
        (tmp_path / name).mkdir()
    made = hand_over(dossier.world, tmp_path, 5_000, rows_in_a_file=700)
    parts = sorted(name for name in made if name.startswith("BiHTel"))
    lengths = [len([r for r in cells(tmp_path / "files" / name) if r]) - 1 for name in parts]
    assert lengths[:-1] == [700] * (len(parts) - 1)
    assert 0 < lengths[-1] <= 700


def test_a_folder_written_again_holds_the_new_world_only(dossier: Dossier, tmp_path: Path) -> None:
    dossier.save(tmp_path, dossier.records + 100)
    dossier.save(tmp_path)
    assert sorted((tmp_path / "files").iterdir()) == sample_data.files(tmp_path)
    assert not (tmp_path / "truth" / "background.csv").exists()


def test_fewer_records_than_the_story_has_are_refused(dossier: Dossier, tmp_path: Path) -> None:
    with pytest.raises(TooFewRecordsError, match="the story alone has"):
        dossier.save(tmp_path, 10)
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_says_so_in_one_line(tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["--out", str(tmp_path / "x"), "--records", "1_0"])
    assert answer.exit_code == 2
    assert answer.output.splitlines()[-1].startswith("Error: 10 records are wanted")


def _truth(folder: Path) -> list[list[str]]:
    return cells(folder / "truth" / "background.csv")[1:]
