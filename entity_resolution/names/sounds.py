"""How a word sounds: what clerks of different countries write differently is written alike.

A letter that two countries read differently (j, c, q, x) gives the word several sounds; words are
alike when any of their sounds are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, product

from rapidfuzz.distance import Editop, Levenshtein

from entity_resolution.names.scripts import MARKED

_MOST_WAYS = 9
# Longest first. What stands right are the sounds it may have, the likeliest first.
_SOUNDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("dzh", ("j",)),
    ("dsch", ("j",)),
    ("tsch", ("c",)),
    ("sch", ("s",)),
    ("tch", ("c",)),
    ("khw", ("h", "hv")),
    ("ttin", ("tin", "din")),
    *((mark, ways) for mark, (_, ways) in MARKED.items()),
    ("xh", ("j",)),
    ("gj", ("j",)),
    ("dj", ("j",)),
    ("dz", ("z", "j")),
    ("kj", ("c", "k")),
    ("tz", ("tz", "z", "c")),
    ("ts", ("ts", "c")),
    ("sh", ("s",)),
    ("zh", ("z",)),
    ("ch", ("c", "h")),
    ("kh", ("h", "k")),
    ("gh", ("g",)),
    ("ph", ("f",)),
    ("th", ("t",)),
    ("dh", ("d",)),
    ("ck", ("k",)),
    ("ks", ("x",)),
    ("ou", ("u",)),
    ("oo", ("u",)),
    ("ee", ("i",)),
    ("ue", ("ue", "u")),
    ("oe", ("oe", "o")),
    ("q", ("k", "c")),
    ("w", ("v",)),
    ("y", ("i",)),
    ("j", ("i", "j")),
    ("c", ("c", "j", "k")),
    ("x", ("x", "z", "h")),
)
_PIECE = re.compile("|".join([left for left, _ in _SOUNDS] + ["."]))
_SOUNDS_OF = dict(_SOUNDS)

# Endings of BCMS cases (Gjokom, Gjoke, Dritanu), Albanian cases (Gjokës, Gjokën, Dritanit) and
# feminine or possessive forms; removed so that what remains is the same in each.
_ENDINGS = re.compile(
    r"(?<=.{3})(?:ovog|ovom|evog|evom|inog|inom|ovim|ama|ima|inin|init|it|in|es|en|se|un|ut|om|em|og|oi|ou"
    r"|oh|a|e|u|(?<!a)i|o)$"
)


@lru_cache(maxsize=200_000)
def sounds(word: str) -> tuple[str, ...]:
    """The sounds a folded word may have, the likeliest first; doubled letters count once."""
    pieces = [_SOUNDS_OF.get(piece, (piece,)) for piece in _PIECE.findall(word)]
    ways = product(*pieces) if _count(pieces) <= _MOST_WAYS else [tuple(p[0] for p in pieces)]
    return tuple(dict.fromkeys(re.sub(r"(.)\1+", r"\1", "".join(way)) for way in ways))


def _count(pieces: list[tuple[str, ...]]) -> int:
    total = 1
    for piece in pieces:
        total *= len(piece)
    return total


_NO_VOWELS = str.maketrans("", "", "aeiou")


def stem(sound: str) -> str:
    """A sound without its case ending; three letters of it stay."""
    return _ENDINGS.sub("", sound)


_CASES_OF_SHORT = {"o": ("a", "u", "om"), "a": ("e", "u", "om")}


def short_root(sound: str) -> str | None:
    """What remains of a name of three letters in all its cases: Ivo, Iva, Ivu, Ivom."""
    return sound[:2] if sound[2:] in ("o", "a", "u", "e", "om") else None


def are_cases_of_short(left: str, right: str) -> bool:
    """Whether one of two sounds is a name of three letters, and the other a case of it."""
    return left[:2] == right[:2] and (
        right[2:] in _CASES_OF_SHORT.get(left[2:], ())
        or left[2:] in _CASES_OF_SHORT.get(right[2:], ())
    )


def consonants(sound: str) -> str:
    """What remains of a sound without its vowels."""
    return sound.translate(_NO_VOWELS)


def skeleton(stem_: str) -> str:
    """What clerks hardly ever get wrong of a stem, to look up names by: consonants without j."""
    return consonants(stem_).replace("j", "") or stem_


def are_alike_in_vowels(left: str, right: str) -> bool:
    """Whether two sounds differ only in vowels that transliterations confuse.

    e with a, e with i, o with u; not those that make another name (Salim, Salam), and not in how
    they begin.
    """
    if consonants(left) != consonants(right) or len(consonants(left)) < 3:
        return False
    changes = Levenshtein.editops(left, right)
    return len(changes) <= 3 and not any(_makes_another(left, right, edit) for edit in changes)


def makes_another_name(left: str, right: str) -> bool:
    """Whether two words of the same consonants differ in vowels that tell names apart."""
    changes = Levenshtein.editops(left, right)
    return any(edit.tag == "replace" and _makes_another(left, right, edit) for edit in changes)


def _makes_another(left: str, right: str, edit: Editop) -> bool:
    if edit.tag != "replace":
        return min(edit.src_pos, edit.dest_pos) == 0
    return {left[edit.src_pos], right[edit.dest_pos]} in _OTHER_VOWELS


_OTHER_VOWELS = ({"a", "i"}, {"a", "u"}, {"i", "u"}, {"i", "o"})


# What else a letter may be of a word that was written without short vowels, and without the letters
# that Arabic lacks: Petrović with b and f, Vučić with f, Goran with j or gh.
_HEARD = {"a": "[ae]", "e": "[aeiou]", "u": "[uov]+", "i": "[ie]+", "h": "h?"}
_HEARD |= {"b": "[bp]", "f": "[fv]", "j": "[jg]", "g": "[gj]"}
# Letters heard as others: Đukanović is written with di, Ivica with ts, Jumblatt with nb; of God is
# -allah or -ullah.
_SOFT = {
    "di": ("(?:d[ie]+|j)", "j"),
    "ts": ("(?:ts|c)", "c"),
    "nb": ("[nm]b", "mb"),
    "alah": ("[aeou]lah?", "la"),
}
_PIECE_HEARD = re.compile("di(?=[uo])|ts|nb|alah$|.")


@lru_cache(maxsize=20_000)
def vowels_left_out(sound: str) -> re.Pattern[str]:
    """What a word from a script without short vowels may sound like once they are put in."""
    found = _PIECE_HEARD.findall(sound)
    pieces = [_SOFT[p][0] if p in _SOFT else _HEARD.get(p, re.escape(p)) for p in found]
    if pieces and sound[0] == "a":
        # The letter that carries any vowel at the head of a word, alone or before it.
        pieces[0] = "[aeiou]"
        if sound[1:2] in ("i", "u"):
            pieces[1] = "v?"
    body = "[aeiou]?".join(pieces)
    return re.compile(f"[aeiou]?{body}[aeiou]?h?")


_MOST_LETTERS_PUT_IN = 32
_SOFTENED = {letters: (letters, other) for letters, (_, other) in _SOFT.items()}
_PUT_IN = {"f": "fv", "b": "bp", "j": "jg", "s": "sc", "u": "uv", **_SOFTENED}


def letters_put_in(sound: str) -> Iterator[str]:
    """The same as far as consonants go, written out: ways that it may be written in Latin letters,
    the first of them where there are very many."""
    return islice(_written(sound, _PUT_IN), _MOST_LETTERS_PUT_IN)


_WRITTEN_ALIKE = str.maketrans("pg", "bj", "aeiouhvf")


def written_without_vowels(sound: str) -> frozenset[str]:
    """What two sounds have in common of which one fits the other's ``vowels_left_out``."""
    return frozenset(way.translate(_WRITTEN_ALIKE) for way in _written(sound, _SOFTENED))


def _written(sound: str, others: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """A sound with each of its pieces written in all ways that it may be."""
    ways = product(*(others.get(piece, (piece,)) for piece in _PIECE_HEARD.findall(sound)))
    return ("".join(way) for way in ways)
