"""Forms of units never met before are read: by labels of six languages, in whatever arrangement."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.ingest.seizure_reports import fresh_forms as fresh
from tests.ingest.seizure_reports.building import Told
from tests.ingest.seizure_reports.foreign_forms import FORMS, A, B, C, D, E, G

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Expected:
    """What a form says: its country and language, rows in, and what was taken from whom."""

    country: str | None
    language: str
    rows: tuple[int, int, int]  # accepted, rejected, duplicate
    exhibits: tuple[str, ...]
    seized_from: Pairs = ()
    protected: frozenset[tuple[str, bool]] = frozenset()  # name, minor
    officers: tuple[str, ...] = ()
    hand_overs: tuple[tuple[str, int, str | None, str | None, str | None], ...] = ()
    measured: tuple[str, ...] = ()
    others: Pairs = field(default=())  # person, category


EXPECTED = {
    "01_gdf_verbale.xlsx": Expected(
        "IT", "it", (22, 0, 0), ("1", "2"),
        [(A, "HOXHA Arben"), (B, "HOXHA Arben"), ("8939104250019342211", "HOXHA Arben")],
        officers=("Conti Marco", "De Luca Anna"),
        hand_overs=(("1", 1, None, "Mar. De Luca Anna", "GDF-0098812"),),
        measured=("2: 1",),
        others=[("HOXHA Arben", "suspect")],
    ),
    "02_limeniko.xlsx": Expected(
        "GR", "el", (3, 0, 0), ("1", "2", "3"),
        [(C, "ΠΑΠΑΣ Νικόλαος"), ("+30 694 411 2233", "ΠΑΠΑΣ Νικόλαος")],
        officers=("Γεωργίου Ιωάννης",),
        measured=("1: 1", "2: 14", "3: 1000 EUR"),
    ),
    "03_bpol.csv": Expected(
        "DE", "de", (7, 0, 0), ("1", "2", "3", "3"),
        [(D, "Petrović, Goran"), ("+381 64 123 4567", "Petrović, Goran"),
         (A, "Petrović, Goran"), (B, "Petrović, Goran")],
        protected=frozenset({("Ahmad Karimi", True)}),
        officers=("Schneider",),
        hand_overs=(
            ("1", 1, "POM Schneider", "Asservatenkammer", "S-11"),
            ("1", 2, "Asservatenkammer", "LKA Labor", "S-11"),
        ),
        measured=("1: 1", "2: 2", "3: 1250 EUR", "3: 300 CHF"),
        others=[("Lena Vogel", "professional")],
    ),
    "04_policia.json": Expected(
        "AL", "sq", (5, 0, 0), ("1", "2", "3"),
        [(E, "Dervishi Besnik"), ("069 555 1234", "Dervishi Besnik"),
         ("AA 123 BB", "Dervishi Besnik")],
        protected=frozenset({("Rahimi Noor", True)}),
        officers=("Agim Leka",),
        hand_overs=tuple(
            (number, 1, "Komisar Agim Leka", "Magazina e provave", "V-7781") for number in "123"
        ),
        measured=("2: 3500 EUR",),
        others=[("Dervishi Besnik", "suspect")],
    ),
    "05_frontex.xlsx": Expected(
        "RS", "en", (14, 0, 0), ("EX-01", "EX-02", "EX-03"),
        [(G, "Zoran Jovanović")],
        officers=("Maria Novak",),
        hand_overs=(
            ("EX-01", 1, "Insp. Maria Novak", "Evidence store", "FX1001"),
            ("EX-01", 2, "Evidence store", "Forensic lab", None),
        ),
        measured=("EX-02: 5500 EUR",),
    ),
    "06_mup_hr.docx": Expected(
        "HR", "hr", (2, 0, 0), ("1", "2"),
        [(E, "Ivan Horvat"), ("+385 91 234 5678", "Ivan Horvat")],
        officers=("Luka Babić",),
    ),
    "07_mup_rs.xlsx": Expected(
        "RS", "sr", (4, 0, 0), ("1", "2"),
        [(A, "Милан Стојановић"), ("063 111 222", "Милан Стојановић"),
         ("0641234567", "Милан Стојановић")],
        protected=frozenset({("Омар Насир", True), ("Хамид Насир", False)}),
        officers=("Петар Илић",),
    ),
    "08_pk.csv": Expected(
        "XK", "sq", (2, 0, 0), ("1", "2"),
        [(C, "Luan Berisha"), (D, "Luan Berisha")],
        protected=frozenset({("Rami Haddad", False)}),
        officers=("Shpend Gashi",),
        hand_overs=(("1", 1, None, "Dhoma e provave", "PK-55"),),
        measured=("1: 1", "2: 1"),
    ),
    "09_nca.json": Expected(
        "ME", "en", (5, 0, 0), ("HB/1", "HB/2", "HB/2", "HB/3"),
        [("8938201000000000014", "Marko Vuković"), ("+38267111222", "Marko Vuković"),
         ("8938201000000000022", "Marko Vuković"), ("+38269333444", "Marko Vuković"),
         (A, "Marko Vuković"), (B, "Marko Vuković")],
        protected=frozenset({("Amina Yusuf", True)}),
        officers=("Helen Brown",),
        hand_overs=(
            ("HB/1", 1, "DC Helen Brown", "Property Store", "B1234567"),
            ("HB/1", 2, "Property Store", "Digital Forensics Unit", "B1234568"),
        ),
        measured=("HB/1: 2", "HB/2: 5500 EUR", "HB/2: 300 USD"),
        others=[("Marko Vuković", "suspect")],
    ),
    "10_mk.xlsx": Expected(
        "MK", "sr", (3, 0, 0), ("8",),
        [(G, "Драган Илиев"), ("+389 70 123 456", "Драган Илиев")],
        officers=("Стојан Петров",),
    ),
    "11_gpbih.csv": Expected(
        "BA", "bs", (3, 0, 0), ("1", "2", "3"),
        [(A, "Adnan Hodžić"), (A, "Emir Kurtić"), (G, "Adnan Hodžić"), (G, "Emir Kurtić")],
        protected=frozenset({("Yasir Khan", False), ("Laila Khan", True)}),
        measured=("2: 1350 EUR", "3: 15"),
    ),
    "12_questura.csv": Expected(
        "IT", "it", (3, 0, 0), ("1", "2", "3"),
        [(C, "Rossi Mario"), ("+39 347 123 4567", "Rossi Mario"),
         ("N012345678", "Al-Hamad Yusuf")],
        officers=("Bianchi Luca",),
        measured=("2: 2350 EUR",),
    ),
    "13_lka_at.docx": Expected(
        None, "de", (10, 0, 0), ("3",),
        [(C, "Ion Popescu"), ("+43 660 1234567", "Ion Popescu")],
        protected=frozenset({("Khalid Amiri", True), ("Farid Amiri", False)}),
        officers=("Huber Franz",),
    ),
    "14_rs.json": Expected(
        "RS", "sr", (2, 1, 1), ("1", "2"),
        [(A, "Nikola Đorđević"), ("064 555 111", "Nikola Đorđević"),
         ("065 555 222", "Nikola Đorđević")],
        officers=("V. Marić",),
        measured=("2: 1",),
    ),
    "15_me_custody.xlsx": Expected(
        "ME", "sr", (2, 0, 0), ("P-1", "P-2"),
        [("BD AB123", "Vuk Radović")],
        officers=("M. Šćekić",),
        hand_overs=(
            ("P-1", 1, "M. Šćekić", "Magacin Berane", None),
            ("P-1", 2, "Magacin Berane", "Forenzički centar", None),
            ("P-2", 1, "M. Šćekić", "Magacin Berane", None),
        ),
        measured=("P-2: 250 g",),
    ),
    "f1_mup_zdk.xlsx": Expected(
        "BA", "bs", (11, 0, 0), ("1", "2"),
        [(fresh.A, "Halilović Senad"), ("061 222 333", "Halilović Senad"),
         ("062 444 555", "Halilović Senad"), ("P01234567", "Halilović Senad")],
        protected=frozenset({("Zabihullah Wardak", False)}),
        officers=("Mirza Delić",),
        hand_overs=tuple(
            (number, step, giver, taker, None)
            for step, giver, taker in (
                (1, "Mirza Delić", "Depo PS Zavidovići"),
                (2, "Depo PS Zavidovići", "Kantonalno tužilaštvo Zenica"),
            )
            for number in "12"
        ),
        measured=("1: 1", "2: 2"),
    ),
    "f2_elas.csv": Expected(
        "GR", "el", (5, 0, 0), ("1", "2", "3"),
        [("ΙΑΒ-4521", "ΔΗΜΟΥ Αντώνιος"), (fresh.B, "ΔΗΜΟΥ Αντώνιος")],
        protected=frozenset({("AHMADI Reza", True), ("AHMADI Fatima", False)}),
        measured=("1: 1", "2: 1", "3: 14 700 EUR"),
    ),
    "f3_bk.json": Expected(
        "AT", "de", (3, 0, 0), ("A-1", "A-2", "A-3"),
        [(fresh.C, "Yılmaz Kemal"), (fresh.D, "Yılmaz Kemal"),
         ("+43 664 1234567", "Yılmaz Kemal"), ("W-12345K", "Yılmaz Kemal")],
        protected=frozenset({("Rahimullah Safi", True), ("Gul Safi", False)}),
        officers=("Maria Gruber", "Thomas Bauer"),
        hand_overs=(("A-1", 1, "GrInsp. Maria Gruber", "Asservatenstelle BK", "S99812"),),
        measured=("A-2: 4350 EUR",),
    ),
    "f4_shkoder.docx": Expected(
        "AL", "sq", (4, 0, 0), ("1", "2", "2", "3"),
        [(fresh.A, "Gëzim Prenga")],
        protected=frozenset({("Haddad Samir", True)}),
        officers=("Ardian Meta",),
        measured=("2: 250000 ALL", "2: 600 EUR"),
    ),
    "f5_jit.csv": Expected(
        "ME", "en", (8, 0, 0), ("PH/1", "PH/2", "PH/3", "PH/4", "PH/4"),
        [(fresh.B, "Luka Marović"), ("+382 67 555 101", "Luka Marović"),
         ("+382 68 555 102", "Luka Marović")],
        protected=frozenset({("Yousef Karim", True)}),
        officers=("Peter Hall",),
        hand_overs=(
            *((("PH/1 - PH/2", 1, "DS Peter Hall", "Property Office", "ME0091"),) * 2),
            *((("all", 2, "Property Office", "Court", None),) * 2),
            *((("all", 1, "Property Office", "Court", None),) * 2),
        ),
        measured=("PH/1: 1", "PH/2: 9", "PH/3: 1", "PH/4: 600 EUR", "PH/4: 300 USD"),
        others=[("Luka Marović", "suspect")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", [*FORMS, *fresh.FRESH])
def test_a_foreign_form_is_read(told: Told, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    (FORMS | fresh.FRESH)[name](file)
    source, expected = told.add(file).source, EXPECTED[name]
    parts = told.added[0].reconciliation
    counts = [(p.accepted, p.rejected, p.duplicate) for p in parts]
    assert tuple(map(sum, zip(*counts, strict=True))) == expected.rows
    assert (source.country, source.language) == (expected.country, expected.language)
    assert tuple(number for number, *_ in told.exhibits()) == expected.exhibits
    assert told.claims("seized_from") == set(expected.seized_from)
    assert tuple(text for text, _ in told.officers().values()) == expected.officers
    assert tuple(told.hand_overs()) == expected.hand_overs
    assert tuple(told.measured()) == expected.measured
    assert _protected(told) == expected.protected
    said = {(text, category) for text, category, _ in told.statuses()}
    assert said >= set(expected.others)


def _protected(told: Told) -> set[tuple[str, bool]]:
    """Who is protected, and whether as a minor."""
    found: dict[str, bool] = {}
    for text, category, minor in told.statuses():
        if minor or category in ("smuggled_migrant", "victim", "possible_victim"):
            found[text] = found.get(text, False) or minor
    return set(found.items())
