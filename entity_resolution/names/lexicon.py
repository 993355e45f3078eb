"""Which tokens are known forms of one name: variants of other traditions, and nicknames."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import DamerauLevenshtein

from entity_resolution.names.sounds import are_alike_in_vowels, consonants, makes_another_name
from entity_resolution.names.tokens import Token, parse


def are_of_one_tradition(left: str, right: str) -> bool:
    """Whether two given names exist side by side in one country: Jovan, Ivan are two people."""
    known = _in_use()
    if left in known.eastern or right in known.eastern:
        return False
    return any(left in names and right in names for names in known.traditions)


def are_two_names(left: str, right: str) -> bool:
    """Whether two different sounds are both names in use: Marko and Mirko, not a slip."""
    known = _in_use()
    return (known.is_given(left) and known.is_given(right)) or (
        left in known.surnames and right in known.surnames
    )


# Zabihullah, Zabiullah: between vowels many languages do not hear it.
_SILENT = re.compile(r"(?<=[aeiou])h(?=[aeiou])")


def are_one_eastern_name(left: Token, right: Token) -> bool:
    """Whether two words are an Arabic, Persian or Turkic name in two transliterations."""
    if left.sound != right.sound and _SILENT.sub("", left.sound) == _SILENT.sub("", right.sound):
        return True
    if left.consonants.isdisjoint(right.consonants):
        return False
    eastern = _in_use().eastern
    if left.sound not in eastern and right.sound not in eastern:
        return False
    groups = _variants_of(left), _variants_of(right)
    if (groups[0] and groups[1]) or is_of_other_sex(left.text, right.text):
        return False
    return any(are_alike_in_vowels(a, b) for a in left.sounds for b in right.sounds)


_MANS_ENDING = re.compile(r"(?<=\w{3})(?:us|o|e|i)$")
_FLEETING = re.compile(r"(?<=\w{3})a(r)$")  # Petar, Petra; Aleksandar, Aleksandra
_ALBANIAN_MANS = ("im", "it", "et", "ush")
_GREEK_MANS = re.compile(r"(?<=\w{4})(?:os|is|as)$")


def is_of_other_sex(left: str, right: str) -> bool:
    """Whether two folded words are a man's name and the woman's name made of it: Jovan, Jovana;
    Paolo, Paola."""
    return sound_of_other_sex(parse(left).tokens[0].sound, parse(right).tokens[0].sound)


def sound_of_other_sex(left: str, right: str) -> bool:
    """The same of two sounds."""
    if left[:1] != right[:1]:
        return False
    if _mans_with_e(left, right) or _mans_with_e(right, left):
        return True
    return (left[-1:] == "a") != (right[-1:] == "a") and _sound_of_other_sex(left, right)


def _mans_with_e(man: str, woman: str) -> bool:
    """Albanian: Lulzim, Lulzime. Slavs call a man so, but do not write of him so."""
    return (
        woman == f"{man}e"
        and man in _in_use().men
        and (woman in _in_use().only_women or man.endswith(_ALBANIAN_MANS))
    )


@lru_cache(maxsize=200_000)
def _sound_of_other_sex(left: str, right: str) -> bool:
    known = _in_use()
    heard = (left, right)
    woman = next((sound for sound in heard if sound[-1:] == "a"), "")
    man = heard[0] if woman == heard[1] else heard[1]
    if _GREEK_MANS.sub("", man) == woman[:-1] != man:
        return True
    if len(woman) == 3 and man == f"{woman[:-1]}o":  # Ivo, Iva; Leo, Lea
        return True
    if man in known.men and _FLEETING.sub(r"\1", man) == woman[:-1] != man:
        return True
    listed = woman in known.only_women and man in known.men
    return listed and woman[:-1] in (man, _MANS_ENDING.sub("", man))


_MANS_SURNAME = re.compile("(?:[oe]v|in)$")
_ADJECTIVE, _HERS = re.compile("(?<=[sc]k)i$"), re.compile("(?<=[sc]k)a(?:ia)?$")


def is_womans_surname(left: str, right: str) -> bool:
    """Whether of two folded words one is a man's surname and the other that of the women of his
    family: Petrov, Petrova; Stojanovski, Stojanovska. The first is also the genitive."""
    return sound_of_womans_surname(parse(left).tokens[0].sound, parse(right).tokens[0].sound)


def sound_of_womans_surname(left: str, right: str) -> bool:
    """The same of two sounds."""
    man, woman = (right, left) if left[-1:] == "a" else (left, right)
    if _ADJECTIVE.search(man) and _HERS.search(woman):
        return _ADJECTIVE.sub("", man) == _HERS.sub("", woman)
    return woman == f"{man}a" and _MANS_SURNAME.search(man) is not None


def made_of(left: str, right: str) -> int:
    """Which of two folded words is a surname made of the other (Hassan, Hassani), or its definite
    form (Agim, Agimi): 1 the right one, -1 the left one, 0 neither."""
    return sound_made_of(parse(left).tokens[0].sound, parse(right).tokens[0].sound)


def sound_made_of(left: str, right: str) -> int:
    """The same of two sounds."""
    return (right == f"{left}i") - (left == f"{right}i")


def kin(word: Token) -> Iterator[str]:
    """Marks of a word, of which two words have one in common wherever ``are_variants``,
    ``is_nickname`` or, with other consonants, ``are_one_eastern_name`` holds of them."""
    yield from (f"variant {group}" for group in _variants_of(word))
    forms = {word.stem, _HONOUR.sub("", word.stem), *spellings(word)}
    yield from (f"nickname {name}" for name in {*forms, *_groups("nicknames").get(word.stem, ())})
    yield f"silent {_SILENT.sub('', word.sound)}"


def is_given_name(word: Token) -> bool:
    """Whether it sounds as a given name of the region does."""
    return _in_use().is_given(word.sound)


def is_surname(word: Token) -> bool:
    """Whether it sounds as a surname of the region does."""
    return word.sound in _in_use().surnames


def are_variants(left: Token, right: Token) -> bool:
    """Whether two words are forms of one name in different traditions."""
    return bool(_variants_of(left) & _variants_of(right))


def is_nickname(left: Token, right: Token) -> bool:
    """Whether one word is a short form of the other, or of its form in another tradition."""
    groups = _groups("nicknames")
    return _shortens(groups.get(left.stem), right) or _shortens(groups.get(right.stem), left)


def _shortens(full: frozenset[str] | None, word: Token) -> bool:
    if not full:
        return False
    plain = _HONOUR.sub("", word.stem)
    return word.stem in full or plain in full or not full.isdisjoint(spellings(word))


# Salihaga, Mehmedalija, Alibeg: Salih, Mehmed, Ali with a honour added.
_HONOUR = re.compile(r"(?<=\w{3})(?:ag|beg|bej|alij|efend)$")


@lru_cache(maxsize=20_000)
def spellings(word: Token) -> frozenset[str]:
    """Stems of the forms that a word's name has in all traditions; none of an unknown name."""
    return frozenset(form for group in _variants_of(word) for form in _members(group))


@cache
def _members(group: str) -> frozenset[str]:
    return frozenset(form for form, of in _groups("variants").items() if group in of)


_OWN = ("albanian", "south_slavic")


@dataclass(frozen=True)
class _Known:
    """Sounds of the names in the region's lexicon."""

    men: frozenset[str]
    women: frozenset[str]
    surnames: frozenset[str]
    eastern: frozenset[str]
    only_women: frozenset[str]
    traditions: tuple[frozenset[str], ...]

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
            if title == "male" and origin in _OWN:
                found[origin] |= sounds
    return _Known(
        men=frozenset(found["male"]),
        women=frozenset(found["female"]),
        surnames=frozenset(found["surnames"]),
        eastern=frozenset(found["eastern"]),
        only_women=frozenset(found["female"] - found["male"]),
        traditions=tuple(frozenset(found[origin]) for origin in _OWN),
    )


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
        if not makes_another_name(word.stem, form)
    ]
    best = min(near, default=(9, ""))
    return groups[best[1]] if best[0] <= 2 else frozenset()
