"""The same four communications, in every form in which operators send them."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from openpyxl import Workbook

from ingest import intake, locate, tables
from tests.ingest.conftest import WriteFile
from workbench.case import Case
from workbench.errors import WorkbenchError

Rows = Sequence[Sequence[str]]
HEADER = ("A number", "B number", "Start (UTC)", "Duration (s)", "Type", "Direction") + (
    "IMEI", "IMSI", "Cell", "Place"
)  # fmt: skip
IMEI, IMSI = "359999046946414", "297990000000123"
ROWS = [
    ("+38268000111", "+38267000222", "2024-03-01 10:00:00", "12", "call", "outgoing"),
    ("+38267000333", "+38268000111", "2024-03-01 11:00:00", "0", "sms", "incoming"),
    ("+38268000111", "+38267000222", "2024-03-02 09:30:00", "61", "call", "outgoing"),
    ("BANKA", "+38268000111", "2024-03-03 12:00:00", "0", "sms", "incoming"),
]
TABLE = [HEADER, *((*row, IMEI, IMSI, "297-99-1100-20001", "Bar") for row in ROWS)]
READ = [
    ("+38268000111", "+38267000222", "2024-03-01 10:00:00", 12, "call", "outgoing", "a"),
    ("+38267000333", "+38268000111", "2024-03-01 11:00:00", 0, "sms", "incoming", "b"),
    ("+38268000111", "+38267000222", "2024-03-02 09:30:00", 61, "call", "outgoing", "a"),
    ("BANKA", "+38268000111", "2024-03-03 12:00:00", 0, "sms", "incoming", "b"),
]
DEVICE = (IMEI, IMSI, "297-99-1100-20001")


def separated(rows: Rows, separator: str = ";", end: str = "\n") -> str:
    return "".join(separator.join(row) + end for row in rows)


def quoted(rows: Rows) -> str:
    return "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in r) + "\n" for r in rows)


def aligned(rows: Rows) -> str:
    widths = [max(map(len, column)) + 2 for column in zip(*rows, strict=True)]
    lines = ("".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows)
    return "LISTING OF TRAFFIC\n\n" + "".join(line.rstrip() + "\n" for line in lines)


def page(rows: Rows) -> str:
    lines = ("<tr>" + "".join(f"<td>{cell}" for cell in row) + "</tr>" for row in rows)
    title = '<tr><td colspan="10">Listing &amp; traffic</td></tr>'
    return f"<html><body><p>Report</p><table>{title}{''.join(lines)}</table></body></html>"


def workbook(rows: Rows) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(("Listing",))
    sheet.merge_cells("A1:J1")
    for row in rows:
        sheet.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def open_document(rows: Rows) -> bytes:
    """The least that makes an ODS spreadsheet."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    lines = (
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" '
        f'xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="Listing">{"".join(lines)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>'
        )
    return data.getvalue()


def changed(column: int, change: Callable[[str], str]) -> Rows:
    return [
        HEADER,
        *(tuple(change(c) if i == column else c for i, c in enumerate(r)) for r in TABLE[1:]),
    ]


def dotted(moment: str) -> str:
    day, clock = moment.split(" ")
    year, month, date = day.split("-")
    return f"{date}.{month}.{year}. {clock}"


def epoch(moment: str) -> str:
    return str(int(datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()))


def offset(moment: str) -> str:
    local = datetime.fromisoformat(moment) + timedelta(hours=2)
    return f"{local.isoformat(sep=' ')}+02:00"


@dataclass(frozen=True)
class Form:
    """A file's name and bytes."""

    name: str
    content: bytes


def text(name: str, content: str, encoding: str = "utf-8") -> Form:
    return Form(name, content.encode(encoding))


FORMS = {
    "semicolons": text("a.csv", separated(TABLE)),
    "commas, quoted": text("a.csv", quoted(TABLE)),
    "tabs": text("a.tsv", separated(TABLE, "\t")),
    "bars, in a .txt": text("a.txt", separated(TABLE, "|")),
    "UTF-8 with mark, CR LF": text("a.csv", separated(TABLE, end="\r\n"), "utf-8-sig"),
    "UTF-16 with mark": text("a.csv", separated(TABLE, "\t"), "utf-16"),
    "UTF-16 without mark": text("a.csv", separated(TABLE), "utf-16-le"),
    "CR only": text("a.csv", separated(TABLE, end="\r")),
    "last line without end": text("a.csv", separated(TABLE).removesuffix("\n")),
    "a line break inside quotes": text("a.csv", quoted(changed(9, lambda c: f"{c}\nport"))),
    "fixed width": text("a.txt", aligned(TABLE)),
    "page": text("a.html", page(TABLE)),
    "page called .xls": text("a.xls", page(TABLE)),
    "workbook": Form("a.xlsx", workbook(TABLE)),
    "OpenDocument": Form("a.ods", open_document(TABLE)),
    "workbook called .csv": Form("a.csv", workbook(TABLE)),
    "scientific notation": text("a.csv", separated(changed(6, lambda c: f"{c[0]}.{c[1:]}E+14"))),
    "numbers with .0": text("a.csv", separated(changed(6, lambda c: f"{c}.0"))),
    "00 instead of +": text("a.csv", separated(changed(0, lambda c: c.replace("+", "00")))),
    "plus lost": text("a.csv", separated(changed(0, lambda c: c.removeprefix("+")))),
    "day first, dotted": text("a.csv", separated(changed(2, dotted))),
    "epoch": text("a.csv", separated(changed(2, epoch))),
    "with an offset": text("a.csv", separated(changed(2, offset))),
    "durations by the clock": text(
        "a.csv", separated(changed(3, lambda c: f"00:{int(c) // 60:02}:{int(c) % 60:02}"))
    ),
    "preamble and footer": text(
        "a.csv", f"Operator X\n\n{separated(TABLE)}Total;4;;;\n;;;;\nPage 1 of 1\n"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_communications_and_leads_back_to_its_rows(
    case: Case, write: WriteFile, form: str
) -> None:
    file = write(FORMS[form].name, FORMS[form].content)
    added = intake.add(case, file, intake.AddOptions(country="ME"))
    (counts,) = added.reconciliation
    assert (counts.rows_in, counts.accepted) == (4, 4)
    found = case.db.execute(
        "SELECT a_number, b_number, start_utc::VARCHAR, duration_s, kind, direction, device_party, "
        "imei, imsi, first_cell FROM communication ORDER BY row_number"
    ).fetchall()
    assert [row[:7] for row in found] == READ
    assert {row[7:] for row in found} == {DEVICE}
    last = case.db.execute("SELECT max(row_number) FROM communication").fetchall()[0][0]
    rows = locate.rows(case, added.source.source_id, [("", last)])
    assert rows["", last].cells[0] == "BANKA"


def test_a_zip_is_read_member_by_member(case: Case, write: WriteFile) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("march/a.csv", separated(TABLE))
        archive.writestr("april.xlsx", workbook(changed(2, lambda c: c.replace("-03-", "-04-"))))
        archive.writestr("__MACOSX/._a.csv", "junk")
        archive.writestr("readme.txt", "The records as asked for.")
    added = intake.add(case, write("records.zip", data.getvalue()))
    assert [(p.sheet, p.accepted) for p in added.reconciliation] == [
        ("march/a.csv", 4),
        ("april.xlsx", 4),
        ("readme.txt", 0),
    ]
    row = locate.rows(case, added.source.source_id, [("march/a.csv", 3)])["march/a.csv", 3]
    assert row.text == ";".join(TABLE[2])


@pytest.mark.parametrize(
    ("member", "content", "said"),
    [("letter.pdf", b"%PDF-1.4", "letter.pdf in it is no table"), ("a.csv", b"x", "a.csv in it")],
)
def test_a_zip_that_holds_something_else_is_refused_whole(
    case: Case, write: WriteFile, member: str, content: bytes, said: str
) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("b.csv", separated(TABLE))
        archive.writestr(member, content)
    with pytest.raises(WorkbenchError, match=said):
        intake.add(case, write("records.zip", data.getvalue()))
    assert case.db.execute("SELECT count(*) FROM communication").fetchall() == [(0,)]


def test_a_sheet_per_number_has_the_sheets_name_as_target(case: Case, write: WriteFile) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for number in ("38268000111", "38268000999"):
        sheet = book.create_sheet(number)
        sheet.append(("Drugi broj", "Datum i vrijeme (UTC)", "Trajanje", "Tip", "Smjer"))
        sheet.append(("38267000222", "01.03.2024. 10:00:00", "00:01:02", "Poziv", "Odlazni"))
        sheet.append(("38267000333", "31.03.2024. 11:00:00", "0", "SMS", "Dolazni"))
    data = io.BytesIO()
    book.save(data)
    intake.add(case, write("listing.xlsx", data.getvalue()))
    assert case.db.execute(
        "SELECT sheet, a_number, b_number, duration_s FROM communication ORDER BY ALL"
    ).fetchall() == [
        ("38268000111", "+38267000333", "+38268000111", 0),
        ("38268000111", "+38268000111", "+38267000222", 62),
        ("38268000999", "+38267000333", "+38268000999", 0),
        ("38268000999", "+38268000999", "+38267000222", 62),
    ]


def test_a_merged_number_of_a_spreadsheet_is_that_of_all_its_rows(
    case: Case, write: WriteFile
) -> None:
    header = ("Broj korisnika", "Drugi broj", "Datum i vrijeme (UTC)", "Trajanje", "Tip", "Smjer")
    row = ("38268000111", "38267000222", "01.03.2024. 10:00:00", "62", "Poziv", "Odlazni")
    later = ("", "38267000333", "13.03.2024. 10:00:00", "5", "Poziv", "Dolazni")
    plain = '<table:table-cell office:value-type="string"><text:p>38268000111'
    spanned = plain.replace("<table:table-cell", '<table:table-cell table:number-rows-spanned="2"')
    with zipfile.ZipFile(io.BytesIO(open_document([header, row, later]))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    content = members["content.xml"].decode().replace(plain, spanned)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, bytes_ in (members | {"content.xml": content.encode()}).items():
            archive.writestr(name, bytes_)
    added = intake.add(case, write("a.ods", data.getvalue()))
    assert case.db.execute(
        "SELECT a_number, b_number FROM communication ORDER BY row_number"
    ).fetchall() == [("+38268000111", "+38267000222"), ("+38267000333", "+38268000111")]
    located = locate.rows(case, added.source.source_id, [("", 3)])
    assert located["", 3].text.split("\t") == list(later)  # as it stands in the file


@pytest.mark.parametrize(
    ("encoding", "header", "row"),
    [
        ("cp1250", "A broj;B broj;Početak (UTC);Trajanje;Mjesto ćelije", "Nikšić;Žabljak;šđčćž"),
        ("cp1251", "А број;Б број;Почетак (UTC);Трајање;Ћелија", "Никшић;Жабљак;шђчћж"),
        ("cp1253", "ΚΑΛΩΝ;ΚΑΛΟΥΜΕΝΟΣ;ΕΝΑΡΞΗ (UTC);ΔΙΑΡΚΕΙΑ;ΚΥΨΕΛΗ", "ΒΟΛΟΣ;ΧΙΟΣ"),
        ("cp1253", "Καλών;Καλούμενος;Έναρξη (UTC);Διάρκεια;Κυψέλη", "Αθήνα;Θεσσαλονίκη;ώς"),
    ],
)
def test_code_pages_of_the_region_are_told_apart(
    case: Case, write: WriteFile, encoding: str, header: str, row: str
) -> None:
    place = row.split(";")[0]
    lines = "".join(
        f"+38268000111;+3826700022{i};2024-03-01 10:00:0{i};12;{place} {row[-5:]}\n"
        for i in range(5)
    )
    added = intake.add(case, write("a.csv", f"{header}\n{lines}", encoding))
    assert added.source.encoding == encoding
    found = case.db.execute("SELECT DISTINCT first_cell, cell_place FROM communication").fetchall()
    assert place in " ".join(filter(None, found[0]))


# ------------------------------------------------------------------ what a party may be


@pytest.mark.parametrize(
    ("written", "number", "kind"),
    [
        ("+382 67 000 222", "+38267000222", "e164"),
        ("0038267000222", "+38267000222", "e164"),
        ("067/000-222", "+38267000222", "e164"),
        ("38267000222.0", "+38267000222", "e164"),
        ("1234", "1234", "short_code"),
        ("InfoBanka", "InfoBanka", "alphanumeric"),
        ("skriven", None, "withheld"),
        ("-", None, "unknown"),
        ("3.8267E+10", None, "unknown"),
    ],
)
def test_a_party_is_what_it_is_however_written(
    case: Case, write: WriteFile, written: str, number: str | None, kind: str
) -> None:
    rows = [*TABLE, ("+38268000111", written, "2024-03-04 10:00:00", "1", "call", "outgoing")]
    intake.add(case, write("a.csv", separated(rows)), intake.AddOptions(country="ME"))
    found = case.db.execute(
        "SELECT b_written, b_number, b_kind FROM communication WHERE row_number = 6"
    ).fetchall()
    assert found == [(written, number, kind)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("35999904694641", "359999046946414"),
        ("359999046946414", "359999046946414"),
        ("3599990469464101", "359999046946414"),
        ("35-999904-694641-4", "359999046946414"),
        ("n/a", None),
    ],
)
def test_an_imei_of_14_15_or_16_digits_is_one_handset(
    case: Case, write: WriteFile, written: str, read: str | None
) -> None:
    intake.add(case, write("a.csv", separated(changed(6, lambda _: written))))
    assert case.db.execute("SELECT DISTINCT imei FROM communication").fetchall() == [(read,)]


def test_a_missed_call_of_minus_one_second_is_missed(case: Case, write: WriteFile) -> None:
    intake.add(case, write("a.csv", separated(changed(3, lambda c: "-1" if c == "12" else c))))
    assert case.db.execute(
        "SELECT duration_s, missed FROM communication ORDER BY row_number LIMIT 1"
    ).fetchall() == [(0, True)]


# ------------------------------------------------------------------ the clock change


def test_the_repeated_hour_is_flagged_and_the_skipped_one_rejected(
    case: Case, write: WriteFile
) -> None:
    moments = ("2024-10-27 01:59:59", "2024-10-27 02:30:00", "2024-03-31 02:30:00")
    rows = [
        HEADER,
        *(("+38268000111", "+38267000222", m, "1", "call", "outgoing") for m in moments),
    ]
    rows += [("+38268000111", "+38267000222", "2024-10-27 03:00:00", "1", "call", "outgoing")]
    text_ = separated(rows).replace("Start (UTC)", "Start")
    added = intake.add(case, write("a.csv", text_), intake.AddOptions(time_zone="Europe/Podgorica"))
    assert added.reasons == {"time that the clocks skipped": 1}
    assert any("clock change repeats" in note for note in added.notes)
    assert case.db.execute(
        "SELECT start_utc::VARCHAR, time_ambiguous FROM communication ORDER BY row_number"
    ).fetchall() == [
        ("2024-10-26 23:59:59", False),
        ("2024-10-27 00:30:00", True),
        ("2024-10-27 02:00:00", False),
    ]


# ------------------------------------------------------------------ what is only said, not decided


def test_a_direction_that_contradicts_the_targets_side_is_pointed_out(
    case: Case, write: WriteFile
) -> None:
    wrong = [*TABLE, (*TABLE[1][:2], "2024-03-09 10:00:00", "5", "call", "incoming", *TABLE[1][6:])]
    options = intake.AddOptions(convention="caller_first")
    added = intake.add(case, write("a.csv", separated(wrong)), options)
    assert "1 rows whose direction contradicts the side of the target" in " ".join(added.notes)


def test_swapped_parties_that_no_row_decides_are_asked_about(case: Case, write: WriteFile) -> None:
    rows = [HEADER[:6]] + [
        ("+38268000111", "+38267000222", "2024-03-01 10:00:00", "1", "call", "incoming"),
        ("+38267000222", "+38268000111", "2024-03-01 11:00:00", "1", "call", "incoming"),
    ]
    with pytest.raises(WorkbenchError, match="--convention"):
        intake.add(case, write("a.csv", separated(rows)))


def test_a_kind_of_service_not_known_here_is_kept_as_other_and_said(
    case: Case, write: WriteFile
) -> None:
    added = intake.add(
        case, write("a.csv", separated(changed(4, lambda c: c.replace("sms", "QX"))))
    )
    assert any("of a kind not known here: QX" in note for note in added.notes)
    kinds = case.db.execute("SELECT kind, count(*) FROM communication GROUP BY 1 ORDER BY 1")
    assert kinds.fetchall() == [("call", 2), ("other", 2)]


def test_a_table_of_fixed_width_may_have_very_many_columns(tmp_path: Path) -> None:
    rows = [[f"c{n}" for n in range(1_500)], *[[str(n) for n in range(1_500)]] * 4]
    (tmp_path / "wide.txt").write_text(aligned(rows), encoding="utf-8")
    (sheet,) = tables.open_sheets(tmp_path / "wide.txt", "wide.txt")
    with duckdb.connect() as db:
        chunks = tables.filled(sheet).chunks(sheet.sample().width, tmp_path)
        next(iter(chunks)).store(db, "t", ["c0", "c1499"])
        assert db.execute("SELECT * FROM t").fetchall()[-1] == ("0", "1499")
