"""The audit chain finds a single altered, removed or reordered row."""

from pathlib import Path

import pytest

from workbench import audit
from workbench.case import Case
from workbench.vocabulary import Action


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case.create(tmp_path / "case", title="t", user="ana")
    for number in range(4):
        with made.transaction():
            made.record(Action.COLLECTION, f"source-{number}", {"rows": number})
    return made


def test_an_untouched_chain_holds(case: Case) -> None:
    assert audit.verify(case.db) == audit.AuditCheck(5, None)


@pytest.mark.parametrize(
    ("tampering", "fault"),
    [
        ("UPDATE audit SET user_name = 'eve' WHERE sequence = 3", "row 3 was altered"),
        ("UPDATE audit SET at_utc = at_utc - INTERVAL 1 SECOND WHERE sequence = 2", "row 2 was"),
        ("UPDATE audit SET detail = '{\"rows\": 9}' WHERE sequence = 4", "row 4 was altered"),
        ("DELETE FROM audit WHERE sequence = 3", "row 3 is missing"),
        ("DELETE FROM audit WHERE sequence = 5", "rows after 4 are missing"),
        ("DELETE FROM audit WHERE sequence >= 2", "rows after 1 are missing"),
        ("DELETE FROM audit", "rows after 0 are missing"),
    ],
)
def test_tampering_is_found_at_its_row(case: Case, tampering: str, fault: str) -> None:
    case.db.execute(tampering)
    found = audit.verify(case.db).fault
    assert found is not None
    assert fault in found


def test_two_rows_that_changed_places_are_found(case: Case) -> None:
    case.db.execute("CREATE TEMP TABLE moved AS SELECT * FROM audit WHERE sequence IN (2, 3)")
    case.db.execute("DELETE FROM audit WHERE sequence IN (2, 3)")
    case.db.execute("INSERT INTO audit SELECT 5 - sequence, * EXCLUDE (sequence) FROM moved")
    assert audit.verify(case.db).fault is not None


def test_a_row_rewritten_with_a_right_hash_breaks_its_successor(case: Case) -> None:
    row = next(r for r in audit.rows(case.db) if r.sequence == 3)
    forged = audit.AuditRow(
        3, row.at_utc, "eve", row.action, row.object, row.detail, row.previous_hash, ""
    )
    case.db.execute(
        "UPDATE audit SET user_name = 'eve', hash = ? WHERE sequence = 3", [forged.expected_hash()]
    )
    assert audit.verify(case.db).fault == "row 4 does not follow the row before it"


def test_a_log_without_its_rows_and_their_count_does_not_hold(case: Case) -> None:
    case.db.execute("DELETE FROM audit")
    case.db.execute("DELETE FROM case_property WHERE name = 'audit_head'")
    assert audit.verify(case.db).fault == "row 1 is missing, with all others"
