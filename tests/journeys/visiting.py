"""One user's browser on the page: what they do, what they see, what went over the wire."""

import json
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
)

from dashboards.views import View

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_S = 60
_FOREIGN_NOISE = ("custom wheel sensitivity", "not used within a few seconds")
"""Remarks of Cytoscape.js on a setting that dash-cytoscape always makes, of a browser on itself."""

# Where an element of the canvas stands in the window.
_PLACE = """id => {
    const element = window.cy.getElementById(id);
    const frame = window.cy.container().getBoundingClientRect();
    const middle = element.isNode() ? element.position() : element.midpoint();
    const zoom = window.cy.zoom(), pan = window.cy.pan();
    return [frame.x + middle.x * zoom + pan.x, frame.y + middle.y * zoom + pan.y];
}"""


@dataclass(frozen=True)
class Look:
    """A user's screen."""

    scheme: Literal["light", "dark"] = "light"
    width: int = 1440
    height: int = 900

    def window(self, browser: Browser) -> BrowserContext:
        """A new browser window of this look."""
        size = ViewportSize(width=self.width, height=self.height)
        return browser.new_context(viewport=size, color_scheme=self.scheme)


@dataclass
class Visit:
    """A page under a user's hands. ``faults`` are errors of the browser's console and the wire."""

    page: Page
    addresses: list[str] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    # ------------------------------------------------------------- the canvas

    @property
    def drawing(self) -> str:
        """The number of the drawing on the canvas."""
        return self.page.locator(".canvas-frame").get_attribute("data-drawing") or ""

    def redrawn(self, before: str) -> None:
        """Wait until another drawing than ``before`` is on the canvas, no further one is to follow
        by itself, and the camera rests."""
        other = f'[data-drawing]:not([data-drawing="{before}"])'
        frame = self.page.locator(f'.canvas-frame[aria-busy="false"]{other}')
        frame.wait_for(timeout=PATIENCE_S * 1000)
        self.at_rest()

    def at_rest(self) -> None:
        """Wait until the camera has stopped."""
        self.until("() => !window.cy.animated()")

    def until(self, condition: str) -> None:
        """Wait until a function in the page is true; the page's policy forbids Playwright's own."""
        end = monotonic() + PATIENCE_S
        while not self.page.evaluate(condition):
            assert monotonic() < end, f"never came true: {condition}"
            sleep(0.03)

    def drawn(self, kind: Literal["nodes", "edges"]) -> list[str]:
        """Ids of the entities or lines on the canvas."""
        found: list[str] = self.page.evaluate(f"() => window.cy.{kind}().map(e => e.id())")
        return found

    def shows(self, edges: list[str]) -> None:
        """Wait until exactly these lines are on the canvas: a measure that was being counted may
        have another drawing of the picture before come first."""
        drawn = "JSON.stringify(window.cy.edges().map(e => e.id()).sort())"
        self.until(f"() => {drawn} === JSON.stringify({json.dumps(edges)})")
        self.at_rest()

    def labels(self) -> list[str]:
        """All labels on the canvas."""
        found: list[str] = self.page.evaluate("() => window.cy.nodes().map(e => e.data('label'))")
        return found

    def click(self, element: str, *, twice: bool = False, shift: bool = False) -> None:
        """Click an entity or line on the canvas."""
        self.at_rest()
        x, y = self.page.evaluate(_PLACE, element)
        if shift:
            self.page.keyboard.down("Shift")
        self.page.mouse.click(x, y)
        if twice:
            self.page.mouse.click(x, y)
        if shift:
            self.page.keyboard.up("Shift")

    @property
    def view(self) -> View:
        """What the page shows."""
        return View.from_json(self.page.evaluate("() => window.workbench.view()"))

    def gesture(self, told: dict[str, object]) -> None:
        """Change the picture as the page's own scripts do, and wait for it."""
        before = self.drawing
        self.page.evaluate("told => window.workbench.gesture(told)", told)
        self.redrawn(before)

    def choose(self, relationship: str) -> None:
        """Select a line that may lie under others."""
        self.page.evaluate("id => window.workbench.choose([], id, false)", relationship)

    # ------------------------------------------------------------- around it

    def go(self, path: str) -> None:
        """Follow the link of the top line to a page, and wait until it is there."""
        self.page.locator(f'.pages a[href="{path}"]').click()
        body = self.page.locator("#other-page > *" if path != "/" else ".canvas-frame")
        expect(body.first).to_be_visible()

    def inspect(self, entity: str) -> None:
        """Select an entity on the canvas and wait for its particulars."""
        self.click(entity)
        expect(self.page.locator(f'#inspector [data-entity="{entity}"]')).to_be_visible()

    def search(self, text: str) -> Sequence[str]:
        """Type into the search; the hits' labels."""
        field = self.page.locator("#search")
        with self.page.expect_response(lambda it: _asks(it.request, "hits.children")) as answer:
            field.fill(text)
        # The hits of the search before stand there until the answer is drawn.
        told = _labels(answer.value.json())
        expect(self.page.locator("#hits > *").first).to_be_visible()
        expect(self.page.locator("#hits .name")).to_have_text(told)
        return told

    def close_reader(self) -> None:
        """Close the dialog by key. It listens only once its opening has been worked through."""
        body = self.page.locator("#reader-content")
        end = monotonic() + PATIENCE_S
        while body.is_visible():
            assert monotonic() < end, "the dialog never closed"
            self.page.keyboard.press("Escape")
            with suppress(AssertionError):
                expect(body).to_be_hidden(timeout=1000)

    def texts_received(self) -> list[str]:
        """What the server answered so far, the scripts it ships aside."""
        return [answer.text() for answer in self.answers if _tells_of_the_case(answer)]


Visitor = Callable[..., Visit]
"""Opens the page once more, with a Look."""


def chromium_path() -> str:
    """Where this machine has its browser."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "journeys need a Chromium browser: install Debian's package 'chromium'"
    return found


def visiting(window: BrowserContext, address: str) -> Visit:
    """Open the page and wait for its first picture."""
    visit = Visit(window.new_page())
    visit.page.set_default_timeout(PATIENCE_S * 1000)
    expect.set_options(timeout=PATIENCE_S * 1000)
    _listen(visit)
    visit.page.goto(address)
    visit.redrawn("")
    return visit


def _listen(visit: Visit) -> None:
    page = visit.page
    page.on("request", lambda request: visit.addresses.append(request.url))
    page.on("response", lambda answer: visit.answers.append(answer))
    page.on("pageerror", lambda error: visit.faults.append(str(error)))
    page.on("console", lambda message: _console(visit, message.type, message.text))
    page.on("requestfailed", lambda request: _failed(visit, request))


def _console(visit: Visit, kind: str, text: str) -> None:
    if kind in {"error", "warning"} and not any(noise in text for noise in _FOREIGN_NOISE):
        visit.faults.append(text)


def _failed(visit: Visit, request: Request) -> None:
    # A download is told as an aborted navigation.
    if "/exports/" not in request.url:
        visit.faults.append(f"{request.url}: {request.failure}")


def _asks(request: Request, output: str) -> bool:
    return "_dash-update-component" in request.url and output in (request.post_data or "")


def _labels(answered: object) -> list[str]:
    """The hits' labels in Dash's answer, in their order."""
    match answered:
        case {"className": "name", "children": str(label)}:
            return [label]
        case dict():
            return [label for part in answered.values() for label in _labels(part)]
        case list():
            return [label for part in answered for label in _labels(part)]
    return []


def _tells_of_the_case(answer: Response) -> bool:
    path = urlsplit(answer.url).path
    return path == "/" or path.startswith(("/_dash-layout", "/_dash-update", "/_dash-dep"))
