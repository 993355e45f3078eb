"""The log is searched by user, action, time and person, and compared with what an export says."""

import json
import shutil
from pathlib import Path

import pytest

from tests.workbench.conftest import SECRETS
from tests.workbench.test_cli import run
from workbench.case import Case
from workbench.vocabulary import Action


def logged(folder: Path, *options: str | Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(run("audit", folder, "--json", *options).stdout)
    return found


def objects(folder: Path, *options: str | Path) -> list[str]:
    return [row["object"] for row in logged(folder, *options)]


def test_lists_are_logged_and_found_by_each_person_they_showed(statements: Path) -> None:
    run("entities", statements, "--kind", "person")
    run("network", statements)
    rows = logged(statements, "--person", "Protected person 1", "--action", "consultation")
    assert [json.loads(row["detail"])["command"] for row in rows][:1] == ["entities"]
    (entity,) = {p["entity"] for p in json.loads(run("protect", statements, "--json").stdout)[
        "persons"] if p["person"] == "Protected person 1"}  # fmt: skip
    assert logged(statements, "--person", entity)
    phones = logged(statements, "--person", "phone-1", "--action", "consultation")
    assert "entities" not in [json.loads(row["detail"])["command"] for row in phones]
    everything = run("audit", statements).stdout
    assert not any(secret in everything for secret in SECRETS)


def test_whoever_reads_a_document_consulted_all_it_names(statements: Path) -> None:
    run("document", statements, "2")
    by_file = {
        name: objects(statements, "--person", f"Protected person {n}")
        for n, name in ((1, "first"), (3, "second"))
    }
    assert "source-2" in by_file["second"]
    assert [row["object"] for row in logged(statements, "--person", "Protected person 3")
            if row["action"] == "consultation"] == ["source-2"]  # fmt: skip
    assert not any(
        row["object"] == "source-2" for row in logged(statements, "--person", "Protected person 1")
    )


def test_by_user_action_and_time(statements: Path) -> None:
    with Case.open(statements, write=True, user="mila") as case, case.transaction():
        case.record(Action.CONSULTATION, "x")
    assert objects(statements, "--user", "mila") == ["x"]
    assert objects(statements, "--user", "mila", "--action", "erasure") == []
    assert objects(statements, "--since", "2999-01-01") == []
    assert objects(statements, "--user", "mila", "--until", "2999-01-01") == ["x"]
    assert "no such entity" in run("audit", statements, "--person", "Karim", code=1).stderr


@pytest.fixture
def pack(statements: Path, tmp_path: Path) -> Path:
    out = tmp_path / "pack.zip"
    run("export", statements, "--out", out, "--for", "Court of Bar")
    return out


def test_an_export_says_which_row_of_the_log_it_was_made_from(
    statements: Path, pack: Path, tmp_path: Path
) -> None:
    said = run("audit", statements, "--verify", "--against", pack).stdout
    assert "was made from row" in said
    other = tmp_path / "other"
    shutil.copytree(statements, other)
    with Case.open(other, write=True, user="ana") as case:
        # The log is written anew from an early row on, each hash right: only the pack tells.
        case.db.execute("DELETE FROM audit WHERE sequence > 1")
        first = case.db.execute("SELECT hash FROM audit").fetchone()
        assert first
        case.db.execute(
            "UPDATE case_property SET value = ? WHERE name = 'audit_head'", [f"1 {first[0]}"]
        )
        with case.transaction():
            case.record(Action.ALTERATION, "something else")
    assert "verified" in run("audit", other, "--verify").stdout
    assert "is not the one" in run("audit", other, "--against", pack, code=1).stderr
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"no archive")
    assert "is no export" in run("audit", statements, "--against", broken, code=1).stderr
