"""Identities decided by keys, and taken back."""

from playwright.sync_api import expect

from tests.journeys.visiting import Visit


def test_a_pair_is_decided_by_key_and_taken_back(visit: Visit) -> None:
    visit.go("/resolve")
    page = visit.page
    waiting = page.locator("#resolve-waiting .row")
    before = waiting.all_inner_texts()
    assert before
    expect(page.locator(".waterfall tbody tr").first).to_be_visible()
    page.keyboard.press("k")
    expect(page.locator("#resolve-effect")).to_contain_text("needs a reason")
    page.locator("#resolve-reason").fill("born in two towns")
    page.keyboard.press("Escape")
    page.locator("#resolve-body h2").first.click()
    page.keyboard.press("k")
    effect = page.locator("#resolve-effect")
    expect(effect).to_contain_text("Different")
    expect(waiting).not_to_have_count(len(before))
    page.keyboard.press("u")
    expect(effect).to_contain_text("is withdrawn")
    expect(waiting).to_have_count(len(before))
    page.get_by_role("tab", name="Said").click()
    expect(page.locator("#resolve-words .word").first).to_contain_text("born in two towns")
