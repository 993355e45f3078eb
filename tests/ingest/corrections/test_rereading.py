"""Words of analysts outlast a document's being read anew, and what is found again keeps its id."""

from pathlib import Path

import pytest

from ingest import rereading
from ingest.corrections.claims import ClaimForm
from ingest.corrections.mentions import MentionForm
from ingest.corrections.places import Named
from tests.ingest.corrections.conftest import STATEMENT, Statement
from workbench import audit, reviewing
from workbench.errors import RefusedError, UnknownObjectError, WorkbenchError
from workbench.vocabulary import ClaimKind, MentionKind, ReviewedKind

TABLES = ("passage", "mention", "attribute", "person_status", "claim", "indicator")


def everything(told: Statement) -> dict[str, list[tuple[object, ...]]]:
    rows = {t: told.case.db.execute(f"FROM {t} ORDER BY ALL").fetchall() for t in TABLES}
    for table, first in (("claim", 1), ("indicator", 1)):
        rows[table] = sorted((row[first:] for row in rows[table]), key=str)
    return rows


def test_reading_anew_by_the_same_rules_changes_nothing(told: Statement) -> None:
    before = everything(told)
    done = rereading.reread(told.case, 1)
    assert everything(told) == before
    assert (done.words, done.lost, done.mentions) == (0, 0, len(before["mention"]))
    assert told.row("SELECT count(*) FROM suggested_mention") == (0,)
    assert audit.verify(told.case.db).fault is None


def test_every_word_outlasts_it(told: Statement) -> None:
    case = told.case
    phone, arben, dritan = (told.mention(words) for words in ("069", "Arbena", "Dritan"))
    reviewing.refuse(case, ReviewedKind.MENTION, [told.mention("Baru")], "no place")
    reviewing.correct_mention(case, arben, MentionForm(normalised="Arben Lleka"), "passport")
    street = MentionForm(Named(quote="Marka Miljanova"), MentionKind.PERSON, "Marko Miljanov")
    added, _ = reviewing.add_mention(case, 1, street, "a man")
    reviewing.accept(case, ReviewedKind.CLAIM, [told.claim("uses")], "so it says")
    reviewing.add_claim(case, 1, ClaimForm(ClaimKind.PAYS, dritan, arben), "pronoun", passage_no=5)
    signs = case.db.execute("SELECT indicator_id FROM indicator ORDER BY 1").fetchall()
    reviewing.refuse(case, ReviewedKind.INDICATOR, [signs[0][0]], "no sign")
    before = everything(told)
    done = rereading.reread(case, 1)
    assert everything(told) == before
    assert done.words == 6
    assert told.row("SELECT text FROM mention WHERE mention_id = ?", added) == ("Marka Miljanova",)
    assert told.row("SELECT state FROM claim WHERE kind = 'pays'") == ("accepted",)
    assert told.row("SELECT right_mention FROM claim WHERE kind = 'uses'") == (phone,)


def test_what_the_rules_find_no_more_stays_where_a_word_holds_it(
    told: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, phone = told.claim("uses"), told.mention("069")
    reviewing.accept(told.case, ReviewedKind.CLAIM, [claim], "so it says")
    monkeypatch.setattr("ingest.language.things.add", lambda _: None)
    rereading.reread(told.case, 1)
    assert told.row("SELECT state FROM claim WHERE claim_id = ?", claim) == ("accepted",)
    assert told.row("SELECT text FROM mention WHERE mention_id = ?", phone) == ("069 714 882",)
    assert told.row("SELECT count(*) FROM mention WHERE kind = 'place'") == (0,)


def test_words_follow_a_text_that_is_extracted_otherwise(
    told: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest.documents import ExtractedText, read_document

    def shifted(path: Path, **known: str | None) -> ExtractedText:
        return ExtractedText("Strana 1\n\n" + read_document(path, **known).text, (0,))

    street = MentionForm(Named(quote="Marka Miljanova"), MentionKind.PERSON, "Marko Miljanov")
    added, _ = reviewing.add_mention(told.case, 1, street, "a man")
    dritan = told.mention("Dritan")
    monkeypatch.setattr("ingest.documents.read_document", shifted)
    done = rereading.reread(told.case, 1)
    assert done.lost == 0
    stands = "SELECT document.text[start_char + 1 : end_char] FROM mention JOIN document "
    for number, words in ((added, "Marka Miljanova"), (dritan, "Dritan Gjoka")):
        found = told.row(stands + "USING (source_id) WHERE mention_id = ?", number)
        assert found == (words,)
    assert STATEMENT not in str(done)


def test_a_fault_in_reading_leaves_the_case_as_it_was(
    told: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(told)

    def broken(*_: object, **__: object) -> None:
        raise WorkbenchError("cannot be read.")

    monkeypatch.setattr("ingest.documents.read_document", broken)
    with pytest.raises(WorkbenchError):
        rereading.reread(told.case, 1)
    assert everything(told) == before


def test_only_documents_and_forms_are_read_anew(told: Statement) -> None:
    with pytest.raises(UnknownObjectError):
        rereading.reread(told.case, 9)
    told.case.db.execute("UPDATE source SET kind = 'call_records'")
    with pytest.raises(RefusedError, match="no document or form"):
        rereading.reread(told.case, 1)


def test_whom_reading_protected_is_not_shown_by_name_unless_that_is_meant(
    told: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.language.standing.minor", lambda _: None)
    monkeypatch.setattr("ingest.language.standing.categories", lambda _: [])
    before = everything(told)
    with pytest.raises(RefusedError, match="lift-protection") as refused:
        reviewing.reread(told.case, 1)
    assert not any(name in str(refused.value) for name in ("Karim", "Samira"))
    assert everything(told) == before
    reviewing.reread(told.case, 1, lift_protection=True)
    assert everything(told) != before
