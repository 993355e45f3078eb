"""Findings in a workbook of several sheets: each names the rows of the sheet it rests on."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import Workbook

from graph.build.calls import Window
from graph.patterns import PATTERNS
from ingest import intake
from workbench.case import Case
from workbench.evidence.kept_rows import kept_row, records

FIRST, SECOND, CONTACT = "38268000111", "38268000999", "38267000222"
HEADER = ("A number", "B number", "Start (UTC)", "Duration (s)", "Type", "Direction", "IMEI", "CGI")
DAYS = 12
CHANGED = 6
"""The day from which the second sheet's phone is abroad, in another handset."""
ABROAD = CHANGED + 2
"""Its row: the first stands below the header, which is row 1."""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Two numbers' records; only what the second sheet holds is of interest."""
    folder = tmp_path_factory.mktemp("sheets")
    book = Workbook()
    book.remove(book.worksheets[0])
    for number in (FIRST, SECOND):
        sheet = book.create_sheet(number)
        sheet.append(HEADER)
        for day in range(DAYS):
            sheet.append(_record(number, day))
    book.save(folder / "two.xlsx")
    with Case.create(folder / "case", title="T", country="ME", user="ana") as made:
        intake.add(made, folder / "two.xlsx")
        made.db.execute(
            "INSERT INTO entity SELECT DISTINCT 'phone-' || substr(normalised, 2), 'phone', "
            "normalised, 1, 1.0 FROM mention WHERE kind = 'phone'"
        )
        made.db.execute(
            "INSERT INTO entity_member SELECT 'phone-' || substr(normalised, 2), mention_id "
            "FROM mention WHERE kind = 'phone'"
        )
        yield made


def _record(number: str, day: int) -> tuple[object, ...]:
    """The first calls and is called, at home; the second only calls, and moves."""
    moved = number == SECOND and day >= CHANGED
    out = number == SECOND or day % 2 == 0
    ends = (number, CONTACT) if out else (CONTACT, number)
    imei = "869012345678907" if moved else f"35999904{number[-3:]}414"
    cell = "276-01-1100-20001" if moved else f"297-02-1100-2000{number[-1]}"
    moment = f"{date(2024, 3, 4) + timedelta(days=day)} 10:00:00"
    way = "outgoing" if out else "incoming"
    return (*(f"+{end}" for end in ends), moment, 60, "call", way, imei, cell)


def _evidence(found: Any) -> Iterator[tuple[str, int]]:
    if isinstance(found, list):
        for one in found:
            yield from _evidence(one)
    elif isinstance(found, dict):
        yield from ((row["sheet"], row["row"]) for row in found.get("evidence", ()))
        yield from _evidence([inner for name, inner in found.items() if name != "evidence"])


@pytest.mark.parametrize(
    ("pattern", "rows"),
    [
        ("one-way", [*range(2, DAYS + 2)]),
        ("border-crossing", [ABROAD - 1, ABROAD]),
        ("handset-change", [ABROAD - 1, ABROAD]),
        ("pattern-of-life", [*range(ABROAD + 1, DAYS + 2)]),  # its working days abroad
    ],
)
def test_a_finding_rests_on_rows_of_its_sheet_only(
    case: Case, pattern: str, rows: list[int]
) -> None:
    found: Any = PATTERNS[pattern].find(case, Window()).as_json(str)["candidates"]
    about = [one for one in found if f"phone-{SECOND}" in str(one)]
    assert list(_evidence(about)) == [(SECOND, row) for row in rows]


def test_rows_are_read_in_the_sheet_named_and_in_every_sheet_where_none_is(case: Case) -> None:
    """As findings that were collected before sheets were kept."""
    kept = ([1, SECOND, 3], [1, "", 3], [1, 2])
    read = [records(case.db, [kept_row(row)]) for row in kept]
    assert read == [[(1, SECOND, 3)], [], [(1, FIRST, 2), (1, SECOND, 2)]]
