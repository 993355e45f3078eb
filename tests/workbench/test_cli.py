"""The command line says what it did in words, and what went wrong in one line."""

import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

import click
import duckdb
import pytest

import sample_data
from graph.patterns import PATTERNS
from workbench.case import Case
from workbench.cli import main
from workbench.cli import workbench as verbs

WORKBENCH = [sys.executable, "-c", "from workbench.cli import main; main()"]


@dataclass(frozen=True)
class Said:
    """What a command printed."""

    stdout: str
    stderr: str


def run(*arguments: str | Path, cwd: Path | None = None, code: int = 0) -> Said:
    """Run the command as its user would, but in this process, which is quicker."""
    out, err, ended = io.StringIO(), io.StringIO(), 0
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        chdir(cwd or Path.cwd()),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(sys, "argv", ["workbench", *map(str, arguments)])
        patch.setenv("WORKBENCH_USER", "ana")
        try:
            main()
        except SystemExit as exit_:
            ended = int(exit_.code or 0)
    assert ended == code, out.getvalue() + err.getvalue()
    return Said(out.getvalue(), err.getvalue())


def test_the_command_says_how_it_ended_to_the_shell(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    for words, code in ((["--version"], 0), (["status", str(tmp_path)], 1), (["examine"], 2)):
        done = subprocess.run([*WORKBENCH, *words], env=environment, capture_output=True, text=True)
        assert (done.returncode, bool(done.stderr)) == (code, code > 0)


def test_an_interrupt_that_meets_a_statement_of_the_store_is_told_as_any_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(**_: object) -> None:
        Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        duckdb.execute("SELECT count(*) FROM range(10_000_000_000) WHERE hash(range) = 1")

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(verbs, "main", work)
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        signal.signal(signal.SIGINT, before)
    assert (ended.value.code, capsys.readouterr().err.strip()) == (
        1,
        "Stopped. The case is as it was.",
    )


@pytest.mark.parametrize("verb", verbs.list_commands(click.Context(verbs)))
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    text = run(verb, "--help").stdout
    assert "Example" in text
    assert f"workbench {verb}" in text


def test_a_new_case_says_what_to_do_next_and_its_log_holds(tmp_path: Path) -> None:
    case = tmp_path / "gjoka"
    assert "Next: workbench add" in run("new", case, "--title", "T").stdout
    assert "verified: 1 rows" in run("audit", case, "--verify").stdout
    assert json.loads(run("status", case, "--json").stdout)["title"] == "T"
    assert json.loads(run("sources", "--json", cwd=case).stdout) == []


def test_wrong_use_exits_with_2_and_failure_with_1_in_one_line(tmp_path: Path) -> None:
    assert "No such command" in run("examine", code=2).stderr
    failed = run("status", tmp_path / "none", code=1)
    assert failed.stdout == ""
    assert failed.stderr.count("\n") == 1
    assert "is not a case" in failed.stderr


def test_a_country_is_its_code(tmp_path: Path) -> None:
    assert "two-letter code" in run("new", tmp_path / "a", "--country", "Albania", code=2).stderr
    assert not (tmp_path / "a").exists()
    run("new", tmp_path / "b", "--country", "xk")


def report(*arguments: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*arguments, "--json").stdout)
    return found


def report_rows(*arguments: str | Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(*arguments, "--json").stdout)
    return found


def test_the_network_is_ranked_with_intervals_limits_and_coverage(built_sample: Path) -> None:
    found = report("network", built_sample, "--measure", "betweenness", "--top", "5")
    assert found["measure"] == "betweenness" and found["entities"] > 50
    assert [one["rank"] for one in found["ranking"]] == sorted(
        one["rank"] for one in found["ranking"]
    )
    for one in found["ranking"]:
        assert one["rank_low"] <= one["rank"] <= one["rank_high"]
        assert set(one) >= {"entity", "label", "value"}
    assert len(found["ranking"]) == 5
    assert all(limit["reason"] for limit in found["left_out"])
    assert found["coverage"][0]["days"] > 0
    words = run("network", built_sample, "--measure", "betweenness").stdout
    assert "Who best connects the network?" in words and "Records held" in words


def test_relationships_lead_to_their_rows_word_for_word(sample_folder: Path) -> None:
    tie = report("network", sample_folder)["strongest"][0]
    assert tie["count"] > 1 and tie["first_utc"] < tie["last_utc"]
    found = report("trace", sample_folder, tie["relationship"])
    assert found["total"] == len(found["evidence"]) >= tie["count"]
    for item in found["evidence"]:
        assert item["text"] and item["locator"] and len(item["sha256"]) == 64
    assert "consultation" in run("audit", sample_folder).stdout


def test_a_protected_person_is_not_ranked_and_the_look_is_logged(sample_folder: Path) -> None:
    with Case.open(sample_folder) as case:
        entity, pseudonym = case.db.execute(
            "SELECT entity_id, pseudonym FROM protected_entity WHERE kind = 'person' ORDER BY ALL"
        ).fetchall()[0]
        name = case.db.execute("SELECT label FROM entity WHERE entity_id = ?", [entity]).fetchall()
    asked = ["network", sample_folder, "--around", pseudonym, "--measure", "degree"]
    found = report(*asked)
    assert entity not in {one["entity"] for one in found["ranking"]}
    assert found["not_ranked"][0]["entity"] == pseudonym
    said = run(*asked)
    assert f"{pseudonym}: protected persons" in said.stderr
    assert name[0][0] not in said.stdout + said.stderr
    logged = report_rows("audit", sample_folder, "--person", entity, "--action", "consultation")
    assert [row["object"] for row in logged] == [entity, "entities"] * 2
    refused = run("trace", sample_folder, name[0][0], code=1)
    assert refused.stderr.count("\n") == 1 and name[0][0] not in refused.stderr


def test_every_number_given_up_has_its_successor_first(sample_folder: Path) -> None:
    found = report("patterns", sample_folder, "number-change")
    for tie in found["candidates"][0]["evidence"][:3]:
        assert report("trace", sample_folder, tie)["total"] > 0
    first = {one["old"]: one["new"] for one in found["candidates"] if one["rank"] == 1}
    with (sample_data.truth() / "successors.csv").open(encoding="utf-8") as file:
        truth = {row["old_number"]: row["new_number"] for row in csv.DictReader(file)}
    assert {old: first.get(old) for old in truth} == truth


def test_every_pattern_can_be_looked_for(built_sample: Path) -> None:
    found = report("patterns", built_sample)
    assert set(found) == set(PATTERNS)
    # The sample has no table of cells, so that nobody's speed is known.
    empty = {name for name, pattern in found.items() if not pattern["candidates"]}
    assert empty == {"journeys"}
    assert "Which phones travel together" in run("patterns", built_sample, "convoy").stdout


def test_periods_are_compared_ways_found_and_arrests_played_out(sample_folder: Path) -> None:
    changed = report("compare", sample_folder, "--at", "2024-09-16", "--measure", "degree")
    assert changed["ties_new"] and changed["moved"] and 0 < changed["stability"] < 1
    players = report("disrupt", sample_folder, "--count", "2")
    assert players["after"]["fragmentation"] > players["before"]["fragmentation"]
    one, other = (one["entity"] for one in players["removed"])
    way = report("path", sample_folder, one, other)["paths"][0]
    assert len(way["relationships"]) == way["length"] == len(way["entities"]) - 1
    removed = report("disrupt", sample_folder, one)
    assert [gone["entity"] for gone in removed["removed"]] == [one]
    with Case.open(sample_folder) as case:
        hidden = case.db.execute("SELECT pseudonym FROM protected_entity ORDER BY ALL").fetchall()
    assert "never ranked" in run("disrupt", sample_folder, hidden[0][0], code=1).stderr


def test_wrong_words_about_the_network_are_wrong_use(built_sample: Path) -> None:
    assert "2024-99-01" in run("network", built_sample, "--from", "2024-99-01", code=2).stderr
    backwards = ["--from", "2024-09-10", "--to", "2024-09-01"]
    assert "is before" in run("network", built_sample, *backwards, code=2).stderr
    assert "fame" in run("network", built_sample, "--measure", "fame", code=2).stderr
    unknown = run("network", built_sample, "--around", "Nobody", code=1).stderr
    assert unknown.count("\n") == 1 and "Nobody" not in unknown


def test_a_file_that_is_refused_ends_the_command_with_1_and_one_line(tmp_path: Path) -> None:
    run("new", tmp_path / "gjoka")
    (tmp_path / "empty.csv").touch()
    refused = run("add", tmp_path / "gjoka", tmp_path / "empty.csv", code=1)
    assert refused.stdout == ""
    assert refused.stderr.startswith("workbench: empty.csv: ")
    assert len(refused.stderr.splitlines()) == 1


def test_what_the_system_refuses_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("new", tmp_path / "gjoka")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "case.lock")

    monkeypatch.setattr("workbench.case.CaseLock.__enter__", full)
    said = run("status", tmp_path / "gjoka", code=1).stderr
    assert "case.lock: No space left on device" in said
    assert "unforeseen" not in said and len(said.splitlines()) == 1


@pytest.mark.parametrize("field", ["full_name", "phone", "birth_date", "document_number"])
def test_a_protected_person_is_not_found_by_what_is_theirs(built_sample: Path, field: str) -> None:
    with (sample_data.truth() / "protected.csv").open(encoding="utf-8") as file:
        sought = next(csv.DictReader(file))[field]
    assert not [e for e in _found(built_sample, sought) if e["protected"]]
    assert sought not in run("entities", built_sample, "--search", sought).stdout


@pytest.mark.parametrize("sought", ["o", "Protected person 1"])
def test_protected_persons_are_found_by_their_pseudonym_whatever_their_name_is(
    built_sample: Path, sought: str
) -> None:
    with Case.open(built_sample) as case:
        hidden = dict(
            case.db.execute("SELECT entity_id, pseudonym FROM protected_entity").fetchall()
        )
    found = {e["entity"] for e in _found(built_sample, sought) if e["protected"]}
    assert found == {e for e, name in hidden.items() if sought.casefold() in name.casefold()}


def _found(case: Path, sought: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(
        run("entities", case, "--search", sought, "--json").stdout
    )
    return listed


def test_a_truth_that_is_no_table_is_refused_in_one_line(
    built_sample: Path, tmp_path: Path
) -> None:
    truth = tmp_path / "truth\n.csv"
    for content in (b"\xff\xfe\x00\x80", b"", b"mention_key,kind,entity_key\na\nb,c,d,e,f\n"):
        truth.write_bytes(content)
        said = run("evaluate", built_sample, truth, code=1).stderr
        assert len(said.splitlines()) == 1 and "unforeseen" not in said


def test_a_judgement_on_nobody_does_not_repeat_who_was_meant(tmp_path: Path) -> None:
    run("new", tmp_path / "gjoka")
    words = ["Serhat", "person-1", "same", "--reason", "guess"]
    said = run("judge", tmp_path / "gjoka", *words, code=1).stderr
    assert "no such entity or mention" in said and "Serhat" not in said


def test_the_log_of_a_look_at_a_row_does_not_carry_the_name_of_its_file(tmp_path: Path) -> None:
    records = tmp_path / "records of Serhat.csv"
    records.write_text(
        "A number;B number;Start (UTC);Duration (s)\n"
        "+38268000111;+38268000222;2024-03-01 10:00:00;12\n"
        "+38268000111;+38268000333;2024-03-01 11:00:00;34\n",
        encoding="utf-8",
    )
    run("new", tmp_path / "gjoka")
    run("add", tmp_path / "gjoka", records)
    assert "+38268000333" in run("trace", tmp_path / "gjoka", f"{records.name}#3").stdout
    log = run("audit", tmp_path / "gjoka", "--json").stdout
    assert json.loads(log)[-1]["object"] == "source-1#3" and "Serhat" not in log
