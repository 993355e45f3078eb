"""Evidence that two mentions are two people, whatever their names."""

from collections.abc import Iterator

import duckdb
import pytest

from entity_resolution import resolve
from entity_resolution.pairs import explain_pair
from entity_resolution.people import exclusions
from tests.entity_resolution.building import CaseBuilder
from workbench.vocabulary import ApartReason, ClaimKind, MentionKind


@pytest.fixture
def scratch() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as made:
        yield made


def _opposed(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection
) -> list[tuple[int, int, str]]:
    exclusions.gather(building.case, scratch)
    return scratch.execute("SELECT one, other, reason FROM opposed ORDER BY ALL").fetchall()


def _two(building: CaseBuilder) -> tuple[int, int]:
    one, other = (building.person(building.source(), "Marko Perić") for _ in range(2))
    return one, other


def _seen(building: CaseBuilder, person: int, place: str, at: str) -> None:
    building.claim(ClaimKind.PRESENT_AT, person, building.mention(MentionKind.PLACE, 1, place))
    building.case.db.execute(
        "UPDATE claim SET start_utc = try_cast($at AS TIMESTAMP), time_written = $at "
        "WHERE claim_id = (SELECT max(claim_id) FROM claim)",
        {"at": at},
    )


def _paper(
    building: CaseBuilder, kind: ClaimKind, person: int, number: str, day: str, **said: str
) -> int:
    """A passport, unless ``document_type`` says otherwise, that somebody has on a day."""
    source = building.case.db.execute(
        "SELECT source_id FROM mention WHERE mention_id = ?", [person]
    ).fetchall()[0][0]
    paper = building.mention(
        MentionKind.DOCUMENT, source, number, **({"document_type": "passport"} | said)
    )
    building.claim(kind, person, paper)
    building.case.db.execute(
        "UPDATE claim SET time_written = ? WHERE ? IN (left_mention, right_mention)", [day, paper]
    )
    return paper


@pytest.mark.parametrize(
    ("between", "language", "apart"),
    [(" i ", "sr", True), (" i ", "sq", False)],
)
def test_two_names_of_an_enumeration_are_two_people(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection, between: str, language: str,
    apart: bool,
) -> None:  # fmt: skip
    text = f"There were Marko Perić{between}Marko Peric."
    source = building.source(text)
    building.case.db.execute("UPDATE document SET language = ?", [language])
    building.passage(source, text)
    one = building.person(source, "Marko Perić")
    other = building.person(source, "Marko Peric")
    found = _opposed(building, scratch)
    assert found == ([(one, other, ApartReason.ONE_LIST)] if apart else [])


@pytest.mark.parametrize(
    ("moment", "apart"),
    [
        ("2024-03-01 10:20:00", True),  # 20 minutes for 250 km
        ("2024-03-01 16:00:00", False),
        ("01.03.2024", False),  # any hour of the day
    ],
)
def test_nobody_is_in_two_places_at_once(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection, moment: str, apart: bool
) -> None:
    one, other = _two(building)
    _seen(building, one, "Sarajevo", "2024-03-01 10:00:00")
    _seen(building, other, "Tirana", moment)
    found = _opposed(building, scratch)
    assert found == ([(one, other, ApartReason.FAR_APART)] if apart else [])


@pytest.mark.parametrize(("released", "apart"), [("2024-03-09", True), ("2024-03-04", False)])
def test_nobody_is_in_two_prisons_at_once(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection, released: str, apart: bool
) -> None:
    one, other = _two(building)
    _seen(building, one, "Sarajevo", "2024-03-01")
    building.case.db.execute("UPDATE claim SET end_utc = ?", [released])
    _seen(building, other, "Tirana", "2024-03-06")
    building.case.db.execute("UPDATE claim SET end_utc = '2024-03-20' WHERE end_utc IS NULL")
    found = _opposed(building, scratch)
    assert found == ([(one, other, ApartReason.FAR_APART)] if apart else [])


@pytest.mark.parametrize(
    ("kind", "numbers", "apart"),
    [
        ("passport", ("BT6735243", "BT1122334"), True),
        ("personal_number", ("0504990158205", "0504990158206"), False),  # a slip
        ("passport", ("BT6735243", "U51240180"), False),  # of two countries, it seems
    ],
)
def test_nobody_has_two_such_papers(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection, kind: str,
    numbers: tuple[str, str], apart: bool,
) -> None:  # fmt: skip
    one, other = _two(building)
    for person, number, day in zip(
        (one, other), numbers, ("01.03.2024", "20.03.2024"), strict=True
    ):
        _paper(building, ClaimKind.HOLDS, person, number, day, document_type=kind)
    found = _opposed(building, scratch)
    assert found == ([(one, other, ApartReason.PAPERS)] if apart else [])


@pytest.mark.parametrize(("ends", "apart"), [("2027-02-04", True), ("2024-03-10", False)])
def test_a_passport_that_has_ended_may_lie_beside_the_next(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection, ends: str, apart: bool
) -> None:
    one, other = _two(building)
    _paper(building, ClaimKind.HOLDS, one, "BT6735243", "01.03.2024")
    _paper(building, ClaimKind.HOLDS, other, "BT1122334", "20.03.2024", expiry_date=ends)
    found = _opposed(building, scratch)
    assert found == ([(one, other, ApartReason.PAPERS)] if apart else [])


def test_several_passports_seized_from_a_man_do_not_make_him_several(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection
) -> None:
    source = building.source()
    for number in ("BT6735243", "BT1122334"):
        person = building.person(source, "Marko Perić")
        _paper(building, ClaimKind.SEIZED_FROM, person, number, "01.03.2024")
    assert _opposed(building, scratch) == []


def test_a_passport_seized_from_somebody_is_its_holders(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection
) -> None:
    one, other = _two(building)
    holder = building.person(1, "Fatima Alzaim")
    paper = _paper(building, ClaimKind.HOLDS, holder, "BT6735243", "01.03.2024")
    building.claim(ClaimKind.SEIZED_FROM, paper, one)
    building.case.db.execute("UPDATE claim SET time_written = '01.03.2024'")
    _paper(building, ClaimKind.HOLDS, other, "BT1122334", "01.03.2024")
    assert _opposed(building, scratch) == [
        (one, holder, ApartReason.FOUND_WITH),
        (other, holder, ApartReason.PAPERS),
    ]


@pytest.mark.parametrize(
    ("carrier", "holder", "apart"),
    [
        ("Omer Begović", "Fatima Alzaim", True),
        ("Ahmad Alzaim", "Fatima Alzaim", True),  # a father and his daughter
        ("Омер Беговић", "BEGOVIC OMER", False),
        ("Dritan Gjoka", "Drltan Gjoka", False),  # a slip
        ("Tani", "Dritan Gjoka", False),
    ],
)
def test_whose_document_was_found_on_another_is_not_that_one(
    building: CaseBuilder, carrier: str, holder: str, apart: bool
) -> None:
    one, other = (building.person(building.source(), name) for name in (carrier, holder))
    _paper(building, ClaimKind.SEIZED_FROM, one, "BT6735243", "01.03.2024")
    _paper(building, ClaimKind.HOLDS, other, "BT6735243", "20.03.2024")
    resolve(building.case)
    assert (building.entity_of(one) != building.entity_of(other)) is apart
    held = explain_pair(building.case, str(one), str(other)).apart
    assert (ApartReason.FOUND_WITH in {evidence.reason for evidence in held}) is apart


def test_a_document_that_a_source_ties_to_two_tells_of_neither(building: CaseBuilder) -> None:
    """*Omer Begović carried passport no. ..., issued to Fatima Alzaim.*"""
    source = building.source()
    carrier, holder = (building.person(source, n) for n in ("Omer Begović", "Fatima Alzaim"))
    paper = _paper(building, ClaimKind.HOLDS, carrier, "BT6735243", "01.03.2024")
    building.claim(ClaimKind.HOLDS, holder, paper)
    again = building.person(building.source(), "Begovic Omer")
    elsewhere = building.person(building.source(), "Fatima Al-Zaim")
    _paper(building, ClaimKind.HOLDS, elsewhere, "BT6735243", "20.03.2024")
    resolve(building.case)
    first, second, third, fourth = map(building.entity_of, (carrier, again, holder, elsewhere))
    assert first == second != third == fourth


@pytest.mark.parametrize(("calls", "apart"), [(3, True), (2, False)])
def test_nobody_calls_himself(
    building: CaseBuilder, scratch: duckdb.DuckDBPyConnection, calls: int, apart: bool
) -> None:
    one, other = _two(building)
    numbers = "+38766002792", "+38765111222"
    for person, number in zip((one, other), numbers, strict=True):
        phone = building.mention(MentionKind.PHONE, 1, number)
        building.claim(ClaimKind.USES, person, phone)
    for hour in range(calls):
        building.case.db.execute(
            "INSERT INTO communication (source_id, row_number, kind, direction, a_number, "
            "b_number, a_kind, b_kind, start_utc, time_zone, duration_s) "
            "VALUES (1, ?, 'call', 'outgoing', ?, ?, 'e164', 'e164', ?, 'UTC', 30)",
            [hour, *numbers, f"2024-03-01 {hour:02}:00:00"],
        )
    found = _opposed(building, scratch)
    assert found == ([(one, other, ApartReason.TALKED)] if apart else [])
