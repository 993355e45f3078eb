"""The sample case served to a real browser, which tells of every request, answer and error."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

import sample_data
from ingest import intake
from tests.journeys.serving import Served, serving
from tests.journeys.visiting import CHROMIUM_OPTIONS, Look, Visit, Visitor, chromium_path, visiting
from workbench import steps
from workbench.case import Case

Windows = Callable[[Look], BrowserContext]
HERE = Path(__file__).parent
SMALL = {
    "Adriatel_355682000783.csv",
    "DAI_SA_iskaz_svjedoka_167-24.txt",
    "LO_Durres_note_215-24.txt",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine may stumble once; a journey that fails twice is at fault."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served") / "case"
    shutil.copytree(built_sample, folder)
    with serving(folder) as found:
        yield found


@pytest.fixture(scope="session")
def small_served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A case of few files: for journeys that take much into it, or much out of it."""
    folder = tmp_path_factory.mktemp("small_served") / "case"
    with Case.create(folder, title="Small", time_zone="Europe/Podgorica", user="ana") as made:
        for file in sample_data.files():
            if file.name in SMALL:
                intake.add(made, file)
        steps.resolve(made)
    with serving(folder) as found:
        yield found


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> Iterator[Windows]:
    """Browser windows by colour scheme and size; pages in one share its cache of scripts."""
    found: dict[Look, BrowserContext] = {}

    def window(look: Look) -> BrowserContext:
        if look not in found:
            found[look] = look.window(chromium)
        return found[look]

    yield window
    for context in found.values():
        context.close()


@pytest.fixture
def visitor(windows: Windows, served: Served) -> Iterator[Visitor]:
    """Open the page as somebody would; whatever goes wrong in the browser fails the test."""
    visits: list[Visit] = []

    def open_page(look: Look | None = None) -> Visit:
        visits.append(visiting(windows(look or Look()), served.address))
        return visits[-1]

    yield open_page
    for visit in visits:
        visit.page.close()
    assert [fault for visit in visits for fault in visit.faults] == []


@pytest.fixture
def small_visit(windows: Windows, small_served: Served) -> Iterator[Visit]:
    """The page over the small case."""
    visit = visiting(windows(Look()), small_served.address)
    yield visit
    visit.page.close()
    assert visit.faults == []


@pytest.fixture
def visit(visitor: Visitor) -> Visit:
    return visitor()
