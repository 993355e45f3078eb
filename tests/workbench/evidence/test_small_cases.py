"""Summaries of small, odd and hostile cases."""

import zipfile
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest

from ingest import intake
from workbench import steps
from workbench.access import for_export
from workbench.case import Case
from workbench.evidence import summary
from workbench.evidence.composing import compose
from workbench.evidence.request import Request
from workbench.evidence.verify import verify

CALLS = (
    "A broj;B broj;Datum;Vrijeme;Trajanje;Tip;Smjer\n"
    "067111222;068333444;01.09.2024;10:00:00;60;Govor;Odlazni\n"
    "067111222;068333444;02.09.2024;10:00:00;61;Govor;Odlazni\n"
)
STATEMENT = (
    "Izjava svjedoka.\n\nSvjedok Marko Petrović izjavio je da je Petar Nikolić vozio vozilo "
    "PG AB123. Petar Nikolić koristi broj 067 111 222.\n"
)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case", title="Small", time_zone="Europe/Podgorica", user="ana")


def _add(case: Case, name: str, text: str) -> None:
    file = case.folder.parent / name
    file.write_text(text, encoding="utf-8")
    intake.add(case, file, intake.AddOptions(country="ME"))


def _exported(case: Case, **asked: object) -> str:
    out = case.folder.parent / "out.zip"
    summary.export(case, out, recipient="Court", **asked)  # type: ignore[arg-type]
    verify(out)
    with zipfile.ZipFile(out) as archive, pypdfium2.PdfDocument(archive.read("summary.pdf")) as pdf:
        pages = "\n".join(page.get_textpage().get_text_bounded() for page in pdf)
    return " ".join(pages.split())


def test_before_any_resolution_it_says_that_there_was_none(case: Case) -> None:
    _add(case, "calls.csv", CALLS)
    assert "No resolution of identities has been run." in _exported(case)


def test_a_person_tied_to_things_only_is_summed_up_too(case: Case) -> None:
    _add(case, "izjava_svjedoka.txt", STATEMENT)
    steps.resolve(case)
    pages = _exported(case)
    assert "Petar Nikolić" in pages
    assert "PG AB123" in pages or "PGAB123" in pages
    assert "There are no call records in the material." in pages


def test_an_entity_of_any_kind_can_be_its_focus(small_case: Case) -> None:
    kinds = "SELECT min(entity_id) FROM entity GROUP BY kind ORDER BY 1"
    found = [row[0] for row in small_case.db.execute(kinds).fetchall()]
    assert len(found) >= 3
    for entity in found:
        asked = Request("Court", focus=(entity,), top=2)
        made = compose(small_case, for_export(small_case), asked, datetime(2025, 1, 1))
        assert made.report.entities.rows[0][0] == "E1"


def test_no_text_of_a_case_is_taken_for_markup_or_breaks_the_page(case: Case) -> None:
    _add(case, "calls.csv", CALLS)
    steps.resolve(case)
    hostile = "#panic() $x$ _a_ *b* @ref <i> \\u{41} [q] // 漢 \u202eevil \x07 محمد " + "W" * 300
    case.db.execute("UPDATE entity SET label = ?", [hostile])
    pages = _exported(case, question=hostile)
    assert "#panic() $x$ _a_ *b* @ref <i> \\u{41} [q] // ⟨U+6F22⟩ ⟨U+202E⟩evil ⟨U+0007⟩" in pages
    assert "W" * 16 in pages
