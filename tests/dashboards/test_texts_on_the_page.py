"""The page as each reader gets it: its language, its words, and that the choice is remembered."""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from dashboards.texts import catalogue, languages
from tests.dashboards.coast import Coast

# Measures' questions are told by the package that computes them, in English.
PHRASES = [
    text
    for section in ("search", "filters", "legend", "tools", "path", "overview", "export", "family")
    for text in (catalogue("en")[section][key] for key in catalogue("en")[section])
    if " " in text and "{" not in text
]


@pytest.fixture(scope="module")
def reader(coast: Coast) -> Iterator[FlaskClient]:
    with create_app(coast.case).server.test_client() as client:
        yield client


def _page(reader: FlaskClient, asks: str) -> tuple[str, str]:
    """The language that the page says it is in, and all that is on it."""
    headers = {"Accept-Language": asks}
    frame = reader.get("/", headers=headers).get_data(as_text=True)
    (language,) = re.findall('<html lang="([^"]+)"', frame)
    layout = reader.get("/_dash-layout", headers=headers)
    assert layout.status_code == 200
    return language, str(layout.get_json())


@pytest.mark.parametrize("language", languages())
def test_the_page_is_in_the_language_that_the_browser_asks_for(
    reader: FlaskClient, language: str
) -> None:
    told, page = _page(reader, f"{language}, en;q=0.3")
    assert told == language
    assert catalogue(language)["overview"]["begin"] in page
    if language != "en":
        assert [phrase for phrase in PHRASES if phrase in page] == []


def test_the_language_chosen_on_the_page_is_remembered(reader: FlaskClient) -> None:
    reader.set_cookie("language", "sr-Cyrl")
    language, page = _page(reader, "en")
    reader.delete_cookie("language")
    assert language == "sr-Cyrl"
    assert "Одакле почети" in page


def test_readers_of_another_language_get_english(reader: FlaskClient) -> None:
    language, page = _page(reader, "it")
    assert language == "en"
    assert "Where to begin" in page
