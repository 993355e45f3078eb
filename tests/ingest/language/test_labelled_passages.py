"""What is found in passages written by hand, against what they say; figures are printed."""

import sys

import pytest

from tests.ingest.language import labelled


@pytest.mark.parametrize("half", ["development", "held_out"])
def test_selectors_persons_and_claims_reach_the_promised_figures(
    half: str, capsys: pytest.CaptureFixture[str]
) -> None:
    scores = labelled.measure(half)
    with capsys.disabled():
        sys.stdout.write(f"\n{half} passages\n{scores}\n")
    assert scores.selectors.precision >= 0.98, scores.selectors.wrong
    assert scores.selectors.recall >= 0.98, scores.selectors.missed
    assert scores.persons.f1 >= 0.85, (scores.persons.missed, scores.persons.wrong)
    assert scores.claims.precision >= 0.85, scores.claims.wrong
    assert scores.stances.precision >= 0.85, scores.stances.wrong
