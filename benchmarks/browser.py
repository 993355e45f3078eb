"""How fast the network page is in headless Chromium; every figure beside its target.

    python benchmarks/browser.py

First the sample case: the first picture from an empty browser. Then 2,000 phones with 5,000
relationships, drawn whole and panned; last 33,000 phones with 100,000 relationships, filtered: the
time until the changed picture stands, what the server spent on it, and what travelled beside what a
whole picture takes. Times are the page's own, from the request or the gesture until the picture has
been rendered: asking from outside whether it stands yet would be told up to a second late. They
mean nothing on a busy machine: run it alone.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

from benchmarks import the_packages  # noqa: F401
from benchmarks.network import verdict, with_pairs
from dashboards.serving import LOOPBACK, bound_server
from tests.journeys.visiting import CHROMIUM_OPTIONS, Look, Visit, chromium_path, visiting
from workbench import demo
from workbench.case import Case

ROUNDS = 5
FIRST_S, DRAWN_S, FRAMES, FILTER_MS, PART = 2.0, 3.0, 30.0, 300.0, 0.5
LOOK = Look(width=1366, height=768)
FILTERS: dict[str, dict[str, object]] = {
    "at least two records": {"min_count": 2},
    "at least eight records": {"min_count": 8},
    "facts only": {"facts_only": True},
    "services kept": {"services": "keep"},
}

# Notes when the first picture has been rendered.
FIRST = """new MutationObserver((_, watch) => {
    if (!document.querySelector(".canvas-frame[data-drawing]")) return;
    watch.disconnect();
    window.cy.one("render", () => (window.stood = performance.now()));
}).observe(document, { subtree: true, attributeFilter: ["data-drawing"] })"""

# Milliseconds from a gesture until the picture it leads to has been rendered.
TAKEN = """told => new Promise((done) => {
    const begun = performance.now();
    const frame = document.querySelector(".canvas-frame");
    new MutationObserver((_, watch) => {
        watch.disconnect();
        window.cy.one("render", () => done(performance.now() - begun));
    }).observe(frame, { attributeFilter: ["data-drawing"] });
    window.workbench.gesture(told);
})"""

# Whether the ranking beside the picture stands.
COUNTED = """() => document.querySelector("#ranking .place") !== null"""

# Has the page ask for its picture as if it had none.
AFRESH = """() => {
    window.workbench.set("drawn", null);
    window.workbench.set("redraw", Date.now());
}"""

# Moves the camera to and fro for two seconds; how many frames were drawn in one.
PAN = """() => new Promise((done) => {
    const begun = performance.now();
    let frames = 0;
    const step = (now) => {
        frames += 1;
        window.cy.panBy({ x: frames % 60 < 30 ? 6 : -6, y: 2 });
        if (now - begun < 2000) requestAnimationFrame(step);
        else done((1000 * frames) / (now - begun));
    };
    requestAnimationFrame(step);
})"""


@contextmanager
def served(case: Case) -> Iterator[str]:
    """The address at which a case is served."""
    server = bound_server(case, 0)
    thread = Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.bind_addr[1]}/"
    finally:
        server.stop()
        thread.join(timeout=5)


def first_picture(browser: Browser) -> None:
    """The sample case, each time from an empty browser; the first warms the server."""
    with tempfile.TemporaryDirectory() as folder:
        demo.build(Path(folder) / "case")
        with Case.open(Path(folder) / "case", write=True) as case, served(case) as address:
            cold, *found = [_first(browser, address) for _ in range(ROUNDS + 1)]
    told = ", ".join(f"{seconds:.2f}" for seconds in found)
    print(f"first picture of the sample: from a cold server {cold:.2f} s, then {told}")
    verdict("seconds", median(found), FIRST_S, at_most=True)


def _first(browser: Browser, address: str) -> float:
    """Seconds from asking for the page to its picture."""
    window = LOOK.window(browser)
    window.add_init_script(FIRST)
    visit = visiting(window, address)
    visit.until("() => window.stood")
    taken = float(visit.page.evaluate("() => window.stood"))
    window.close()
    return taken / 1000


def drawing(browser: Browser, case: Case) -> None:
    """All of 2,000 entities put on the canvas, and panned."""
    with served(case) as address:
        visit = visiting(LOOK.window(browser), address)
        visit.gesture({"kind": "set", "limit": 2000, "projection": "all"})
        visit.gesture({"kind": "set", "limit": 60})
        visit.at_rest()
        taken = visit.page.evaluate(TAKEN, {"kind": "set", "limit": 1999}) / 1000
        drawn = f"{len(visit.drawn('nodes')):,} entities, {len(visit.drawn('edges')):,} lines"
        print(f"{drawn} drawn")
        verdict("seconds", taken, DRAWN_S, at_most=True)
        verdict("frames a second while panning", visit.page.evaluate(PAN), FRAMES, at_most=False)
        visit.page.context.close()


def filtering(browser: Browser, case: Case) -> None:
    """Each filter from the unfiltered picture, when all that belongs to that is counted."""
    with served(case) as address:
        visit = visiting(LOOK.window(browser), address)
        visit.until(COUNTED)
        before = visit.drawing, len(visit.answers)
        visit.page.evaluate(AFRESH)
        visit.redrawn(before[0])
        whole = _received(visit, before[1])
        for name, fields in FILTERS.items():
            visit.until(COUNTED)
            spent, answers = time.process_time(), len(visit.answers)
            taken = visit.page.evaluate(TAKEN, {"kind": "set", **fields})
            processor = time.process_time() - spent
            part = _received(visit, answers)
            print(f"{name}: server {1000 * processor:.0f} ms of processor, {part:,} bytes came")
            verdict("milliseconds", taken, FILTER_MS, at_most=True)
            verdict("of a whole picture's bytes", part / whole, PART, at_most=True)
            visit.until(COUNTED)
            visit.gesture({"kind": "reset"})
        visit.page.context.close()


def _received(visit: Visit, since: int) -> int:
    """Bytes that callbacks answered with."""
    answers = visit.answers[since:]
    return sum(len(one.body()) for one in answers if "_dash-update" in one.url and one.ok)


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path(), args=CHROMIUM_OPTIONS
        )
        first_picture(chromium)
        with_pairs(2_000, 3, lambda case: drawing(chromium, case))
        with_pairs(33_000, 3, lambda case: filtering(chromium, case))
        chromium.close()
