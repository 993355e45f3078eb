"""A protected person's name is shown to one named user, for a reason and a time."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.workbench.conftest import SECRETS
from tests.workbench.test_cli import run
from workbench import audit
from workbench.access import Masking, for_export, gate, on_screen, unlocking
from workbench.access.unlocking import freed
from workbench.case import Case
from workbench.errors import RefusedError

KARIM = "Protected person 1"


def unlock(folder: Path, *more: str, code: int = 0) -> str:
    said = run("unlock", folder, KARIM, "--reason", "so the hospital asks", *more, code=code)
    return said.stdout + said.stderr


def test_the_name_is_shown_to_who_unlocked_it_and_to_no_other(statements: Path) -> None:
    unlock(statements, "--by", "Vera Ilić")
    assert "Karim Sultani" in run("entities", statements, "--kind", "person").stdout
    assert "Karim Sultani" in run("document", statements, "1").stdout
    assert "Samira" not in run("document", statements, "1").stdout
    with Case.open(statements, user="other") as case:
        assert "Sultani" not in on_screen(case).text("Karim Sultani")
    with Case.open(statements, user="ana") as case:
        assert "Sultani" in on_screen(case).text("Karim Sultani")
        for masking in (for_export(case), Masking.load(case)):
            assert not any(secret in masking.text("Karim Sultani") for secret in SECRETS)
    run("lock", statements, KARIM)
    assert "Sultani" not in run("entities", statements, "--kind", "person").stdout


def test_exports_carry_it_only_where_that_was_said(statements: Path) -> None:
    unlock(statements, "--by", "Vera Ilić", "--exports")
    with Case.open(statements, user="ana") as case:
        assert "Sultani" in for_export(case).text("Karim Sultani")


def test_it_ends_with_its_time(statements: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unlock(statements, "--by", "Vera Ilić", "--hours", "2")
    with Case.open(statements, user="ana") as case:
        (one,) = unlocking.in_force(case)
        monkeypatch.setattr(unlocking, "now_utc", lambda: one.ends_at_utc - timedelta(seconds=1))
        assert "Sultani" in on_screen(case).text("Karim Sultani")
        monkeypatch.setattr(unlocking, "now_utc", lambda: one.ends_at_utc)
        assert "Sultani" not in on_screen(case).text("Karim Sultani")


def test_somebody_answers_for_it_with_a_reason_and_both_are_logged(statements: Path) -> None:
    assert "--by NAME" in unlock(statements, code=1)
    assert "say why" in run(
        "unlock", statements, KARIM, "--reason", " ", "--by", "V", code=1
    ).stderr  # fmt: skip
    said = run("unlock", statements, KARIM, "--reason", "Karim asks", "--by", "V", code=1).stderr
    assert "name a protected person" in said and "Karim" not in said
    assert "hours at most" in unlock(statements, "--by", "V", "--hours", "999", code=1)
    unlock(statements, "--by", "Vera Ilić")
    with Case.open(statements) as case:
        logged = list(audit.rows(case.db))[-1]
    detail = json.loads(logged.detail)
    assert (detail["by"], detail["reason"]) == ("Vera Ilić", "so the hospital asks")
    assert logged.object.startswith("person-") and logged.action == "consultation"


def test_only_a_protected_person_is_unlocked(statements: Path) -> None:
    said = run("unlock", statements, "Dritan Gjoka", "--reason", "x", "--by", "V", code=1)
    assert "only a protected person" in said.stderr


@pytest.mark.parametrize(("role", "may"), [("protection_officer", True), ("investigator", False)])
def test_in_a_case_with_users_the_role_decides(statements: Path, role: str, may: bool) -> None:
    with Case.open(statements, write=True, user="ana") as case:
        case.db.execute(
            "INSERT INTO account SELECT 'mila', ?, 'x', false, false, 0, NULL, 'ana', "
            "now()::TIMESTAMP, now()::TIMESTAMP",
            [role],
        )
        ((entity,),) = case.db.execute(
            "SELECT entity_id FROM protected_entity WHERE pseudonym = ?", [KARIM]
        ).fetchall()
        with gate.acting(gate.Actor("mila")):
            if may:
                with case.transaction():
                    unlocking.unlock(case, entity, "the hospital asks")
                assert on_screen(case).label(entity) == "Karim Sultani"
                case.db.execute("UPDATE account SET role = 'analyst'")
            else:
                with pytest.raises(RefusedError, match="no right"), case.transaction():
                    unlocking.unlock(case, entity, "the hospital asks")
            assert on_screen(case).label(entity) == KARIM


def test_what_is_anothers_too_stays_hidden(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case", title="t", user="ana") as case:
        db = case.db
        db.executemany(
            "INSERT INTO protected_entity VALUES ($1, split_part($1, '-', 1), $1, $2)",
            [
                ("person-1", "victim"),
                ("person-2", "victim"),
                ("phone-1", "belongs to person-1"),
                ("phone-2", "belongs to person-1"),
                ("sim-1", "belongs to person-1"),
                ("person-3", "calls phone-1"),
                ("person-4", "calls phone-2"),
            ],
        )
        kinds = ["person", "person", "phone", "phone"]
        names = ["person-1", "person-2", "phone-1", "phone-2"]
        for number, (kind, name) in enumerate(zip(kinds, names, strict=True), 1):
            db.execute("INSERT INTO entity VALUES (?, ?, 'x', 1, 1)", [name, kind])
            db.execute("INSERT INTO entity_member VALUES (?, ?)", [name, number])
        db.executemany(
            "INSERT INTO claim (claim_id, source_id, kind, left_mention, right_mention, nature) "
            "VALUES (?, 1, 'uses', ?, ?, 'fact')",
            [(1, 1, 3), (2, 1, 4), (3, 2, 4)],
        )
        assert freed(case, {"person-1"}) == {"person-1", "phone-1", "sim-1", "person-3"}
        assert freed(case, {"person-1", "person-2"}) == {
            *("person-1", "person-2", "person-3", "person-4", "phone-1", "phone-2", "sim-1")
        }
