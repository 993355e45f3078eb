import pytest

from dashboards.exporting import Scope, focus_of, write
from dashboards.handing_out import path_of
from dashboards.views import View
from dashboards.workspace import Workspace
from tests.dashboards.coast import Coast
from workbench.errors import RefusedError, UnknownObjectError


def test_the_whole_case_has_no_focus(workspace: Workspace) -> None:
    assert focus_of(workspace, Scope.CASE, View(), {"entities": ["person-1"]}) == []


def test_what_is_selected_is_the_focus(workspace: Workspace) -> None:
    entities = {"entities": ["person-3", "person-1"], "relationship": None}
    assert focus_of(workspace, Scope.SELECTION, View(), entities) == ["person-3", "person-1"]
    line = {"entities": [], "relationship": "person-1~pays~person-3"}
    assert focus_of(workspace, Scope.SELECTION, View(), line) == ["person-1", "person-3"]
    assert focus_of(workspace, Scope.SELECTION, View(), {}) == []


def test_a_picture_is_told_by_its_first_whom_a_ranking_may_name(
    workspace: Workspace, coast: Coast
) -> None:
    focus = focus_of(workspace, Scope.PICTURE, View(), {})
    assert focus[0] == coast.people["Gjoka"]
    assert coast.people["Karzai"] not in focus


def test_a_summary_needs_a_recipient(workspace: Workspace) -> None:
    with pytest.raises(RefusedError, match="for whom"):
        write(workspace, "  ", "Who?", [])


@pytest.mark.parametrize("name", ["../case.duckdb", "summary.zip", "summary-20240101-000000.zip"])
def test_only_packs_written_here_are_handed_out(workspace: Workspace, name: str) -> None:
    with pytest.raises(UnknownObjectError):
        path_of(workspace, name)


def test_what_handling_codes_hold_back_is_refused_in_words(
    workspace: Workspace, coast: Coast
) -> None:
    # The statement is H1: not for proceedings without its provider's permission.
    with pytest.raises(RefusedError, match="handling code"):
        write(workspace, "Court of Bar", "Who pays whom?", [coast.people["Gjoka"]])


def test_a_summary_is_written_checked_and_handed_out(workspace: Workspace) -> None:
    pack = write(workspace, "Court of Bar", "Who calls whom?", [])
    assert pack.files >= 2
    assert path_of(workspace, pack.name).stat().st_size == pack.bytes
