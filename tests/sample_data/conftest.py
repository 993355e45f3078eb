"""Worlds of several seeds, written once, read back as anybody would read them."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from ingest.documents import read_document
from sample_data.dossier import Dossier, compose
from tests.sample_data.tables import cells

SEEDS = (7, 11, 14, 15)


@dataclass(frozen=True)
class Made:
    """A dossier and the folder it was saved in."""

    dossier: Dossier
    folder: Path

    def truth(self, name: str) -> list[dict[str, str]]:
        """Rows of a truth table."""
        with (self.folder / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @property
    def files(self) -> list[Path]:
        """Every file, by name."""
        return sorted((self.folder / "files").iterdir())

    @cached_property
    def texts(self) -> dict[str, str]:
        """Extracted text of every document."""
        found = {}
        for path in self.files:
            if path.suffix in (".docx", ".pdf", ".txt"):
                found[path.name] = read_document(path).text
        return found

    def text_of(self, beginning: str) -> str:
        """Text of the document whose file name begins so."""
        return next(text for name, text in self.texts.items() if name.startswith(beginning))

    @cached_property
    def rows(self) -> dict[str, list[list[str]]]:
        """Cells of every table, row 1 first."""
        return {path.name: cells(path) for path in self.files if path.name not in self.texts}


class Worlds:
    """Composes and saves the world of a seed when it is first asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._made: dict[int, Made] = {}

    def of(self, seed: int) -> Made:
        """The sample case of a seed."""
        if seed not in self._made:
            dossier = compose(seed)
            dossier.save(self._root / str(seed))
            self._made[seed] = Made(dossier, self._root / str(seed))
        return self._made[seed]


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Worlds by seed."""
    return Worlds(tmp_path_factory.mktemp("worlds"))


@pytest.fixture(scope="session", params=SEEDS, ids=lambda seed: f"seed {seed}")
def made(request: pytest.FixtureRequest, worlds: Worlds) -> Made:
    """The sample case of each seed in turn."""
    return worlds.of(request.param)
