"""Where sentences end, and where a full stop is something else."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import selectors
from ingest.language import narrative, observing
from ingest.language.latinised import Latinised
from ingest.language.sentences import passages


def sentences(text: str, country: str = "ME") -> list[str]:
    return [text[a:b] for a, b in passages(text, selectors.find(text, country))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dana 14.09.2024. Arben Hoxha je platio Goranu Iliću.",
        "Më datë 4. 9. 2024. Gjergji erdhi në shtëpi.",
        "Дана 12. 3. 2024. Полиција је дошла.",
        "Dana 12. 3. 2024. godine zvao me je Petar.",
        "Došao je 12.03.2024. Marko ga nije čekao.",
        "Vozilo reg. br. PG AB123 stajalo je u ul. Slobode br. 4.",
        "Postupljeno po čl. 405. st. 2. Krivičnog zakonika.",
        "S. Marković i dr. Petrović su bili tu.",
        "Kopje iu dha z. Gjon Leka dhe znj. Ana Leka.",
        "Mr. Halil Demir and Mrs. Demir left at 3 p.m. by bus.",
        "Iznos od 1.200,00 EUR je plaćen.",
    ],
)
def test_stops_of_abbreviations_dates_initials_and_figures_end_no_sentence(sentence: str) -> None:
    expected = 2 if "Marko ga" in sentence else 1
    assert len(sentences(sentence)) == expected


def test_sentences_are_parted_at_stops_questions_and_lines_of_a_form() -> None:
    text = "Ime i prezime: Ana Perić\nTelefon: 067 111 222\n\nVidjela sam ga. Je li to on? Jeste."
    assert sentences(text) == [
        "Ime i prezime: Ana Perić",
        "Telefon: 067 111 222",
        "Vidjela sam ga.",
        "Je li to on?",
        "Jeste.",
    ]


def test_a_sentence_goes_on_over_wrapped_lines() -> None:
    text = (
        "Dana 12.03.2024. godine u večernjim satima pred kuću je došao\n"
        "bijeli kombi iz kojeg su izašla četiri nepoznata muškarca sa\n"
        "torbama, a vozač je ostao u vozilu i telefonirao. Zatim su otišli."
    )
    assert len(sentences(text)) == 2


def test_words_without_an_end_are_parted_between_words() -> None:
    text = "takoi Agronin dhe pastaj " * 400
    found = sentences(text)
    assert max(map(len, found)) <= 2_000 and len(found) <= 6
    assert " ".join(found).split() == text.split()


def test_cyrillic_and_latin_texts_are_parted_alike() -> None:
    text = "Дана 4. маја 2023. године звао ме је С. Вишњић. Дошао сам у 10,45 часова."
    assert sentences(text, "BA") == [text[:47], text[48:]]


_PIECES = st.lists(
    st.sampled_from(
        ["Došao je", "Марко Ђурић", "12. 3. 2024.", "br.", "Љубиша", "Džemal Hodžić", "\n", "\n\n"]
        + ["PG AB123", "...", "„Zec“", "?", "067/412-889", "sin Safeta", "X.", "\t", "Њ", "ё", "😀"]
    ),
    max_size=16,
).map(" ".join)


@given(text=_PIECES)
def test_passages_hold_all_that_is_not_blank_once_and_in_order(text: str) -> None:
    spans = passages(text, selectors.find(text, "ME"))
    assert all(a < b for a, b in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    inside = "".join(text[a:b] for a, b in spans)
    assert "".join(inside.split()) == "".join(text.split())


@given(text=_PIECES)
@settings(deadline=None)  # the first text waits for the lexicons
def test_mentions_stand_where_they_say(text: str) -> None:
    observed = observing.observe(narrative.read(text, "ME")).observations
    for mention in observed.mentions:
        start, end = mention.locator.start, mention.locator.end  # type: ignore[union-attr]
        assert text[start:end] == mention.text


@given(text=st.text(alphabet="aЉљЊџЏщЬЮж .\nЂDž", max_size=30))
def test_the_latin_view_leads_back_to_every_letter(text: str) -> None:
    view = Latinised.of(text)
    assert [view.position(view.at(i)) for i in range(len(text))] == list(range(len(text)))
    assert view.span(0, len(view.text)) == (0, len(text))
