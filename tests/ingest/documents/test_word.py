"""A DOCX is read as Word shows it; what is not said by it is kept apart."""

from pathlib import Path

import pytest

from ingest.documents import DocumentUnreadableError, ExtractedText, read_document
from tests.ingest.documents.building import docx, p

BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
LIST = '<w:pPr><w:numPr><w:ilvl w:val="{0}"/><w:numId w:val="4"/></w:numPr></w:pPr>'
LEVEL = '<w:lvl w:ilvl="{0}"><w:numFmt w:val="{1}"/><w:lvlText w:val="{2}"/></w:lvl>'


def asides(extracted: ExtractedText) -> list[tuple[str, str, str | None]]:
    return [
        (str(a.kind), a.text or extracted.text[a.start : a.end].strip(), a.author)
        for a in extracted.asides
    ]


def test_deleted_words_are_not_read_as_said_and_inserted_ones_are_marked(tmp_path: Path) -> None:
    body = p(
        "Vidio sam ",
        '<w:del w:author="Ana"><w:r><w:delText>Marka</w:delText></w:r></w:del>',
        '<w:ins w:author="Ana"><w:r><w:t>Petra</w:t></w:r></w:ins>',
        " u Baru.",
    )
    read = read_document(docx(tmp_path / "a.docx", body))
    assert read.text == "Vidio sam Petra u Baru."
    assert asides(read) == [("deleted", "Marka", "Ana"), ("inserted", "Petra", "Ana")]
    assert read.asides[0].start == len("Vidio sam ")
    assert any("deleted by tracked changes kept apart" in note for note in read.notes)


def test_comments_and_hidden_text_are_kept_apart(tmp_path: Path) -> None:
    body = p(
        "Nisam ga vidio.",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>tajno</w:t></w:r>",
        '<w:r><w:commentReference w:id="7"/></w:r>',
    )
    comment = f'<w:comment w:id="7" w:author="Ivo">{p("Provjeriti.")}</w:comment>'
    read = read_document(docx(tmp_path / "a.docx", body, comments=comment))
    assert read.text == "Nisam ga vidio."
    assert asides(read) == [("hidden", "tajno", None), ("comment", "Provjeriti.", "Ivo")]


def test_heads_feet_notes_and_text_boxes_are_read_once_and_marked(tmp_path: Path) -> None:
    body = p("Izjava.", '<w:r><w:footnoteReference w:id="2"/></w:r>', BOX.format(p("U okviru.")))
    head, foot = '<w:headerReference r:id="header1"/>', '<w:footerReference r:id="footer1"/>'
    body += f"<w:sectPr>{head}{foot}</w:sectPr>"
    read = read_document(
        docx(
            tmp_path / "a.docx",
            body,
            header1=p("Broj 12/24"),
            footer1=p("Strana 1"),
            footnotes=f'<w:footnote w:id="2">{p("Napomena.")}</w:footnote>',
        )
    )
    assert read.text.split("\n") == ["Broj 12/24", "Izjava.", "Napomena.", "U okviru.", "Strana 1"]
    assert [kind for kind, _, _ in asides(read)] == ["header", "footnote", "text_box", "footer"]


def test_the_numbers_of_lists_are_read_as_word_counts_them(tmp_path: Path) -> None:
    levels = LEVEL.format(0, "decimal", "%1.") + LEVEL.format(1, "lowerLetter", "%1.%2)")
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
        '<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = "".join(
        p(text, properties=LIST.format(depth))
        for text, depth in (("Telefon", 0), ("crni", 1), ("bijeli", 1), ("Novac", 0))
    )
    read = read_document(docx(tmp_path / "a.docx", body, numbering=numbering))
    assert read.text.split("\n") == ["1. Telefon", "1.a) crni", "1.b) bijeli", "2. Novac"]


def test_a_merged_cell_is_read_once_and_a_table_inside_follows_its_row(tmp_path: Path) -> None:
    inside = f"<w:tbl><w:tr><w:tc>{p('IMEI')}</w:tc><w:tc>{p('1')}</w:tc></w:tr></w:tbl>"
    body = (
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("Predmeti")}</w:tc></w:tr>'
        f"<w:tr><w:tc>{p('Telefon')}{p('Nokia')}</w:tc><w:tc>{p('crn')}{inside}</w:tc></w:tr></w:tbl>"
    )
    read = read_document(docx(tmp_path / "a.docx", body))
    assert read.text.split("\n") == ["Predmeti", "Telefon Nokia\tcrn", "IMEI\t1"]


def test_pages_are_those_that_word_last_showed(tmp_path: Path) -> None:
    body = p("Prva.") + p("<w:r><w:lastRenderedPageBreak/></w:r>", "Druga.")
    read = read_document(docx(tmp_path / "a.docx", body))
    assert [read.page_of(read.text.index(word)) for word in ("Prva", "Druga")] == [1, 2]


def test_a_document_behind_a_password_is_refused_as_such(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(DocumentUnreadableError, match="password"):
        read_document(file)


def test_an_rtf_or_page_that_calls_itself_doc_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(rb"{\rtf1\ansi\ansicpg1250 Do\'9aao sam.}")
    (tmp_path / "b.doc").write_text("<html><body><p>Došao sam.</p></body></html>", encoding="utf-8")
    assert read_document(tmp_path / "a.doc").text == "Došao sam."
    assert read_document(tmp_path / "b.doc").text == "Došao sam."
