import ast
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

import dashboards
from dashboards.texts import CYRILLIC, FIRST_LANGUAGE, Texts, catalogue, languages, plural_forms
from dashboards.texts.choosing import catalogue_for, chosen
from dashboards.texts.cyrillic import in_cyrillic
from graph.measures import Measure
from workbench.vocabulary import (
    AttributeName,
    ClaimKind,
    MentionKind,
    NetworkRole,
    PersonCategory,
    SourceKind,
)

PACKAGE = Path(dashboards.__file__).parent
ENGLISH = catalogue("en")


def _said() -> Iterator[tuple[str, str]]:
    """Section and key of every text that the code asks for by name."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="say"),
                    args=[ast.Constant(value=str(section)), ast.Constant(value=str(key)), *_],
                ):
                    yield section, key


def test_every_text_the_code_asks_for_exists() -> None:
    said = set(_said())
    assert len(said) > 50
    assert {(s, k) for s, k in said if k not in ENGLISH.get(s, {})} == set()


def test_every_section_of_terms_exists() -> None:
    asked = {
        section
        for file in PACKAGE.rglob("*.py")
        for section in re.findall(r'\.term\(\s*["\'](\w+)["\']', file.read_text(encoding="utf-8"))
    }
    assert asked and asked <= set(ENGLISH)


def test_every_term_of_the_vocabulary_has_a_word() -> None:
    terms = {
        "kind": MentionKind,
        "relation": ClaimKind,
        "category": PersonCategory,
        "source_kind": SourceKind,
        "measure_name": Measure,
        "role": NetworkRole,
        "attribute": AttributeName,
    }
    for section, vocabulary in terms.items():
        assert {str(term) for term in vocabulary} <= set(ENGLISH[section]), section


def _keys(language: str) -> set[tuple[str, str]]:
    """Section and key of every text but the counts."""
    sections = catalogue(language).items()
    return {(s, key) for s, texts in sections if s != "count" for key in texts}


@pytest.mark.parametrize("language", languages())
def test_every_language_says_all_that_english_says(language: str) -> None:
    assert _keys(language) == _keys(FIRST_LANGUAGE)
    assert [
        (s, key) for s, texts in catalogue(language).items() for key in texts if not texts[key]
    ] == []


@pytest.mark.parametrize("language", languages())
def test_every_language_counts_in_all_its_plural_forms(language: str) -> None:
    nouns = {key.rpartition("_")[0] for key in ENGLISH["count"]}
    forms = plural_forms(language)
    assert set(catalogue(language)["count"]) == {f"{n}_{form}" for n in nouns for form in forms}


@pytest.mark.parametrize("language", languages())
def test_languages_fill_in_the_same_blanks(language: str) -> None:
    for section, texts in catalogue(language).items():
        for key, text in texts.items():
            english = ENGLISH[section].get(key, "{n}")
            blanks = re.findall(r"\{(\w+)\}", text)
            assert sorted(blanks) == sorted(re.findall(r"\{(\w+)\}", english)), (section, key)


def _latin_words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-zčćđšž]+", re.sub(r"\{\w+\}|'[^']+'|\(\w\)", "", text)))


def test_cyrillic_texts_keep_only_keys_and_abbreviations_in_latin_letters() -> None:
    said = [text for texts in catalogue(CYRILLIC).values() for text in texts.values()]
    latin = set().union(*map(_latin_words, said))
    assert latin == {
        *("Adria", "Workbench", "Ctrl", "Z", "Y", "Tab", "Shift", "N", "P", "kB"),
        *("PNG", "PDF", "DOCX", "SHA", "SIM", "VIN", "IMEI", "IMSI", "ICCID", "SMS", "MMS"),
        *("CGI", "PLMN", "ENB", "MCC", "MNC", "LAC", "GB", "UTC", "km"),
    }


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Ljudi, Njegoš, džep: {first}", "Људи, Његош, џеп: {first}"),
        ("Sačuvaj sliku (PNG)", "Сачувај слику (PNG)"),
        ("pokrenite 'workbench resolve'", "покрените 'workbench resolve'"),
        ("SIM-kartica", "SIM-картица"),
    ],
)
def test_latin_words_turn_cyrillic(latin: str, cyrillic: str) -> None:
    assert in_cyrillic(latin) == cyrillic


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en-GB", "en"),
        ("sq", "sq"),
        ("sq-XK", "sq"),
        ("bs", "bs"),
        ("cnr", "bs"),
        ("hr-HR", "bs"),
        ("sr-ME", "bs"),
        ("sr-Latn-RS", "bs"),
        ("sr", "sr-Cyrl"),
        ("sr-Cyrl-BA", "sr-Cyrl"),
        ("it", None),
        ("not a language!", None),
    ],
)
def test_readers_get_the_catalogue_of_their_language(tag: str, language: str | None) -> None:
    assert catalogue_for(tag) == language


def test_what_was_chosen_on_the_page_goes_before_what_the_browser_asks() -> None:
    asked = parse_accept_header("it, sq;q=0.8, en;q=0.5", LanguageAccept)
    assert chosen("bs", asked, "en") == "bs"
    assert chosen("", asked, "en") == "sq"
    assert chosen("nonsense", asked, "en") == "sq"
    assert chosen("", LanguageAccept(), "en") == "en"


def test_an_unknown_language_and_zone_fall_back() -> None:
    texts = Texts.load("xx", "Nowhere/Atlantis")
    assert texts.say("page", "network") == "Network"
    assert texts.zone.key == "UTC"


def test_moments_are_told_in_local_time_with_the_offset() -> None:
    texts = Texts.load("en", "Europe/Podgorica")
    assert texts.moment(datetime(2024, 10, 27, 0, 30)) == "2024-10-27 02:30 +02:00"
    assert texts.moment(datetime(2024, 10, 27, 1, 30)) == "2024-10-27 02:30 +01:00"


def test_counts_agree_with_their_nouns() -> None:
    texts = Texts.load("en", "UTC")
    assert [texts.count("entity", n) for n in (1, 2, 9380)] == [
        "1 entity",
        "2 entities",
        "9\N{NARROW NO-BREAK SPACE}380 entities",
    ]


def test_bosnian_counts_have_a_form_for_few() -> None:
    texts = Texts.load("bs", "UTC")
    assert [texts.count("row", n) for n in (1, 3, 5, 12, 21, 104)] == [
        "1 red",
        "3 reda",
        "5 redova",
        "12 redova",
        "21 red",
        "104 reda",
    ]
