"""What is collected for the report stays in order, logged, and is never deleted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import collecting
from workbench.case import Case
from workbench.collecting import Kind
from workbench.errors import RefusedError, UnknownObjectError


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", title="Report", user="ana") as made:
        yield made


def order(case: Case) -> list[str]:
    return [item.object or item.note for item in collecting.every(case)]


def test_items_come_in_the_order_in_which_they_were_collected(case: Case) -> None:
    collecting.collect(case, Kind.ENTITY, "person-2")
    collecting.collect(case, Kind.FINDING, "abc", {"score": 0.5})
    collecting.collect(case, Kind.NOTE, note="  Ask again. ")
    assert order(case) == ["person-2", "abc", "Ask again."]
    assert collecting.every(case)[1].content == {"score": 0.5}
    assert {item.added_by for item in collecting.every(case)} == {"ana"}


def test_the_same_thing_is_collected_once_but_notes_as_often_as_they_are_written(
    case: Case,
) -> None:
    first = collecting.collect(case, Kind.ENTITY, "person-2")
    assert collecting.collect(case, Kind.ENTITY, "person-2") == first
    collecting.collect(case, Kind.NOTE, note="A")
    collecting.collect(case, Kind.NOTE, note="A")
    assert order(case) == ["person-2", "A", "A"]


def test_items_move_and_stop_at_the_ends(case: Case) -> None:
    numbers = [collecting.collect(case, Kind.NOTE, note=name) for name in "abc"]
    collecting.move(case, numbers[2], -1)
    assert order(case) == ["a", "c", "b"]
    collecting.move(case, numbers[0], -1)
    assert order(case) == ["a", "c", "b"]
    collecting.move(case, numbers[0], 5)
    assert order(case) == ["c", "b", "a"]


def test_what_is_taken_out_is_kept_with_who_did_it_and_may_be_collected_again(case: Case) -> None:
    number = collecting.collect(case, Kind.ENTITY, "person-2")
    collecting.remove(case, number)
    assert order(case) == []
    assert case.db.execute("SELECT removed_by FROM collected").fetchall() == [("ana",)]
    with pytest.raises(UnknownObjectError):
        collecting.annotate(case, number, "Too late.")
    assert collecting.collect(case, Kind.ENTITY, "person-2") != number


def test_every_change_is_logged_without_the_words(case: Case) -> None:
    number = collecting.collect(case, Kind.NOTE, note="Naima said so.")
    collecting.annotate(case, number, "Naima says so.")
    collecting.annotate(case, number, "Naima says so.")
    collecting.remove(case, number)
    logged = case.db.execute(
        "SELECT detail FROM audit WHERE object = 'collected-1' ORDER BY sequence"
    ).fetchall()
    assert len(logged) == 3
    assert not any("Naima" in detail for (detail,) in logged)


def test_a_note_says_something_and_not_too_much(case: Case) -> None:
    with pytest.raises(RefusedError):
        collecting.collect(case, Kind.NOTE, note=" ")
    with pytest.raises(RefusedError):
        collecting.collect(case, Kind.NOTE, note="x" * 5000)
    assert order(case) == []
