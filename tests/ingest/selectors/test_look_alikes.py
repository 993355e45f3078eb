"""Numbers that look like telephone numbers, and are something else."""

import pytest

from ingest import selectors
from ingest.selectors.found import SelectorKind

_LOOK_ALIKES = [
    ("ME", "Case no. 067-2023 was opened."),
    ("ME", "Invoice 069/412-2023 of 12 May 2023"),
    ("IT", "Boarding pass 0039-4471-882, seat 14C"),
    ("XK", "Receipt 044 118 220 dated 2 May"),
    ("RS", "ID of the transaction 063771902114"),
    ("BA", "Meter reading 061 118 229 kWh"),
    ("RS", "model 97, poziv na broj 064-118-2024"),
    ("RS", "uplatnica broj 0651187720"),
    ("ME", "katastarska parcela 067/412, list nepokretnosti 889"),
    ("ME", "plomba broj 0672204"),
    ("BA", "polisa osiguranja broj 061-220-118-4"),
    ("BA", "barkod 3871234567890 na kutiji"),
    ("ME", "šifra robe 38267118220"),
    ("ME", "serijski broj 069118220 puške"),
    ("ME", "Sl. list CG 067/15, 044/15"),
    ("HR", "Urudžbeni broj 511-03-44-18/24"),
    ("AL", "Ligji nr. 9918/2008, neni 298/3"),
    ("AL", "fatura nr. 0692211889 e datës 3.4.2024"),
    ("AL", "Procesverbal 068 22 11/4"),
    ("AL", "numri i kontratës 0682211907"),
    ("AL", "paketa me nr. 0672211889 e postës"),
    ("AL", "Cell 276-01-4471-20093"),
    ("RS", "vagon 31 72 5494 118-7"),
    ("RS", "решење број 063-118-774/2024"),
    ("RS", "службена белешка бр. 064118220"),
    ("RS", "рачун 160-0000000118220-44"),
    ("GB", "Exhibit 07911 208, badge 069441"),
]


@pytest.mark.parametrize(("country", "text"), _LOOK_ALIKES, ids=[text for _, text in _LOOK_ALIKES])
def test_what_looks_like_a_phone_is_none(country: str, text: str) -> None:
    assert SelectorKind.PHONE not in {found.kind for found in selectors.find(text, country)}


@pytest.mark.parametrize(
    ("country", "text", "e164"),
    [
        ("RS", "U ugovoru o najmu navedeno je da je zakupac na 063 118 774", "+38163118774"),
        ("ME", "po predmetu Kt 12/24 zvao je sa 067 118 220", "+38267118220"),
        ("AL", "fatura u pagua; numri i tij i telefonit 069 221 1889", "+355692211889"),
    ],
)
def test_a_phone_beside_a_file_is_still_one(country: str, text: str, e164: str) -> None:
    phones = [f.normalised for f in selectors.find(text, country) if f.kind is SelectorKind.PHONE]
    assert phones == [e164]


def test_a_message_without_capitals_still_names_towns() -> None:
    found = selectors.find("dodji u cazin sutra, vozimo do bihaca", "BA")
    assert [f.normalised for f in found if f.kind is SelectorKind.PLACE] == ["Cazin", "Bihać"]


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("prešli su kod Pljevalja", "Pljevlja"),
        ("stigli u Tivat iz Stoca", "Stolac"),
        ("autobus za Rožaje preko Sjenice", "Sjenica"),
        ("zaustavljeni na Debelom Brijegu", "Debeli Brijeg"),
        ("shkuan drejt Peshkopisë", "Peshkopi"),
        ("u ndal në Hanin e Hotit", "Hani i Hotit"),
        ("from Novi Pazar to Tutin", "Tutin"),
        ("put Nikšić-Plužine", "Plužine"),
    ],
)
def test_towns_and_crossings_are_found_in_any_case(text: str, town: str) -> None:
    assert town in [f.normalised for f in selectors.find(text, "ME")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("KM 318,00", "318.00 BAM"),
        ("ALL 500,000", "500000.00 ALL"),
        ("0,184 BTC", "0.184 BTC"),
        ("23,900 USDT", "23900.00 USDT"),
        ("dao mi 45e", "45.00 EUR"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, value: str) -> None:
    assert value in [f.normalised for f in selectors.find(text, "BA")]


def test_kilometres_are_no_money() -> None:
    assert not [
        f for f in selectors.find("prešao 118 km do KM 14", "BA") if f.kind is SelectorKind.MONEY
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("at 0340 hrs", "03:40"),
        ("u 0415 kontrola", "04:15"),
        ("tek u 6 ujutru", "06:00"),
        ("oko 9 e natës", "21:00"),
        ("od 03.04. do 06.04.2024.", "2024-04-03"),
        ("10. aprila mi je javio", "--04-10"),
    ],
)
def test_times_and_days_are_read_as_people_write_them(text: str, value: str) -> None:
    assert value in [f.normalised for f in selectors.find(text, "ME")]


@pytest.mark.parametrize(
    ("text", "plate", "country"),
    [
        ("with Greek plates ΙΜΒ-2207", "IMB2207", "GR"),
        ("austrijske oznake GU 417 KR", "GU417KR", "AT"),
        ("njemačkih tablica M-KT 4417", "MKT4417", "DE"),
        ("slovenačke oznake KP DL-558", "KPDL558", "SI"),
        ("turskih tablica 34 ABC 123", "34ABC123", "TR"),
        ("veturë me targa 01-123-AB", "01123AB", "XK"),
        ("švajcarskih tablica ZH 123456", "ZH123456", None),
        ("vozilom TB AD 771", "TBAD771", None),
    ],
)
def test_plates_are_read_by_country_and_unknown_ones_as_such(
    text: str, plate: str, country: str | None
) -> None:
    (found,) = [f for f in selectors.find(text, "ME") if f.kind is SelectorKind.PLATE]
    assert (found.normalised, found.country) == (plate, country)


def test_the_end_of_a_plate_is_none() -> None:
    text = "zapamtio je završetak tablice 118-TP"
    assert not [f for f in selectors.find(text, "ME") if f.kind is SelectorKind.PLATE]
