"""A Latin text of Bosnian, Montenegrin or Serbian in Cyrillic letters, which stand one for one."""

import re
from functools import cache

import icu

_DIGRAPHS = {"lj": "љ", "nj": "њ", "dž": "џ"}
_LETTERS = dict(zip("abcčćdđefghijklmnoprsštuvzž", "абцчћдђефгхијклмнопрсштувзж", strict=True))

# Blanks, commands in quotes, keys and abbreviations are the same in both scripts.
_KEPT = re.compile(
    r"(\{\w+\}|'[^']+'|\(\w\)|\w+\+\w+|\b[A-Z]{2,}(?:-\d+)?|"
    r"\b(?:Adria|Workbench|Shift|Tab|N|P|kB|km(?:/h)?)\b)"
)


@cache
def _letters() -> icu.Transliterator:
    pairs = (_DIGRAPHS | _LETTERS).items()
    capitals = [(latin.capitalize(), cyrillic.upper()) for latin, cyrillic in pairs]
    rules = " ".join(f"{latin} > {cyrillic};" for latin, cyrillic in [*pairs, *capitals])
    return icu.Transliterator.createFromRules("latin-cyrillic", rules)


def in_cyrillic(text: str) -> str:
    """The text in Cyrillic; what is the same in both scripts stays Latin."""
    parts = _KEPT.split(text)
    return "".join(
        part if number % 2 else _letters().transliterate(part) for number, part in enumerate(parts)
    )
