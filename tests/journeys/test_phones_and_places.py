"""An investigator looks at a phone: its hours, the rows behind them, and where it was served."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.journeys.visiting import Visit


def test_a_phone_s_hours_lead_to_their_rows_and_a_finding_to_the_report(visit: Visit) -> None:
    page = visit.page
    visit.go("/communications")
    page.locator(".communications .plain a").first.click()
    expect(page.locator(".heat")).to_be_visible()
    hour = page.locator(".heat button").first
    hour.click()
    expect(page.locator("#reader-content .evidence").first).to_be_visible()
    visit.close_reader()
    page.locator(".finding [data-collect]").first.click()
    expect(page.locator("#notice")).to_have_text("Added to the report.")
    visit.go("/report")
    expect(page.locator(".collected")).to_have_count(1)
    page.locator('.collected [data-collect*="remove"]').click()
    expect(page.locator(".collected")).to_have_count(0)


def test_the_map_shows_areas_at_a_moment_and_asks_nobody_outside(visit: Visit) -> None:
    page = visit.page
    visit.go("/map")
    page.locator(".map-phones a").first.click()
    expect(page.locator(".map .area.now")).to_have_count(1)
    expect(page.locator('.map-canvas[data-drawn="yes"]')).to_be_visible()
    shown = page.locator(".map-time output")
    before = shown.inner_text()
    page.keyboard.press("j")
    expect(shown).not_to_have_text(before)
    expect(page.locator("#map-now")).to_contain_text(shown.inner_text())
    asked = [a for a in visit.addresses if not a.startswith(("data:", "blob:"))]
    assert {urlsplit(address).hostname for address in asked} == {"127.0.0.1"}
