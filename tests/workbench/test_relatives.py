"""A relative's surname would name the protected person: it is hidden, and it is said why."""

from collections.abc import Iterator

import pytest

from workbench.access import Masking, protect
from workbench.case import Case
from workbench.evidence.names import Names
from workbench.evidence.safeguarding import to_protect

TEXT = "Hasan Sultani i Karim Sultani su bili u kombiju; vozio je Dritan Sultani."


@pytest.fixture(scope="module")
def persons(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """A boy; a man and a driver of his surname; a friend; an officer of his surname."""
    names = ["Karim Sultani", "Hasan Sultani", "Dritan Sultani", "Arben Leka", "Petar Sultani"]
    with Case.create(tmp_path_factory.mktemp("kin") / "case", title="t", user="ana") as made:
        made.db.executemany(
            "INSERT INTO mention (mention_id, mention_key, source_id, kind, text, normalised, "
            "start_char, end_char) VALUES (?, 'f#' || ?, 1, 'person', ?, ?, ?, ?)",
            [
                (n, n, name, name, at if at >= 0 else None, at + len(name) if at >= 0 else None)
                for n, name in enumerate(names, 1)
                for at in (TEXT.find(name),)
            ],
        )
        for number, name in enumerate(names, 1):
            made.db.execute(
                "INSERT INTO entity VALUES (?, 'person', ?, 1, 1)", [f"person-{number}", name]
            )
            made.db.execute("INSERT INTO entity_member VALUES (?, ?)", [f"person-{number}", number])
        made.db.executemany(
            "INSERT INTO person_status VALUES (?, ?, ?, NULL, NULL, 'x')",
            [(1, "other", True), (5, "professional", False)],
        )
        yield made


@pytest.fixture
def case(persons: Case) -> Case:
    """These, before anything ties them."""
    persons.db.execute("DELETE FROM claim")
    return persons


def _tied(case: Case, kind: str, left: int, right: int, **more: object) -> Masking:
    columns = {"nature": "fact", "state": "suggested", "negated": False} | more
    case.db.execute(
        "INSERT INTO claim (claim_id, source_id, kind, left_mention, right_mention, "
        f"{', '.join(columns)}) SELECT coalesce(max(claim_id), 0) + 1, 1, ?, ?, ?, ?, ?, ? "
        "FROM claim",
        [kind, left, right, *columns.values()],
    )
    with case.transaction():
        protect(case)
    return Masking.load(case)


@pytest.mark.parametrize("kind", ["related_to", "travels_with", "transports", "lodges"])
def test_the_surname_of_kin_is_hidden_in_labels_sentences_and_exports(
    case: Case, kind: str
) -> None:
    shown = _tied(case, kind, 2, 1)
    assert shown.label("person-2") == "Hasan [protected]"
    told = shown.text(TEXT, source_id=1)
    assert told.startswith("Hasan [protected] i Protected person 1 ")
    assert told.endswith("Dritan Sultani."), "nothing ties the driver to the boy"
    assert Names.of(case, shown, ()).name("person-2") == "Hasan [protected]"
    (why,) = to_protect(case, shown).surnames_hidden
    assert (why.name, why.of, why.because) == ("Hasan [protected]", "Protected person 1", kind)


def test_who_lives_or_rides_at_one_place_counts_as_kin_of_that_surname(case: Case) -> None:
    case.db.execute(
        "INSERT INTO mention (mention_id, mention_key, source_id, kind, text) "
        "VALUES (9, 'f#9', 1, 'vehicle', 'BR AB 417')"
    )
    case.db.execute("INSERT INTO entity VALUES ('vehicle-9', 'vehicle', 'BR AB 417', 1, 1)")
    case.db.execute("INSERT INTO entity_member VALUES ('vehicle-9', 9)")
    _tied(case, "travels_in", 1, 9)
    assert "person-3" in _tied(case, "travels_in", 3, 9).relatives


def test_nobody_else_loses_a_name(case: Case) -> None:
    shown = _tied(case, "meets", 2, 1)
    assert not shown.relatives and shown.label("person-2") == "Hasan Sultani"
    assert not _tied(case, "related_to", 4, 1).relatives, "another surname names nobody"
    assert not _tied(case, "related_to", 5, 1).relatives, "an officer of the file"
    assert not _tied(case, "related_to", 2, 1, negated=True).relatives
    assert not _tied(case, "related_to", 2, 1, state="refused").relatives
    assert not _tied(case, "related_to", 2, 3).relatives, "neither is protected"


def test_a_relative_is_named_again_once_the_protected_one_may_be(case: Case) -> None:
    _tied(case, "related_to", 2, 1)
    assert Masking.load(case, {"person-1"}).label("person-2") == "Hasan Sultani"


def test_the_address_of_a_protected_person_is_hidden_wherever_it_stands(case: Case) -> None:
    case.db.execute(
        "INSERT INTO attribute VALUES (1, 'address', 'Ul. Jola Piletića 103', "
        "'Ul. Jola Piletića 103'), (1, 'address', 'Bar', 'Bar')"
    )
    shown = _tied(case, "related_to", 2, 1)
    assert shown.text("Živi na adresi Ул. Јола Пилетића 103, Bar.") == (
        "Živi na adresi [protected], Bar."
    )


def test_who_is_unlocked_is_named_whole_beside_protected_kin(case: Case) -> None:
    _tied(case, "related_to", 1, 2)
    case.db.execute(
        "INSERT INTO person_status VALUES (2, 'other', TRUE, NULL, NULL, 'y')",
    )
    with case.transaction():
        protect(case)
    try:
        assert Masking.load(case, {"person-2"}).label("person-2") == "Hasan Sultani"
    finally:
        case.db.execute("DELETE FROM person_status WHERE mention_id = 2")
