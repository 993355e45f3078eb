import pytest

from dashboards.reading import extract_at
from dashboards.workspace import Workspace
from tests.dashboards.coast import PROTECTED_WORDS, STATEMENT
from workbench.errors import UnknownObjectError

SENTENCE = "Dritan Gjoka met Mirko Bošković in Ulcinj on 3 March 2024."


def test_a_row_is_shown_among_its_neighbours(workspace: Workspace) -> None:
    found = extract_at(workspace, {"source": 1, "sheet": "", "row": 7})
    assert found.file == "Adriatel_355672000111.csv"
    assert [line.number for line in found.lines if line.asked] == [7]
    assert found.lines[0].number == 1
    assert found.header[:2] == ("Numri A", "Numri B")
    assert next(line for line in found.lines if line.asked).cells[0] == "00355672000111"


def test_a_sentence_is_shown_in_its_page(workspace: Workspace) -> None:
    start = STATEMENT.index(SENTENCE)
    found = extract_at(workspace, {"source": 2, "start": start, "end": start + len(SENTENCE)})
    assert found.asked == SENTENCE
    assert found.before.startswith("I know Dritan Gjoka from Durres.")


def test_around_what_is_asked_for_protected_persons_stay_hidden(workspace: Workspace) -> None:
    page = extract_at(workspace, {"source": 2, "start": 0, "end": 0})
    rows = extract_at(workspace, {"source": 1, "sheet": "", "row": 14})
    assert "Protected person 1" in page.after
    assert not any(word in repr((page, rows)) for word in PROTECTED_WORDS)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"source": "all"},
        {"source": 99, "sheet": "", "row": 1},
        {"source": 1, "start": 0, "end": 5},
        {"source": 2, "start": None, "end": 5},
    ],
)
def test_a_place_that_is_not_there_is_refused(
    workspace: Workspace, told: dict[str, object]
) -> None:
    with pytest.raises(UnknownObjectError):
        extract_at(workspace, told)
