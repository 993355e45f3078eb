import ast
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import dashboards
from dashboards.texts import Texts, catalogue, languages
from graph.measures import Measure
from workbench.vocabulary import ClaimKind, MentionKind, NetworkRole, PersonCategory, SourceKind

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
    }
    for section, vocabulary in terms.items():
        assert {str(term) for term in vocabulary} <= set(ENGLISH[section]), section


def test_languages_fill_in_the_same_blanks() -> None:
    for language in languages():
        for section, texts in catalogue(language).items():
            for key, text in texts.items():
                blanks = re.findall(r"\{(\w+)\}", text)
                assert set(blanks) == set(re.findall(r"\{(\w+)\}", ENGLISH[section][key]))


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
        "9,380 entities",
    ]
