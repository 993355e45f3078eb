"""Rejected rows of cell tables and of phones' contents, and sheets passed over, tried again."""

import io

from openpyxl import Workbook

from ingest import intake, retrying
from tests.ingest.conftest import WriteFile
from workbench import sources
from workbench.case import Case

OWN, TANI = "+38268000111", "+355692345678"


def counts(case: Case, source_id: int) -> list[tuple[object, ...]]:
    parts = sources.reconciliation_of(case.db, source_id)
    return [(p.sheet, p.rows_in, p.accepted, p.rejected, p.duplicate, p.not_data) for p in parts]


def test_cells_that_a_corrected_template_places_are_taken(case: Case, write: WriteFile) -> None:
    text = (
        "CGI;Site;Latitude;Longitude;Pos;Azimuth\n"
        "297-01-1100-1;;42.1;19.1;;0\n297-01-1100-2;;;;42.2 19.2;120\n297-01-1100-3;;;;?;90\n"
    )
    added = intake.add(case, write("cells.csv", text))
    assert added.reasons == {"neither coordinates nor a place": 2}
    template = write(
        "t.toml",
        'name = "cells"\nversion = 1\nkind = "cell_sites"\n[when]\nheaders = ["CGI", "Pos"]\n'
        '[columns]\ncoordinates = "Pos"\n',
    )
    done = retrying.retry(case, 1, intake.AddOptions(template=str(template)))
    assert (done.tried, done.accepted, done.reasons) == (
        2, 1, {"neither coordinates nor a place": 1},
    )  # fmt: skip
    assert counts(case, 1) == [("", 3, 2, 1, 0, 1)]
    assert case.db.execute(
        "SELECT row_number, latitude FROM cell_site ORDER BY row_number"
    ).fetchall() == [(2, 42.1), (3, 42.2)]


def test_contacts_whose_number_a_template_names_are_taken(case: Case, write: WriteFile) -> None:
    text = f"Name,Phone,Szam\nTani,{TANI},\nAna,,+38267000222\nVera,,\n"
    added = intake.add(case, write("book.csv", text))
    assert added.reasons == {"no telephone number": 2}
    template = write(
        "t.toml",
        'name = "book"\nversion = 1\nkind = "contacts"\n[columns]\nphone = ["Phone", "Szam"]\n',
    )
    done = retrying.retry(case, 1, intake.AddOptions(template=str(template)))
    assert (done.accepted, counts(case, 1)) == (1, [("", 3, 2, 1, 0, 1)])
    named = case.db.execute(
        "SELECT name, normalised, mention_key FROM contact "
        "JOIN mention ON mention_id = contact.phone ORDER BY 1"
    ).fetchall()
    assert named == [
        ("Ana", "+38267000222", "book.csv#3:phone"),
        ("Tani", TANI, "book.csv#2:phone"),
    ]


def workbook() -> bytes:
    book = Workbook()
    held: dict[str, list[list[object]]] = {
        "Contacts": [["Name", "Phone"], ["Tani", TANI]],
        "Hivasok": [
            ["Idopont", "Masik fel", "Irany", "Hossz"],
            ["2024-03-12 10:21:05", TANI, "kimeno", 83],
            ["2024-03-12 11:00:00", "Tani", "bejovo", 3],
        ],
        "Cookies": [["Host", "Path"], ["a.example", "/"], ["b.example", "/"]],
    }
    for title, rows in held.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


TEMPLATE = """\
name = "hivasok"
version = 1
kind = "phone_extraction"
[when]
headers = ["Idopont", "Masik fel"]
[reading]
time_zone = "Europe/Budapest"
[columns]
start = "Idopont"
party = "Masik fel"
direction = "Irany"
duration = "Hossz"
[values.direction]
outgoing = ["kimeno"]
incoming = ["bejovo"]
"""


def test_sheets_of_no_interest_are_passed_over_by_name_and_may_be_read_later(
    case: Case, write: WriteFile
) -> None:
    options = intake.AddOptions(target=OWN)
    added = intake.add(case, write("phone.xlsx", workbook()), options)
    assert added.source.kind == "contacts" and added.reasons == {}
    assert any("Cookies: 3 rows passed over" in note for note in added.notes)
    assert counts(case, 1) == [
        ("Contacts", 1, 1, 0, 0, 1), ("Cookies", 0, 0, 0, 0, 3), ("Hivasok", 0, 0, 0, 0, 3),
    ]  # fmt: skip
    template = str(write("t.toml", TEMPLATE))
    done = retrying.retry(case, 1, intake.AddOptions(template=template))
    assert (done.tried, done.accepted) == (3, 2)
    assert counts(case, 1)[1:] == [("Cookies", 0, 0, 0, 0, 3), ("Hivasok", 2, 2, 0, 0, 1)]
    calls = case.db.execute(
        "SELECT direction, a_number, b_number, duration_s FROM communication ORDER BY row_number"
    ).fetchall()
    assert calls == [("outgoing", OWN, TANI, 83), ("incoming", TANI, OWN, 3)]
