"""Two readers of one case, each in their own language."""

from playwright.sync_api import Browser, expect

from tests.journeys.serving import Served
from tests.journeys.visiting import visiting


def test_a_language_is_chosen_on_the_page_and_what_was_shown_stays(
    chromium: Browser, served: Served
) -> None:
    window = chromium.new_context(locale="sq")
    visit = visiting(window, served.address)
    page = visit.page
    expect(page.locator("html")).to_have_attribute("lang", "sq")
    expect(page.locator("#statement")).to_contain_text("entitete")
    visit.gesture({"kind": "set", "limit": 20})
    shown = sorted(visit.drawn("nodes"))

    page.locator(".header .menu > summary").click()
    page.locator("[data-language=bs]").click()
    expect(page.locator("html")).to_have_attribute("lang", "bs")
    expect(page.locator("#statement")).to_contain_text("Prikazano 20")
    visit.until(f"() => window.cy.nodes().length === {len(shown)}")
    assert sorted(visit.drawn("nodes")) == shown
    assert visit.faults == []

    later = visiting(window, served.address)
    expect(later.page.locator("html")).to_have_attribute("lang", "bs")
    window.close()
