"""Names known beforehand, and words known to be no names."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Self


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

    never: "WordList"
    openers: "WordList"
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
        never=WordList.of(raw["words"]),
        openers=WordList.of(raw["openers"]),
        ambiguous=frozenset(fold(w) for w in raw["ambiguous"].split()),
        surname_ending=re.compile(rf"..+(?:{endings})"),
    )


@dataclass(frozen=True)
class WordList:
    """Words, and beginnings of words; lower case."""

    exact: frozenset[str]
    stems: re.Pattern[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """From words separated by white space; a trailing * stands for any ending."""
        stems = sorted(w[:-1] for w in text.split() if w.endswith("*"))
        return cls(
            frozenset(w for w in text.split() if not w.endswith("*")),
            re.compile("|".join(map(re.escape, stems)) or r"(?!)"),
        )

    def begins(self, lower: str) -> bool:
        """Whether a word begins as one of those that may have any ending."""
        return self.stems.match(lower) is not None

    def __contains__(self, lower: str) -> bool:
        return lower in self.exact or self.begins(lower)
