"""Listings as operators of the region and its neighbours might lay them out, each another way.

None of them has a template: headers in eleven languages, abbreviated or in two rows, merged cells,
pages with titles repeated, totals and signatures, sheets without calls, devices of both sides.
"""

import json
from pathlib import Path

import pytest

from ingest import call_records, intake
from ingest.call_records.proposing import propose
from ingest.hints import Hints
from ingest.tables import filled, open_sheets
from ingest.templates.writing import text
from workbench.case import Case
from workbench.vocabulary import SourceKind

FOLDER = Path(__file__).parent / "foreign"
TRUTH = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
READ = """
SELECT a_number, b_number, start_utc::VARCHAR, duration_s, kind, direction, device_party,
    imei, imsi, first_cell, last_cell
FROM communication WHERE source_id = ? ORDER BY sheet, row_number
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case.create(tmp_path_factory.mktemp("foreign") / "case", title="T", user="ana")


@pytest.fixture(scope="module")
def learnt_case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case.create(tmp_path_factory.mktemp("learnt") / "case", title="T", user="ana")


@pytest.mark.parametrize("name", TRUTH)
def test_a_layout_never_met_is_read_as_it_is_meant(case: Case, name: str) -> None:
    true = TRUTH[name]
    options = intake.AddOptions(
        kind=SourceKind.CALL_RECORDS, country=true["country"], time_zone=true["time_zone"]
    )
    added = intake.add(case, FOLDER / name, options)
    found = case.db.execute(READ, [added.source.source_id]).fetchall()
    assert [list(row) for row in found] == true["rows"]
    assert sum(part.rejected for part in added.reconciliation) == true["rejected"]
    assert added.source.template == "by headers"


def test_a_title_sheet_is_kept_row_by_row(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case", title="T", user="ana") as other:
        added = intake.add(other, FOLDER / "ba_title_sheet.xlsx", intake.AddOptions(country="BA"))
        (title, *_) = added.reconciliation
        assert (title.sheet, title.rows_in, title.rejected) == ("Naslovna", 3, 3)
        kept = other.db.execute("SELECT text, reason FROM rejected_row ORDER BY row_number")
        assert kept.fetchall()[-1] == (
            "Rukovodilac službe",
            "sheet without columns of call records",
        )


def test_figures_alone_are_proposed_and_a_code_not_known_is_asked_about() -> None:
    file = FOLDER / "ba_headless.txt"
    proposal = propose(open_sheets(file, file.name)[0], file.name, Hints(country="BA"))
    fields = [str(guess.field or "") for guess in proposal.guesses]
    read = ["date", "time", "direction", "target", "other", "duration", "imei", "imsi"]
    assert fields[:8] == read
    assert proposal.unread_values == ("S-OUT",)


@pytest.mark.parametrize(
    "name",
    [
        "gr_page.zip",
        "hr_two_row_header.xlsx",
        "it_both_devices.csv",
        "me_cell_dump.csv",
        "rs_sessions.csv",
        "xk_case_system.xlsx",
    ],
)
def test_a_template_learnt_from_a_file_reads_it_as_it_is_meant(
    learnt_case: Case, tmp_path: Path, name: str
) -> None:
    true, template = TRUTH[name], tmp_path / "learnt.toml"
    sheets = open_sheets(FOLDER / name, name)
    sheet = filled(max(sheets, key=call_records.strength))
    hints = Hints(country=true["country"], time_zone=true["time_zone"])
    proposal = propose(sheet, name, hints)
    assert not [q for q in proposal.questions if "column" in q]
    template.write_text(text(proposal.template), encoding="utf-8")
    options = intake.AddOptions(
        template=str(template), country=true["country"], time_zone=true["time_zone"]
    )
    added = intake.add(learnt_case, FOLDER / name, options)
    found = learnt_case.db.execute(READ, [added.source.source_id]).fetchall()
    assert [list(row) for row in found] == true["rows"]
