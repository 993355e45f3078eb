"""Lines of a page on which right-to-left letters stand, read in the order of speech.

pdfium gives the words of such pages in an order of its own; where letters stand is certain. Letters
are taken from left to right, and the words and stretches that are read from right to left turned.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.documents.layout_pieces import Box, Fragment, Letter, Piece

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SPACE = 0.12  # of a letter's height: a wider gap parts words
_COLUMN_GAP = 1.2


def is_right_to_left(text: str) -> bool:
    """Whether a letter of a script written from right to left is among the characters."""
    return _RIGHT_TO_LEFT.search(text) is not None


def fragments(letters: Sequence[Letter], column_gap: float) -> Iterator[Fragment]:
    """The page's letters as fragments of lines, each read in its own direction."""
    for row in _rows([letter for letter in letters if letter.box]):
        words: list[Piece] = []
        for piece, gap, height in _words(row):
            if words and gap > max(column_gap, _COLUMN_GAP * height):
                yield _fragment(words)
                words = []
            words.append(piece)
        yield _fragment(words)


def _rows(letters: Sequence[Letter]) -> list[list[tuple[str, Box]]]:
    rows: list[list[tuple[str, Box]]] = []
    placed = [(letter.text, letter.box) for letter in letters if letter.box]
    for text, box in sorted(placed, key=lambda one: one[1].top + one[1].bottom):
        if rows and _beside(rows[-1], box):
            rows[-1].append((text, box))
        else:
            rows.append([(text, box)])
    return rows


def _beside(row: list[tuple[str, Box]], box: Box) -> bool:
    other = max((b for _, b in row[:20]), key=lambda b: b.bottom - b.top)
    overlap = min(other.bottom, box.bottom) - max(other.top, box.top)
    return overlap > 0.5 * min(other.bottom - other.top, box.bottom - box.top)


def _words(row: list[tuple[str, Box]]) -> Iterator[tuple[Piece, float, float]]:
    """Words from left to right, each with the gap before it and its height."""
    letters = sorted(row, key=lambda one: (one[1].left, one[1].right))
    height = max(box.bottom - box.top for _, box in letters)
    word, last = [letters[0]], letters[0][1]
    before = 0.0
    for text, box in letters[1:]:
        gap = box.left - last.right
        if gap > _SPACE * height or _turns(word[-1][0], text):
            yield _word(word), before, height
            word, before = [], max(gap, 0.0)
        word.append((text, box))
        last = box if box.right > last.right else last
    yield _word(word), before, height


def _turns(one: str, other: str) -> bool:
    """Whether two letters are read in different directions."""
    return one.isalpha() and other.isalpha() and is_right_to_left(one) != is_right_to_left(other)


def _word(letters: list[tuple[str, Box]]) -> Piece:
    texts = [text for text, _ in letters]
    if any(map(is_right_to_left, texts)):
        texts = _turned(texts)
    return Piece("".join(texts), Box.around([box for _, box in letters]))


def _turned(texts: list[str]) -> list[str]:
    """Letters from right to left, but figures as they stand."""
    found: list[str] = []
    for text in reversed(texts):
        if text.isdigit() and found and found[-1][-1:].isdigit():
            found[-1] = text + found[-1]
        else:
            found.append(text)
    return found


def _fragment(words: list[Piece]) -> Fragment:
    letters = [c for word in words for c in word.text if c.isalpha()]
    backwards = 2 * sum(map(is_right_to_left, letters)) > len(letters)
    ordered = _ordered(words, backwards=backwards)
    pieces = [piece for word in ordered for piece in (Piece(" "), word)][1:]
    return Fragment(tuple(pieces), Box.around([w.box for w in words if w.box]), backwards)


def _ordered(words: list[Piece], *, backwards: bool) -> list[Piece]:
    """Words as they are read: stretches of the other direction turned."""
    sequence = words[::-1] if backwards else words
    found: list[Piece] = []
    stretch: list[Piece] = []  # words of the other direction, and what may stand between them
    for word in sequence:
        turned = _is_turned(word.text, backwards=backwards)
        if turned or (stretch and turned is None):
            stretch.append(word)
            continue
        found += [*_closed(stretch, backwards=backwards), word]
        stretch = []
    return [*found, *_closed(stretch, backwards=backwards)]


def _closed(stretch: list[Piece], *, backwards: bool) -> list[Piece]:
    """The stretch turned; what stood at its end without a direction is left behind it."""
    end = len(stretch)
    while end and not _is_turned(stretch[end - 1].text, backwards=backwards):
        end -= 1
    return [*stretch[:end][::-1], *stretch[end:]]


def _is_turned(word: str, *, backwards: bool) -> bool | None:
    """Whether a word is read against the line's direction; None where it has none."""
    if is_right_to_left(word):
        return not backwards
    if any(c.isalpha() for c in word):
        return backwards
    return None
