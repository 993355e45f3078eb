"""What stands on a page: words with their boxes, fragments of lines, and lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

WRAP = "\u2028"
"""Between the lines of one cell; a space once words parted there are whole."""


class Box(NamedTuple):
    """A rectangle, measured from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def joined(self, other: "Box") -> "Box":
        """The rectangle around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    @classmethod
    def around(cls, boxes: Sequence["Box"]) -> "Box":
        """The rectangle around all."""
        left, top, right, bottom = boxes[0]
        for x0, y0, x1, y1 in boxes:
            left = x0 if x0 < left else left
            top = y0 if y0 < top else top
            right = x1 if x1 > right else right
            bottom = y1 if y1 > bottom else bottom
        return cls(left, top, right, bottom)


class Letter(NamedTuple):
    """A character and its box; none for white space."""

    text: str
    box: Box | None


class Piece(NamedTuple):
    """A word with its box, or what stands between words, without one."""

    text: str
    box: Box | None = None


@dataclass(frozen=True)
class Fragment:
    """Pieces that stand beside each other without a wide gap."""

    pieces: tuple[Piece, ...]
    box: Box
    right_to_left: bool = False

    @property
    def length(self) -> int:
        """How many characters it holds."""
        return sum(len(piece.text) for piece in self.pieces)


@dataclass(frozen=True)
class Line:
    """A line as it is read. ``column`` numbers the stretch of the page it belongs to."""

    pieces: tuple[Piece, ...]
    box: Box
    column: int = 0

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join(piece.text for piece in self.pieces)


def wrapped(pieces: list[Piece]) -> list[Piece]:
    """Pieces after which the line of a cell is wrapped."""
    return [*pieces, Piece(WRAP)]
