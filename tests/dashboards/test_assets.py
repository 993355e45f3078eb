import re
from pathlib import Path

import pytest

import dashboards
from dashboards import ids
from dashboards.gestures import _ACTS
from dashboards.mapping import ids as map_ids
from dashboards.palette import SIGNS, Scheme, icon_uri, kinds_in_order
from dashboards.stylesheet import stylesheet
from graph.build import COMMUNICATES, MENTIONED_WITH
from workbench.vocabulary import ClaimKind

ASSETS = Path(dashboards.__file__).parent / "assets"
SCRIPTS = {file.name: file.read_text(encoding="utf-8") for file in ASSETS.glob("*.js")}
NAMES = {
    value
    for names in (ids, map_ids)
    for name, value in vars(names).items()
    if name.isupper() and isinstance(value, str)
}


def test_the_scripts_know_components_by_their_names() -> None:
    found = {
        name
        for text in SCRIPTS.values()
        for name in re.findall(
            r'(?:getElementById|\bset|page\.set|every|but|without)\("([^"]+)"', text
        )
    }
    assert found and found <= NAMES


def test_every_gesture_of_the_scripts_is_understood() -> None:
    sent = {
        kind
        for text in SCRIPTS.values()
        for kind in re.findall(r'page\.gesture\(\{ kind: "([^"]+)"', text)
    }
    assert sent and sent <= set(_ACTS)


@pytest.mark.parametrize("file", sorted(path.name for path in ASSETS.rglob("*") if path.is_file()))
def test_no_asset_names_an_address(file: str) -> None:
    (path,) = ASSETS.rglob(file)
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|//[a-z]+\.", text)


def test_every_kind_of_relationship_has_a_place_in_the_legend() -> None:
    assert sorted(kinds_in_order()) == sorted({COMMUNICATES, MENTIONED_WITH, *map(str, ClaimKind)})


@pytest.mark.parametrize("scheme", Scheme)
def test_the_canvas_fetches_no_picture(scheme: Scheme) -> None:
    for rule in stylesheet(scheme):
        style = rule["style"]
        assert isinstance(style, dict)
        assert str(style.get("background-image", "data:")).startswith("data:")
    assert {icon_uri(sign.icon)[:5] for sign in SIGNS.values()} == {"data:"}
