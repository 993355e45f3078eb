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
    place = _Placing(page).box
    found: list[Letter] = []
    rectangle = raw.FS_RECTF()
    reference = ctypes.byref(rectangle)
    handle, unicode_of, box_of = text.raw, raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    for index in range(text.count_chars()):
        letter = chr(unicode_of(handle, index))
        if letter.isspace():
            found.append(Letter(letter, None))
            continue
        box_of(handle, index, reference)
        box = place(rectangle.left, rectangle.top, rectangle.right, rectangle.bottom)
        if " " < letter < "\u0300":
            found.append(Letter(letter, box))
        else:
            _add(found, _plain(letter), box)
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
        if not self._turn:
            return Box(x0, y0, x1, y1)
        width, height = self._right - self._left, self._top - self._bottom
        if self._turn == 90:
            return Box(height - y1, x0, height - y0, x1)
        if self._turn == 180:
            return Box(width - x1, height - y1, width - x0, height - y0)
        return Box(y0, width - x1, y1, width - x0)


# ------------------------------------------------------------------ fragments


def fragments(found: list[Letter]) -> Iterator[Fragment]:
    """Letters that follow each other without a wide gap or a new line."""
    if directions.is_right_to_left("".join(letter.text for letter in found)):
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
    pieces = tuple(_pieces(found))
    boxes = [piece.box for piece in pieces if piece.box]
    if boxes:
        yield Fragment(pieces, Box.around(boxes))


def _pieces(found: list[Letter]) -> Iterator[Piece]:
    """Words with their boxes, and the spaces between them."""
    word: list[str] = []
    boxes: list[Box] = []
    for text, box in found:
        if box is not None:
            word.append(text)
            boxes.append(box)
            continue
        if word:
            yield Piece("".join(word), Box.around(boxes))
            word, boxes = [], []
        yield Piece(text)
    if word:
        yield Piece("".join(word), Box.around(boxes))
