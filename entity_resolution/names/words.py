"""Many words compared at once, with the same result as ``likeness`` word by word.

Nearly all words that are set against each other have nothing in common, or are two known names;
that is found out for all of them together. The others are compared one by one.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist

from entity_resolution.names import likeness as rules
from entity_resolution.names.lexicon import is_given_name, is_surname, sound_of_other_sex
from entity_resolution.names.likeness import in_common, likeness
from entity_resolution.names.remembered import Ids, Remembered, Truths
from entity_resolution.names.tokens import Token

T = TypeVar("T", bound=np.generic)
Scores = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

INFLECTED, OTHER_SEX, DIFFERENT = 1, 2, 4
"""What kind of likeness it is, as bits."""

_MOST = 1 << 30
"""Words are fewer than this, so that two numbers and a bit make one of 64 bits."""


class Words:
    """Distinct words, each with its number; what was compared once is remembered."""

    def __init__(self) -> None:
        self._words: list[Token] = []
        self._numbers: dict[Token, int] = {}
        self._facts = _Facts()
        self._known = Remembered((np.float64, np.int64))

    def number(self, word: Token) -> int:
        """The number of a word, which it is given where it has none."""
        known = self._numbers.setdefault(word, len(self._words))
        if known == len(self._words):
            self._words.append(word)
        return known

    def initials(self) -> Truths:
        """By a word's number whether it is an initial."""
        return self._known_facts().initial

    def likenesses(self, left: Ids, right: Ids, vowels_out: Truths) -> tuple[Scores, Ids]:
        """Score and kind of likeness of two words each, given by their numbers; ``vowels_out``:
        whether one of the two is from a script without vowels."""
        key = (np.minimum(left, right) * _MOST + np.maximum(left, right)) * 2 + vowels_out
        encoded = pa.array(key).dictionary_encode()
        distinct, back = encoded.dictionary.to_numpy(), encoded.indices.to_numpy()
        new = distinct[self._known.unknown(distinct)]
        one, other = np.divmod(new // 2, _MOST)
        self._known.add(new, self._compared(one, other, new % 2 == 1))
        score, kind = self._known.of(distinct)
        return score[back], kind[back]

    def _compared(self, one: Ids, other: Ids, vowels_out: Truths) -> tuple[Scores, Ids]:
        score, kind = np.ones(len(one)), np.zeros(len(one), dtype=np.int64)
        told = one == other
        two = np.flatnonzero(~told)
        score[two], kind[two], told[two] = self._known_facts().unlike(one[two], other[two])
        for at in np.flatnonzero(~told).tolist():
            left, right = self._words[one[at]], self._words[other[at]]
            score[at], kind[at] = _singly(left, right, bool(vowels_out[at]))
        return score, kind

    def _known_facts(self) -> "_Facts":
        self._facts.add(self._words[len(self._facts) :])
        return self._facts


def _singly(one: Token, other: Token, vowels_out: bool) -> tuple[float, int]:
    score, how = likeness(one, other, vowels_out)
    kind = DIFFERENT if how == "different" else 0
    if 0.7 <= score < 0.97 and sound_of_other_sex(one.sound, other.sound):
        kind |= OTHER_SEX
    elif how == "inflected":
        kind = INFLECTED
    return score, kind


class _Facts:
    """Columns by a word's number."""

    def __init__(self) -> None:
        self.initial = self._given = self._surname = np.empty(0, dtype=np.bool_)
        self._text = self._stem = self._first = np.empty(0, dtype=np.object_)
        self._first_way = self._ways = np.empty(0, dtype=np.int64)
        # All ways to say all words, by the place of a word's first way.
        self._sound = np.empty(0, dtype=np.object_)
        self._letters = np.empty(0, dtype=np.int64)
        self._marked: dict[str, list[int]] = {}
        self._in_common = np.empty(0, dtype=np.int64)

    def add(self, words: Sequence[Token]) -> None:
        """Add the next words."""
        if not words:
            return
        numbered = [*enumerate(words, len(self))]
        shared = [pair for number, word in numbered for pair in self._pairs(number, word)]
        self._in_common = np.sort(_grown(self._in_common, shared), kind="stable")
        self.initial = _grown(self.initial, [word.is_initial for word in words])
        self._given = _grown(self._given, [is_given_name(word) for word in words])
        self._surname = _grown(self._surname, [is_surname(word) for word in words])
        self._text = _grown(self._text, [word.text for word in words])
        self._stem = _grown(self._stem, [word.stem for word in words])
        self._first = _grown(self._first, [word.sound[:1] for word in words])
        ways = np.array([len(word.sounds) for word in words], dtype=np.int64)
        self._first_way = _grown(self._first_way, np.cumsum(ways) - ways + len(self._sound))
        self._ways = _grown(self._ways, ways)
        sounds = [sound for word in words for sound in word.sounds]
        self._sound = _grown(self._sound, sounds)
        self._letters = _grown(self._letters, [len(sound) for sound in sounds])

    def _pairs(self, number: int, word: Token) -> Iterator[int]:
        """Of a word with each earlier one that has a mark in common with it one number."""
        for mark in set(in_common(word)):
            marked = self._marked.setdefault(mark, [])
            yield from (earlier * _MOST + number for earlier in marked)
            marked.append(number)

    def __len__(self) -> int:
        return len(self.initial)

    def unlike(self, one: Ids, other: Ids) -> tuple[Scores, Ids, Truths]:
        """Score and kind for words that nothing but their letters may make alike; and which pairs
        are so, and told."""
        score, kind = np.zeros(len(one)), np.zeros(len(one), dtype=np.int64)
        initial = self.initial[one] | self.initial[other]
        same_start = self._first[one] == self._first[other]
        told = ~self._have_in_common(one, other) & ~(initial & same_start)
        two_names = (self._given[one] & self._given[other]) | (
            self._surname[one] & self._surname[other]
        )
        score[~initial & two_names] = rules.TWO_KNOWN_NAMES
        spelt = np.flatnonzero(told & ~initial & ~two_names)
        if len(spelt):
            score[spelt], told[spelt] = self._different(one[spelt], other[spelt])
            kind[spelt] = DIFFERENT
        return score, kind, told

    def _have_in_common(self, one: Ids, other: Ids) -> Truths:
        """Whether two words have a mark in common."""
        if not len(self._in_common):
            return np.zeros(len(one), dtype=np.bool_)
        pair = np.minimum(one, other) * _MOST + np.maximum(one, other)
        place = np.searchsorted(self._in_common, pair)
        return np.asarray(self._in_common[np.minimum(place, len(self._in_common) - 1)] == pair)

    def _different(self, one: Ids, other: Ids) -> tuple[Scores, Truths]:
        """The score of words without a mark in common, by their letters; and whether it is told
        that they are different words."""
        turned = self._text[one] > self._text[other]
        left, right = np.where(turned, other, one), np.where(turned, one, other)
        slips, left_way, right_way = self._nearest_sounds(left, right)
        written = self._sound[left_way].tolist(), self._sound[right_way].tolist()
        by_slips, by_letters = DamerauLevenshtein.normalized_similarity, JaroWinkler.similarity
        stems = _similarity(self._stem[left].tolist(), self._stem[right].tolist(), by_slips)
        alike = np.maximum(_similarity(*written, by_slips), stems)
        alike = np.maximum(alike, _similarity(*written, by_letters) - rules.ACROSS_ALL)
        shorter = np.minimum(self._letters[left_way], self._letters[right_way])
        most = len(rules.SLIPS_ALLOWED) - 1
        allowed = np.array(rules.SLIPS_ALLOWED)[np.minimum(shorter, most)]
        told = (slips > allowed) & (stems < rules.STEMS_ALIKE) & (alike < rules.MOST_OF_DIFFERENT)
        return np.asarray(np.round(alike, 4), dtype=np.float64), told

    def _nearest_sounds(self, left: Ids, right: Ids) -> tuple[Ids, Ids, Ids]:
        """Of all sounds that two words may have the places of the two that are the fewest slips
        apart, the likeliest of equally near ones; and these slips before them."""
        ways = self._ways[left] * self._ways[right]
        start = np.cumsum(ways) - ways
        pair = np.repeat(np.arange(len(left)), ways)
        way = np.arange(len(pair)) - start[pair]
        several = self._ways[right][pair]
        one = self._first_way[left][pair] + way // several
        other = self._first_way[right][pair] + way % several
        slips = cpdist(
            self._sound[one].tolist(),
            self._sound[other].tolist(),
            scorer=DamerauLevenshtein.distance,
            dtype=np.int64,
        ).ravel()
        most = int(ways.max()) + 1
        nearest = np.minimum.reduceat(slips * most + way, start)
        at = start + nearest % most
        return nearest // most, one[at], other[at]


def _similarity(left: list[str], right: list[str], scorer: Callable[..., float]) -> Scores:
    return np.asarray(cpdist(left, right, scorer=scorer, dtype=np.float64)).ravel()


def _grown(column: npt.NDArray[T], values: Iterable[object]) -> npt.NDArray[T]:
    return np.concatenate([column, np.array([*values], dtype=column.dtype)])
