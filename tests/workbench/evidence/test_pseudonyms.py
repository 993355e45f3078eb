"""Pseudonyms of exports: the same within one, others in the next, and known to the case alone."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from workbench.access import Masking, protect
from workbench.case import Case
from workbench.errors import UnknownObjectError
from workbench.evidence import departures, pseudonyms
from workbench.evidence.handling import Purpose

PERSONS = 40


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """Forty protected persons, the first with a phone."""
    with Case.create(tmp_path_factory.mktemp("forty") / "case", title="Test", user="ana") as made:
        ids = range(1, PERSONS + 1)
        made.db.executemany(
            "INSERT INTO mention (mention_id, mention_key, source_id, kind, text) VALUES "
            "(?, ?, 1, ?, ?)",
            [(n, f"a#{n}", "person", f"Name{n} Surname{n}") for n in ids]
            + [(99, "a#99", "phone", "+38267111222")],
        )
        made.db.executemany(
            "INSERT INTO entity VALUES (?, ?, ?, 1, 1)",
            [(f"person-{n}", "person", f"Name{n} Surname{n}") for n in ids]
            + [("phone-1", "phone", "+38267111222")],
        )
        made.db.executemany(
            "INSERT INTO entity_member VALUES (?, ?)",
            [(f"person-{n}", n) for n in ids] + [("phone-1", 99)],
        )
        made.db.executemany(
            "INSERT INTO person_status (mention_id, category, written) VALUES (?, 'victim', 'x')",
            [(n,) for n in ids],
        )
        made.db.execute(
            "INSERT INTO claim (claim_id, source_id, kind, left_mention, right_mention, nature) "
            "VALUES (1, 1, 'uses', 1, 99, 'fact')"
        )
        with made.transaction():
            protect(made)
        yield made


def _named(case: Case, recipient: str) -> pseudonyms.ExportMasking:
    about = departures.about(case, "summary", {"recipient": recipient})
    return pseudonyms.for_export(case, Masking.load(case), about)


def test_asked_again_an_export_calls_everybody_the_same(case: Case) -> None:
    assert _named(case, "Court").pseudonyms == _named(case, "Court").pseudonyms


def test_no_two_exports_call_anybody_the_same(case: Case) -> None:
    court, police = _named(case, "Court"), _named(case, "Police")
    alike = [e for e, name in court.pseudonyms.items() if police.pseudonyms[e] == name]
    assert len(alike) <= 2, "four figures may coincide now and then"
    assert len(set(court.pseudonyms.values())) == PERSONS + 1
    ids = pseudonyms.aliases(court), pseudonyms.aliases(police)
    assert {e for e in ids[0] if ids[0][e] == ids[1][e]} == set(alike)
    assert not set(court.pseudonyms.values()) & set(Masking.load(case).pseudonyms.values())


def test_what_is_a_persons_is_called_after_them(case: Case) -> None:
    court = _named(case, "Court")
    person, phone = court.pseudonyms["person-1"], court.pseudonyms["phone-1"]
    assert phone == f"Phone of {person[0].lower()}{person[1:]}"


def test_pseudonyms_of_the_case_in_what_people_typed_are_put_right(case: Case) -> None:
    court, own = _named(case, "Court"), Masking.load(case).pseudonyms["person-7"]
    assert court.text(f"Who carried {own}?") == f"Who carried {court.pseudonyms['person-7']}?"


def test_another_case_with_the_same_persons_calls_them_otherwise(
    case: Case, tmp_path: Path
) -> None:
    with Case.create(tmp_path / "other", title="Test", user="ana") as other:
        one = pseudonyms.for_export(other, Masking.load(case), {"recipient": "Court"})
    two = pseudonyms.for_export(case, Masking.load(case), {"recipient": "Court"})
    assert one.pseudonyms != two.pseudonyms


def test_the_case_knows_whom_an_export_meant_even_after_a_merge(case: Case) -> None:
    court = _named(case, "Court")
    left = departures.Left("summary", "Court", Purpose.JUDICIAL, datetime(2025, 1, 1), "0" * 64)
    with case.transaction():
        number = departures.disclosed(case, left, court)
        case.db.execute("INSERT INTO entity_redirect VALUES ('person-2', 'person-1', 2)")
    found = {one.in_export: one for one in pseudonyms.called(case, number)}
    assert found[court.pseudonyms["person-3"]].in_case == "Protected person 3"
    assert found[court.pseudonyms["person-2"]].entity_id == "person-1"
    case.db.execute("DELETE FROM entity_redirect")
    with pytest.raises(UnknownObjectError):
        pseudonyms.called(case, number + 1)


def test_thousands_of_persons_get_different_numbers() -> None:
    numbers = pseudonyms._numbers(b"key", range(1, 12_001))
    assert len(set(numbers.values())) == 12_000
    assert numbers.items() >= pseudonyms._numbers(b"key", range(1, 50)).items()
