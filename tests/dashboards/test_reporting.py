"""The report's page: what is added from other pages, how it is shown, previewed and exported."""

import json
import zipfile
from typing import Any

import pypdfium2
import pytest

from dashboards import saving
from dashboards.communicating.findings import every as found_by
from dashboards.components.report import item_cards
from dashboards.drawings import Drawings
from dashboards.exporting.asked import Asked, Scope
from dashboards.exporting.writing import pages, write
from dashboards.handing_out import path_of
from dashboards.reporting import gathering, items
from dashboards.views import View
from dashboards.workspace import Workspace
from tests.dashboards.coast import PROTECTED_WORDS, Coast
from workbench import collecting
from workbench.collecting import Kind
from workbench.errors import UnknownObjectError

COURT = Asked("Court of Bar", "Who called whom?", scope=Scope.COLLECTED, collected=True)


def text(components: Any) -> str:
    return json.dumps(components, default=lambda c: c.to_plotly_json(), ensure_ascii=False)


def test_what_other_pages_point_to_becomes_an_item(own: Workspace, coast: Coast) -> None:
    gjoka, mirko = coast.people["Gjoka"], coast.people["Bošković"]
    saving.save(own, "Coast", View(), Drawings(own).picture(View(), None))
    gathering.add(own, {"kind": "entity", "object": gjoka})
    gathering.add(own, {"kind": "relationship", "object": f"{gjoka}~meets~{mirko}"})
    gathering.add(own, {"kind": "picture", "view": 1})
    gathering.add(own, {"kind": "note", "note": "To be asked."})
    shown = items.every(own)
    assert [one.item.kind for one in shown] == [
        Kind.ENTITY, Kind.RELATIONSHIP, Kind.PICTURE, Kind.NOTE,
    ]  # fmt: skip
    assert [entity.label for entity in shown[1].entities] == ["Dritan Gjoka", "Mirko Bošković"]
    assert shown[2].heading == "Picture: Coast" and len(shown[2].entities) > 5
    assert not any(one.missing for one in shown)


def test_a_finding_is_kept_as_it_was_found(own: Workspace) -> None:
    found = found_by(own, "pattern-of-life")[0]
    gathering.add(own, {"kind": "finding", "pattern": found.pattern, "key": found.key})
    (kept,) = items.every(own)
    assert kept.heading == "Habits" and kept.told
    assert "records on" in kept.text


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "entity", "object": "person-99999"},
        {"kind": "relationship", "object": "nonsense"},
        {"kind": "finding", "pattern": "convoy", "key": "0"},
        {"kind": "finding", "pattern": "nonsense", "key": "0"},
        {"kind": "picture", "view": 77},
    ],
)
def test_what_the_case_has_not_is_refused(own: Workspace, told: dict[str, object]) -> None:
    with pytest.raises(UnknownObjectError):
        gathering.add(own, told)
    assert collecting.every(own.case) == ()


def test_notes_are_shown_without_what_gives_protected_persons_away(own: Workspace) -> None:
    gathering.add(own, {"kind": "note", "note": "Naima Karzai said so."})
    shown = text(item_cards(own.texts, items.every(own)))
    assert "said so." in shown
    assert not any(word in shown for word in PROTECTED_WORDS)


def test_the_summary_holds_what_was_collected_and_names_nobody_protected(
    own: Workspace, coast: Coast
) -> None:
    gathering.add(own, {"kind": "entity", "object": coast.people["Gjoka"], "note": "See Naima."})
    gathering.add(own, {"kind": "note", "note": "Ask for the records of the second number."})
    gathering.add(own, {"kind": "note", "note": "Karzai, once more."})
    written = write(own, COURT, View(), {})
    assert written.checked is not None
    path = path_of(own, written.name)
    words = _pdf_text(zipfile.ZipFile(path).read("summary.pdf"))
    assert "What was collected for this report" in words
    assert "Ask for the records of the second number." in " ".join(words.split())
    assert "left out" in words, "known only from a source that may not go"
    assert not any(word in words for word in PROTECTED_WORDS)
    with pytest.raises(UnknownObjectError):
        path_of(own, "../case.duckdb")


def test_a_preview_shows_the_pages_and_is_no_export(own: Workspace) -> None:
    gathering.add(own, {"kind": "note", "note": "Only looked at."})
    before = own.case.db.execute("SELECT count(*) FROM export").fetchall()
    pictures, total = pages(own, Asked(language="bs", collected=True), View(), {})
    assert len(pictures) == total > 3
    assert pictures[0].startswith("data:image/png;base64,")
    assert own.case.db.execute("SELECT count(*) FROM export").fetchall() == before


def test_the_network_of_the_collected_goes_out_in_other_formats(
    own: Workspace, coast: Coast
) -> None:
    gathering.add(own, {"kind": "entity", "object": coast.people["Gjoka"]})
    asked = Asked("Analysis unit", purpose="police", form="graphml", scope=Scope.COLLECTED)
    written = write(own, asked, View(), {})
    content = path_of(own, written.name).read_text("utf-8")
    assert "Dritan Gjoka" in content
    assert not any(word in content for word in PROTECTED_WORDS)


def _pdf_text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
