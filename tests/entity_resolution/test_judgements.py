"""An analyst's word outlasts every run, and can be taken back."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entity_resolution import entities, judge, resolve, undo
from tests.entity_resolution.building import CaseBuilder
from workbench.case import Case
from workbench.errors import WorkbenchError
from workbench.vocabulary import ClaimKind, Decision, MentionKind

SAME, DIFFERENT = Decision.SAME, Decision.DIFFERENT


def _said(building: CaseBuilder, one: int, other: int, decision: Decision) -> int:
    return judge(building.case, f"{one}", f"{other}", decision, "as heard in court").judgement_id


def _grouping(case: Case) -> set[frozenset[int]]:
    rows = case.db.execute("SELECT list(mention_id) FROM entity_member GROUP BY entity_id")
    return {frozenset(row[0]) for row in rows.fetchall()}


def test_same_joins_two_names_and_outlasts_the_next_run(building: CaseBuilder) -> None:
    one = building.person(building.source(), "Dritan Gjoka")
    other = building.person(building.source(), "Arben Hoxha")
    _said(building, one, other, SAME)
    resolve(building.case)
    assert building.entity_of(one) == building.entity_of(other)


def test_different_parts_one_name_in_one_source(building: CaseBuilder) -> None:
    source = building.source()
    one, other = (building.person(source, "Dritan Gjoka") for _ in range(2))
    resolve(building.case)
    assert building.entity_of(one) == building.entity_of(other)
    _said(building, one, other, DIFFERENT)
    resolve(building.case)
    assert building.entity_of(one) != building.entity_of(other)


def test_same_counts_for_more_than_a_claim_between_the_two(building: CaseBuilder) -> None:
    source = building.source()
    one, other = (building.person(source, "Dritan Gjoka") for _ in range(2))
    building.claim(ClaimKind.KNOWS, one, other)
    _said(building, one, other, SAME)
    assert building.entity_of(one) == building.entity_of(other)


@pytest.mark.parametrize("kind", [MentionKind.PHONE, MentionKind.VEHICLE, MentionKind.DOCUMENT])
def test_different_parts_equal_selectors(building: CaseBuilder, kind: MentionKind) -> None:
    first, second, third = (
        building.mention(kind, building.source(), "+38268005912", country="ME") for _ in range(3)
    )
    resolve(building.case)
    assert building.entity_of(first) == building.entity_of(second) == building.entity_of(third)
    _said(building, first, second, DIFFERENT)
    assert building.entity_of(first) != building.entity_of(second)


@pytest.mark.parametrize("kind", [MentionKind.PHONE, MentionKind.VEHICLE])
def test_same_joins_two_selectors_and_undo_parts_them(
    building: CaseBuilder, kind: MentionKind
) -> None:
    one = building.mention(kind, building.source(), "+38268005912")
    other = building.mention(kind, building.source(), "+355682006646")
    made = _said(building, one, other, SAME)
    assert building.entity_of(one) == building.entity_of(other)
    undo(building.case, made, "heard wrongly")
    assert building.entity_of(one) != building.entity_of(other)


def test_the_later_word_on_a_pair_counts(building: CaseBuilder) -> None:
    one, other = (building.person(building.source(), "Dritan Gjoka") for _ in range(2))
    _said(building, one, other, DIFFERENT)
    _said(building, one, other, SAME)
    assert building.entity_of(one) == building.entity_of(other)


def test_unsure_changes_nothing(building: CaseBuilder) -> None:
    one, other = (building.person(building.source(), "Dritan Gjoka") for _ in range(2))
    resolve(building.case)
    before = _grouping(building.case)
    _said(building, one, other, Decision.UNSURE)
    assert _grouping(building.case) == before


def test_a_judgement_needs_a_reason_two_things_and_one_kind(building: CaseBuilder) -> None:
    person = building.person(building.source(), "Dritan Gjoka")
    phone = building.mention(MentionKind.PHONE, building.source(), "+38268005912")
    resolve(building.case)
    for left, right, reason in (
        (person, person, "why not"),
        (person, phone, "why not"),
        (person, 99, "why not"),
        (person, phone, " "),
    ):
        with pytest.raises(WorkbenchError):
            judge(building.case, f"{left}", f"{right}", SAME, reason)
    assert building.case.db.execute("SELECT count(*) FROM judgement").fetchone() == (0,)


def test_what_was_withdrawn_is_kept_and_cannot_be_withdrawn_again(building: CaseBuilder) -> None:
    one, other = (building.person(building.source(), "Dritan Gjoka") for _ in range(2))
    made = _said(building, one, other, DIFFERENT)
    undo(building.case, made, "a slip")
    with pytest.raises(WorkbenchError, match="withdrawn already"):
        undo(building.case, made, "again")
    kept = building.case.db.execute(
        "SELECT decision, withdrawn_reason FROM judgement WHERE judgement_id = ?", [made]
    ).fetchone()
    assert kept == ("different", "a slip")


_NUMBERS = ("+38268005912", "+38268005912", "+38268005912", "+355682006646", "+355682006646")
_WORDS = st.tuples(
    st.integers(0, len(_NUMBERS) - 1),
    st.integers(0, len(_NUMBERS) - 1),
    st.sampled_from((SAME, DIFFERENT)),
).filter(lambda said: said[0] != said[1])


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_WORDS, min_size=1, max_size=2))
def test_undoing_every_word_brings_back_what_was(
    words: list[tuple[int, int, Decision]],
) -> None:
    with (
        TemporaryDirectory() as folder,
        Case.create(Path(folder) / "case", title="Undo", user="ana") as case,
    ):
        building = CaseBuilder(case)
        mentions = [
            building.mention(MentionKind.PHONE, building.source(), number) for number in _NUMBERS
        ]
        resolve(case)
        before = entities(case), _grouping(case)
        made = [_said(building, mentions[a], mentions[b], said) for a, b, said in words]
        one, other, said = words[-1]
        parted = building.entity_of(mentions[one]) != building.entity_of(mentions[other])
        assert parted or said is SAME
        for judgement in reversed(made):
            undo(case, judgement, "taken back")
        assert (entities(case), _grouping(case)) == before
