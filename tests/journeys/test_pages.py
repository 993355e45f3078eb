"""The way between pages."""

from urllib.parse import urljoin

from playwright.sync_api import expect

from tests.journeys.serving import Served
from tests.journeys.visiting import Visit


def test_an_unknown_page_says_so_and_leads_back_to_the_network(
    visit: Visit, served: Served
) -> None:
    page = visit.page
    page.goto(urljoin(served.address, "nowhere"))
    expect(page.get_by_text("There is no such page")).to_be_visible()
    expect(page.locator("#search")).to_be_hidden()
    page.locator(".sheet").get_by_role("link", name="Network").click()
    expect(page.locator("#search")).to_be_visible()
    visit.redrawn("")


def test_an_address_can_ask_for_an_entity_on_the_network(visit: Visit, served: Served) -> None:
    asked = visit.drawn("nodes")[-1]
    visit.page.goto(urljoin(served.address, f"?show={asked}"))
    expect(visit.page.locator(f'#inspector [data-entity="{asked}"]')).to_be_visible()
