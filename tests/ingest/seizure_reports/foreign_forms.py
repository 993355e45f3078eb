"""Seizure forms as units of other countries fill them in, made up by hand for these tests."""

import json
from collections.abc import Callable
from pathlib import Path

from stdnum import luhn

from tests.ingest.seizure_reports.building import report, text_table, workbook, workbook_of


def imei(first: str) -> str:
    """An IMEI by its first fourteen digits."""
    return first + str(luhn.calc_check_digit(first))


A, B = imei("35391810000000"), imei("35391810000001")  # of one dual-SIM handset
C, D = imei("86712304000112"), imei("86712304000113")
E, G = imei("35822509112233"), imei("86001205443322")


def gdf_verbale(path: Path) -> None:
    workbook_of(
        path,
        {
            "Reperto 1": [
                ["GUARDIA DI FINANZA - Compagnia di Otranto"],
                ["VERBALE DI SEQUESTRO"],
                [],
                ["Reperto n.", "1"],
                ["Descrizione", "Telefono cellulare Samsung Galaxy A12, nero"],
                ["IMEI", f"{A} / {B}"],
                ["Scheda SIM", "8939104250019342211"],
                ["Data e ora", "14.06.2024 ore 05:40"],
                ["Luogo del sequestro", "Otranto"],
                ["Sequestrato a", "HOXHA Arben"],
                ["Luogo e data di nascita", "Vlora, 12.03.1988"],
                ["Nazionalità", "albanese"],
                ["Qualità", "indagato"],
                ["Verbalizzante", "Brig. Conti Marco"],
                ["Sigillo n.", "GDF-0098812"],
                ["Consegnato a", "Mar. De Luca Anna"],
                ["Motivo della consegna", "accertamenti tecnici"],
            ],
            "Reperto 2": [
                ["GUARDIA DI FINANZA - Compagnia di Otranto"],
                ["VERBALE DI SEQUESTRO"],
                [],
                ["Reperto n.", "2"],
                ["Descrizione", "Gommone di 7 metri con motore fuoribordo Yamaha 150"],
                ["Quantità", "1"],
                ["Data e ora", "14.06.2024 ore 06:10"],
                ["Luogo del sequestro", "Otranto"],
                ["Sequestrato a", "HOXHA Arben"],
                ["Verbalizzante", "Brig. Conti Marco"],
                ["N. IMEI", "N/A"],
            ],
        },
    )


def limeniko(path: Path) -> None:
    workbook(
        path,
        [
            ["ΕΛΛΗΝΙΚΗ ΔΗΜΟΚΡΑΤΙΑ - ΛΙΜΕΝΙΚΟ ΣΩΜΑ"],
            ["Έκθεση κατάσχεσης"],
            [
                "Α/Α",
                "Περιγραφή",
                "Ποσότητα",
                "Ημερομηνία",
                "Ώρα",
                "Τόπος κατάσχεσης",
                "Κάτοχος",
                "Υπηκοότητα",
                "Αριθμός τηλεφώνου",
                "IMEI",
                "Κατασχέθηκε από τον αστυνομικό",
            ],
            [
                "1",
                "Κινητό τηλέφωνο XIAOMI Redmi 9",
                "1",
                "03/07/2024",
                "04:15",
                "Ηγουμενίτσα",
                "ΠΑΠΑΣ Νικόλαος",
                "ελληνική",
                "+30 694 411 2233",
                C,
                "Αρχιφ. Γεωργίου Ιωάννης",
            ],
            [
                "2",
                "Σωσίβια",
                "14",
                "03/07/2024",
                "04:20",
                "Ηγουμενίτσα",
                "ΠΑΠΑΣ Νικόλαος",
                "ελληνική",
                "",
                "",
                "Αρχιφ. Γεωργίου Ιωάννης",
            ],
            [
                "3",
                "Χρήματα 20 x 50 ευρώ",
                "",
                "03/07/2024",
                "04:25",
                "Ηγουμενίτσα",
                "ΠΑΠΑΣ Νικόλαος",
                "ελληνική",
                "",
                "",
                "Αρχιφ. Γεωργίου Ιωάννης",
            ],
            ["Σύνολο", "", "15"],
        ],
    )


def bpol(path: Path) -> None:
    lines = [
        "Bundespolizeiinspektion Passau",
        "Sicherstellungsprotokoll",
        "",
        "Datum: 02.09.2024",
        "Ort: Passau",
        "Sachbearbeiter: POM Schneider",
        "",
        "Lfd. Nr.;Bezeichnung;Menge;Sichergestellt bei;Geburtsdatum;Rufnummer;IMEI",
        f"1;Mobiltelefon Huawei P30;1;Petrović, Goran;11.02.1990;+381 64 123 4567;{D}",
        f"2;2x Samsung A12 (IMEI {A}, IMEI {B});2;Petrović, Goran;11.02.1990;;",
        "3;Bargeld 1.250,00 EUR und 300 CHF;;Petrović, Goran;11.02.1990;;",
        "Zwischensumme;;3",
        "",
        "Verwahrkette",
        "Lfd. Nr.;Übergeben von;Übergeben an;Datum der Übergabe;Grund;Siegelnummer",
        "1;POM Schneider;Asservatenkammer;02.09.2024 18:00;Verwahrung;S-11",
        "1;Asservatenkammer;LKA Labor;05.09.2024;Auswertung;S-11",
        "",
        "Anwesende Personen",
        "Name;Geburtsdatum;Staatsangehörigkeit;Rolle",
        "Ahmad Karimi;03.05.2009;afghanisch;minderjährig",
        "Lena Vogel;;deutsch;Dolmetscherin",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def policia(path: Path) -> None:
    path.write_text(
        json.dumps(
            {
                "raporti": "Sekuestrim",
                "nrProcesverbalit": "112/2024",
                "dataDheOra": "2024-08-11 23:15",
                "vendiISekuestrimit": "Durrës",
                "oficeri": "Komisar Agim Leka",
                "personi": {
                    "emri": "Besnik",
                    "mbiemri": "Dervishi",
                    "datelindja": "1985-01-20",
                    "shtetesia": "shqiptare",
                    "statusi": "i dyshuar",
                },
                "sendet": [
                    {
                        "nr": 1,
                        "pershkrimi": "Telefon celular iPhone 11",
                        "imei": [E],
                        "nrTelefonit": "069 555 1234",
                    },
                    {"nr": 2, "pershkrimi": "Para cash", "shuma": 3500, "monedha": "EUR"},
                    {"nr": 3, "pershkrimi": "Automjet Mercedes Vito", "targa": "AA 123 BB"},
                ],
                "tePranishem": [
                    {"emri": "Noor", "mbiemri": "Rahimi", "mosha": 15, "shtetesia": "Afganistan"}
                ],
                "zinxhiriIKujdestarise": [
                    {
                        "nga": "Komisar Agim Leka",
                        "te": "Magazina e provave",
                        "data": "2024-08-12 08:00",
                        "vula": "V-7781",
                    }
                ],
            },
            ensure_ascii=False,
            indent=1,
        ),
        encoding="utf-8",
    )


def frontex(path: Path) -> None:
    workbook(
        path,
        [
            ["JOINT OPERATION - EXHIBIT RECORD"],
            ["Location: GP Horgoš", "", "Date: 05/10/2024"],
            ["Seizing officer", "Insp. Maria Novak"],
            [],
            ["Exhibit no", "EX-01"],
            ["Description", "Nokia 105 mobile phone"],
            ["IMEI", G],
            ["Seized from", "Zoran Jovanović"],
            [
                "Chain of custody",
                (
                    "05/10/2024 Insp. Maria Novak -> Evidence store (seal FX1001); "
                    "07/10/2024 Evidence store -> Forensic lab"
                ),
            ],
            [],
            ["Exhibit no", "EX-02"],
            ["Description", "Cash: 45 x 100 EUR, 20 x 50 EUR"],
            ["Seized from", "Zoran Jovanović"],
            [],
            ["Exhibit no", "EX-03"],
            ["Description", "Garmin GPS device"],
            ["Seized from", "N/A"],
            ["Serial number", "GX1298"],
        ],
    )


def mup_hr(path: Path) -> None:
    report(
        path,
        [
            "REPUBLIKA HRVATSKA",
            "POTVRDA o privremenom oduzimanju predmeta",
            "<table>",
            "Potpis službenika: ______",
        ],
        [
            [
                "Rbr.",
                "Opis predmeta",
                "Oduzeto od (ime i prezime)",
                "OIB",
                "IMEI",
                "Tel. broj",
                "Datum i vrijeme",
                "Mjesto oduzimanja",
                "Službena osoba",
            ],
            [
                "1",
                "Mobitel Apple iPhone XR",
                "Ivan Horvat",
                "",
                E,
                "+385 91 234 5678",
                "12.11.2024. 21:40",
                "Karlovac",
                "Luka Babić",
            ],
            [
                "2",
                "Osobni automobil VW Passat",
                "Ivan Horvat",
                "",
                "",
                "",
                "12.11.2024. 21:45",
                "Karlovac",
                "Luka Babić",
            ],
        ],
    )


def mup_rs(path: Path) -> None:
    workbook(
        path,
        [
            ["РЕПУБЛИКА СРБИЈА, МУП"],
            ["ПОТВРДА О ПРИВРЕМЕНО ОДУЗЕТИМ ПРЕДМЕТИМА"],
            ["Датум и време", "10.05.2024. 14:30"],
            ["Место одузимања", "Суботица"],
            ["Одузето од", "Милан Стојановић"],
            ["Датум рођења", "01.01.1979."],
            ["Овлашћено службено лице", "Петар Илић"],
            [],
            ["Ред. бр.", "Опис предмета", "ИМЕИ", "Број телефона"],
            ["1", "Мобилни телефон Самсунг С20", A, "063 111 222"],
            ["2", "СИМ картица", "", "0641234567"],
            [],
            ["Присутна лица"],
            ["Име и презиме", "Година рођења", "Држављанство", "Својство"],
            ["Омар Насир", "2010", "Сирија", "малолетно лице"],
            ["Хамид Насир", "1985", "Сирија", "мигрант"],
        ],
    )


def pk(path: Path) -> None:
    text_table(
        path,
        [
            ["Policia e Kosovës"],
            ["Lista e sendeve të sekuestruara"],
            [],
            [
                "Nr.",
                "Përshkrimi",
                "Sasia",
                "Sekuestruar nga shtetasi",
                "Nr. personal",
                "IMEI 1",
                "IMEI 2",
                "Vendi",
                "Data",
                "Oficeri",
                "Dorëzuar te",
                "Nr. i vulës",
            ],
            [
                "1",
                "Telefon Samsung A32 dual SIM",
                "1",
                "Luan Berisha",
                "1234567890",
                C,
                D,
                "Prishtinë",
                "04.04.2024",
                "Shpend Gashi",
                "Dhoma e provave",
                "PK-55",
            ],
            [
                "2",
                "Pasaportë e Sirisë në emër të Rami Haddad",
                "1",
                "Luan Berisha",
                "1234567890",
                "",
                "",
                "Prishtinë",
                "04.04.2024",
                "Shpend Gashi",
                "",
                "",
            ],
        ],
        ",",
    )


def nca(path: Path) -> None:
    path.write_text(
        json.dumps(
            {
                "seizure": {
                    "reference": "NCA-7781",
                    "seizedAt": "2024-03-09T06:45:00",
                    "location": {"address": "12 Dock Road", "town": "Bar", "country": "ME"},
                    "officers": [{"rank": "DC", "name": "Helen Brown", "badge": "4471"}],
                    "subjects": [
                        {
                            "fullName": "Marko Vuković",
                            "dateOfBirth": "1991-07-14",
                            "nationality": "Montenegrin",
                            "role": "suspect",
                        }
                    ],
                    "exhibits": [
                        {
                            "exhibitRef": "HB/1",
                            "description": "2x SIM cards",
                            "sims": [
                                {"iccid": "8938201000000000014", "msisdn": "+38267111222"},
                                {"iccid": "8938201000000000022", "msisdn": "+38269333444"},
                            ],
                            "seizedFrom": "Marko Vuković",
                            "custody": [
                                {
                                    "from": "DC Helen Brown",
                                    "to": "Property Store",
                                    "at": "2024-03-09T12:00:00",
                                    "seal": "B1234567",
                                    "reason": "storage",
                                },
                                {
                                    "from": "Property Store",
                                    "to": "Digital Forensics Unit",
                                    "at": "2024-03-11T09:30:00",
                                    "seal": "B1234568",
                                    "reason": "examination",
                                },
                            ],
                        },
                        {
                            "exhibitRef": "HB/2",
                            "description": "Cash in wallet",
                            "cash": [
                                {"amount": 5500, "currency": "EUR"},
                                {"amount": 300, "currency": "USD"},
                            ],
                            "seizedFrom": "Marko Vuković",
                            "custody": [],
                        },
                        {
                            "exhibitRef": "HB/3",
                            "description": "Handset",
                            "device": {
                                "make": "Samsung",
                                "model": "Galaxy S21",
                                "imei1": A,
                                "imei2": B,
                            },
                            "seizedFrom": None,
                        },
                    ],
                    "personsPresent": [
                        {
                            "name": "Amina Yusuf",
                            "age": "16",
                            "nationality": "Somalia",
                            "remarks": "unaccompanied",
                        }
                    ],
                }
            },
            indent=2,
        ),
        encoding="utf-8",
    )


def mk(path: Path) -> None:
    workbook(
        path,
        [
            ["РЕПУБЛИКА СЕВЕРНА МАКЕДОНИЈА"],
            ["Потврда за привремено одземени предмети"],
            ["Датум", "Место", "Службено лице"],
            ["12.12.2024", "Гевгелија", "Стојан Петров"],
            ["Име и презиме", "Датум рођења", "Адреса"],
            ["Драган Илиев", "02.02.1980", "Скопје"],
            ["Опис", "IMEI", "Телефон"],
            ["Мобилен телефон Нокиа", G, "+389 70 123 456"],
        ],
    )


def gpbih(path: Path) -> None:
    text_table(
        path,
        [
            ["BOSNA I HERCEGOVINA - GRANIČNA POLICIJA"],
            ["Broj predmeta;K-17/24"],
            [
                "Rb",
                "Predmet",
                "Od koga je oduzeto",
                "Prisutna lica",
                "Iznos",
                "Valuta",
                "Apoeni",
                "Napomena",
            ],
            [
                "1",
                f"Mobitel Samsung, IMEI {A}; Mobitel Nokia, IMEI {G}",
                "Adnan Hodžić; Emir Kurtić",
                "Yasir Khan - migrant; Laila Khan (12)",
                "",
                "",
                "",
                "zaključani",
            ],
            ["2", "Novac", "Adnan Hodžić", "", "1.350", "EUR", "10 x 100, 7 x 50", ""],
            ["Međuzbir", "", "", "", "1.350"],
            ["3", "15 prsluka za spašavanje", "N/A", "", "", "", "", "-"],
            ["Predmete predao: ____________", "", "", "Predmete primio: ___________"],
        ],
    )


def questura(path: Path) -> None:
    text_table(
        path,
        [
            ["Questura di Trieste - Squadra Mobile"],
            ["Elenco reperti sequestrati"],
            [
                "N.",
                "Descrizione reperto",
                "Cognome e Nome",
                "Nato il",
                "Utenza",
                "IMEI",
                "Importo",
                "Rinvenuto in",
                "Operante",
                "Busta n.",
            ],
            [
                "1",
                "Telefono OPPO A53",
                "Rossi Mario",
                "03.04.1980",
                "+39 347 123 4567",
                C,
                "",
                "tasca sinistra",
                "Ass. Capo Bianchi Luca",
                "TS-01",
            ],
            [
                "2",
                "Denaro contante",
                "idem",
                "idem",
                "",
                "",
                "€ 2.350,00",
                "portafoglio",
                "idem",
                "TS-02",
            ],
            [
                "3",
                "Passaporto siriano n. N012345678",
                "Al-Hamad Yusuf",
                "01.01.2008",
                "",
                "",
                "",
                "zaino",
                "idem",
                "TS-03",
            ],
            ["Totale", "", "", "", "", "", "€ 2.350,00"],
        ],
        "\t",
    )


def lka_at(path: Path) -> None:
    report(
        path,
        ["LANDESPOLIZEIDIREKTION BURGENLAND", "Sicherstellungsprotokoll", "<table>"],
        [
            ["Gegenstand", "Mobiltelefon Xiaomi Redmi Note 10"],
            ["IMEI", C],
            ["Rufnummer", "+43 660 1234567"],
            ["Sichergestellt am", "21.10.2024, 03:20 Uhr"],
            ["Ort", "Nickelsdorf"],
            ["Betroffener", "Ion Popescu"],
            ["Geburtsdatum", "05.06.1987"],
            ["Staatsangehörigkeit", "rumänisch"],
            ["Sichergestellt durch", "RevInsp. Huber Franz"],
            ["Insassen", "Khalid Amiri (17), afghanischer Staatsbürger; Farid Amiri, Flüchtling"],
        ],
    )


def rs(path: Path) -> None:
    path.write_text(
        json.dumps(
            [
                {
                    "redni_broj": 1,
                    "opis_predmeta": "Mobilni telefon Samsung",
                    "imei": A,
                    "broj_telefona": ["064 555 111", "065 555 222"],
                    "oduzeto_od": "Nikola Đorđević",
                    "datum": "01.02.2024",
                    "mesto": "Šid",
                    "oduzeo": "V. Marić",
                },
                {
                    "redni_broj": 2,
                    "opis_predmeta": "Gumeni čamac",
                    "kolicina": 1,
                    "oduzeto_od": "Nikola Đorđević",
                    "datum": "01.02.2024",
                    "mesto": "Šid",
                    "oduzeo": "V. Marić",
                },
                {
                    "redni_broj": 2,
                    "opis_predmeta": "Gumeni čamac",
                    "kolicina": 1,
                    "oduzeto_od": "Nikola Đorđević",
                    "datum": "01.02.2024",
                    "mesto": "Šid",
                    "oduzeo": "V. Marić",
                },
                {"napomena": "prazno"},
            ],
            ensure_ascii=False,
        ),
        encoding="utf-8",
    )


def me_custody(path: Path) -> None:
    workbook(
        path,
        [
            ["UPRAVA POLICIJE CRNE GORE"],
            ["Knjiga oduzetih predmeta"],
            [
                "Br. predmeta",
                "Opis",
                "Oduzeto od",
                "Reg. oznaka",
                "Predao",
                "Primio",
                "Datum predaje",
                "Predao 2",
                "Primio 2",
                "Datum predaje 2",
                "Razlog",
            ],
            [
                "P-1",
                "Putničko vozilo Opel Astra",
                "Vuk Radović",
                "BD AB123",
                "M. Šćekić",
                "Magacin Berane",
                "03.03.2024",
                "Magacin Berane",
                "Forenzički centar",
                "10.03.2024",
                "vještačenje",
            ],
            [
                "P-2",
                "Kokain 250 g",
                "Vuk Radović",
                "",
                "M. Šćekić",
                "Magacin Berane",
                "03.03.2024",
                "",
                "",
                "",
                "",
            ],
        ],
    )


FORMS: dict[str, Callable[[Path], object]] = {
    "01_gdf_verbale.xlsx": gdf_verbale,
    "02_limeniko.xlsx": limeniko,
    "03_bpol.csv": bpol,
    "04_policia.json": policia,
    "05_frontex.xlsx": frontex,
    "06_mup_hr.docx": mup_hr,
    "07_mup_rs.xlsx": mup_rs,
    "08_pk.csv": pk,
    "09_nca.json": nca,
    "10_mk.xlsx": mk,
    "11_gpbih.csv": gpbih,
    "12_questura.csv": questura,
    "13_lka_at.docx": lka_at,
    "14_rs.json": rs,
    "15_me_custody.xlsx": me_custody,
}
