"""Retained data of ETSI TS 102 657: every record a row from the party it is about, none lost."""

import pytest

from ingest import intake, locate
from tests.ingest.conftest import WriteFile
from workbench.case import Case
from workbench.errors import WorkbenchError

DEVICE = "<iMSI>297990000000123</iMSI><iMEI>35999904694641</iMEI>"
CELL = (
    "<detailedLocation><cellInformation><globalCellID>297-99-1100-20001</globalCellID>"
    "</cellInformation></detailedLocation>"
)


def leg(role: str, number: str, inside: str = "", start: str = "20240301100000+0100") -> str:
    time = f"<communicationTime><startTime>{start}</startTime><durationTime>12</durationTime>"
    return (
        f"<TelephonyPartyInformation><partyRole><{role}/></partyRole><partyNumber>{number}"
        f"</partyNumber>{inside}{time}</communicationTime></TelephonyPartyInformation>"
    )


def record(inside: str, number: int = 1) -> str:
    return (
        f"<ResponseRecord><recordNumber>{number}</recordNumber><recordPayload><telephonyRecord>"
        f"<telephonyServiceUsage>{inside}</telephonyServiceUsage></telephonyRecord></recordPayload>"
        "</ResponseRecord>"
    )


def message(*records: str, prefix: str = "", version: str = "v1.20.1") -> str:
    body = (
        f'<RetainedDataMessage xmlns{":" + prefix if prefix else ""}="urn:etsi:{version}">'
        "<retainedDataHeader><requestID><requestNumber>7</requestNumber></requestID>"
        "</retainedDataHeader><retainedDataPayload><responseMessage><responsePayload>"
        f"{''.join(records)}</responsePayload></responseMessage></retainedDataPayload>"
        "</RetainedDataMessage>"
    )
    if prefix:
        body = body.replace("</", f"</{prefix}#").replace("<", f"<{prefix}:")
        body = body.replace(f"<{prefix}:/{prefix}#", f"</{prefix}:")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}'


OUTGOING = record(
    "<partyInformation>"
    + leg("originating-Party", "38268000111", DEVICE + CELL)
    + leg("terminating-Party", "38267000222")
    + "</partyInformation>"
)
INCOMING = record(
    "<partyInformation>"
    + leg("smsOriginator", "38267000333")
    + leg("smsRecipient", "38268000111", DEVICE)
    + "</partyInformation>",
    2,
)
SESSION = record(
    "<nationalTelephonyServiceUsage><internetAccess><interval>"
    "<startTime>2024-03-01T12:00:00Z</startTime><endTime>2024-03-01T12:01:00Z</endTime></interval>"
    "<naDeviceId>35999904694641</naDeviceId><gprsInformation><iMSI>297990000000123</iMSI>"
    "<mSISDN>38268000111</mSISDN></gprsInformation><octetsDownloaded>3400</octetsDownloaded>"
    "<octetsUploaded>120</octetsUploaded></internetAccess>"
    "</nationalTelephonyServiceUsage>",
    3,
)
UNKNOWN = record("<somethingNew><when>2024</when></somethingNew>", 4)


@pytest.mark.parametrize(("prefix", "version"), [("", "v1.20.1"), ("rd", "v1.7.1")])
def test_records_are_read_whatever_the_namespace(
    case: Case, write: WriteFile, prefix: str, version: str
) -> None:
    text = message(OUTGOING, INCOMING, SESSION, prefix=prefix, version=version)
    intake.add(case, write("answer.xml", text), intake.AddOptions(time_zone="UTC"))
    found = case.db.execute(
        "SELECT kind, direction, a_number, b_number, device_party, start_utc::VARCHAR, duration_s "
        "FROM communication ORDER BY row_number"
    ).fetchall()
    assert found == [
        ("call", "outgoing", "+38268000111", "+38267000222", "a", "2024-03-01 09:00:00", 12),
        ("sms", "incoming", "+38267000333", "+38268000111", "b", "2024-03-01 09:00:00", 12),
        ("data", "outgoing", "+38268000111", None, "a", "2024-03-01 12:00:00", 60),
    ]
    devices = case.db.execute("SELECT DISTINCT imei, imsi FROM communication").fetchall()
    assert devices == [("359999046946414", "297990000000123")]


def test_a_record_of_unknown_shape_is_kept_with_its_text(case: Case, write: WriteFile) -> None:
    text = message(OUTGOING, INCOMING, UNKNOWN)
    added = intake.add(case, write("answer.xml", text))
    (counts,) = added.reconciliation
    assert (counts.rows_in, counts.accepted, counts.rejected) == (3, 2, 1)
    assert case.db.execute("SELECT text, reason FROM rejected_row").fetchall() == [
        (UNKNOWN, "no date")
    ]


def test_a_row_leads_back_to_its_record_byte_for_byte(case: Case, write: WriteFile) -> None:
    added = intake.add(case, write("answer.xml", message(OUTGOING, INCOMING)))
    rows = locate.rows(case, added.source.source_id, [("", 2)])
    assert rows["", 2].text == INCOMING


def test_a_call_within_one_network_is_seen_from_both_its_parties(
    case: Case, write: WriteFile
) -> None:
    other = DEVICE.replace("0123", "0456").replace("94641", "94999")
    both = record(
        leg("originating-Party", "38268000111", DEVICE)
        + leg("terminating-Party", "38268000444", other)
    )
    intake.add(case, write("answer.xml", message(both, INCOMING)))
    assert case.db.execute(
        "SELECT direction, a_number, b_number, device_party FROM communication "
        "WHERE kind = 'call' ORDER BY row_number"
    ).fetchall() == [
        ("outgoing", "+38268000111", "+38268000444", "a"),
        ("incoming", "+38268000111", "+38268000444", "b"),
    ]


BARE_LEG = (
    "<TelephonyPartyInformation><partyRole>{role}</partyRole><partyNumber>{number}</partyNumber>"
    "{inside}</TelephonyPartyInformation>"
)


def mixed(first: str, second: str) -> str:
    """A record that gives time and place once, beside its legs, in the other encoding of roles."""
    return record(
        BARE_LEG.format(role=first, number="38268000111", inside=DEVICE)
        + BARE_LEG.format(role=second, number="38267000222", inside="")
        + "<communicationTime><startTime>2024-03-01T10:00:00.250+01:00</startTime>"
        "<endTime>2024-03-01T10:00:42+01:00</endTime></communicationTime>" + CELL
    )


def test_time_and_place_beside_the_legs_are_the_records(case: Case, write: WriteFile) -> None:
    text = message(mixed("originating-Party", "terminating-Party"), INCOMING, version="v1.27.1")
    intake.add(case, write("answer.xml", text))
    assert case.db.execute(
        "SELECT direction, a_number, b_number, start_utc::VARCHAR, duration_s, first_cell "
        "FROM communication WHERE kind = 'call'"
    ).fetchall() == [
        ("outgoing", "+38268000111", "+38267000222", "2024-03-01 09:00:00", 42, "297-99-1100-20001")
    ]


def test_a_role_not_known_here_says_no_direction(case: Case, write: WriteFile) -> None:
    text = message(mixed("17", "18"), INCOMING)
    added = intake.add(case, write("answer.xml", text))
    assert case.db.execute(
        "SELECT direction FROM communication WHERE kind = 'call'"
    ).fetchall() == [("unknown",)]
    assert any("do not say who called" in note for note in added.notes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (message(OUTGOING)[:-30], "no whole XML"),
        (message(), "no record of retained data"),
        (message(OUTGOING).replace("?>\n", '?>\n<!DOCTYPE x [<!ENTITY a "b">]>'), "document type"),
    ],
)
def test_a_broken_message_is_one_clear_error(
    case: Case, write: WriteFile, text: str, said: str
) -> None:
    with pytest.raises(WorkbenchError, match=said):
        intake.add(case, write("answer.xml", text))


def test_a_leg_is_known_by_its_role_whatever_its_element_is_called(
    case: Case, write: WriteFile
) -> None:
    text = message(OUTGOING).replace("TelephonyPartyInformation", "item")
    intake.add(case, write("answer.xml", text))
    assert case.db.execute(
        "SELECT a_number, b_number, direction FROM communication"
    ).fetchall() == [("+38268000111", "+38267000222", "outgoing")]


def test_a_session_keeps_its_end_and_volume(case: Case, write: WriteFile) -> None:
    intake.add(case, write("records.xml", message(SESSION)))
    assert case.db.execute(
        "SELECT kind, end_utc::VARCHAR, volume_up_bytes, volume_down_bytes, volume_bytes "
        "FROM communication"
    ).fetchall() == [("data", "2024-03-01 12:01:00", 120, 3400, 3520)]
