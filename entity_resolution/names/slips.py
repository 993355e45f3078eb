"""Which exchanged letters are a slip of a hand or an eye, and which make another name.

A finger strikes the key beside the right one, a reader takes rn for m; but Lazić is not Lalić.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import OSA, Levenshtein

_LONG = 7
"""In words with a body of this many letters any one exchanged letter is taken for a slip."""
_ROWS = ("qwertyuiop", "qwertzuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm")
_LOOK_ALIKE = "il lt ce co uv nh nu hb ao ae oe ft gq gy mn vy rn ij"
# Sounds that clerks and languages exchange.
_SOUND_ALIKE = "sz cs cj ck kq gk bp dt vf vw bv iy jy ij xz hk gh ou ei ea ai"
_NEAR = frozenset(
    [frozenset(pair) for row in _ROWS for pair in pairwise(row)]
    + [frozenset(pair) for pair in f"{_LOOK_ALIKE} {_SOUND_ALIKE}".split()]
)
# Endings that many surnames have, so that they tell nothing of whose it is.
_ENDINGS = re.compile(
    r"(?<=\w\w)(?:ovich|evich|ich|ovic|evic|ic|ov|ev|ova|eva|ski|ska|enko|escu|aj|iu"
    r"|opoulos|akis|idis|oglu|zada|zai|zadeh|yan|ez)$"
)


# What a reader, or a scanner, takes for one letter.
_READ_AS_ONE = {"rn": "m", "cl": "d", "vv": "w"}


def are_misread(left: str, right: str) -> bool:
    """Whether two words are the same but for two letters taken for one: Krnetić, Kmetić."""
    long, short = (left, right) if len(left) > len(right) else (right, left)
    return len(long) - len(short) == 1 and short in misreadings(long)


def misreadings(word: str) -> Iterator[str]:
    """The word with two letters taken for one, each way that this may happen."""
    for at in range(len(word) - 1):
        one = _READ_AS_ONE.get(word[at : at + 2])
        if one:
            yield word[:at] + one + word[at + 2 :]


_TURNED_FROM = 5
"""Letters of a word from which two letters that changed places leave the same word."""


def are_turned(left: str, right: str) -> bool:
    """Whether two words are the same but for two neighbours that changed places."""
    return (
        len(left) >= _TURNED_FROM
        and turned(left) == turned(right)
        and OSA.distance(left, right, score_cutoff=1) == 1
    )


def turned(word: str) -> str:
    """The letters of a word in an order that does not depend on theirs."""
    return "".join(sorted(word))


# Endings by which peoples make surnames of one root: Lima-j is no Lima-ni, Petrov-ić no Petrov-ski.
_MAKES_SURNAMES = re.compile(r"(?<=\w{3})(ai|ani|ski|ska|enko|escu|oglu|idis|akis|ic)$")


def has_other_ending(left: str, right: str) -> bool:
    """Whether two sounds are surnames of one root by different endings."""
    if _is_patronymic_of(left, right) or _is_patronymic_of(right, left):
        return True
    one, other = _MAKES_SURNAMES.search(left), _MAKES_SURNAMES.search(right)
    if not one or not other or one[1][:2] == other[1][:2] == "sk":
        return False
    roots = left[: one.start()], right[: other.start()]
    return one[1] != other[1] and roots[0] == roots[1]


def _is_patronymic_of(long: str, short: str) -> bool:
    """Jovanović is no Jovanov; as sounds, these end in ic and ov."""
    return short.endswith(("ov", "ev")) and long == f"{short}ic"


def is_another(left: str, right: str) -> bool:
    """Whether two words differ in one letter that neither hand, eye nor ear exchanges."""
    changes = list(Levenshtein.editops(left, right))
    if len(changes) != 1 or changes[0].tag != "replace":
        return False
    change = changes[0]
    letters = frozenset((left[change.src_pos], right[change.dest_pos]))
    body = min(len(_ENDINGS.sub("", word)) for word in (left, right))
    return body < _LONG and letters not in _NEAR
