"""Every communication of a sample world is read from the operators' files exactly as it happened.

Checked for the shipped world and for others, whose people, numbers and routes are different ones.
"""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import sample_data
from ingest import intake
from sample_data.dossier import compose
from workbench.case import Case

OTHER_SEEDS = (5,)
CLOCKS_DIFFER_BY = timedelta(seconds=2)

Row = dict[str, str]
Key = tuple[str, int]


class World:
    """The truth of one world, and what the case made of its operators' files."""

    def __init__(self, root: Path | None, case_folder: Path) -> None:
        truth = sample_data.truth(root)
        self.communications = _table(truth / "communications.csv")
        self.sims = {row["imsi"]: row["number"] for row in _table(truth / "phones.csv")}
        handsets = {row["entity_key"]: row["imei"] for row in _table(truth / "handsets.csv")}
        numbers = {row["entity_key"]: row["number"] for row in _table(truth / "phones.csv")}
        self.holdings = {
            (numbers[row["phone"]], handsets[row["handset"]][:14])
            for row in _table(truth / "holdings.csv")
            if row["handset"]
        }
        self.added: list[intake.Added] = []
        with Case.create(case_folder, title="world", user="ana") as case:
            for letter in sample_data.manifest(root):
                if letter.kind == "call_records":
                    options = intake.AddOptions(country=letter.country)
                    self.added.append(intake.add(case, letter.path, options))
            self.read = _communications(case)


def _table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _communications(case: Case) -> dict[Key, dict[str, object]]:
    found = case.db.execute(
        "SELECT s.file_name, c.* FROM communication c JOIN source s USING (source_id)"
    )
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
    return {(row["file_name"], row["row_number"]): row for row in rows}


@pytest.fixture(scope="module", params=[None, *OTHER_SEEDS])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    root = None
    if request.param is not None:
        root = folder / "generated"
        compose(request.param).save(root)
    return World(root, folder / "case")


def found(world: World) -> Iterator[tuple[Row, dict[str, object]]]:
    """Each true communication with each row that shows it, as read; doubled rows are left out."""
    for true in world.communications:
        for where in true["rows"].split("|"):
            name, number = where.rsplit("#", 1)
            read = world.read.get((name, int(number)))
            if read:
                yield true, read


def test_every_row_of_the_truth_was_read_and_nothing_else(world: World) -> None:
    told = {
        (where.rsplit("#", 1)[0], int(where.rsplit("#", 1)[1]))
        for true in world.communications
        for where in true["rows"].split("|")
    }
    duplicates = sum(part.duplicate for one in world.added for part in one.reconciliation)
    assert set(world.read) <= told
    assert len(told - set(world.read)) == duplicates


def test_every_file_reconciles_with_its_spoilt_and_doubled_rows(world: World) -> None:
    for one in world.added:
        (part,) = one.reconciliation
        assert part.rows_in == part.accepted + part.rejected + part.duplicate
        assert (part.rejected, part.duplicate) == (2, 2)
        assert dict(one.reasons) == {"date or time unreadable": 2}


def test_caller_and_callee_stand_where_they_belong(world: World) -> None:
    for true, read in found(world):
        for written, side in ((true["caller_number"], "a"), (true["callee_number"], "b")):
            if written.startswith("+"):
                assert (read[f"{side}_number"], read[f"{side}_kind"]) == (written, "e164")
            elif read[f"{side}_kind"] in ("alphanumeric", "short_code"):
                assert read[f"{side}_number"] == written
            else:
                assert read[f"{side}_kind"] in ("withheld", "unknown")
                assert read[f"{side}_number"] is None


def test_moment_length_and_kind_are_those_of_the_communication(world: World) -> None:
    for true, read in found(world):
        start = datetime.fromisoformat(true["start_utc"]).replace(tzinfo=None)
        assert isinstance(read["start_utc"], datetime)
        assert abs(read["start_utc"] - start) <= CLOCKS_DIFFER_BY
        assert read["kind"] == true["kind"]
        assert read["missed"] == (true["answered"] == "0")
        assert read["duration_s"] == int(true["duration_s"])


def test_handset_sim_and_direction_are_the_targets(world: World) -> None:
    for true, read in found(world):
        own = read["a_number"] if read["device_party"] == "a" else read["b_number"]
        assert world.sims[str(read["imsi"])] == own
        assert (own, str(read["imei"])[:14]) in world.holdings
        if true["kind"] != "data":
            assert read["direction"] == ("outgoing" if read["device_party"] == "a" else "incoming")
