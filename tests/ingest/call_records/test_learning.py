"""A file of a layout never met before: proposed, corrected, checked, read, and known next time."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest import intake, templates
from ingest.call_records.fields import Field
from ingest.call_records.proposing import Proposal, propose
from ingest.hints import Hints
from ingest.tables import open_sheets
from tests.ingest.conftest import WriteFile
from workbench.case import Case
from workbench.cli import template_commands
from workbench.errors import WorkbenchError

# Two targets by their SIMs; the caller stands first. Nothing names the columns.
HEADLESS = """\
+38268000111|+38267000222|01.03.2024 10:00:05|12|call|MO|359999046946414|297990000000123|297-99-1-21
+38267000333|+38268000111|01.03.2024 11:00:00|0|sms|MT|359999046946414|297990000000123|297-99-1-21
+38268000444|+38267000555|02.03.2024 09:30:00|61|call|MO|35999907605500|297990000000456|297-99-1-22
+38267000666|+38268000444|13.03.2024 23:59:59|5|call|MT|35999907605500|297990000000456|297-99-1-22
"""
ODD = """\
Bericht fuer die Anfrage
;;;;
Spalte1;Spalte2;Spalte3;Spalte4;Spalte5
069 000 111;01/02/2024 10:11;13;VX;MO
069 000 222;01/03/2024 10:12;63;VX;MT
069 000 333;02/03/2024 11:12;3;Q;MT
"""


def proposed(file: Path, hints: Hints | None = None) -> Proposal:
    return propose(open_sheets(file, file.name)[0], file.name, hints or Hints())


def fields(proposal: Proposal) -> list[str]:
    return [str(guess.field or "") for guess in proposal.guesses]


@pytest.mark.parametrize(
    ("header", "row", "meant"),
    [
        (
            "Calling Number;Called Number;Call Date;Call Time;Duration;Call Type;IMEI;Cell ID",
            "38268000111;38268000222;31.12.2024;10:00:00;12;Outgoing call;359999046946414;2201",
            "a b start time duration type imei first_cell",
        ),
        (
            "A broj;B broj;Datum i vrijeme;Trajanje;Vrsta usluge;Smjer;IMSI;Bazna stanica",
            "069111222;069111333;31.12.2024. 10:00:00;00:01:12;Govor;Odlazni;297020000000123;PG-12",
            "a b start duration type direction imsi first_cell",
        ),
        (
            "Numri A;Numri B;Data;Ora;Kohëzgjatja;Lloji;Drejtimi;Qeliza",
            "0691112223;0691112224;31.12.2024;10:00;12;Thirrje;Dalëse;TR-100",
            "a b date time duration type direction first_cell",
        ),
        (
            "Numero chiamante;Numero chiamato;Data e ora;Durata;Tipo;Direzione",
            "3331112223;3331112224;31/12/2024 10:00:00;12;Voce;Uscita",
            "a b start duration type direction",
        ),
        (
            "Rufnummer A;Rufnummer B;Beginn;Dauer;Dienst;Richtung",
            "+491711112223;+491711112224;2024-12-31 10:00:00;12;Sprache;ausgehend",
            "a b start duration type direction",
        ),
        (
            "Αριθμός καλούντος;Αριθμός καλουμένου;Ημερομηνία και ώρα;Διάρκεια;Τύπος;Κατεύθυνση",
            "+306911112223;+306911112224;31/12/2024 10:00;12;κλήση;εξερχόμενη",
            "a b start duration type direction",
        ),
    ],
)
def test_columns_are_known_by_their_headers_in_the_regions_languages(
    write: WriteFile, header: str, row: str, meant: str
) -> None:
    proposal = proposed(write("listing.csv", f"{header}\n{row}\n{row}\n"))
    assert fields(proposal) == meant.split()


def test_without_a_header_the_values_say_what_the_columns_are(write: WriteFile) -> None:
    proposal = proposed(write("export.csv", HEADLESS))
    assert fields(proposal) == (
        "a b start duration type direction imei imsi first_cell".split()  # noqa: SIM905
    )
    assert proposal.template.convention == "caller_first"
    assert proposal.template.country == "ME"
    assert all(0 < guess.confidence < 0.9 for guess in proposal.guesses)
    assert [q for q in proposal.questions if "time zone" in q]


def test_what_nothing_decides_is_asked_and_stays_open(write: WriteFile) -> None:
    proposal = proposed(write("odd.csv", ODD))
    asked = " ".join(proposal.questions)
    for open_point in ("day-month or month-day", "time zone", "Whose records", "national numbers"):
        assert open_point in asked
    assert proposal.template.date_order is None
    assert proposal.template.time_zone is None
    assert set(proposal.unread_values) == {"VX", "Q"}


def test_a_header_that_its_values_contradict_is_not_believed(write: WriteFile) -> None:
    text = "A number;B number;Start (UTC);IMEI;Type\n" + "".join(
        f"+3826800011{i};+38267000222;2024-03-01 10:00:0{i};call;call\n" for i in range(5)
    )
    proposal = proposed(write("listing.csv", text))
    guess = next(g for g in proposal.guesses if g.header == "IMEI")
    assert guess.field is not Field.IMEI
    assert "header says imei" in guess.reason
    assert "IMEI" in proposal.template.ignore


def test_of_two_columns_of_cells_the_second_is_the_last_cell(write: WriteFile) -> None:
    text = "A number;B number;Start (UTC);Cell ID;Site\n" + "".join(
        f"+3826800011{i};+38267000222;2024-03-01 10:00:0{i};PG-{i}1;PG-{i}2\n" for i in range(5)
    )
    assert fields(proposed(write("listing.csv", text)))[3:] == ["first_cell", "last_cell"]


# A preamble as wide as the table, a language of no lexicon, a date that is none, words for kinds.
UNHEARD = """\
Szolgaltato;Teszt Mobil;;;;;
Elofizeto;36301112233;;;;;
Hivo fel;Hivott fel;Kezdet;Hossz;Esemeny;Irany;Eszk
36301112233;36704445566;2024.11.05. 10:15:00;45;Hang;Kimeno;359999046946414
36704445566;36301112233;2024.11.06. 11:15:00;0;SMS;Bejovo;359999046946414
36301112233;rejtett;2024.11.07. 12:15:00;15;Hang;Kimeno;359999046946414
36301112233;38167123456;tegnap;15;Hang;Kimeno;359999046946414
"""


def test_a_header_below_a_wide_preamble_is_found_by_its_looks(write: WriteFile) -> None:
    proposal = proposed(write("magyar.csv", UNHEARD), Hints(country="HU"))
    assert " ".join(fields(proposal)) == "a b start duration type direction imei"
    assert set(proposal.unread_values) == {"Hang", "Kimeno", "Bejovo"}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(template_commands.templates, [str(a) for a in arguments])


def test_learn_check_add_and_the_next_file_is_known(
    case: Case, write: WriteFile, tmp_path: Path
) -> None:
    file, learnt = write("export.csv", HEADLESS), tmp_path / "export.toml"
    done = run("learn", file, "--timezone", "Europe/Podgorica")
    assert done.exit_code == 0, done.output
    assert "4 accepted + 0 rejected" in done.output
    checked = run("check", learnt, file)
    assert checked.exit_code == 0, checked.output
    added = intake.add(case, file, intake.AddOptions(template=str(learnt)))
    assert (added.source.template, added.reconciliation[0].accepted) == ("export", 4)
    first = case.db.execute("SELECT start_utc::VARCHAR FROM communication WHERE row_number = 1")
    assert first.fetchall() == [("2024-03-01 09:00:05",)]
    for name, year in (("next.csv", "2025"), ("next.txt", "2026")):
        later = intake.add(case, write(name, HEADLESS.replace("2024", year)))
        assert later.source.template == "export"
    assert [t.name for t in templates.kept(case)] == ["export"]


def test_an_open_question_is_still_open_when_the_template_is_used(
    case: Case, write: WriteFile, tmp_path: Path
) -> None:
    file = write("odd.csv", ODD)
    options = ("--country", "ME", "--timezone", "UTC", "--target", "069999999")
    done = run("learn", file, *options)
    assert "decide:" in done.output
    assert "Not readable yet" in done.output
    learnt = tmp_path / "odd.toml"
    with pytest.raises(intake.UnknownLayoutError, match="date-order"):
        intake.add(case, file, intake.AddOptions(template=str(learnt), target="069999999"))
    corrected = learnt.read_text().replace('# date_order = "dmy", "mdy" or "ymd"', "").replace(
        "[reading]", '[values.kind]\ncall = ["VX"]\nsms = ["Q"]\n\n[reading]\ndate_order = "dmy"'
    )  # fmt: skip
    learnt.write_text(corrected)
    intake.add(case, file, intake.AddOptions(template=str(learnt), target="069999999"))
    assert case.db.execute(
        "SELECT kind, direction, a_number, b_number, start_utc::DATE::VARCHAR FROM communication "
        "ORDER BY row_number"
    ).fetchall() == [
        ("call", "outgoing", "+38269999999", "+38269000111", "2024-02-01"),
        ("call", "incoming", "+38269000222", "+38269999999", "2024-03-01"),
        ("sms", "incoming", "+38269000333", "+38269999999", "2024-03-02"),
    ]


def test_a_version_of_a_template_never_changes_within_a_case(
    case: Case, write: WriteFile, tmp_path: Path
) -> None:
    file, learnt = write("export.csv", HEADLESS), tmp_path / "export.toml"
    run("learn", file, "--timezone", "UTC")
    intake.add(case, file, intake.AddOptions(template=str(learnt)))
    learnt.write_text(learnt.read_text().replace('"UTC"', '"Europe/Podgorica"'))
    other = write("next.csv", HEADLESS.replace("2024", "2025"))
    with pytest.raises(templates.TemplateError, match="Raise its version"):
        intake.add(case, other, intake.AddOptions(template=str(learnt)))


def test_a_template_that_is_none_or_names_an_unknown_column_is_one_clear_error(
    case: Case, write: WriteFile
) -> None:
    file = write("export.csv", HEADLESS)
    broken = write("broken.toml", "name = 1\n[columns\n")
    with pytest.raises(templates.TemplateError, match="is no template"):
        intake.add(case, file, intake.AddOptions(template=str(broken)))
    wrong = write(
        "wrong.toml",
        'name = "w"\nversion = 1\nkind = "call_records"\n[when]\nhas_header = false\ncolumns = 9\n'
        "[columns]\nstart = 3\ncaller = 1\n",
    )
    with pytest.raises(templates.TemplateError, match="'caller' is no column"):
        intake.add(case, file, intake.AddOptions(template=str(wrong)))
    with pytest.raises(templates.TemplateError, match="no such template"):
        intake.add(case, file, intake.AddOptions(template="nobody"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty.csv: is empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty.csv: is empty"),
        (b"A;B;Start (UTC)\n", "empty.csv: has no rows of data"),
        (b"PK\x03\x04 broken", "empty.csv: "),
    ],
)
def test_a_file_that_cannot_be_learnt_from_is_named(
    write: WriteFile, content: bytes, said: str
) -> None:
    done = run("learn", write("empty.csv", content))
    assert done.exit_code == 1
    assert isinstance(done.exception, WorkbenchError)
    assert str(done.exception).startswith(said)


def test_list_and_show_what_there_is(case: Case) -> None:
    case.close()
    listed = run("list", "--case", case.folder)
    assert all(t.name in listed.output for t in templates.shipped())
    assert "country" in run("show", "adriatel").output
