"""What communications and claims make between entities."""

from datetime import datetime

from graph.build import refresh
from tests.graph.builders import CaseBuilder, at
from workbench import steps
from workbench.case import Case
from workbench.vocabulary import ClaimKind, Decision, Nature

Row = tuple[int, int | None, int, str]


def found(case: Case) -> dict[str, Row]:
    """Relationship id to count, seconds, sources and nature."""
    rows = case.db.execute(
        "SELECT relationship_id, count, duration_s, sources, nature FROM relationship ORDER BY ALL"
    ).fetchall()
    return {row[0]: row[1:] for row in rows}


def test_calls_both_ways_are_one_relationship(building: CaseBuilder) -> None:
    file = building.source()
    building.call(file, "phone-2", "phone-1", at(0), 30)
    building.call(file, "phone-1", "phone-2", at(1), 60)
    assert found(building.refreshed()) == {"phone-1~communicates~phone-2": (2, 90, 1, "fact")}


def test_numbers_judged_to_be_one_phone_count_together_until_that_is_withdrawn(
    building: CaseBuilder,
) -> None:
    file = building.source()
    building.calls(file, [("phone-1", "phone-2"), ("phone-3", "phone-2")])
    case = building.refreshed()
    steps.resolve(case)
    before = found(case)
    judgement = steps.judge(case, "phone-1", "phone-3", Decision.SAME, "a number taken along")
    assert [row[0] for row in found(case).values()] == [2]
    steps.undo(case, judgement.judgement_id, "another's")
    assert found(case) == before


def test_a_call_that_two_operators_recorded_counts_once(building: CaseBuilder) -> None:
    first, second = building.source(), building.source()
    building.call(first, "phone-1", "phone-2", at(0), 60)
    building.call(second, "phone-1", "phone-2", at(0, seconds=2), 61, direction="incoming")
    assert found(building.refreshed()) == {"phone-1~communicates~phone-2": (1, 61, 2, "fact")}


def test_a_call_in_both_targets_records_of_one_file_counts_once(building: CaseBuilder) -> None:
    file = building.source()
    building.call(file, "phone-1", "phone-2", at(0), 60)
    building.call(file, "phone-1", "phone-2", at(0), 60, direction="incoming")
    assert found(building.refreshed())["phone-1~communicates~phone-2"][0] == 1


def test_the_same_target_delivered_twice_counts_once(building: CaseBuilder) -> None:
    first, second = building.source(), building.source()
    for file in (first, second):
        building.call(file, "phone-1", "phone-2", at(0), 60)
        building.call(file, "phone-1", "phone-2", at(1), 60)
    assert found(building.refreshed()) == {"phone-1~communicates~phone-2": (2, 120, 2, "fact")}


def test_quick_messages_seen_by_one_observer_stay_apart(building: CaseBuilder) -> None:
    first, second = building.source(), building.source()
    for second_later in (0, 1, 2):
        when = at(0, seconds=second_later)
        building.call(first, "phone-1", "phone-2", when, None, kind="sms")
        building.call(second, "phone-1", "phone-2", when, None, kind="sms", direction="incoming")
    assert found(building.refreshed())["phone-1~communicates~phone-2"][0] == 3


def test_a_missed_call_and_the_next_try_are_two_even_with_skewed_clocks(
    building: CaseBuilder,
) -> None:
    first, second = building.source(), building.source()
    for file, skew, direction in ((first, 0, "outgoing"), (second, 4, "incoming")):
        building.call(file, "phone-1", "phone-2", at(0, seconds=skew), 0, direction=direction)
        building.call(file, "phone-1", "phone-2", at(0, seconds=skew + 3), 90, direction=direction)
    assert found(building.refreshed()) == {"phone-1~communicates~phone-2": (2, 90, 2, "fact")}


def test_records_further_apart_than_clocks_differ_are_two_calls(building: CaseBuilder) -> None:
    first, second = building.source(), building.source()
    building.call(first, "phone-1", "phone-2", at(0), 60)
    building.call(second, "phone-1", "phone-2", at(0, seconds=20), 60, direction="incoming")
    assert found(building.refreshed())["phone-1~communicates~phone-2"][0] == 2


def test_withheld_numbers_and_calls_to_oneself_make_no_relationship(building: CaseBuilder) -> None:
    file = building.source()
    building.call(file, None, "phone-1", at(0), direction="incoming")
    building.call(file, "phone-1", "phone-1", at(1))
    assert found(building.refreshed()) == {}


def test_denied_and_refused_claims_make_no_relationship(building: CaseBuilder) -> None:
    file = building.source("witness_statement")
    building.claim("person-1", ClaimKind.MEETS, "person-2", file, negated=True)
    building.claim("person-1", ClaimKind.PAYS, "person-2", file, state="refused")
    assert found(building.refreshed()) == {}


def test_mutual_claims_have_no_direction_and_others_do(building: CaseBuilder) -> None:
    file = building.source("witness_statement")
    building.claim("person-2", ClaimKind.MEETS, "person-1", file)
    building.claim("person-1", ClaimKind.MEETS, "person-2", file)
    building.claim("person-2", ClaimKind.PAYS, "person-1", file)
    assert list(found(building.refreshed())) == [
        "person-1~meets~person-2",
        "person-2~pays~person-1",
    ]


def test_only_assessments_alone_make_an_assessment(building: CaseBuilder) -> None:
    file = building.source("witness_statement")
    building.claim("person-1", ClaimKind.INSTRUCTS, "person-2", file, nature=Nature.ASSESSMENT)
    building.claim("person-1", ClaimKind.INSTRUCTS, "person-3", file, nature=Nature.ASSESSMENT)
    building.claim("person-1", ClaimKind.INSTRUCTS, "person-3", file)
    rows = found(building.refreshed())
    assert rows["person-1~instructs~person-2"][3] == "assessment"
    assert rows["person-1~instructs~person-3"][3] == "fact"


def test_first_and_last_time_and_sources_are_kept(building: CaseBuilder) -> None:
    first, second = building.source(), building.source()
    building.call(first, "phone-1", "phone-2", at(3))
    building.call(second, "phone-2", "phone-1", at(1))
    case = building.refreshed()
    times: list[tuple[datetime, datetime]] = case.db.execute(
        "SELECT first_utc, last_utc FROM relationship"
    ).fetchall()
    assert times == [(at(1), at(3))]
    assert case.db.execute("SELECT source_ids FROM relationship").fetchall() == [([1, 2],)]


def test_refreshing_again_changes_nothing(building: CaseBuilder) -> None:
    building.calls(building.source(), [("phone-1", "phone-2"), ("phone-2", "phone-3")])
    before = found(building.refreshed())
    with building.case.transaction():
        assert refresh(building.case) == 2
    assert found(building.case) == before


def test_files_that_name_the_same_phones_do_not_pair_their_mentions(building: CaseBuilder) -> None:
    """Twenty files that each name 8,000 phones: 1,280 million pairs of mentions of one file."""
    sources, db = [building.source() for _ in range(20)], building.case.db
    db.execute("INSERT INTO entity SELECT 'phone-' || i, 'phone', i, 1, 1.0 FROM range(8000) t(i)")
    db.execute(
        "INSERT INTO mention (mention_id, mention_key, source_id, kind, text, normalised) "
        "SELECT source * 10000 + i, i || '-' || source, source, 'phone', i, i "
        "FROM range(8000) t(i), (SELECT unnest(?) AS source)",
        [sources],
    )
    db.execute(
        "INSERT INTO entity_member SELECT 'phone-' || text, mention_id FROM mention "
        "WHERE mention_id >= 10000"
    )
    db.execute(
        "INSERT INTO communication (source_id, row_number, kind, direction, a_kind, b_kind, "
        "a_mention, b_mention, device_party, start_utc, time_zone, duration_s) "
        "SELECT source, i, 'call', 'outgoing', 'e164', 'e164', source * 10000 + i, "
        "source * 10000 + (i + 1) % 8000, 'a', TIMESTAMP '2024-09-01' + to_seconds(i), 'UTC', 60 "
        "FROM range(8000) t(i), (SELECT unnest(?) AS source)",
        [sources[:2]],
    )
    db.execute("SET memory_limit = '400MB'")
    db.execute("SET max_temp_directory_size = '0MB'")
    for _ in range(2):
        with building.case.transaction():
            assert refresh(building.case) == 8000
    assert db.execute("SELECT DISTINCT count, source_ids FROM phone_pair").fetchall() == [
        (1, sources[:2])
    ]
