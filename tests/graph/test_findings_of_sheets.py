"""Findings in a workbook of several sheets: each names the rows of the sheet it rests on."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.workbench.test_cli import run

FIRST, SECOND, CONTACT = "38268000111", "38268000999", "38267000222"
HEADER = ("A number", "B number", "Start (UTC)", "Duration (s)", "Type", "Direction", "IMEI", "CGI")
DAYS = 12
CHANGED = 6
"""The day from which the second sheet's phone is abroad, in another handset."""
ABROAD = CHANGED + 2
"""Its row: the first stands below the header, which is row 1."""


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
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
    run("new", folder / "case")
    run("add", folder / "case", folder / "two.xlsx", "--country", "ME")
    run("resolve", folder / "case")
    return folder / "case"


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
    workbook: Path, pattern: str, rows: list[int]
) -> None:
    found = json.loads(run("patterns", workbook, pattern, "--json").stdout)
    about = [one for one in found["candidates"] if SECOND in str(list(one.values()))]
    assert list(_evidence(about)) == [(SECOND, row) for row in rows]
