"""Serbian and Montenegrin Cyrillic to Latin, and letters that look alike in both.

A plain table, not a general transliterator: one input letter gives one or two output letters, so
that values written in either script compare equal. Other scripts pass unchanged.
"""

import re
import unicodedata

_FROM = "АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ"
_TO = "A B V G D Đ E Ž Z I J K L Lj M N Nj O P R S T Ć U F H C Č Dž Š"
_UPPER = dict(zip(_FROM, _TO.split(), strict=True))
# Letters of neighbouring Cyrillic alphabets (Macedonian, Montenegrin, Bulgarian, Russian).
_UPPER |= dict(
    zip(
        "ЃЌЅЩЙЬЪЮЯЫЭЁ",
        ("Đ", "Ć", "Dz", "Št", "J", "", "A", "Ju", "Ja", "I", "E", "Jo"),
        strict=True,
    )
)
_SINGLE = {ord(c): t for c, t in _UPPER.items()}
_SINGLE |= {ord(c.lower()): t.lower() for c, t in _UPPER.items()}

# Cyrillic letters that a typist confuses with Latin ones of the same shape.
_LOOKS_LIKE = str.maketrans("АВЕЅЈКМНОРСТУХавеѕјкмнорстух", "ABESJKMHOPCTYXabesjkmhopctyx")


_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ONE_FOR_ONE = {c: t for c, t in _SINGLE.items() if len(t) == 1}


def latin(text: str) -> str:
    """Cyrillic letters in Latin spelling; everything else as it is (length may change)."""
    return text.translate(_SINGLE) if has_cyrillic(text) else text


def aligned_latin(text: str) -> str:
    """Like ``latin``, of the same length: letters with a two-letter spelling stay Cyrillic."""
    if not has_cyrillic(text):
        return text
    return text.translate(_ONE_FOR_ONE)


def same_shape(text: str) -> str:
    """Cyrillic letters replaced by the Latin ones they look like; others stay Cyrillic."""
    return text.translate(_LOOKS_LIKE)


def is_cyrillic(letter: str) -> bool:
    """Whether a letter is of the Cyrillic block."""
    return "\u0400" <= letter <= "\u04ff"


def without_diacritics(text: str) -> str:
    """Latin letters as typed without diacritics: ``Nikšić`` gives ``Niksic``, Đ gives Dj."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.replace("Đ", "Dj").replace("đ", "dj"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def has_cyrillic(text: str) -> bool:
    """Whether some letter of a text is Cyrillic."""
    return not text.isascii() and _CYRILLIC.search(text) is not None
