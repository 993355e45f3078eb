"""Columns are known by what their headers say, however an operator words it."""

from datetime import datetime

import pytest

from ingest import intake
from ingest.call_records.layout import UnknownLayoutError
from ingest.call_records.seen import header_of
from ingest.tables import Record, Sample
from ingest.tables.headers import not_used
from tests.ingest.conftest import WriteFile
from workbench.case import Case

ROW = ("38761445566", "38267112233", "2025-05-02T13:10:00Z", "31", "MOC")
LOCAL = ("38761445566", "38267112233", "02.05.2025.", "15:10:00", "31", "govor", "odlazni")


@pytest.mark.parametrize(
    "headers",
    [
        ("MSISDN_A", "MSISDN_B", "START_TIME_UTC", "DUR_SEC", "SERVICE"),
        ("Number A", "Number B", "Time of Call Start", "Duration (sec)", "Type of Call"),
        ("CALLING_PARTY_NUMBER", "CALLED_PARTY_NUMBER", "date/time", "seconds", "CALL TYPE"),
        ("A-Party", "B-Party", "Zeit (UTC)", "Dauer [s]", "Typ"),
    ],
)
def test_words_of_a_header_count_in_any_order_and_with_the_form_of_the_values(
    headers: tuple[str, ...],
) -> None:
    found = header_of(Sample((Record(1, headers), Record(2, ROW))))
    assert found is not None
    time = "time" if headers[2] == "Zeit (UTC)" else "start"  # its values make it the start
    assert found.fields == ("a", "b", time, "duration", "type")


def test_the_only_column_of_dates_is_taken_for_the_start(case: Case, write: WriteFile) -> None:
    headers = ("A broj", "B broj", "Kada je bilo", "Vrijeme", "Trajanje", "Usluga", "Smjer")
    file = write("records.csv", ";".join(headers) + "\n" + ";".join(LOCAL) + "\n")
    intake.add(case, file, intake.AddOptions(country="BA", time_zone="Europe/Sarajevo"))
    assert _read(case) == [("+38761445566", "+38267112233", datetime(2025, 5, 2, 13, 10), 31)]


def test_two_columns_of_dates_of_which_none_is_the_start_are_not_guessed(
    case: Case, write: WriteFile
) -> None:
    headers = ("A broj", "B broj", "Prvo", "Vrijeme", "Trajanje", "Usluga", "Smjer", "Drugo")
    file = write("records.csv", ";".join(headers) + "\n" + ";".join([*LOCAL, LOCAL[2]]) + "\n")
    with pytest.raises(UnknownLayoutError, match="dates"):
        intake.add(case, file, intake.AddOptions(country="BA", time_zone="Europe/Sarajevo"))


def _read(case: Case) -> list[tuple[str, str, datetime, int]]:
    return case.db.execute(
        "SELECT a_number, b_number, start_utc, duration_s FROM communication ORDER BY row_number"
    ).fetchall()


def test_of_very_many_columns_not_used_the_first_are_named() -> None:
    header = Record(1, (*(f" column {number} " for number in range(500)), ""))
    (note,) = not_used(header, {0, 2})
    assert note.startswith("columns not used: column 1, column 3, column 4,")
    assert note.endswith(", column 21, … (+478)")
    assert not_used(header, range(500)) == ()
