"""A template for each purpose says what it is for, in every language, and what it must be told."""

import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ingest import intake
from workbench import steps
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.evidence import summary
from workbench.evidence.request import Template
from workbench.evidence.verify import verify
from workbench.evidence.wording import languages

CALLS = "A broj;B broj;Datum;Vrijeme;Trajanje;Tip;Smjer\n" + "".join(
    f"067111222;{b};{day:02}.09.2024;10:00:00;60;Govor;Odlazni\n"
    for b, days in (("068333444", (1, 2, 3, 20)), ("069555666", (18, 19)))
    for day in days
)
STATEMENT = (
    "Izjava svjedoka.\n\nSvjedok Marko Petrović izjavio je da je Petar Nikolić vozio vozilo "
    "PG AB123. Petar Nikolić koristi broj 067 111 222.\n"
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """One phone's calls, and a statement that says who uses it."""
    folder = tmp_path_factory.mktemp("templates")
    with Case.create(
        folder / "case", title="Small", time_zone="Europe/Podgorica", user="ana"
    ) as made:
        for name, text in (("calls.csv", CALLS), ("izjava_svjedoka.txt", STATEMENT)):
            (folder / name).write_text(text, encoding="utf-8")
            intake.add(made, folder / name, intake.AddOptions(country="ME"))
        steps.resolve(made)
        yield made


def _entity(case: Case, kind: str, label: str) -> str:
    found = case.db.execute(
        "SELECT entity_id FROM entity WHERE kind = ? AND label LIKE ?", [kind, f"%{label}%"]
    )
    return str(found.fetchall()[0][0])


def _statements(case: Case, template: Template, **asked: Any) -> list[dict[str, Any]]:
    out = case.folder.parent / "out.zip"
    summary.export(case, out, recipient="Court", template=template, **asked)
    verify(out)
    with zipfile.ZipFile(out) as archive:
        told: list[dict[str, Any]] = json.loads(archive.read("citations.json"))["statements"]
    return told


def test_a_phone_is_attributed_by_what_is_said_of_it_and_not_before(case: Case) -> None:
    phone = _entity(case, "phone", "67111222")
    told = _statements(case, Template.PHONE, focus=[phone])
    said, *_ = (one for one in told if "Petar Nikolić" in one["text"] and " uses " in one["text"])
    attributed = [one for one in told if "is attributed to Petar Nikolić" in one["text"]]
    assert said["cites"] and attributed[0]["cites"] == said["cites"]
    assert said["number"] < attributed[0]["number"]


def test_of_a_phone_nobody_is_said_to_have_it_says_so(case: Case) -> None:
    phone = _entity(case, "phone", "68333444")
    told = _statements(case, Template.PHONE, focus=[phone])
    assert any("attributed to nobody" in one["text"] for one in told)


def test_an_event_is_told_in_order_of_time_and_nothing_outside_it(case: Case) -> None:
    told = _statements(
        case,
        Template.EVENT,
        from_utc=datetime(2024, 9, 1, 22),
        to_utc=datetime(2024, 9, 19, 22),
    )
    moments = [one["text"][:16] for one in told if "was in communication with" in one["text"]]
    assert moments == [f"2024-09-{day:02} 10:00" for day in (2, 3, 18, 19)]


def test_a_comparison_counts_each_relationship_before_and_after(case: Case) -> None:
    told = _statements(case, Template.COMPARISON, turn_utc=datetime(2024, 9, 10))
    changed = [one for one in told if " after." in one["text"]]
    counts = sorted(one["text"].rsplit("): ", 1)[1].split(" before")[0] for one in changed)
    assert counts == ["0", "3"]
    assert all(one["cites"] for one in changed)


def test_all_the_links_of_one_person_and_no_one_elses(case: Case) -> None:
    person = _entity(case, "person", "Nikoli")
    told = _statements(case, Template.PERSON, focus=[person])
    named = [one for one in told if " is mentioned " in one["text"]]
    assert len(named) == 1 and "Petar Nikolić" in named[0]["text"]


@pytest.mark.parametrize("language", languages())
def test_it_is_titled_in_the_language_asked_for(case: Case, language: str) -> None:
    told = _statements(case, Template.COMPARISON, turn_utc=datetime(2024, 9, 10), language=language)
    words = {"en": "after", "bs": "poslije", "sq": "pas", "sr-Cyrl": "послије"}
    assert any(words[language] in one["text"] for one in told)


@pytest.mark.parametrize("template", [t for t in Template if t is not Template.OVERVIEW])
def test_what_a_template_needs_is_asked_for(case: Case, template: Template, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="--"):
        summary.export(case, tmp_path / "a.zip", recipient="Court", template=template)
    assert not list(tmp_path.iterdir())
