"""A sentence leads to its lines on the page."""

from pathlib import Path

import pypdfium2

from ingest import intake
from ingest.intake import AddOptions
from tests.ingest.documents.building import pdf
from workbench.case import Case
from workbench.evidence.positions import marks
from workbench.vocabulary import PageOrigin, SourceKind

SENTENCE = (
    "Marko Vujović me je zvao sa broja 069 333 444 i rekao da dođem u Bar gdje će me čekati vozač."
)


def test_a_sentence_is_marked_line_by_line_where_its_letters_are(tmp_path: Path) -> None:
    file = pdf(tmp_path / "a.pdf", f"ZAPISNIK\n\n#pagebreak()\nPrva rečenica. {SENTENCE} Kraj.")
    with Case.create(tmp_path / "case", title="Marks", user="ana") as case:
        intake.add(case, file, AddOptions(kind=SourceKind.WITNESS_STATEMENT, country="ME"))
        (text,) = case.db.execute("SELECT text FROM document").fetchall()[0]
        start = text.index("Marko")
        (found,) = marks(case, 1, start, text.index(" Kraj"))
    assert (found.page, found.origin, len(found.boxes)) == (2, PageOrigin.TEXT, 2)
    with pypdfium2.PdfDocument(file) as drawn:
        page = drawn[1].get_textpage()
        said = [
            page.get_text_bounded(left, found.height - bottom, right, found.height - top)
            for left, top, right, bottom in found.boxes
        ]
    assert " ".join(" ".join(said).split()) == SENTENCE


def test_text_without_fixed_pages_has_no_marks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ZAPISNIK O SASLUŠANJU\n\nZvao me je.", encoding="utf-8")
    with Case.create(tmp_path / "case", title="Marks", user="ana") as case:
        intake.add(case, tmp_path / "a.txt", AddOptions(kind=SourceKind.WITNESS_STATEMENT))
        assert marks(case, 1, 0, 20) == []
