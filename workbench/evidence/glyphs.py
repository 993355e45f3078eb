"""Which characters the fonts that come with the workbench can show, and what stands for others.

PDF/A forbids characters without a glyph. One that no font here has, or that would change how its
neighbours are read (bidirectional overrides, invisible signs), is shown by its Unicode number, so
that nothing is lost or hidden.
"""

import re
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

# Joiners shape Arabic and Persian words; a soft hyphen and a byte order mark show nothing.
_KEPT = frozenset("\u200c\u200d")
_DROPPED = frozenset("\u00ad\ufeff")
_SPACES = frozenset("\t\n\r\v\f\u2028\u2029")
# A word longer than a column may be broken, so that none of it runs off the page; a hash may not.
_LONG_WORD = re.compile(r"(?<!\S)(?![0-9a-f]{64}(?!\S))\S{45,}")
_BREAK = "\u200b"
_PIECE = 16


@dataclass(frozen=True)
class Glyphs:
    """The characters that every one of some fonts has."""

    characters: frozenset[int]

    @classmethod
    def of(cls, fonts: Sequence[Path]) -> Self:
        """Read the fonts' character maps."""
        return cls(frozenset.intersection(*(_characters(font.read_bytes()) for font in fonts)))

    def shown(self, value: Any) -> Any:
        """Plain data with every text in it made fit to be set."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.shown(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return [self.shown(part) for part in value]
        return value

    def text(self, text: str) -> str:
        """The text, characters that cannot be shown by their number."""
        if not (text.isascii() and text.isprintable()):
            text = "".join(map(self._character, text))
        return _LONG_WORD.sub(_breakable, text)

    def _character(self, character: str) -> str:
        if character in _SPACES:
            return " "
        if character in _DROPPED:
            return ""
        hidden = unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn")
        if character in _KEPT or (ord(character) in self.characters and not hidden):
            return character
        return f"⟨U+{ord(character):04X}⟩"


def _breakable(word: re.Match[str]) -> str:
    pieces = (word[0][at : at + _PIECE] for at in range(0, len(word[0]), _PIECE))
    return _BREAK.join(pieces)


def _characters(font: bytes) -> frozenset[int]:
    """The code points of a TrueType font's character map (OpenType 1.9, "cmap", format 12 or 4)."""
    tables = _tables(font)
    start = tables[b"cmap"]
    count = struct.unpack_from(">H", font, start + 2)[0]
    offsets = {struct.unpack_from(">HHL", font, start + 4 + 8 * n)[2] for n in range(count)}
    forms = {struct.unpack_from(">H", font, start + at)[0]: start + at for at in offsets}
    if 12 in forms:
        return frozenset(_segments(font, forms[12]))
    return frozenset(_deltas(font, forms[4]))


def _tables(font: bytes) -> dict[bytes, int]:
    count = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(count))
    return {tag: offset for tag, _, offset, _ in records}


def _segments(font: bytes, at: int) -> Iterator[int]:
    count = struct.unpack_from(">L", font, at + 12)[0]
    for n in range(count):
        first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * n)
        yield from range(first, last + 1)


def _deltas(font: bytes, at: int) -> Iterator[int]:
    twice = struct.unpack_from(">H", font, at + 6)[0]
    lasts = struct.unpack_from(f">{twice // 2}H", font, at + 14)
    firsts = struct.unpack_from(f">{twice // 2}H", font, at + 16 + twice)
    for first, last in zip(firsts, lasts, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)
