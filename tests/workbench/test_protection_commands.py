"""Whom to protect is listed by need, under pseudonyms; referrals are recorded and followed."""

import json
from pathlib import Path
from typing import Any

from tests.workbench.conftest import SECRETS
from tests.workbench.test_cli import run
from workbench.case import Case


def listed(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("protect", folder, "--json").stdout)
    return found


def codes(person: dict[str, Any]) -> set[str]:
    return {sign["code"] for sign in person["indicators"]}


def refer(folder: Path, person: str, *more: str, code: int = 0) -> str:
    done = run(
        "protect", folder, "refer", person, "--service", "child_protection",
        "--to", "Centre for social work, Bar", *more, code=code,
    )  # fmt: skip
    return done.stdout + done.stderr


def test_an_unaccompanied_child_without_a_referral_comes_first(statements: Path) -> None:
    persons = listed(statements)["persons"]
    assert [p["unaccompanied"] for p in persons[:2]] == [True, False]
    assert [p["minor"] for p in persons] == [True, True, False]
    assert codes(persons[0]) == {"minor_alone"}
    assert codes(persons[2]) == {"documents_held", "pregnancy"}
    waits = run("status", statements).stdout
    assert "1 unaccompanied children have no referral" in waits
    assert "3 indicators wait for a word" in waits
    refer(statements, persons[0]["person"])
    assert listed(statements)["persons"][-1]["person"] == persons[0]["person"]
    assert "unaccompanied children" not in run("status", statements).stdout


def test_nobody_is_named_in_the_list(statements: Path) -> None:
    for options in ((), ("--json",)):
        said = run("protect", statements, *options).stdout
        assert "Protected person 1" in said
        assert not any(secret in said for secret in SECRETS)


def test_a_refused_sign_protects_nobody_and_a_confirmed_one_counts_more(statements: Path) -> None:
    by_code = {s["code"]: s for p in listed(statements)["persons"] for s in p["indicators"]}
    pregnancy = str(by_code["pregnancy"]["indicator"])
    run("protect", statements, "confirm", pregnancy, "--reason", "said so twice")
    run("protect", statements, "refuse", str(by_code["minor_alone"]["indicator"]),
        "--reason", "his uncle was there")  # fmt: skip
    persons = listed(statements)["persons"]
    assert not any(p["unaccompanied"] for p in persons)
    states = {s["code"]: s["state"] for p in persons for s in p["indicators"]}
    assert states == {"pregnancy": "accepted", "documents_held": "suggested"}
    assert len(persons) == 3, "the boy is a minor still"


def test_who_is_marked_by_hand_is_protected_from_then_on(statements: Path) -> None:
    assert "Arben" in run("entities", statements, "--kind", "person").stdout
    with Case.open(statements) as case:
        row = case.db.execute(
            "SELECT entity_id FROM entity WHERE kind = 'person' AND label LIKE 'Arben%'"
        ).fetchone()
    assert row is not None
    run("protect", statements, "add", row[0], "confinement", "--reason", "seen there")
    assert "Arben" not in run("entities", statements, "--kind", "person").stdout
    assert "Arben" not in run("document", statements, "2").stdout
    word = json.loads(run("corrections", statements, "--json").stdout)[-1]["word"]
    run("protect", statements, "withdraw", str(word), "--reason", "another man")
    assert "Arben" in run("entities", statements, "--kind", "person").stdout


def test_a_referral_is_followed_to_its_end_and_every_change_is_kept(statements: Path) -> None:
    person = listed(statements)["persons"][0]["person"]
    refer(statements, person, "--consent", "by_guardian", "--next", "2020-01-02")
    assert "1 referrals are due" in run("status", statements).stdout
    run("protect", statements, "follow", "1", "--state", "accepted", "--note", "place found")
    done = run("protect", statements, "follow", "1", "--state", "closed", "--json").stdout
    referral = json.loads(done)
    assert [e["state"] for e in referral["events"]] == ["open", "accepted", "closed"]
    assert (referral["person"], referral["consent"]) == (person, "by_guardian")
    assert referral["indicators"] and referral["next_date"] is None
    assert (
        "is closed" in run("protect", statements, "follow", "1", "--state", "open", code=1).stderr
    )
    logged = run("audit", statements, "--json").stdout
    assert logged.count("referral 1") == 3
    assert not any(secret in logged for secret in SECRETS)


def test_the_register_takes_no_names(statements: Path) -> None:
    person = listed(statements)["persons"][0]["person"]
    for note in ("Karim is well", "Sultanijev brat", "Карим"):
        said = refer(statements, person, "--note", note, code=1)
        assert "name a protected person" in said
        assert not any(secret in said for secret in SECRETS)
    assert listed(statements)["persons"][0]["referrals"] == []


def test_a_referral_is_of_somebody_protected(statements: Path) -> None:
    assert "only a protected person" in refer(statements, "Dritan Gjoka", code=1)
    assert "no such entity" in refer(statements, "Karim Sultani", code=1)
    assert "add" in run("protect", statements, "add", "person-1", code=2).stderr
    said = run("protect", statements, "add", "1", "no_such_sign", "--reason", "x", code=1)
    assert "no such indicator" in said.stderr


def test_the_signs_are_listed_with_what_they_are_sensitive_to(statements: Path) -> None:
    said = run("protect", statements, "indicators").stdout
    assert "minor travelling alone" in said and "sexual violence" in said
