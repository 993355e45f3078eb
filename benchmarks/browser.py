"""How fast the network page is in headless Chromium; every figure beside its target.

    python benchmarks/browser.py

First the sample case: the first picture from an empty browser. Then 2,000 phones with 5,000
relationships, drawn whole and panned; last 33,000 phones with 100,000 relationships, filtered: the
time until the changed picture stands, what the server spent on it, and what travelled beside what a
whole picture takes. Frames a second mean nothing on a busy machine: run it alone.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

from benchmarks import the_packages  # noqa: F401
from benchmarks.network import verdict, with_pairs
from dashboards.serving import LOOPBACK, bound_server
from tests.journeys.visiting import CHROMIUM_OPTIONS, Look, Visit, chromium_path, visiting
from workbench import demo
from workbench.case import Case

FIRST_S, DRAWN_S, FRAMES, FILTER_MS, PART = 2.0, 3.0, 30.0, 300.0, 0.5
LOOK = Look(width=1366, height=768)
FILTERS: dict[str, dict[str, object]] = {
    "at least two records": {"min_count": 2},
    "at least eight records": {"min_count": 8},
    "facts only": {"facts_only": True},
    "services kept": {"services": "keep"},
}

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
    """The sample case, three times from an empty browser; the first warms the server."""
    with tempfile.TemporaryDirectory() as folder:
        demo.build(Path(folder) / "case")
        with Case.open(Path(folder) / "case", write=True) as case, served(case) as address:
            found = []
            for _ in range(3):
                window = LOOK.window(browser)
                begun = time.perf_counter()
                visiting(window, address)
                found.append(time.perf_counter() - begun)
                window.close()
    print(
        f"first picture of the sample: cold {found[0]:.2f} s, then {found[1]:.2f}, {found[2]:.2f}"
    )
    verdict("seconds", min(found[1:]), FIRST_S, at_most=True)


def drawing(browser: Browser, case: Case) -> None:
    """All of 2,000 entities put on the canvas, and panned."""
    with served(case) as address:
        visit = visiting(LOOK.window(browser), address)
        visit.gesture({"kind": "set", "limit": 2000, "projection": "all"})
        visit.gesture({"kind": "set", "limit": 60})
        begun = time.perf_counter()
        visit.gesture({"kind": "set", "limit": 2000})
        taken = time.perf_counter() - begun
        drawn = f"{len(visit.drawn('nodes')):,} entities, {len(visit.drawn('edges')):,} lines"
        print(f"{drawn} drawn")
        verdict("seconds", taken, DRAWN_S, at_most=True)
        verdict("frames a second while panning", visit.page.evaluate(PAN), FRAMES, at_most=False)
        visit.page.context.close()


def filtering(browser: Browser, case: Case) -> None:
    """Each filter from the unfiltered picture; the second time, as the first computes measures."""
    with served(case) as address:
        visit = visiting(LOOK.window(browser), address)
        whole = _received(visit, 0)
        for name, fields in FILTERS.items():
            begun, spent, answers = time.perf_counter(), time.process_time(), len(visit.answers)
            visit.gesture({"kind": "set", **fields})
            clock, processor = time.perf_counter() - begun, time.process_time() - spent
            part = _received(visit, answers)
            print(f"{name}: server {1000 * processor:.0f} ms of processor, {part:,} bytes came")
            verdict("milliseconds", 1000 * clock, FILTER_MS, at_most=True)
            verdict("of the first picture's bytes", part / whole, PART, at_most=True)
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
