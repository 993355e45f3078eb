"""Words parted at the end of a line made whole again."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.documents.layout_pieces import WRAP, Line, Piece

_HYPHENS = "-\u00ad\u2010\u2011"
_PARTED = re.compile(rf"[^\W\d_]{{2,}}[{_HYPHENS}]$")
_GOES_ON = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(rf"[^\W\d_]+[{_HYPHENS}][^\W\d_]+")


def compounds(lines: Sequence[Line]) -> frozenset[str]:
    """Words that a document writes with a hyphen inside a line (``crno-bijeli``)."""
    return frozenset(found.lower() for line in lines for found in _COMPOUND.findall(line.text))


def in_cells(line: Line, known: frozenset[str]) -> Line:
    """The line with what is wrapped inside its cells joined."""
    if all(piece.text != WRAP for piece in line.pieces):
        return line
    pieces: list[Piece] = []
    for piece in line.pieces:
        if len(pieces) > 1 and pieces[-1].text == WRAP:
            before = replace(line, pieces=tuple(pieces[:-1]))
            if goes_on(before, piece):
                pieces = [*drawn_up(before, piece, known).pieces]
                continue
            pieces[-1] = Piece(" ")
        pieces.append(piece)
    return replace(line, pieces=tuple(pieces))


def goes_on(line: Line, following: Piece) -> bool:
    """Whether the line's last word goes on in what follows: ``tele-`` and ``fon``."""
    match = _GOES_ON.match(following.text)
    return bool(match and match.group().islower() and _PARTED.search(line.text.rstrip()))


def drawn_up(line: Line, rest: Piece, known: frozenset[str]) -> Line:
    """The line with the rest of its last word; ``known`` compounds keep their hyphen."""
    pieces = list(line.pieces)
    while not pieces[-1].text.strip():
        pieces.pop()
    begun, match = pieces[-1], _GOES_ON.match(rest.text)
    whole = begun.text + (match.group() if match else "")
    found = _COMPOUND.search(whole)
    kept = begun.text if found and found.group().lower() in known else begun.text[:-1]
    return replace(line, pieces=(*pieces[:-1], Piece(kept, begun.box), rest))


def without_first(line: Line) -> Line:
    """The line without its first word and the space after it."""
    pieces = list(line.pieces[1:])
    while pieces and not pieces[0].text.strip():
        pieces.pop(0)
    return replace(line, pieces=tuple(pieces))
