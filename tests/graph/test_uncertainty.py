"""How far a ranking can be trusted: intervals, and whose records were asked for."""

from pathlib import Path

import numpy as np
import pytest

from graph.bias import ego_bias
from graph.build import NetworkFilter, network
from graph.coverage import coverage
from graph.identities import doubts, draws
from graph.measures import Measure
from graph.ranking import Ranking, rank
from graph.uncertainty import with_intervals
from tests.graph.builders import CaseBuilder, at
from workbench.vocabulary import ClaimKind


def ranked(building: CaseBuilder, measure: Measure = Measure.DEGREE, seed: int = 1) -> Ranking:
    found = network(building.refreshed())
    return with_intervals(building.case, found, rank(found, measure), seed)


def star(building: CaseBuilder, calls_each: int) -> None:
    """phone-1 speaks with ten others, phone-2 with four of them, so many times each."""
    file = building.source()
    for other in range(11, 21):
        for turn in range(calls_each):
            building.call(file, "phone-1", f"phone-{other}", at(other + turn / 24))
            if other < 15:
                building.call(file, "phone-2", f"phone-{other}", at(other + turn / 20))


def test_a_clear_first_stays_first(building: CaseBuilder) -> None:
    star(building, calls_each=8)
    first = ranked(building).ranked[0]
    assert (first.entity_id, first.rank_low, first.rank_high) == ("phone-1", 1, 1)


def test_ties_that_rest_on_one_record_make_ranks_uncertain(building: CaseBuilder) -> None:
    star(building, calls_each=1)
    second = ranked(building).ranked[1]
    assert second.entity_id == "phone-2"
    assert second.rank_high is not None and second.rank_high > 2


def test_an_interval_holds_its_rank_and_is_repeatable(building: CaseBuilder) -> None:
    star(building, calls_each=2)
    one, other = ranked(building, Measure.BETWEENNESS), ranked(building, Measure.BETWEENNESS)
    assert one == other
    for entity in one.ranked:
        assert entity.rank_low is not None and entity.rank_high is not None
        assert entity.rank_low <= entity.rank <= entity.rank_high


def merged(building: CaseBuilder, probability: float) -> None:
    """person-1 is two mentions of two files, merged with a probability; each has its friends."""
    first, second = building.source("witness_statement"), building.source("witness_statement")
    one, other = building.mention("person-1", first), building.mention("person-1", second)
    for friend in range(2, 7):
        for file in (first, second):
            name = f"person-{friend if file == first else 10 * friend}"
            for _ in range(5):
                building.claim("person-1", ClaimKind.MEETS, name, file)
    for friend in range(3, 10):
        for _ in range(5):
            building.claim("person-2", ClaimKind.KNOWS, f"person-{friend}", first)
    building.case.db.execute("UPDATE entity SET cohesion = ?", [probability])
    building.case.db.execute(
        "INSERT INTO pair_score VALUES (1, 'person', ?, ?, 1.0, ?, '[]')", [one, other, probability]
    )


def test_a_doubtful_merge_makes_a_rank_uncertain(building: CaseBuilder) -> None:
    merged(building, 0.5)
    first = ranked(building).ranked[0]
    assert (first.entity_id, first.value, first.rank) == ("person-1", 10, 1)
    assert first.rank_high == 2  # alone, person-2 has more contacts in half of the draws


def test_a_certain_merge_does_not(building: CaseBuilder) -> None:
    merged(building, 0.9999)
    first = ranked(building).ranked[0]
    assert (first.rank_low, first.rank_high) == (1, 1)


def test_draws_split_as_often_as_the_merge_is_wrong(building: CaseBuilder) -> None:
    merged(building, 0.7)
    with building.case.db.cursor() as db:
        split = [
            len(db.execute("SELECT 1 FROM entity_member WHERE entity_id = 'person-1/2'").fetchall())
            for _ in draws(db, doubts(db), 200, np.random.default_rng(1))
        ]
        assert 0.2 < np.mean(split) < 0.4
        left = db.execute("SELECT count(DISTINCT entity_id) FROM entity_member").fetchall()
    assert (
        left
        == building.case.db.execute(
            "SELECT count(DISTINCT entity_id) FROM entity_member"
        ).fetchall()
    )


def test_a_ranking_that_follows_the_choice_of_records_is_recognised(building: CaseBuilder) -> None:
    file = building.source()
    for target in (1, 2, 3):
        for other in range(10 * target, 10 * target + 8):
            building.call(file, f"phone-{target}", f"phone-{other}", at(other / 10))
    case = building.refreshed()
    found = ego_bias(network(case), Measure.DEGREE, coverage(case))
    assert found.observed == {"phone-1", "phone-2", "phone-3"}
    assert found.share == 1.0 and found.is_strong


def test_where_all_records_are_held_nothing_is_said(building: CaseBuilder) -> None:
    file = building.source()
    building.calls(file, [("phone-1", "phone-2"), ("phone-2", "phone-1")])
    case = building.refreshed()
    assert ego_bias(network(case), Measure.DEGREE, coverage(case)).share is None


def test_coverage_names_the_phones_asked_about_and_their_days(building: CaseBuilder) -> None:
    file = building.source()
    for day in (0, 0.1, 3):
        building.call(file, "phone-1", "phone-2", at(day))
        building.call(file, "phone-3", "phone-1", at(day + 0.01), direction="incoming")
    (held,) = coverage(building.refreshed())
    assert (held.phone, held.sources, held.days, held.records) == ("phone-1", (file,), 2, 6)
    assert held.gaps == ((at(1).date(), at(2).date()),)


@pytest.mark.parametrize("measure", Measure, ids=str)
def test_every_measure_has_intervals(building: CaseBuilder, measure: Measure) -> None:
    star(building, calls_each=3)
    assert all(one.rank_low is not None for one in ranked(building, measure).ranked)


def test_intervals_leave_the_case_as_it_was(building: CaseBuilder, tmp_path: Path) -> None:
    merged(building, 0.5)
    case = building.refreshed()
    before = case.db.execute("SELECT * FROM entity_member ORDER BY ALL").fetchall()
    ranked(building)
    assert case.db.execute("SELECT * FROM entity_member ORDER BY ALL").fetchall() == before


def test_coverage_of_a_stretch_of_time_counts_what_lies_in_it(building: CaseBuilder) -> None:
    file, other = building.source(), building.source()
    for day in (0, 1, 5, 5.5):
        building.call(file, "phone-1", "phone-2", at(day))
    building.call(other, "phone-3", "phone-1", at(2), direction="incoming")
    case = building.refreshed()
    (held,) = coverage(case, NetworkFilter(from_utc=at(0.5), to_utc=at(5.2)))
    assert (held.first_utc, held.last_utc) == (at(1), at(5))
    assert (held.sources, held.days, held.records) == ((file, other), 3, 3)
    assert held.gaps == ((at(3).date(), at(4).date()),)
    (held,) = coverage(case, NetworkFilter(sources=frozenset({other})))
    assert (held.sources, held.days, held.records) == ((other,), 1, 1)
