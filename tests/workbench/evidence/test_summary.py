"""What an exported summary says, what it never says, and what remains of it in the case."""

import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

import sample_data
from tests.workbench.evidence.conftest import EPOCH, ExportedSample
from tests.workbench.evidence.leaks import leaks, secrets
from workbench import audit
from workbench.case import Case
from workbench.errors import RefusedError, WorkbenchError
from workbench.evidence import summary
from workbench.evidence.verify import verify


def _json(pack: Path, name: str) -> Any:
    with zipfile.ZipFile(pack) as archive:
        return json.loads(archive.read(name))


def _pages(pack: Path) -> str:
    with (
        zipfile.ZipFile(pack) as archive,
        pypdfium2.PdfDocument(archive.read("summary.pdf")) as pdf,
    ):
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def _words(text: str) -> str:
    return "".join(text.split())


# ------------------------------------------------------------------ protection


def test_no_attribute_of_a_protected_person_is_in_any_byte_of_a_pack(
    exported: ExportedSample,
) -> None:
    known = secrets(sample_data.truth() / "protected.csv")
    assert leaks(exported.pack, known) == []


def test_the_search_for_leaks_finds_them_where_they_are() -> None:
    known = secrets(sample_data.truth() / "protected.csv")
    found = {
        (secret.column, Path(place.split("/")[0]).suffix)
        for file in sample_data.files()
        for place, secret in leaks(file, known)
    }
    columns = {column for column, _ in found}
    assert {"surname", "phone_variants", "imei", "document_number"} <= columns


def test_unprotected_persons_are_named_in_full(exported: ExportedSample) -> None:
    entities = _json(exported.pack, "citations.json")["entities"]
    persons = [e["Name"] for e in entities if e["Kind"] == "person"]
    named = [name for name in persons if not name.startswith("Protected person")]
    assert len(named) >= 3
    assert not any("[protected]" in name for name in persons)


def test_an_original_that_tells_of_a_protected_person_does_not_go_out(
    exported: ExportedSample,
) -> None:
    with exported.case() as case:
        telling = {
            row[0]
            for row in case.db.execute(
                "SELECT DISTINCT sha256 FROM source JOIN mention USING (source_id) "
                "JOIN entity_member USING (mention_id) JOIN protected_entity USING (entity_id)"
            ).fetchall()
        }
    with zipfile.ZipFile(exported.pack) as archive:
        gone = {
            hashlib.sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if name.startswith("originals/")
        }
    assert gone, "some originals may go"
    assert not gone & telling


# ------------------------------------------------------------------ what it says


def test_a_pdf_for_archives_and_screen_readers(exported: ExportedSample) -> None:
    with zipfile.ZipFile(exported.pack) as archive:
        pdf = archive.read("summary.pdf")
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"2025-01-01" in pdf, "the moment of the export"


def test_every_part_that_a_prosecutor_looks_for_is_there(exported: ExportedSample) -> None:
    pages = _pages(exported.pack)
    for words in (
        "Court of Bar",
        "Who organised the crossings?",
        "What the sources record and state",
        "Assessments and calculations",
        "Chart",
        "Persons and other actors",
        "Relationships",
        "Coverage of the call records",
        "Left out",
        "Annex A: cited rows, word for word",
        "Annex B: cited sentences, word for word",
        "Annex C: what is withheld",
        "Page 1 of",
    ):
        assert words in pages


def test_every_cited_row_and_sentence_stands_in_the_annexes_in_its_own_script(
    exported: ExportedSample,
) -> None:
    pages = _words(_pages(exported.pack))
    citations = _json(exported.pack, "citations.json")["citations"]
    parts = [
        part
        for citation in citations
        for part in citation.get("cells") or [citation["text"]]
        if len(part) < 60  # longer ones may be cut by a page break
    ]
    missing = [part for part in parts if _words(part) not in pages]
    assert not missing
    assert any(re.search("[čćžšđë]", part) for part in parts)
    assert any(re.search("[а-я]", c["text"]) for c in citations), "Cyrillic"


def test_every_statement_rests_on_citations_or_is_a_calculation(exported: ExportedSample) -> None:
    listed = _json(exported.pack, "citations.json")
    numbers = [statement["number"] for statement in listed["statements"]]
    assert numbers == list(range(1, len(numbers) + 1))
    bare = [statement["text"] for statement in listed["statements"] if not statement["cites"]]
    assert all(text.startswith(("Who ", "No merge")) for text in bare)


def test_withheld_sources_are_listed_by_number_and_say_nothing(exported: ExportedSample) -> None:
    with exported.case() as case:
        held = case.db.execute(
            "SELECT source_id, file_name, sha256 FROM source WHERE handling_code = 'H2'"
        ).fetchall()
    manifest = _json(exported.pack, "manifest.json")
    assert {one["source_id"] for one in manifest["withheld"]} == {row[0] for row in held}
    everything = exported.pack.read_bytes() + _pages(exported.pack).encode()
    for _, file_name, sha256 in held:
        assert file_name.encode() not in everything
        assert sha256.encode() not in everything


def test_a_permission_lets_a_source_go(small_case: Case, tmp_path: Path) -> None:
    folder = shutil.copytree(small_case.folder, tmp_path / "case")
    with Case.open(folder, write=True, user="ana") as case:
        case.db.execute("UPDATE source SET handling_code = 'H2'")
        out = tmp_path / "with.zip"
        made = summary.export(case, out, recipient="Court", permissions={1: "letter 12/24"})
    assert made.withheld == 1
    assert "letter12/24" in _words(_pages(out))


# ------------------------------------------------------------------ again, and in the case


def test_made_again_at_the_same_moment_it_is_the_same_byte_for_byte(
    small_case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    for out in (tmp_path / "one.zip", tmp_path / "again.zip"):
        summary.export(small_case, out, recipient="Court of Bar", question="Who drove?")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "again.zip").read_bytes()


def test_what_left_is_logged_under_the_manifests_hash(exported: ExportedSample) -> None:
    with zipfile.ZipFile(exported.pack) as archive:
        digest = hashlib.sha256(archive.read("manifest.json")).hexdigest()
    anchor = _json(exported.pack, "manifest.json")["audit"]
    with exported.case() as case:
        logged = case.db.execute(
            "SELECT recipient, made_by, manifest_sha256 FROM export WHERE export_id = 1"
        ).fetchall()
        rows = {row.sequence: row for row in audit.rows(case.db)}
        assert audit.verify(case.db).fault is None
    assert logged == [("Court of Bar", "ana", digest)]
    assert rows[anchor["row"]].hash == anchor["hash"]
    later = [row for number, row in rows.items() if number > anchor["row"]]
    disclosed = next(row for row in later if row.action == "disclosure")
    assert digest in disclosed.detail


def test_nothing_is_logged_when_nothing_left(sample_case: Case, tmp_path: Path) -> None:
    before = audit.head(sample_case.db)
    letter = tmp_path / "letter.txt"
    letter.write_text("keep me")
    for out in (letter, tmp_path, tmp_path / "none" / "a.zip", tmp_path / "a.pdf"):
        with pytest.raises(RefusedError):
            summary.export(sample_case, out, recipient="Court")
    with pytest.raises(RefusedError):
        summary.export(sample_case, sample_case.folder / "originals" / "a.zip", recipient="Court")
    with pytest.raises(WorkbenchError):
        summary.export(sample_case, tmp_path / "a.zip", recipient="Court", focus=["person-999999"])
    assert letter.read_text() == "keep me"
    assert sorted(tmp_path.glob("*.zip")) == []
    assert audit.head(sample_case.db) == before


def test_an_earlier_pack_may_be_replaced(
    exported: ExportedSample, small_case: Case, tmp_path: Path
) -> None:
    out = tmp_path / "summary.zip"
    shutil.copy(exported.pack, out)
    summary.export(small_case, out, recipient="Court", top=2)
    assert verify(out).citations < exported.report.citations


def test_where_every_source_is_withheld_it_says_what_to_do(
    sample_case: Case, tmp_path: Path
) -> None:
    sample_case.db.execute("UPDATE source SET handling_code = 'H1'")
    with pytest.raises(RefusedError, match="permission"):
        summary.export(sample_case, tmp_path / "a.zip", recipient="Court")
