"""Every page in light and dark, by axe-core: nothing serious stands in the way (WCAG 2.2 AA)."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any, Literal

from playwright.sync_api import Page

from dashboards.shell import PAGES
from tests.journeys.visiting import Visit, Visitor

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RULES = {
    "light": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    "dark": {"type": "rule", "values": ["color-contrast"]},  # nothing else differs
}
GRAVE = {"serious", "critical"}


def test_no_page_has_a_serious_fault(visitor: Visitor) -> None:
    visit = visitor()
    visit.page.set_viewport_size({"width": 1366, "height": 768})
    visit.page.evaluate(AXE)
    schemes = list(RULES)
    found = {"/": _all(visit, schemes)}
    for page in PAGES:
        if visit.page.locator(f'.pages a[href="{page.path}"]').count():
            visit.go(page.path)
            schemes.reverse()  # begin as the page before ended: dressing it anew takes time
            found[page.path] = _all(visit, schemes)
    assert len(found) > 4
    assert {path: faults for path, faults in found.items() if faults} == {}


def _all(visit: Visit, schemes: Sequence[str]) -> list[str]:
    """The faults of the page as it stands, in each scheme."""
    return [fault for scheme in schemes for fault in _faults(visit.page, _dressed(visit, scheme))]


def _dressed(visit: Visit, scheme: str) -> str:
    """The page in a scheme, as its own switch would have it."""
    colours: Literal["dark", "light"] = "dark" if scheme == "dark" else "light"
    visit.page.emulate_media(color_scheme=colours)
    visit.until(f"() => document.documentElement.dataset.mantineColorScheme === '{scheme}'")
    return scheme


def _faults(page: Page, scheme: str) -> list[str]:
    """What axe finds serious or critical: the rule, and the first elements it speaks of."""
    answer: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, "
        "{runOnly: rules, resultTypes: ['violations'], preload: false, iframes: false})",
        RULES[scheme],
    )
    return [
        f"{scheme}: {rule['id']}: {[node['html'][:160] for node in rule['nodes'][:3]]}"
        for rule in answer["violations"]
        if rule["impact"] in GRAVE
    ]
