"""How clerks of one language write words of another: transliteration and its slips."""

from random import Random

# Longest first within each table.
_ALBANIAN_TO_SLAVIC = (
    ("xh", "dž"), ("gj", "đ"), ("zh", "ž"), ("sh", "š"), ("th", "t"), ("dh", "d"), ("ll", "l"),
    ("rr", "r"), ("q", "ć"), ("ç", "č"), ("x", "dz"), ("y", "i"), ("ë", "e"),
)  # fmt: skip
_SLAVIC_TO_ALBANIAN = (
    ("dž", "xh"), ("lj", "l"), ("đ", "gj"), ("č", "ç"), ("ć", "q"), ("š", "sh"), ("ž", "zh"),
)  # fmt: skip
_EASTERN_TO_ALBANIAN = (
    ("dž", "xh"),
    ("š", "sh"),
    ("č", "ç"),
    ("ş", "sh"),
    ("ı", "i"),
    ("ö", "o"),
    ("ğ", "g"),
)
_TURKISH_TO_SLAVIC = (("ş", "š"), ("ı", "i"), ("ö", "o"), ("ğ", "g"), ("ç", "č"))
_PLAIN = str.maketrans("čćšžçëşığöüÇËČĆŠŽŞİÖÜ", "ccszcesigouCECCSZSIOU")
_CYRILLIC_PAIRS = (("dž", "џ"), ("lj", "љ"), ("nj", "њ"))
_CYRILLIC = {
    "a": "а", "b": "б", "c": "ц", "č": "ч", "ć": "ћ", "d": "д", "đ": "ђ", "e": "е", "f": "ф", "g": "г",
    "h": "х", "i": "и", "j": "ј", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р",
    "s": "с", "š": "ш", "t": "т", "u": "у", "v": "в", "z": "з", "ž": "ж",
    "q": "к", "w": "в", "x": "кс", "y": "ј",
}  # fmt: skip
_NEIGHBOURS = {
    "a": "s", "e": "r", "i": "u", "o": "p", "u": "i", "n": "m", "m": "n", "r": "t", "t": "r", "s": "d",
    "d": "s", "v": "b", "k": "l", "l": "k", "b": "v",
}  # fmt: skip


def by_ear_slavic(word: str) -> str:
    """An Albanian word as a Bosnian, Montenegrin or Serbian clerk hears it (Gjoka: Đoka)."""
    return _replaced(word, _ALBANIAN_TO_SLAVIC)


def by_ear_albanian(word: str) -> str:
    """A Slavic word as an Albanian clerk hears it (Vuković: Vukoviq)."""
    return _replaced(word, _SLAVIC_TO_ALBANIAN)


def eastern_albanian(word: str) -> str:
    """An eastern name in Albanian letters."""
    return _replaced(word, _EASTERN_TO_ALBANIAN)


def eastern_slavic(word: str) -> str:
    """A Turkish spelling in Slavic letters."""
    return _replaced(word, _TURKISH_TO_SLAVIC)


def plain(word: str, digraph: bool = True) -> str:
    """Without diacritics; đ becomes dj (or d)."""
    bare = _replaced(word, (("đ", "dj" if digraph else "d"),))
    return bare.translate(_PLAIN)


def cyrillic(text: str) -> str:
    """Serbian Cyrillic of Latin text in Bosnian/Serbian/Montenegrin spelling."""
    for pair, letter in _CYRILLIC_PAIRS:
        text = text.replace(pair, letter).replace(pair.capitalize(), letter.upper())
        text = text.replace(pair.upper(), letter.upper())
    return "".join(_one_cyrillic(c) for c in text)


def cyrillic_plate(plate: str) -> str:
    """A plate's letters one by one: UL JH is УЛ ЈХ."""
    return "".join(_one_cyrillic(c) for c in plate)


def slip(word: str, rng: Random) -> str:
    """One typing slip inside a word: two letters swapped, one doubled, dropped or a neighbour key."""
    if len(word) < 5:
        return word
    at = rng.randrange(1, len(word) - 2)
    kind = rng.choice(("swap", "double", "drop", "neighbour"))
    if kind == "swap" and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "neighbour" and word[at] in _NEIGHBOURS:
        return word[:at] + _NEIGHBOURS[word[at]] + word[at + 1 :]
    return word[: at + 1] + word[at:]


def _one_cyrillic(letter: str) -> str:
    lower = _CYRILLIC.get(letter.lower())
    if lower is None:
        return letter
    return lower if letter.islower() else lower.capitalize()


def _replaced(word: str, table: tuple[tuple[str, str], ...]) -> str:
    """Replace as reading goes, keeping a capital first letter."""
    made, at = [], 0
    while at < len(word):
        for old, new in table:
            piece = word[at : at + len(old)]
            if piece.lower() == old:
                made.append(_cased(new, piece))
                at += len(old)
                break
        else:
            made.append(word[at])
            at += 1
    return "".join(made)


def _cased(new: str, piece: str) -> str:
    if piece.isupper() and len(piece) > 1:
        return new.upper()
    return new.capitalize() if piece[0].isupper() else new
