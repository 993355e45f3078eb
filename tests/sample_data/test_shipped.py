"""What is committed is what the generator makes, byte for byte."""

from pathlib import Path

import sample_data
from sample_data.dossier import DEFAULT_SEED, compose
from sample_data.manifest import shipped
from tests.sample_data.conftest import Made, Worlds


def _content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in ("files", "truth")
        for path in (folder / part).iterdir()
    } | {"manifest.toml": (folder / "manifest.toml").read_bytes()}


def test_the_shipped_case_is_the_default_seeds(worlds: Worlds) -> None:
    made, kept = _content(worlds.of(DEFAULT_SEED).folder), _content(shipped())
    assert sorted(kept) == sorted(made)
    assert [name for name in sorted(kept) if kept[name] != made[name]] == []


def test_a_seed_gives_the_same_bytes_again(worlds: Worlds, tmp_path: Path) -> None:
    compose(11).save(tmp_path)
    assert _content(tmp_path) == _content(worlds.of(11).folder)


def test_every_file_has_its_covering_letter(made: Made) -> None:
    assert sorted(sample_data.files(made.folder)) == made.files
