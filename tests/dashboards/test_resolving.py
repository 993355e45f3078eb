"""Identities as the page tells them: side by side, decided, taken back."""

from collections.abc import Iterator

import pytest

from dashboards.components.identities.pair import differing
from dashboards.components.identities.reasons import percent, sentence
from dashboards.pages import resolve
from dashboards.resolving import lists
from dashboards.resolving.beside import beside
from dashboards.resolving.cluster import cluster
from dashboards.resolving.effect import decide, take_back
from dashboards.resolving.put_off import Waiting
from dashboards.texts import Texts, catalogue, languages
from dashboards.workspace import Workspace
from entity_resolution.explanations import PairExplanation, Part
from entity_resolution.people.comparisons import MODEL as PEOPLE
from entity_resolution.vehicles.comparisons import MODEL as VEHICLES
from tests.dashboards.coast import Coast
from tests.entity_resolution.building import CaseBuilder
from workbench import steps
from workbench.access import protect
from workbench.case import Case
from workbench.errors import RefusedError, WorkbenchError
from workbench.vocabulary import Action, ClaimKind, Decision

STATEMENTS = (
    "Dritan Gjoka knows Mirko Bošković.",
    "Dritan Gjoka was there.",
    "Goran Perović was there.",
)


def _statement(building: CaseBuilder, text: str) -> int:
    source = building.source(text)
    building.passage(source, text)
    return source


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, int, int]]:
    """A person in two sources, and one of another name; resolved. Tests leave it as it was, but
    the last, which protects somebody."""
    folder = tmp_path_factory.mktemp("two") / "case"
    with Case.create(folder, title="Two", country="ME", user="ana") as case:
        building = CaseBuilder(case)
        first, second, third = (_statement(building, text) for text in STATEMENTS)
        one = building.person(first, "Dritan Gjoka", birth_date="1984-05-02")
        building.person(second, "Dritan Gjoka", birth_date="1984-05-02")
        other = building.person(third, "Goran Perović", birth_date="1984-05-02")
        friend = building.person(first, "Mirko Bošković")
        building.claim(ClaimKind.KNOWS, one, friend)
        steps.resolve(case)
        yield Workspace(case, Texts.load("en", "UTC")), one, other


def entity_of(workspace: Workspace, mention: int) -> str:
    rows = workspace.case.db.execute(
        "SELECT entity_id FROM entity_member WHERE mention_id = ?", [mention]
    ).fetchall()
    return str(rows[0][0])


def test_two_stand_beside_each_other_with_what_agrees_and_differs(
    two: tuple[Workspace, int, int],
) -> None:
    workspace, one, other = two
    found = beside(workspace, str(one), str(other))
    agreed = {fact.name: fact.agreement for fact in found.facts}
    assert agreed["birth_date"] == "same" and agreed["written"] == "different"
    assert [n.entity.label for n in found.only_left] == ["Mirko Bošković"]
    assert found.only_right == found.shared == ()
    assert (found.left.ties, found.right.ties) == (1, 0)


def test_a_word_shows_what_it_changed_and_its_undo_brings_it_back(
    two: tuple[Workspace, int, int],
) -> None:
    workspace, one, other = two
    effect = decide(workspace, str(one), str(other), Decision.SAME, "the same face")
    (change,) = effect.changes
    assert sorted(part.mentions for part in change.before) == [1, 2]
    assert sum(part.mentions for part in change.after) == 3
    assert entity_of(workspace, one) == entity_of(workspace, other)
    assert lists.words(workspace)[0].reason == "the same face"
    whole = cluster(workspace, entity_of(workspace, one))
    assert whole.total > 1 and whole.weakest is not None
    undone = take_back(workspace, effect.judgement.judgement_id, "mistaken")
    assert undone.withdrawn and undone.changes[0].after == change.before
    assert lists.progress(workspace, lists.waiting(workspace)).decided == 0


def test_a_word_said_while_a_file_is_taken_in_is_said_afterwards(
    two: tuple[Workspace, int, int],
) -> None:
    workspace, one, other = two
    put_off = Waiting()
    with workspace.turns.long():
        told = {"kind": "judge", "left": str(one), "right": str(other), "decision": "different"}
        _, said, *_ = resolve._altered(workspace, put_off, told, "two towns")
        assert "kept" in str(said)
        assert put_off.pairs() == {(str(one), str(other))}
    with workspace.turns.long():  # begins when all that was put off is done
        pass
    last = lists.words(workspace)[0]
    assert (last.reason, last.judgement.author, put_off.pairs()) == ("two towns", "ana", set())
    take_back(workspace, last.judgement.judgement_id, "mistaken")


def test_a_word_without_a_reason_changes_nothing(two: tuple[Workspace, int, int]) -> None:
    workspace, one, other = two
    with pytest.raises(RefusedError, match="needs a reason"):
        decide(workspace, str(one), str(other), Decision.SAME, " ")
    assert [w for w in lists.words(workspace) if w.judgement.withdrawn_at_utc is None] == []


def test_what_is_gone_is_said_in_one_line(workspace: Workspace, coast: Coast) -> None:
    del coast
    for ask in (
        lambda: beside(workspace, "person-1", "x"),
        lambda: cluster(workspace, "person-99"),
    ):
        with pytest.raises(WorkbenchError):
            ask()


@pytest.mark.parametrize(
    ("value", "others", "spans"),
    [
        ("Bošković", ["Bošković"], []),
        ("BOŠKOVIĆ", ["bošković"], []),
        ("Boskovic", ["Bošković"], [(2, 3), (7, 8)]),
        ("Gjoka", ["Perović"], [(0, 5)]),
        ("Gjoka", [], []),
        ("[protected]", ["x"], []),
    ],
)
def test_only_what_differs_is_marked(
    value: str, others: list[str], spans: list[tuple[int, int]]
) -> None:
    assert differing(value, others) == spans


def test_a_probability_is_never_rounded_to_certainty() -> None:
    assert [percent(p) for p in (0.0, 0.001, 0.5, 0.9949, 0.9996, 1.0)] == [
        "0 %",
        "< 0.5 %",
        "50 %",
        "99 %",
        "> 99.5 %",
        "100 %",
    ]


def test_every_outcome_of_a_comparison_has_words_in_every_language() -> None:
    labels = {
        level.label
        for model in (PEOPLE, VEHICLES)
        for comparison in model.comparisons
        for level in comparison.levels
        if "one that 1 in" not in level.label
    }
    for language in languages():
        assert labels - set(catalogue(language)["level"]) == set()
    pair = PairExplanation(
        1, 2, 0.8, 2.0, (Part("documents", "same document", "a", "b", 3.0),), "80% likely"
    )
    assert sentence(Texts.load("bs", "UTC"), pair).endswith("za: isti dokument.")


def test_of_a_protected_person_no_value_is_told(two: tuple[Workspace, int, int]) -> None:
    workspace, one, other = two
    with workspace.case.transaction():
        workspace.case.db.execute(
            "INSERT INTO person_status VALUES (?, 'victim', false, NULL, NULL, 'victim')", [other]
        )
        protect(workspace.case)
        workspace.case.record(Action.ALTERATION, f"mention-{other}")
    told = repr(beside(workspace, str(one), str(other)))
    assert "1984" not in told and "Perović" not in told
