"""What explain, review, judgements and undo --run print, and what they keep to themselves."""

import json
from pathlib import Path

import pytest

from tests.workbench.test_cli import run
from workbench.access import Masking
from workbench.case import Case


def _first_two(folder: Path, *, protected: bool) -> list[tuple[str, str]]:
    """Two person entities and their true labels."""
    with Case.open(folder) as case:
        shown = Masking.load(case)
        rows = case.db.execute(
            "SELECT entity_id, label FROM entity WHERE kind = 'person' ORDER BY entity_id"
        ).fetchall()
        return [row for row in rows if shown.is_protected(row[0]) == protected][:2]


def _logged(folder: Path, command: str) -> int:
    with Case.open(folder) as case:
        row = case.db.execute(
            "SELECT count(*) FROM audit WHERE detail LIKE ? AND object <> 'entities'",
            [f'%"{command}"%'],
        ).fetchone()
        assert row is not None
        return int(row[0])


def _likely_pair(folder: Path) -> list[str]:
    with Case.open(folder) as case:
        shown = Masking.load(case)
        rows = case.db.execute(
            "SELECT l.mention_key, r.mention_key, entity_id FROM pair_score "
            "JOIN mention AS l ON l.mention_id = left_mention "
            "JOIN mention AS r ON r.mention_id = right_mention "
            "JOIN entity_member ON entity_member.mention_id = left_mention "
            "WHERE pair_score.kind = 'person' AND probability > 0.9 "
            "ORDER BY left_mention, right_mention"
        ).fetchall()
        return next([left, right] for left, right, entity in rows if not shown.is_protected(entity))


def test_explain_shows_the_weights_and_draws_them(sample_folder: Path, tmp_path: Path) -> None:
    picture = tmp_path / "why.svg"
    said = run("explain", sample_folder, *_likely_pair(sample_folder), "--picture", picture)
    assert "Held to be one" in said.stdout and "before anything is compared" in said.stdout
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert _logged(sample_folder, "explain") == 1


def test_explain_as_json_adds_up(sample_folder: Path) -> None:
    said = run("explain", sample_folder, *_likely_pair(sample_folder), "--json")
    (pair, *_) = json.loads(said.stdout)["pairs"]
    assert pair["waterfall"][-1]["total"] == pytest.approx(pair["match_weight"], abs=0.01)


def test_explain_keeps_protected_persons_to_itself(sample_folder: Path) -> None:
    (one, label), (other, other_label) = _first_two(sample_folder, protected=True)
    for words in ((), ("--json",)):
        said = run("explain", sample_folder, one, other, *words).stdout
        assert label not in said and other_label not in said


def test_judgements_show_who_said_what(sample_folder: Path) -> None:
    (one, label), (other, _) = _first_two(sample_folder, protected=False)
    run("judge", sample_folder, one, other, "different", "--reason", "two passports")
    said = json.loads(run("judgements", sample_folder, "--json").stdout)
    (made,) = said["judgements"]
    assert (made["author"], made["reason"], made["left_label"]) == ("ana", "two passports", label)
    assert said["disagreements"] == []
    assert "two passports" in run("judgements", sample_folder).stdout
    with Case.open(sample_folder) as case:
        row = case.db.execute("SELECT max(run_id) FROM resolution_run").fetchone()
    assert row is not None
    undone = run("undo", sample_folder, "--run", str(row[0]), "--reason", "not so", "--json").stdout
    assert json.loads(undone)["withdrawn"] == [made["judgement_id"]]


def test_undo_wants_a_judgement_or_a_run(sample_folder: Path) -> None:
    run("undo", sample_folder, "--reason", "why not", code=2)
    run("undo", sample_folder, "1", "--run", "1", "--reason", "why not", code=2)


def test_review_names_what_waits(sample_folder: Path) -> None:
    assert "wait for a word" in run("review", sample_folder).stdout
    for waiting in json.loads(run("review", sample_folder, "--json").stdout):
        assert waiting["left_entity"] != waiting["right_entity"]
    assert _logged(sample_folder, "review") == 2


def test_explain_of_one_entity_ties_every_mention_and_hides_the_protected(
    sample_folder: Path, tmp_path: Path
) -> None:
    with Case.open(sample_folder) as case:
        row = case.db.execute(
            "SELECT entity_id, count(*) FROM entity_member JOIN entity USING (entity_id) "
            "WHERE kind = 'person' AND entity_id NOT IN (SELECT entity_id FROM protected_entity) "
            "GROUP BY entity_id ORDER BY count(*) DESC, entity_id LIMIT 1"
        ).fetchone()
    assert row is not None
    picture = tmp_path / "members.svg"
    said = run("explain", sample_folder, row[0], "--picture", picture, "--json")
    members = json.loads(said.stdout)["members"]
    assert len(members) == row[1]
    assert sum(member["link"] is None for member in members) == 1
    assert "<rect" in picture.read_text(encoding="utf-8")
    (hidden, label), _ = _first_two(sample_folder, protected=True)
    assert label not in run("explain", sample_folder, hidden).stdout


def test_a_lesson_is_shown_before_it_is_learnt_and_taken_back(sample_folder: Path) -> None:
    left, right = _likely_pair(sample_folder)
    run("judge", sample_folder, left, right, "different", "--reason", "two fingerprints")
    shown = json.loads(run("learn", sample_folder, "--dry-run", "--json").stdout)
    assert shown["taught"][0]["shifts"] and shown["lessons"] == []
    learnt = json.loads(run("learn", sample_folder, "--json").stdout)
    assert learnt["taught"] == shown["taught"] and learnt["lessons"] == [1]
    run("undo", sample_folder, "--lesson", "1", "--reason", "cousins")
    with Case.open(sample_folder) as case:
        kept = case.db.execute("SELECT withdrawn_reason FROM lesson").fetchall()
    assert kept == [("cousins",)]
    unchanged = json.loads(run("resolve", sample_folder, "--dry-run", "--json").stdout)
    assert (unchanged["merges"], unchanged["splits"], unchanged["new"]) == ([], [], {})
