"""A case of a few mentions resolves as well as a large one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.entity_resolution.building import CaseBuilder
from workbench import steps
from workbench.case import Case
from workbench.vocabulary import Decision


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "case", title="Small", user="ana") as made:
        yield made


def _one_man_in_every_source(case: Case, sources: int) -> tuple[CaseBuilder, list[int]]:
    builder = CaseBuilder(case)
    with case.transaction():
        mentions = [
            builder.person(
                builder.source(),
                "Dritan Gjoka",
                given_name="Dritan",
                surname="Gjoka",
                birth_date="1984-05-12",
            )
            for _ in range(sources)
        ]
    return builder, mentions


@pytest.mark.parametrize("sources", [1, 2, 3, 6])
def test_a_case_in_which_all_mentions_are_one_man_resolves(case: Case, sources: int) -> None:
    builder, mentions = _one_man_in_every_source(case, sources)
    steps.resolve(case)
    assert len({builder.entity_of(mention) for mention in mentions}) == 1


def test_a_judgement_outlasts_the_next_run_and_its_undo_brings_the_merge_back(case: Case) -> None:
    builder, (left, right) = _one_man_in_every_source(case, 2)
    steps.resolve(case)
    keys = [row[0] for row in case.db.execute("SELECT mention_key FROM mention").fetchall()]
    judgement = steps.judge(case, keys[0], keys[1], Decision.DIFFERENT, "two brothers")
    steps.resolve(case)
    assert builder.entity_of(left) != builder.entity_of(right)
    steps.undo(case, judgement.judgement_id, "one and the same passport")
    assert builder.entity_of(left) == builder.entity_of(right)


def test_a_case_without_mentions_resolves_to_nothing(case: Case) -> None:
    report = steps.resolve(case)
    assert all(kind.entities == 0 for kind in report.kinds)
