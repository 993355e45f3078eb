"""A structured seizure form, whoever made it, becomes exhibits, mentions, claims and statuses."""

import datetime
from pathlib import Path

import pytest

from ingest import locate
from ingest.intake import UnknownLayoutError
from tests.ingest.seizure_reports.building import Rows, Told, text_table, workbook, workbook_of
from workbench.errors import WorkbenchError

IMEI_1, IMEI_2 = "359999046946414", "869999059344724"

BOSNIAN = [
    ["Rb.", "Opis predmeta", "Datum", "Mjesto", "Oduzeo", "Oduzeto od", "Datum rođenja",
     "Broj lične karte", "Telefon", "IMEI", "Prisutne osobe"],
    ["1", "Mobitel Samsung Galaxy A34", "20.10.2024.", "Sarajevo", "T. Mujić", "Begović Omer",
     "20.08.1973.", "656A886", "062 006 548, 061 003 804", IMEI_1,
     "Farman Alhasan - migrant; Kusaj Alhasan - maloljetno lice, migrant"],
    ["2", "Papir sa brojevima", "20.10.2024.", "Sarajevo", "T. Mujić", "Begović Omer",
     "20.08.1973.", "656A886", "066 002 792", "", ""],
]  # fmt: skip


def test_several_numbers_and_persons_in_a_cell_are_mentions_of_their_own(
    told: Told, tmp_path: Path
) -> None:
    told.add(text_table(tmp_path / "spisak.csv", BOSNIAN), country="BA")
    assert told.mentions("phone") == {
        "2:phone": ("062 006 548", "+38762006548"),
        "2:phone.2": ("061 003 804", "+38761003804"),
        "3:phone": ("066 002 792", "+38766002792"),
    }
    assert list(told.mentions("person")) == ["2:person", "2:person.2", "2:person.3", "3:person"]
    assert told.mentions("person")["2:person"] == ("Begović Omer", "Omer Begović")


def test_a_phone_is_seized_from_its_holder_and_a_number_on_paper_is_not(
    told: Told, tmp_path: Path
) -> None:
    told.add(text_table(tmp_path / "spisak.csv", BOSNIAN), country="BA")
    assert told.claims("seized_from") == {
        ("062 006 548", "Begović Omer"),
        ("061 003 804", "Begović Omer"),
        (IMEI_1, "Begović Omer"),
    }
    assert told.claims("inserted_in") == {("062 006 548", IMEI_1), ("061 003 804", IMEI_1)}
    assert told.claims("holds") == {("Begović Omer", "656A886")}
    assert told.exhibits() == [
        ("1", "Mobitel Samsung Galaxy A34", "Begović Omer", ("062 006 548", "061 003 804", IMEI_1)),
        ("2", "Papir sa brojevima", "Begović Omer", ()),
    ]


def test_who_was_there_is_told_with_what_they_are(told: Told, tmp_path: Path) -> None:
    told.add(text_table(tmp_path / "spisak.csv", BOSNIAN), country="BA")
    assert told.statuses() == {
        ("Farman Alhasan", "smuggled_migrant", False),
        ("Kusaj Alhasan", "smuggled_migrant", True),
    }
    assert told.claims("seized_with") == {
        ("Begović Omer", "Farman Alhasan"),
        ("Begović Omer", "Kusaj Alhasan"),
    }
    assert ("Farman Alhasan", "Sarajevo") in told.claims("present_at")


def test_columns_may_stand_in_any_order(told: Told, tmp_path: Path) -> None:
    turned = [list(reversed(row)) for row in BOSNIAN]
    told.add(text_table(tmp_path / "spisak.csv", turned), country="BA")
    assert told.claims("seized_from") >= {(IMEI_1, "Begović Omer")}
    assert told.claims("holds") == {("Begović Omer", "656A886")}


def test_times_are_local_to_the_country_of_the_form(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["Exhibit", "Description", "Date and time of seizure", "Seized from", "IMEI"],
        ["JS/1", "Nokia 105 mobile phone", "15 September 2024 21:51", "John Smith", IMEI_1],
    ]
    told.add(workbook(tmp_path / "seized.xlsx", rows), country="ME")
    assert told.value("SELECT seized_utc FROM exhibit") == datetime.datetime(2024, 9, 15, 19, 51)
    assert told.attributes(IMEI_1)["make"] == "Nokia"


def test_a_cyrillic_form_is_read_like_a_latin_one(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["РЕПУБЛИКА СРБИЈА – МИНИСТАРСТВО УНУТРАШЊИХ ПОСЛОВА"],
        ["Потврда о привремено одузетим предметима"],
        ["Ред. бр.", "Назив и опис предмета", "Датум и време одузимања", "Место одузимања",
         "Презиме и име лица", "Датум рођења", "Број телефона", "ИМЕИ", "Рег. ознака", "Својство"],
        ["1", "Мобилни телефон Ксиаоми", "01.11.2024. у 10:15", "Нови Пазар", "Љајић Његош",
         "05.05.1985.", "+381 64 000 1234", IMEI_2, "", "осумњичени"],
        ["2", "Путничко возило Шкода Октавија, црне боје", "01.11.2024. у 10:20", "Нови Пазар",
         "Љајић Његош", "05.05.1985.", "", "", "НП 123-АБ", "осумњичени"],
    ]  # fmt: skip
    told.add(workbook(tmp_path / "потврда.xlsx", rows))
    assert told.mentions("person")["4:person"] == ("Љајић Његош", "Njegoš Ljajić")
    assert told.mentions("vehicle") == {"5:vehicle": ("НП 123-АБ", "NP123AB")}
    assert told.attributes("НП 123-АБ")["colour"] == "black"
    assert (IMEI_2, "Љајић Његош") in told.claims("seized_from")
    assert ("Љајић Његош", "suspect", False) in told.statuses()
    assert told.added[0].source.country == "RS"
    assert told.added[0].source.language == "sr"


def test_an_albanian_form_is_read(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["Policia e Shtetit, Drejtoria Vendore Shkodër"],
        ["Lista e sendeve të sekuestruara"],
        ["Nr.", "Përshkrimi i sendit", "Data e sekuestrimit", "Ora", "Vendi i sekuestrimit",
         "Sekuestruar personit", "Datëlindja", "Nr. i telefonit", "IMEI", "Shuma", "Monedha",
         "Të pranishëm"],
        ["1", "Telefon celular Huawei P30", "21.10.2024", "06:30", "Shkodër", "Ernest Beqiri",
         "02.03.1982", "069 000 4418", IMEI_1, "", "",
         "Dritan Gjoka, i mitur; Ndoc Gjonaj - i dyshuar"],
        ["2", "Para cash", "21.10.2024", "06:40", "Shkodër", "Ernest Beqiri", "02.03.1982", "", "",
         "112.000", "lekë", ""],
    ]  # fmt: skip
    told.add(workbook(tmp_path / "lista.xlsx", rows))
    assert told.mentions("phone") == {"4:phone": ("069 000 4418", "+355690004418")}
    assert ("Dritan Gjoka", "other", True) in told.statuses()
    assert ("Ndoc Gjonaj", "suspect", False) in told.statuses()
    assert told.value("SELECT amount || ' ' || currency FROM exhibit WHERE amount IS NOT NULL") == (
        "112000.00 ALL"
    )


def test_a_merged_cell_speaks_for_all_its_rows_and_is_cited_once(
    told: Told, tmp_path: Path
) -> None:
    rows: Rows = [
        ["Redni broj", "Predmet", "Oduzeto od", "Datum rođenja", "IMEI"],
        ["1", "Mobitel", "Kamenica Jasmin", "03.02.1974.", IMEI_1],
        ["2", "Mobitel", None, None, IMEI_2],
        ["3", "Mobitel", "Begović Omer", "20.08.1973.", "869999032478250"],
    ]
    form = workbook(tmp_path / "f.xlsx", rows, merged=["C2:C3", "D2:D3"])
    told.add(form, country="BA")
    assert told.texts("person") == ["Kamenica Jasmin", "Begović Omer"]
    assert told.claims("seized_from") == {
        (IMEI_1, "Kamenica Jasmin"),
        (IMEI_2, "Kamenica Jasmin"),
        ("869999032478250", "Begović Omer"),
    }


def test_as_above_means_the_row_above(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["Rb", "Predmet", "Oduzeto od", "IMEI"],
        ["1", "Mobitel", "Kamenica Jasmin", IMEI_1],
        ["2", "Mobitel", "isto", IMEI_2],
    ]
    told.add(workbook(tmp_path / "f.xlsx", rows), country="BA")
    assert (IMEI_2, "Kamenica Jasmin") in told.claims("seized_from")


def test_headers_in_two_rows_are_read_together(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["Rb.", "Predmet", "Oduzeto od", "Telefon", None],
        [None, None, None, "Broj telefona", "IMEI"],
        ["1", "Mobitel", "Kamenica Jasmin", "061 003 804", IMEI_1],
    ]
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:E1"]
    told.add(workbook(tmp_path / "zaplijenjeno.xlsx", rows, merged=merged), country="BA")
    assert told.claims("inserted_in") == {("061 003 804", IMEI_1)}


def test_a_template_says_what_columns_of_a_unit_mean(told: Told, tmp_path: Path) -> None:
    template = tmp_path / "unit.toml"
    template.write_text(
        """
        name = "unit"
        version = 2
        kind = "seizure_report"
        [reading]
        country = "ME"
        authority = "Unit 7"
        [columns]
        exhibit_number = "K1"
        description = "K2"
        seized_from = "K3"
        phone = "K4"
        """
    )
    rows = [["K1", "K2", "K3", "K4"], ["7/1", "SIM kartica", "Omer Begović", "069 005 875"]]
    file = text_table(tmp_path / "unit.csv", rows)
    with pytest.raises(UnknownLayoutError):
        told.add(file, "seizure_report")
    source = told.add(file, template=str(template)).source
    assert (source.template, source.template_version, source.authority) == ("unit", 2, "Unit 7")
    assert told.claims("seized_from") == {("069 005 875", "Omer Begović")}
    assert told.mentions("phone")["2:phone"][1] == "+38269005875"


def test_whom_a_document_is_made_out_to_is_a_person_of_the_row(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["Rb.", "Opis predmeta", "Oduzeto od", "Broj oduzetog dokumenta"],
        ["1", "Pasoš na ime Hossam Jarrah, pronađen kod vozača", "Omer Begović", "N068616400"],
    ]
    told.add(workbook(tmp_path / "f.xlsx", rows), country="BA")
    assert told.claims("holds") == {("Hossam Jarrah", "N068616400")}
    assert told.claims("seized_from") == {("N068616400", "Omer Begović")}


def test_names_in_two_columns_are_one_person(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["Item no", "Description of item", "Surname", "First name", "DOB", "Seized by", "IMEI"],
        ["1", "Mobile phone", "Alhasan", "Qusay", "06.10.2007", "PC Jones", IMEI_1],
        ["2", "Mobile phone", "Smith", "John", "1980", "PC Jones", IMEI_2],
    ]
    told.add(workbook(tmp_path / "f.xlsx", rows), country="ME")
    assert [normal for _, normal in told.mentions("person").values()] == [
        "Qusay Alhasan",
        "John Smith",
    ]
    assert told.attributes("Smith John")["birth_date"] == "1980"


def test_who_was_under_eighteen_on_the_day_is_a_minor(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["Exhibit", "Description", "Date seized", "Seized from", "Date of birth", "IMEI"],
        ["1", "Mobile phone", "2024-09-15", "Qusay Alhasan", "2007-10-06", IMEI_1],
        ["2", "Mobile phone", "2024-09-15", "John Smith", "2006-09-14", IMEI_2],
    ]
    told.add(workbook(tmp_path / "f.xlsx", rows), country="ME")
    assert told.statuses() == {("Qusay Alhasan", "other", True)}


def test_owner_driver_and_occupants_have_columns(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["Oznaka predmeta", "Opis", "Oduzeto od", "Reg. oznaka", "VIN", "Vlasnik vozila", "Vozač",
         "Putnici"],
        ["V-1", "Kombi Renault Trafic, bijele boje", "Momčilo Mrvaljević", "PG LF418",
         "VF1ZZZYD4JR011458", "Rent a car Lim d.o.o.", "Momčilo Mrvaljević",
         "Farman Alhasan (migrant), Manal Er-Rifai (migrantkinja)"],
    ]  # fmt: skip
    told.add(workbook(tmp_path / "f.xlsx", rows), country="ME")
    assert told.mentions("vehicle") == {"2:vehicle": ("PG LF418", "PGLF418")}
    assert told.claims("registered_to") == {("PG LF418", "Rent a car Lim d.o.o.")}
    assert told.claims("drives") == {("Momčilo Mrvaljević", "PG LF418")}
    assert told.claims("travels_in") == {
        ("Farman Alhasan", "PG LF418"),
        ("Manal Er-Rifai", "PG LF418"),
    }
    said = told.attributes("PG LF418")
    assert (said["vin"], said["make"], said["colour"]) == ("VF1ZZZYD4JR011458", "Renault", "white")


def test_numbers_in_a_description_are_found_too(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["R.br.", "Naziv i opis predmeta", "Oduzeto od"],
        ["1", f"Mobilni telefon Nokia G21, IMEI {IMEI_1}, broj 069/005-875", "Radunović Tomaš"],
        ["2", "Novac u iznosu od 2.850 eura i 300 KM", "Đurišić Radoje"],
    ]
    told.add(workbook(tmp_path / "oduzeto.xlsx", rows), country="ME")
    assert told.claims("inserted_in") == {("069/005-875", IMEI_1)}
    assert told.value("SELECT list(currency ORDER BY exhibit_id) FROM exhibit") == [
        None,
        "EUR",
        "BAM",
    ]


def test_what_a_spreadsheet_would_take_for_a_formula_is_text(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["Item no", "Description", "Seized from", "IMEI"],
        ["1", "=cmd|' /C calc'!A0", "@John Smith", IMEI_1],
        ["2", '=HYPERLINK("http://x")', "+John Smith", IMEI_2],
    ]
    told.add(text_table(tmp_path / "f.csv", rows, ","), country="ME")
    assert [e[1] for e in told.exhibits()] == ["=cmd|' /C calc'!A0", '=HYPERLINK("http://x")']


# ------------------------------------------------------------------ rows accounted for


def test_titles_headers_totals_blank_and_signature_lines_are_no_exhibits(
    told: Told, tmp_path: Path
) -> None:
    rows: Rows = [
        ["EVIDENCIJA ODUZETIH PREDMETA"],
        [None],
        ["Rb.", "Predmet", "Oduzeto od", "Iznos", "Valuta"],
        ["1", "2", "3", "4", "5"],
        ["1", "Novac", "Omer Begović", 2150, "EUR"],
        [None],
        ["Rb.", "Predmet", "Oduzeto od", "Iznos", "Valuta"],
        ["2", "Novac", "Jasmin Kamenica", 50.5, "EUR"],
        ["3", None, None, None, None],
        ["Ukupno", None, None, 2200.5, "EUR"],
        ["Predmete oduzeo: Teufik Mujić"],
    ]
    added = told.add(workbook(tmp_path / "f.xlsx", rows), country="BA")
    (sheet,) = added.reconciliation
    assert (sheet.rows_in, sheet.accepted, sheet.not_data) == (2, 2, 9)
    assert told.value("SELECT sum(amount) FROM exhibit") == pytest.approx(2200.5)


def test_faulty_rows_are_kept_verbatim_with_the_reason_and_copies_counted(
    told: Told, tmp_path: Path
) -> None:
    rows: Rows = [
        ["Item no", "Description", "Seized from", "IMEI"],
        ["1", "Phone", "John Smith", IMEI_1],
        ["1", "Phone", "John Smith", IMEI_1],
        ["2", "Phone", "John Smith", IMEI_2, "surplus", "cells"],
        ["3", "", "John Smith", ""],
    ]
    added = told.add(text_table(tmp_path / "f.csv", rows, ","), country="ME")
    (sheet,) = added.reconciliation
    assert (sheet.rows_in, sheet.accepted, sheet.rejected, sheet.duplicate) == (4, 1, 2, 1)
    kept = told.case.db.execute("SELECT row_number, text, reason FROM rejected_row").fetchall()
    assert kept == [
        (
            4,
            f"2,Phone,John Smith,{IMEI_2},surplus,cells",
            "more cells than the 4 columns of the table",
        ),
        (5, "3,,John Smith,", "names no exhibit"),
    ]


def test_a_number_that_cannot_be_read_is_kept_as_written_and_told(
    told: Told, tmp_path: Path
) -> None:
    rows: Rows = [
        ["Item no", "Description", "Seized from", "IMEI"],
        ["1", "Phone", "John Smith", "3.59999E+14"],
        ["2", "Phone", "John Smith", "no display"],
    ]
    added = told.add(text_table(tmp_path / "f.csv", rows, ","), country="ME")
    assert told.mentions("handset") == {"2:handset": ("3.59999E+14", None)}
    assert any("2 rows" in note and "imei" in note for note in added.notes)


def test_a_sheet_that_is_no_form_is_rejected_row_by_row(told: Told, tmp_path: Path) -> None:
    sheets = {
        "Predmeti": [["Rb", "Predmet", "Oduzeto od", "IMEI"], ["1", "Mobitel", "Omer B.", IMEI_1]],
        "Napomene": [["Zvati tužioca"], ["Poslati u laboratoriju", "hitno"]],
    }
    added = told.add(workbook_of(tmp_path / "f.xlsx", sheets), country="BA")
    assert [(r.sheet, r.accepted, r.rejected) for r in added.reconciliation] == [
        ("Predmeti", 1, 0),
        ("Napomene", 0, 2),
    ]
    assert list(told.mentions("handset")) == ["Predmeti!2:handset"]


def test_a_row_leads_back_to_its_original_with_its_headers(told: Told, tmp_path: Path) -> None:
    added = told.add(text_table(tmp_path / "spisak.csv", BOSNIAN), country="BA")
    found = locate.rows(told.case, added.source.source_id, [("", 3)])[("", 3)]
    assert found.text == ";".join(BOSNIAN[2])
    assert dict(zip(found.header, found.cells, strict=False))["Telefon"] == "066 002 792"


# ------------------------------------------------------------------ refused


UNKNOWN = [
    ["Inventar", "Količina", "Polica"],
    ["Stolica", "4", "A"],
    ["Sto", "1", "B"],
]


@pytest.mark.parametrize("kind", [None, "seizure_report"])
def test_an_unknown_layout_is_refused_and_the_case_stays_as_it_was(
    told: Told, tmp_path: Path, kind: str | None
) -> None:
    file = text_table(tmp_path / "inventar.csv", UNKNOWN)
    before = told.value("SELECT count(*) FROM audit")
    with pytest.raises(UnknownLayoutError, match=r"inventar\.csv") as refused:
        told.add(file, kind)
    assert "--template" in str(refused.value)
    for table in ("source", "mention", "exhibit", "rejected_row", "reconciliation"):
        assert told.value(f"SELECT count(*) FROM {table}") == 0
    assert told.value("SELECT count(*) FROM audit") == before


def test_a_refusal_shows_no_name_from_the_file(told: Told, tmp_path: Path) -> None:
    rows = [["Qusay Alhasan", "06.10.2007"], ["Manal Er-Rifai", "24.09.1984"]]
    with pytest.raises(WorkbenchError) as refused:
        told.add(text_table(tmp_path / "x.csv", rows), kind="seizure_report")
    assert "Qusay" not in str(refused.value) and "Rifai" not in str(refused.value)


def test_a_table_is_no_statement(told: Told, tmp_path: Path) -> None:
    with pytest.raises(UnknownLayoutError, match="table"):
        told.add(text_table(tmp_path / "spisak.csv", BOSNIAN), kind="witness_statement")


def test_call_records_are_still_call_records(told: Told, tmp_path: Path) -> None:
    rows: Rows = [
        ["A number", "B number", "Start", "Duration", "Type", "IMEI"],
        ["+38761003804", "+38762006548", "2024-09-01 10:00:00", "15", "call", IMEI_1],
        ["+38762006548", "+38761003804", "2024-09-01 11:00:00", "25", "call", IMEI_1],
    ]
    file = text_table(tmp_path / "calls.csv", rows)
    added = told.add(file, country="BA", time_zone="Europe/Sarajevo")
    assert added.source.kind == "call_records"
