"""How alike two names are: the best assignment of their tokens, with every part's reason."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from entity_resolution.names.lexicon import are_two_names, are_variants, is_nickname
from entity_resolution.names.tokens import Name, Token, parse

_MOST_TOKENS = 6
_UNLIKE = 0.72
"""Tokens less alike than this are different tokens, not misspelt ones."""


@dataclass(frozen=True)
class TokenPair:
    """Two tokens set against each other; ``how`` says why they are (un)like."""

    left: str
    right: str
    score: float
    how: str


@dataclass(frozen=True)
class NameComparison:
    """``score`` from 0 (nothing in common) to 1 (the same name); ``parts`` explain it."""

    score: float
    parts: tuple[TokenPair, ...]


def compare(left: str, right: str) -> NameComparison:
    """Compare two names in any script, order and inflection. Symmetric."""
    first, second = sorted((left, right))
    found = _compare(first, second)
    if first == left:
        return found
    turned = tuple(TokenPair(p.right, p.left, p.score, p.how) for p in found.parts)
    return NameComparison(found.score, turned)


@lru_cache(maxsize=500_000)
def _compare(left: str, right: str) -> NameComparison:
    one, other = parse(left), parse(right)
    if not one.tokens or not other.tokens:
        return NameComparison(0.0, ())
    if len(one.tokens) > len(other.tokens):
        flipped = _aligned(other, one)
        parts = tuple(TokenPair(p.right, p.left, p.score, p.how) for p in flipped)
    else:
        parts = _aligned(one, other)
    return NameComparison(round(_score(one, other, parts), 4), parts)


def _aligned(short: Name, long: Name) -> tuple[TokenPair, ...]:
    """The assignment of every token of ``short`` to one of ``long`` with the highest sum."""
    unvocalised = short.unvocalised != long.unvocalised
    few, many = short.tokens[:_MOST_TOKENS], long.tokens[:_MOST_TOKENS]
    table = [[_token_pair(a, b, unvocalised) for b in many] for a in few]
    places = max(
        permutations(range(len(many)), len(few)),
        key=lambda order: (sum(table[i][j].score for i, j in enumerate(order)), _steps(order)),
    )
    return tuple(table[i][j] for i, j in enumerate(places))


def _steps(order: tuple[int, ...]) -> int:
    """Of equally good assignments, the one that keeps the order written."""
    return sum(a < b for a, b in pairwise(order))


@lru_cache(maxsize=500_000)
def _token_pair(left: Token, right: Token, unvocalised: bool) -> TokenPair:
    score, how = _likeness(left, right, unvocalised)
    return TokenPair(left.text, right.text, score, how)


def _likeness(left: Token, right: Token, unvocalised: bool) -> tuple[float, str]:
    if left.text == right.text:
        return 1.0, "equal"
    if left.is_initial or right.is_initial:
        same = left.sound[:1] == right.sound[:1]
        return (0.8, "initial") if same else (0.0, "other initial")
    if left.sound == right.sound:
        return 0.98, "sounds the same"
    if left.plain == right.plain:
        return 0.97, "without diacritics"
    if left.stem == right.stem:
        return 0.96, "inflected"
    if _without_article(left.stem) == _without_article(right.stem):
        return 0.95, "with and without article"
    if unvocalised and left.consonants == right.consonants:
        return 0.9, "same consonants"
    if are_variants(left.stem, right.stem):
        return 0.9, "variant"
    if is_nickname(left.stem, right.stem):
        return 0.85, "short form"
    if are_two_names(left.sound, right.sound):
        return 0.6, "two known names"
    return _spelling(left, right)


def _without_article(stem: str) -> str:
    return re.sub(r"^[ae][lr](?=\w{4})", "", stem)


def _spelling(left: Token, right: Token) -> tuple[float, str]:
    whole = DamerauLevenshtein.normalized_similarity(left.sound, right.sound)
    stems = DamerauLevenshtein.normalized_similarity(left.stem, right.stem)
    slips = DamerauLevenshtein.distance(left.sound, right.sound)
    shortest = min(len(left.sound), len(right.sound))
    alike = max(whole, stems, JaroWinkler.similarity(left.sound, right.sound) - 0.08)
    # One slip in a short name makes another name: Ali, Adi; Emir, Amir.
    allowed = 0 if shortest < 4 else 1 if shortest < 7 else 2
    if slips > allowed and stems < 0.85:
        return round(min(alike, 0.7), 4), "different"
    return round(min(0.94, alike), 4), "misspelt" if alike >= _UNLIKE else "different"


def _score(one: Name, other: Name, parts: tuple[TokenPair, ...]) -> float:
    """Weighted share of tokens that agree, less what one side has alone.

    Tokens below ``_UNLIKE`` count as disagreeing, so that brothers score about one half.
    """
    agreed = sum(_weight(p) * p.score for p in parts if p.score >= _UNLIKE)
    spoilt = sum(_weight(p) * p.score * 0.3 for p in parts if p.score < _UNLIKE)
    total = sum(_weight(p) for p in parts)
    surplus = abs(len(one.tokens) - len(other.tokens))
    solid = sum(p.score >= _UNLIKE and len(p.left) > 1 and len(p.right) > 1 for p in parts)
    # A missing middle name says little once two tokens agree; a lone surname says little itself.
    missing = 0.1 * surplus if solid >= 2 else 0.35 * surplus
    return (agreed + spoilt) / (total + missing) if total else 0.0


def _weight(pair: TokenPair) -> float:
    return 0.5 if min(len(pair.left), len(pair.right)) == 1 else 1.0
