import re

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from tests.dashboards.coast import Coast


@pytest.fixture(scope="module")
def browser(coast: Coast) -> FlaskClient:
    client: FlaskClient = create_app(coast.case).server.test_client()
    return client


def test_a_page_may_ask_this_server_only(browser: FlaskClient) -> None:
    policy = browser.get("/").headers["Content-Security-Policy"]
    sources = re.findall(r"[a-z-]+-src ([^;]+)", policy)
    allowed = {word for found in sources for word in found.split()}
    assert allowed - {"'self'", "'none'", "data:", "blob:", "'unsafe-inline'"} == {
        word for word in allowed if word.startswith("'sha256-")
    }
    assert "script-src 'self'" in policy and "unsafe-eval" not in policy


def test_all_scripts_and_styles_come_from_this_server(browser: FlaskClient) -> None:
    page = browser.get("/").get_data(as_text=True)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(addresses) > 5
    assert all(address.startswith("/") and address[1] != "/" for address in addresses)


def test_nothing_of_the_case_is_kept_in_the_browser(browser: FlaskClient) -> None:
    assert browser.get("/").headers["Cache-Control"] == "no-store"
    assert browser.get("/_dash-layout").headers["Cache-Control"] == "no-store"


def test_another_name_for_this_machine_is_refused(browser: FlaskClient) -> None:
    assert browser.get("/", headers={"Host": "workbench.example"}).status_code == 421
    assert browser.get("/", headers={"Host": "localhost:8050"}).status_code == 200


def test_another_site_cannot_ask(browser: FlaskClient) -> None:
    asked = {"Origin": "https://elsewhere.example"}
    assert browser.post("/_dash-update-component", json={}, headers=asked).status_code == 403
