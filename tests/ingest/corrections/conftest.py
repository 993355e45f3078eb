"""A statement taken in, not resolved yet, and short ways to ask what the case makes of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest import intake
from ingest.intake import AddOptions
from workbench.case import Case
from workbench.vocabulary import SourceKind

STATEMENT = """ZAPISNIK O SASLUŠANJU SVJEDOKA

Svjedok: Nenad Bošković
Datum: 14. 5. 2024.

Dritan Gjoka je Arbena Leku zvao sa broja 069 714 882. Platio mu je 1.200 eura u Baru.
U kombiju je bio dječak Karim Sultani, star 14 godina. Ulica Marka Miljanova je zatvorena.
Samira Haidari, migrantkinja, kaže da joj je vozač uzeo pasoš. Arbena Leku sam vidio dva puta.
"""


@dataclass(frozen=True)
class Statement:
    """A case with the statement as source 1."""

    case: Case

    def mention(self, words: str) -> int:
        """The first mention that begins with these words."""
        row = self.case.db.execute(
            "SELECT min(mention_id) FROM mention WHERE starts_with(text, ?)", [words]
        ).fetchone()
        assert row and row[0]
        return int(row[0])

    def claim(self, kind: str) -> int:
        """The first claim of a kind."""
        row = self.case.db.execute(
            "SELECT min(claim_id) FROM claim WHERE kind = ?", [kind]
        ).fetchone()
        assert row and row[0]
        return int(row[0])

    def row(self, query: str, *parameters: object) -> tuple[object, ...] | None:
        """One row of an answer."""
        found = self.case.db.execute(query, list(parameters)).fetchone()
        return tuple(found) if found else None


@pytest.fixture(scope="session")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case with the statement. Do not change it; copy it (told)."""
    folder = tmp_path_factory.mktemp("statement")
    file = folder / "izjava.txt"
    file.write_text(STATEMENT, encoding="utf-8")
    with Case.create(folder / "case", title="T", country="ME", user="ana") as made:
        intake.add(made, file, AddOptions(kind=SourceKind.WITNESS_STATEMENT, country="ME"))
    return folder / "case"


@pytest.fixture
def told(taken_in: Path, tmp_path: Path) -> Iterator[Statement]:
    """A copy of the case, open for writing."""
    import shutil

    shutil.copytree(taken_in, tmp_path / "told")
    with Case.open(tmp_path / "told", write=True, user="ana") as case:
        yield Statement(case)
