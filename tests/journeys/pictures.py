"""The pictures in docs/images, taken of the sample case: ``python -m tests.journeys.pictures``."""

import sys
import tempfile
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import expect, sync_playwright

from dashboards.mapping.crossings import crossings
from dashboards.shell import PAGES
from tests.journeys.serving import Served, serving
from tests.journeys.visiting import CHROMIUM_OPTIONS, Look, Visit, chromium_path, visiting
from workbench import collecting, demo
from workbench.collecting import Kind

IMAGES = Path(__file__).parents[2] / "docs" / "images"
ENTITIES = 45
TELLING = "pays"
"""The kind of relationship to show, where there is one."""
LOOKS = {
    "network.png": Look(width=1366, height=768),
    "network-dark.png": Look("dark", width=1920, height=1080),
}
PAGE_LOOKS = {"": Look(width=1366, height=768), "-dark": Look("dark", width=1920, height=1080)}


def main(folder: Path = IMAGES) -> None:
    """Build the sample case, serve it, and take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        case = Path(scratch) / "case"
        demo.build(case)
        with serving(case) as served, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium_path(), args=CHROMIUM_OPTIONS
            )
            for name, look in LOOKS.items():
                visit = visiting(look.window(browser), served.address)
                _with_evidence(visit)
                visit.page.screenshot(path=folder / name)
            _collect(served)
            for suffix, look in PAGE_LOOKS.items():
                visit = visiting(look.window(browser), served.address)
                for page in PAGES:
                    _at(visit, served, page.path)
                    visit.page.screenshot(path=folder / f"{page.name}{suffix}.png")
            browser.close()


def _collect(served: Served) -> None:
    """A report that has been begun: a person, a phone and a note."""
    with served.case.db.cursor() as db:
        (person,) = db.execute(
            "SELECT entity_id FROM entity JOIN entity_member USING (entity_id) "
            "WHERE kind = 'person' AND entity_id NOT IN (SELECT entity_id FROM protected_entity) "
            "GROUP BY ALL ORDER BY count(*) DESC, entity_id"
        ).fetchall()[0]
    phone = _telling(served)[0]
    for kind, obj, note in (
        (Kind.ENTITY, str(person), ""),
        (Kind.ENTITY, phone, "The phone that crossed borders most often."),
        (Kind.NOTE, "", "Ask the operator for the days without records."),
    ):
        collecting.collect(served.case, kind, obj, note=note)


def _at(visit: Visit, served: Served, path: str) -> None:
    """Go to a page, with something on it to look at."""
    entity, document, protected = _telling(served)
    asked = {
        "/intake": f"?source={document}",
        "/communications": f"?entity={entity}",
        "/map": f"?entity={entity}",
        "/protect": f"?person={protected}",
    }
    visit.page.goto(urljoin(served.address, path + asked.get(path, "")))
    expect(visit.page.locator("#other-page > *").first).to_be_visible()
    visit.page.wait_for_load_state("networkidle")
    expect(
        visit.page.get_by_text(served.workspace.texts.say("communications", "seeking"))
    ).to_have_count(0)


def _telling(served: Served) -> tuple[str, int, str]:
    """The phone that crossed borders most, the first document, the person with most signs."""
    with served.case.db.cursor() as db:
        phones = db.execute(
            "SELECT entity_id FROM number_coverage JOIN entity ON label = number "
            "GROUP BY ALL ORDER BY max(records) DESC, entity_id"
        ).fetchall()
        phone = max((name for (name,) in phones), key=lambda name: _crossed(served, name))
        (document,) = db.execute("SELECT min(source_id) FROM document").fetchall()[0]
        (person,) = db.execute(
            "SELECT entity_id FROM protected_entity "
            "LEFT JOIN entity_member USING (entity_id) LEFT JOIN indicator USING (mention_id) "
            "WHERE protected_entity.kind = 'person' "
            "GROUP BY ALL ORDER BY count(indicator_id) DESC, any_value(pseudonym)"
        ).fetchall()[0]
    return str(phone), int(document), str(person)


def _crossed(served: Served, phone: str) -> int:
    return len(crossings(served.workspace, [phone]))


def _with_evidence(visit: Visit) -> None:
    """A legible number of entities, and the sentence behind one of the statements."""
    visit.gesture({"kind": "set", "limit": ENTITIES})
    stated = [name for name in visit.drawn("edges") if "~communicates~" not in name]
    visit.choose(min(stated, key=lambda name: (name.split("~")[1] != TELLING, name)))
    expect(visit.page.locator("#evidence .evidence").first).to_be_visible()
    visit.at_rest()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
