"""Many words compared at once, with the same result as ``likeness`` word by word.

Nearly all words that are set against each other have nothing in common, or are two known names;
that is found out for all of them together. The others are compared one by one.
"""

from collections.abc import Callable, Sequence
from itertools import chain

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

Scores = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]

INFLECTED, OTHER_SEX, DIFFERENT = 1, 2, 4
"""What kind of likeness it is, as bits."""

_MANY = 20_000
"""Pairs for which it pays to gather the facts of every word."""
_FEW_MISSING = 0.1
_MOST = 1 << 30
"""Words are fewer than this, so that two numbers and a bit make one of 64 bits."""


class Words:
    """Distinct words, each with its number; what was compared once is remembered."""

    def __init__(self) -> None:
        self._words: list[Token] = []
        self._numbers: dict[Token, int] = {}
        self._marks: list[list[str]] = []
        self._initials: list[bool] = []
        self._facts = _Facts([], [])
        self._known = Remembered((np.float64, np.int64))

    def number(self, word: Token) -> int:
        """The number of a word, which it is given where it has none."""
        known = self._numbers.setdefault(word, len(self._words))
        if known == len(self._words):
            self._words.append(word)
            self._marks.append([*in_common(word)])
            self._initials.append(word.is_initial)
        return known

    def initials(self) -> Truths:
        """By a word's number whether it is an initial."""
        return np.array(self._initials, dtype=np.bool_)

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
        facts = self._facts_for(len(one))
        score, kind = np.ones(len(one)), np.zeros(len(one), dtype=np.int64)
        told = one == other
        known = np.flatnonzero(~told & (np.maximum(one, other) < len(facts)))
        score[known], kind[known], told[known] = facts.unlike(one[known], other[known])
        for at in np.flatnonzero(~told).tolist():
            left, right = self._words[one[at]], self._words[other[at]]
            score[at], kind[at] = _singly(left, right, bool(vowels_out[at]))
        return score, kind

    def _facts_for(self, pairs: int) -> "_Facts":
        """Facts of all words, or of nearly all where few pairs are to be compared."""
        missing = len(self._words) - len(self._facts)
        if missing and (pairs > _MANY or missing > _FEW_MISSING * len(self._facts)):
            self._facts = _Facts(self._words, self._marks)
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

    def __init__(self, words: Sequence[Token], marks: Sequence[Sequence[str]]) -> None:
        self._initial = np.array([word.is_initial for word in words], dtype=np.bool_)
        self._first = np.array([word.sound[:1] for word in words], dtype="U1")
        self._given = np.array([is_given_name(word) for word in words], dtype=np.bool_)
        self._surname = np.array([is_surname(word) for word in words], dtype=np.bool_)
        self._stem = np.array([word.stem for word in words], dtype=np.object_)
        # ``likeness`` takes the word that is smaller as a text for the left one.
        self._rank = _ranks([word.text for word in words])
        self._ways = np.array([len(word.sounds) for word in words], dtype=np.int64)
        self._first_way = np.cumsum(self._ways) - self._ways
        heard = pa.array([*chain.from_iterable(word.sounds for word in words)], pa.string())
        encoded = heard.dictionary_encode()
        self._text = np.array(encoded.dictionary.to_pylist(), dtype=np.object_)
        self._sound_rank = _ranks(self._text.tolist())
        self._letters = np.array([len(text) for text in self._text], dtype=np.int64)
        self._sound = encoded.indices.to_numpy().astype(np.int64)
        self._in_common = _pairs_in_common(marks)

    def __len__(self) -> int:
        return len(self._initial)

    def unlike(self, one: Ids, other: Ids) -> tuple[Scores, Ids, Truths]:
        """Score and kind for words that nothing but their letters may make alike; and which pairs
        are so, and told."""
        score, kind = np.zeros(len(one)), np.zeros(len(one), dtype=np.int64)
        initial = self._initial[one] | self._initial[other]
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
        turned = self._rank[one] > self._rank[other]
        left, right = np.where(turned, other, one), np.where(turned, one, other)
        slips, left_sound, right_sound = self._nearest_sounds(left, right)
        written = self._text[left_sound].tolist(), self._text[right_sound].tolist()
        by_slips, by_letters = DamerauLevenshtein.normalized_similarity, JaroWinkler.similarity
        stems = _similarity(self._stem[left].tolist(), self._stem[right].tolist(), by_slips)
        alike = np.maximum(_similarity(*written, by_slips), stems)
        alike = np.maximum(alike, _similarity(*written, by_letters) - rules.ACROSS_ALL)
        shorter = np.minimum(self._letters[left_sound], self._letters[right_sound])
        most = len(rules.SLIPS_ALLOWED) - 1
        allowed = np.array(rules.SLIPS_ALLOWED)[np.minimum(shorter, most)]
        told = (slips > allowed) & (stems < rules.STEMS_ALIKE) & (alike < rules.MOST_OF_DIFFERENT)
        return np.asarray(np.round(alike, 4), dtype=np.float64), told

    def _nearest_sounds(self, left: Ids, right: Ids) -> tuple[Ids, Ids, Ids]:
        """Of all sounds that two words may have the two that are the fewest slips apart, and these;
        of equally near ones the first in the alphabet."""
        ways = self._ways[left] * self._ways[right]
        start = np.cumsum(ways) - ways
        pair = np.repeat(np.arange(len(left)), ways)
        way = np.arange(len(pair)) - start[pair]
        several = self._ways[right][pair]
        one = self._sound[self._first_way[left][pair] + way // several]
        other = self._sound[self._first_way[right][pair] + way % several]
        slips = cpdist(
            self._text[one].tolist(),
            self._text[other].tolist(),
            scorer=DamerauLevenshtein.distance,
            dtype=np.int64,
        ).ravel()
        size = len(self._text)
        order = (slips * size + self._sound_rank[one]) * size + self._sound_rank[other]
        at = np.flatnonzero(order == np.repeat(np.minimum.reduceat(order, start), ways))
        # Ranks tell all sounds apart, but two ways of a word may be one sound.
        at = at[np.concatenate([[True], pair[at][1:] != pair[at][:-1]])]
        return slips[at], one[at], other[at]


def _similarity(left: list[str], right: list[str], scorer: Callable[..., float]) -> Scores:
    return np.asarray(cpdist(left, right, scorer=scorer, dtype=np.float64)).ravel()


def _ranks(texts: Sequence[str]) -> Ids:
    place = {text: number for number, text in enumerate(sorted(set(texts)))}
    return np.array([place[text] for text in texts], dtype=np.int64)


def _pairs_in_common(marks: Sequence[Sequence[str]]) -> Ids:
    """Pairs of words that have a mark in common, as one number each, in order."""
    mark = pa.array([*chain.from_iterable(marks)], pa.string()).dictionary_encode()
    words = np.repeat(np.arange(len(marks)), [len(of) for of in marks])
    order = np.argsort(mark.indices.to_numpy(), kind="stable")
    mark_of, word = mark.indices.to_numpy()[order], words[order]
    # Of each mark every word with every later one of those that have it.
    end = np.searchsorted(mark_of, mark_of, side="right")
    later = end - np.arange(len(word)) - 1
    start = np.cumsum(later) - later
    left = np.repeat(np.arange(len(word)), later)
    right = left + 1 + np.arange(len(left)) - np.repeat(start, later)
    return np.unique(word[left] * _MOST + word[right])
