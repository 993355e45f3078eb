"""A Latin view of a text that leads back to the characters of the original."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Self

from ingest.selectors.letters import has_cyrillic, is_cyrillic, latin


@dataclass(frozen=True)
class Latinised:
    """``text`` in Latin letters; ``span`` turns its positions into those of ``source``."""

    source: str
    text: str
    _grown: tuple[int, ...]  # positions in ``text`` of every second letter of a digraph

    @classmethod
    def of(cls, source: str) -> Self:
        """The Latin view of a text in Latin or Cyrillic."""
        if not has_cyrillic(source):
            return cls(source, source, ())
        pieces, grown, length = [], [], 0
        for letter in source:
            piece = (latin(letter) or "'") if is_cyrillic(letter) else letter
            if len(piece) == 2:
                grown.append(length + 1)
            pieces.append(piece)
            length += len(piece)
        return cls(source, _all_capitals("".join(pieces), grown), tuple(grown))

    def position(self, at: int) -> int:
        """The position in the source of a position in the Latin text."""
        return at - bisect_right(self._grown, at)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source of a span of the Latin text."""
        return self.position(start), self.position(end - 1) + 1 if end > start else self.position(
            end
        )

    def at(self, source_position: int) -> int:
        """The position in the Latin text of a position in the source."""
        low, high = 0, len(self._grown)
        while low < high:
            middle = (low + high) // 2
            if self._grown[middle] - (middle + 1) < source_position:
                low = middle + 1
            else:
                high = middle
        return source_position + low


def _all_capitals(text: str, grown: list[int]) -> str:
    """Second letters of digraphs are capitals inside words in capitals (LJUBIŠA, not LjUBIŠA)."""
    letters = list(text)
    for at in grown:
        neighbours = text[at + 1 : at + 2] or text[at - 2 : at - 1]
        if letters[at - 1].isupper() and neighbours.isupper():
            letters[at] = letters[at].upper()
    return "".join(letters)
