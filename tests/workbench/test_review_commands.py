"""Documents are shown with what was read; words on it take effect on the whole case."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2

import sample_data
from tests.workbench.conftest import SECRETS
from tests.workbench.evidence.leaks import leaks, secrets
from tests.workbench.test_cli import run
from workbench.access import Masking
from workbench.case import Case
from workbench.evidence import documents
from workbench.evidence.safeguarding import to_protect


def shown(folder: Path, source: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("document", folder, str(source), "--json").stdout)
    return found


def every(view: dict[str, Any], what: str) -> list[dict[str, Any]]:
    return [one for passage in view["passages"] for one in passage[what]]


def mention(folder: Path, words: str, source: int = 1) -> str:
    found = every(shown(folder, source), "mentions")
    return str(next(m["mention"] for m in found if m["text"].startswith(words)))


def claim(folder: Path, kind: str, source: int = 1) -> str:
    found = every(shown(folder, source), "claims")
    return str(next(c["claim"] for c in found if c["kind"] == kind))


def ties(folder: Path, *options: str) -> list[str]:
    said = json.loads(run("network", folder, "--as-stated", *options, "--json").stdout)
    return [tie["kind"] for tie in said["strongest"]]


def test_a_document_is_shown_with_its_mentions_marked_and_its_claims_beneath(
    statements: Path,
) -> None:
    said = run("document", statements, "1").stdout
    dritan, phone = mention(statements, "Dritan"), mention(statements, "069")
    assert f"[Dritan Gjoka]{dritan} je [Arbena Leku]" in said
    assert f"{phone} phone" in said and "= +38269714882" in said
    assert "Dritan Gjoka uses 069 714 882 · fact · first hand" in said
    view = shown(statements)
    sentence = next(p for p in view["passages"] if p["text"].startswith("Dritan Gjoka je Arbena"))
    first = sentence["mentions"][0]
    assert sentence["text"][slice(*first["marked"])] == first["text"] == "Dritan Gjoka"
    assert {c["state"] for c in sentence["claims"]} == {"suggested"}


def test_protected_persons_stand_under_their_pseudonyms_in_it(statements: Path) -> None:
    for source in ("1", "2"):
        for options in ((), ("--json",), ("--found",)):
            said = run("document", statements, source, *options).stdout
            assert "Protected person" in said
            assert not any(secret in said for secret in SECRETS)


def test_a_refused_claim_leaves_the_network_and_comes_back_when_that_is_withdrawn(
    statements: Path,
) -> None:
    drives = claim(statements, "drives")
    assert "drives" in ties(statements)
    run("claim", statements, "refuse", drives, "--reason", "he walked")
    assert "drives" not in ties(statements)
    run("resolve", statements)
    assert "drives" not in ties(statements)
    word = json.loads(run("corrections", statements, "--json").stdout)[0]
    assert (word["object"], word["decision"], word["reason"]) == (
        f"claim {drives}", "refuse", "he walked",
    )  # fmt: skip
    run("claim", statements, "withdraw", str(word["word"]), "--reason", "he did drive")
    assert "drives" in ties(statements)


def test_a_refused_mention_leaves_resolution_and_network_and_is_not_read_again(
    statements: Path,
) -> None:
    plate = mention(statements, "BR")
    run("mention", statements, "refuse", plate, "--reason", "a case number")
    assert "drives" not in ties(statements)
    listed = json.loads(run("entities", statements, "--kind", "vehicle", "--json").stdout)
    assert listed == []
    found = every(shown(statements), "mentions")
    assert next(m["state"] for m in found if str(m["mention"]) == plate) == "refused"
    assert not any(c["counts"] for c in every(shown(statements), "claims") if c["kind"] == "drives")
    before = shown(statements)
    assert "1 words of analysts hold" in run("retry", statements, "1").stdout
    after = shown(statements)
    assert every(after, "mentions") == every(before, "mentions")
    assert (after["states"], ties(statements).count("drives")) == (before["states"], 0)


def test_what_an_analyst_accepted_is_marked_and_can_be_looked_at_alone(statements: Path) -> None:
    uses = claim(statements, "uses")
    run("claim", statements, "accept", uses, "--reason", "so it says")
    run(
        "claim", statements, "correct", claim(statements, "meets", 2), "--hearsay",
        "--reason", "he was told",
    )  # fmt: skip
    assert sorted(ties(statements, "--accepted-only")) == ["meets", "uses"]
    said = run("trace", statements, f"claim-{uses}")
    assert "· accepted" in said.stdout
    evidence = json.loads(run("trace", statements, f"claim-{uses}", "--json").stdout)["evidence"]
    assert evidence[0]["state"] == "accepted"
    view = shown(statements, 2)
    corrected = next(c for c in every(view, "claims") if c["kind"] == "meets")
    assert (corrected["state"], corrected["first_hand"]) == ("corrected", False)
    assert corrected["read_as"]["first_hand"] is True


def test_a_summary_says_what_was_accepted_and_leaves_out_what_was_refused(
    statements: Path, tmp_path: Path
) -> None:
    for verb, kind in (("accept", "uses"), ("refuse", "drives")):
        run("claim", statements, verb, claim(statements, kind), "--reason", "the sentence")
    pack = tmp_path / "summary.zip"
    run("export", statements, "--out", pack, "--for", "Court")
    assert "verified" in run("verify", pack).stdout
    with (
        zipfile.ZipFile(pack) as archive,
        pypdfium2.PdfDocument(archive.read("summary.pdf")) as pdf,
    ):
        said = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    said = " ".join(said.split())
    assert re.search(
        r"Dritan Gjoka \(E\d+\) uses [^.]*\. Checked [^.]*accepted by an analyst", said
    )
    assert not re.search(r"\(E\d+\) drives", said)
    assert not any(secret in said for secret in SECRETS)


def test_what_cannot_be_done_is_said_in_one_line_that_names_nobody(statements: Path) -> None:
    with Case.open(statements) as case:
        row = case.db.execute("SELECT mention_id FROM mention WHERE text LIKE 'Karim%'").fetchone()
    assert row is not None
    for words in (
        ("mention", "refuse", str(row[0]), "--reason", "x"),
        ("mention", "correct", str(row[0]), "--adult", "--reason", "x"),
        ("mention", "add", "1", "--quote", "Samira Haidarija", "--kind", "person", "--reason", "x"),
        ("mention", "add", "1", "--quote", "Samira Haidari", "--kind", "person", "--reason", "x"),
        ("mention", "correct", str(row[0]), "--set", "Karim=Sultani", "--reason", "x"),
        ("claim", "accept", "999", "--reason", "x"),
        ("claim", "accept", claim(statements, "uses")),
        ("document", "99"),
    ):
        verb, *rest = words
        said = run(verb, statements, *rest, code=1)
        assert said.stderr.count("\n") == 1 and said.stdout == ""
        assert not any(secret in said.stderr for secret in SECRETS)
    assert "numbers" in run("claim", statements, "accept", "Karim", code=2).stderr
    assert json.loads(run("corrections", statements, "--json").stdout) == []


def test_reasons_are_masked_and_the_log_holds_none(statements: Path) -> None:
    run(
        "claim", statements, "accept", claim(statements, "uses"), "--reason", "Karim Sultani saw it"
    )
    assert "Karim" not in run("corrections", statements).stdout
    logged = run("audit", statements, "--json").stdout
    assert "saw it" not in logged
    assert not any(secret in logged for secret in SECRETS)


def test_no_document_of_the_sample_and_no_list_of_whom_to_protect_leaks(
    built_sample: Path, tmp_path: Path
) -> None:
    with Case.open(built_sample) as case:
        masking = Masking.load(case)
        numbers = case.db.execute("SELECT source_id FROM document ORDER BY 1").fetchall()
        views = [documents.read(case, number, masking) for (number,) in numbers]
        said = [str(to_protect(case, masking)), *(str(view.as_json()) for view in views)]
    shown_text = tmp_path / "shown.txt"
    shown_text.write_text("\n".join(said), encoding="utf-8")
    assert "Protected person" in said[0] and len(said) > 10
    assert leaks(shown_text, secrets(sample_data.truth() / "protected.csv")) == []
