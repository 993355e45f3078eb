"""PDF: reading order, whole words, running heads, the place of every word; scans by Tesseract."""

from pathlib import Path

import pypdfium2
import pytest

from ingest.documents import DocumentUnreadableError, pdf_letters, read_document, recognition
from tests.ingest.documents.building import pdf, png
from workbench.vocabulary import AsideKind, PageOrigin

needs_tesseract = pytest.mark.skipif(
    not {"bos", "eng"} <= set(recognition.installed()),
    reason="SKIPPED: Tesseract with bos and eng is not installed (Debian: tesseract-ocr-bos)",
)


def sentences(count: int) -> list[str]:
    towns = ("Bar", "Ulcinj", "Podgorica", "Nikšić", "Kotor")
    return [f"U rečenici {n} vozač čeka kod {towns[n % 5]} i telefonira." for n in range(count)]


def test_columns_are_read_one_after_the_other_and_parted_words_are_whole(tmp_path: Path) -> None:
    said = sentences(60)
    read = read_document(
        pdf(
            tmp_path / "a.pdf",
            "#set page(columns: 2)\n#set par(justify: true)\n"
            '#set text(lang: "hr", hyphenate: true)\n' + " ".join(said),
        )
    )
    assert " ".join(read.text.split()) == " ".join(said)


def test_running_heads_and_feet_are_read_once_and_a_sentence_goes_on_over_the_page(
    tmp_path: Path,
) -> None:
    said = sentences(90)
    read = read_document(
        pdf(
            tmp_path / "a.pdf",
            "#set page(height: 12cm, header: [Broj 7/24], footer: context [Strana "
            "#counter(page).display()])\n" + " ".join(said),
        )
    )
    lines = read.text.split("\n")
    assert (lines[0], lines[-1]) == ("Broj 7/24", f"Strana {len(read.page_starts)}")
    assert " ".join("\n".join(lines[1:-1]).split()) == " ".join(said)
    repeated = [a for a in read.asides if a.kind is AsideKind.REPEATED]
    assert len(repeated) == 2 * (len(read.page_starts) - 1) > 2


def test_cells_of_a_row_stand_on_one_line_also_where_they_are_wrapped(tmp_path: Path) -> None:
    read = read_document(
        pdf(
            tmp_path / "a.pdf",
            "#table(columns: (1cm, 5cm, 4cm), [1], [Mobilni telefon Nokia, broj 067 111 222], "
            "[Ana Perić], [2], [Novac], [Ivo Ilić iz Bara, Ulica 1])",
        )
    )
    assert read.text.split("\n") == [
        "1\tMobilni telefon Nokia, broj 067 111 222\tAna Perić",
        "2\tNovac\tIvo Ilić iz Bara, Ulica 1",
    ]


def test_lines_of_both_directions_keep_their_order(tmp_path: Path) -> None:
    written = [
        "Svjedok je rekao na arapskom:",
        "شاهدت السيارة رقم 123 في الساعة مساء",
        "Zatim je محمد otišao. Ο μάρτυρας δεν τον γνωρίζει.",
    ]
    lines = [written[0], f'#text(lang: "ar", dir: rtl)[{written[1]}]', written[2]]
    source = '#set text(font: "DejaVu Sans")\n' + "\n\n".join(lines)
    assert read_document(pdf(tmp_path / "a.pdf", source)).text.split("\n") == written


def test_every_word_is_where_its_letters_are_drawn(tmp_path: Path) -> None:
    file = pdf(tmp_path / "a.pdf", "Vidio sam Petra.\n\n#pagebreak()\n#v(5cm)\nPa Anu.")
    read = read_document(file)
    places = [(page, word) for page in (0, 1) for word in read.pages[page].words]
    said = [read.text[word.start : word.end] for _, word in places]
    assert said == ["Vidio", "sam", "Petra.", "Pa", "Anu."]
    with pypdfium2.PdfDocument(file) as drawn:
        for text, (number, word) in zip(said, places, strict=True):
            page, height = drawn[number].get_textpage(), drawn[number].get_height()
            box = (word.left, height - word.bottom, word.right, height - word.top)
            assert page.get_text_bounded(*box).strip() == text


def test_a_turned_page_is_read_as_it_shows(tmp_path: Path) -> None:
    file = pdf(tmp_path / "a.pdf", "Prvi red.\n\nDrugi red.")
    with pypdfium2.PdfDocument(file) as document:
        upright = read_document(file).text
        document[0].set_rotation(180)
        document.save(tmp_path / "turned.pdf")
    turned = read_document(tmp_path / "turned.pdf")
    assert turned.text.split("\n")[::-1] == upright.split("\n")


def test_ligatures_and_shapes_of_arabic_letters_are_the_letters_they_stand_for() -> None:
    assert pdf_letters._plain("ﬃ") == "ffi"
    assert pdf_letters._plain("ﻣ") == "م"
    assert pdf_letters._plain("½") == "½"


LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<"
    + b"11" * 32 + b">/U<" + b"22" * 32
    + b">>>endobj\ntrailer<</Root 1 0 R/Encrypt 3 0 R/ID[<33><33>]>>\n%%EOF"
)  # fmt: skip


def test_a_pdf_behind_a_password_is_refused_as_such(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(LOCKED)
    with pytest.raises(DocumentUnreadableError, match=r"a\.pdf: is protected by a password"):
        read_document(tmp_path / "a.pdf")


# ------------------------------------------------------------------ scans

SCANNED = "Svjedok Željko Đurić: zvao me je Marko sa broja 069 333 444."


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A scanned page before one with text."""
    png(tmp_path / "scan.png", f"#set text(size: 14pt)\n{SCANNED}")
    source = (
        '#set page(margin: 0pt)\n#image("scan.png", width: 100%)\n#pagebreak()\n#pad(2cm)[Kraj.]'
    )
    return pdf(tmp_path / "mixed.pdf", source)


@needs_tesseract
def test_a_scanned_page_is_read_with_the_place_of_its_words(mixed: Path) -> None:
    read = read_document(mixed, language="bs")
    assert " ".join(read.text.split()) == f"{SCANNED} Kraj."
    assert [page.origin for page in read.pages] == [PageOrigin.RECOGNISED, PageOrigin.TEXT]
    assert (read.pages[0].confidence or 0) > 0.8
    first = read.pages[0].words[0]
    assert first.left == pytest.approx(70.9, abs=4)
    assert any("page 1: read off a scan" in note for note in read.notes)


@needs_tesseract
def test_a_picture_is_read_too(tmp_path: Path) -> None:
    file = png(tmp_path / "a.png", f"#set text(size: 14pt)\n{SCANNED}")
    assert " ".join(read_document(file, language="bs").text.split()) == SCANNED


def test_without_tesseract_a_scan_is_refused_and_says_what_to_install(
    mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "installed", lambda: ())
    missing = r"and Tesseract is not installed.*tesseract-ocr"
    with pytest.raises(DocumentUnreadableError, match=rf"without text \(1 of 2\), {missing}"):
        read_document(mixed)
    with pytest.raises(DocumentUnreadableError, match=f"is a picture, {missing}"):
        read_document(mixed.with_name("scan.png"))


def test_without_data_for_the_language_the_message_names_it(
    mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "installed", lambda: ("eng", "osd"))
    with pytest.raises(DocumentUnreadableError, match=r"no data for its language.*-sqi"):
        read_document(mixed, language="sq")


def test_a_page_without_anything_is_blank(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(595, 842)
        document.save(tmp_path / "blank.pdf")
    with pytest.raises(DocumentUnreadableError, match="holds no text"):
        read_document(tmp_path / "blank.pdf")
