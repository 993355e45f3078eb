"""One phone, or all phones of a person: when, with whom and in what it is used."""

from datetime import timedelta

from graph.phones import Used, phones_of, rows_at, stretches, traffic
from tests.graph.builders import CaseBuilder, at
from workbench.vocabulary import ClaimKind

ZONE = "Europe/Podgorica"  # an hour ahead of UTC on 1 March 2024, a Friday
OLD, NEW = "359999016612341", "869012345678907"


def test_a_call_that_both_operators_recorded_counts_once(building: CaseBuilder) -> None:
    mine, theirs = building.source(), building.source()
    building.call(mine, "phone-1", "phone-2", at(0))
    building.call(theirs, "phone-1", "phone-2", at(0, seconds=2), direction="incoming")
    found = traffic(building.case, phones_of(building.case, "phone-1"), ZONE)
    assert (found.total, found.outgoing) == (1, 1)
    assert found.by_hour == {(5, 9): 1}
    (contact,) = found.contacts
    assert (contact.phone, contact.count, contact.incoming) == ("phone-2", 1, 0)


def test_hours_and_days_are_those_of_the_zone(building: CaseBuilder) -> None:
    file = building.source()
    building.call(file, "phone-1", "phone-2", at(15.5 / 24))  # 23:30 UTC on a Friday
    found = traffic(building.case, phones_of(building.case, "phone-1"), ZONE)
    assert found.by_hour == {(6, 0): 1}
    assert [day.isoformat() for _, day in found.by_day] == ["2024-03-02"]


def test_a_withheld_number_counts_without_being_a_contact(building: CaseBuilder) -> None:
    file = building.source()
    building.call(file, None, "phone-1", at(0), direction="incoming")
    building.call(file, "phone-2", "phone-1", at(1), direction="incoming")
    found = traffic(building.case, phones_of(building.case, "phone-1"), ZONE)
    assert (found.total, found.alone, found.outgoing) == (2, 1, 0)
    assert [contact.phone for contact in found.contacts] == ["phone-2"]


def test_a_person_stands_for_phones_while_they_hold_them(building: CaseBuilder) -> None:
    calls, said = building.source(), building.source("witness_statement")
    for day in range(10):
        building.call(calls, "phone-1", "phone-2", at(day))
    for person, day in (("person-1", 0), ("person-2", 5)):
        building.claim(
            person, ClaimKind.USES, "phone-1", said, start=at(day), end=at(day) + timedelta(days=4)
        )
    held = phones_of(building.case, "person-1")
    assert [one.phone for one in held] == ["phone-1"]
    assert traffic(building.case, held, ZONE).total == 4
    assert phones_of(building.case, "person-9") == ()


def test_the_rows_of_an_hour_are_those_counted_in_it(building: CaseBuilder) -> None:
    file = building.source()
    first = building.call(file, "phone-1", "phone-2", at(0))
    building.call(file, "phone-1", "phone-2", at(1))
    later = building.call(file, "phone-3", "phone-1", at(7), direction="incoming")
    held = phones_of(building.case, "phone-1")
    assert rows_at(building.case, held, ZONE, 5, 9) == ((file, "", first), (file, "", later))


def test_handsets_come_stretch_by_stretch_with_their_rows(building: CaseBuilder) -> None:
    file = building.source()
    handsets = (OLD, OLD, "00000000000000", NEW, OLD)
    rows = [
        building.call(file, "phone-1", "phone-2", at(day), imei=imei)
        for day, imei in enumerate(handsets)
    ]
    found = stretches(building.case, phones_of(building.case, "phone-1"), Used.HANDSET)
    assert [(one.item, one.records) for one in found] == [
        (OLD[:14], 2),
        (NEW[:14], 1),
        (OLD[:14], 1),
    ]
    assert (found[0].first_row, found[0].last_row) == ((file, "", rows[0]), (file, "", rows[1]))
    assert not stretches(building.case, phones_of(building.case, "phone-2"), Used.HANDSET)
