"""Names in the cases that sentences need, and every wording with its places filled."""

import tomllib
from importlib import resources
from random import Random
from string import Formatter

import pytest

from sample_data.dossier import DEFAULT_SEED
from sample_data.world import World, build
from sample_data.world.dates import local
from sample_data.writing import albanian, slavic
from sample_data.writing.briefing import values
from sample_data.writing.clerks import Clerk
from sample_data.writing.pieces import Teller

TEXTS = sorted(
    entry.name.removesuffix(".toml")
    for entry in resources.files("sample_data.writing").joinpath("texts").iterdir()
)


@pytest.fixture(scope="module")
def world() -> World:
    return build(DEFAULT_SEED)


@pytest.mark.parametrize(
    ("word", "genitive", "instrumental"),
    [
        ("Nikola", "Nikole", "Nikolom"),
        ("Marko", "Marka", "Markom"),
        ("Vojo", "Voja", "Vojom"),
        ("Petar", "Petra", "Petrom"),
        ("Radoje", "Radoja", "Radojem"),
        ("Miloš", "Miloša", "Milošem"),
        ("Kusovac", "Kusovca", "Kusovcem"),
        ("Soko", "Sokola", "Sokolom"),
        ("Mačak", "Mačka", "Mačkom"),
        ("Žuti", "Žutog", "Žutim"),
        ("Hodžić", "Hodžića", "Hodžićem"),
    ],
)
def test_mens_names_decline(word: str, genitive: str, instrumental: str) -> None:
    assert slavic.decline(word, "gen", female=False) == genitive
    assert slavic.decline(word, "ins", female=False) == instrumental


def test_a_womans_given_name_declines_and_her_surname_stays() -> None:
    assert slavic.decline("Danica", "acc", female=True) == "Danicu"
    assert slavic.decline("Hodžić", "acc", female=True, surname=True) == "Hodžić"


@pytest.mark.parametrize(
    ("word", "definite", "accusative", "genitive"),
    [
        ("Dritan", "Dritani", "Dritanin", "Dritanit"),
        ("Mark", "Marku", "Markun", "Markut"),
        ("Gjoka", "Gjoka", "Gjokën", "Gjokës"),
        ("Gocaj", "Gocaj", "Gocajn", "Gocajt"),
        ("Spahia", "Spahia", "Spahinë", "Spahisë"),
        ("Avni", "Avniu", "Avniun", "Avniut"),
        ("Pjetër", "Pjetri", "Pjetrin", "Pjetrit"),
    ],
)
def test_albanian_names_decline(word: str, definite: str, accusative: str, genitive: str) -> None:
    forms = [albanian.decline(word, case) for case in ("def", "acc", "gen")]
    assert forms == [definite, accusative, genitive]


@pytest.mark.parametrize("text", TEXTS)
def test_every_wording_can_be_told(world: World, text: str) -> None:
    source = resources.files("sample_data.writing").joinpath("texts", f"{text}.toml")
    language = {"Albanian": "sq", "English": "en"}.get(_language(source.read_text("utf-8")), "bs")
    at = local(world.calendar.house_search, 10)
    named = values(world, at) | {"case_no": "1/2025"}
    for cyrillic in (False, True)[: 2 if language == "bs" else 1]:
        teller = Teller(Clerk(language, Random(1), cyrillic), "ME", named)
        for pattern in _patterns(tomllib.loads(source.read_text("utf-8"))["part"]):
            assert teller.tell(pattern) or not list(Formatter().parse(pattern))


def _language(text: str) -> str:
    heading = text.splitlines()[0]
    return next(
        (
            name
            for name in ("Albanian", "English")
            if f"{name}." in heading or f"{name}," in heading
        ),
        "",
    )


def _patterns(parts: list[dict[str, list[str] | list[list[str]]]]) -> list[str]:
    found: list[str] = []
    for part in parts:
        for name in ("any", "say", "rows"):
            for entry in part.get(name, []):
                found += [entry] if isinstance(entry, str) else entry
    return found
