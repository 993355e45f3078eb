"""What an investigator does on the network page, in a browser."""

import re
from pathlib import Path
from time import sleep

from playwright.sync_api import expect

from dashboards.overview import received
from dashboards.views import View
from tests.journeys.serving import Served
from tests.journeys.visiting import Visit, Visitor
from workbench import sources
from workbench.evidence.verify import verify


def test_the_first_picture_says_what_it_shows_and_complains_of_nothing(
    visit: Visit, served: Served
) -> None:
    nodes = visit.drawn("nodes")
    assert len(nodes) > 10
    said = visit.page.locator("#statement").inner_text()
    assert re.search(rf"\b{len(nodes)}\b", said)
    expect(visit.page.locator("#ranking li").first).to_be_visible()
    expect(visit.page.locator("#inspector .file-row")).to_have_count(
        len(received(served.workspace))
    )
    visit.page.wait_for_load_state("networkidle")
    for place in ("#notice", "#saved", "#export-dialog-result", "#path-result"):
        assert visit.page.locator(place).all_inner_texts() in ([], [""])


def test_in_dark_and_light_nothing_is_asked_of_any_other_machine(
    visit: Visit, served: Served
) -> None:
    visit.inspect(visit.drawn("nodes")[0])
    colour = "window.cy.nodes()[0].style('color')"
    light = visit.page.evaluate(f"() => {colour}")
    visit.page.emulate_media(color_scheme="dark")
    visit.until(f"() => {colour} !== '{light}'")
    visit.page.locator("#theme").click()
    visit.until(f"() => {colour} === '{light}'")
    visit.page.locator("#keys-button").click()
    expect(visit.page.locator(".mantine-Modal-content:visible")).to_be_visible()
    asked = [a for a in visit.addresses if not a.startswith(("data:", "blob:"))]
    assert len(asked) > 20
    assert [address for address in asked if not address.startswith(served.address)] == []


def test_a_line_leads_to_the_row_in_its_file(visit: Visit, served: Served) -> None:
    visit.click(next(name for name in visit.drawn("edges") if "~communicates~" in name))
    page = visit.page
    card = page.locator("#evidence .evidence").first
    expect(card).to_be_visible()
    cells = card.locator("td").all_inner_texts()
    marked = card.locator("mark").all_inner_texts()
    assert marked
    file, row = card.locator(".file").inner_text(), card.locator(".place-text").inner_text()
    card.get_by_role("button", name="In the file").click()
    asked = page.locator("#reader-content tr.asked")
    expect(asked).to_be_visible()
    assert asked.locator("td").all_inner_texts() == cells
    number = int(re.findall(r"row (\d+)", row)[0])
    assert asked.locator("th").inner_text() == str(number)
    assert page.locator(".mantine-Modal-title:visible").inner_text().startswith(file)
    if file.endswith(".csv"):
        assert all(cell in verbatim_line(served, file, number) for cell in cells)


def verbatim_line(served: Served, file: str, number: int) -> str:
    """A line of the original as it was received."""
    with served.case.db.cursor() as db:
        (source,) = [source for source in sources.every(db) if source.file_name == file]
    text = served.case.original(source.sha256).read_bytes().decode(source.encoding or "utf-8")
    return re.split(r"\r\n|\r|\n", text)[number - 1]


def test_a_line_leads_to_the_sentence_in_its_document(visit: Visit) -> None:
    page, before = visit.page, visit.drawing
    page.locator("#relationship-options .option", has_text="calls and messages").locator(
        "input"
    ).uncheck()
    visit.redrawn(before)
    visit.click(visit.drawn("edges")[0])
    card = page.locator("#evidence .evidence:has(blockquote)").first
    expect(card).to_be_visible()
    sentence = card.locator("blockquote").inner_text()
    assert card.locator("mark").count() >= 1
    card.get_by_role("button", name="In the file").click()
    expect(page.locator("#asked")).to_be_visible()
    assert " ".join(page.locator("#asked").inner_text().split()) == " ".join(sentence.split())
    visit.close_reader()
    sleep(0.3)
    expect(card).to_be_visible()


def test_what_is_searched_for_comes_into_the_picture(visit: Visit, served: Served) -> None:
    shown = set(visit.drawn("nodes"))
    network = served.workspace.network(View().chosen(served.workspace.texts.zone))
    absent = next(name for name in network.ids if name not in shown and name[:5] == "phone")
    label = served.workspace.entities([absent])[absent].label
    before = visit.drawing
    assert label in visit.search(f"00{label[1:4]} {label[4:]}")
    visit.page.locator("#hits .row", has_text=label).click()
    visit.redrawn(before)
    assert absent in visit.drawn("nodes")
    expect(visit.page.locator("#inspector h2[data-entity]")).to_have_text(label)


def test_filters_change_the_picture_and_undo_brings_it_back(visit: Visit) -> None:
    page, first = visit.page, visit.drawing
    ties = sorted(visit.drawn("edges"))
    page.get_by_label("At least this many communications").fill("5")
    visit.redrawn(first)
    visit.until(f"() => window.cy.edges().length < {len(ties)}")
    second = visit.drawing
    fewer = sorted(visit.drawn("edges"))
    page.locator("#undo").click()
    visit.redrawn(second)
    visit.shows(ties)
    expect(page.get_by_label("At least this many communications")).to_have_value("1")
    page.wait_for_timeout(4000)  # on a busy machine the field answers late, and is heard as a move
    third = visit.drawing
    page.locator("#redo").click()
    visit.redrawn(third)
    visit.shows(fewer)


def test_a_kind_is_switched_off_in_the_legend(visit: Visit) -> None:
    before = visit.drawing
    visit.page.locator("#relationship-options .option", has_text="calls and messages").locator(
        "input"
    ).uncheck()
    visit.redrawn(before)
    assert not [name for name in visit.drawn("edges") if "~communicates~" in name]


def test_the_strip_narrows_the_time(visit: Visit) -> None:
    before, ties = visit.drawing, visit.drawn("edges")
    bars = visit.page.locator(".bars > span")
    frame = visit.page.locator(".bars").bounding_box()
    one, other = bars.nth(20).bounding_box(), bars.nth(30).bounding_box()
    assert frame and one and other
    visit.page.mouse.move(one["x"] + one["width"] / 2, frame["y"] + frame["height"] - 3)
    visit.page.mouse.down()
    visit.page.mouse.move(other["x"] + other["width"] / 2, frame["y"] + 5)
    visit.page.mouse.up()
    visit.redrawn(before)
    expect(visit.page.locator(".bars > span:not(.outside)")).to_have_count(11)
    before = visit.drawing
    visit.page.locator("#undo").click()
    visit.redrawn(before)
    before = visit.drawing
    handle = visit.page.locator("#period [role=slider]").last
    handle.focus()
    for _ in range(12):
        handle.press("ArrowLeft")
    visit.redrawn(before)
    day, last = (int(handle.get_attribute(f"aria-value{end}") or 0) for end in ("now", "max"))
    assert day < last
    expect(visit.page.locator(".bars .outside")).to_have_count(last - day)
    assert len(visit.drawn("edges")) < len(ties)


def test_an_entity_is_expanded_and_collapsed(visit: Visit) -> None:
    page = visit.page
    page.locator("#ranking .row").first.click()
    visit.at_rest()
    shown = page.locator("#inspector .expander .hint")
    expect(shown).to_have_text(re.compile(r"\d+ of \d+ neighbours"))
    inside, total = map(int, re.findall(r"\d+", shown.inner_text())[:2])
    assert inside < total
    before = visit.drawing
    (entity,) = page.evaluate("() => window.cy.nodes(':selected').map(e => e.id())")
    visit.click(entity, twice=True)
    visit.redrawn(before)
    expect(shown).to_have_text(re.compile(rf"^{min(inside + 15, total)} of {total}"))
    after, drawn = visit.drawing, len(visit.drawn("nodes"))
    page.keyboard.press("c")
    visit.redrawn(after)
    assert len(visit.drawn("nodes")) < drawn


def test_how_two_are_connected(visit: Visit, served: Served) -> None:
    network = served.workspace.network(View().chosen(served.workspace.texts.zone))
    drawn = visit.drawn("nodes")
    graph = network.graph
    start = next(n for n in drawn if n in network.index)
    reach = graph.distances([network.index[start]])[0]
    end = next(n for n in drawn if reach[network.index[n]] == 2)
    before = visit.drawing
    visit.click(start)
    visit.click(end, shift=True)
    expect(visit.page.locator("#inspector")).to_contain_text("2 entities selected")
    visit.page.keyboard.press("p")
    visit.redrawn(before)
    expect(visit.page.locator("#path-result")).to_contain_text("Path of 2 steps")
    on_path = visit.page.evaluate("() => window.cy.nodes('.on-path').map(e => e.id())")
    assert len(on_path) == 3 and {start, end} < set(on_path)
    before = visit.drawing
    visit.page.keyboard.press("Escape")
    visit.redrawn(before)
    assert visit.page.evaluate("() => window.cy.elements('.on-path').length") == 0


def test_the_keyboard_alone_reaches_the_evidence(visit: Visit) -> None:
    page = visit.page
    page.locator(".canvas-frame").focus()
    page.keyboard.press("n")
    title = page.locator("#inspector h2[data-entity]")
    expect(title).to_be_visible()
    first = title.inner_text()
    page.keyboard.press("n")
    expect(title).not_to_have_text(first)
    page.keyboard.press("Shift+N")
    expect(title).to_have_text(first)
    expect(page.locator("#evidence .evidence").first).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()


def test_two_users_look_at_different_things(visitor: Visitor) -> None:
    one, other = visitor(), visitor()
    before, others = one.drawing, other.drawn("nodes")
    one.page.get_by_label("At least this many communications").fill("60")
    one.redrawn(before)
    assert other.drawn("nodes") == others
    assert len(one.drawn("nodes")) < len(others)


def test_a_summary_is_exported_and_verified(small_visit: Visit, tmp_path: Path) -> None:
    page = small_visit.page
    page.locator("#export-open").click()
    write, result = (page.locator(f"#export-dialog-{part}") for part in ("write", "result"))
    write.click()
    expect(result.locator(".refused")).to_be_visible()
    page.get_by_label("For whom").fill("Court of Bar")
    page.get_by_label("Which question does it answer?").fill("Who organised the crossings?")
    write.click()
    offered = result.locator("a.download").first
    expect(offered).to_be_visible(timeout=180_000)
    with page.expect_download() as download:
        offered.click()
    pack = tmp_path / download.value.suggested_filename
    download.value.save_as(pack)
    found = verify(pack)
    assert found.files > 3 and found.citations > 3


def test_a_picture_is_saved_compared_and_opened_again(visit: Visit) -> None:
    page, before = visit.page, visit.drawing
    first = sorted(visit.drawn("nodes"))
    page.get_by_label("Name for this picture").fill("All of it")
    page.get_by_role("button", name="Save", exact=True).click()
    saved = page.locator("#saved .option", has_text="All of it")
    expect(saved).to_be_visible()
    page.get_by_label("At least this many communications").fill("5")
    visit.redrawn(before)
    saved.hover()
    before = visit.drawing
    saved.get_by_role("button", name="compare").click()
    visit.redrawn(before)
    gone = page.evaluate("() => window.cy.edges('.went').length")
    expect(page.locator("#statement .mark-went")).to_contain_text(f"{gone} relationships")
    page.locator("#statement").get_by_role("button", name="List").click()
    expect(page.locator("#reader-content")).to_contain_text("Relationships no longer shown")
    visit.close_reader()
    before = visit.drawing
    page.locator("#undo").click()
    visit.redrawn(before)
    assert page.evaluate("() => window.cy.elements('.went, .came, .changed').length") == 0
    before = visit.drawing
    saved.get_by_role("button", name="All of it", exact=True).click()
    visit.redrawn(before)
    assert sorted(visit.drawn("nodes")) == first
    saved.hover()
    saved.get_by_role("button", name="Forget All of it").click()
    expect(saved).to_have_count(0)


def test_entities_are_grouped_in_frames_and_selected_by_kind(visit: Visit) -> None:
    before, page = visit.drawing, visit.page
    page.get_by_label("Group by").first.click()
    page.get_by_role("option", name="communities").click()
    visit.redrawn(before)
    frames = [name for name in visit.drawn("nodes") if name.startswith("frame:")]
    assert frames
    page.get_by_label("Select", exact=True).click()
    page.locator(".tools .menu-list button", has_text="phone number").click()
    visit.until("() => window.cy.nodes(':selected').length > 1")
    kinds = page.evaluate("() => window.cy.nodes(':selected').map(n => n.data('kind'))")
    assert set(kinds) == {"phone"}
    page.keyboard.press("Escape")
    page.locator(".canvas-frame").focus()
    page.keyboard.press("l")
    box = page.locator(".lasso").bounding_box()
    assert box
    corners = [(4, 60), (box["width"] - 4, 60), (box["width"] - 4, box["height"] - 4)]
    page.mouse.move(box["x"] + 4, box["y"] + box["height"] - 4)
    page.mouse.down()
    for x, y in corners:
        page.mouse.move(box["x"] + x, box["y"] + y, steps=2)
    page.mouse.up()
    everyone = "window.cy.nodes(':childless').length"
    visit.until(f"() => window.cy.nodes(':selected').length === {everyone}")
    page.keyboard.press("Escape")
    before = visit.drawing
    page.locator('[data-gesture*="undo"]').first.click()
    visit.redrawn(before)
    assert [name for name in visit.drawn("nodes") if name.startswith("frame:")] == []
