"""Names of persons in their cases, scripts and company."""

import pytest

from ingest.language import narrative, observing
from ingest.observations import Observations
from workbench.vocabulary import AttributeName, MentionKind


def read(text: str, country: str = "ME") -> Observations:
    return observing.observe(narrative.read(text, country)).observations


def persons(text: str, country: str = "ME") -> list[tuple[str, str | None]]:
    mentions = read(text, country).mentions
    return [(m.text, m.normalised) for m in mentions if m.kind is MentionKind.PERSON]


@pytest.mark.parametrize(
    ("text", "country", "nominative"),
    [
        ("Sastao sam se sa Dritanom Gjokom na pumpi.", "BA", "Dritan Gjoka"),
        ("Rekao sam to Petru Radonjiću juče.", "ME", "Petar Radonjić"),
        ("Poznajem Anu Perić iz škole.", "ME", "Ana Perić"),
        ("Видио сам Сашу Ђорђевића.", "RS", "Saša Đorđević"),
        ("E takova Fatos Gjokën në Lezhë.", "AL", "Fatos Gjoka"),
        ("Numri i Ramiz Morinës nuk dihet.", "XK", "Ramiz Morina"),
    ],
)
def test_an_inflected_name_is_read_in_the_nominative(
    text: str, country: str, nominative: str
) -> None:
    assert [normalised for _, normalised in persons(text, country)] == [nominative]


def test_a_nickname_in_quotes_is_a_mention_and_an_alias_of_the_name_before_it() -> None:
    observed = read("Vozio je Dritan Gjoka, zvani „Tani“.")
    assert [m.text for m in observed.mentions] == ["Dritan Gjoka", "Tani"]
    aliases = {(a.mention.text, a.value) for a in observed.attributes if a.name == "alias"}
    assert ("Dritan Gjoka", "Tani") in aliases


def test_a_nickname_once_announced_is_known_wherever_it_is_quoted() -> None:
    found = persons("Zovu ga „Zec“. Kasnije mi je „Zec“ dao novac.")
    assert [text for text, _ in found] == ["Zec", "Zec"]


def test_a_quoted_firm_is_an_organisation_and_no_person() -> None:
    mentions = read("Radim u motelu „Leutar“ u Trebinju.", "BA").mentions
    assert [m.text for m in mentions if m.kind is MentionKind.ORGANISATION] == ["Leutar"]
    assert not [m for m in mentions if m.kind is MentionKind.PERSON]


@pytest.mark.parametrize(
    "text",
    [
        "Ime i prezime: Suljo Balić\nIme oca: Faruk",
        "Došao je Suljo Balić, sin Faruka.",
        "Suljo Balić, od oca Faruka, rođen 1980. godine.",
    ],
)
def test_a_fathers_name_is_a_fact_about_the_child_and_no_mention(text: str) -> None:
    observed = read(text, "BA")
    assert [m.normalised for m in observed.mentions] == ["Suljo Balić"]
    fathers = [a.value for a in observed.attributes if a.name is AttributeName.FATHER_NAME]
    assert fathers == ["Faruk"]


@pytest.mark.parametrize(
    "sentence",
    [
        "He says that Genti Kadiu asked him to find a driver.",
        "Pasoše im je uzimao Genti Kadiu, koga zovu „Kapiteni“.",
        "Porositë ia jepte Genti Kadiu, i cili njihet me nofkën “Kapiteni”.",
    ],
)
def test_a_definite_given_name_like_a_town_s_is_a_person_beside_a_surname(sentence: str) -> None:
    read = narrative.read(f"Statement of the witness.\n{sentence}", "AL")
    assert "Genti Kadiu" in [name.naming.full for name in read.people]


def test_the_town_itself_stays_a_place() -> None:
    read = narrative.read("Statement of the witness.\nThey drove through Gent to Bruges.", "AL")
    assert read.people == ()
