"""Names known beforehand, and words known to be no names."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files


@dataclass(frozen=True)
class NameLexicon:
    """Folded names; sets overlap where a name is male and female, or of both languages."""

    male: frozenset[str]
    female: frozenset[str]
    surnames: frozenset[str]
    albanian: frozenset[str]
    south_slavic: frozenset[str]

    def is_given(self, folded: str) -> bool:
        """Whether it is somebody's given name."""
        return folded in self.male or folded in self.female


@dataclass(frozen=True)
class WordLexicon:
    """Words that are no names, as patterns over lower-case Latin words."""

    never: re.Pattern[str]
    openers: re.Pattern[str]
    ambiguous: frozenset[str]
    surname_ending: re.Pattern[str]


# Albanian sounds as Slavic clerks write them, so that Đoka finds Gjoka and Hodža Hoxha.
_RESPELLINGS = (
    ("xh", "dž"), ("gj", "đ"), ("zh", "ž"), ("sh", "š"), ("ç", "č"), ("q", "ć"), ("ë", "e"),
    ("th", "t"), ("dh", "d"), ("ll", "l"), ("rr", "r"), ("y", "i"), ("x", "dz"),
)  # fmt: skip


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """Lower case without diacritics, for looking names up: ``Đorđević`` gives ``djordjevic``."""
    lower = name.lower().replace("đ", "dj").replace("ı", "i").replace("ø", "o")
    plain = unicodedata.normalize("NFKD", lower)
    return (
        "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "").replace("'", "")
    )


@cache
def names() -> NameLexicon:
    """The shipped lists of names."""
    raw = tomllib.loads((files(__package__) / "data" / "names.toml").read_text("utf-8"))
    collected: defaultdict[str, set[str]] = defaultdict(set)
    for origin, lists in raw.items():
        for kind, text in lists.items():
            for name in text.split():
                spellings = _spellings(name, respell=origin == "albanian")
                collected[kind] |= spellings
                collected[origin] |= spellings
    wanted = ("male", "female", "surnames", "albanian", "south_slavic")
    return NameLexicon(*(frozenset(collected[k]) for k in wanted))


def _spellings(name: str, *, respell: bool) -> set[str]:
    lower = name.lower()
    made = {fold(lower)}
    if respell:
        respelled = lower
        for albanian, slavic in _RESPELLINGS:
            respelled = respelled.replace(albanian, slavic)
        made |= {fold(respelled), fold(respelled.replace("đ", "d"))}
    if "đ" in lower:
        made.add(fold(lower.replace("đ", "d")))
    return made


@cache
def words() -> WordLexicon:
    """The shipped lists of words that are no names."""
    raw = tomllib.loads((files(__package__) / "data" / "nonnames.toml").read_text("utf-8"))
    endings = "|".join(raw["surname_endings"].split())
    return WordLexicon(
        never=_pattern(raw["words"]),
        openers=_pattern(raw["openers"]),
        ambiguous=frozenset(fold(w) for w in raw["ambiguous"].split()),
        surname_ending=re.compile(rf"..+(?:{endings})"),
    )


def _pattern(text: str) -> re.Pattern[str]:
    exact = {w for w in text.split() if not w.endswith("*")}
    stems = {w[:-1] for w in text.split() if w.endswith("*")}
    alternatives = [re.escape(w) for w in sorted(exact)] + [
        re.escape(s) + r"\w*" for s in sorted(stems)
    ]
    return re.compile("|".join(alternatives))
