"""Subscribers under codes of the file's own, as in records made anonymous for research."""

import pytest

from ingest.call_records.layout import UnknownLayoutError
from ingest.intake import AddOptions, add
from tests.ingest.conftest import WriteFile
from workbench.case import Case

HEADER = "From,To,Datetime,Duration(seconds),Cell Tower\n"


def test_small_whole_numbers_are_parties_and_0_is_one_of_them(case: Case, write: WriteFile) -> None:
    rows = [(0, 7), (7, 0), (200, 7), (7, 200), (200, 0), (31, 200)]
    text = HEADER + "".join(
        f"{a},{b},20060601 {n:02}54,{60 * n},{n + 1}\n" for n, (a, b) in enumerate(rows)
    )
    (taken,) = add(case, write("phones.csv", text), AddOptions(time_zone="UTC")).reconciliation
    assert (taken.rows_in, taken.accepted) == (6, 6)
    found = case.db.execute(
        "SELECT a_number, b_number, start_utc::VARCHAR, first_cell FROM communication "
        "WHERE a_mention IS NOT NULL AND b_mention IS NOT NULL ORDER BY row_number"
    ).fetchall()
    assert found[0] == ("0", "7", "2006-06-01 00:54:00", "1")
    assert [(int(a), int(b)) for a, b, *_ in found] == rows
    assert case.db.execute("SELECT count(*) FROM mention WHERE kind = 'phone'").fetchone() == (4,)


def test_columns_that_never_hold_the_same_are_no_parties(case: Case, write: WriteFile) -> None:
    text = HEADER + "".join(f"{n},{n + 50},20060601 0{n}54,60,1\n" for n in range(9))
    with pytest.raises(UnknownLayoutError, match="hold no telephone numbers"):
        add(case, write("routes.csv", text), AddOptions(time_zone="UTC"))
    assert case.db.execute("SELECT count(*) FROM source").fetchone() == (0,)
