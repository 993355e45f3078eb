"""How alike two words of names are, and why."""

from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from entity_resolution.names import lexicon
from entity_resolution.names.slips import are_misread, has_other_ending, is_another
from entity_resolution.names.sounds import consonants, vowels_left_out
from entity_resolution.names.tokens import Token, token

UNLIKE = 0.72
"""Words less alike than this are different words, not misspelt ones."""


def likeness(left: Token, right: Token, unvocalised: bool) -> tuple[float, str]:
    """Score 0 to 1 and its reason; ``unvocalised`` when one is from a script without vowels."""
    one, other = (left, right) if left.text <= right.text else (right, left)
    return _likeness(one, other, unvocalised)


@lru_cache(maxsize=500_000)
def _likeness(left: Token, right: Token, unvocalised: bool) -> tuple[float, str]:
    if left.text == right.text:
        return 1.0, "equal"
    if left.is_initial or right.is_initial:
        same = left.sound[:1] == right.sound[:1]
        return (0.8, "initial") if same else (0.0, "other initial")
    if left.sound == right.sound:
        return 0.98, "sounds the same"
    if _are_servants(left, right) and not lexicon.are_variants(left, right):
        # The servants of two different names are different people.
        return likeness(_served(left), _served(right), unvocalised)
    return _same_word(left, right, unvocalised) or _related(left, right) or _spelling(left, right)


def _are_servants(left: Token, right: Token) -> bool:
    return bool(left.text[3:] and right.text[3:]) and left.text[:3] == right.text[:3] == "abd"


def _served(servant: Token) -> Token:
    return token(servant.text[3:], servant.plain[3:])


def _same_word(left: Token, right: Token, unvocalised: bool) -> tuple[float, str] | None:
    if left.plain == right.plain or not set(left.sounds).isdisjoint(right.sounds):
        return 0.97, "written the same elsewhere"
    if left.stem in (right.stem, right.sound) or left.sound == right.stem:
        return 0.96, "inflected"
    if left.without_article == right.without_article:
        return 0.95, "with and without article"
    if unvocalised and _vowels_fit(left.sound, right.sound):
        return 0.92, "vowels not written"
    return None


def _related(left: Token, right: Token) -> tuple[float, str] | None:
    if lexicon.are_variants(left, right):
        alike = _only_vowels_differ(left.sound, right.sound)
        if not alike and lexicon.are_of_one_tradition(left.sound, right.sound):
            return 0.65, "two known names"
        return 0.9, "variant"
    if lexicon.is_nickname(left, right):
        return 0.85, "short form"
    if f"abd{right.text}" == left.text or f"abd{left.text}" == right.text:
        return 0.85, "short form"
    if lexicon.are_one_eastern_name(left, right):
        return 0.86, "other transliteration"
    if lexicon.are_two_names(left.sound, right.sound):
        return 0.6, "two known names"
    return None


def _vowels_fit(left: str, right: str) -> bool:
    return bool(vowels_left_out(left).fullmatch(right) or vowels_left_out(right).fullmatch(left))


def _spelling(left: Token, right: Token) -> tuple[float, str]:
    if are_misread(left.plain, right.plain):
        return 0.88, "misspelt"
    slips, one, other = min(
        (DamerauLevenshtein.distance(a, b), a, b) for a in left.sounds for b in right.sounds
    )
    stems = DamerauLevenshtein.normalized_similarity(left.stem, right.stem)
    alike = max(
        DamerauLevenshtein.normalized_similarity(one, other),
        stems,
        JaroWinkler.similarity(one, other) - 0.08,
    )
    if slips <= 2 and _only_vowels_differ(one, other):
        return max(0.84, min(0.94, round(alike, 4))), "other vowels"
    too_many = slips > _allowed(one, other) and stems < 0.85
    other_root = has_other_ending(left.sound, right.sound)
    if too_many or other_root or is_another(left.plain, right.plain):
        return round(min(alike, 0.7), 4), "different"
    return round(min(0.94, alike), 4), "misspelt" if alike >= UNLIKE else "different"


def _allowed(left: str, right: str) -> int:
    """Slips that leave a name the same; one in a short name makes another: Ali, Adi; Andi, Ardi."""
    shortest = min(len(left), len(right))
    return 0 if shortest < 5 else 1 if shortest < 7 else 2


def _only_vowels_differ(left: str, right: str) -> bool:
    """Sherzai, Shirzai: as transliterations do; with few consonants it is another name."""
    skeleton = consonants(left)
    return len(skeleton) >= 3 and skeleton == consonants(right) and abs(len(left) - len(right)) <= 1
