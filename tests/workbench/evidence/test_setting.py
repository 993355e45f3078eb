"""What can be set on a page, and how cited rows are laid out there."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbench.evidence
from workbench.evidence.annexes import LINE_CHARACTERS, annexes
from workbench.evidence.citing import Citation
from workbench.evidence.glyphs import Glyphs
from workbench.evidence.places import PassagePlace, RowPlace
from workbench.evidence.quotes import Quote

GLYPHS = Glyphs.of(sorted((Path(workbench.evidence.__file__).parent / "fonts").glob("*.ttf")))


@pytest.mark.parametrize(
    "text",
    [
        "Đurđević, Šćepan; Gjokë Çela",
        "Љубиша Ћирић, Ђорђе Џонсон",
        "محمد گلبدین پژمان‌زاده",
        "Ευρώπη – „x“ ‹3 €›…",
    ],
)
def test_the_scripts_of_the_region_and_the_route_can_be_shown(text: str) -> None:
    assert GLYPHS.text(text) == text


def test_what_no_font_has_or_nobody_sees_is_shown_by_its_number() -> None:
    assert GLYPHS.text("漢\u202eab\u0000\ud800") == "⟨U+6F22⟩⟨U+202E⟩ab⟨U+0000⟩⟨U+D800⟩"
    assert GLYPHS.text("a\u00adb\tc\u2028d") == "ab c d"


@given(st.text())
def test_nothing_that_is_set_lacks_a_glyph(text: str) -> None:
    for character in GLYPHS.text(text):
        assert ord(character) in GLYPHS.characters or unicodedata.category(character) == "Cf"


def test_a_long_word_may_break_and_a_hash_may_not() -> None:
    assert GLYPHS.text("a" * 64) == "a" * 64
    assert GLYPHS.text("z" * 50).replace("\u200b", "") == "z" * 50
    assert "\u200b" in GLYPHS.text("z" * 50)


def _row(number: int, cells: tuple[str, ...], header: tuple[str, ...]) -> Citation:
    quote = Quote(RowPlace(1, "", number), ";".join(cells), False, header, cells)
    return Citation(1, "0" * 64, quote)


def test_columns_that_are_empty_in_all_cited_rows_are_named_once() -> None:
    header = ("A", "Napomena", "B")
    found = annexes([_row(2, ("1", "", "2"), header), _row(9, ("3", "", "4"), header)])
    (group,) = found.rows
    assert group.header == ("A", "B")
    assert group.empty == ("Napomena",)
    assert [row.cells for row in group.rows] == [("1", "2"), ("3", "4")]
    assert found.anchors["S1 r.9"] == group.rows[1].anchor


def test_rows_too_wide_for_a_line_are_told_cell_by_cell() -> None:
    header = tuple(f"column{n}" for n in range(40))
    (group,) = annexes([_row(2, ("0355690001234",) * 40, header)]).rows
    assert group.widths == ()
    (narrow,) = annexes([_row(2, ("0355690001234",) * 9, header[:9])]).rows
    assert 0 < sum(narrow.widths) <= LINE_CHARACTERS


def test_a_row_longer_than_its_header_keeps_its_cells() -> None:
    (group,) = annexes([_row(2, ("1", "2", "3"), ("A",))]).rows
    assert group.rows[0].cells == ("1", "2", "3")
    assert group.header == ("A", "", "")


def test_the_words_meant_are_marked_and_the_sentence_is_whole() -> None:
    quote = Quote(PassagePlace(2, 10, 40, 1, 3), "Vidio je\nMarka i Đoka.", False)
    marked = Quote(quote.place, quote.text, False, marked_spans=((9, 14), (17, 21)))
    (group,) = annexes([Citation(2, "0" * 64, marked)]).sentences
    (sentence,) = group.sentences
    assert [piece for piece, on in sentence.pieces if on] == ["Marka", "Đoka"]
    assert "".join(piece for piece, _ in sentence.pieces) == "Vidio je Marka i Đoka."
