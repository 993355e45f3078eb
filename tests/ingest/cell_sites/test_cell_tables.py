"""A table of cells, as operators of several countries send them, becomes places for records."""

from collections.abc import Callable

import pytest

from ingest import intake, locate
from ingest.call_records.layout import UnknownLayoutError
from ingest.selectors.coordinates import angle, pair
from tests.ingest.conftest import WriteFile
from workbench import cells
from workbench.case import Case
from workbench.cells import CellId, CellIndex

HEADER = (
    "R.br.;CGI;Naziv ćelije;Adresa;Opština;Geografska širina;Geografska dužina;Azimut;Domet (m);"
    "Tehnologija;Važi od;Važi do"
)
TABLE = f"""Crnogorski operator d.o.o.
Spisak baznih stanica

{HEADER}
1;297-01-1100-20001;BAR01A;J. Tomaševića 12;Bar;42,0931;19,1003;120;1500;GSM900;01.01.2023.;
2;297-01-1100-20002;BAR01B;Obala 12;Bar;42°05'35"N;19°06'01"E;240°;1500;GSM900;;31.12.2024.
3;297-01-1100-20003;PG02A;Bulevar 1;Podgorica;19,2636;42,4413;0;2000;UMTS;15.02.2023.;
4;297-01-1100-20004;PG02B;;;142,1;19,2;;;;;
5;297-01-1100-20005;PG02C;;;;;;;;;
6;297-01-1200-31604737;ULC;Ulcinj 1;Ulcinj;41 55 30;19 12 20;omni;5 km;LTE;;
6;297-01-1200-31604737;ULC;Ulcinj 1;Ulcinj;41 55 30;19 12 20;omni;5 km;LTE;;
7;297-01-1200-7;GRID;Ulcinj;Ulcinj;6581234;4641234;;;;;
Ukupno: 8
"""


def places(case: Case) -> list[tuple[object, ...]]:
    return case.db.execute(
        "SELECT row_number, mcc, mnc, area, cell_number, round(latitude, 4), round(longitude, 4), "
        "azimuth_deg, range_m, technology, swapped FROM cell_site ORDER BY row_number"
    ).fetchall()


def test_every_row_is_a_place_or_says_why_not(case: Case, write: WriteFile) -> None:
    added = intake.add(case, write("stanice.csv", TABLE, "cp1250"))
    assert added.source.kind == "cell_sites"
    (part,) = added.reconciliation
    assert (part.rows_in, part.accepted, part.rejected, part.duplicate) == (8, 4, 3, 1)
    assert dict(added.reasons) == {
        "coordinates are metres of a map grid, not degrees of WGS 84": 1,
        "coordinates out of range": 1,
        "neither coordinates nor a place": 1,
    }
    assert places(case) == [
        (5, 297, 1, 1100, 20001, 42.0931, 19.1003, 120, 1500, "GSM", False),
        (6, 297, 1, 1100, 20002, 42.0931, 19.1003, 240, 1500, "GSM", False),
        (7, 297, 1, 1100, 20003, 42.4413, 19.2636, 0, 2000, "UMTS", True),
        (10, 297, 1, 1200, 31604737, 41.925, 19.2056, None, 5000, "LTE", False),
    ]
    assert any("swapped" in note for note in added.notes)


def test_a_cell_is_valid_by_the_days_of_its_own_country(case: Case, write: WriteFile) -> None:
    intake.add(case, write("stanice.csv", TABLE))
    spans = case.db.execute(
        "SELECT valid_from_utc::VARCHAR, valid_to_utc::VARCHAR FROM cell_site ORDER BY row_number"
    ).fetchall()
    assert spans[0] == ("2022-12-31 23:00:00", None)
    assert spans[1] == (None, "2024-12-31 23:00:00")


def test_each_row_can_be_shown_as_evidence(case: Case, write: WriteFile) -> None:
    added = intake.add(case, write("stanice.csv", TABLE))
    row = locate.rows(case, added.source.source_id, [("", 7)])["", 7]
    assert row.text == TABLE.splitlines()[6] and row.header[1] == "CGI"


ENGLISH = (
    "Site Name,MCC,MNC,LAC,CI,Latitude,Longitude,Azimuth\nDurres Port,276,01,1100,20001,"
    "41.3139,19.4528,90\n"
)
ALBANIAN = (
    "Id e qelizës|Emri i stacionit|Gjerësia gjeografike|Gjatësia gjeografike|Azimuti|Rrezja (km)\n"
    "276/1/1100/20001|Porti|41,3139|19,4528|90|1,5\n"
)
ITALIAN = (
    "Codice cella\tIndirizzo\tComune\tLatitudine\tLongitudine\n"
    "276 01 1100 20001\tVia Roma\tDurazzo\t41°18'50\"\t19°27'10\"\n"
)
GREEK = (
    "Κωδικός κυψέλης;Διεύθυνση;Γεωγραφικό πλάτος;Γεωγραφικό μήκος;Αζιμούθιο\n"
    "276-01-1100-20001;Λιμάνι;41,3139;19,4528;90\n"
)
GERMAN = (
    "Zell-ID;Standort;Breitengrad;Längengrad;Hauptstrahlrichtung\n"
    "27601-1100-20001;Hafen;41,3139;19,4528;90\n"
)
HEX = (
    "CGI;Location;Coordinates\n276-01-044C-4E21;Port;41.3139, 19.4528\n"
    "276-1-AB0C-4E22;P;41.3, 19.4\n"
)
SPLIT = (
    "eNodeB ID,Sector,TAC (hex),PLMN,Lat D,Lat M,Lat S,Lon D,Lon M,Lon S,Cell Name\n"
    "78,33,44C,27601,41,18,50,19,27,10,DR-1\n"
)


def test_one_cell_is_the_same_in_every_layout(case: Case, write: WriteFile) -> None:
    texts = (ENGLISH, ALBANIAN, ITALIAN, GREEK, GERMAN, HEX, SPLIT)
    for number, text in enumerate(texts):
        assert intake.add(case, write(f"{number}.csv", text)).source.kind == "cell_sites"
    found = [row for row in places(case) if row[4] == 20001]
    assert len(found) == len(texts)
    for row in found:
        assert row[1:5] == (276, 1, 1100, 20001)
        assert row[5:7] == pytest.approx((41.3139, 19.4528), abs=0.001)


def test_a_template_names_columns_that_no_lexicon_knows(case: Case, write: WriteFile) -> None:
    file = write("c.csv", "K1;K2;K3;K4\n276-01-1100-20001;Port;41.3139;19.4528\n")
    with pytest.raises(UnknownLayoutError):
        intake.add(case, file)
    template = write(
        "k.toml",
        'name = "k"\nversion = 1\nkind = "cell_sites"\n[when]\nheaders = ["K1", "K4"]\n'
        '[columns]\ncell = "K1"\ntown = "K2"\nlatitude = "K3"\nlongitude = "K4"\n',
    )
    added = intake.add(case, file, intake.AddOptions(template=str(template)))
    assert added.source.template == "k" and places(case)[0][4:7] == (20001, 41.3139, 19.4528)
    again = intake.add(case, write("d.csv", "K1;K2;K3;K4\n276-01-1-2;Port;41.3;19.4\n"))
    assert again.source.template == "k"


def test_dates_of_two_orders_are_asked_for(case: Case, write: WriteFile) -> None:
    text = "CGI,Latitude,Longitude,Valid from\n276-01-1-2,41.3,19.4,01/02/2024\n"
    with pytest.raises(UnknownLayoutError, match="--date-order"):
        intake.add(case, write("c.csv", text))


def test_two_tables_that_disagree_are_told_apart(case: Case, write: WriteFile) -> None:
    intake.add(case, write("a.csv", ENGLISH))
    moved = ENGLISH.replace("41.3139", "41.5")
    assert any("elsewhere" in n for n in intake.add(case, write("b.csv", moved)).notes)


# ------------------------------------------------------------------ how cells are written

WHOLE = CellId((220, 1), 1234, 56789)


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ("220-01-1234-56789", WHOLE),
        ("220/1/1234/56789", WHOLE),
        ("22001.1234.56789", WHOLE),
        ("220 01 04D2 DDD5", WHOLE),
        ("2200104D2DDD5", WHOLE),
        ("220010123456789", WHOLE),
        ("CGI: 220-01-1234-56789", WHOLE),
        ("MCC=220 MNC=01 LAC=1234 CI=56789", WHOLE),
        ("220-01-31604737", CellId((220, 1), None, 31604737)),
        ("220-01-300-123456-1", CellId((220, 1), 300, 31604737)),
        ("eNB 123456 sector 1", CellId(None, None, 31604737)),
        ("1234-56789", CellId(None, 1234, 56789)),
        ("56789.0", CellId(None, None, 56789)),
    ],
)
def test_a_cell_is_read_however_it_is_written(written: str, cell: CellId) -> None:
    assert cells.readings(written)[0] == cell


@pytest.mark.parametrize("name", ["PG-Centar-1", "BA-001", "Bar 2", "", "0"])
def test_a_name_is_no_number(name: str) -> None:
    assert all(c.network is None for c in cells.readings(name))
    assert not cells.shows_hex(name)


def test_a_record_finds_its_cell_by_what_it_says_of_it() -> None:
    index = CellIndex(
        [
            (1, WHOLE, "PG01A"),
            (2, CellId((220, 3), 1234, 56789), None),
            (3, CellId((220, 1), 300, 31604737), None),
            (4, CellId((220, 1), 77, (9 << 16) + 4000), None),
        ]
    )
    find: Callable[[str], int | None] = index.find
    assert find("220-1-1234-56789") == 1 and find("220-3-1234-56789") == 2
    assert find("PG 01 A") == 1
    assert find("1234-56789") is None, "two networks have it"
    assert find("123456/1") == find("220-01-31604737") == find("220-01-300-31604737") == 3
    assert find("220-01-77-4000") == 4, "without the number of its controller"
    assert find("220-01-78-4000") is None
    assert find("Nowhere") is None


@pytest.mark.parametrize(
    ("written", "degrees"),
    [
        ("42,4413", 42.4413),
        ("42°26'28.3\"N", 42.44119),
        ("N 42 26 28", 42.44111),
        ("422628N", 42.44111),
        ("42:26:28,5", 42.44125),
        ("42-26-28 N", 42.44111),
        ("42° 26.472'", 42.4412),
        ("42d26m28s N", 42.44111),
        ("19.26° W", -19.26),
        ("42deg 26min 28sec", 42.44111),
    ],
)
def test_an_angle_is_read_in_any_usual_writing(written: str, degrees: float) -> None:
    found = angle(written)
    assert found is not None and found.degrees == pytest.approx(degrees, abs=1e-5)


@pytest.mark.parametrize("written", ["6600123.5", "42 61 20", "4241286", "Bar", "", "42.5 20 10"])
def test_what_is_no_angle_is_not_read(written: str) -> None:
    assert angle(written) is None


@pytest.mark.parametrize(
    "written",
    ["42.44, 19.26", "42,4400; 19,2600", "42,44, 19,26", "POINT(19.26 42.44)", "E19.26/N42.44"],
)
def test_two_coordinates_in_one_cell_are_told_apart(written: str) -> None:
    assert pair(written) == pytest.approx((42.44, 19.26))


def test_two_rows_that_name_the_columns_are_read_together(case: Case, write: WriteFile) -> None:
    text = """Operator XYZ - baza lokacija;;;;;;;;
Ćelija;;;Lokacija;Koordinate WGS84;;Antena;;Tehnologija
LAC;CI;Naziv;;N;E;Azimut;Ugao;
1100;20001;BAR1A;Bar centar;42°05'31"N;19°05'21"E;120;65;GSM
LAC;CI;Naziv;;N;E;Azimut;Ugao;
1100;20002;BAR1B;Bar centar;42°05'31"N;19°05'21"E;240;65;GSM
"""
    added = intake.add(case, write("celije.csv", text), intake.AddOptions(country="ME"))
    assert (added.source.kind, added.reconciliation[0].accepted) == ("cell_sites", 2)
    found = case.db.execute(
        "SELECT area, cell_number, cell_name, site_name, round(latitude, 3), azimuth_deg, "
        "beam_width_deg FROM cell_site WHERE row_number = 4"
    ).fetchall()
    assert found == [(1100, 20001, "BAR1A", "Bar centar", 42.092, 120.0, 65.0)]
