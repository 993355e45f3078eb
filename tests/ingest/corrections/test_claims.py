"""Claims are accepted, corrected, refused and added by hand; what was read is kept."""

import pytest

from ingest.corrections import words
from ingest.corrections.claims import ClaimForm
from tests.ingest.corrections.conftest import Statement
from workbench import reviewing
from workbench.errors import RefusedError, UnknownObjectError
from workbench.vocabulary import ClaimKind, Nature, ReviewedKind

STATE = "SELECT state FROM claim WHERE claim_id = ?"


def test_accepted_corrected_and_refused_claims_are_kept_apart(told: Statement) -> None:
    claim = told.claim("uses")
    assert told.row(STATE, claim) == ("suggested",)
    reviewing.accept(told.case, ReviewedKind.CLAIM, [claim], "so in the sentence")
    assert told.row(STATE, claim) == ("accepted",)
    reviewing.refuse(told.case, ReviewedKind.CLAIM, [claim], "on second thoughts")
    assert told.row(STATE, claim) == ("refused",)
    reviewing.correct_claim(told.case, claim, ClaimForm(nature=Nature.ASSESSMENT), "he assumes")
    assert told.row(STATE, claim) == ("corrected",)
    for word in reversed(words.history(told.case)):
        reviewing.withdraw(told.case, word.correction_id, "all of it")
    assert told.row(STATE, claim) == ("suggested",)
    assert told.row("SELECT nature FROM claim WHERE claim_id = ?", claim) == ("fact",)


def test_a_correction_keeps_what_was_read(told: Statement) -> None:
    claim, other = told.claim("uses"), told.mention("Arbena")
    form = ClaimForm(ClaimKind.CALLS, right_mention=other, first_hand=False)
    reviewing.correct_claim(told.case, claim, form, "he called him")
    now = "SELECT kind, right_mention, first_hand FROM {} WHERE claim_id = ?"
    assert told.row(now.format("claim"), claim) == ("calls", other, False)
    assert told.row(now.format("suggested_claim"), claim) == ("uses", told.mention("069"), True)


def test_a_claim_that_reading_missed_is_added_with_its_sentence(told: Statement) -> None:
    left, right = told.mention("Dritan"), told.mention("Arbena")
    form = ClaimForm(ClaimKind.PAYS, left, right, time_written="13. 5. 2024.")
    number, word = reviewing.add_claim(told.case, 1, form, "a pronoun", passage_no=5)
    found = told.row(
        "SELECT state, claim.passage_no, starts_with(document.text[start_char + 1 :], 'Platio') "
        "FROM claim JOIN document USING (source_id) WHERE claim_id = ?",
        number,
    )
    assert found == ("accepted", 5, True)
    reviewing.withdraw(told.case, word.correction_id, "another man")
    assert told.row(STATE, number) == ("refused",)


def test_a_claim_stands_between_two_mentions_of_its_document(told: Statement) -> None:
    left, far = told.mention("Dritan"), told.mention("Karim")
    with pytest.raises(RefusedError, match="both sides"):
        reviewing.add_claim(told.case, 1, ClaimForm(ClaimKind.MEETS, left, left), "x")
    with pytest.raises(RefusedError, match="--passage"):
        reviewing.add_claim(told.case, 1, ClaimForm(ClaimKind.MEETS, left, far), "x")
    with pytest.raises(UnknownObjectError, match="is not in source 1"):
        reviewing.add_claim(told.case, 1, ClaimForm(ClaimKind.MEETS, left, 999), "x")
    with pytest.raises(RefusedError, match="what is to be corrected"):
        reviewing.correct_claim(told.case, told.claim("uses"), ClaimForm(), "x")
    assert words.history(told.case) == []


def test_several_claims_are_accepted_at_once_or_none(told: Statement) -> None:
    claim = told.claim("uses")
    with pytest.raises(UnknownObjectError):
        reviewing.accept(told.case, ReviewedKind.CLAIM, [claim, 999], "x")
    assert told.row(STATE, claim) == ("suggested",)


def test_a_withdrawn_word_stays_in_the_record_and_is_not_withdrawn_twice(told: Statement) -> None:
    word = reviewing.refuse(told.case, ReviewedKind.CLAIM, [told.claim("uses")], "no")[0]
    reviewing.withdraw(told.case, word.correction_id, "yes")
    kept = words.history(told.case, 1)
    assert [(w.withdrawn_by, w.withdrawn_reason) for w in kept] == [("ana", "yes")]
    with pytest.raises(RefusedError, match="withdrawn already"):
        reviewing.withdraw(told.case, word.correction_id, "again")
    with pytest.raises(UnknownObjectError):
        reviewing.withdraw(told.case, 99, "none")
