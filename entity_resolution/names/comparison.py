"""How alike two names are: the best assignment of their tokens, with every part's reason."""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, permutations

from entity_resolution.names.lexicon import is_of_other_sex, is_womans_surname, made_of
from entity_resolution.names.likeness import TWO_KNOWN_NAMES, UNLIKE, likeness
from entity_resolution.names.tokens import Name, Token, parse

_MOST_TOKENS = 6
_FATHER_AND_SON = 0.6
LACKING = 3
"""Letters by which two spellings of a word differ at most, vowels left out aside."""


@dataclass(frozen=True)
class TokenPair:
    """Two tokens set against each other; ``how`` says why they are (un)like. An initial weighs half
    as much as a word."""

    left: str
    right: str
    score: float
    how: str
    weight: float = 1.0

    @property
    def turned(self) -> "TokenPair":
        """The same from the other side."""
        return replace(self, left=self.right, right=self.left)


@dataclass(frozen=True)
class NameComparison:
    """``score`` from 0 (nothing in common) to 1 (the same name); ``parts`` explain it."""

    score: float
    parts: tuple[TokenPair, ...]

    @property
    def differs_in_one_word(self) -> bool:
        """All words agree but one that is written out in both."""
        return len(self._unlike) == 1 < len(self.parts) and "initial" not in self._unlike[0].how

    @property
    def has_one_misread_word(self) -> bool:
        """All words agree but one, and its two forms are not two names that both exist."""
        return self.differs_in_one_word and self._unlike[0].how == "different"

    @property
    def _unlike(self) -> list[TokenPair]:
        return [part for part in self.parts if part.score < UNLIKE]


def compare(left: str, right: str) -> NameComparison:
    """Compare two names in any script, order and inflection. Symmetric.

    1 is the same name; from 0.85 one name written differently; brothers score about one half.
    """
    if left <= right:
        return _compare(left, right)
    found = _compare(right, left)
    return NameComparison(found.score, tuple(part.turned for part in found.parts))


@lru_cache(maxsize=500_000)
def _compare(left: str, right: str) -> NameComparison:
    one, other = parse(left), parse(right)
    if not one.tokens or not other.tokens:
        return NameComparison(0.0, ())
    found = max(
        (_whole(a, b) for a, b in _readings(one, other)), key=lambda comparison: comparison.score
    )
    if one.descents and other.descents and _are_father_and_son(one, other):
        return replace(found, score=min(found.score, _FATHER_AND_SON))
    return found


def _are_father_and_son(one: Name, other: Name) -> bool:
    """Salman bin Muhammad and Muhammad bin Salman."""
    pairs = [(a, b) for a in one.descents for b in other.descents]
    return any(_are_alike(a, b[::-1]) and not _are_alike(a, b) for a, b in pairs)


def _are_alike(left: tuple[Token, Token], right: tuple[Token, Token]) -> bool:
    return all(likeness(a, b)[0] >= UNLIKE for a, b in zip(left, right, strict=True))


def _readings(one: Name, other: Name) -> list[tuple[Name, Name]]:
    """The names as written, and with two words of the longer one written as one (Gul Agha)."""
    readings = [(one, other)]
    words = {len(one.tokens), len(other.tokens)}
    if words == {1, 2} and not may_lack_a_blank(one, other):
        return readings
    if len(one.tokens) > len(other.tokens):
        readings += [(one.joined(place), other) for place in range(len(one.tokens) - 1)]
    if len(other.tokens) > len(one.tokens):
        readings += [(one, other.joined(place)) for place in range(len(other.tokens) - 1)]
    return readings


def may_lack_a_blank(one: Name, other: Name) -> bool:
    """Whether a name of one word may be another's two written as one. "Agha" is short for "Gul
    Agha"; to compare it with "Gulagha" would be in vain."""
    longer = abs(one.length - other.length)
    return longer <= LACKING or one.unvocalised != other.unvocalised


def _whole(one: Name, other: Name) -> NameComparison:
    if len(one.tokens) > len(other.tokens):
        parts = tuple(part.turned for part in _aligned(other, one))
    else:
        parts = _aligned(one, other)
    parts = _surnames_apart(_sexes_apart(parts))
    return NameComparison(round(_score(one, other, parts), 4), parts)


def _aligned(short: Name, long: Name) -> tuple[TokenPair, ...]:
    """The assignment of every token of ``short`` to one of ``long`` with the highest sum."""
    few, many = short.tokens[:_MOST_TOKENS], long.tokens[:_MOST_TOKENS]
    table = [[likeness(a, b) for b in many] for a in few]
    places = _best_places(table)
    return tuple(_pair(few[i], many[j], *table[i][j]) for i, j in enumerate(places))


def _pair(one: Token, other: Token, score: float, how: str) -> TokenPair:
    weight = 0.5 if one.is_initial or other.is_initial else 1.0
    return TokenPair(one.text, other.text, score, how, weight)


def _best_places(table: list[list[tuple[float, str]]]) -> tuple[int, ...]:
    """For each row of scores the column it is given, so that the sum is highest."""
    if len(table) == len(table[0]) == 2:  # nearly all names
        straight = table[0][0][0] + table[1][1][0]
        return (0, 1) if straight >= table[0][1][0] + table[1][0][0] else (1, 0)
    return max(
        permutations(range(len(table[0])), len(table)),
        key=lambda order: (sum(table[i][j][0] for i, j in enumerate(order)), _steps(order)),
    )


def _steps(order: tuple[int, ...]) -> int:
    """Of equally good assignments, the one that keeps the order written."""
    return sum(a < b for a, b in pairwise(order))


def _sexes_apart(parts: tuple[TokenPair, ...]) -> tuple[TokenPair, ...]:
    """Jovan and Jovana are man and woman, unless the surname is in the same case as Jovana, and no
    woman's (Jovana Petrova)."""
    if any(
        part.how == "inflected"
        and not is_of_other_sex(part.left, part.right)
        and not is_womans_surname(part.left, part.right)
        for part in parts
    ):
        return parts
    return tuple(
        replace(p, score=TWO_KNOWN_NAMES, how="man's and woman's name")
        if 0.7 <= p.score < 0.97 and is_of_other_sex(p.left, p.right)
        else p
        for p in parts
    )


def _surnames_apart(parts: tuple[TokenPair, ...]) -> tuple[TokenPair, ...]:
    """Hassan Hosseini and Hossein Hassani: each has for a surname what the other's is made of."""
    made = [made_of(p.left, p.right) if p.how == "inflected" else 0 for p in parts]
    if not {1, -1} <= {*made}:
        return parts
    return tuple(
        replace(part, score=TWO_KNOWN_NAMES, how="name and surname made of it") if of else part
        for part, of in zip(parts, made, strict=True)
    )


def _score(one: Name, other: Name, parts: tuple[TokenPair, ...]) -> float:
    """Weighted share of tokens that agree, less what one side has alone.

    Tokens below ``UNLIKE`` count as disagreeing, so that brothers score about one half.
    """
    agreed = sum(p.weight * p.score for p in parts if p.score >= UNLIKE)
    spoilt = sum(p.weight * p.score * 0.3 for p in parts if p.score < UNLIKE)
    total = sum(p.weight for p in parts)
    surplus = abs(len(one.tokens) - len(other.tokens))
    solid = sum(p.score >= UNLIKE and p.weight == 1.0 for p in parts)
    # A missing middle name says little once two tokens agree; a lone surname says little itself.
    missing = 0.1 * surplus if solid >= 2 else 0.35 * surplus
    return (agreed + spoilt) / (total + missing) if total else 0.0
