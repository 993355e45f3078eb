"""A template for each purpose says what it is for, in every language, and what it must be told."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from workbench.access import for_export
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.evidence import summary
from workbench.evidence.composing import compose
from workbench.evidence.report import Statement
from workbench.evidence.request import Request, Template


def _entity(small_case: Case, kind: str, label: str) -> str:
    found = small_case.db.execute(
        "SELECT entity_id FROM entity WHERE kind = ? AND label LIKE ?", [kind, f"%{label}%"]
    )
    return str(found.fetchall()[0][0])


def _statements(small_case: Case, template: Template, **asked: Any) -> list[Statement]:
    """What is said; that every template's pack verifies, test_nobody_named shows."""
    request = Request("Court", template=template, **asked)
    report = compose(small_case, for_export(small_case), request, datetime(2025, 1, 1)).report
    return [*(one for group in report.facts for one in group.statements), *report.assessments]


def test_a_phone_is_attributed_by_what_is_said_of_it_and_not_before(small_case: Case) -> None:
    phone = _entity(small_case, "phone", "67111222")
    told = _statements(small_case, Template.PHONE, focus=[phone])
    said, *_ = (one for one in told if "Petar Nikolić" in one.text and " uses " in one.text)
    attributed = [one for one in told if "is attributed to Petar Nikolić" in one.text]
    assert said.cites and attributed[0].cites == said.cites
    assert said.number < attributed[0].number


def test_of_a_phone_nobody_is_said_to_have_it_says_so(small_case: Case) -> None:
    phone = _entity(small_case, "phone", "68333444")
    told = _statements(small_case, Template.PHONE, focus=[phone])
    assert any("attributed to nobody" in one.text for one in told)


def test_an_event_is_told_in_order_of_time_and_nothing_outside_it(small_case: Case) -> None:
    told = _statements(
        small_case,
        Template.EVENT,
        from_utc=datetime(2024, 9, 1, 22),
        to_utc=datetime(2024, 9, 19, 22),
    )
    moments = [one.text[:16] for one in told if "was in communication with" in one.text]
    assert moments == [f"2024-09-{day:02} 10:00" for day in (2, 3, 18, 19)]


def test_a_comparison_counts_each_relationship_before_and_after(small_case: Case) -> None:
    told = _statements(small_case, Template.COMPARISON, turn_utc=datetime(2024, 9, 10))
    changed = [one for one in told if " after." in one.text]
    counts = sorted(one.text.rsplit("): ", 1)[1].split(" before")[0] for one in changed)
    assert counts == ["0", "3"]
    assert all(one.cites for one in changed)


def test_all_the_links_of_one_person_and_no_one_elses(small_case: Case) -> None:
    person = _entity(small_case, "person", "Nikoli")
    told = _statements(small_case, Template.PERSON, focus=[person])
    named = [one for one in told if " is mentioned " in one.text]
    assert len(named) == 1 and "Petar Nikolić" in named[0].text


@pytest.mark.parametrize("language", ["sq", "sr-Cyrl"])
def test_it_is_titled_in_the_language_asked_for(small_case: Case, language: str) -> None:
    told = _statements(
        small_case, Template.COMPARISON, turn_utc=datetime(2024, 9, 10), language=language
    )
    words = {"sq": "pas", "sr-Cyrl": "послије"}
    assert any(words[language] in one.text for one in told)


@pytest.mark.parametrize("template", [t for t in Template if t is not Template.OVERVIEW])
def test_what_a_template_needs_is_asked_for(
    small_case: Case, template: Template, tmp_path: Path
) -> None:
    with pytest.raises(RefusedError, match="--"):
        summary.export(small_case, tmp_path / "a.zip", recipient="Court", template=template)
    assert not list(tmp_path.iterdir())
