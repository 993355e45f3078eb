"""The pictures in docs/images, taken of the sample case: ``python -m tests.journeys.pictures``."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.journeys.serving import serving
from tests.journeys.visiting import CHROMIUM_OPTIONS, Look, Visit, chromium_path, visiting
from workbench import demo

IMAGES = Path(__file__).parents[2] / "docs" / "images"
ENTITIES = 45
TELLING = "pays"
"""The kind of relationship to show, where there is one."""
LOOKS = {
    "network.png": Look(width=1360, height=850),
    "network-dark.png": Look("dark", width=1360, height=850),
}


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
            browser.close()


def _with_evidence(visit: Visit) -> None:
    """A legible number of entities, and the sentence behind one of the statements."""
    visit.gesture({"kind": "set", "limit": ENTITIES})
    stated = [name for name in visit.drawn("edges") if "~communicates~" not in name]
    visit.choose(min(stated, key=lambda name: (name.split("~")[1] != TELLING, name)))
    expect(visit.page.locator("#evidence .evidence").first).to_be_visible()
    visit.at_rest()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
