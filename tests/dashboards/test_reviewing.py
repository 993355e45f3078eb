"""A document that is checked on the page: what stands in it, and words on that."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dashboards.components.review.text import passage_parts, text_part
from dashboards.reviewing import objects
from dashboards.reviewing.acts import Act, perform
from dashboards.reviewing.objects import Named
from dashboards.texts import Texts
from dashboards.workspace import Workspace
from ingest import intake
from workbench import steps
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.vocabulary import ClaimState, ReviewedKind

STATEMENT = (
    "STATEMENT OF A WITNESS\nThe witness Petar Marković states: Dritan Gjoka drove the victim "
    "Amira Karzai in the car PG AB123 to Ulcinj.\nThe tall man kept watch.\n"
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A statement taken in and resolved. The first tests leave it as it was."""
    folder = tmp_path_factory.mktemp("checked")
    file = folder / "statement.txt"
    file.write_text(STATEMENT, encoding="utf-8")
    with Case.create(folder / "case", title="Checked", country="ME", user="ana") as case:
        intake.add(case, file, intake.AddOptions(language="en"))
        steps.resolve(case)
        yield Workspace(case, Texts.load("en", "UTC"))


def driver(workspace: Workspace) -> objects.Found:
    document = objects.view(workspace, 1)
    return next(
        f for f in objects.every(document) if getattr(f.object, "text", "") == "Dritan Gjoka"
    )


def test_found_mentions_are_marked_where_they_stand_and_nobody_protected_is_named(
    workspace: Workspace,
) -> None:
    told = repr(text_part(workspace.texts, objects.view(workspace, 1), 1))
    assert "Dritan Gjoka" in told and "PG AB123" in told
    assert "Karzai" not in told and "Protected person 1" in told


def test_going_on_comes_round_and_back(workspace: Workspace) -> None:
    document = objects.view(workspace, 1)
    every = [found.named for found in objects.every(document)]
    first, last = every[0], every[-1]
    forward = objects.beside(document, last, 1, waits=False)
    back = objects.beside(document, first, -1, waits=False)
    begun = objects.beside(document, None, 1, waits=True)
    assert forward is not None and forward.named == first
    assert back is not None and back.named == last
    assert begun is not None and begun.named == first
    assert objects.find(document, Named(ReviewedKind.CLAIM, 999)) is None


def test_a_word_needs_a_reason_and_something_it_is_on(workspace: Workspace) -> None:
    before = objects.said(workspace, 1)
    with pytest.raises(RefusedError, match="needs a reason"):
        perform(workspace, Act("accept", 1, driver(workspace).named, ""))
    with pytest.raises(RefusedError, match="nothing is chosen"):
        perform(workspace, Act("accept", 1, None, "why"))
    assert objects.said(workspace, 1) == before


def test_who_protects_is_refused_only_if_that_is_meant(workspace: Workspace) -> None:
    document = objects.view(workspace, 1)
    victim = next(f for f in objects.every(document) if getattr(f.object, "protected", False))
    with pytest.raises(RefusedError, match="protects a person"):
        perform(workspace, Act("refuse", 1, victim.named, "another"))


def test_accepting_counts_and_leads_to_the_next(workspace: Workspace) -> None:
    found = driver(workspace)
    perform(workspace, Act("accept", 1, found.named, "so in the record"))
    document = objects.view(workspace, 1)
    accepted = objects.find(document, found.named)
    assert accepted is not None and accepted.object.state == ClaimState.ACCEPTED
    following = objects.beside(document, found.named, 1, waits=True)
    assert following is not None and following.named != found.named


def test_correcting_keeps_what_was_read_beside_it(workspace: Workspace) -> None:
    found = driver(workspace)
    act = Act("correct", 1, found.named, "as in the passport", {"reads": "Dritan Gjokaj"})
    perform(workspace, act)
    corrected = objects.find(objects.view(workspace, 1), found.named)
    assert corrected is not None
    one = corrected.object
    assert isinstance(one, type(found.object)) and one.state == ClaimState.CORRECTED
    assert getattr(one, "normalised", "") == "Dritan Gjokaj"
    assert getattr(one, "read_as", {})["normalised"] == "Dritan Gjoka"
    with pytest.raises(RefusedError):
        perform(workspace, replace(act, fields={}))


def test_marked_words_become_a_mention_and_a_claim_of_it(workspace: Workspace) -> None:
    start = STATEMENT.index("tall man")
    told = {"start": start, "end": start + len("tall man"), "passage": 3}
    fields = {"kind": "person", "reads": "Tall Man"}
    added = perform(workspace, Act("add", 1, None, "overlooked", fields, told))
    assert added is not None and added.kind is ReviewedKind.MENTION
    found = objects.find(objects.view(workspace, 1), added)
    assert found is not None and "tall man" in repr(passage_parts(workspace.texts, found.passage))
    sides = {"left": str(added.number), "right": str(driver(workspace).named.number)}
    passage = {"passage": found.passage.passage}
    act = Act("add-claim", 1, None, "overlooked", {"kind": "knows", **sides}, passage)
    claim = perform(workspace, act)
    assert claim is not None and claim.kind is ReviewedKind.CLAIM
