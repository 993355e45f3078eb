"""Every row is accounted for, by sheet and by reason: in JSON and in the audit."""

import json
from io import BytesIO
from pathlib import Path

import openpyxl
from click.testing import CliRunner

from ingest import intake
from tests.ingest.conftest import WriteFile
from workbench.case import Case
from workbench.cli import workbench

HEADER = ["A number", "B number", "Start (UTC)", "Duration (s)", "Type", "Direction"]
GOOD = ["+38268000111", "+38267000222", "2024-03-01 10:00:00", "5", "call", "outgoing"]
LATER = [*GOOD[:2], "2024-03-01 11:00:00", *GOOD[3:]]
DATELESS = [*GOOD[:2], "", *GOOD[3:]]
UNREADABLE = [*GOOD[:2], "soon", *GOOD[3:]]


def book_of(**sheets: list[list[str]]) -> bytes:
    book, content = openpyxl.Workbook(write_only=True), BytesIO()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(content)
    return content.getvalue()


def test_counts_by_sheet_and_reason(case: Case, write: WriteFile, tmp_path: Path) -> None:
    file = book_of(
        north=[HEADER, GOOD, GOOD, LATER, DATELESS], south=[HEADER, GOOD, LATER, UNREADABLE]
    )
    intake.add(case, write("both.xlsx", file))
    counts = {"rows_in": 3, "accepted": 2, "rejected": 1, "duplicate": 0, "not_data": 1}
    north = counts | {"rows_in": 4, "duplicate": 1, "reasons": {"no date": 1}}
    south = counts | {"reasons": {"date or time unreadable": 1}}
    (text,) = case.db.execute("SELECT detail FROM audit ORDER BY sequence DESC").fetchone() or ("",)
    assert json.loads(text)["sheets"] == [{"sheet": 1} | north, {"sheet": 2} | south]
    case.close()
    said = CliRunner().invoke(workbench, ["sources", str(case.folder), "--json"])
    (listed,) = json.loads(said.output)
    assert listed["sheets"] == [{"sheet": "north"} | north, {"sheet": "south"} | south]
    assert (listed["rows_in"], listed["rejected"], listed["duplicate"]) == (7, 2, 1)
