"""A file of unknown layout: dropped, put right, taken in, its rows accounted for; a document
checked by keys."""

from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.visiting import Visit

UNCLEAR = """Broj A;Broj B;Kad;Trajanje (sek);Tip
067 111 222;069 333 444;03/04/2024 10:15;65;OUT
069 333 444;067 111 222;03/04/2024 11:15;12;IN
067 111 222;nepoznat;;10;OUT
"""


def test_a_file_comes_in_and_a_document_is_checked(small_visit: Visit, tmp_path: Path) -> None:
    small_visit.go("/intake")
    page = small_visit.page
    file = tmp_path / "pozivi.csv"
    file.write_text(UNCLEAR, encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose files").click()
    chooser.value.set_files(file)
    expect(page.locator("#intake-waiting")).to_contain_text("to be decided")
    page.locator("#intake-waiting .row").click()
    expect(page.locator("#intake-preview")).to_contain_text("day-month or month-day")
    page.get_by_label("Country of national numbers").fill("ME")
    for field, choice in (("Time zone", "Europe/Podgorica"), ("Order of day", "day, month, year")):
        page.get_by_label(field).first.click()
        page.get_by_role("option", name=choice, exact=True).click()
    expect(page.locator("#intake-preview")).to_contain_text("3 in = 2 accepted + 1 rejected")
    page.get_by_label("then work out who is who").uncheck()
    page.locator("#intake-body h2").click()
    page.keyboard.press("t")
    expect(page.locator("#intake-job")).to_contain_text("Done.")
    page.locator("#intake-job .row").click()
    expect(page.locator(".original")).to_contain_text("067 111 222;nepoznat;;10;OUT")
    page.locator("#intake-files .row", has_text="LO_Durres_note").click()
    page.get_by_label("Reason for your decisions").fill("so in the original")
    page.locator("#intake-body h2").first.click()
    page.keyboard.press("n")
    expect(page.locator(".marked[aria-current]")).to_have_count(1)
    page.keyboard.press("a")
    expect(page.locator(".passage .marked.accepted")).to_have_count(1)
    expect(page.locator("#review-states")).to_contain_text("1 of")
