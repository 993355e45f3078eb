"""What a phone calls a number: weak evidence of who holds it, and protected with its holder."""

from pathlib import Path

import pytest

from ingest import intake
from tests.ingest.conftest import WriteFile
from workbench import steps
from workbench.access import Masking
from workbench.case import Case
from workbench.evidence.trace import trace

STATEMENT = """Witness statement
Statement of Marko Perović taken on 14 March 2024 in Herceg Novi.

I know Dritan Gjoka, whom everybody calls "Tani". Dritan Gjoka uses the number +355 69 234 5678.
The victim Amina Yusuf, a minor, uses the phone number +382 69 777 888.
"""
ONE_PHONE = """Name,Phone
Tani,+355692345678
mina novi,069 777 888
Ahmed,+38267000001
Ana,+38267000003
Ana Nika,+38267000004
"""
OTHER_PHONE = """Name,Phone
Tani,+355690000099
Ahmed,+38267000099
"""


@pytest.fixture
def resolved(case: Case, write: WriteFile) -> Case:
    for name, text in (
        ("statement.txt", STATEMENT),
        ("one.csv", ONE_PHONE),
        ("other.csv", OTHER_PHONE),
    ):
        intake.add(case, write(name, text))
    steps.resolve(case)
    return case


def person_of(case: Case, key: str) -> str:
    found = case.db.execute(
        "SELECT entity_id FROM entity_member JOIN mention USING (mention_id) WHERE mention_key = ?",
        [key],
    ).fetchall()
    return str(found[0][0])


def test_the_saved_name_finds_the_man_by_his_number(resolved: Case) -> None:
    dritan = person_of(
        resolved, f"statement.txt#{STATEMENT.index('Dritan')}-{STATEMENT.index(',')}"
    )
    assert person_of(resolved, "one.csv#2:name") == dritan
    assert person_of(resolved, "other.csv#2:name") != dritan, "another Tani, another number"

    # Names that every phone has are not one person.
    assert person_of(resolved, "one.csv#4:name") != person_of(resolved, "other.csv#3:name")
    assert person_of(resolved, "one.csv#5:name") != person_of(resolved, "one.csv#6:name")


def test_a_protected_persons_number_stays_protected_whatever_it_is_called(resolved: Case) -> None:
    shown = Masking.load(resolved)
    evidence = trace(resolved, "one.csv#3", shown=shown).evidence
    for item in evidence:
        assert "777" not in item.text and "mina" not in item.text.lower()
    called = person_of(resolved, "one.csv#3:name")
    assert shown.label(called) == "Saved name of phone of protected person 1"
    assert shown.text("We met Mina Novi in Herceg Novi.") == "We met [protected] in Herceg Novi."


def test_a_list_that_comes_later_is_masked_before_anything_is_resolved(
    resolved: Case, write: WriteFile, tmp_path: Path
) -> None:
    intake.add(resolved, write("late.csv", "Name,Phone\nmala minka,+38269777888\n"))
    shown = Masking.load(resolved)
    assert "minka" not in trace(resolved, "late.csv#2", shown=shown).evidence[0].text
