"""Selectors in running text: what is found, as what, and what is left alone."""

import tomllib
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import selectors
from ingest.selectors import SelectorKind, places


def found(text: str, country: str | None, kind: SelectorKind) -> list[tuple[str, str]]:
    return [(f.text, f.normalised) for f in selectors.find(text, country) if f.kind is kind]


@pytest.mark.parametrize(
    ("text", "country", "written", "e164"),
    [
        ("zvao me sa 067/412-889 dva puta", "ME", "067/412-889", "+38267412889"),
        ("broj 069 221 540, drugi ne znam", "ME", "069 221 540", "+38269221540"),
        ("na broj 061-334-908.", "BA", "061-334-908", "+38761334908"),
        ("(+387) 65 700 213", "BA", "+387) 65 700 213", "+38765700213"),
        ("nga numri 068 412 7755", "AL", "068 412 7755", "+355684127755"),
        ("tel. 00355 69 450 2211", "ME", "00355 69 450 2211", "+355694502211"),
        ("број 065/882-114", "BA", "065/882-114", "+38765882114"),
        ("phone: +39 347 112 9087;", "IT", "+39 347 112 9087", "+393471129087"),
        ("Viber +382 67\n455 120", "ME", "+382 67\n455 120", "+38267455120"),
        ("SIM kartica sa brojem 062/007-609", "BA", "062/007-609", "+38762007609"),
        ("IMEI 356938035643809, broj 069/005-875", "ME", "069/005-875", "+38269005875"),
    ],
)
def test_a_phone_is_found_as_written_and_in_international_form(
    text: str, country: str, written: str, e164: str
) -> None:
    assert found(text, country, SelectorKind.PHONE) == [(written, e164)]


@pytest.mark.parametrize(
    "text",
    [
        "predmet KT 0012345/23 i spis 067-2023",
        "Član 405. stav 2. Krivičnog zakonika",
        "iznos od 1.150.000,00 EUR po računu br. 530-22114-87",
        "dana 12.11.2023. godine, a zatim 03/12/2023",
        "case no. 482/2023, order 20230502",
        "protokolli nr. 1247/3, faqe 12",
        "JMBG 1503985210034",
        "ISBN 978-3-16-148410-0",
        "sobe 204, 205 i 318",
    ],
)
def test_look_alikes_are_no_phones_and_no_plates(text: str) -> None:
    kinds = {f.kind for f in selectors.find(text, "ME")}
    assert not kinds & {SelectorKind.PHONE, SelectorKind.PLATE, SelectorKind.IMEI}


def test_fifteen_digits_are_a_handset_only_where_the_check_digit_holds_or_the_text_says_so() -> (
    None
):
    assert found("aparat 356938035643809", None, SelectorKind.IMEI)
    assert not found("šifra 356938035643808", None, SelectorKind.IMEI)


@pytest.mark.parametrize(
    ("text", "country", "plate"),
    [
        ("makina me targa AA 482 KP", "AL", "AA482KP"),
        ("mjeti TR 5521 M", "AL", "TR5521M"),
        ("vozilo A12-K-345", "BA", "A12K345"),
        ("tablice E44-K-209", "BA", "E44K209"),
        ("reg. oznaka PG AB123", "ME", "PGAB123"),
        ("kombi BR KL 502", "ME", "BRKL502"),
        ("auto BG 402-AB", "RS", "BG402AB"),
        ("tablice DU 552-GH", "HR", "DU552GH"),
        ("veturën 01-442-KD", "XK", "01442KD"),
        ("plate NS 884-TT", "RS", "NS884TT"),
    ],
)
def test_a_plate_is_found_in_the_shape_of_its_country(text: str, country: str, plate: str) -> None:
    ((_, normalised),) = found(text, country, SelectorKind.PLATE)
    assert normalised == plate


def test_a_cyrillic_plate_is_found() -> None:
    ((written, _),) = found("возили су комби НИ 204-ОП", "RS", SelectorKind.PLATE)
    assert written == "НИ 204-ОП"


@pytest.mark.parametrize(("written", "plate"), [("БДЕКс502", "BDEX502"), ("ХН КсК 547", "HNXK547")])
def test_a_latin_letter_that_cyrillic_writes_with_two_is_one(written: str, plate: str) -> None:
    text = f"са црногорским таблицама {written}. Прије њих"
    assert found(text, "BA", SelectorKind.PLATE) == [(written, plate)]


def test_a_chassis_number_is_read_with_digits_where_a_clerk_typed_the_letter_o() -> None:
    ((written, number),) = found("broj šasije W0LOAHL3575O12345", "BA", SelectorKind.VIN)
    assert (written, number) == ("W0LOAHL3575O12345", "W0L0AHL3575012345")
    assert not found("broj šasije W0L0AHL357501234", "BA", SelectorKind.VIN)


def test_an_iban_must_check_out() -> None:
    assert found("IBAN BA391290079401028494", "BA", SelectorKind.IBAN)
    assert not found("IBAN BA391290079401028495", "BA", SelectorKind.IBAN)


def test_a_citizens_number_must_check_out_or_be_announced() -> None:
    assert found("1503985210034", "ME", SelectorKind.PERSONAL_NUMBER)
    assert not found("1503985210035", "ME", SelectorKind.PERSONAL_NUMBER)
    assert found("JMBG 1503985210035", "ME", SelectorKind.PERSONAL_NUMBER)


def test_a_machine_readable_zone_gives_the_document_number() -> None:
    zone = (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    )
    ((_, number),) = found(zone, None, SelectorKind.MRZ)
    assert number == "L898902C3"


@pytest.mark.parametrize(
    ("text", "written", "iso"),
    [
        ("Dana 3. 4. 2024. godine", "3. 4. 2024.", "2024-04-03"),
        ("rođen 09.09.1988. u Tuzli", "09.09.1988.", "1988-09-09"),
        ("дана 4. маја 2023. године", "4. маја 2023.", "2023-05-04"),
        ("më 5 qershor 2024 në", "5 qershor 2024", "2024-06-05"),
        ("on 14 March 2024 he", "14 March 2024", "2024-03-14"),
        ("on March 14, 2024 he", "March 14, 2024", "2024-03-14"),
        ("5.V.2021. godine", "5.V.2021.", "2021-05-05"),
        ("u noći 3/4. maja 2024. smo", "4. maja 2024.", "2024-05-04"),
        ("2024-05-04", "2024-05-04", "2024-05-04"),
    ],
)
def test_a_date_is_read_day_first_with_its_trailing_stop(text: str, written: str, iso: str) -> None:
    assert found(text, "ME", SelectorKind.DATE) == [(written, iso)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("dao mi je 1.150,00 KM", "1150.00 BAM"),
        ("platili smo 40,00 €", "40.00 EUR"),
        ("EUR 1,200 per person", "1200.00 EUR"),
        ("më dha 40 000 lekë", "40000.00 ALL"),
        ("shuma prej 1.800 eurosh", "1800.00 EUR"),
    ],
)
def test_money_is_read_in_the_local_ways_of_writing_figures(text: str, amount: str) -> None:
    ((_, normalised),) = found(text, "BA", SelectorKind.MONEY)
    assert normalised == amount


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("iz Nikšića", "Nikšić"),
        ("u Niksicu", "Nikšić"),
        ("na prelazu Hani i Hotit", "Hani i Hotit"),
        ("prema Velikoj Kladusi", "Velika Kladuša"),
        ("në Shkodër", "Shkodër"),
        ("из Подгорице", "Podgorica"),
    ],
)
def test_a_place_is_found_in_any_case_script_and_without_diacritics(text: str, name: str) -> None:
    assert [n for _, n in found(text, "ME", SelectorKind.PLACE)] == [name]


_WILD = st.lists(
    st.one_of(
        st.sampled_from(
            ["tel.", "broj", "IMEI", "tablice", "+382 67 455 120", "3. 4. 2024.", "40,00 €", "\n"]
            + ["HN-EA333", "Подгорице", "šasije", "356938035643809", "“", "(", "u 18 sati", "\t"]
        ),
        st.text(alphabet="0123456789+-/.,() ABKMčЉж€", max_size=12),
    ),
    max_size=14,
).map(" ".join)


@settings(deadline=None)  # the gazetteer is read at the first call
@given(text=_WILD, country=st.sampled_from(["ME", "BA", "AL", "RS", None]))
def test_spans_lead_back_to_the_text_and_never_overlap(text: str, country: str | None) -> None:
    taken = selectors.find(text, country)
    assert all(text[f.start : f.end] == f.text for f in taken)
    assert all(a.end <= b.start for a, b in pairwise(taken))


def test_every_name_that_neighbours_use_belongs_to_a_known_place() -> None:
    own = tomllib.loads((files("ingest.selectors") / "data" / "places.toml").read_text("utf-8"))
    assert set(own["also"]) <= {place.name for place in places.gazetteer()}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Spavali smo u Prijepolju i Plavu.", ["Prijepolju", "Plavu"]),
        ("прелази Прешево и Градина", ["Прешево", "Градина"]),
        ("Shkuan në Ulqin e Tivar.", ["Ulqin", "Tivar"]),
        ("Kotor, Risan and Perast; Elbasan's bus station", ["Kotor", "Risan", "Perast", "Elbasan"]),
        ("U Prijepolju je vidio plavu Gradinu i Plavu haljinu.", ["Prijepolju"]),
    ],
)
def test_a_name_that_is_also_a_word_is_a_place_beside_another(
    text: str, written: list[str]
) -> None:
    assert [word for word, _ in found(text, "ME", SelectorKind.PLACE)] == written


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("došao je oko pola osam", "07:30"),
        ("дошао је око пола једанаест увече", "22:30"),
        ("oko pola 8 uveče", "19:30"),
        ("rreth orës shtatë e gjysmë", "07:30"),
        ("në ora 7 e gjysmë pasdite", "19:30"),
        ("at half past six in the evening", "18:30"),
    ],
)
def test_half_hours_are_said_to_the_hour_or_past_it(text: str, clock: str) -> None:
    assert [value for _, value in found(text, "ME", SelectorKind.TIME)] == [clock]


def test_half_of_something_is_no_time() -> None:
    assert found("dao mi je pola kilograma i prešli smo pola 5 km", "ME", SelectorKind.TIME) == []


@pytest.mark.parametrize(
    "text",
    [
        "čekali smo 2 sata",
        "vozili smo oko 3 sata",
        "nakon 5 sati vožnje",
        "чекао је 2 сата",
        "after 12 hours of walking",
        "we waited 3 hours",
        "svakih 12 sati",
    ],
)
def test_how_long_something_lasts_is_no_time_of_day(text: str) -> None:
    assert found(text, "ME", SelectorKind.TIME) == []


@pytest.mark.parametrize(
    ("text", "written", "clock"),
    [
        ("u devet uveče", "devet uveče", "21:00"),
        ("у десет ујутру", "десет ујутру", "10:00"),
        ("u 5 i 20 ujutro", "5 i 20 ujutro", "05:20"),
        ("u dva sata iza ponoći", "dva sata", "02:00"),
        ("në orën 9 të mbrëmjes", "9 të mbrëmjes", "21:00"),
        ("rreth orës nëntë", "nëntë", "09:00"),
        ("at nine in the evening", "nine in the evening", "21:00"),
        ("od 18 do 20 sati", "20 sati", "20:00"),
    ],
)
def test_hours_are_read_with_the_part_of_the_day(text: str, written: str, clock: str) -> None:
    assert found(text, "ME", SelectorKind.TIME) == [(written, clock)]
