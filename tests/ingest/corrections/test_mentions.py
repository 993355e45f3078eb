"""Mentions are accepted, corrected, refused and added by hand; what was read is kept."""

import pytest

from ingest.corrections.mentions import MentionForm
from ingest.corrections.places import Named, PlaceError
from ingest.corrections.wording import ValueRefusedError
from tests.ingest.corrections.conftest import Statement
from workbench import audit, reviewing
from workbench.access import Masking
from workbench.errors import RefusedError, UnknownObjectError
from workbench.vocabulary import MentionKind, PersonCategory, ReviewedKind

MENTION = "SELECT kind, text, normalised FROM mention WHERE mention_id = ?"
REVIEWED = "SELECT decision FROM reviewed WHERE object_kind = 'mention' AND object_id = ?"


def test_an_accepted_mention_stays_as_it_was_read(told: Statement) -> None:
    number = told.mention("Arbena")
    before = told.row(MENTION, number)
    reviewing.accept(told.case, ReviewedKind.MENTION, [number], "checked")
    assert told.row(MENTION, number) == before
    assert told.row(REVIEWED, number) == ("accept",)


def test_a_refused_mention_is_gone_until_the_word_is_withdrawn(told: Statement) -> None:
    number = told.mention("069")
    before = told.row(MENTION, number)
    word = reviewing.refuse(told.case, ReviewedKind.MENTION, [number], "a case number")[0]
    assert told.row(MENTION, number) is None
    assert told.row("SELECT count(*) FROM attribute WHERE mention_id = ?", number) == (0,)
    reviewing.withdraw(told.case, word.correction_id, "it is a phone")
    assert told.row(MENTION, number) == before


def test_the_id_of_a_refused_mention_is_never_given_again(told: Statement) -> None:
    last = told.row("SELECT max(mention_id) FROM mention")
    assert last is not None
    reviewing.refuse(
        told.case, ReviewedKind.MENTION, [int(str(last[0]))], "none", lift_protection=True
    )
    form = MentionForm(Named(quote="Ulica"), MentionKind.ORGANISATION)
    added, _ = reviewing.add_mention(told.case, 1, form, "for the test")
    assert added > int(str(last[0]))


def test_a_correction_changes_the_reading_and_keeps_what_was_read(told: Statement) -> None:
    number = told.mention("Arbena")
    form = MentionForm(normalised="Arben Lleka", attributes={"birth_date": ["1980-01-02"]})
    word = reviewing.correct_mention(told.case, number, form, "so in his passport")
    assert told.row(MENTION, number) == ("person", "Arbena Leku", "Arben Lleka")
    surname = "SELECT value FROM attribute WHERE mention_id = ? AND name = 'surname'"
    assert told.row(surname, number) == ("Lleka",)
    kept = "SELECT normalised FROM suggested_mention WHERE mention_id = ?"
    assert told.row(kept, number) == ("Arben Leka",)
    reviewing.withdraw(told.case, word.correction_id, "no")
    assert told.row(MENTION, number) == ("person", "Arbena Leku", "Arben Leka")
    assert told.row(surname, number) == ("Leka",)
    assert told.row("SELECT 1 FROM attribute WHERE name = 'birth_date'") is None


def test_words_add_up_and_each_is_withdrawn_by_itself(told: Statement) -> None:
    number = told.mention("Arbena")
    first = reviewing.correct_mention(
        told.case, number, MentionForm(attributes={"sex": ["m"]}), "a man"
    )
    reviewing.correct_mention(
        told.case, number, MentionForm(attributes={"father_name": ["Pal"]}), "by name"
    )
    reviewing.withdraw(told.case, first.correction_id, "not said")
    said = told.case.db.execute(
        "SELECT name, value FROM attribute WHERE mention_id = ? AND name IN ('sex', 'father_name')",
        [number],
    ).fetchall()
    assert said == [("father_name", "Pal")]


def test_what_reading_missed_is_added_and_read_by_the_rules_of_its_kind(told: Statement) -> None:
    reviewing.refuse(told.case, ReviewedKind.MENTION, [told.mention("069")], "for the test")
    phone = MentionForm(Named(quote="069 714 882"), MentionKind.PHONE)
    number, _ = reviewing.add_mention(told.case, 1, phone, "a phone after all")
    assert told.row(MENTION, number) == ("phone", "069 714 882", "+38269714882")
    person = MentionForm(Named(quote="Marka Miljanova"), MentionKind.PERSON, "Marko Miljanov")
    number, word = reviewing.add_mention(told.case, 1, person, "a man, not the street")
    assert told.row(MENTION, number) == ("person", "Marka Miljanova", "Marko Miljanov")
    stands = "SELECT document.text[start_char + 1 : end_char] FROM mention JOIN document "
    assert told.row(stands + "USING (source_id) WHERE mention_id = ?", number) == (
        "Marka Miljanova",
    )
    reviewing.withdraw(told.case, word.correction_id, "the street after all")
    assert told.row(MENTION, number) is None


def test_what_is_marked_must_be_of_its_kind(told: Statement) -> None:
    with pytest.raises(ValueRefusedError) as refused:
        reviewing.add_mention(
            told.case, 1, MentionForm(Named(quote="Marka Miljanova"), MentionKind.PHONE), "x"
        )
    assert "Marka" not in str(refused.value)
    with pytest.raises(ValueRefusedError):
        reviewing.correct_mention(
            told.case, told.mention("Arbena"), MentionForm(attributes={"sex": ["male"]}), "x"
        )


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (Named(quote="Karim Sultanija"), "do not stand there"),
        (Named(quote="Arbena Leku"), "in 2 places"),
        (Named(at=(5, 100_000)), "are not in the document"),
        (Named(at=(20, 60)), "do not lie in one passage"),
        (Named(quote="Baru", passage_no=99), "has no passage 99"),
    ],
)
def test_a_place_that_is_none_is_refused_without_the_words(
    told: Statement, place: Named, says: str
) -> None:
    with pytest.raises(PlaceError, match=says) as refused:
        reviewing.add_mention(told.case, 1, MentionForm(place, MentionKind.PERSON), "x")
    assert not any(word in str(refused.value) for word in ("Karim", "Sultani", "Arben"))
    assert told.row("SELECT count(*) FROM correction") == (0,)


def test_a_protected_person_is_shown_by_name_again_only_where_that_is_meant(
    told: Statement,
) -> None:
    number = told.mention("Karim")
    assert "Karim" not in Masking.load(told.case).text("Vidio sam Karima.")
    with pytest.raises(RefusedError, match="lift-protection") as refused:
        reviewing.refuse(told.case, ReviewedKind.MENTION, [number], "no name")
    assert "Karim" not in str(refused.value)
    with pytest.raises(RefusedError):
        reviewing.correct_mention(told.case, number, MentionForm(minor=False), "an adult")
    reviewing.correct_mention(
        told.case, number, MentionForm(minor=False), "an adult", lift_protection=True
    )
    assert "Karim" in Masking.load(told.case).text("Vidio sam Karima.")


def test_an_analysts_word_protects_at_once(told: Statement) -> None:
    number = told.mention("Arbena")
    victim = MentionForm(category=PersonCategory.POSSIBLE_VICTIM)
    reviewing.correct_mention(told.case, number, victim, "held against his will")
    assert "Arben" not in Masking.load(told.case).text("Arbena Leku sam vidio.")


def test_a_word_needs_a_reason_and_an_object(told: Statement) -> None:
    number = told.mention("Arbena")
    with pytest.raises(RefusedError, match="reason"):
        reviewing.accept(told.case, ReviewedKind.MENTION, [number], " ")
    with pytest.raises(UnknownObjectError):
        reviewing.refuse(told.case, ReviewedKind.MENTION, [10_000], "x")
    with pytest.raises(RefusedError, match="what is to be corrected"):
        reviewing.correct_mention(told.case, number, MentionForm(), "x")
    person = MentionForm(Named(quote="Arbena Leku", passage_no=4), MentionKind.PERSON)
    with pytest.raises(RefusedError, match=f"mention {number} stands there"):
        reviewing.add_mention(told.case, 1, person, "x")


def test_the_log_holds_what_was_decided_and_no_words(told: Statement) -> None:
    number = told.mention("Karim")
    form = MentionForm(normalised="Karim Sultan", attributes={"birth_date": ["2010-02-03"]})
    reviewing.correct_mention(told.case, number, form, "as Karim himself says")
    logged = "".join(row.detail + row.object for row in audit.rows(told.case.db))
    assert '"decision": "correct"' in logged
    assert not any(secret in logged for secret in ("Karim", "Sultan", "2010-02-03"))
    assert audit.verify(told.case.db).fault is None
