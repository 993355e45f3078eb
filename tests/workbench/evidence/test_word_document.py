"""The Word document says what the PDF says, and is the same when made again."""

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest

from workbench.case import Case
from workbench.evidence import summary
from workbench.evidence.verify import verify


def test_every_statement_and_every_cited_cell_is_in_it(small_pack: Path) -> None:
    with zipfile.ZipFile(small_pack) as archive:
        document = docx.Document(io.BytesIO(archive.read("summary.docx")))
        listed = json.loads(archive.read("citations.json"))
    paragraphs = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert listed["statements"]
    for statement in listed["statements"]:
        assert f"{statement['number']}. {statement['text']}" in paragraphs
    for citation in listed["citations"]:
        words = " | ".join(citation.get("cells", ())) or citation["text"]
        assert citation["label"] in cells and words in cells
    for title in ("Method and limits", "Annex C: what is withheld"):
        assert title in paragraphs


def test_made_again_it_is_the_same_and_so_is_the_signed_pdf(
    small_case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    packs = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for out in packs:
        summary.export(small_case, out, recipient="Court")
        verify(out)
    assert packs[0].read_bytes() == packs[1].read_bytes()


def test_it_holds_nothing_of_the_programs_that_made_it(small_pack: Path) -> None:
    with zipfile.ZipFile(small_pack) as archive:
        inner = zipfile.ZipFile(io.BytesIO(archive.read("summary.docx")))
    assert not [name for name in inner.namelist() if "thumbnail" in name]
    assert b"python-docx" not in inner.read("docProps/core.xml")
