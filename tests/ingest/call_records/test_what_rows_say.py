"""Ends, forwarding, roaming, volumes of data: kept with their meaning. And which days are held."""

from datetime import date, datetime

import pytest

from ingest import intake
from tests.ingest.conftest import WriteFile
from workbench.case import Case

CALLS = "A number;B number;Start (UTC);End time;Type;Direction;IMEI;IMSI;Cell;Forwarded to\n"
OWN, OTHER, THIRD = "+38268000111", "+38267000222", "+38267000333"
SIM = "297990000000123"


def call(end: str = "", cell: str = "", forwarded: str = "", start: str = "2024-03-01") -> str:
    return (
        f"{OWN};{OTHER};{start} 23:59:30;{end};call;outgoing;35999904694641;{SIM};{cell};"
        f"{forwarded}\n"
    )


def rows(case: Case, columns: str) -> list[tuple[object, ...]]:
    return case.db.execute(f"SELECT {columns} FROM communication ORDER BY row_number").fetchall()


def test_the_end_is_kept_as_written_and_in_utc(case: Case, write: WriteFile) -> None:
    intake.add(case, write("l.csv", CALLS + call("2024-03-02 00:00:12") + call()))
    assert rows(case, "end_written, end_utc, duration_s") == [
        ("2024-03-02 00:00:12", datetime(2024, 3, 2, 0, 0, 12), 42),
        (None, None, None),
    ]


def test_an_end_without_date_follows_its_start(case: Case, write: WriteFile) -> None:
    header = "A number;B number;Date;Start time (UTC);End time (UTC);Type;Direction\n"
    line = f"{OWN};{OTHER};2024-03-01;23:59:30;00:00:12;call;outgoing\n"
    intake.add(case, write("l.csv", header + line * 2))
    assert rows(case, "end_written, end_utc") == [("00:00:12", datetime(2024, 3, 2, 0, 0, 12))]


def test_the_number_a_call_was_passed_on_to_is_a_mention(case: Case, write: WriteFile) -> None:
    national = "0" + THIRD.removeprefix("+382")
    file = write("l.csv", CALLS + call() + call(forwarded=national) + call(forwarded="-"))
    intake.add(case, file, intake.AddOptions(country="ME"))
    found = rows(case, "forwarded_written, forwarded_number, forwarded_mention IS NULL")
    assert found == [(None, None, True), (national, THIRD, False), (None, None, True)]
    assert case.db.execute(
        "SELECT mention_key, text, normalised FROM mention WHERE field = 'forwarded_to'"
    ).fetchall() == [("l.csv#3:forwarded_to", national, THIRD)]


@pytest.mark.parametrize(
    ("cell", "serving"),
    [
        ("297-99-1100-20001", "ME"),
        ("276-01-1100-20001", "AL"),
        ("276/1/1100/4E21", "AL"),
        ("1100-20001", None),
        ("BAR-1", None),
        ("", None),
    ],
)
def test_the_country_of_the_network_stands_beside_the_sims(
    case: Case, write: WriteFile, cell: str, serving: str | None
) -> None:
    added = intake.add(case, write("l.csv", CALLS + call(cell=cell)))
    assert rows(case, "home_country, serving_country") == [("ME", serving)]
    abroad = serving not in ("ME", None)
    assert any("1 rows served by a network of another country" in n for n in added.notes) == abroad


SESSION = "MSISDN;Start (UTC);Duration (s);APN;{headers}\n"


@pytest.mark.parametrize(
    ("headers", "cells", "expected"),
    [
        ("Uplink (bytes);Downlink (bytes)", "120;3400", (120, 3400, 3520)),
        ("Total volume (MB)", "1,5", (None, None, 1_572_864)),
        ("Total volume", "2 kB", (None, None, 2048)),
        ("Total volume", "1.234.567", (None, None, 1_234_567)),
        ("Total volume", "much", (None, None, None)),
        ("Uplink (bytes);Downlink (bytes)", "120;", (120, None, None)),
    ],
)
def test_volumes_are_bytes(
    case: Case,
    write: WriteFile,
    headers: str,
    cells: str,
    expected: tuple[int | None, ...],
) -> None:
    line = f"{OWN};2024-03-01 10:00:00;60;internet;{cells}\n"
    added = intake.add(case, write("l.csv", SESSION.format(headers=headers) + line))
    assert rows(case, "volume_up_bytes, volume_down_bytes, volume_bytes") == [expected]
    assert any("without a unit" in note for note in added.notes) == (headers == "Total volume")


def test_coverage_tells_the_days_without_records(case: Case, write: WriteFile) -> None:
    days = ("2024-03-01", "2024-03-02", "2024-03-05", "2024-03-05", "2024-03-07")
    lines = [call(start=day, cell=str(100 + i)) for i, day in enumerate(days)]
    intake.add(case, write("l.csv", CALLS + "".join(lines) + lines[0]))
    assert case.db.execute(
        "SELECT number, first_utc, last_utc, records, days, gaps FROM number_coverage"
    ).fetchall() == [
        (
            OWN,
            datetime(2024, 3, 1, 23, 59, 30),
            datetime(2024, 3, 7, 23, 59, 30),
            5,
            4,
            [
                {"first_day": date(2024, 3, 3), "last_day": date(2024, 3, 4)},
                {"first_day": date(2024, 3, 6), "last_day": date(2024, 3, 6)},
            ],
        )
    ]


def test_days_are_those_of_the_case(
    tmp_path_factory: pytest.TempPathFactory, write: WriteFile
) -> None:
    folder = tmp_path_factory.mktemp("zoned") / "case"
    with Case.create(folder, title="T", time_zone="Europe/Podgorica", user="ana") as case:
        lines = call(start="2024-03-30") + call(start="2024-04-01")
        intake.add(case, write("l.csv", CALLS + lines))
        gaps = case.db.execute("SELECT gaps FROM number_coverage").fetchone()
    # 23:59 UTC is past midnight there, an hour in winter and two from 31 March on.
    assert gaps == ([{"first_day": date(2024, 4, 1), "last_day": date(2024, 4, 1)}],)


def test_blanks_around_cells_are_no_part_of_them(case: Case, write: WriteFile) -> None:
    """A file with blanks anywhere is read another way than one without."""
    tidy = CALLS + call("2024-03-02 00:00:12", "297-99-1-2", THIRD)
    intake.add(case, write("tidy.csv", tidy))
    intake.add(case, write("untidy.csv", tidy.replace(";", " ; ")))
    columns = "a_number, b_number, start_utc, end_written, imei, imsi, first_cell, forwarded_number"
    first, second = case.db.execute(f"SELECT {columns} FROM communication").fetchall()
    assert first == second
