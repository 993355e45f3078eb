"""Why two are one, what waits for a word first, who differs, and taking back what a run merged."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from entity_resolution import explain_pair, judge, resolve, review_queue, undo, undo_run, waterfall
from entity_resolution import judgements as words
from entity_resolution.review import Waiting
from tests.entity_resolution.building import CaseBuilder
from workbench.cli.waterfall_picture import PictureError, save, svg
from workbench.errors import RefusedError, UnknownObjectError
from workbench.vocabulary import Decision


def _two_of_a_name(building: CaseBuilder, other_born: str = "1970-03-01") -> tuple[int, int]:
    one = building.person(building.source(), "Dritan Gjoka", birth_date="1970-03-01")
    other = building.person(building.source(), "Дритан Ђока", birth_date=other_born)
    return one, other


def test_a_pair_says_why_it_is_one(building: CaseBuilder) -> None:
    one, other = _two_of_a_name(building)
    resolve(building.case)
    found = explain_pair(building.case, f"{one}", f"{other}")
    assert found.together
    assert found.sentence.startswith("Held to be one: ")
    assert "same full name" in found.sentence and "same day" in found.sentence


def test_a_pair_without_anything_in_common_says_so(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Dritan Gjoka")
    other = building.person(building.source(), "Marko Petrović")
    resolve(building.case)
    found = explain_pair(building.case, building.entity_of(one), building.entity_of(other))
    assert not found.together and not found.scored
    assert found.sentence.startswith("Held to be two: nothing")


def test_one_thing_named_twice_or_not_at_all_is_refused(building: CaseBuilder) -> None:
    one, other = _two_of_a_name(building)
    resolve(building.case)
    with pytest.raises(RefusedError):
        explain_pair(building.case, building.entity_of(one), building.entity_of(other))
    with pytest.raises(UnknownObjectError):
        explain_pair(building.case, f"{one}", "person-999")


def test_a_waterfall_adds_up_to_the_pairs_weight(building: CaseBuilder) -> None:
    one, other = _two_of_a_name(building)
    resolve(building.case)
    (pair,) = explain_pair(building.case, f"{one}", f"{other}").scored
    steps = waterfall(pair)
    assert steps[0].weight == steps[0].total < 0
    for before, step in pairwise(steps):
        assert step.total == pytest.approx(before.total + step.weight, abs=0.01)
    assert steps[-1].total == pytest.approx(pair.match_weight, abs=0.01)


def test_a_waterfall_is_drawn_as_svg_and_png(building: CaseBuilder, tmp_path: Path) -> None:
    one, other = _two_of_a_name(building)
    resolve(building.case)
    steps = waterfall(explain_pair(building.case, f"{one}", f"{other}").scored[0])
    assert "same full name" in svg("A & B", steps) and "A &amp; B" in svg("A & B", steps)
    save(tmp_path / "why.svg", "title", steps)
    save(tmp_path / "why.png", "title", steps)
    assert (tmp_path / "why.svg").read_text().startswith("<svg")
    assert (tmp_path / "why.png").read_bytes()[:4] == b"\x89PNG"
    with pytest.raises(PictureError, match="svg or"):
        save(tmp_path / "why.gif", "title", steps)


def _tie(building: CaseBuilder, entity: str, neighbours: range) -> None:
    for neighbour in neighbours:
        building.case.db.execute(
            "INSERT INTO stated_relationship (kind, left_entity, right_entity, count, "
            "sources, nature, source_ids) VALUES ('meets', ?, ?, 1, 1, 'fact', [1])",
            [entity, f"place-{neighbour}"],
        )


def _open_pairs(building: CaseBuilder, *names: tuple[str, str]) -> list[list[str]]:
    """Entities two by two, each pair undecided."""
    pairs = [[building.person(building.source(), name) for name in two] for two in names]
    resolve(building.case)
    for two in pairs:
        building.case.db.execute(
            "INSERT INTO pair_score VALUES (?, 'person', ?, ?, 0, 0.5, '[]')",
            [_runs(building), *two],
        )
    return [sorted(building.entity_of(mention) for mention in two) for two in pairs]


def test_what_would_change_the_network_most_waits_first(building: CaseBuilder) -> None:
    pairs = _open_pairs(
        building,
        ("Dritan Gjoka", "Esad Glavaš"),
        ("Besim Hasani", "Milan Kovač"),
        ("Luan Prifti", "Nikola Perović"),
    )
    _tie(building, pairs[1][0], range(1, 5))
    _tie(building, pairs[1][1], range(4, 9))
    _tie(building, pairs[2][0], range(1, 3))
    queue = review_queue(building.case)
    assert [_sides(waiting) for waiting in queue] == [pairs[1], pairs[2], pairs[0]]
    first = queue[0]
    assert (first.left_ties, first.right_ties, first.shared_ties) == (4, 5, 1)
    assert first.newly_connected == 3 * 4


def _sides(waiting: Waiting) -> list[str]:
    return sorted((waiting.left_entity, waiting.right_entity))


def test_what_was_judged_waits_no_more(building: CaseBuilder) -> None:
    ((one, other),) = _open_pairs(building, ("Dritan Gjoka", "Esad Glavaš"))
    assert len(review_queue(building.case)) == 1
    with building.case.transaction():
        words.record(building.case, one, other, Decision.DIFFERENT, "two passports")
    assert review_queue(building.case) == []


def test_two_analysts_who_differ_are_shown(building: CaseBuilder) -> None:
    one, other = _two_of_a_name(building)
    case = building.case
    judge(case, f"{one}", f"{other}", Decision.SAME, "one face")
    assert words.disagreements(words.history(case)) == []
    case.db.execute("UPDATE judgement SET author = 'vera'")
    second = judge(case, f"{one}", f"{other}", Decision.DIFFERENT, "two faces")
    ((first, last),) = words.disagreements(words.history(case))
    assert (first.author, last.judgement_id) == ("vera", second.judgement_id)
    undo(case, second.judgement_id, "a poor photograph")
    assert words.disagreements(words.history(case)) == []


def _runs(building: CaseBuilder) -> int:
    row = building.case.db.execute("SELECT max(run_id) FROM resolution_run").fetchone()
    assert row is not None
    return int(row[0])


def test_undoing_a_run_withdraws_the_word_it_followed(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Dritan Gjoka")
    other = building.person(building.source(), "Arben Hoxha")
    resolve(building.case)
    before = building.entity_of(one), building.entity_of(other)
    made = judge(building.case, f"{one}", f"{other}", Decision.SAME, "one passport")
    undone = undo_run(building.case, _runs(building), "a forged passport")
    assert (undone.withdrawn, undone.kept_apart) == ((made.judgement_id,), ())
    assert (building.entity_of(one), building.entity_of(other)) == before


def test_undoing_a_run_keeps_apart_what_it_merged_and_that_can_be_undone(
    building: CaseBuilder,
) -> None:
    one, other = _two_of_a_name(building, other_born="1991-08-20")
    resolve(building.case)
    before = building.entity_of(one), building.entity_of(other)
    assert before[0] != before[1]
    building.case.db.execute(
        "UPDATE attribute SET value = '1970-03-01' WHERE mention_id = ?", [other]
    )
    resolve(building.case)
    assert building.entity_of(one) == building.entity_of(other)
    undone = undo_run(building.case, _runs(building), "the date was copied by mistake")
    assert (building.entity_of(one), building.entity_of(other)) == before
    resolve(building.case)
    assert (building.entity_of(one), building.entity_of(other)) == before
    (kept_apart,) = undone.kept_apart
    undo(building.case, kept_apart, "it was right")
    assert building.entity_of(one) == building.entity_of(other)


def test_undoing_a_run_that_merged_nothing_is_refused(building: CaseBuilder) -> None:
    _two_of_a_name(building)
    resolve(building.case)
    with pytest.raises(RefusedError, match="merged nothing"):
        undo_run(building.case, _runs(building), "why not")
    with pytest.raises(UnknownObjectError, match="run 99"):
        undo_run(building.case, 99, "why not")


def test_a_run_says_what_it_merged(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Dritan Gjoka")
    other = building.person(building.source(), "Arben Hoxha")
    resolve(building.case)
    judge(building.case, f"{one}", f"{other}", Decision.SAME, "one passport")
    row = building.case.db.execute(
        "SELECT settings FROM resolution_run ORDER BY run_id DESC LIMIT 1"
    ).fetchone()
    assert row is not None
    assert list(json.loads(row[0])["merged"].values()) == [[other, one]]
