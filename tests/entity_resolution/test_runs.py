"""Runs keep ids, say their reasons, and come out the same every time."""

from pathlib import Path

from entity_resolution import entities, explain, judge, resolve, undo
from tests.entity_resolution.building import CaseBuilder
from tests.entity_resolution.population import populate
from workbench.case import Case
from workbench.vocabulary import Decision, MentionKind

_RESULT = (
    "SELECT entity_id, mention_id FROM entity_member ORDER BY mention_id",
    "SELECT entity_id, kind, label, cohesion FROM entity ORDER BY entity_id",
    "SELECT * EXCLUDE (run_id) FROM pair_score ORDER BY ALL",
)


def _result(case: Case) -> list[object]:
    return [case.db.execute(sql).fetchall() for sql in _RESULT]


def test_a_second_run_changes_nothing(building: CaseBuilder) -> None:
    populate(150, seed=3).load(building.case)
    resolve(building.case)
    before = _result(building.case)
    resolve(building.case)
    assert _result(building.case) == before


def test_the_same_case_resolves_to_the_same_result(tmp_path: Path) -> None:
    results = []
    for name in ("one", "other"):
        with Case.create(tmp_path / name, title="Same", user="ana") as case:
            populate(2_600, seed=5).load(case)
            report = resolve(case)
            results.append(_result(case))
    assert {kind.kind: kind.method for kind in report.kinds}["person"]
    assert results[0] == results[1]


def test_an_entity_keeps_its_id_when_it_grows(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Dritan Gjoka")
    resolve(building.case)
    before = building.entity_of(one)
    later = building.person(building.source(), "Dritan Gjoka")
    resolve(building.case)
    assert building.entity_of(one) == building.entity_of(later) == before


def test_a_vanished_id_leads_on_and_comes_back_when_the_merge_is_undone(
    building: CaseBuilder,
) -> None:
    one = building.person(building.source(), "Dritan Gjoka")
    other = building.person(building.source(), "Arben Hoxha")
    resolve(building.case)
    kept, gone = building.entity_of(one), building.entity_of(other)
    made = judge(building.case, kept, gone, Decision.SAME, "one passport")
    redirects = "SELECT old_entity_id, new_entity_id FROM entity_redirect"
    assert building.case.db.execute(redirects).fetchall() == [(gone, kept)]
    undo(building.case, made.judgement_id, "two passports")
    assert (building.entity_of(one), building.entity_of(other)) == (kept, gone)
    assert building.case.db.execute(redirects).fetchall() == []


def test_a_number_given_once_is_never_given_to_another(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Dritan Gjoka")
    other = building.person(building.source(), "Arben Hoxha")
    resolve(building.case)
    gone = building.entity_of(other)
    judge(building.case, f"{one}", f"{other}", Decision.SAME, "one passport")
    new = building.person(building.source(), "Marko Petrović")
    resolve(building.case)
    assert building.entity_of(new) not in (gone, building.entity_of(one))


def test_a_merge_says_why(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Dritan Gjoka", birth_date="1970-03-01")
    building.person(building.source(), "Дритан Ђока", birth_date="1970-03-01")
    resolve(building.case)
    (reason,) = explain(building.case, building.entity_of(one))
    assert reason.probability > 0.95
    assert "same full name" in reason.sentence
    assert "same day" in reason.sentence


def test_an_equal_number_is_a_reason_too(building: CaseBuilder) -> None:
    one, other = (
        building.mention(MentionKind.PHONE, building.source(), number, "+38268005912")
        for number in ("068 005 912", "+382 68/005-912")
    )
    resolve(building.case)
    (reason,) = explain(building.case, building.entity_of(one))
    assert (reason.left_mention, reason.right_mention) == (one, other)
    assert "same phone" in reason.sentence


def test_an_analysts_word_is_a_reason_too(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Dritan Gjoka")
    other = building.person(building.source(), "Arben Hoxha")
    judge(building.case, f"{one}", f"{other}", Decision.SAME, "one passport")
    reasons = explain(building.case, building.entity_of(one))
    assert any("one passport" in reason.sentence for reason in reasons)


def test_a_short_code_means_one_thing_in_one_country(building: CaseBuilder) -> None:
    codes = [
        building.mention(MentionKind.PHONE, building.source(), "1234", country=country)
        for country in ("ME", "ME", "AL")
    ]
    resolve(building.case)
    assert len({building.entity_of(code) for code in codes}) == 2


def test_documents_without_latin_letters_or_figures_are_not_one(building: CaseBuilder) -> None:
    one = building.mention(MentionKind.DOCUMENT, building.source(), "без броја")
    other = building.mention(MentionKind.DOCUMENT, building.source(), "нечитко")
    resolve(building.case)
    assert building.entity_of(one) != building.entity_of(other)


def test_entities_are_found_in_any_script(building: CaseBuilder) -> None:
    building.person(building.source(), "Đorđe Petrović")
    resolve(building.case)
    assert [found.label for found in entities(building.case, search="Ђорђе")] == ["Đorđe Petrović"]


def test_a_person_is_shown_in_letters_of_the_region_where_there_is_a_choice(
    building: CaseBuilder,
) -> None:
    for name in ("ألكسندر فوكتشيفيتش", "Aleksandar Vukčević", "ألكسندر فوكتشيفيتش"):
        building.person(building.source(), name)
    resolve(building.case)
    assert [found.label for found in entities(building.case)] == ["Aleksandar Vukčević"]
