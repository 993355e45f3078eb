"""Files on their way from a browser into the case."""

import io
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.app import create_app
from dashboards.components.intake.layout_form import recognised
from dashboards.pages import intake
from dashboards.taking_in import files, looking
from dashboards.taking_in.looking import look, settle
from dashboards.taking_in.waiting import LARGEST_FILE, TooLargeError, Waiting, WaitingRoom
from dashboards.taking_in.work import Job, Work
from dashboards.texts import Texts
from dashboards.workspace import Workspace
from ingest import templates
from ingest.intake import AddOptions
from workbench.case import Case
from workbench.errors import WorkbenchError

UNCLEAR = """Broj A;Broj B;Kad;Trajanje (sek);Tip
067 111 222;069 333 444;03/04/2024 10:15;65;OUT
069 333 444;067 111 222;03/04/2024 11:15;12;IN
067 111 222;069 555 666;05/04/2024 12:30;33;OUT
067 111 222;nepoznat;;10;OUT
"""
FACTS = {"country": "ME", "time_zone": "Europe/Podgorica", "date_order": "dmy"}
CELLS = """Oznaka;Mjesto;Sirina;Duzina;Nesto
297-02-100-2001;Bar;42,0931;19,1003;x
297-02-100-2002;Ulcinj;41,9294;19,2244;y
"""
STATEMENT = (
    "ZAPISNIK O SASLUŠANJU SVJEDOKA\nSvjedok Petar Marković izjavljuje: Dritan Gjoka je vozio "
    "oštećenu Amiru Karzai, žrtvu, u vozilu PG AB123 do Ulcinja.\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Case.create(tmp_path / "case", title="New", country="ME", user="ana") as case:
        yield Workspace(case, Texts.load("en", "UTC"))


@pytest.fixture
def work(workspace: Workspace) -> Work:
    return Work(workspace)


def receive(room: WaitingRoom, name: str, text: str) -> Waiting:
    data = text.encode()
    return room.receive(name, io.BytesIO(data), len(data), "ana")


def ended(job: Job | None) -> Job:
    end = time.monotonic() + 60
    while job is None or not job.finished:
        assert time.monotonic() < end
        time.sleep(0.02)
    return job


def settled(workspace: Workspace, work: Work) -> Waiting:
    """A file whose dates nothing decides, put right."""
    waiting = receive(work.room, "pozivi.csv", UNCLEAR)
    look(workspace.case, work.room, waiting)
    seen = work.room.get(waiting.number, "ana")
    assert seen is not None and seen.trial is None and "day-month or month-day" in str(seen.problem)
    facts = {**seen.facts, **FACTS}
    right = settle(workspace.case, work.room, seen, seen.meanings, facts)
    assert right is not None
    return right


# ------------------------------------------------------------- receiving


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.csv", "a.csv"),
        ("..", "file"),
        ("č" * 300 + ".csv", "č" * 118 + ".csv"),
        ("a\nb.csv", "a_b.csv"),
    ],
)
def test_a_file_keeps_its_name_and_stays_in_its_folder(
    work: Work, tmp_path: Path, name: str, kept: str
) -> None:
    path = receive(work.room, name, "x").path
    assert path.name == kept
    assert path.is_relative_to(tmp_path / "case" / "originals" / ".incoming")


def test_a_file_that_breaks_off_or_is_too_large_leaves_nothing(work: Work, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="whole"):
        work.room.receive("a.csv", io.BytesIO(b"abc"), 4, "ana")
    with pytest.raises(TooLargeError):
        work.room.receive("a.csv", io.BytesIO(), LARGEST_FILE + 1, "ana")
    assert work.room.of("ana") == []
    assert list(tmp_path.rglob("*.csv")) == []


def test_a_file_is_its_users_own(work: Work) -> None:
    waiting = receive(work.room, "a.csv", "x")
    assert work.room.get(waiting.number, "boris") is None
    assert work.room.of("boris") == []


def test_files_come_over_the_wire_from_this_server_only(workspace: Workspace) -> None:
    browser = create_app(workspace.case).server.test_client()
    there = "/intake/files?name=a.txt"
    assert browser.post(there, data=b"x").status_code == 204
    assert browser.post(there, data=b"x", headers={"Origin": "http://evil"}).status_code == 403
    assert browser.get(there).status_code != 204


# ------------------------------------------------------------- looking


def test_what_the_file_leaves_open_is_asked_and_each_answer_shows_at_once(
    workspace: Workspace, work: Work
) -> None:
    right = settled(workspace, work)
    assert right.trial is not None
    (part,) = right.trial.added.reconciliation
    assert (part.rows_in, part.accepted, part.rejected) == (4, 3, 1)
    assert right.trial.rows[0][right.trial.columns.index("a_number")] == "+38267111222"
    meanings = [None if m == "duration" else m for m in right.meanings]
    changed = settle(workspace.case, work.room, right, meanings, right.facts)
    assert changed is not None and changed.trial is not None
    lengths = [row[changed.trial.columns.index("duration_s")] for row in changed.trial.rows]
    assert set(lengths) == {None}
    again = settle(
        workspace.case, work.room, right, right.meanings, {**right.facts, "time_zone": None}
    )
    assert again is not None
    first = replace(again, template=None)
    for seen, asked in ((again, "Choose it"), (first, "day-month or month-day")):
        told = str(recognised(workspace.texts, workspace.masking(), seen))
        assert asked in told and "--" not in told and "Seen:" not in told


def test_whom_a_file_itself_protects_is_not_named_by_looking_at_it(
    workspace: Workspace, work: Work
) -> None:
    waiting = receive(work.room, "izjava.txt", STATEMENT)
    look(workspace.case, work.room, waiting)
    seen = work.room.get(waiting.number, "ana")
    assert seen is not None and seen.trial is not None
    told = repr(seen.trial.rows)
    assert "Gjoka" in told and "Karzai" not in told


def test_saying_where_a_file_comes_from_does_not_undo_what_was_put_right(work: Work) -> None:
    seen = work.room.change(
        receive(work.room, "a.csv", "x"), looked_at=True, template=templates.shipped()[0]
    )
    assert seen is not None
    looking.describe(work.room, seen, AddOptions(authority="Uprava policije"))
    kept = work.room.get(seen.number, "ana")
    assert kept is not None and kept.template == seen.template and kept.looked_at
    looking.describe(work.room, kept, AddOptions(target="067 111 222"))
    again = work.room.get(seen.number, "ana")
    assert again is not None and not again.looked_at


# ------------------------------------------------------------- taking in


def test_a_file_put_right_is_taken_in_its_layout_kept_and_its_rejected_rows_tried_again(
    workspace: Workspace, work: Work
) -> None:
    right = settled(workspace, work)
    job = ended(work.take_in([right], resolve=False))
    assert (job.failed, [r.error for r in job.results]) == (None, [None])
    (counted,) = files.counted(workspace)
    assert counted.is_tried_again
    assert (counted.rows_in, counted.accepted, counted.rejected) == (4, 3, 1)
    assert files.reconciled(workspace, 1).reasons == {"": {"no date": 1}}
    assert [t.name for t in templates.kept(workspace.case)] == [
        right.template and right.template.name
    ]
    waiting = intake._again(workspace, work, 1)
    assert waiting.retries == 1 and intake._again(workspace, work, 1).number == waiting.number
    while not (seen := work.room.get(waiting.number, "ana")) or not seen.looked_at:
        time.sleep(0.02)
    assert seen.draft and seen.draft.template.kind == "call_records"
    meanings = [None if c.field == "duration" else c.field for c in seen.draft.columns]
    anew = settle(workspace.case, work.room, seen, meanings, FACTS)
    assert anew is not None
    (result,) = ended(work.take_in([anew], resolve=False)).results
    assert result.added and not result.error
    (counted,) = files.counted(workspace)
    assert (counted.rows_in, counted.accepted, counted.rejected) == (4, 3, 1)
    assert work.room.of("ana") == []
    assert workspace.case.original(counted.source.sha256).exists()


def test_one_refused_file_does_not_stop_the_others(workspace: Workspace, work: Work) -> None:
    odd, good = receive(work.room, "odd.bin", "?"), receive(work.room, "izjava.txt", STATEMENT)
    job = ended(work.take_in([odd, good], resolve=False))
    assert [bool(r.error) for r in job.results] == [True, False]
    assert [w.name for w in work.room.of("ana")] == ["odd.bin"]
    assert [c.source.file_name for c in files.counted(workspace)] == ["izjava.txt"]


def test_a_cancel_leaves_the_case_as_it_was(workspace: Workspace, work: Work) -> None:
    before = workspace.version()
    waiting = receive(work.room, "izjava.txt", STATEMENT)
    with workspace.writing():
        job = work.take_in([waiting], resolve=True)
        job.cancelled.set()
    assert "cancelled" in str(ended(job).failed)
    assert workspace.version() == before and files.counted(workspace) == []
    assert [w.name for w in work.room.of("ana")] == ["izjava.txt"]


def test_a_cancel_amid_a_file_takes_back_what_was_stored_of_it(
    workspace: Workspace, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored: list[int] = []

    def cancel(job: Job, step: str, share: float) -> None:
        del step, share
        counted = workspace.case.db.execute("SELECT count(*) FROM communication").fetchall()
        stored.append(counted[0][0] if workspace.case.in_transaction else 0)
        job.cancelled.set()
        raise_if_cancelled(job, "", 0.0)

    right = settled(workspace, work)
    raise_if_cancelled = Job.progress
    monkeypatch.setattr(Job, "progress", cancel)
    job = ended(work.take_in([right], resolve=False))
    assert stored and job.failed and files.counted(workspace) == []
    assert workspace.case.db.execute("SELECT count(*) FROM communication").fetchall() == [(0,)]


def test_the_columns_of_a_table_of_cells_can_be_put_right(workspace: Workspace, work: Work) -> None:
    waiting = receive(work.room, "celije.csv", CELLS)
    look(workspace.case, work.room, waiting)
    seen = work.room.get(waiting.number, "ana")
    assert seen and seen.draft and seen.draft.template.kind == "cell_sites"
    meanings = ["cell", "town", "latitude", "longitude", None]
    right = settle(workspace.case, work.room, seen, meanings, FACTS)
    assert right and right.trial and right.trial.rows[0][3:5] == (None, "Bar")
    (result,) = ended(work.take_in([right], resolve=False)).results
    assert result.added and sum(p.accepted for p in result.added.reconciliation) == 2
