"""A moment is read in whatever form it is written, and asked about where two are possible."""

import duckdb
import pytest

from ingest.call_records import moments
from ingest.call_records.moments import Ambiguity, Reading
from ingest.call_records.typed import moment_sql

NEW_YEARS_EVE = "2024-12-31 14:05:09"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("31.12.2024. 14:05:09", NEW_YEARS_EVE),
        ("31.12.2024. 14.05.09", NEW_YEARS_EVE),
        ("31.12.2024. u 14:05:09", NEW_YEARS_EVE),
        ("31.12.2024 - 14:05:09", NEW_YEARS_EVE),
        ("31.12.2024 14:05:09 h", NEW_YEARS_EVE),
        ("31.12.2024 14h05", "2024-12-31 14:05:00"),
        ("2024.12.31 14:05:09", NEW_YEARS_EVE),
        ("2024-12-31-14.05.09.000000", NEW_YEARS_EVE),
        ("20241231140509", NEW_YEARS_EVE),
        ("20241231 14:05:09", NEW_YEARS_EVE),
        ("31122024 140509", NEW_YEARS_EVE),
        ("20241231T140509Z", NEW_YEARS_EVE),
        ("20241231150509+0100", NEW_YEARS_EVE),
        ("2024-12-31 15:05:09 CET", NEW_YEARS_EVE),
        ("2024-12-31T14:05:09Z", NEW_YEARS_EVE),
        ("2024-12-31T14:05:09 UTC", NEW_YEARS_EVE),
        ("2024-12-31 15:05:09 +01:00", NEW_YEARS_EVE),
        ("2024-12-31T15:05:09+0100", NEW_YEARS_EVE),
        ("31.12.2024 15:05:09+01:00", NEW_YEARS_EVE),
        ("2024-12-31 17:05:09 EEST", NEW_YEARS_EVE),
        ("12/31/2024 2:05:09 PM", NEW_YEARS_EVE),
        ("31-DEC-24 02.05.09 PM", NEW_YEARS_EVE),
        ("Dec 31, 2024 2:05PM", "2024-12-31 14:05:00"),
        ("31. prosinca 2024. 14:05:09", NEW_YEARS_EVE),
        ("31 dhjetor 2024 14:05:09", NEW_YEARS_EVE),
        ("31 dic 2024 14:05:09", NEW_YEARS_EVE),
        ("31 dicembre 2024 ore 14.05.09", NEW_YEARS_EVE),
        ("31. Dez. 2024 um 14:05:09 Uhr", NEW_YEARS_EVE),
        ("1. März 2024 14:05", "2024-03-01 14:05:00"),
        ("31 Δεκεμβρίου 2024 14:05:09", NEW_YEARS_EVE),
        ("31-ΔΕΚ-2024 14:05:09", NEW_YEARS_EVE),
        ("1 Μαΐου 2024 14:05", "2024-05-01 14:05:00"),
        ("31. дец 2024. 14:05:09", NEW_YEARS_EVE),
        ("1 qer 2024 14:05", "2024-06-01 14:05:00"),
        ("31st December 2024 14:05:09", NEW_YEARS_EVE),
        ("31.XII.2024. 14:05:09", NEW_YEARS_EVE),
        ("31/XII/2024 14.05.09", NEW_YEARS_EVE),
        ("1/V/2024 14.05", "2024-05-01 14:05:00"),
        ("1735653909", NEW_YEARS_EVE),
        ("1735653909000", NEW_YEARS_EVE),
        ("45657.586910", NEW_YEARS_EVE),
    ],
)
def test_a_moment_is_read_in_any_form(written: str, read: str) -> None:
    reading = moments.read([written], None)
    assert isinstance(reading, Reading)
    assert moments.is_moment(written)
    literal = "'" + written.replace("'", "''") + "'"
    found = duckdb.execute(f"SELECT ({moment_sql(reading, literal)})::VARCHAR").fetchone()
    assert found == (read,)


@pytest.mark.parametrize("form", ["%d/III/%Y %H.%M", "%d.%m. %H:%M", "%d.%m.%Y"])
def test_a_format_that_leaves_something_out_is_refused(form: str) -> None:
    assert not moments.says_all(form)
    assert moments.says_all("%d-%b-%Y %I.%M %p")


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["01/02/2024", "01/03/2024"], None),
        (["01/02/2024", "13/03/2024"], "dmy"),
        (["01/02/2024", "03/13/2024"], "mdy"),
        (["24/12/11", "24/12/12", "24/12/13"], "ymd"),
        (["11/12/24", "12/12/24", "13/12/24"], "dmy"),
        (["11/12/24"], None),
    ],
)
def test_the_order_of_day_and_month_is_shown_by_the_values_or_asked(
    values: list[str], order: str | None
) -> None:
    found = moments.read(values, None)
    if order is None:
        assert isinstance(found, Ambiguity)
        return
    assert isinstance(found, Reading)
    assert "".join(c for c in found.formats[0].lower() if c in "dmy") == order
