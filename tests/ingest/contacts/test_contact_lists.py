"""A contact list says what its holder calls a number; who that is, is for others to say."""

from pathlib import Path

import pytest

from ingest import intake, locate, tables
from ingest.contacts import called
from tests.ingest.conftest import WriteFile
from workbench.case import Case

CARDS = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\n"
    "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C4=90or=C4=91evi=C4=87;Tani;;;\r\n"
    "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Tani =C4=90or=\r\n=C4=91evi=C4=87\r\n"
    "TEL;CELL;PREF:+38269123456\r\nTEL;HOME:020 123 456\r\n"
    "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n AAAB\r\n\r\nEND:VCARD\r\n"
    "between the cards\r\n"
    'BEGIN:VCARD\nVERSION:4.0\nFN:Ana Nika\nTEL;VALUE=uri;TYPE="voice,cell":tel:+355-69-234-5678\n'
    "item1.TEL:069 111 222\nN:Nika;Ana;;;\nNICKNAME:Nina\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nFN:Mama\nthis line is broken\nTEL:069111333\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nFN:No Number\nEMAIL:a@b.me\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nFN:Cut Off\nTEL:069111444\n"
)


def names(case: Case) -> list[tuple[str, str, str | None]]:
    """Saved name, number, and the person it makes."""
    return case.db.execute(
        "SELECT contact.name, phone.normalised, person.normalised FROM contact "
        "JOIN mention AS phone ON phone.mention_id = contact.phone "
        "LEFT JOIN mention AS person ON person.mention_id = contact.person "
        "ORDER BY contact.row_number, phone.mention_id, contact.name"
    ).fetchall()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_cards_of_all_versions_are_read_and_the_rest_is_kept(
    case: Case, write: WriteFile, encoding: str
) -> None:
    added = intake.add(case, write("imenik.vcf", CARDS, encoding))
    assert added.source.kind == "contacts" and added.source.media_type == "text/vcard"
    (part,) = added.reconciliation
    assert (part.rows_in, part.accepted, part.rejected, part.duplicate) == (6, 4, 2, 0)
    assert dict(added.reasons) == {"no telephone number": 1, "stands outside of a card": 1}
    assert names(case) == [
        ("Tani Đorđević", "+38269123456", "Tani Đorđević"),
        ("Tani Đorđević", "+38220123456", "Tani Đorđević"),
        ("Ana Nika", "+355692345678", "Ana Nika"),
        ("Nina", "+355692345678", "Ana Nika"),
        ("Ana Nika", "+38269111222", "Ana Nika"),
        ("Nina", "+38269111222", "Ana Nika"),
        ("Mama", "+38269111333", None),
        ("Cut Off", "+38269111444", "Cut Off"),
    ]


def test_a_card_is_shown_in_plain_letters(case: Case, write: WriteFile) -> None:
    added = intake.add(case, write("imenik.vcf", CARDS))
    row = locate.rows(case, added.source.source_id, [("", 1)])["", 1]
    assert "FN:Tani Đorđević" in row.text.splitlines()


def test_a_saved_name_is_said_of_the_number_and_is_weak_evidence(
    case: Case, write: WriteFile
) -> None:
    intake.add(case, write("k.csv", "Name,Phone\nTani,+355692345678\nTaxi Bar,+38269111222\n"))
    said = case.db.execute(
        "SELECT kind, name, value FROM attribute JOIN mention USING (mention_id) ORDER BY ALL"
    ).fetchall()
    assert said == [
        ("person", "alias", "Tani"),
        ("phone", "alias", "Tani"),
        ("phone", "alias", "Taxi Bar"),
    ]
    assert case.db.execute("SELECT kind, nature FROM claim").fetchall() == [("uses", "assessment")]


GOOGLE = (
    "First Name,Last Name,Nickname,Organization Name,Phone 1 - Label,Phone 1 - Value,"
    "Phone 2 - Label,Phone 2 - Value\n"
    "Dritan,Gjoka,Tani,,Mobile,+355 69 234 5678,Work,+355682006646 ::: +38269111222\n"
)
OUTLOOK = (
    '"Title","First Name","Last Name","Company","Home Phone","Mobile Phone","E-mail Address"\n'
    '"","Dritan","Gjoka","","+38269111222","+355692345678",""\n'
)


LISTS = (
    GOOGLE,
    OUTLOOK,
    "Ime;Prezime;Mobilni;Kućni telefon\nDritan;Gjoka;+355692345678;+38269111222\n",
    "Emri|Mbiemri|Numri i telefonit\nDritan|Gjoka|+355692345678; +38269111222\n",
    "Nome;Cognome;Cellulare\nDritan;Gjoka;+355692345678 / +38269111222\n",
    "Όνομα;Επώνυμο;Κινητό;Τηλέφωνο\nDritan;Gjoka;+355692345678;+38269111222\n",
    "Vorname;Nachname;Mobiltelefon;Telefon privat\nDritan;Gjoka;+355692345678;00382 69111222\n",
)


def test_lists_of_every_language_say_the_same(case: Case, write: WriteFile) -> None:
    for number, text in enumerate(LISTS):
        added = intake.add(case, write(f"{number}.csv", text))
        assert added.source.kind == "contacts"
    found = [(number, person) for _, number, person in names(case)]
    for written in ("+355692345678", "+38269111222"):
        # The first list has a nickname, too, which is one more name of the number.
        assert found.count((written, "Dritan Gjoka")) == len(LISTS) + 1


def test_national_numbers_follow_the_phone_and_it_is_said_where_that_is_guessed(
    case: Case, write: WriteFile
) -> None:
    file = write("k.csv", "Name,Phone\nAgron Hoxha,0692345678\n")
    guessed = intake.add(case, file)
    assert any("read as of ME" in note for note in guessed.notes)
    told = intake.add(
        case, write("l.csv", "Name,Phone\nA. Hoxha,0692345678\n"), intake.AddOptions(country="AL")
    )
    assert not any("read as of" in note for note in told.notes)
    assert names(case)[1][1] == "+355692345678"


@pytest.mark.parametrize(
    ("saved", "name", "nickname"),
    [
        ("Tani", "Tani", "Tani"),
        ("Dritan Gjoka", "Dritan Gjoka", None),
        ("brat Marko", "Marko", "Marko"),
        ("Марко Перовић", "Marko Perović", None),
        ("Amir Turska 2", "Amir Turska", None),
    ],
)
def test_a_persons_name_is_known_by_its_words(saved: str, name: str, nickname: str | None) -> None:
    found = called.person(saved)
    assert found is not None and (found.name, found.nickname) == (name, nickname)


@pytest.mark.parametrize(
    "saved", ["Mama", "MAJKA", "Taxi Bar", "Hotel Princess", "112", "a@b.me", "X"]
)
def test_what_is_nobodys_name_makes_no_person(saved: str) -> None:
    assert called.person(saved) is None


@pytest.mark.parametrize(
    "line",
    [
        "NOTE;" + "ENCODING=Q" * 3_000,
        "NOTE;" + "ENCODING=Q" * 3_000 + '":x',
        "NOTE;ENCODING=QUOTEOTE;ENCODING=QUOTED-PRINTABLE:=C5=A0ofe",
    ],
)
def test_a_line_that_is_no_property_stands_as_it_is(tmp_path: Path, line: str) -> None:
    card = tmp_path / "card.vcf"
    card.write_text(f"BEGIN:VCARD\nVERSION:3.0\nFN:Tani\n{line}\nEND:VCARD\n", encoding="utf-8")
    (sheet,) = tables.open_sheets(card, card.name)
    assert sheet.sample().head[0].cells == ("VERSION:3.0", "FN:Tani", line)
