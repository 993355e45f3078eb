from datetime import datetime

from dashboards.overview import received
from dashboards.workspace import Workspace


def test_every_file_is_told_with_whose_records_it_holds(workspace: Workspace) -> None:
    calls, statement = received(workspace)
    assert (calls.kind, calls.target, calls.rows) == ("call_records", "00355672000111", 71)
    assert calls.first_utc == datetime(2024, 3, 1, 7)
    assert (calls.is_document, calls.row_number) == (False, 5)
    assert (statement.kind, statement.is_document) == ("witness_statement", True)
