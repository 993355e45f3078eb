"""The made case along the coast, and the workspace over it; tests here do not change it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards.texts import Texts
from dashboards.workspace import Workspace
from tests.dashboards.coast import Coast, build
from workbench.case import Case


@pytest.fixture(scope="session")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coast]:
    made = build(tmp_path_factory.mktemp("coast") / "case", strangers=30)
    yield made
    made.case.close()


@pytest.fixture(scope="session")
def workspace(coast: Coast) -> Workspace:
    return Workspace(coast.case, Texts.load("en", "Europe/Podgorica"))


@pytest.fixture
def own(coast: Coast, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the case, to be changed."""
    folder = tmp_path / "case"
    shutil.copytree(coast.case.folder, folder, ignore=shutil.ignore_patterns("*.lock", "*.wal"))
    coast.case.db.execute("CHECKPOINT")
    shutil.copy(coast.case.folder / "case.duckdb", folder / "case.duckdb")
    with Case.open(folder, write=True) as case:
        yield Workspace(case, Texts.load("en", "Europe/Podgorica"))
