"""The made case along the coast, and the workspace over it; tests here do not change it."""

from collections.abc import Iterator

import pytest

from dashboards.texts import Texts
from dashboards.workspace import Workspace
from tests.dashboards.coast import Coast, build


@pytest.fixture(scope="session")
def coast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coast]:
    made = build(tmp_path_factory.mktemp("coast") / "case", strangers=30)
    yield made
    made.case.close()


@pytest.fixture(scope="session")
def workspace(coast: Coast) -> Workspace:
    return Workspace(coast.case, Texts.load("en", "Europe/Podgorica"))
