"""Any script to Latin letters.

Serbian Cyrillic goes letter by letter into Serbian Latin; Arabic, Persian, Pashto and Urdu, which
leave short vowels out, by the words of a lexicon and else by their letters; all else through ICU.
"""

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

import icu

_SERBIAN = str.maketrans(
    {"ђ": "đ", "Ђ": "Đ", "љ": "lj", "Љ": "Lj", "њ": "nj", "Њ": "Nj", "џ": "dž", "Џ": "Dž"}
    | {"ћ": "ć", "Ћ": "Ć", "ж": "ž", "Ж": "Ž", "ч": "č", "Ч": "Č", "ш": "š", "Ш": "Š"}
    | {"х": "h", "Х": "H", "ц": "c", "Ц": "C", "ј": "j", "Ј": "J"}
    # Russian, Ukrainian and Bulgarian letters of two sounds.
    | {"ю": "yu", "Ю": "Yu", "я": "ya", "Я": "Ya", "є": "ye", "Є": "Ye", "ї": "yi", "Ї": "Yi"}
    | {"щ": "qqc", "Щ": "qqc"}
    # A vowel of Bulgarians; to Russians no sound, and before these letters only.
    | {"ъ": "a", "Ъ": "A"}
    # Macedonian, and Tajik, Uzbek, Kazakh and Tatar letters that ICU leaves as they are.
    | dict(zip("ҳҲһҺқҚғҒӯӮөӨүҮұҰәӘңҢӣӢ", "hHhHqQgGuUoOuUuUaAnNiI", strict=True))
    | {"ѓ": "gj", "Ѓ": "Gj", "ќ": "kj", "Ќ": "Kj", "ҷ": "dž", "Ҷ": "Dž", "җ": "dž", "Җ": "Dž"}
)
# Letters that different keyboards give to one Arabic or Persian letter, for the lexicon.
_ONE_LETTER = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا"}
    | dict.fromkeys("ہھۃ", "ه")
)
_ARABIC_WORD = re.compile(r"[\u0620-\u065f\u066e-\u06d3\u06d5]+")
# A vowel is surely left out between a letter and itself, also with ain between (Muammar), or an h
# that would be read with it.
_VOWEL_BETWEEN = re.compile("([^اوي])(?=ع?\\1)|[دتسكکگزپ](?=[هح])")
_OPEN_AIN = re.compile("^ع(?=و)")  # Aoun, Awni, Odeh
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u200c-\u200f]")
_APOSTROPHES = re.compile(r"['’`ʾʿʼ]")
_HARD_SIGN = re.compile(r"[ъЪ](?=[еёюяЕЁЮЯ]|\b)")
_BEYOND_LATIN = re.compile(r"[^\x00-\u024f]")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+")
# Sounds that Greek writes with two letters, at the head of a word and within it.
_GREEK_PAIRS = {"μπ": ("b", "qqb"), "ντ": ("d", "qqn"), "γκ": ("g", "qqg"), "τζ": ("qqj", "qqj")}
_SOFT_G = {"γκ": "gj", "γ": "qqi"}  # Γκιόκα: Gjoka; Γιόβιτς: Jović
_GREEK_PAIR = re.compile(r"\b(γκ?)[ιί](?=[αάοόωώουύεέ])|" + "|".join(_GREEK_PAIRS))
# What may be heard in several ways, by a mark that no word has in Latin letters, and that is read
# with no letter beside it: how it is written in one way, and all that it may be, the likeliest
# first. Qaf is k or g to Arabs, gh to Iranians (Sadeghi); Bulgarians say sht, Russians shch.
MARKED = {
    "qqz": ("z", ("z", "d")),
    "qqd": ("z", ("z", "d", "t")),
    "qqs": ("s", ("s", "t")),
    "qqk": ("q", ("k", "g")),
    "qqc": ("shch", ("sc", "st")),
    "qqy": ("zh", ("z", "j")),
    "qqb": ("mp", ("mp", "mb", "b")),
    "qqn": ("nt", ("nt", "nd", "d")),
    "qqg": ("gk", ("g", "gk", "ng")),
    "qqj": ("tz", ("tz", "j")),
    "qqi": ("gi", ("gi", "i")),
}
_MARK = re.compile("|".join(MARKED))
_GREEK_TO_LATIN = icu.Transliterator.createInstance("Greek-Latin/UNGEGN")
_TO_LATIN = icu.Transliterator.createInstance("Any-Latin")
_TO_ASCII = icu.Transliterator.createInstance("NFD; [:Nonspacing Mark:] Remove; NFC; Latin-ASCII")


def romanised(written: str) -> str:
    """Lower-case Latin letters, national diacritics kept."""
    return in_one_way(_romanised(written, _GREEK_TO_LATIN.transliterate))


def as_heard(written: str) -> str:
    """As ``romanised``; what may be heard in several ways is marked, for ``sounds``."""
    return _romanised(written, _greek)


def in_one_way(heard: str) -> str:
    """Latin letters without the marks of ``as_heard``."""
    return _MARK.sub(lambda found: MARKED[found.group()][0], heard)


def _romanised(written: str, greek: Callable[[str], str]) -> str:
    lowered = _HARD_SIGN.sub("", written).translate(_SERBIAN).lower()
    if not _BEYOND_LATIN.search(lowered):
        return lowered
    spoken = _ARABIC_WORD.sub(lambda found: _arabic(found.group()), _MARKS.sub("", lowered))
    heard = _GREEK.sub(lambda found: str(greek(found.group())), spoken)
    return str(_TO_LATIN.transliterate(heard)).lower()


def to_ascii(text: str) -> str:
    """Latin letters without any diacritics; apostrophes gone, hyphens as blanks."""
    latin = text if text.isascii() else str(_TO_ASCII.transliterate(text))
    return _APOSTROPHES.sub("", latin).replace("-", " ")


def leaves_vowels_out(written: str) -> bool:
    """Whether most letters are of a script that does not write short vowels."""
    words = [] if written.isascii() else _ARABIC_WORD.findall(written)
    return bool(words) and sum(map(len, words)) * 2 > sum(c.isalpha() for c in written)


def _greek(word: str) -> str:
    return str(_GREEK_TO_LATIN.transliterate(_GREEK_PAIR.sub(_as_heard, word)))


def _as_heard(found: re.Match[str]) -> str:
    if found[1]:
        return _SOFT_G[found[1]]
    return _GREEK_PAIRS[found.group()][found.start() > 0]


@cache
def _tables() -> tuple[dict[int, str], dict[str, str]]:
    text = files("entity_resolution.names").joinpath("data/arabic.toml").read_text("utf-8")
    table = tomllib.loads(text)
    letters = {ord(one): latin for latin, many in table["letters"].items() for one in many}
    return letters, {w.translate(_ONE_LETTER): spoken for w, spoken in table["words"].items()}


def _arabic(word: str) -> str:
    letters, words = _tables()
    plain = word.translate(_ONE_LETTER)
    if plain in words:
        return words[plain]
    if plain.startswith("عبدال") and len(plain) > 6:
        return f"abd {_arabic(plain[3:])}"
    if word.startswith("ال") and len(plain) > 4:  # the article; Albin begins with another alif
        return f"al {_arabic(plain[2:])}"
    before, of_god, after = plain.partition("الله")
    if of_god and len(plain) > 4:
        return f"{_arabic(before)}{words[of_god]}{_arabic(after)}"
    heard = _OPEN_AIN.sub("ا", word.replace("تش", "چ"))
    spelt = _VOWEL_BETWEEN.sub(r"\g<0>ە", heard)
    return _initial_consonant(spelt.translate(letters))


def _initial_consonant(spoken: str) -> str:
    """Waw and ya at the head of a word are consonants."""
    if spoken[:1] in ("u", "i") and len(spoken) > 1:
        return ("w" if spoken[0] == "u" else "y") + spoken[1:]
    return spoken
