"""What earlier runs found out is taken over, and the result is as if it were not."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from entity_resolution import (
    Member,
    judge,
    judgements,
    membership,
    memory,
    people,
    reach,
    regrouping,
    rehearse,
    resolve,
    undo,
)
from entity_resolution.clusters import cluster
from entity_resolution.comparing import Records
from entity_resolution.explanations import PairExplanation, Part
from entity_resolution.lessons import shifts_from
from entity_resolution.model import Model
from entity_resolution.numbering import Ids
from entity_resolution.people import known, mentions, records
from entity_resolution.weights import Weights
from tests.entity_resolution.building import CaseBuilder
from tests.entity_resolution.population import populate
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.vocabulary import ClaimKind, Decision, MentionKind

_RESULT = (
    "SELECT list(mention_id ORDER BY mention_id) FROM entity_member GROUP BY entity_id ORDER BY 1",
    "SELECT * EXCLUDE (run_id) FROM entity ORDER BY ALL",
    "SELECT * EXCLUDE (run_id) FROM pair_score ORDER BY ALL",
    "FROM held_apart ORDER BY ALL",
    *(f"FROM {table} ORDER BY ALL" for table in memory.OF_SOURCES),
)
_NAMES = ("Dritan Gjoka", "Дритан Ђока", "Gjoka", "Arben Hoxha", "Dritan Djoka", "Marko Perić")
_PEOPLE = st.lists(
    st.tuples(st.sampled_from(_NAMES), st.sampled_from((None, "1970-03-01", "1991-08-20"))),
    min_size=1,
    max_size=3,
)


def _result(case: Case) -> list[object]:
    return [case.db.execute(sql).fetchall() for sql in _RESULT]


def _write(building: CaseBuilder, people: list[tuple[str, str | None]]) -> None:
    source = building.source()
    for name, born in people:
        building.person(source, name, **({"birth_date": born} if born else {}))


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_PEOPLE, min_size=4, max_size=6), _PEOPLE, st.booleans())
def test_a_small_addition_ends_where_a_run_from_nothing_ends(
    before: list[list[tuple[str, str | None]]],
    added: list[tuple[str, str | None]],
    also_removed: bool,
) -> None:
    with (
        TemporaryDirectory() as folder,
        Case.create(Path(folder) / "case", title="Memory", user="ana") as case,
    ):
        building = CaseBuilder(case)
        for people in before:
            _write(building, people)
        resolve(case)
        _write(building, added)
        if also_removed:
            case.db.execute("DELETE FROM attribute WHERE mention_id = 1")
            case.db.execute("DELETE FROM mention WHERE mention_id = 1")
        resolve(case)
        found = _result(case)
        resolve(case, afresh=True)
        assert _result(case) == found


# To make a failing case smaller takes minutes and shows nothing that the first does not.
@settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(st.integers(0, 10_000), st.data())
def test_however_a_case_came_to_be_it_ends_where_a_run_from_nothing_ends(
    seed: int, data: st.DataObject
) -> None:
    people = populate(260, seed)
    with (
        TemporaryDirectory() as folder,
        Case.create(Path(folder) / "case", title="Memory", user="ana") as case,
    ):
        bounds = [1 + people.sources * part // 4 for part in range(5)]
        for since, until in pairwise(bounds):
            people.of_sources(since, until).load(case)
            resolve(case)
            _change(case, data)
        resolve(case)
        found = _result(case)
        resolve(case, afresh=True)
        assert _result(case) == found


def test_laid_out_and_grouped_part_by_part_a_case_comes_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = []

    def noted(grouped: Ids, *more: object, **said: object) -> object:
        parts.append(set(grouped.tolist()))
        return cluster(grouped, *more, **said)  # type: ignore[arg-type]

    monkeypatch.setattr("entity_resolution.people.cluster", noted)
    with Case.create(tmp_path / "case", title="Parts", user="ana") as case:
        populate(900, 5).load(case)
        resolve(case)
        # Two whom nothing but this connects.
        (one,), *_, (other,) = case.db.execute(
            "SELECT min(mention_id) FROM entity_member WHERE entity_id LIKE 'person-%' "
            "GROUP BY entity_id ORDER BY 1"
        ).fetchall()
        judge(case, f"{one}", f"{other}", Decision.SAME, "one face")
        resolve(case, afresh=True)
        found, whole = _result(case), parts[-1]
        parts.clear()
        monkeypatch.setattr(regrouping, "AT_ONCE", 40)
        monkeypatch.setattr(records, "AT_ONCE", 100)
        resolve(case, afresh=True)
        assert _result(case) == found
    assert len(parts) > 5 and len(max(parts, key=len)) < 0.5 * len(whole)
    assert sorted(record for part in parts for record in part) == sorted(whole)


def test_looked_at_part_by_part_an_addition_comes_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = populate(600, 5)
    monkeypatch.setattr(reach, "CHANGED_AT_ONCE", 7)
    with Case.create(tmp_path / "case", title="Parts", user="ana") as case:
        people.of_sources(1, people.sources - 15).load(case)
        resolve(case)
        people.of_sources(people.sources - 15, people.sources + 1).load(case)
        resolve(case)
        found = _result(case)
        resolve(case, afresh=True)
        assert _result(case) == found


def _change(case: Case, data: st.DataObject) -> None:
    """Something that happens to a case between two runs."""
    pairs = case.db.execute(
        "SELECT left_mention::VARCHAR, right_mention::VARCHAR FROM pair_score "
        "WHERE kind = 'person' AND probability < 0.999 ORDER BY ALL"
    ).fetchall()
    mentions = case.db.execute(
        "SELECT mention_id FROM mention WHERE kind = 'person' ORDER BY 1"
    ).fetchall()
    pair = data.draw(st.sampled_from(pairs))
    mention = data.draw(st.sampled_from(mentions))
    what = data.draw(st.sampled_from(("same", "different", "withdrawn", "gone", "renamed")))
    judged = [found.judgement_id for found in judgements.in_force(case)]
    if what in ("same", "different"):
        judge(case, pair[0], pair[1], Decision(what), "seen")
    elif what == "withdrawn" and judged:
        undo(case, data.draw(st.sampled_from(judged)), "seen wrongly")
    elif what == "renamed":
        case.db.execute("UPDATE mention SET text = 'Ana Nika', normalised = 'Ana Nika' "
                        "WHERE mention_id = ?", mention)  # fmt: skip
    elif what == "gone":
        case.db.execute(
            "DELETE FROM claim WHERE left_mention = ? OR right_mention = ?", mention * 2
        )
        case.db.execute("DELETE FROM judgement WHERE left_mention = ? OR right_mention = ?",
                        mention * 2)  # fmt: skip
        case.db.execute("DELETE FROM attribute WHERE mention_id = ?", mention)
        case.db.execute("DELETE FROM mention WHERE mention_id = ?", mention)


def test_what_did_not_change_is_not_scored_again(
    building: CaseBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in _NAMES:
        building.person(building.source(), name)
    resolve(building.case)
    touched: list[object] = []
    scoring = memory.score  # type: ignore[attr-defined]

    def noted(
        records: Records, model: Model, weights: Weights, pairs: str, *more: object
    ) -> object:
        touched.append(records.scratch.execute(f"FROM {pairs}").fetchall())
        return scoring(records, model, weights, pairs, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(memory, "score", noted)
    resolve(building.case)
    assert touched[0] == []


def test_no_more_is_looked_at_than_a_change_reaches(
    building: CaseBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (*_NAMES, "Arta Hysaj"):
        building.person(building.source(), name)
    born, at_home = {"birth_date": "1970-03-01"}, {"address": "Rruga e Detit 4"}
    building.person(building.source(), "Drini Gashi", **born)
    building.person(building.source(), "Ana Leka", **born, **at_home)
    resolve(building.case)
    laid_out: list[list[str]] = []
    scoring = memory.score  # type: ignore[attr-defined]

    def noted(records: Records, *more: object) -> object:
        laid_out.append(_names_of(records) if records.table == people.TABLE else [])
        return scoring(records, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(memory, "score", noted)
    building.person(building.source(), "Arben Hoxha", **born)
    resolve(building.case)
    assert laid_out[0] == ["Arben Hoxha", "Arben Hoxha"]
    laid_out.clear()
    building.person(building.source(), "Arben Hoxha", **born, **at_home)
    resolve(building.case)
    assert laid_out[0] == ["Ana Leka", "Arben Hoxha", "Arben Hoxha", "Arben Hoxha"]


def _names_of(records: Records) -> list[str]:
    asked = records.database.execute("SELECT name FROM records ORDER BY name")
    return [name for (name,) in asked.fetchall()]


def test_of_what_other_software_found_nothing_is_taken_over(
    building: CaseBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in _NAMES:
        building.person(building.source(), name, nationality="AL")
    with monkeypatch.context() as earlier:
        for module in (memory, known):
            earlier.setattr(module, "software", lambda: "earlier")
        resolve(building.case)
    for table, wrong in (
        ("known_name", "letters = 'x', sources = 7"),
        ("known_word", "stem = 'x'"),
        ("known_source", "countries = ['XK']"),
        ("known_bearer", "name = 'x'"),
        ("known_selector", "written = 0"),
    ):
        building.case.db.execute(f"UPDATE {table} SET {wrong}")
    building.case.db.execute("DELETE FROM mention WHERE text = 'Marko Perić'")
    resolve(building.case)
    found = _result(building.case)
    resolve(building.case, afresh=True)
    assert _result(building.case) == found


def test_what_texts_say_of_persons_is_read_once(
    building: CaseBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "Glavni je Veton Gila iz Tirane, kojeg Goran Zec zove „Kapiteni“."
    denied = "To avoid confusion: Goran Zec from Fier sells firewood and has no part in this."
    for text, names in ((told, ("Veton Gila", "Goran Zec", "Kapiteni")), (denied, ("Goran Zec",))):
        source = building.source(text)
        building.passage(source, text)
        for name in names:
            building.person(source, name)
    resolve(building.case)
    noted = building.case.db.execute("SELECT nickname FROM known_by_text ORDER BY ALL").fetchall()
    assert noted == [("Kapiteni",), (None,)]
    later = building.source("They said that Kapiteni and Goran Zec were there.")
    for name in ("Kapiteni", "Goran Zec"):
        building.person(later, name)
    asked: list[int] = []

    def read(case: Case) -> list[tuple[int, str]]:
        asked.extend(row[0] for row in case.db.execute("FROM source_asked").fetchall())
        return []

    with monkeypatch.context() as watched:
        watched.setattr(mentions, "nicknames", read)
        resolve(building.case)
    assert asked == [later]
    found = _result(building.case)
    resolve(building.case, afresh=True)
    assert _result(building.case) == found


def test_a_number_written_anew_is_shown_so(building: CaseBuilder) -> None:
    source = building.source()
    paper = building.mention(MentionKind.DOCUMENT, source, "AB 123")
    car = building.mention(MentionKind.VEHICLE, source, "TR 482 KL")
    resolve(building.case)
    for mention, written in ((paper, "AB123"), (car, "TR-482-KL")):
        building.case.db.execute("UPDATE mention SET text = ?, normalised = NULL "
                                 "WHERE mention_id = ?", [written, mention])  # fmt: skip
    resolve(building.case)
    labels = building.case.db.execute("SELECT label FROM entity ORDER BY label").fetchall()
    assert labels == [("AB123",), ("TR-482-KL",)]


def test_of_a_mention_that_is_gone_nothing_is_left(building: CaseBuilder) -> None:
    source = building.source()
    one, other = (building.person(source, "Dritan Gjoka") for _ in range(2))
    resolve(building.case)
    assert building.entity_of(one) == building.entity_of(other)
    building.case.db.execute("DELETE FROM mention WHERE mention_id = ?", [other])
    resolve(building.case)
    assert building.case.db.execute("FROM pair_score").fetchall() == []
    assert building.case.db.execute("SELECT mention_id FROM entity_member").fetchall() == [(one,)]
    assert building.case.db.execute("SELECT cohesion FROM entity").fetchall() == [(1.0,)]


def test_nothing_is_kept_of_two_who_contradicted_each_other_and_are_gone(
    building: CaseBuilder,
) -> None:
    db = building.case.db
    for day, numbers in (("1970-03-01", "1"), ("1991-08-20", "2"), (None, "12")):
        source = building.source()
        person = building.person(source, "Dritan Gjoka", **({"birth_date": day} if day else {}))
        for number in numbers:
            phone = building.mention(MentionKind.PHONE, source, f"+35569123456{number}")
            building.claim(ClaimKind.USES, person, phone)
    resolve(building.case)
    assert db.execute("SELECT contradicts FROM known_contradiction").fetchall() == [(True,)]
    db.execute("DELETE FROM mention WHERE mention_id IN "
               "(SELECT mention_id FROM attribute WHERE name = 'birth_date')")  # fmt: skip
    resolve(building.case)
    assert db.execute("FROM known_contradiction").fetchall() == []


def test_a_rehearsal_tells_what_would_change_and_changes_nothing(building: CaseBuilder) -> None:
    case = building.case
    one = building.person(building.source(), "Dritan Gjoka", birth_date="1970-03-01")
    other = building.person(building.source(), "Dritan Gjoka", birth_date="1991-08-20")
    resolve(case)
    ids = building.entity_of(one), building.entity_of(other)
    case.db.execute("UPDATE attribute SET value = '1970-03-01'")
    building.person(building.source(), "Marko Perić")
    kept = [case.db.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in _WRITTEN]
    changes = rehearse(case, lambda: resolve(case))
    (merge,) = changes.merges
    assert merge.entities == ids
    assert merge.because and "same day" in merge.because.sentence
    assert (changes.new, changes.splits) == ({"person": 1}, ())
    after = [case.db.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in _WRITTEN]
    assert after == kept
    with pytest.raises(RefusedError), case.transaction():
        rehearse(case, lambda: resolve(case))
    (member, core) = _members_after(case, ids[0])
    assert (member.through, member.holds, core.link) == (core.mention_id, 1, None)


_WRITTEN = ("entity", "entity_member", "pair_score", "resolution_run", "audit", "scored_pair")


def _members_after(case: Case, entity: str) -> tuple[Member, ...]:
    resolve(case)
    return membership(case, entity).members


def _judged(weight: float, *outcomes: str) -> PairExplanation:
    parts = tuple(Part("name", outcome, None, None, 0.0) for outcome in outcomes)
    return PairExplanation(1, 2, 0.5, weight, parts, "")


def test_judgements_move_a_weight_towards_what_was_said_and_few_of_them_little() -> None:
    once = shifts_from([(_judged(0.0, "part of the name"), False)])
    often = shifts_from([(_judged(0.0, "part of the name"), False)] * 20)
    assert -0.5 < once["name", "part of the name"] < 0
    assert often["name", "part of the name"] < -1.5
    assert shifts_from([(_judged(0.0, "part of the name"), True)])["name", "part of the name"] > 0


def test_what_the_model_knew_teaches_next_to_nothing() -> None:
    assert shifts_from([(_judged(20.0, "same full name"), True)]) == {}
    assert shifts_from([]) == {}


def test_a_value_that_too_many_share_by_now_brings_nobody_together(
    building: CaseBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Dritan Gjoka", "Arben Hoxha", "Arben Hoxhaj"):
        building.person(building.source(), name, birth_date="1970-03-01")
    few = tuple(replace(block, most=3) for block in people.MODEL.blocks)
    monkeypatch.setattr(people, "MODEL", replace(people.MODEL, blocks=few))
    resolve(building.case)
    for name in ("Arben Hoxha", "Marko Perić"):
        building.person(building.source(), name, birth_date="1970-03-01")
    resolve(building.case)
    found = _result(building.case)
    resolve(building.case, afresh=True)
    assert _result(building.case) == found
