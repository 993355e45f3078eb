"""How long things are kept, how they are put right, and that what is erased is gone and said so."""

import json
from pathlib import Path

import pytest

from tests.workbench.conftest import SECRETS
from tests.workbench.test_cli import run
from workbench import collecting, retention
from workbench.case import STORE, Case
from workbench.clock import now_utc
from workbench.collecting import Kind
from workbench.forgetting import ERASED, forget


def test_a_source_is_due_when_its_day_has_come(
    statements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "not set" in run("retention", statements).stdout
    run("retention", statements, "--source", "1", "--on", "2999-01-31", "--reason", "trial")
    listed = json.loads(run("retention", statements, "--json").stdout)
    assert [(r["source_id"], r["review_on"], r["due"]) for r in listed] == [
        (1, "2999-01-31", False),
        (2, None, False),
    ]
    refused = run(
        "retention", statements, "--source", "1", "--on", "2001-01-01", "--reason", "x", code=1
    )
    assert "has come already" in refused.stderr
    monkeypatch.setattr(retention, "now_utc", lambda: now_utc().replace(year=2999, month=3))
    assert "1 due for review" in run("retention", statements).stdout
    assert "1 sources are due for review" in run("status", statements).stdout


def test_what_the_case_says_of_a_source_is_put_right_and_what_it_said_stays(
    statements: Path,
) -> None:
    said = run("rectify", statements, "1", "handling_code", "H2", "--reason", "letter 4/26")
    assert "is H2, was H0" in said.stdout
    assert "no handling code" in run(
        "rectify", statements, "1", "handling_code", "H7", "--reason", "x", code=1
    ).stderr  # fmt: skip
    with Case.open(statements) as case:
        row = case.db.execute("SELECT object, value_before, value_after FROM rectification")
        assert row.fetchall() == [("source-1", "H0", "H2")]
    assert "verified" in run("audit", statements, "--verify").stdout


def erase_source(folder: Path, *more: str, code: int = 0) -> str:
    done = run("erase", folder, "source", "1", "--reason", "order K 12/26", *more, code=code)
    return done.stdout + done.stderr


def test_an_erased_source_is_gone_with_its_bytes_and_the_log_says_so(statements: Path) -> None:
    run("export", statements, "--out", statements.parent / "pack.zip", "--for", "Court")
    with Case.open(statements, write=True, user="ana") as case:
        ((digest,),) = case.db.execute("SELECT sha256 FROM source WHERE source_id = 1").fetchall()
        # Incompressible, so that it stands in the file as it is.
        case.db.execute("UPDATE document SET text = text || 'Zx9Qw7Lk3Vb' WHERE source_id = 1")
        collecting.collect(case, Kind.NOTE, note="Samira Haidari is to be asked again.")
        case.db.execute("CHECKPOINT")
    assert b"Zx9Qw7Lk3Vb" in (statements / STORE).read_bytes()
    backup = statements / f"{STORE}.schema-9.backup"
    backup.write_bytes(b"an older copy")
    said = erase_source(statements)
    assert digest in said and "recipients are to be told: 1" in said
    assert not (statements / "originals" / digest).exists() and not backup.exists()
    assert b"Zx9Qw7Lk3Vb" not in (statements / STORE).read_bytes()
    with Case.open(statements) as case:
        for table in ("mention", "claim", "passage", "document", "indicator", "suggested_mention"):
            found = case.db.execute(f"SELECT count(*) FROM {table} WHERE source_id = 1").fetchone()
            assert found == (0,), table
        assert [item.note for item in collecting.every(case)] == [ERASED]
        names = {row[0] for row in case.db.execute("SELECT label FROM entity").fetchall()}
        assert not any("Sultani" in n or "Samira" in n or "Nenad" in n for n in names)
        assert any("Dritan" in n for n in names), "the other statement still speaks of him"
    assert "[erased]" in run("sources", statements).stdout
    assert "verified" in run("audit", statements, "--verify").stdout
    logged = json.loads(run("audit", statements, "--action", "erasure", "--json").stdout)
    assert [row["object"] for row in logged] == ["source-1"]
    assert not any(secret in str(logged) for secret in SECRETS)
    assert "is erased already" in erase_source(statements, code=1)
    run("network", statements)


def test_what_was_collected_and_noted_goes_with_the_source_that_alone_tells_of_it(
    statements: Path,
) -> None:
    with Case.open(statements, write=True, user="ana") as case:
        ids = dict(case.db.execute("SELECT label, entity_id FROM entity").fetchall())
        nenad, dritan = ids["Nenad Bošković"], ids["Dritan Gjoka"]
        both = {"entities": [dritan, nenad], "ties": [f"{dritan}~meets~{nenad}"], "name": "N"}
        collecting.collect(case, Kind.ENTITY, nenad)
        collecting.collect(case, Kind.ENTITY, dritan, note="He had 069/714-882 of Nenad.")
        collecting.collect(case, Kind.FINDING, "x", {"rows": [[1, 3]], "who": [["a", dritan]]})
        collecting.collect(case, Kind.PICTURE, "view-1", both)
        collecting.collect(case, Kind.PICTURE, "view-2", {"entities": [nenad], "name": "Nenad"})
        collecting.collect(case, Kind.NOTE, note="Ask Dritan Gjoka about the van.")
        case.db.execute(
            "INSERT INTO view VALUES (1, 'Round Samira', '{}', 'ana', now()::TIMESTAMP)"
        )
        with case.transaction():
            assert forget(case.db, [1]) == {"collected": 5, "view": 1}
        left = collecting.every(case)
        assert [(one.object, one.note) for one in left] == [
            (dritan, ERASED),
            ("view-1", ""),
            ("", "Ask Dritan Gjoka about the van."),
        ]
        assert left[1].content == {"entities": [dritan], "ties": [], "name": "N"}
        assert case.db.execute("SELECT name FROM view").fetchall() == [(f"{ERASED} 1",)]


def test_erasing_takes_no_protection_from_anybody_unless_said_so(statements: Path) -> None:
    with Case.open(statements, write=True, user="ana") as case, case.transaction():
        # The second statement names the boy too, without saying that he is one.
        ((mention,),) = case.db.execute(
            "SELECT mention_id FROM mention WHERE source_id = 2 AND text LIKE 'Amina%'"
        ).fetchall()
        ((boy,),) = case.db.execute(
            "SELECT entity_id FROM protected_entity WHERE pseudonym = 'Protected person 1'"
        ).fetchall()
        case.db.execute("DELETE FROM person_status WHERE mention_id = ?", [mention])
        case.db.execute(
            "UPDATE entity_member SET entity_id = ? WHERE mention_id = ?", [boy, mention]
        )
    before = {file.name for file in (statements / "originals").iterdir()}
    assert "protected no longer" in erase_source(statements, code=1)
    assert {file.name for file in (statements / "originals").iterdir()} == before
    erase_source(statements, "--lift-protection")


def test_a_person_is_restricted_where_the_evidence_must_stay(statements: Path) -> None:
    said = run("erase", statements, "person", "Nenad Bošković", "--reason", "request 4/26").stdout
    assert "restricted in sources 1" in said
    everything = "".join(
        run(*verb).stdout
        for verb in (
            ("entities", statements), ("document", statements, "1"), ("network", statements),
        )
    )  # fmt: skip
    assert "Bošković" not in everything and "Protected person" in everything
    assert "verified" in run("audit", statements, "--verify").stdout


def test_a_person_whom_one_source_names_alone_is_erased_with_it(statements: Path) -> None:
    with Case.open(statements, write=True, user="ana") as case:
        case.db.execute(
            "DELETE FROM entity_member WHERE mention_id IN (SELECT mention_id FROM mention WHERE "
            "source_id = 1 AND kind = 'person' AND text <> 'Nenad Bošković')"
        )
        case.db.execute(
            "DELETE FROM mention WHERE source_id = 1 AND kind = 'person' "
            "AND text <> 'Nenad Bošković'"
        )
    said = run("erase", statements, "person", "Nenad Bošković", "--reason", "request 4/26").stdout
    assert "Bytes removed" in said and "restricted" not in said
    assert len(list((statements / "originals").iterdir())) == 1


# ------------------------------------------------------------------ subject access


def test_a_person_gets_all_that_is_held_on_them_and_nothing_of_the_protected(
    statements: Path, tmp_path: Path
) -> None:
    run("export", statements, "--out", tmp_path / "pack.zip", "--for", "Court of Bar")
    out = tmp_path / "report.json"
    run("subject", statements, "Dritan Gjoka", "--out", out)
    made = json.loads(out.read_text())
    assert {said["what"] for said in made["relations"]} >= {"drives"}
    assert len(made["quoted"]) > 1 and {s["source"] for s in made["sources"]} == {1, 2}
    assert [r["recipient"] for r in made["recipients"]] == ["Court of Bar"]
    assert not any(secret in out.read_text() for secret in SECRETS)
    page = tmp_path / "report.html"
    run("subject", statements, "Dritan Gjoka", "--out", page)
    assert "Court of Bar" in page.read_text() and "Karim" not in page.read_text()
    logged = json.loads(run("audit", statements, "--action", "disclosure", "--json").stdout)
    assert [row["object"].split("-")[0] for row in logged] == ["export", "person", "person"]


def test_a_restricted_source_is_counted_only(statements: Path, tmp_path: Path) -> None:
    run("rectify", statements, "1", "handling_code", "H3", "--reason", "x")
    out = tmp_path / "report.json"
    run("subject", statements, "Dritan Gjoka", "--out", out)
    made = json.loads(out.read_text())
    assert made["sources_withheld"] == 1 and {s["source"] for s in made["sources"]} == {2}
    assert {said["source"] for said in made["particulars"] + made["relations"]} == {2}
    run("subject", statements, "Dritan Gjoka", "--out", out, "--permission", "1=letter 3")
    assert json.loads(out.read_text())["sources_withheld"] == 0


def test_a_protected_persons_own_report_needs_unlocking_for_exports(
    statements: Path, tmp_path: Path
) -> None:
    out = tmp_path / "report.json"
    karim = "Protected person 1"
    assert "Unlock first" in run("subject", statements, karim, "--out", out, code=1).stderr
    run("unlock", statements, karim, "--reason", "asks for it", "--by", "Vera", "--exports")
    run("subject", statements, karim, "--out", out)
    text = out.read_text()
    assert "Karim Sultani" in text and "Samira" not in text and "Amina" not in text
    for bad in (tmp_path / "report.txt", statements / "report.json"):
        assert run("subject", statements, karim, "--out", bad, code=1).stderr
