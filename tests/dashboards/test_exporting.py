import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from dashboards.components.export import export_form
from dashboards.exporting.asked import DISCLOSURE, FORMS, Asked, Scope, Stretch, moment, stretch
from dashboards.exporting.focus import choices, focus_of
from dashboards.exporting.ids import DIALOG, REPORT
from dashboards.exporting.writing import request, write
from dashboards.handing_out import part_of, path_of
from dashboards.views import View
from dashboards.workspace import Workspace
from tests.dashboards.coast import PROTECTED_WORDS, Coast
from workbench.errors import RefusedError, UnknownObjectError
from workbench.evidence.request import Template
from workbench.vocabulary import MentionKind

COURT = Asked(recipient="Court of Bar", question="Who calls whom?")


def focus(
    workspace: Workspace, scope: Scope, selection: Mapping[str, Any] | None = None
) -> tuple[str, ...]:
    return focus_of(workspace, Asked(scope=scope), View(), selection or {})


def test_the_whole_case_has_no_focus(workspace: Workspace) -> None:
    assert focus(workspace, Scope.CASE, {"entities": ["person-1"]}) == ()


def test_what_is_selected_is_the_focus(workspace: Workspace) -> None:
    entities = {"entities": ["person-3", "person-1"], "relationship": None}
    assert focus(workspace, Scope.SELECTION, entities) == ("person-3", "person-1")
    line = {"entities": [], "relationship": "person-1~pays~person-3"}
    assert focus(workspace, Scope.SELECTION, line) == ("person-1", "person-3")
    with pytest.raises(RefusedError, match="Nothing is selected"):
        focus(workspace, Scope.SELECTION)


def test_a_picture_is_told_by_its_first_whom_a_ranking_may_name(
    workspace: Workspace, coast: Coast
) -> None:
    found = focus(workspace, Scope.PICTURE)
    assert found[0] == coast.people["Gjoka"]
    assert coast.people["Karzai"] not in found


def test_a_template_about_one_is_about_one_of_its_kind(workspace: Workspace, coast: Coast) -> None:
    gjoka = coast.people["Gjoka"]
    person = Asked(template=Template.PERSON, one=gjoka)
    assert request(workspace, person, View(), {}).focus == (gjoka,)
    for wrong in (replace(person, one=""), replace(person, template=Template.PHONE)):
        with pytest.raises(RefusedError, match="Choose the"):
            request(workspace, wrong, View(), {})
    network = replace(person, form="graphml", one="")
    assert focus_of(workspace, network, View(), {}) == (), "other programs ask for no template"


def test_the_one_is_found_in_any_spelling_and_those_at_hand_come_first(
    workspace: Workspace, coast: Coast
) -> None:
    gjoka, mirko = coast.people["Gjoka"], coast.people["Bošković"]
    selected = {"entities": [mirko]}
    at_hand = choices(workspace, MentionKind.PERSON, "", "", selected)
    assert at_hand[0].entity_id == mirko and len(at_hand) > 2
    found = choices(workspace, MentionKind.PERSON, "gjoka", mirko, {})
    assert [one.entity_id for one in found][:2] == [mirko, gjoka]
    phones = choices(workspace, MentionKind.PHONE, "", "", selected)
    assert {one.kind for one in phones} == {"phone"}
    labels = json.dumps([one.label for one in choices(workspace, MentionKind.PERSON, "", "", {})])
    assert not any(word in labels for word in PROTECTED_WORDS)


def test_times_are_the_case_s_and_a_last_day_belongs_to_its_stretch(workspace: Workspace) -> None:
    days = Asked(start="2024-07-01", end="2024-07-01")
    found = stretch(workspace.texts, days)
    assert found == Stretch(datetime(2024, 6, 30, 22), datetime(2024, 7, 1, 22), None)
    assert moment(workspace.texts, " 2024-01-02 09:41 ") == datetime(2024, 1, 2, 8, 41)
    turned = replace(days, template=Template.COMPARISON, turn="2024-07-01")
    assert stretch(workspace.texts, turned).turn_utc == datetime(2024, 6, 30, 22)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(start="yesterday"), "yesterday: write a day as"),
        (Asked(end="9999-12-31"), "9999-12-31: write a day as"),
        (Asked(start="2024-07-02", end="2024-07-01"), "2024-07-01 is before 2024-07-02"),
        (Asked(template=Template.EVENT, start="2024-07-02"), "from when to when"),
        (Asked(template=Template.COMPARISON), "parts before from after"),
    ],
)
def test_what_cannot_be_is_said_in_words(workspace: Workspace, asked: Asked, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        stretch(workspace.texts, asked)


def test_both_places_have_the_same_form(workspace: Workspace) -> None:
    texts = workspace.texts
    one, other = (
        json.dumps(export_form(texts, names, Asked()), default=lambda c: c.to_plotly_json())
        for names in (DIALOG, REPORT)
    )
    assert one == other.replace("export-report-", "export-dialog-")
    choosable = {*FORMS, *Template, *Scope, "judicial", "police", "sr-Cyrl", "sq"}
    assert [name for name in choosable if f'"{name}"' not in one] == []


def test_a_summary_needs_a_recipient(workspace: Workspace) -> None:
    with pytest.raises(RefusedError, match="for whom"):
        write(workspace, Asked(recipient="  "), View(), {})


@pytest.mark.parametrize("name", ["../case.duckdb", "summary.zip", "summary-20240101-000000.zip"])
def test_only_packs_written_here_are_handed_out(workspace: Workspace, name: str) -> None:
    with pytest.raises(UnknownObjectError):
        path_of(workspace, name)


def test_what_handling_codes_hold_back_is_refused_in_words(
    workspace: Workspace, coast: Coast
) -> None:
    # The statement is H1: not for proceedings without its provider's permission.
    about = replace(COURT, scope=Scope.SELECTION)
    with pytest.raises(RefusedError, match="handling code"):
        write(workspace, about, View(), {"entities": [coast.people["Gjoka"]]})


def test_a_disclosure_set_is_written_checked_and_handed_out(workspace: Workspace) -> None:
    pack = write(workspace, replace(COURT, form=DISCLOSURE), View(), {})
    assert pack.checked is not None and pack.checked.files >= 2
    path = path_of(workspace, pack.name)
    assert path.name.startswith("disclosure-") and path.stat().st_size == pack.bytes
    with zipfile.ZipFile(path) as archive:
        assert part_of(workspace, pack.name, "summary.docx").read() == archive.read("summary.docx")
        assert json.loads(archive.read("manifest.json"))["request"]["everything"]
    with pytest.raises(UnknownObjectError):
        part_of(workspace, pack.name, "manifest.json")
