"""A file read in parallel by several threads keeps every row, and each row its number."""

from pathlib import Path

from ingest import intake
from tests.ingest.conftest import WriteFile
from workbench.case import Case

ROWS = 125_000
HEADER = "A number;B number;Start (UTC);Duration (s);Type;Direction;IMEI;IMSI;Cell;Place\n"


def test_each_row_keeps_its_number_and_none_is_lost(case: Case, write: WriteFile) -> None:
    """The duration of row n is n, so a row under another's number would show."""
    lines = (
        f"+38268{i % 900:06d};+38267{i % 70000:06d};2024-03-{i % 28 + 1:02d} 10:00:00;{i + 2};"
        f"call;outgoing;359999{i % 900:09d};29799{i % 900:010d};297-99-1100-20001;Bar\n"
        for i in range(ROWS)
    )
    file: Path = write("large.csv", HEADER + "".join(lines))
    assert file.stat().st_size > 3 * (4 << 20)  # more than each of two threads reads at a time
    (counts,) = intake.add(case, file).reconciliation
    assert (counts.rows_in, counts.accepted, counts.not_data) == (ROWS, ROWS, 1)
    wrong = case.db.execute(
        "SELECT count(*) FROM communication WHERE duration_s <> row_number"
    ).fetchone()
    assert wrong == (0,)


def test_very_many_handsets_and_sims_are_read_as_one_by_one(case: Case, write: WriteFile) -> None:
    from ingest.selectors import imei, sims

    written = [f"{35000000000000 + i * 7919}{i % 10}" for i in range(400)] + ["1" * 15, "35-1", "0"]
    lines = (
        f"+38268000111;+38267000222;2024-03-01 10:{i // 60:02d}:{i % 60:02d};5;call;outgoing;"
        f"{number};29799{i:010d};297-99-1100-20001;Bar\n"
        for i, number in enumerate(written)
    )
    intake.add(case, write("listing.csv", HEADER + "".join(lines)))
    stored = case.db.execute("SELECT imei, imsi FROM communication ORDER BY row_number").fetchall()
    expected = [found.number if (found := imei.normalise(w)) else w for w in written[:-1]]
    assert [handset for handset, _ in stored] == [*expected, None]
    countries = case.db.execute(
        "SELECT DISTINCT country FROM mention WHERE kind = 'sim'"
    ).fetchall()
    known = sims.normalise_imsi("297990000000001")
    assert known is not None
    assert countries == [(known.country,)]
