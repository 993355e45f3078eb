"""Looking after people to protect, in a browser."""

from urllib.parse import urljoin

from playwright.sync_api import expect

from tests.journeys.serving import Served
from tests.journeys.visiting import Visit


def test_a_name_is_opened_for_a_reason_and_a_person_is_referred(
    visit: Visit, served: Served
) -> None:
    page = visit.page
    page.goto(urljoin(served.address, "protect"))
    first = page.locator("#protect-list .person").first
    pseudonym = first.locator(".name").inner_text()
    entity = (first.get_attribute("href") or "").rpartition("=")[2]
    row = (
        served.case.db.cursor()
        .execute("SELECT label FROM entity WHERE entity_id = ?", [entity])
        .fetchone()
    )
    assert row is not None and pseudonym.startswith("Protected person")
    name = str(row[0])
    first.click()
    detail = page.locator("#protect-detail")
    expect(detail.get_by_role("heading", name=pseudonym)).to_be_visible()
    expect(detail.get_by_text("The name is hidden")).to_be_visible()
    assert name not in page.content()
    page.get_by_role("button", name="Show me the name").click()
    expect(page.locator("#notice")).to_contain_text("say why")
    page.get_by_label("Why must the name be known?").fill("the hospital asks")
    page.get_by_label("Who answers for it?").fill("Vera")
    page.get_by_role("button", name="Show me the name").click()
    expect(detail.get_by_text(name, exact=True)).to_be_visible()
    page.get_by_role("button", name="Hide the name again").click()
    expect(detail.get_by_text("The name is hidden")).to_be_visible()
    expect(detail.get_by_text(name, exact=True)).to_have_count(0)
    page.get_by_text("Refer", exact=True).first.click()
    page.locator("#protect-service").click()
    page.get_by_role("option", name="shelter").click()
    page.get_by_label("Office, in words").fill("Safe house, Bar")
    page.locator("#protect-refer").click()
    expect(detail.locator(".referral").last).to_contain_text("Safe house, Bar · open")
    logged = (
        served.case.ledger()
        .execute(
            "SELECT detail FROM audit WHERE object = ? AND contains(detail, 'the hospital asks')",
            [entity],
        )
        .fetchall()
    )
    assert len(logged) == 1
