"""The reports that extraction tools make of seized phones, in the manner of several of them."""

import io
import zipfile
from datetime import date, datetime

import pytest

from ingest import intake, locate
from ingest.call_records.layout import UnknownLayoutError
from ingest.contacts.clock import split_zone
from ingest.contacts.parties import parties
from ingest.contacts.traffic import duration_s
from tests.ingest.conftest import WriteFile
from tests.ingest.contacts.books import Rows, workbook
from workbench import schema
from workbench.case import Case

IMEI, OWN, TANI, MARKO = "359999046946414", "+38268000111", "+355692345678", "+38267222333"
# One sheet for each use, titles above the headers, the way in the cell of parties, a zone with
# every time.
REPORT: dict[str, Rows] = {
    "Device Info": [
        ["Device Info"],
        ["#", "Name", "Value"],
        [1, "Detected Phone Vendor", "Samsung"],
        [2, "IMEI", IMEI],
        [3, "MSISDN", OWN],
    ],
    "Contacts (3)": [
        ["Contacts (3)"],
        ["#", "Name", "Entries", "Source", "Deleted"],
        [1, "Tani", "Phone-Mobile: +355 69 234 5678\nEmail-Home: m@x.me", "Phone", ""],
        [2, "Marko Perović", "Phone-: 067-222-333", "Phone", "Yes"],
        [3, "Nobody", "Email-Home: a@b.me", "Phone", ""],
    ],
    "Call Log (4)": [
        ["Call Log (4)"],
        ["#", "Type", "Parties", "Date", "Time", "Duration", "Deleted"],
        [1, "Outgoing", f"To: {TANI} Tani", "12/03/2024", "12/03/2024 10:21:05(UTC+1)", "00:01:23"],
        [
            2,
            "Incoming",
            f"From: {MARKO} Marko Perović",
            "",
            "03/04/2024 23:59:59(UTC+2)",
            "00:00:10",
        ],
        [3, "Missed", "From: 069111222 Mama", "", "31/03/2024 12:00:00(UTC+2)", "00:00:00", "Yes"],
        [4, "Incoming", "From: Unknown", "", "not a time", ""],
    ],
    "SMS Messages (3)": [
        ["#", "Folder", "Parties", "Timestamp: Date", "Timestamp: Time", "Status", "Message"],
        [
            1,
            "Inbox",
            f"From: {TANI} Tani",
            "",
            "12/03/2024 10:25:00(UTC+1)",
            "Read",
            "Nisemi\nper Bar",
        ],
        [2, "Sent", f"To: {MARKO}", "", "12/03/2024 10:26:00(UTC+1)", "Sent", "ok"],
        [3, "Drafts", f"To: {MARKO}", "", "12/03/2024 10:27:00(UTC+1)", "Unsent", "no"],
    ],
    "Chats (2)": [
        ["Chat #", "Participants", "Source", "From", "Body", "Timestamp: Time", "Start Time: Time"],
        [
            1,
            f"{OWN[1:]}@s.whatsapp.net Shef (owner)\n{TANI[1:]}@s.whatsapp.net Tani",
            "WhatsApp",
            f"{TANI[1:]}@s.whatsapp.net Tani",
            "ku je",
            "12/03/2024 11:00:00(UTC+1)",
            "12/03/2024 11:00:00(UTC+1)",
        ],
        [
            "",
            f"{OWN[1:]}@s.whatsapp.net Shef (owner)\n{TANI[1:]}@s.whatsapp.net Tani",
            "WhatsApp",
            f"{OWN[1:]}@s.whatsapp.net Shef (owner)",
            "po vij",
            "12/03/2024 11:01:00(UTC+1)",
            "",
        ],
    ],
    "Installed Applications": [["#", "App", "Version"], [1, "Viber", "1.0"]],
}


def traffic(case: Case) -> list[tuple[object, ...]]:
    return case.db.execute(
        "SELECT kind, direction, a_number, b_number, device_party, start_utc, duration_s, missed "
        "FROM communication ORDER BY start_utc"
    ).fetchall()


def test_a_report_becomes_what_the_device_saw(case: Case, write: WriteFile) -> None:
    added = intake.add(case, write("report.xlsx", workbook(REPORT)))
    assert added.source.kind == "phone_extraction"
    assert {p.sheet: (p.accepted, p.rejected) for p in added.reconciliation} == {
        "Device Info": (4, 0),
        "Contacts (3)": (2, 1),
        "Call Log (4)": (3, 1),
        "SMS Messages (3)": (2, 1),
        "Chats (2)": (2, 0),
        "Installed Applications": (0, 0),
    }
    assert traffic(case) == [
        ("call", "outgoing", OWN, TANI, "a", datetime(2024, 3, 12, 9, 21, 5), 83, False),
        ("sms", "incoming", TANI, OWN, "b", datetime(2024, 3, 12, 9, 25), None, False),
        ("sms", "outgoing", OWN, MARKO, "a", datetime(2024, 3, 12, 9, 26), None, False),
        ("other", "incoming", TANI, OWN, "b", datetime(2024, 3, 12, 10, 0), None, False),
        ("other", "outgoing", OWN, TANI, "a", datetime(2024, 3, 12, 10, 1), None, False),
        ("call", "incoming", "+38269111222", OWN, "b", datetime(2024, 3, 31, 10, 0), 0, True),
        ("call", "incoming", MARKO, OWN, "b", datetime(2024, 4, 3, 21, 59, 59), 10, False),
    ]
    assert case.db.execute("SELECT DISTINCT imei FROM communication").fetchall() == [(IMEI,)]
    beside = case.db.execute(
        "SELECT count(*) FILTER (deleted), count(*) FILTER (has_text), "
        "count(*) FILTER (application = 'WhatsApp') FROM device_record"
    ).fetchall()
    assert beside == [(1, 4, 2)]


def test_the_words_of_a_message_are_its_evidence(case: Case, write: WriteFile) -> None:
    added = intake.add(case, write("report.xlsx", workbook(REPORT)))
    place = ("SMS Messages (3)", 2)
    row = locate.rows(case, added.source.source_id, [place])[place]
    assert row.cells[6] == "Nisemi\nper Bar" and row.header[6] == "Message"


def test_the_device_is_said_to_have_held_its_own_number(case: Case, write: WriteFile) -> None:
    intake.add(case, write("report.xlsx", workbook(REPORT)))
    said = case.db.execute(
        "SELECT claim.kind, l.normalised, r.normalised FROM claim "
        "JOIN mention AS l ON l.mention_id = left_mention "
        "JOIN mention AS r ON r.mention_id = right_mention WHERE nature = 'fact'"
    ).fetchall()
    assert said == [("inserted_in", OWN, IMEI)]


# Times without zone beside a stated one, From and To in columns, names apart from numbers.
OTHER_TOOL: dict[str, Rows] = {
    "General Information": [
        ["Device Name", "Nokia 105"],
        ["IMEI", IMEI],
        ["Own numbers", OWN],
        ["Time zone", "(UTC+01:00) Belgrade"],
    ],
    "Contacts": [["Index", "Name", "Tel", "Storage"], [1, "Tani", TANI, "SIM"]],
    "Calls": [
        ["Call Type", "Time", "Duration", "From", "To", "Name (Matched)"],
        ["Dialed", "2024-03-12 10:21:05", "83", "", TANI, "Tani"],
        ["Received", "2024-03-12 10:40:00", "1m 5s", "Tani", "", ""],
        ["Missed", "2024-03-12 10:50:00", "0", TANI, "", "Tani"],
    ],
}


def test_another_tools_layout_is_read_by_its_words(case: Case, write: WriteFile) -> None:
    intake.add(case, write("xry.xlsx", workbook(OTHER_TOOL)))
    assert traffic(case) == [
        ("call", "outgoing", OWN, TANI, "a", datetime(2024, 3, 12, 9, 21, 5), 83, False),
        ("call", "incoming", TANI, OWN, "b", datetime(2024, 3, 12, 9, 40), 65, False),
        ("call", "incoming", TANI, OWN, "b", datetime(2024, 3, 12, 9, 50), 0, True),
    ]


def test_a_zip_of_tables_with_zone_and_order_in_the_header(case: Case, write: WriteFile) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(
            "Android Call Logs.csv",
            "Partner,Partner Name,Local User,Direction,"
            "Call Date/Time - UTC+00:00 (dd/MM/yyyy),Duration (Seconds)\n"
            f"{MARKO},Marko,{OWN},Outgoing,05/04/2024 08:00:00,33\n",
        )
        archive.writestr(
            "Android Contacts.csv", f'Display Name,Phone Number(s)\nMarko,"{MARKO}, 020111222"\n'
        )
        archive.writestr(
            "Android SMS_MMS.csv",
            "Sender,Recipient(s),Message Sent Date/Time - UTC+00:00 (dd/MM/yyyy),Message,"
            f'Message Direction\n{OWN},{MARKO},05/04/2024 10:00:00,"a\nb",Outgoing\n',
        )
    added = intake.add(case, write("axiom.zip", data.getvalue()))
    assert added.source.kind == "phone_extraction"
    assert [row[:6] for row in traffic(case)] == [
        ("call", "outgoing", OWN, MARKO, "a", datetime(2024, 4, 5, 8, 0)),
        ("sms", "outgoing", OWN, MARKO, "a", datetime(2024, 4, 5, 10, 0)),
    ]


LOG: list[list[object]] = [
    ["Parties", "Direction", "Timestamp", "Duration", "Deleted"],
    [TANI, "Outgoing", "01/02/2024 10:00:00", "5", ""],
]


def test_what_the_file_leaves_open_is_asked_for(case: Case, write: WriteFile) -> None:
    file = write("log.xlsx", workbook({"Calls": LOG}))
    with pytest.raises(UnknownLayoutError, match="--date-order"):
        intake.add(case, file)
    with pytest.raises(UnknownLayoutError, match="--timezone"):
        intake.add(case, file, intake.AddOptions(date_order="dmy"))
    options = intake.AddOptions(date_order="dmy", time_zone="Europe/Podgorica", target=OWN)
    added = intake.add(case, file, options)
    assert added.source.kind == "phone_extraction" and added.source.target_written == OWN
    assert traffic(case)[0][2:6] == (OWN, TANI, "a", datetime(2024, 2, 1, 9, 0))


def test_without_its_own_number_the_user_is_told(case: Case, write: WriteFile) -> None:
    dated: Rows = [LOG[0], [TANI, "Outgoing", "21/02/2024 10:00:00(UTC+1)", "5", ""]]
    added = intake.add(case, write("log.xlsx", workbook({"Calls": dated})))
    assert any("--target" in note for note in added.notes)
    assert traffic(case)[0][2:5] == (None, TANI, "a")


def exhibit_of(case: Case, source_id: int) -> tuple[str, str] | None:
    return case.db.execute(
        "SELECT exhibit_number, known_by FROM device_exhibit JOIN exhibit USING (exhibit_id) "
        "WHERE device_exhibit.source_id = ?",
        [source_id],
    ).fetchone()


FORM = (
    "Exhibit number,Description,IMEI,Seized from\n"
    f"AB/7,Samsung phone,{IMEI},Dritan Gjoka\nAB/8,Nokia phone,354180100000019,Marko Perović\n"
)


def test_a_device_is_the_exhibit_with_its_imei(case: Case, write: WriteFile) -> None:
    read = intake.add(case, write("report.xlsx", workbook(REPORT)))
    assert exhibit_of(case, read.source.source_id) is None
    intake.add(case, write("form.csv", FORM))
    assert exhibit_of(case, read.source.source_id) == ("AB/7", "IMEI")


def test_a_list_is_tied_by_what_the_user_or_the_file_name_says(
    case: Case, write: WriteFile
) -> None:
    intake.add(case, write("form.csv", FORM))
    named = intake.add(
        case, write("a.csv", f"Name,Phone\nTani,{TANI}\n"), intake.AddOptions(exhibit="ab 8")
    )
    assert exhibit_of(case, named.source.source_id) == ("AB/8", "exhibit number")
    by_name = intake.add(case, write("AB-7 contacts.csv", f"Name,Phone\nTani,{MARKO}\n"))
    assert exhibit_of(case, by_name.source.source_id) == ("AB/7", "file name")
    neither = intake.add(case, write("AB-77.csv", f"Name,Phone\nMarko,{MARKO}\n"))
    assert exhibit_of(case, neither.source.source_id) is None


@pytest.mark.parametrize(
    ("cell", "numbers", "name", "own"),
    [
        (f"{TANI} Tani", [TANI], "Tani", False),
        (f"Tani ({TANI})", [TANI], "Tani", False),
        ("Tani <+355 69 234 5678>", [TANI], "Tani", False),
        (f"From: {TANI}\nTani", [TANI, None], "", False),
        (f"{TANI[1:]}@s.whatsapp.net Tani*", [TANI], "Tani", False),
        (f"{OWN} Shef (owner)", [OWN], "Shef", True),
        (f"{TANI}; {MARKO}", [TANI, MARKO], "", False),
        ("Hotel 365", [None], "Hotel 365", False),
        ("+355 69 234 5678", [TANI], "", False),
    ],
)
def test_a_cell_may_hold_number_and_name(
    cell: str, numbers: list[str | None], name: str, own: bool
) -> None:
    found = list(parties(cell, "ME"))
    assert [p.read.number for p in found] == numbers
    assert (found[0].name, found[0].is_own) == (name, own)


@pytest.mark.parametrize(
    ("written", "bare", "zone"),
    [
        ("12/03/2024 10:21:05(UTC+1)", "12/03/2024 10:21:05", "UTC+01:00"),
        ("2024-03-12T10:21:05Z", "2024-03-12T10:21:05", "UTC"),
        ("12.03.2024 10:21:05 UTC+05:30", "12.03.2024 10:21:05", "UTC+05:30"),
        ("2024-03-12 10:21:05+0200", "2024-03-12 10:21:05", "UTC+02:00"),
        ("2024-03-12 10:21:05", "2024-03-12 10:21:05", None),
    ],
)
def test_the_zone_behind_a_time_is_used(written: str, bare: str, zone: str | None) -> None:
    assert split_zone(written) == (bare, zone)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("83", 83), ("00:01:23", 83), ("1:23", 83), ("1m 23s", 83), ("1h 2m", 3720), ("", None)],
)
def test_lengths_are_read_in_every_writing(written: str, seconds: int | None) -> None:
    assert duration_s(written) == seconds


def test_what_other_files_say_of_names_and_numbers_is_no_phones_word(
    case: Case, write: WriteFile
) -> None:
    register = "Broj telefona;Ime i prezime;JMBG\n069123123;Zvonko Marić;0101980210015\n"
    with pytest.raises(UnknownLayoutError):
        intake.add(case, write("pretplatnici.csv", register))
    log = (
        "Name,Number,Date,Duration,Call type\nTani,+355692345678,2024-04-17 10:00:00,65,Outgoing\n"
    )
    options = intake.AddOptions(time_zone="UTC", target=OWN)
    assert intake.add(case, write("log.csv", log), options).source.kind == "phone_extraction"
    dispositivo: Rows = [["Modello", "iPhone 8"], ["IMEI", IMEI], ["Reperto", "4"], ["Marca", "A"]]
    calls: Rows = [
        ["Tipo", "Interlocutore", "Data e ora", "Fonte"],
        ["In uscita", f"{TANI} (Zio Enver)", "15/04/2024 18:22:10 (UTC+2)", "Telefono"],
    ]
    book = workbook({"Dispositivo": dispositivo, "Registro chiamate": calls})
    assert intake.add(case, write("estrazione.xlsx", book)).source.kind == "phone_extraction"
    assert case.db.execute("SELECT DISTINCT application FROM device_record").fetchall() == [(None,)]


def test_the_device_covers_the_days_of_its_own_calls_and_messages(
    case: Case, write: WriteFile
) -> None:
    intake.add(case, write("UFED.xlsx", workbook(REPORT)))
    covered = "SELECT * FROM number_coverage ORDER BY sheet"
    found = case.db.execute(covered).fetchall()
    calls = found[0]
    assert (calls[3], calls[6], calls[7]) == (OWN, 3, 3)
    assert [tuple(gap.values()) for gap in calls[8]] == [
        (date(2024, 3, 13), date(2024, 3, 30)),
        (date(2024, 4, 1), date(2024, 4, 2)),
    ]
    case.db.execute("DELETE FROM number_coverage")
    case.db.execute(dict(schema.migrations())[18])  # a case of an earlier version, opened by this
    assert case.db.execute(covered).fetchall() == found
