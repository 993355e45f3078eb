"""How alike two words of names are, and why."""

from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from entity_resolution.names import lexicon
from entity_resolution.names.slips import (
    are_misread,
    are_turned,
    has_other_ending,
    is_another,
    misreadings,
    turned,
)
from entity_resolution.names.sounds import (
    are_cases_of_short,
    consonants,
    short_root,
    vowels_left_out,
    written_without_vowels,
)
from entity_resolution.names.tokens import Token, token

UNLIKE = 0.72
"""Words less alike than this are different words, not misspelt ones."""
TWO_KNOWN_NAMES = 0.6
"""Two words that are both names in use."""
MOST_OF_DIFFERENT = 0.7
STEMS_ALIKE = 0.85
"""From here up two stems may be one word whatever their endings."""
ACROSS_ALL = 0.08
"""What Jaro and Winkler's measure, which is higher than a share of letters, is lowered by."""
SLIPS_ALLOWED = (0, 0, 0, 0, 0, 1, 1, 2)
"""Slips that leave a name the same, by the letters of the shorter form (7: and more); one in a
short name makes another: Ali, Adi; Andi, Ardi."""


def likeness(left: Token, right: Token) -> tuple[float, str]:
    """Score 0 to 1 and its reason."""
    one, other = (left, right) if left.text <= right.text else (right, left)
    return _likeness(one, other)


def in_common(word: Token) -> Iterator[str]:
    """Marks of a word. Two words without a mark in common, neither of them an initial, are two
    known names, or different by their letters alone: ``likeness`` has no other reason for them."""
    yield from (f"sound {sound}" for sound in (*word.sounds, word.stem))
    yield from (f"letters {letters}" for letters in (word.plain, *misreadings(word.plain)))
    yield f"turned {turned(word.plain)}"
    yield f"no article {word.without_article}"
    yield from (f"consonants {left}" for left in word.consonants if len(left) >= 3)
    yield f"written {word.text}"
    if root := short_root(word.sound):
        yield f"case of {root}"
    if _is_servant(word):
        yield from ("servant", f"written {_served(word).text}")
    yield from lexicon.kin(word)


def in_common_but_vowels(word: Token) -> Iterator[str]:
    """The same of two words of which one is from a script without vowels."""
    for sound in word.sounds_written_out:
        yield from written_without_vowels(sound)


@lru_cache(maxsize=500_000)
def _likeness(left: Token, right: Token) -> tuple[float, str]:
    if left.text == right.text:
        return 1.0, "equal"
    if left.is_initial or right.is_initial:
        apart = left.begins.isdisjoint(right.begins)
        return (0.0, "other initial") if apart else (0.8, "initial")
    if left.sound == right.sound:
        return 0.98, "sounds the same"
    if _is_servant(left) and _is_servant(right) and not lexicon.are_variants(left, right):
        # The servants of two different names are different people.
        return likeness(_served(left), _served(right))
    return _same_word(left, right) or _related(left, right) or _spelling(left, right)


def _is_servant(word: Token) -> bool:
    return word.text.startswith("abd") and len(word.text) > 3


def _served(servant: Token) -> Token:
    return token(servant.text[3:], servant.plain[3:], servant.unvocalised)


def _same_word(left: Token, right: Token) -> tuple[float, str] | None:
    if left.plain == right.plain or not set(left.sounds).isdisjoint(right.sounds):
        return 0.97, "written the same elsewhere"
    if left.stem in (right.stem, right.sound) or left.sound == right.stem:
        return 0.96, "inflected"
    if are_cases_of_short(left.sound, right.sound):
        return 0.96, "inflected"
    if left.without_article == right.without_article:
        return 0.95, "with and without article"
    if left.unvocalised != right.unvocalised and _vowels_fit(left, right):
        return 0.92, "vowels not written"
    return None


def _related(left: Token, right: Token) -> tuple[float, str] | None:
    variants = lexicon.are_variants(left, right)
    if variants and (
        _only_vowels_differ(left.sound, right.sound)
        or not lexicon.are_of_one_tradition(left.sound, right.sound)
    ):
        return 0.9, "variant"
    if lexicon.is_nickname(left, right):
        return 0.85, "short form"
    if variants:
        return 0.65, "two known names"
    if f"abd{right.text}" == left.text or f"abd{left.text}" == right.text:
        return 0.85, "short form"
    if lexicon.are_one_eastern_name(left, right):
        return 0.86, "other transliteration"
    if lexicon.are_two_names(left.sound, right.sound):
        return TWO_KNOWN_NAMES, "two known names"
    return None


def _vowels_fit(left: Token, right: Token) -> bool:
    return any(
        vowels_left_out(one).fullmatch(other) or vowels_left_out(other).fullmatch(one)
        for one in left.sounds_written_out
        for other in right.sounds_written_out
    )


def _spelling(left: Token, right: Token) -> tuple[float, str]:
    if are_misread(left.plain, right.plain) or are_turned(left.plain, right.plain):
        return 0.88, "misspelt"
    # Of sounds that are equally near the likeliest.
    slips, one, other = min(
        ((DamerauLevenshtein.distance(a, b), a, b) for a in left.sounds for b in right.sounds),
        key=itemgetter(0),
    )
    stems = DamerauLevenshtein.normalized_similarity(left.stem, right.stem)
    alike = max(
        DamerauLevenshtein.normalized_similarity(one, other),
        stems,
        JaroWinkler.similarity(one, other) - ACROSS_ALL,
    )
    if slips <= 2 and _only_vowels_differ(one, other):
        return max(0.84, min(0.94, round(alike, 4))), "other vowels"
    allowed = SLIPS_ALLOWED[min(len(one), len(other), len(SLIPS_ALLOWED) - 1)]
    too_many = slips > allowed and stems < STEMS_ALIKE
    other_root = has_other_ending(left.sound, right.sound)
    if too_many or other_root or is_another(left.plain, right.plain) or is_another(one, other):
        return round(min(alike, MOST_OF_DIFFERENT), 4), "different"
    return round(min(0.94, alike), 4), "misspelt" if alike >= UNLIKE else "different"


def _only_vowels_differ(left: str, right: str) -> bool:
    """Sherzai, Shirzai: as transliterations do; with few consonants it is another name."""
    skeleton = consonants(left)
    return len(skeleton) >= 3 and skeleton == consonants(right) and abs(len(left) - len(right)) <= 1
