"""The letters of a PDF page as pdfium finds them, gathered into fragments of lines.

pdfium gives letters in the order of the file and adds spaces where they stand apart and line ends.
"""

import ctypes
import unicodedata
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from ingest.documents import directions
from ingest.documents.layout_pieces import Box, Fragment, Letter, Piece

_COLUMN_GAP = 12.0  # points
_HYPHENS = ("\x02", "\ufffe")
_EXPANDED = frozenset("ﬀﬁﬂﬃﬄﬅﬆ")


def letters(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> list[Letter]:
    """The page's characters in pdfium's order, ligatures taken apart, accents put on letters."""
    place = _Placing(page)
    found: list[Letter] = []
    rectangle = raw.FS_RECTF()
    reference = ctypes.byref(rectangle)
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        if raw.FPDFText_IsGenerated(text.raw, index) or chr(code).isspace():
            found.append(Letter(chr(code), None))
            continue
        raw.FPDFText_GetLooseCharBox(text.raw, index, reference)
        box = place.box(rectangle.left, rectangle.top, rectangle.right, rectangle.bottom)
        _add(found, _plain(chr(code)), box)
    return found


def _plain(letter: str) -> str:
    """Ligatures and the shapes of Arabic letters as the letters they stand for."""
    if letter in _HYPHENS:
        return "-"
    if letter in _EXPANDED or "\ufb50" <= letter <= "\ufdff" or "\ufe70" <= letter <= "\ufefc":
        return unicodedata.normalize("NFKC", letter)
    return letter


def _add(found: list[Letter], letter: str, box: Box) -> None:
    if found and found[-1].box and unicodedata.combining(letter[0]):
        whole = unicodedata.normalize("NFC", found[-1].text + letter)
        found[-1] = Letter(whole, found[-1].box)
    else:
        found.append(Letter(letter, box))


class _Placing:
    """From a page's own coordinates to those from its top left corner as it is shown."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._turn = page.get_rotation()
        self._left, self._bottom, self._right, self._top = page.get_bbox()

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        x0, x1 = left - self._left, right - self._left
        y0, y1 = self._top - top, self._top - bottom
        width, height = self._right - self._left, self._top - self._bottom
        if self._turn == 90:
            return Box(height - y1, x0, height - y0, x1)
        if self._turn == 180:
            return Box(width - x1, height - y1, width - x0, height - y0)
        if self._turn == 270:
            return Box(y0, width - x1, y1, width - x0)
        return Box(x0, y0, x1, y1)


# ------------------------------------------------------------------ fragments


def fragments(found: list[Letter]) -> Iterator[Fragment]:
    """Letters that follow each other without a wide gap or a new line."""
    if any(directions.is_right_to_left(letter.text) for letter in found):
        yield from directions.fragments(found, _COLUMN_GAP)
        return
    current: list[Letter] = []
    last: Letter | None = None
    for letter in found:
        if letter.text in "\r\n" and letter.box is None:
            yield from _fragment(current)
            current, last = [], None
            continue
        if letter.box and last and _apart(last, letter):
            yield from _fragment(current)
            current = []
        current.append(letter)
        last = letter if letter.box else last
    yield from _fragment(current)


def _apart(one: Letter, other: Letter) -> bool:
    """Whether there is a wide gap between two letters, or one stands above the other."""
    if one.box is None or other.box is None:
        return False
    a, b = one.box, other.box
    height = max(a.bottom - a.top, b.bottom - b.top)
    if b.top > a.bottom or a.top > b.bottom:
        return True
    gap = max(b.left - a.right, a.left - b.right)
    return gap > max(_COLUMN_GAP, 1.2 * height)


def _fragment(found: list[Letter]) -> Iterator[Fragment]:
    boxes = [letter.box for letter in found if letter.box]
    if not boxes:
        return
    around = boxes[0]
    for box in boxes[1:]:
        around = around.joined(box)
    yield Fragment(tuple(_pieces(found)), around)


def _pieces(found: list[Letter]) -> Iterator[Piece]:
    """Words with their boxes, and the spaces between them."""
    word, around = "", None
    for letter in found:
        if letter.box is None and letter.text.isspace():
            if word:
                yield Piece(word, around)
            word, around = "", None
            yield Piece(letter.text)
            continue
        word += letter.text
        if letter.box:
            around = letter.box if around is None else around.joined(letter.box)
    if word:
        yield Piece(word, around)
