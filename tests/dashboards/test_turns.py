"""Many users, one place of writing: nobody waits long, and no word is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboards.resolving.put_off import PutOff, Waiting
from dashboards.turns import PATIENCE_S, BusyError
from dashboards.workspace import Workspace
from tests.dashboards.coast import Coast
from workbench.vocabulary import Decision


def _wait(workspace: Workspace) -> None:
    """Until all that was put off is done."""
    with workspace.turns.long():
        pass


def _looks(workspace: Workspace, entity: str) -> int:
    with workspace.case.db.cursor() as db:
        asked = "SELECT count(*) FROM audit WHERE object = ? AND action = 'consultation'"
        return int(db.execute(asked, [entity]).fetchall()[0][0])


def by_another(act: Callable[[], object]) -> BaseException | None:
    """Do something as another request does; what became of it."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act).exception()


def test_a_look_is_logged_after_what_takes_long_and_does_not_wait_for_it(
    workspace: Workspace, coast: Coast
) -> None:
    entity = coast.people["Gjoka"]
    before = _looks(workspace, entity)
    with workspace.turns.long():
        assert by_another(lambda: workspace.consulted(entity)) is None
        assert _looks(workspace, entity) == before
    _wait(workspace)
    assert _looks(workspace, entity) == before + 1


def test_what_cannot_be_put_off_is_refused_soon_and_changes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.turns.PATIENCE_S", 0.05)
    done: list[int] = []

    def write() -> None:
        with workspace.writing():
            done.append(1)

    with workspace.turns.long():
        assert isinstance(by_another(write), BusyError)
    assert by_another(write) is None and done == [1]
    assert PATIENCE_S < 5


def test_a_word_that_was_put_off_is_said_or_told_to_have_failed(workspace: Workspace) -> None:
    put_off = Waiting()
    with workspace.turns.long():
        word = PutOff("ana", "nobody", "person-1", Decision.SAME, "the same face")
        put_off.put_off(workspace, word)
        assert put_off.pairs() == {("nobody", "person-1")}
    _wait(workspace)
    assert put_off.pairs() == set()
    (failed,) = put_off.failed("ana")
    assert failed.problem and "no such entity" in failed.problem
    assert put_off.failed("ana") == []


def test_what_was_put_off_goes_before_the_next_that_takes_long(workspace: Workspace) -> None:
    order: list[str] = []
    with workspace.turns.long():
        workspace.turns.later(lambda: order.append("a word"))
    with workspace.turns.long():
        order.append("another file")
    assert order == ["a word", "another file"]


def test_what_another_asks_meanwhile_is_not_answered_with_what_was_asked_here(
    workspace: Workspace,
) -> None:
    asked = workspace.case.db.execute("SELECT 'here'")
    assert by_another(lambda: workspace.case.property("title")) is None
    assert asked.fetchone() == ("here",)
