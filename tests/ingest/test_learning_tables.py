"""Tables of cells and lists of contacts of layouts never met: proposed, corrected, read, kept."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest import drafting, intake
from ingest.hints import Hints
from tests.ingest.conftest import WriteFile
from workbench.case import Case
from workbench.cli import template_commands
from workbench.vocabulary import SourceKind

# Of languages and words that no lexicon has, or without any header.
ANTENNAS = """\
Id_kell;Vend_ant;Kod_zone;Pozita_V;Pozita_L;Drejt;Hapsi;Brez;Mbi
20001;Shkoder qender;1100;42°04'05"N;19°30'42"E;0;65;GSM900;1
20002;Shkoder qender;1100;42°04'05"N;19°30'42"E;120;65;GSM900;2
20003;Shkoder qender;1100;42°04'05"N;19°30'42"E;240;65;UMTS;2
20004;Lezhe port;1100;41°47'01"N;19°38'38"E;60;90;LTE;1
"""
NAMELESS = """\
276-01-1100-20001|19.5116|42.0683|0|65|Shkodër|Rruga e Dibrës 3
276-01-1100-20002|19.5116|42.0683|120|65|Shkodër|Rruga e Dibrës 3
276-01-1100-20003|19.5116|42.0683|240|65|Shkodër|Rruga e Dibrës 3
276-01-1100-20004|19.6438|41.7836|60|65|Lezhë|Rruga Luigj Gurakuqi 11
"""
BOOK = """\
Megnevezes,Telefonszam 1,Vezetekes,Megjegyzes
Tani,+355692345678,,
Ana,+38267000222,+38269111222,regi
Marko,067000333,,
"""
CALLS = """\
Idopont;Masik fel;Irany;Hossz
2024-03-12 10:21:05;+355692345678;kimeno;83
2024-03-12 11:21:05;+38267000222;bejovo;12
2024-03-13 09:00:01;+355692345678;bejovo;0
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(template_commands.templates, [str(a) for a in arguments])


def meanings(file: Path, kind: SourceKind, country: str) -> list[str | None]:
    return [c.field for c in drafting.draft(file, kind, Hints(country=country)).columns]


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        (
            ANTENNAS,
            SourceKind.CELL_SITES,
            "number site_name area latitude longitude azimuth beam_width technology -",
        ),
        (
            NAMELESS,
            SourceKind.CELL_SITES,
            "cell longitude latitude azimuth beam_width town address",
        ),
        (BOOK, SourceKind.CONTACTS, "name phone phone -"),
        (CALLS, SourceKind.PHONE_EXTRACTION, "start party direction duration"),
    ],
)
def test_columns_are_proposed_by_what_stands_in_them(
    write: WriteFile, text: str, kind: SourceKind, meant: str
) -> None:
    found = meanings(write("file.csv", text), kind, "AL")
    assert " ".join(field or "-" for field in found) == meant


def test_a_table_of_cells_is_known_by_its_coordinates(write: WriteFile) -> None:
    assert drafting.kind_of(write("antenat.csv", ANTENNAS)) is SourceKind.CELL_SITES
    assert drafting.kind_of(write("calls.csv", CALLS)) is SourceKind.CALL_RECORDS


def test_what_values_do_not_decide_is_asked(write: WriteFile) -> None:
    far = NAMELESS.replace("19.5116|42.0683", "12.5116|17.0683").replace(
        "19.6438|41.7836", "1.5123|2.5123"
    )
    asked = drafting.draft(write("f.csv", far), SourceKind.CELL_SITES, Hints(country="AL"))
    assert any("Which of columns 2 and 3 is the latitude" in q for q in asked.questions)


def test_a_learnt_table_of_cells_is_read_and_known_again(case: Case, write: WriteFile) -> None:
    file = write("antenat.csv", ANTENNAS)
    done = run("learn", file, "--country", "AL")
    assert done.exit_code == 0, done.output
    assert "Read as cell sites" in done.output and "4 accepted" in done.output
    template = str(file.with_suffix(".toml"))
    intake.add(case, file, intake.AddOptions(template=template))
    second = write("next.csv", ANTENNAS.replace("2000", "3000"))
    added = intake.add(case, second)
    assert (added.source.kind, added.source.template) == ("cell_sites", "antenat")
    assert case.db.execute(
        "SELECT count(*), min(area), max(cell_number) FROM cell_site"
    ).fetchall() == [(8, 1100, 30004)]


def test_a_learnt_list_gives_several_numbers_and_is_known_again(
    case: Case, write: WriteFile
) -> None:
    file = write("konyv.csv", BOOK)
    assert run("learn", file, "--kind", "contacts", "--country", "ME").exit_code == 0
    intake.add(case, file, intake.AddOptions(template=str(file.with_suffix(".toml"))))
    added = intake.add(case, write("masik.csv", BOOK.replace("Ana", "Vera")))
    assert (added.source.kind, added.source.template) == ("contacts", "konyv")
    names = case.db.execute(
        "SELECT name, normalised FROM contact JOIN mention ON mention_id = phone "
        "WHERE contact.source_id = 2 ORDER BY ALL"
    ).fetchall()
    assert names == [
        ("Marko", "+38267000333"),
        ("Tani", "+355692345678"),
        ("Vera", "+38267000222"),
        ("Vera", "+38269111222"),
    ]


def test_words_of_direction_may_be_said_in_the_template(case: Case, write: WriteFile) -> None:
    file = write("hivasok.csv", CALLS)
    options = ["--kind", "phone_extraction", "--country", "ME", "--timezone", "Europe/Budapest"]
    done = run("learn", file, *options)
    assert "not understood: 'kimeno'" in done.output
    template = file.with_suffix(".toml")
    said = '[values.direction]\noutgoing = ["kimeno"]\nincoming = ["bejovo"]\n'
    template.write_text(template.read_text() + said)
    intake.add(case, file, intake.AddOptions(template=str(template), target="+38268000111"))
    ways = case.db.execute("SELECT direction FROM communication ORDER BY row_number").fetchall()
    assert ways == [("outgoing",), ("incoming",), ("incoming",)]
