"""Signs of trafficking and of smuggling under danger are found with their sentence and person."""

import tomllib
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ingest import intake
from ingest.intake import AddOptions
from ingest.language import claims, indicators, narrative, observing
from ingest.observations import Sign
from ingest.witness_statements import standing
from workbench import steps
from workbench.access import Masking
from workbench.case import Case
from workbench.vocabulary import SourceKind

SIGNS = Path(__file__).parent / "signs"
STATEMENT = """ZAPISNIK O SASLUŠANJU SVJEDOKA

Svjedok: Marko Perović
Datum: 12. 3. 2024.

Jelena Knežević je radila u kuhinji. Zaključali su Jelenu Knežević u sobu i čuvao ju je stražar.
Video sam kako je Dritan Gjoka prijetio. Lica u stanu nisu znala gdje se nalaze.
"""


def signs_of(text: str) -> list[Sign]:
    observed = observing.observe(narrative.read(text, "ME"))
    claims.add(observed, UTC)
    standing.add(observed)
    indicators.add(observed)
    return observed.observations.signs


@cache
def passages(name: str) -> list[dict[str, Any]]:
    found = tomllib.loads((SIGNS / f"{name}.toml").read_text("utf-8"))["passage"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(("name", "precision", "recall"), [("held_out", 0.9, 0.85)])
def test_signs_are_found_in_passages_the_rules_were_not_tuned_on(
    name: str, precision: float, recall: float
) -> None:
    right = found = expected = 0
    for passage in passages(name):
        codes = {sign.code for sign in signs_of(passage["text"])}
        right += len(codes & set(passage["signs"]))
        found += len(codes)
        expected += len(passage["signs"])
    assert right / found >= precision
    assert right / expected >= recall


@pytest.mark.parametrize("name", ["development", "held_out"])
def test_a_sign_marks_whom_the_sentence_names_and_nobody_else(name: str) -> None:
    for passage in passages(name):
        marked = {sign.mention.text for sign in signs_of(passage["text"]) if sign.mention}
        assert marked == set(passage.get("marks", [])), passage["text"]


def test_the_doer_is_not_marked_and_a_sign_without_a_name_keeps_its_sentence() -> None:
    found = signs_of(STATEMENT)
    marked = {sign.mention.text for sign in found if sign.mention}
    assert marked == {"Jelenu Knežević"}
    assert ("destination_unknown", None) in {(s.code, s.mention) for s in found}


def test_who_is_so_marked_is_protected_at_once_and_until_the_sign_is_refused(
    case: Case, tmp_path: Path
) -> None:
    file = tmp_path / "izjava.txt"
    file.write_text(STATEMENT, encoding="utf-8")
    intake.add(case, file, AddOptions(kind=SourceKind.WITNESS_STATEMENT, country="ME"))
    assert "Knežević" not in Masking.load(case).text("Vidio sam Jelenu Knežević.")
    steps.resolve(case)
    shown = Masking.load(case)
    assert "Knežević" not in " ".join(shown.labels.values())
    assert "Dritan Gjoka" in shown.labels.values()
    reasons = case.db.execute("SELECT reason FROM protected_entity WHERE kind = 'person'")
    assert reasons.fetchall() == [("indicator",)]
    case.db.execute("UPDATE indicator SET state = 'refused'")
    with case.transaction():
        steps.resolve(case)
    assert "Jelena Knežević" in Masking.load(case).labels.values()


def test_every_indicator_says_what_it_is_and_whether_sex_or_age_weigh_in_it() -> None:
    listed = indicators.catalogue()
    assert len(listed) >= 17
    assert all(one.text and set(one.sensitive) <= {"sex", "age"} for one in listed.values())
    assert listed["minor_alone"].concerns == "minor"
    assert listed["pregnancy"].sensitive == ("sex",)
