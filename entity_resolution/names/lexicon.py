"""Which tokens are known forms of one name: variants of other traditions, and nicknames."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import DamerauLevenshtein

from entity_resolution.names.sounds import are_alike_in_vowels, consonants
from entity_resolution.names.tokens import Token, parse


def are_two_names(left: str, right: str) -> bool:
    """Whether two different sounds are both names in use: Marko and Mirko, not a slip."""
    known = _in_use()
    return (known.is_given(left) and known.is_given(right)) or (
        left in known.surnames and right in known.surnames
    )


def are_one_eastern_name(left: Token, right: Token) -> bool:
    """Whether two words are an Arabic, Persian or Turkic name in two transliterations."""
    eastern = _in_use().eastern
    if left.sound not in eastern and right.sound not in eastern:
        return False
    groups = _variants_of(left), _variants_of(right)
    if (groups[0] and groups[1]) or is_of_other_sex(left.text, right.text):
        return False
    return any(are_alike_in_vowels(a, b) for a in left.sounds for b in right.sounds)


def is_of_other_sex(left: str, right: str) -> bool:
    """Whether two folded words are a man's name and the woman's name made of it: Jovan, Jovana."""
    known = _in_use()
    man, woman = sorted((parse(left).tokens[0].sound, parse(right).tokens[0].sound), key=len)
    return woman == f"{man}a" and man in known.men and woman in known.women - known.men


def are_variants(left: Token, right: Token) -> bool:
    """Whether two words are forms of one name in different traditions."""
    return bool(_variants_of(left) & _variants_of(right))


def is_nickname(left: str, right: str) -> bool:
    """Whether one stem is a short form of the other."""
    groups = _groups("nicknames")
    return right in groups.get(left, frozenset()) or left in groups.get(right, frozenset())


@dataclass(frozen=True)
class _Known:
    """Sounds of the names in the region's lexicon."""

    men: frozenset[str]
    women: frozenset[str]
    surnames: frozenset[str]
    eastern: frozenset[str]

    def __contains__(self, sound: str) -> bool:
        return self.is_given(sound) or sound in self.surnames

    def is_given(self, sound: str) -> bool:
        """Whether it is a given name."""
        return sound in self.men or sound in self.women


@cache
def _in_use() -> _Known:
    text = files("ingest.language").joinpath("data/names.toml").read_text("utf-8")
    found: dict[str, set[str]] = defaultdict(set)
    for origin, lists in tomllib.loads(text).items():
        for title, names in lists.items():
            sounds = {token.sound for token in parse(names.replace("\n", " ")).tokens}
            found[title] |= sounds
            if origin in ("middle_eastern", "turkish"):
                found["eastern"] |= sounds
    return _Known(*(frozenset(found[t]) for t in ("male", "female", "surnames", "eastern")))


@cache
def _groups(table: str) -> dict[str, frozenset[str]]:
    """Stem of each form to the forms' group names (the first form of their line)."""
    text = files("entity_resolution.names").joinpath(f"data/{table}.toml").read_text("utf-8")
    found: dict[str, set[str]] = defaultdict(set)
    for line in tomllib.loads(text)[table]:
        forms = parse(line).tokens
        for form in forms:
            found[form.stem].add(forms[0].stem)
    return {form: frozenset(groups) for form, groups in found.items()}


@cache
def _by_consonants() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for form in sorted(_groups("variants")):
        found[consonants(form)].append(form)
    return {skeleton: tuple(forms) for skeleton, forms in found.items()}


@lru_cache(maxsize=200_000)
def _variants_of(word: Token) -> frozenset[str]:
    """The variant groups of a word, or of the known form it differs from in its vowels only."""
    groups = _groups("variants")
    if word.stem in groups:
        return groups[word.stem]
    skeleton = consonants(word.stem)
    if len(skeleton) < 3 or word.sound in _in_use():
        return frozenset()
    near = [
        (DamerauLevenshtein.distance(word.stem, form), form)
        for form in _by_consonants().get(skeleton, ())
    ]
    best = min(near, default=(9, ""))
    return groups[best[1]] if best[0] <= 2 else frozenset()
