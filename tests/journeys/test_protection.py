"""Whatever is done on the page, nothing of a protected person reaches the browser."""

import csv
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

import sample_data
from dashboards.profiles import profile
from dashboards.views import View
from graph.build import Projection
from tests.journeys.conftest import Windows
from tests.journeys.serving import Served
from tests.journeys.visiting import Look, Visit, visiting
from workbench.evidence.trace import trace

CLOSELY = 2
"""How many protected entities a user looks at one by one."""
_LISTS = ("name_variants", "birth_date_variants", "phone_variants")
_NOT_ALONE = ("entity_key", "given_name", "father_name")
"""A given name alone is shared with people who may be named."""


def protected_words() -> Iterator[str]:
    with (sample_data.truth() / "protected.csv").open(encoding="utf-8") as file:
        for person in csv.DictReader(file):
            for name, value in person.items():
                if name not in _NOT_ALONE and value:
                    yield from value.split("|") if name in _LISTS else [value]


WORDS = sorted(set(protected_words()))


def told(texts: list[str]) -> list[str]:
    """Protected words that stand in any of the texts, as written or as JSON writes them."""
    every = "\n".join(texts)
    escaped = every.encode().decode("unicode_escape", errors="ignore") if "\\u" in every else ""
    whole = f"{every}\n{escaped}".casefold()
    found = (word for word in WORDS if word.casefold() in whole)  # a pattern is searched slowly
    return [w for w in found if re.search(rf"(?<!\w){re.escape(w.casefold())}(?!\w)", whole)]


def everything(visit: Visit) -> list[str]:
    canvas: str = visit.page.evaluate("() => JSON.stringify(window.cy.json())")
    return [visit.page.content(), canvas, *visit.texts_received()]


def test_the_search_for_leaks_finds_one() -> None:
    assert told([f"x {WORDS[0]} y"]) == [WORDS[0]]
    assert told(["nothing"]) == []


@pytest.fixture(scope="module")
def wide(windows: Windows, served: Served) -> Iterator[Visit]:
    """Everything as stated, all of it."""
    visit = visiting(windows(Look()), served.address)
    before = visit.drawing
    visit.page.get_by_text("Everything as stated").click()
    visit.redrawn(before)
    before = visit.drawing
    visit.page.get_by_role("button", name=re.compile(r"^All \d+")).click()
    visit.redrawn(before)
    yield visit
    visit.page.close()
    assert visit.faults == []


def test_pictures_and_particulars_tell_nothing(wide: Visit, served: Served) -> None:
    masking = served.workspace.masking()
    hidden = [name for name in wide.drawn("nodes") if masking.is_protected(name)]
    assert hidden
    for name in hidden[:: max(len(hidden) // CLOSELY, 1)]:
        wide.page.evaluate("id => window.workbench.find([id])", name)
        expect(wide.page.locator(f'#inspector [data-entity="{name}"]')).to_be_visible()
        expect(wide.page.locator("#inspector .protected-notice")).to_be_visible()
    assert told(everything(wide)) == []


def test_nothing_is_known_to_the_page_of_any_of_them(served: Served) -> None:
    workspace = served.workspace
    masking = workspace.masking()
    view = View(projection=Projection.ALL)
    profiles = [profile(workspace, view, name) for name in masking.pseudonyms]
    traces = [trace(served.case, name, 40, shown=masking) for name in masking.pseudonyms]
    assert len(profiles) > 10
    assert told([repr(found) for found in (*profiles, *traces)]) == []


def test_documents_and_rows_tell_nothing(wide: Visit) -> None:
    visit = wide
    visit.page.keyboard.press("Escape")
    files = visit.page.locator("#inspector .file-row")
    for number in range(0, files.count(), 3):
        files.nth(number).click()
        body = visit.page.locator("#reader-content")
        expect(body.locator("table, .document").first).to_be_visible()
        visit.close_reader()
    assert told(everything(visit)) == []


def test_searching_for_them_tells_nothing(wide: Visit, served: Served) -> None:
    visit = wide
    masking = served.workspace.masking()
    for word in WORDS[:: max(len(WORDS) // 6, 1)]:
        visit.search(word)
        found = visit.page.locator("#hits [data-gesture]")
        for number in range(found.count()):
            asked = found.nth(number).get_attribute("data-gesture") or ""
            assert not any(masking.is_protected(e) for e in re.findall(r"[a-z]+-\d+", asked))
    # What the user typed stands in the field and in the request, not in any answer.
    assert told(visit.texts_received()) == []
    visit.search("Protected person 1")
    assert "Protected person 1" in visit.page.locator("#hits .name").all_inner_texts()
