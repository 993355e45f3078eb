"""Text in one shape for searching: Latin, lower case, no diacritics, with the way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import icu

_TO_LATIN = icu.Transliterator.createInstance(
    "Serbian-Latin/BGN; Any-Latin; NFD; [:Nonspacing Mark:] Remove; Latin-ASCII; Lower"
)
_ONE_SOUND = {"đ": "dj", "Đ": "dj", "ђ": "dj", "Ђ": "dj"}  # ICU would make a plain d of it


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    return _ONE_SOUND.get(character) or str(_TO_LATIN.transliterate(character))


@dataclass(frozen=True)
class Folded:
    """``text`` folded; ``origin[i]`` is the place of its i-th character in the original."""

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the folded text came from."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold character by character, so that every folded character knows its origin."""
    if text.isascii():
        return Folded(text.lower(), range(len(text)))
    parts, origin = [], []
    for place, character in enumerate(text):
        folded = _fold_character(character)
        parts.append(folded)
        origin.extend([place] * len(folded))
    return Folded("".join(parts), tuple(origin))
