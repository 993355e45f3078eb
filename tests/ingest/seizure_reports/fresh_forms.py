"""Seizure forms of five more units, made up after the readers were written and read cold."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.ingest.seizure_reports.building import report, workbook
from tests.ingest.seizure_reports.foreign_forms import imei

A, B = imei("35900111223344"), imei("86300405667788")
C, D = imei("86300405667799"), imei("35711209887766")


def mup_zdk(path: Path) -> None:
    workbook(
        path,
        [
            ["BOSNA I HERCEGOVINA", None, None, None],
            ["MUP Zeničko-dobojskog kantona - PS Zavidovići", None, None, None],
            ["POTVRDA O PRIVREMENO ODUZETIM PREDMETIMA br. 04-2/24", None, None, None],
            ["Datum:", "17.08.2024.", "Vrijeme:", "13:20"],
            ["Mjesto:", "Zavidovići", "Službena osoba:", "Mirza Delić"],
            ["Oduzeto od:", "Halilović Senad", "JMBG:", "0101980190012"],
            ["Adresa:", "Sarajevska 12, Zenica", "Svojstvo:", "osumnjičeni"],
            [None],
            ["Predmet br.", "1", "Količina:", "1"],
            ["Naziv:", "Mobilni telefon Samsung Galaxy S9, sa dvije SIM kartice", "IMEI:", f"{A}"],
            ["Broj telefona:", "061 222 333 i 062 444 555", None, None],
            ["Predmet br.", "2", "Količina:", "2"],
            [
                "Naziv:",
                "Pasoš Islamske Republike Afganistan br. P01234567 na ime Zabihullah Wardak",
                None,
                None,
            ],
            [None],
            ["Lanac čuvanja", None, None, None],
            ["Predao", "Preuzeo", "Datum i vrijeme predaje", "Svrha"],
            ["Mirza Delić", "Depo PS Zavidovići", "17.08.2024. 16:00", "čuvanje"],
            [
                "Depo PS Zavidovići",
                "Kantonalno tužilaštvo Zenica",
                "20.08.2024. 09:00",
                "po naredbi",
            ],
            [None],
            ["Potpis stranke", None, "Potpis službene osobe", None],
        ],
        merged=["A2:D2", "B13:D13"],
    )


def elas(path: Path) -> None:
    lines = [
        "ΕΛΛΗΝΙΚΗ ΑΣΤΥΝΟΜΙΑ;;;;;;",
        "Τμήμα Συνοριακής Φύλαξης Φλώρινας;;;;;;",
        "Έκθεση Κατάσχεσης;;;;;;",
        "Ημερομηνία:;11/09/2024;Ώρα:;03:40;;;",
        "Τόπος:;Νίκη Φλώρινας;;;;;",
        "Οδηγός:;ΔΗΜΟΥ Αντώνιος;;;;;",
        ";;;;;;",
        "α/α;Περιγραφή αντικειμένου;Τεμάχια;Κάτοχος;Αρ. κυκλοφορίας;ΙΜΕΙ;Παρατηρήσεις",
        "1;ΙΧΕ αυτοκίνητο TOYOTA Yaris χρώματος λευκού;1;ΔΗΜΟΥ Αντώνιος;ΙΑΒ-4521;;",
        f"2;Κινητό τηλέφωνο SAMSUNG A52;1;ΔΗΜΟΥ Αντώνιος;;{B};",
        "3;Χαρτονομίσματα 14 x 50 ευρώ;14;ΔΗΜΟΥ Αντώνιος;;;700 ευρώ συνολικά",
        ";;;;;;",
        "Επιβαίνοντες;;;;;;",
        "Επώνυμο;Όνομα;Ημ. γέννησης;Υπηκοότητα;Ιδιότητα;;",
        "AHMADI;Reza;02/02/2010;Αφγανιστάν;ανήλικος;;",
        "AHMADI;Fatima;1988;Αφγανιστάν;μετανάστρια;;",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def bk(path: Path) -> None:
    path.write_text(
        json.dumps(
            {
                "Aktenzahl": "B1/4711/2024",
                "Dienststelle": "Bundeskriminalamt Wien",
                "Sicherstellung": {
                    "Zeitpunkt": "23.09.2024 05:15",
                    "Ort": {"Straße": "Westautobahn km 23", "Gemeinde": "St. Pölten"},
                    "Beamte": ["GrInsp. Maria Gruber", "RevInsp. Thomas Bauer"],
                },
                "Beschuldigter": {
                    "Nachname": "Yılmaz",
                    "Vorname": "Kemal",
                    "Geburtsdatum": "1983-04-05",
                    "Staatsangehörigkeit": "Türkei",
                },
                "Asservate": [
                    {
                        "AsservatNr": "A-1",
                        "Bezeichnung": "Mobiltelefon Apple iPhone 13",
                        "IMEI": [C, D],
                        "Rufnummer": "+43 664 1234567",
                        "Verwahrkette": [
                            {
                                "von": "GrInsp. Maria Gruber",
                                "an": "Asservatenstelle BK",
                                "Datum": "23.09.2024",
                                "Siegelnummer": "S99812",
                            }
                        ],
                    },
                    {
                        "AsservatNr": "A-2",
                        "Bezeichnung": "Bargeld",
                        "Betrag": "4.350,00",
                        "Währung": "EUR",
                        "Stückelung": "40x100, 7x50",
                    },
                    {
                        "AsservatNr": "A-3",
                        "Bezeichnung": "Kraftfahrzeug Ford Transit",
                        "Kennzeichen": "W-12345K",
                        "Fahrgestellnummer": None,
                        "Insassen": [
                            {
                                "Name": "Rahimullah Safi",
                                "Alter": 14,
                                "Staatsangehörigkeit": "Afghanistan",
                            },
                            {
                                "Name": "Gul Safi",
                                "Alter": 33,
                                "Staatsangehörigkeit": "Afghanistan",
                                "Rolle": "Geschleuster",
                            },
                        ],
                    },
                ],
            }
        ),
        encoding="utf-8",
    )


def shkoder(path: Path) -> None:
    report(
        path,
        ["REPUBLIKA E SHQIPËRISË – POLICIA E SHTETIT", "PROCESVERBAL SEKUESTRIMI", "<table>"],
        [
            ["Data dhe ora e sekuestrimit", "02.10.2024 ora 22:30", "", ""],
            ["Vendi i sekuestrimit", "Hani i Hotit", "", ""],
            ["Sekuestruar nga oficeri", "Nënkomisar Ardian Meta", "", ""],
            ["Nr. i sendit", "Përshkrimi i sendit", "Sekuestruar shtetasit", "IMEI"],
            ["1", "Telefon Huawei Y6", "Gëzim Prenga", A],
            ["2", "Shuma 250.000 lekë dhe 600 euro", "Gëzim Prenga", ""],
            ["3", "Dylbi", "Panjohur", ""],
            ["Personat e pranishëm", "", "", ""],
            ["Emri", "Mbiemri", "Datëlindja", "Shtetësia"],
            ["Samir", "Haddad", "05.05.2009", "siriane"],
        ],
    )


def jit(path: Path) -> None:
    lines = [
        "JIT ADRIA - SEIZURE LOG",
        "",
        "Search address: 14 Harbour Street, Bar",
        "Date of search: 6 May 2024",
        "Officer in case: DS Peter Hall",
        "",
        "Exhibits",
        "Exhibit Ref,Item,Qty,Found where,Seized from,IMEI / Serial,Phone numbers,Remarks",
        (
            "PH/1,Samsung Galaxy A13 phone,1,kitchen table,Luka Marović,"
            f"{B},+382 67 555 101 / +382 68 555 102,"
        ),
        'PH/2,"Life jackets, children\'s size",9,garage,Luka Marović,,,wet',
        "PH/3,Rigid inflatable boat with 40hp outboard,1,jetty,N/A,,,hull no. illegible",
        'PH/4,"Cash: 12 x 50 EUR, 3 x 100 USD",,safe,Luka Marović,,,',
        "Subtotal,,11,,,,,",
        "",
        "Persons present",
        "Name,DOB,Nationality,Status",
        "Luka Marović,12/01/1985,Montenegrin,suspect",
        "Yousef Karim,03/03/2011,Iraqi,unaccompanied child",
        "",
        "Continuity",
        "Item no,Released by,Received by,Date/time,Reason,Seal no",
        "PH/1 - PH/2,DS Peter Hall,Property Office,06/05/2024 18:00,storage,ME0091",
        "all,Property Office,Court,10/06/2024,trial,",
        "",
        "Signed: ________  Date: ________",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


FRESH: dict[str, Callable[[Path], object]] = {
    "f1_mup_zdk.xlsx": mup_zdk,
    "f2_elas.csv": elas,
    "f3_bk.json": bk,
    "f4_shkoder.docx": shkoder,
    "f5_jit.csv": jit,
}
