import pytest

from dashboards.searching import search
from dashboards.workspace import Workspace
from tests.dashboards.coast import PROTECTED_WORDS


@pytest.mark.parametrize(
    "written",
    ["Bošković", "boskovic", "Бошковић", "bosko", "Mirko Boshkovich", "БОШКОВИЋ МИРКО"],
)
def test_a_name_is_found_in_any_script_and_spelling(workspace: Workspace, written: str) -> None:
    assert [hit.label for hit in search(workspace, written).hits][:1] == ["Mirko Bošković"]


@pytest.mark.parametrize("written", ["+382 69 000 222", "069000222", "69 000-222"])
def test_a_number_is_found_as_anyone_writes_it(workspace: Workspace, written: str) -> None:
    assert "+38269000222" in [hit.label for hit in search(workspace, written).hits]


def test_a_plate_is_found(workspace: Workspace) -> None:
    assert [hit.kind for hit in search(workspace, "pgab123").hits] == ["vehicle"]


@pytest.mark.parametrize("written", ["Naima Karzai", "naima", "Наима", "+355682000444", "1994"])
def test_a_protected_person_is_not_found_by_anything_of_theirs(
    workspace: Workspace, written: str
) -> None:
    found = search(workspace, written)
    assert not any(hit.protected for hit in found.hits)
    assert not any(word in repr(found) for word in PROTECTED_WORDS)


def test_a_protected_person_is_found_by_pseudonym(workspace: Workspace) -> None:
    labels = [hit.label for hit in search(workspace, "protected person").hits]
    assert labels[0] == "Protected person 1"


def test_one_letter_is_not_searched_for(workspace: Workspace) -> None:
    assert search(workspace, " m ").total == 0


def test_what_is_not_listed_is_counted(workspace: Workspace) -> None:
    found = search(workspace, "+3826900", limit=5)
    assert len(found.hits) == 5 and found.total > 30
