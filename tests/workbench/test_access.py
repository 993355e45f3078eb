"""Victims are protected by default: nothing shown names them, and nothing else is hidden."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.access import Masking, protect
from workbench.access.folding import fold
from workbench.case import Case

SENTENCE = "Vozač Dritan Gjoka je vodio Yusufa Rahimija i Naima Gjoku; Јусуф је звао 069 123 456."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case; do not change it (case is a copy)."""
    folder = tmp_path_factory.mktemp("hiding") / "case"
    _build(folder).close()
    return folder


@pytest.fixture(scope="module")
def masking(built: Path) -> Masking:
    """What it shows of itself."""
    with Case.open(built, user="ana") as found:
        return Masking.load(found)


@pytest.fixture
def case(built: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy for a test to change."""
    shutil.copytree(built, tmp_path / "case")
    with Case.open(tmp_path / "case", write=True, user="ana") as found:
        yield found


def _build(folder: Path) -> Case:
    """A migrant, his phone and passport; a suspect; a phone both use; a minor of the same name."""
    made = Case.create(folder, title="t", user="ana")
    db = made.db
    mentions = [
        (1, "person", "Yusuf Rahimi", "Yusuf Rahimi", None, None),
        (2, "person", "Dritan Gjoka", "Dritan Gjoka", 6, 18),
        (3, "phone", "069123456", "+35569123456", None, None),
        (4, "phone", "0682000111", "+355682000111", None, None),
        (5, "document", "P 012345-67", "P01234567", None, None),
        (6, "person", "Naim Gjoka", "Naim Gjoka", None, None),
        (7, "handset", "490154203237518", "49015420323751", None, None),
        (8, "sim", "276010123456789", "276010123456789", None, None),
        (9, "phone", "0682000222", "+355682000222", None, None),
    ]
    db.executemany(
        "INSERT INTO mention (mention_id, mention_key, source_id, kind, text, normalised, "
        "start_char, end_char) VALUES (?, 'f#' || ?, 1, ?, ?, ?, ?, ?)",
        [(m[0], m[0], *m[1:]) for m in mentions],
    )
    kinds = [m[1] for m in mentions]
    db.executemany(
        "INSERT INTO entity VALUES (?, ?, ?, 1, 1.0)",
        [(f"{k}-{i}", k, mentions[i - 1][2]) for i, k in enumerate(kinds, 1)],
    )
    db.executemany(
        "INSERT INTO entity_member VALUES (?, ?)", [(f"{k}-{i}", i) for i, k in enumerate(kinds, 1)]
    )
    db.executemany(
        "INSERT INTO person_status VALUES (?, ?, ?, NULL, NULL, 'x')",
        [(1, "smuggled_migrant", False), (2, "suspect", False), (6, "other", True)],
    )
    db.executemany(
        "INSERT INTO claim (claim_id, source_id, kind, left_mention, right_mention, nature) "
        "VALUES (?, 1, ?, ?, ?, 'fact')",
        [
            (1, "uses", 1, 3),
            (2, "uses", 1, 4),
            (3, "uses", 2, 4),
            (4, "holds", 1, 5),
            (5, "seized_from", 7, 1),
            (6, "seized_from", 5, 2),
            (7, "inserted_in", 8, 7),
            (8, "uses", 2, 9),
            (9, "seized_from", 9, 1),
        ],
    )
    db.executemany(
        "INSERT INTO attribute VALUES (1, ?, ?, ?)",
        [("birth_date", "2001-03-15", "15. marta 2001"), ("alias", "Jojo", "Jojo")],
    )
    with made.transaction():
        protect(made)
    return made


def test_a_migrant_a_minor_and_what_is_theirs_are_protected(case: Case) -> None:
    found = {row[0] for row in case.db.execute("SELECT entity_id FROM protected_entity").fetchall()}
    assert {"person-1", "person-6", "phone-3", "handset-7"} <= found
    assert "document-5" in found, "a passport names its holder, whoever it was seized from"
    assert "sim-8" in found, "a SIM used in a protected handset only"
    assert "phone-4" not in found, "a suspect uses it too"
    assert "phone-9" not in found, "a suspect's, whoever had it in hand"


def test_a_pseudonym_says_what_it_stands_for_and_stays(case: Case) -> None:
    shown = Masking.load(case)
    assert shown.label("person-1") == "Protected person 1"
    assert shown.label("phone-3") == "Phone of protected person 1"
    assert shown.label("person-2") == "Dritan Gjoka"
    with case.transaction():
        case.db.execute("DELETE FROM person_status WHERE mention_id = 1")
        protect(case)
        case.db.execute("INSERT INTO person_status VALUES (1, 'victim', false, NULL, NULL, 'x')")
        protect(case)
    assert Masking.load(case).label("person-1") == "Protected person 1"


def test_a_pseudonym_follows_a_redirected_entity(case: Case) -> None:
    with case.transaction():
        case.db.execute("UPDATE entity SET entity_id = 'person-9' WHERE entity_id = 'person-6'")
        case.db.execute("UPDATE entity_member SET entity_id = 'person-9' WHERE mention_id = 6")
        case.db.execute("INSERT INTO entity_redirect VALUES ('person-6', 'person-9', 2)")
        protect(case)
    assert Masking.load(case).label("person-9") == "Protected person 2"


def test_names_are_hidden_in_any_script_and_case_and_the_suspect_stays(case: Case) -> None:
    shown = Masking.load(case).text(SENTENCE, source_id=1)
    assert shown.startswith("Vozač Dritan Gjoka je vodio [protected]")
    for secret in ("Yusuf", "Rahimi", "Naim", "Јусуф", "069"):
        assert secret not in shown


@pytest.mark.parametrize(
    "written",
    [
        "+355 69 123 456",
        "0035569123456",
        "35569123456",
        "069/123-456",
        "069 12 34 56",
        "P01234567",
        "p 012345 67",
        "15.03.2001.",
        "15. 3. 2001",
        "2001-03-15",
        "15/3/01",
        "15. marta 2001",
        "Jojo",
        "YUSUF RAHIMI",
        "Rahimi, Yusuf",
        "Рахими",
        "490154203237518",
        "49015420-323751-01",
    ],
)
def test_every_form_of_a_protected_attribute_is_hidden(masking: Masking, written: str) -> None:
    shown = masking.text(f"Zapis: {written}; kraj")
    assert shown.startswith("Zapis: ")
    assert shown.endswith("; kraj")
    assert not any(part in shown for part in written.replace(",", " ").split() if len(part) > 2)


@pytest.mark.parametrize(
    "name", ["izjava_Yusuf_Rahimi.pdf", "rahimi2.jpg", "jusuf_rahimi-1.txt", "рахими.txt"]
)
def test_the_name_of_a_file_hides_names_in_whatever_letters(masking: Masking, name: str) -> None:
    shown = fold(masking.text(name)).text
    assert "rahimi" not in shown and "usuf" not in shown and shown.endswith(name[-4:])


@pytest.mark.parametrize(
    "written", ["069 123 457", "0682000111", "16.03.2001", "P01234568", "naime", "jusuf-paša put"]
)
def test_what_belongs_to_nobody_protected_stays(masking: Masking, written: str) -> None:
    text = f"Zapis: {written}; kraj"
    assert masking.text(text) == text


def test_a_row_hides_the_migrant_and_keeps_the_suspect_of_the_same_surname(case: Case) -> None:
    db = case.db
    db.execute(
        "UPDATE mention SET row_number = 4, sheet = '', start_char = NULL, end_char = NULL "
        "WHERE mention_id IN (2, 6)"
    )
    shown = Masking.load(case).cells(("Dritan Gjoka", "Naim Gjoka", "069123456"), 1, "", 4)
    assert shown[0] == "Dritan Gjoka"
    assert "Gjoka" not in shown[1]
    assert shown[2] == "[protected]"


def test_a_person_is_hidden_before_any_resolution(case: Case) -> None:
    for table in ("entity", "entity_member", "protected_entity"):
        case.db.execute(f"DELETE FROM {table}")
    assert "Rahimi" not in Masking.load(case).text("Vidio sam Rahimija.")


def test_a_mention_nobody_has_resolved_yet_may_be_the_protected_person(case: Case) -> None:
    case.db.execute(
        "INSERT INTO mention (mention_id, mention_key, source_id, kind, text, normalised, "
        "start_char, end_char) VALUES (10, 'g#10', 2, 'person', 'Yusuf Rahimi', 'Yusuf Rahimi', "
        "12, 24)"
    )
    text = "Vidio sam i Yusuf Rahimi"
    assert "Rahimi" not in Masking.load(case).text(text, source_id=2)
    case.db.execute("INSERT INTO entity_member VALUES ('person-77', 10)")
    assert "Rahimi" in Masking.load(case).text(text, source_id=2)


def test_folding_knows_the_way_back() -> None:
    folded = fold("Љубиша Đ.")
    assert folded.text == "ljubisa dj."
    assert folded.span(0, 2) == (0, 1)
