"""What a seizure form says is reviewed row by row, as a document is sentence by sentence."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import intake, rereading
from ingest.corrections.claims import ClaimForm
from ingest.corrections.mentions import MentionForm
from ingest.corrections.places import Named, PlaceError
from tests.ingest.corrections.conftest import Statement
from workbench import reviewing
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.evidence import documents
from workbench.vocabulary import ClaimKind, MentionKind, ReviewedKind, SourceKind

FORM = """Redni broj;Broj predmeta;Opis predmeta;IMEI;Broj telefona;Oduzeto od;Datum;Napomena
1;45/24-1;mobilni telefon Samsung A52;490154203237518;067 123 456;Dritan Gjoka;12.05.2024;vlasnik Zoran
2;45/24-2;mobilni telefon iPhone;356938035643809;;Arben Leka;12.05.2024;
"""  # noqa: E501


@pytest.fixture
def form(tmp_path: Path) -> Iterator[Statement]:
    file = tmp_path / "oduzeto.csv"
    file.write_text(FORM, encoding="utf-8")
    with Case.create(tmp_path / "case", title="T", country="ME", user="ana") as case:
        options = intake.AddOptions(kind=SourceKind.SEIZURE_REPORT, country="ME")
        intake.add(case, file, options)
        yield Statement(case)


def test_a_form_is_shown_row_by_row(form: Statement) -> None:
    rows = documents.read(form.case, 1).passages
    assert [row.row for row in rows] == [2, 3]
    assert {m.kind for m in rows[0].mentions} >= {"person", "phone", "handset"}
    assert rows[0].claims and rows[0].text.startswith("1;45/24-1;")


def test_words_on_a_form_outlast_its_being_read_anew(form: Statement) -> None:
    case, holder = form.case, form.mention("Dritan")
    place = Named(quote="Zoran", row_number=2)
    added, _ = reviewing.add_mention(
        case, 1, MentionForm(place, MentionKind.PERSON, "Zoran Marić"), "the owner"
    )
    reviewing.correct_mention(case, holder, MentionForm(normalised="Dritan Đoka"), "spelling")
    reviewing.add_claim(case, 1, ClaimForm(ClaimKind.KNOWS, holder, added), "they said so")
    reviewing.refuse(case, ReviewedKind.CLAIM, [form.claim("inserted_in")], "not in it")
    together = ClaimForm(ClaimKind.TRAVELS_WITH, holder, added)
    with pytest.raises(RefusedError, match="neither side"):
        reviewing.add_claim(case, 1, together, "it says so", row=("", 3))
    together = ClaimForm(ClaimKind.TRAVELS_WITH, holder, form.mention("Arben"))
    reviewing.add_claim(case, 1, together, "stopped in one car", row=("", 3))
    before = case.db.execute("FROM mention ORDER BY ALL").fetchall()
    done = rereading.reread(case, 1)
    assert (done.words, done.lost) == (5, 0)
    assert form.row("SELECT row_number FROM claim WHERE kind = 'travels_with'") == (3,)
    assert case.db.execute("FROM mention ORDER BY ALL").fetchall() == before
    states = dict(case.db.execute("SELECT kind, state FROM claim").fetchall())
    assert (states["knows"], states["inserted_in"]) == ("accepted", "refused")
    assert form.row("SELECT row_number FROM claim WHERE kind = 'knows'") == (2,)


def test_a_place_that_is_none_is_refused(form: Statement) -> None:
    for place in (Named(quote="Zoran", row_number=3), Named(quote="Zoran", row_number=99)):
        with pytest.raises(PlaceError):
            reviewing.add_mention(form.case, 1, MentionForm(place, MentionKind.PERSON), "x")
    twice = MentionForm(Named(quote="Dritan Gjoka", row_number=2), MentionKind.PERSON)
    with pytest.raises(RefusedError, match="stands there as a person already"):
        reviewing.add_mention(form.case, 1, twice, "x")
