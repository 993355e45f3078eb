"""Files and names made to do harm do none: nothing unpacks without end, loads or runs anything."""

import time
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dashboards.app import create_app
from tests.graph.builders import at, new_case
from tests.workbench.test_cli import run
from workbench.case import Case
from workbench.vocabulary import ClaimKind

SECRET = "root-of-the-machine"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BILLION = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>'
WORDS = "<w:p><w:r><w:t>Svjedok je rekao {}.</w:t></w:r></w:p>"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx(place: Path, document: str) -> Path:
    file = place / "izjava.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document)
    return file


def laughing_docx(place: Path) -> Path:
    return docx(place, f"{BILLION}<w:document {SPACE}><w:body>{WORDS.format('&l11;')}"
                       "</w:body></w:document>")  # fmt: skip


def laughing_handover(place: Path) -> Path:
    file = place / "handover.xml"
    file.write_text(f"{BILLION}<ResponseMessage><ResponseRecord>&l11;</ResponseRecord>"
                    "</ResponseMessage>")  # fmt: skip
    return file


def laughing_spreadsheet(place: Path) -> Path:
    file = place / "list.ods"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f"{BILLION}<x>&l11;</x>")
    return file


def swelling_zip(place: Path) -> Path:
    file = place / "records.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.csv", bytes(40_000_000))
    return file


def swelling_workbook(place: Path) -> Path:
    file = place / "records.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("xl/worksheets/sheet1.xml", bytes(100_000_000))
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Case.create(tmp_path / "case", title="t", user="ana").close()
    return tmp_path / "case"


@pytest.mark.parametrize(
    "make",
    [laughing_docx, laughing_handover, laughing_spreadsheet, swelling_zip, swelling_workbook],
)
def test_what_would_unpack_without_end_is_refused_or_read_as_it_stands(
    folder: Path, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    with Case.open(folder):
        pass
    done = run_whatever("add", folder, make(tmp_path), "--country", "ME")
    assert time.process_time() - begun < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000, "kilobytes"
    assert len(done.strip().splitlines()) <= 12 and "hahaha" not in done
    with Case.open(folder) as case:
        found = case.db.execute("SELECT count(*) FROM document WHERE contains(text, 'hahaha')")
        assert found.fetchone() == (0,)


def run_whatever(*arguments: str | Path) -> str:
    """Refused or taken in, but told in plain words."""
    try:
        done = run(*arguments)
    except AssertionError as ended:
        assert "unforeseen" not in str(ended)  # noqa: PT017
        return str(ended).split("\nassert")[0]
    return done.stdout + done.stderr


def test_a_document_brings_no_other_file_of_the_machine(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    entity = f'<!DOCTYPE x [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]>'
    body = WORDS.format("da je vidio Dritana Gjoku") + WORDS.format("&s;")
    run("add", folder, docx(tmp_path, f"{entity}<w:document {SPACE}><w:body>{body}</w:body>"
        "</w:document>"), "--kind", "witness_statement")  # fmt: skip
    shown = run("document", folder, "1").stdout
    assert "Gjoku" in shown and SECRET not in shown


# ------------------------------------------------------------------ names

HOSTILE = "<img src=x onerror=alert(1)>\"'</text><script>alert(2)</script>"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A case whose title, file and person are called by markup."""
    building = new_case(tmp_path)
    report = building.source("witness_statement")
    building.claim("person-1", ClaimKind.MEETS, "person-2", report, start=at(2))
    db = building.refreshed().db
    db.execute("UPDATE entity SET label = ? WHERE entity_id = 'person-1'", [HOSTILE])
    db.execute("UPDATE mention SET text = ?, normalised = ? WHERE kind = 'person'", [HOSTILE] * 2)
    db.execute("UPDATE case_property SET value = ? WHERE name = 'title'", [HOSTILE])
    building.case.close()
    return tmp_path / "case"


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)


def elements(page: str) -> set[str]:
    found = _Elements()
    found.feed(page)
    return set(found.names)


def test_names_are_never_markup(hostile: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "network.svg"
    run("network", hostile, "--as-stated", "--picture", drawn)
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.parse(drawn).iter()}
    assert "text" in tags and not tags & {"script", "img", "image", "foreignObject"}
    assert "onerror" in drawn.read_text(), "the name itself is there"
    with Case.open(hostile, write=True, user="ana") as case:
        page = create_app(case).server.test_client().get("/").get_data(as_text=True)
    assert "img" not in elements(page) and "alert(2)</script>" not in page


def test_a_report_for_reading_is_text(statements: Path, tmp_path: Path) -> None:
    with Case.open(statements, write=True, user="ana") as case:
        case.db.execute("UPDATE entity SET label = ? WHERE label = 'Dritan Gjoka'", [HOSTILE])
        case.db.execute("UPDATE mention SET text = ? WHERE text = 'Arben Leka'", [HOSTILE])
    report = tmp_path / "report.html"
    run("subject", statements, HOSTILE, "--out", report)
    assert "onerror" in report.read_text()
    assert not elements(report.read_text()) & {"script", "img"}


def test_no_script_of_ours_makes_markup_of_text() -> None:
    import dashboards

    package = Path(dashboards.__file__).parent
    code = [*package.rglob("*.js"), *package.rglob("*.py")]
    assert len(code) > 20
    ways = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "dangerously_allow")
    found = [
        (file.name, way) for file in code for way in ways
        if "cytoscape" not in file.name and way in file.read_text(encoding="utf-8")
    ]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    "path", ["/exports/..%2fcase.duckdb", "/exports/%2e%2e/case.duckdb", "/exports/case.duckdb",
             "/assets/..%2f..%2fpyproject.toml"],
)  # fmt: skip
def test_an_address_leads_to_no_other_file(folder: Path, path: str) -> None:
    with Case.open(folder, write=True, user="ana") as case:
        answer = create_app(case).server.test_client().get(path)
    assert answer.status_code == 404 or answer.mimetype == "text/html"
    assert b"DUCK" not in answer.data and b"[project]" not in answer.data


def test_a_request_has_a_limit(folder: Path) -> None:
    with Case.open(folder, write=True, user="ana") as case:
        browser = create_app(case).server.test_client()
        answer = browser.post(
            "/_dash-update-component", data=bytes(17_000_000), content_type="application/json"
        )
    assert answer.status_code == 413
