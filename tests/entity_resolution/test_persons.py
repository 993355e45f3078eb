"""Which person mentions become one person, and which stay two."""

import pytest

from entity_resolution import explain_pair, resolve
from tests.entity_resolution.building import CaseBuilder
from workbench.vocabulary import ClaimKind, MentionKind


def test_one_name_in_two_sources_and_scripts_is_one_person(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Dritan Gjoka")
    other = building.person(building.source(), "Дритан Ђока")
    resolve(building.case)
    assert building.entity_of(one) == building.entity_of(other)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Aleksandar Vukčević", "ألكسندر فوكتشيفيتش"),
        ("Goran Pavlović", "جوران بافلوفيتش"),
        ("Gëzim Begaj", "Γκεζίμ Μπεγκάι"),
        ("Yacine Cherif", "ياسين شريف"),
        ("Thamer Radwan", "ثامر رضوان"),
    ],
)
def test_a_name_in_letters_that_lack_its_sounds_is_found_again(
    building: CaseBuilder, ours: str, theirs: str
) -> None:
    one = building.person(building.source(), ours)
    other = building.person(building.source(), theirs)
    resolve(building.case)
    assert building.entity_of(one) == building.entity_of(other)


def test_people_of_one_name_born_on_other_days_are_two(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Marko Petrović", birth_date="1970-03-01")
    other = building.person(building.source(), "Marko Petrović", birth_date="1994-11-23")
    resolve(building.case)
    assert building.entity_of(one) != building.entity_of(other)


_NUMBER = "0505990150200"  # a man's, born on 5 May 1990


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ({"birth_date": "1990-05-05"}, True),
        ({"birth_date": "1962-11-09"}, False),
        ({"birth_date": "1962"}, False),
    ],
)
def test_a_personal_number_tells_when_somebody_was_born(
    building: CaseBuilder, said: dict[str, str], same: bool
) -> None:
    source = building.source()
    one = building.person(source, "Marko Petrović")
    number = building.mention(
        MentionKind.DOCUMENT, source, _NUMBER, document_type="personal_number"
    )
    building.claim(ClaimKind.HOLDS, one, number)
    other = building.person(building.source(), "Petrović Marko", **said)
    resolve(building.case)
    assert (building.entity_of(one) == building.entity_of(other)) is same
    said_of = [part.level for pair in explain_pair(building.case, str(one), str(other)).scored
               for part in pair.parts]  # fmt: skip
    assert ("same day" in said_of) is same


def test_what_the_source_says_counts_for_more_than_the_number(building: CaseBuilder) -> None:
    source = building.source()
    one = building.person(source, "Marko Petrović", birth_date="1962-11-09")
    number = building.mention(
        MentionKind.DOCUMENT, source, _NUMBER, document_type="personal_number"
    )
    building.claim(ClaimKind.HOLDS, one, number)
    other = building.person(building.source(), "Marko Petrović", birth_date="1962-11-09")
    resolve(building.case)
    assert building.entity_of(one) == building.entity_of(other)


def test_brothers_with_one_father_are_two(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Agim Krasniqi", father_name="Bekim")
    other = building.person(building.source(), "Agron Krasniqi", father_name="Bekim")
    resolve(building.case)
    assert building.entity_of(one) != building.entity_of(other)


def test_whom_a_source_sets_apart_stays_apart(building: CaseBuilder) -> None:
    text = "To avoid confusion: Leonard Nika from Fier sells firewood and has no part in this."
    said = building.source(text)
    building.passage(said, text)
    namesake = building.person(said, "Leonard Nika")
    others = [building.person(building.source(), "Leonard Nika") for _ in range(3)]
    resolve(building.case)
    assert len({building.entity_of(other) for other in others}) == 1
    assert building.entity_of(namesake) != building.entity_of(others[0])


def test_a_surname_goes_with_the_only_bearer_in_its_source(building: CaseBuilder) -> None:
    source = building.source()
    full = building.person(source, "Dritan Gjoka")
    short = building.person(source, "Gjokës")
    resolve(building.case)
    assert building.entity_of(full) == building.entity_of(short)


def test_a_surname_two_people_bear_waits_for_a_person(building: CaseBuilder) -> None:
    source = building.source()
    people = [building.person(source, name) for name in ("Dritan Gjoka", "Arben Gjoka", "Gjoka")]
    resolve(building.case)
    assert len({building.entity_of(person) for person in people}) == 3


def test_that_nobody_else_bears_a_surname_is_said(building: CaseBuilder) -> None:
    full = building.person(building.source(), "Dritan Gjoka")
    short = building.person(building.source(), "Gjoka")
    for person in (full, short):
        (source,) = building.case.db.execute(
            "SELECT source_id FROM mention WHERE mention_id = ?", [person]
        ).fetchall()[0]
        phone = building.mention(MentionKind.PHONE, source, "+355691234567")
        building.claim(ClaimKind.USES, person, phone)
    resolve(building.case)
    said = [part.level for pair in explain_pair(building.case, str(full), str(short)).scored
            for part in pair.parts]  # fmt: skip
    assert "part of the name, borne by nobody else" in said


def test_a_weak_bridge_does_not_chain_two_people(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Dritan Gjoka", birth_date="1970-03-01")
    other = building.person(building.source(), "Arben Gjoka", birth_date="1994-11-23")
    building.person(building.source(), "Gjoka")
    resolve(building.case)
    assert building.entity_of(one) != building.entity_of(other)


def test_a_nickname_leads_to_whom_another_source_calls_so(building: CaseBuilder) -> None:
    known = building.source()
    full = building.person(known, "Goran Stanković", alias="Ris")
    text = "A man known as 'Ris' took our passports."
    said = building.source(text)
    building.passage(said, text)
    nickname = building.person(said, "Ris")
    resolve(building.case)
    assert building.entity_of(full) == building.entity_of(nickname)


def test_a_nickname_told_in_a_relative_clause_is_the_persons(building: CaseBuilder) -> None:
    text = "Glavni je Veton Gila iz Tirane, kojeg Goran Zec zove „Kapiteni“."
    told = building.source(text)
    building.passage(told, text)
    boss, driver, nickname = (
        building.person(told, name) for name in ("Veton Gila", "Goran Zec", "Kapiteni")
    )
    resolve(building.case)
    assert building.entity_of(boss) == building.entity_of(nickname)
    assert building.entity_of(driver) != building.entity_of(nickname)


def test_a_slip_of_the_pen_is_the_same_person(building: CaseBuilder) -> None:
    source = building.source()
    one = building.person(source, "Husein Smajić")
    other = building.person(source, "Husein Sajić")
    resolve(building.case)
    assert building.entity_of(one) == building.entity_of(other)


def test_two_people_of_one_claim_are_two(building: CaseBuilder) -> None:
    source = building.source()
    one = building.person(source, "Marko Petrović")
    other = building.person(source, "Marko Petrović")
    building.claim(ClaimKind.MEETS, one, other)
    resolve(building.case)
    assert building.entity_of(one) != building.entity_of(other)


def test_a_shared_document_joins_a_misspelt_name(building: CaseBuilder) -> None:
    people = []
    for name in ("Tadija Kujović", "Tadjia Kujovć"):
        source = building.source()
        people.append(building.person(source, name, birth_date="1996-01-22"))
        document = building.mention(MentionKind.DOCUMENT, source, "069177561")
        building.claim(ClaimKind.HOLDS, people[-1], document)
    resolve(building.case)
    assert building.entity_of(people[0]) == building.entity_of(people[1])


def _holder(building: CaseBuilder, name: str, number: str, **said: str) -> int:
    source = building.source()
    person = building.person(source, name, **said)
    building.claim(ClaimKind.HOLDS, person, building.mention(MentionKind.DOCUMENT, source, number))
    return person


def test_somebody_without_a_name_is_found_by_document_and_birth_date(
    building: CaseBuilder,
) -> None:
    unnamed = _holder(building, "?", "BA1234567", birth_date="1990-02-03")
    named = _holder(building, "Arben Duka", "BA1234567", birth_date="1990-02-03")
    resolve(building.case)
    assert building.entity_of(unnamed) == building.entity_of(named)


def test_twins_at_one_address_are_two(building: CaseBuilder) -> None:
    home = "Rruga e Durrësit 12, Tiranë"
    one = _holder(building, "Ana Kola", "X7654321", birth_date="1999-01-01", address=home)
    other = _holder(building, "Mira Kola", "X9954327", birth_date="1999-01-01", address=home)
    resolve(building.case)
    assert building.entity_of(one) != building.entity_of(other)


def test_an_address_is_one_in_spite_of_slips(building: CaseBuilder) -> None:
    one, other = (
        building.person(building.source(), name, address=home)
        for name, home in (
            ("Vesna Babić", "Njegoševa 40/2, Bar"),
            ("V. Babić", "Njegosveva 40/2 Bar"),
        )
    )
    resolve(building.case)
    assert building.entity_of(one) == building.entity_of(other)


def test_a_person_known_by_initials_only_is_kept(building: CaseBuilder) -> None:
    minor = building.person(building.source(), "A. B.")
    building.person(building.source(), "Dritan Gjoka")
    resolve(building.case)
    assert building.entity_of(minor).startswith("person-")


def test_a_birth_date_in_other_dashes_stops_no_run(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Dritan Gjoka", birth_date="1970-03-01")
    other = building.person(building.source(), "Dritan Gjoka", birth_date="1970–03–01")
    resolve(building.case)
    assert building.entity_of(one)
    assert building.entity_of(other)
