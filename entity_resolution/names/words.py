"""Many words compared at once, with the same result as ``likeness`` word by word.

Nearly all words that are set against each other have nothing in common, or are two known names;
that is found out for all of them together. The others are compared one by one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist

from entity_resolution.names import likeness as rules
from entity_resolution.names.lexicon import (
    is_given_name,
    is_surname,
    sound_made_of,
    sound_of_other_sex,
    sound_of_womans_surname,
)
from entity_resolution.names.likeness import in_common, in_common_but_vowels, likeness
from entity_resolution.names.remembered import Remembered
from entity_resolution.names.tokens import Token
from entity_resolution.numbering import Ids, Scores, Truths, are_among, numbered

T = TypeVar("T", bound=np.generic)
Texts = npt.NDArray[np.object_]

INFLECTED, OTHER_SEX, DIFFERENT, LEFT_MADE, RIGHT_MADE = 1, 2, 4, 8, 16
"""What kind of likeness it is, as bits."""

MADE = LEFT_MADE | RIGHT_MADE
_MADE = {-1: LEFT_MADE, 0: 0, 1: RIGHT_MADE}

SLIPS = 2
"""Slips of a pen up to which two words may be one."""
FEW_SLIPS, MAY_BE_ALIKE = 1, 2
"""How near two words are to each other at most."""
_LONG = 13
"""Words of more letters are alike in spite of more slips than that."""
_MOST = 1 << 30
"""Words are fewer than this, so that two numbers and a bit make one of 64 bits."""


@dataclass(frozen=True)
class Letters:
    """Of a word each: the letters as bits of every way to write or say it, and of any; whether it
    has a mark in common with another word in spite of its letters."""

    surely: Ids
    perhaps: Ids
    has_far: Truths

    def at(self, places: Ids) -> "Letters":
        """Of the words at these places."""
        return Letters(self.surely[places], self.perhaps[places], self.has_far[places])

    def share(self, other: "Letters") -> Truths:
        """Which words have so many letters in common as those have that are few slips apart."""
        alone = np.bitwise_count(self.surely & ~other.perhaps)
        alone += np.bitwise_count(other.surely & ~self.perhaps)
        # A slip of a pen makes two letters differ at most.
        return np.asarray(alone <= 2 * SLIPS)

    def may_be_near(self, other: "Letters") -> Truths:
        """Which words share letters, or may have a mark in common though they do not."""
        return np.asarray(self.share(other) | (self.has_far & other.has_far))


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

    def __getitem__(self, number: int) -> Token:
        return self._words[number]

    def initials(self) -> Truths:
        """By a word's number whether it is an initial."""
        return self._known_facts().initial

    def letters(self, words: Ids) -> Letters:
        """The letters of these words."""
        return self._known_facts().letters.at(words)

    def likenesses(self, left: Ids, right: Ids) -> tuple[Scores, Ids]:
        """Score and kind of likeness of two words each, given by their numbers."""
        key = numbered(left, right, _MOST)
        encoded = pa.array(key).dictionary_encode()
        distinct, back = encoded.dictionary.to_numpy(), encoded.indices.to_numpy()
        is_known, (score, kind) = self._known.find(distinct)
        new = np.flatnonzero(~is_known)
        score[new], kind[new] = self._compared(*np.divmod(distinct[new], _MOST))
        self._known.add(distinct[new], (score[new], kind[new]))
        kind = kind[back]
        # Known of the two in the order of their numbers.
        kind[(left > right) & (kind & MADE > 0)] ^= MADE
        return score[back], kind

    def may_be_alike(self, left: Ids, right: Ids) -> Truths:
        """Which pairs of two words each (a row for each pair) may be alike, word by word: one of
        them by ``UNLIKE`` and more, the other as well or by two slips of a pen that make no other
        name of it. All others are not."""
        facts = self._known_facts()
        first = facts.nearness(left[:, 0], right[:, 0])
        near = np.flatnonzero(first)
        first = first[near]
        second = facts.nearness(left[near, 1], right[near, 1])
        found = np.zeros(len(left), dtype=np.bool_)
        found[near[(second > 0) & (np.maximum(first, second) == MAY_BE_ALIKE)]] = True
        return found

    def _compared(self, one: Ids, other: Ids) -> tuple[Scores, Ids]:
        score, kind = np.ones(len(one)), np.zeros(len(one), dtype=np.int64)
        told = one == other
        two = np.flatnonzero(~told)
        score[two], kind[two], told[two] = self._known_facts().unlike(one[two], other[two])
        for at in np.flatnonzero(~told).tolist():
            score[at], kind[at] = _singly(self._words[one[at]], self._words[other[at]])
        return score, kind

    def _known_facts(self) -> "_Facts":
        self._facts.add(self._words[len(self._facts) :])
        return self._facts


def _singly(one: Token, other: Token) -> tuple[float, int]:
    score, how = likeness(one, other)
    kind = DIFFERENT if how == "different" else 0
    if 0.7 <= score < 0.97 and sound_of_other_sex(one.sound, other.sound):
        kind |= OTHER_SEX
    elif how == "inflected":
        kind = _MADE[sound_made_of(one.sound, other.sound)]
        kind |= 0 if sound_of_womans_surname(one.sound, other.sound) else INFLECTED
    return score, kind


class _Marks:
    """Which words have a mark in common."""

    def __init__(self, of: Callable[[Token], Iterable[str]]) -> None:
        self._of = of
        self._count = 0
        self._marks: dict[str, int] = {}
        # Of each mark of each word the mark's number, and the word's.
        self._marked = self._bearing = np.empty(0, dtype=np.int64)

    def pairs(self, words: Sequence[Token]) -> Ids:
        """One number for each two words that have a mark in common, one of them among the next
        words."""
        marks = [{*self._of(word)} for word in words]
        new = [
            self._marks.setdefault(mark, len(self._marks)) for of_one in marks for mark in of_one
        ]
        numbers = np.repeat(np.arange(len(words)) + self._count, [len(of_one) for of_one in marks])
        self._marked = _grown(self._marked, new)
        self._bearing = _grown(self._bearing, numbers)
        is_asked = np.zeros(len(self._marks), dtype=np.bool_)
        is_asked[new] = True
        asked = np.flatnonzero(is_asked[self._marked])
        # Those of one mark side by side, the earlier word first.
        asked = asked[np.argsort(self._marked[asked], kind="stable")]
        mark, number = self._marked[asked], self._bearing[asked]
        begins = np.flatnonzero(np.diff(mark, prepend=-1))
        first = np.repeat(begins, np.diff(begins, append=len(mark)))
        later = np.flatnonzero(number >= self._count)
        counts = later - first[later]
        before = np.repeat(first[later] - np.cumsum(counts) + counts, counts)
        earlier = number[before + np.arange(counts.sum())]
        self._count += len(words)
        return np.asarray(earlier * _MOST + np.repeat(number[later], counts))


class _Facts:
    """Columns by a word's number."""

    def __init__(self) -> None:
        self.initial = self._given = self._surname = np.empty(0, dtype=np.bool_)
        self._text = self._plain = self._stem = np.empty(0, dtype=np.object_)
        self._first_way = self._ways = self._stem_letters = np.empty(0, dtype=np.int64)
        self._begins = np.empty(0, dtype=np.int64)
        # All ways to say all words, by the place of a word's first way.
        self._sound = np.empty(0, dtype=np.object_)
        self._letters = np.empty(0, dtype=np.int64)
        none = np.empty(0, dtype=np.int64)
        self.letters = Letters(none, none, np.empty(0, dtype=np.bool_))
        self._in_common = none
        self._marks, self._marks_but_vowels = _Marks(in_common), _Marks(in_common_but_vowels)
        self._unvocalised = np.empty(0, dtype=np.bool_)
        # Whose marks but for vowels are not known, while no script without vowels was met.
        self._waiting: list[Token] = []

    def add(self, words: Sequence[Token]) -> None:
        """Add the next words."""
        if not words:
            return
        self._unvocalised = _grown(self._unvocalised, [word.unvocalised for word in words])
        shared = np.unique(np.concatenate([self._marks.pairs(words), self._across_scripts(words)]))
        self._in_common = np.sort(np.concatenate([self._in_common, shared]), kind="stable")
        surely, perhaps = zip(*(_letters(word) for word in words), strict=True)
        self.letters = Letters(
            _grown(self.letters.surely, surely),
            _grown(self.letters.perhaps, perhaps),
            _grown(self.letters.has_far, [False] * len(words)),
        )
        one, other = np.divmod(shared, _MOST)
        far = ~self.letters.at(one).share(self.letters.at(other))
        self.letters.has_far[np.concatenate([one[far], other[far]])] = True
        self.initial = _grown(self.initial, [word.is_initial for word in words])
        self._given = _grown(self._given, [is_given_name(word) for word in words])
        self._surname = _grown(self._surname, [is_surname(word) for word in words])
        self._text = _grown(self._text, [word.text for word in words])
        self._plain = _grown(self._plain, [word.plain for word in words])
        self._stem = _grown(self._stem, [word.stem for word in words])
        self._stem_letters = _grown(self._stem_letters, [len(word.stem) for word in words])
        self._begins = _grown(self._begins, [_as_bits(word.begins) for word in words])
        ways = np.array([len(word.sounds) for word in words], dtype=np.int64)
        self._first_way = _grown(self._first_way, np.cumsum(ways) - ways + len(self._sound))
        self._ways = _grown(self._ways, ways)
        sounds = [sound for word in words for sound in word.sounds]
        self._sound = _grown(self._sound, sounds)
        self._letters = _grown(self._letters, [len(sound) for sound in sounds])

    def _across_scripts(self, words: Sequence[Token]) -> Ids:
        """One number for each two words, one of them from a script without vowels, that are written
        alike but for these; one of them among the next words."""
        self._waiting += words
        if not self._unvocalised.any():
            return np.empty(0, dtype=np.int64)
        shared = self._marks_but_vowels.pairs(self._waiting)
        self._waiting.clear()
        one, other = np.divmod(shared, _MOST)
        return np.asarray(shared[self._unvocalised[one] != self._unvocalised[other]])

    def __len__(self) -> int:
        return len(self.initial)

    def nearness(self, one: Ids, other: Ids) -> Ids:
        """Of words whether they ``MAY_BE_ALIKE`` by ``UNLIKE`` or more, or else are ``FEW_SLIPS``
        apart in any way to write or say them and not two known names; else 0."""
        near = np.full(len(one), MAY_BE_ALIKE)
        asked = np.flatnonzero(one != other)
        distinct = pa.array(numbered(one[asked], other[asked], _MOST)).dictionary_encode()
        found = self._nearness(*np.divmod(distinct.dictionary.to_numpy(), _MOST))
        near[asked] = found[distinct.indices.to_numpy()]
        return near

    def _nearness(self, one: Ids, other: Ids) -> Ids:
        marked = are_among(numbered(one, other, _MOST), self._in_common)
        marked |= (self.letters.perhaps[one] < 0) | (self.letters.perhaps[other] < 0)
        near = np.where(marked, MAY_BE_ALIKE, 0)
        # Nothing else than their letters makes the others alike, as ``_different`` goes by them.
        at = np.flatnonzero(~marked & ~self._are_two_names(one, other))
        stems = slips_between(self._stem[one[at]], self._stem[other[at]], SLIPS)
        near[at[stems <= SLIPS]] = FEW_SLIPS
        longer = np.maximum(self._stem_letters[one[at]], self._stem_letters[other[at]])
        alike = stems <= (1 - rules.STEMS_ALIKE) * longer + 1e-9
        near[at[alike]] = MAY_BE_ALIKE
        at = at[~alike]
        slips, one_way, other_way = self._nearest_sounds(one[at], other[at], SLIPS)
        near[at[slips <= SLIPS]] = FEW_SLIPS
        near[at[slips <= self._slips_allowed(one_way, other_way)]] = MAY_BE_ALIKE
        at = at[near[at] == 0]
        plain = slips_between(self._plain[one[at]], self._plain[other[at]], SLIPS)
        near[at[plain <= SLIPS]] = FEW_SLIPS
        return near

    def _are_two_names(self, one: Ids, other: Ids) -> Truths:
        """Which are two given names, or two surnames, that both exist."""
        return np.asarray(
            (self._given[one] & self._given[other]) | (self._surname[one] & self._surname[other])
        )

    def _slips_allowed(self, one_way: Ids, other_way: Ids) -> Ids:
        """The slips that leave a word the same, by the shorter of two ways to say it."""
        shorter = np.minimum(self._letters[one_way], self._letters[other_way])
        most = len(rules.SLIPS_ALLOWED) - 1
        return np.array(rules.SLIPS_ALLOWED)[np.minimum(shorter, most)]

    def unlike(self, one: Ids, other: Ids) -> tuple[Scores, Ids, Truths]:
        """Score and kind for words that nothing but their letters may make alike; and which pairs
        are so, and told."""
        score, kind = np.zeros(len(one)), np.zeros(len(one), dtype=np.int64)
        initial = self.initial[one] | self.initial[other]
        same_start = self._begins[one] & self._begins[other] > 0
        told = ~are_among(numbered(one, other, _MOST), self._in_common) & ~(initial & same_start)
        two_names = self._are_two_names(one, other)
        score[~initial & two_names] = rules.TWO_KNOWN_NAMES
        spelt = np.flatnonzero(told & ~initial & ~two_names)
        if len(spelt):
            score[spelt], told[spelt] = self._different(one[spelt], other[spelt])
            kind[spelt] = DIFFERENT
        return score, kind, told

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
        allowed = self._slips_allowed(left_way, right_way)
        told = (slips > allowed) & (stems < rules.STEMS_ALIKE) & (alike < rules.MOST_OF_DIFFERENT)
        return np.asarray(np.round(alike, 4), dtype=np.float64), told

    def _nearest_sounds(
        self, left: Ids, right: Ids, most: int | None = None
    ) -> tuple[Ids, Ids, Ids]:
        """Of all sounds that two words may have the places of the two that are the fewest slips
        apart, the likeliest of equally near ones; and these slips before them.

        ``most``: more slips than this are one more.
        """
        if not len(left):
            return left, left, left
        ways = self._ways[left] * self._ways[right]
        start = np.cumsum(ways) - ways
        pair = np.repeat(np.arange(len(left)), ways)
        way = np.arange(len(pair)) - start[pair]
        several = self._ways[right][pair]
        one = self._first_way[left][pair] + way // several
        other = self._first_way[right][pair] + way % several
        slips = slips_between(self._sound[one], self._sound[other], most)
        size = int(ways.max()) + 1
        nearest = np.minimum.reduceat(slips * size + way, start)
        at = start + nearest % size
        return nearest // size, one[at], other[at]


def slips_between(left: Texts, right: Texts, most: int | None = None) -> Ids:
    """Slips of a pen between two texts each; more than ``most`` are one more."""
    return np.asarray(
        cpdist(
            left.tolist(),
            right.tolist(),
            scorer=DamerauLevenshtein.distance,
            score_cutoff=most,
            dtype=np.int64,
        )
    ).ravel()


def _letters(word: Token) -> tuple[int, int]:
    """As bits: the letters that every way to write or say the word has, and those that any has."""
    if word.is_initial or len(word.stem) > _LONG:
        return 0, -1
    ways = [_as_bits(way) for way in (word.text, word.plain, word.stem, *word.sounds)]
    return reduce(and_, ways), reduce(or_, ways)


def _as_bits(letters: Iterable[str]) -> int:
    return sum(1 << bit for bit in {ord(letter) % 63 for letter in letters})


def _similarity(left: list[str], right: list[str], scorer: Callable[..., float]) -> Scores:
    return np.asarray(cpdist(left, right, scorer=scorer, dtype=np.float64)).ravel()


def _grown(column: npt.NDArray[T], values: Sequence[object] | Ids) -> npt.NDArray[T]:
    """The column with values added, in the room left behind it or twice the room."""
    count = len(column) + len(values)
    room = column.base
    if not isinstance(room, np.ndarray) or len(room) < count:
        room = np.empty(2 * count, dtype=column.dtype)
        room[: len(column)] = column
    room[len(column) : count] = values
    return room[:count]
