"""A summary in each language: verifiable, in its own letters, and as silent as in English."""

import json
import re
import string
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest

from graph.build import MENTIONED_WITH, services
from graph.measures import MEASURES
from tests.workbench.evidence.conftest import ExportedSample
from workbench.access import for_export
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.evidence import selection, summary
from workbench.evidence.composing import compose
from workbench.evidence.method import _HABITS, _SHORT_NUMBER
from workbench.evidence.request import Request
from workbench.evidence.verify import verify
from workbench.evidence.wording import Wording, languages
from workbench.evidence.wording.cyrillic import in_cyrillic
from workbench.vocabulary import ClaimKind, HandlingCode, MentionKind, NetworkRole, PersonCategory

ENGLISH = Wording.load("en", "UTC")
OTHERS = [language for language in languages() if language != "en"]
TITLES = {"bs": "Sažetak dokaza", "sq": "Përmbledhje e provave", "sr-Cyrl": "Сажетак доказа"}
PROTECTED = {"bs": "Zaštićeno lice", "sq": "Person i mbrojtur", "sr-Cyrl": "Заштићено лице"}

# ------------------------------------------------------------------ catalogues


def _texts(words: Wording) -> Iterator[tuple[str, str, str | list[str]]]:
    for section, texts in words.catalogue.items():
        for key, text in texts.items():
            yield section, key, text


def _blanks(text: str | list[str]) -> set[str]:
    lines = [text] if isinstance(text, str) else text
    return {name for line in lines for _, name, _, _ in string.Formatter().parse(line) if name}


def test_there_is_a_catalogue_for_each_language_of_the_region() -> None:
    assert languages() == ["bs", "en", "sq", "sr-Cyrl"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_catalogue_has_the_same_texts_with_the_same_blanks(language: str) -> None:
    words = Wording.load(language, "UTC")
    expected = {(section, key): _blanks(text) for section, key, text in _texts(ENGLISH)}
    assert {(section, key): _blanks(text) for section, key, text in _texts(words)} == expected
    for section in ("entity_table", "tie_table", "source_table"):
        assert list(words.section(section)) == list(ENGLISH.section(section)), "columns in order"


@pytest.mark.parametrize("language", languages())
def test_every_catalogue_knows_every_term_and_plural(language: str) -> None:
    words = Wording.load(language, "UTC")
    assert set(words.section("kind")) == set(MentionKind)
    assert set(words.section("relation")) == {*ClaimKind, MENTIONED_WITH}
    assert set(words.section("category")) == set(PersonCategory)
    assert set(words.section("role")) == set(NetworkRole)
    assert {"H1", "H2", "H3"} <= set(words.section("withheld_reason")) & {*HandlingCode, "unknown"}
    assert set(words.section("measure_question")) == set(selection.MEASURES)
    assert all(
        len(words.lines("count", what)) == len(words.plurals) for what in ENGLISH.section("count")
    )


def test_numbers_take_the_form_of_their_noun() -> None:
    latin, albanian = Wording.load("bs", "UTC"), Wording.load("sq", "UTC")
    assert [latin.count("files", n) for n in (1, 3, 5, 11, 21, 22)] == [
        "1 datoteka",
        "3 datoteke",
        "5 datoteka",
        "11 datoteka",
        "21 datoteka",
        "22 datoteke",
    ]
    assert [albanian.count("files", n) for n in (1, 2, 21)] == [
        "1 skedar",
        "2 skedarë",
        "21 skedarë",
    ]


def test_english_says_of_measures_and_services_what_the_calculation_says() -> None:
    for measure in selection.MEASURES:
        assert ENGLISH.term("measure_question", measure) == MEASURES[measure].question
        assert ENGLISH.term("measure_definition", measure) == MEASURES[measure].definition
    assert services._reason(True, services._Habits(*[0] * 6)) == _SHORT_NUMBER
    habits = services._Habits(
        contacts=90, spread=80.4, usual_spread=3.2, once=0.95, both_ways=0.01, acquainted=0
    )
    reason = services._reason(False, habits)
    found = _HABITS.fullmatch(reason)
    assert found
    assert ENGLISH.say("method", "service_habits", **found.groupdict()) == reason


# ------------------------------------------------------------------ letters


def test_latin_becomes_cyrillic_but_for_what_is_filled_in_or_as_written() -> None:
    text = "Ljubav, Njegoš, džep, LJUDI, đak i ćup: {name} – S{number}, SHA-256 (A)."
    catalogue = in_cyrillic({"a": {"key": text}}, ["S{number}", "SHA-256", "A"])
    assert catalogue == {
        "a": {"key": "Љубав, Његош, џеп, ЉУДИ, ђак и ћуп: {name} – S{number}, SHA-256 (A)."}
    }


def test_the_cyrillic_catalogue_has_no_latin_words_of_its_own() -> None:
    kept = r"\{\w+\}|S\d r\.\d+|S\d( p\.\d s\.\d+)?|S(?=\W)|\[protected\]|SHA-256|UTC|SIM|4x4"
    kept += r"|Admiralty|\w+\.json|workbench verify PACK|\b[ABCFX]\b|H\d"
    for section, key, text in _texts(Wording.load("sr-Cyrl", "UTC")):
        lines = [text] if isinstance(text, str) else text
        for line in lines:
            assert not re.search("[A-Za-zčćžšđ]", re.sub(kept, "", line)), (section, key)


def test_a_pseudonym_is_worded_in_the_language() -> None:
    latin = Wording.load("bs", "UTC")
    assert latin.pseudonym("Protected person 3") == "Zaštićeno lice 3"
    assert latin.pseudonym("Sim of protected person 3 2") == "SIM kartica – zaštićeno lice 3 2"
    assert latin.pseudonym("[protected]") == "[protected]"
    assert ENGLISH.pseudonym("Sim of protected person 3") == "Sim of protected person 3"


def test_a_language_without_catalogue_is_refused() -> None:
    with pytest.raises(RefusedError, match="bs, en, sq, sr-Cyrl"):
        Wording.load("../en", "UTC")


# ------------------------------------------------------------------ summaries


def test_a_summary_in_cyrillic_has_nothing_in_english_or_of_its_own_in_latin(
    exported: ExportedSample,
) -> None:
    with exported.case() as case:
        shown = for_export(case)
        focus = next(e for e, name in shown.pseudonyms.items() if name == "Protected person 3")
        asked = Request("Sud u Baru", focus=(focus,), top=3, language="sr-Cyrl")
        report = compose(case, shown, asked, datetime(2025, 1, 1)).report
    told = json.dumps(asdict(replace(report, words={}, citations=())), ensure_ascii=False)
    assert TITLES["sr-Cyrl"] in told
    assert f"{PROTECTED['sr-Cyrl']} " in told and "Protected person" not in told
    assert not [reason for reason in ENGLISH.section("omission") if reason[1:] in told]
    assert " without " not in told, "an English reason that no catalogue has"
    assert "Sud u Baru" in told, "what people typed stays in its letters"
    names = [row[1] for row in report.entities.rows]
    assert any(re.fullmatch(r"\w+ \w*(ić|ći)\w*.*", name) for name in names), "and so do names"


@pytest.mark.parametrize("language", ["sr-Cyrl"])  # the others test_nobody_named sets
def test_a_summary_is_set_in_its_language_and_verifies(
    small_case: Case, tmp_path: Path, language: str
) -> None:
    out = tmp_path / "summary.zip"
    made = summary.export(small_case, out, recipient="Sud u Baru", language=language)
    assert verify(out).citations == made.citations
    with zipfile.ZipFile(out) as archive:
        pdf = archive.read("summary.pdf")
    assert f"/Lang({language[:2]})".encode() in pdf
    with pypdfium2.PdfDocument(pdf) as document:
        pages = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    assert TITLES[language] in pages and "⟨U+" not in pages
