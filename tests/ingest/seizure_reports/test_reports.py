"""A seizure report in prose becomes exhibits, claims and statuses, each with its words."""

import datetime
from pathlib import Path

import pytest

from tests.ingest.seizure_reports.building import Told, report

IMEI_1, IMEI_2 = "359999046946414", "869999059344724"

MONTENEGRIN = (
    [
        "CRNA GORA\nUPRAVA POLICIJE",
        "Broj: 262/2024\nNikšić, 18.10.2024. godine",
        "POTVRDA O PRIVREMENO ODUZETIM PREDMETIMA",
        (
            "Dana 18.10.2024. godine, u 14.45 časova, službenici policije zaustavili su u Nikšiću "
            "vozilo marke Audi A4, srebrne boje, registarskih oznaka HN EA333. Vozilom je "
            "upravljao Tomaš Radunović, rođen 03.02.1990. godine, lična karta broj 011110000. "
            "Suvozač je bio Radoje Đurišić."
        ),
        "Od navedenih lica privremeno su oduzeti sljedeći predmeti:",
        "<table>",
        "Policijska službenica\tDraginja Ivović",
    ],
    [
        ["R.br.", "Naziv i opis predmeta", "Oduzeto od"],
        ["1", f"Mobilni telefon Nokia G21, IMEI {IMEI_1}, broj 069/005-875", "Radunović Tomaš"],
        ["2", "Papir na kojem je zapisan broj 068 004 803", "Đurišić Radoje"],
        ["3", "Novac u iznosu od 2.850 eura", "Đurišić Radoje"],
    ],
)


@pytest.fixture
def montenegrin(told: Told, tmp_path: Path) -> Told:
    """The certificate above, taken in."""
    told.add(report(tmp_path / "potvrda.docx", *MONTENEGRIN), country="ME")
    return told


def test_the_rows_of_its_table_are_exhibits(montenegrin: Told) -> None:
    first, second, third = montenegrin.exhibits()
    assert first[0] == "1"
    assert first[2:] == ("Radunović Tomaš", (IMEI_1, "069/005-875"))
    assert second[2:] == ("Đurišić Radoje", ())
    assert third[1] == "Novac u iznosu od 2.850 eura"
    assert montenegrin.value("SELECT list(amount || currency) FROM exhibit WHERE amount > 0") == [
        "2850.00EUR"
    ]


def test_an_exhibit_leads_to_its_words_and_its_moment(montenegrin: Told) -> None:
    assert (
        montenegrin.value(
            """SELECT document.text[start_char + 1 : end_char] FROM exhibit JOIN document
        USING (source_id) WHERE exhibit_number = '3'"""
        )
        == "Novac u iznosu od 2.850 eura\tĐurišić Radoje"
    )
    seized = "SELECT seized_utc FROM exhibit WHERE exhibit_number = '1'"
    assert montenegrin.value(seized) == datetime.datetime(2024, 10, 18, 12, 45)
    assert montenegrin.value("SELECT DISTINCT seized_by FROM exhibit") == "Draginja Ivović"


def test_phones_are_seized_from_whom_the_row_names_and_paper_makes_no_user(
    montenegrin: Told,
) -> None:
    assert montenegrin.claims("seized_from") == {
        (IMEI_1, "Radunović Tomaš"),
        ("069/005-875", "Radunović Tomaš"),
    }
    assert montenegrin.claims("inserted_in") == {("069/005-875", IMEI_1)}


def test_who_drove_and_who_rode_along(montenegrin: Told) -> None:
    assert montenegrin.claims("drives") == {("Tomaš Radunović", "HN EA333")}
    assert montenegrin.claims("travels_in") == {("Radoje Đurišić", "HN EA333")}
    assert montenegrin.claims("holds") == {("Tomaš Radunović", "011110000")}
    assert ("Tomaš Radunović", "Radoje Đurišić") in montenegrin.claims("seized_with")
    assert ("Tomaš Radunović", "Nikšiću") in montenegrin.claims("present_at")


def test_the_officer_is_there_on_duty(montenegrin: Told) -> None:
    assert ("Draginja Ivović", "professional", False) in montenegrin.statuses()


def test_every_claim_has_the_words_that_make_it(montenegrin: Told) -> None:
    assert (
        montenegrin.value(
            """SELECT count(*) FROM claim JOIN document USING (source_id)
        WHERE start_char IS NULL OR end_char > length(text) OR passage_no IS NULL"""
        )
        == 0
    )


def test_a_numbered_list_in_cyrillic_is_read_and_its_one_suspect_is_the_holder(
    told: Told, tmp_path: Path
) -> None:
    paragraphs = [
        "РЕПУБЛИКА СРБИЈА\nМИНИСТАРСТВО УНУТРАШЊИХ ПОСЛОВА",
        "ЗАПИСНИК О ПРЕТРЕСАЊУ СТАНА И ОДУЗИМАЊУ ПРЕДМЕТА",
        (
            "Дана 05.11.2024. године у 06:10 часова извршено је претресање стана у Новом Пазару "
            "који користи осумњичени Његош Љајић."
        ),
        "Том приликом пронађени су и одузети следећи предмети:",
        f"1. Мобилни телефон марке Samsung, ИМЕИ {IMEI_1}, са бројем 064 000 1234",
        "2. Пасош Републике Србије број 012345678",
        "3. Новац у износу од 1.200 евра",
        "Записник је прочитан и потписан.",
    ]
    told.add(report(tmp_path / "записник.docx", paragraphs))
    assert [(e[0], e[2]) for e in told.exhibits()] == [(n, "Његош Љајић") for n in "123"]
    assert (IMEI_1, "Његош Љајић") in told.claims("seized_from")
    assert ("Његош Љајић", "suspect", False) in told.statuses()
    assert told.value("SELECT max(amount) FROM exhibit") == 1200


def test_an_albanian_report_is_read(told: Told, tmp_path: Path) -> None:
    paragraphs = [
        "REPUBLIKA E SHQIPËRISË\nPOLICIA E SHTETIT\nDrejtoria Vendore e Policisë Shkodër",
        "PROCESVERBAL\nPËR KONTROLLIN E BANESËS DHE SEKUESTRIMIN E SENDEVE",
        (
            "Sot, më datë 21.10.2024, ora 06:30, unë, oficeri i policisë gjyqësore Arben Ndreu, "
            "ushtrova kontroll në banesën e shtetasit Ernest Beqiri, banues në Shkodër."
        ),
        "U gjetën dhe u sekuestruan sendet e mëposhtme:",
        "<table>",
        "I dyshuari\tErnest Beqiri",
    ]
    table = [
        ["Nr.", "Përshkrimi i sendit", "Vendi ku u gjet"],
        ["1", f"Telefon celular Xiaomi, IMEI {IMEI_1}, me numër 069 000 4418", "në dhomë"],
        ["2", "Letërnjoftim në emër të Taulant Gila, nr. H70249719E", "në kasafortë"],
        ["3", "Shuma 2.850 euro dhe 112.000 lekë", "në kasafortë"],
        ["4", "Fletore me shënime, ku lexohet numri 067 200 7675", "në studio"],
    ]
    told.add(report(tmp_path / "procesverbal.docx", paragraphs, table), country="AL")
    assert told.claims("seized_from") == {
        (IMEI_1, "Ernest Beqiri"),
        ("069 000 4418", "Ernest Beqiri"),
        ("H70249719E", "Ernest Beqiri"),
    }
    assert told.claims("holds") == {("Taulant Gila", "H70249719E")}
    assert told.value(
        "SELECT list(currency ORDER BY exhibit_id) FROM exhibit WHERE amount > 0"
    ) == [
        "EUR",
        "ALL",
    ]
    assert ("Arben Ndreu", "professional", False) in told.statuses()


ENGLISH = [
    "BORDER POLICE\nSEIZURE REPORT",
    (
        "On 15 September 2024 at 21:50 the vehicle with registration plate PG LF418 was stopped in "
        "Nikšić. The driver was Marko Petrović, born 1 May 1980."
    ),
    (
        f"A Samsung mobile phone, IMEI {IMEI_1}, with the number +382 68 005 912, was seized from "
        f"Marko Petrović. A Nokia phone, IMEI {IMEI_2}, was found on Dritan Gjoka."
    ),
    "No weapons were found.",
]


def test_things_taken_are_found_in_plain_sentences(told: Told, tmp_path: Path) -> None:
    told.add(report(tmp_path / "report.docx", ENGLISH), country="ME", kind="seizure_report")
    assert told.claims("seized_from") == {
        (IMEI_1, "Marko Petrović"),
        ("+382 68 005 912", "Marko Petrović"),
        (IMEI_2, "Dritan Gjoka"),
    }
    assert [e[2] for e in told.exhibits()] == ["Marko Petrović", "Dritan Gjoka"]
    assert told.claims("drives") == {("Marko Petrović", "PG LF418")}


@pytest.mark.parametrize(
    ("sentence", "name", "minor"),
    [
        (
            "U vozilu su zatečeni migranti Farman Alhasan i Qusay Alhasan (16).",
            "Qusay Alhasan",
            True,
        ),
        ("U vozilu je zatečena maloljetna migrantkinja Parvana Orakzay.", "Parvana Orakzay", True),
        ("У возилу је затечен мигрант Фарман Алхасан.", "Фарман Алхасан", False),
        ("Në mjet u gjet emigranti Farman Alhasan, i mitur.", "Farman Alhasan", True),
        ("In the vehicle was the migrant Farman Alhasan, aged 15.", "Farman Alhasan", True),
    ],
)
def test_migrants_and_children_in_a_report_are_marked_for_protection(
    told: Told, tmp_path: Path, sentence: str, name: str, minor: bool
) -> None:
    title = "POTVRDA O PRIVREMENO ODUZETIM PREDMETIMA"
    told.add(report(tmp_path / "r.docx", [title, sentence]), country="ME", kind="seizure_report")
    assert (name, "smuggled_migrant", minor) in told.statuses()


def test_nobody_is_named_where_several_may_be_meant(told: Told, tmp_path: Path) -> None:
    paragraphs = [
        "ZAPISNIK O ODUZIMANJU PREDMETA",
        "Zatečeni su osumnjičeni Omer Begović i osumnjičeni Jasmin Kamenica.",
        "Oduzeti su sljedeći predmeti:",
        f"1. Mobitel Samsung, IMEI {IMEI_1}",
        f"2. Mobitel Nokia, IMEI {IMEI_2}, od Jasmina Kamenice",
    ]
    told.add(report(tmp_path / "z.docx", paragraphs), country="BA", kind="seizure_report")
    assert [e[2] for e in told.exhibits()] == [None, "Jasmina Kamenice"]


@pytest.mark.parametrize("sentence", [
    "Prema članu 85 ZKP predmeti se vraćaju: 1. ako je postupak obustavljen",
    "Nije pronađen nikakav mobilni telefon sa brojem 069 005 875.",
])  # fmt: skip
def test_what_was_not_taken_is_no_exhibit(told: Told, tmp_path: Path, sentence: str) -> None:
    title = "ZAPISNIK O PRETRESANJU STANA"
    told.add(report(tmp_path / "z.docx", [title, sentence]), country="ME", kind="seizure_report")
    assert told.exhibits() == []
