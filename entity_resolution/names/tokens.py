"""A name as its tokens: Latin, folded, in any order, with the sound and the stem of each.

Folding goes through ICU (any script to Latin); the sound key then writes alike what clerks of
different countries write differently: đ, dj, gj, xh; š, sh; ë, e; kh, h; y, j.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import icu

_SERBIAN = str.maketrans(
    {"ђ": "đ", "Ђ": "Đ", "љ": "lj", "Љ": "Lj", "њ": "nj", "Њ": "Nj", "џ": "dž", "Џ": "Dž"}
    | {"ћ": "ć", "Ћ": "Ć", "ж": "ž", "Ж": "Ž", "ч": "č", "Ч": "Č", "ш": "š", "Ш": "Š"}
    | {"х": "h", "Х": "H", "ц": "c", "Ц": "C", "ј": "j", "Ј": "J"}
)
# What one letter of a national alphabet becomes elsewhere, before diacritics are dropped.
_NATIONAL = str.maketrans(
    {"đ": "dj", "ð": "dj", "š": "sh", "ž": "zh", "č": "ch", "ć": "ch", "ç": "ch", "ş": "sh"}
    | {"ë": "e", "ı": "i", "ğ": "g", "ü": "u", "ö": "o", "ß": "ss", "æ": "ae", "ø": "o"}
)
_PLAIN = str.maketrans({"đ": "d", "ð": "d", "ı": "i"})
_WORD = re.compile(r"[^\W\d_]+")
_TO_LATIN = icu.Transliterator.createInstance("Any-Latin")
_TO_ASCII = icu.Transliterator.createInstance("NFD; [:Nonspacing Mark:] Remove; NFC; Latin-ASCII")

_PARTICLES = frozenset(
    re.split(
        " ",
        "al el ul ad as ar az an bin ibn ben bint binti von van de der di da del la le zvani zvana "
        "mr mrs ms dr g gdja gospodin zoti zonja",
    )
)

# Longest first; what stands right is one sound.
_SOUNDS = (
    ("dzh", "j"),
    ("xh", "j"),
    ("gj", "j"),
    ("dj", "j"),
    ("dz", "z"),
    ("sch", "s"),
    ("tch", "c"),
    ("sh", "s"),
    ("zh", "z"),
    ("ch", "c"),
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("ks", "x"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("q", "k"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
)
_SOUND = re.compile("|".join(left for left, _ in _SOUNDS))
_SOUND_OF = dict(_SOUNDS)


@dataclass(frozen=True)
class Token:
    """One word of a name: folded letters, sound key, and stem without a case ending.

    ``plain`` is the word with its diacritics simply left out, as careless clerks write it.
    """

    text: str
    plain: str
    sound: str
    stem: str
    consonants: str

    @property
    def is_initial(self) -> bool:
        """A single letter that stands for a name."""
        return len(self.text) == 1


@dataclass(frozen=True)
class Name:
    """A name's tokens in the order written; ``unvocalised`` when from a script without vowels."""

    tokens: tuple[Token, ...]
    unvocalised: bool = False

    @property
    def is_full(self) -> bool:
        """At least two tokens that are not initials."""
        return sum(not token.is_initial for token in self.tokens) > 1


@lru_cache(maxsize=200_000)
def parse(written: str) -> Name:
    """Take a name in any script apart. Never fails; an empty name has no tokens."""
    romanised = _romanised(written)
    words = zip(
        _WORD.findall(_ascii(romanised.translate(_NATIONAL))),
        _WORD.findall(_ascii(romanised.translate(_PLAIN))),
        strict=False,
    )
    found = [(word, plain) for word, plain in words]
    kept = [pair for pair in found if pair[0] not in _PARTICLES] or found
    return Name(tuple(_token(*pair) for pair in kept), _is_unvocalised(written))


def latin(written: str) -> str:
    """Lower-case ASCII in the spelling that keeps sounds apart (đ is dj, š is sh)."""
    return _ascii(_romanised(written).translate(_NATIONAL))


def _romanised(written: str) -> str:
    lowered = written.translate(_SERBIAN).lower()
    return lowered if lowered.isascii() else str(_TO_LATIN.transliterate(lowered)).lower()


def _ascii(romanised: str) -> str:
    return re.sub(r"['’`ʾʿʼ]", "", str(_TO_ASCII.transliterate(romanised))).replace("-", " ")


def name_key(written: str) -> str:
    """Sound stems of a name in alphabetical order: equal for one name in any script and order."""
    return " ".join(sorted(token.stem for token in parse(written).tokens))


@lru_cache(maxsize=200_000)
def _token(word: str, plain: str) -> Token:
    sound = _sound(word)
    return Token(word, plain, sound, stem(sound), re.sub(r"[aeiou]", "", sound))


def _sound(word: str) -> str:
    spoken = _SOUND.sub(lambda found: _SOUND_OF[found.group()], word)
    return re.sub(r"(.)\1+", r"\1", spoken)


# Endings of BCMS cases (Gjokom, Gjoke, Dritanu), Albanian cases (Gjokës, Gjokën, Dritanit) and
# feminine or possessive forms; removed so that what remains is the same in each.
_ENDINGS = re.compile(
    r"(?:ovog|ovom|evog|evom|inog|inom|ovim|ama|ima|it|in|es|en|se|un|ut|om|em|og|oi|ou|oh|a|e|u|i|o)$"
)


def stem(sound: str) -> str:
    """A token's sound without its case ending; short tokens lose a final vowel at most."""
    if len(sound) <= 3:
        return sound
    shortened = _ENDINGS.sub("", sound)
    return shortened if len(shortened) >= 3 else re.sub(r"[aeiou]$", "", sound)


def _is_unvocalised(written: str) -> bool:
    letters = [c for c in written if c.isalpha()]
    arabic = sum("\u0600" <= c <= "\u06ff" or "\u0750" <= c <= "\u077f" for c in letters)
    return bool(letters) and arabic * 2 > len(letters)
