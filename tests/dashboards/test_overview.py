from datetime import datetime
from pathlib import Path

from dashboards.overview import received, rejected
from dashboards.texts import Texts
from dashboards.workspace import Workspace
from tests.dashboards.coast import PROTECTED_WORDS, build


def test_every_file_is_told_with_whose_records_it_holds(workspace: Workspace) -> None:
    calls, statement = received(workspace)
    assert (calls.kind, calls.target, calls.rows) == ("call_records", "00355672000111", 71)
    assert calls.first_utc == datetime(2024, 3, 1, 7)
    assert (calls.is_document, calls.row_number) == (False, 5)
    assert (statement.kind, statement.is_document) == ("witness_statement", True)


def test_what_could_not_be_read_is_shown_without_protected_names(tmp_path: Path) -> None:
    made = build(tmp_path / "case")
    made.case.db.execute(
        "INSERT INTO rejected_row VALUES (1, '', 99, '00355672000111;00355682000444;x', 'no time')"
    )
    workspace = Workspace(made.case, Texts.load("en", "UTC"))
    (row,) = rejected(workspace, 1)
    assert (row.place, row.reason) == ("99", "no time")
    assert "00355672000111" in row.text
    assert not any(word in row.text for word in PROTECTED_WORDS)
    made.case.close()
