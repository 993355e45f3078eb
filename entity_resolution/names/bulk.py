"""Many names compared at once, with the same result as ``compare`` name by name.

Words are compared once for each distinct pair of them; what these make of two names is found for
all pairs of one shape (so many words against so many) together.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise, permutations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from entity_resolution.names.comparison import LACKING, compare
from entity_resolution.names.likeness import TWO_KNOWN_NAMES, UNLIKE
from entity_resolution.names.tokens import Name, Token, parse_once, token
from entity_resolution.names.words import (
    DIFFERENT,
    INFLECTED,
    LEFT_MADE,
    MADE,
    OTHER_SEX,
    RIGHT_MADE,
    SLIPS,
    Letters,
    Words,
    slips_between,
)
from entity_resolution.numbering import Ids, Scores, Truths

WORTH = 0.7
"""Two names of two words that score less have a word that is another one."""
_AT_ONCE = 1 << 18
"""Pairs of names looked at together."""
_MOST_WORDS = 4
"""Names of more words, which are rare, are compared one by one."""


@dataclass(frozen=True)
class Compared:
    """Of each pair of names: ``compare``'s score, that of the words most alike, whether all words
    agree but one, and whether this one's two forms are not two names that both exist."""

    score: Scores
    best_word: Scores
    one_other: Truths
    one_unlike: Truths


@dataclass(frozen=True)
class TakenApart:
    """Names in columns: as written; the numbers of their words, one name after the other; where
    each one's begin, and the last one's end; whether they have a father's in them (*bin*). Each
    distinct word once, folded and plain, and whether it is from a script without vowels."""

    written: pa.Array
    words: Ids
    begins: Ids
    descends: Truths
    folded: pa.Array
    plain: pa.Array
    unvocalised: pa.Array


def take_apart(written: Sequence[str]) -> TakenApart:
    """Take names apart, one by one."""
    names = [parse_once(name) for name in written]
    numbers: dict[tuple[str, str, bool], int] = {}
    words = [
        numbers.setdefault((word.text, word.plain, word.unvocalised), len(numbers))
        for name in names
        for word in name.tokens
    ]
    return TakenApart(
        pa.array(written, pa.string()),
        np.array(words, dtype=np.int64),
        np.cumsum([0, *(len(name.tokens) for name in names)]),
        np.array([bool(name.descents) for name in names], dtype=np.bool_),
        pa.array([folded for folded, _, _ in numbers], pa.string()),
        pa.array([plain for _, plain, _ in numbers], pa.string()),
        pa.array([unvocalised for _, _, unvocalised in numbers], pa.bool_()),
    )


class NameBook:
    """Distinct names, compared by their places; their words are looked at when first asked for."""

    def __init__(self, names: TakenApart) -> None:
        self.written = names.written
        self._given = names
        self._count = np.diff(names.begins)
        unvocalised = names.unvocalised.to_numpy(zero_copy_only=False)
        worded = np.flatnonzero(self._count)
        self._vowels_out = np.zeros(len(self._count), dtype=np.bool_)
        self._vowels_out[worded] = unvocalised[names.words[names.begins[worded]]]
        letters = np.cumsum([0, *pc.utf8_length(names.folded).to_numpy()[names.words]])
        self._length = np.diff(letters[names.begins])
        self._book = Words()
        # By the number that a word was given with the names the one that it has in the book.
        self._numbers = np.full(len(names.folded), -1, dtype=np.int64)
        count = len(self._count)
        self._is_known = np.zeros(count, dtype=np.bool_)
        self._words = np.full((count, _MOST_WORDS), -1, dtype=np.int64)
        self._joined = np.full((count, _MOST_WORDS - 1), -1, dtype=np.int64)
        # By a name's place its letters, and its key, where they were asked for.
        self._letters, self._keys = np.full((2, count), None, dtype=np.object_)

    def _look_at_words(self, *asked: Ids) -> None:
        new = np.unique(np.concatenate([places[~self._is_known[places]] for places in asked]))
        if not len(new):
            return
        begins, counts = self._given.begins[new], self._count[new]
        of_names = np.repeat(begins - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        words = np.unique(self._given.words[of_names])
        words = words[self._numbers[words] < 0]
        columns = (self._given.folded, self._given.plain, self._given.unvocalised)
        asked_for = (column.take(pa.array(words)).to_pylist() for column in columns)
        self._numbers[words] = [*map(self._book.number, map(token, *asked_for))]
        for at in range(_MOST_WORDS):
            longer = new[counts > at]
            self._words[longer, at] = self._numbers[
                self._given.words[self._given.begins[longer] + at]
            ]
        self._is_known[new] = True
        self.__dict__.pop("_two_letters", None)

    def _tokens(self, place: int) -> list[Token]:
        begin, end = self._given.begins[place : place + 2]
        return [self._book[number] for number in self._numbers[self._given.words[begin:end]]]

    def compare(self, left: Ids, right: Ids) -> Compared:
        """Compare the names at these places, pair by pair."""
        self._look_at_words(left, right)
        none = np.zeros((2, len(left)), dtype=np.bool_)
        found = Compared(np.full(len(left), -1.0), np.zeros(len(left)), *none)
        longer = self._count[left] > self._count[right]
        short, long = np.where(longer, right, left), np.where(longer, left, right)
        few, many = self._count[short], self._count[long]
        joined = (few > 0) & (few < many) & (many <= _MOST_WORDS)
        joined &= (many > 2) | self._may_lack_a_blank(short, long)
        self._join(np.unique(long[joined]))
        for shape in np.unique(few * 1_000 + many).tolist():
            chosen = np.flatnonzero(few * 1_000 + many == shape)
            if shape < 1_000:
                continue  # a name without words is like nothing
            if shape % 1_000 <= _MOST_WORDS:
                self._compare_shape(
                    found, chosen, short[chosen], long[chosen], joined[chosen], shape
                )
            else:
                self._compare_singly(found, chosen, short[chosen], long[chosen])
        # Of names with a father's in them, which are rare, the order tells.
        descend = np.flatnonzero(self._given.descends[left] & self._given.descends[right])
        self._compare_singly(found, descend, short[descend], long[descend])
        np.maximum(found.score, 0.0, out=found.score)
        return found

    def may_be_alike(self, left: Ids, right: Ids) -> Truths:
        """Which names may come to a score of ``WORTH``, or be ``SLIPS`` of a pen apart; it takes a
        fraction of the time that comparing does. Names of other than two words may."""
        self._look_at_words(left, right)
        possible = (self._count[left] != 2) | (self._count[right] != 2)
        two = np.flatnonzero(~possible)
        if not len(two):
            return np.asarray(possible)
        # Some at a time, as long as what is looked up stays near the processor; numpy lets two
        # threads work at once.
        parts = [two[start : start + _AT_ONCE] for start in range(0, len(two), _AT_ONCE)]
        find = partial(self._find_alike, possible, left, right, self._two_letters)
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(find, parts))
        return np.asarray(possible)

    def _find_alike(
        self, possible: Truths, left: Ids, right: Ids, of_names: Sequence[Letters], two: Ids
    ) -> None:
        """Set in ``possible`` which of the pairs at these places, of two words each, may be
        alike."""
        one = [letters.at(left[two]) for letters in of_names]
        other = [letters.at(right[two]) for letters in of_names]
        for order in ((0, 1), (1, 0)):
            near = [word.may_be_near(other[at]) for word, at in zip(one, order, strict=True)]
            asked = two[near[0] & near[1]]
            asked = asked[~possible[asked]]
            words = self._words[right[asked]][:, order]
            possible[asked] = self._book.may_be_alike(self._words[left[asked], :2], words)

    @cached_property
    def _two_letters(self) -> tuple[Letters, Letters]:
        """Of each name the letters of its first two words; of no use where it has one."""
        # That a word added later has a mark in common with one of these is of no account here.
        first, second = (self._book.letters(self._words[:, at]) for at in (0, 1))
        return first, second

    def slips(self, one: Ids, other: Ids) -> Ids:
        """Slips of a pen between two names each, whatever the order of their words; one more than
        ``SLIPS`` where there are more."""
        self._look_at_words(one, other)
        self._write_out(np.concatenate([one, other]))
        texts = (self._letters, self._keys)
        found = [slips_between(text[one], text[other], SLIPS) for text in texts]
        return np.asarray(np.minimum(*found))

    def _write_out(self, places: Ids) -> None:
        for place in np.unique(places[self._letters[places] == None]).tolist():  # noqa: E711
            name = Name(tuple(self._tokens(place)))
            self._letters[place], self._keys[place] = name.letters, name.key

    def _compare_shape(
        self, found: Compared, chosen: Ids, short: Ids, long: Ids, joined: Truths, shape: int
    ) -> None:
        """``joined``: in which pairs two words of the longer name may be one."""
        few, many = divmod(shape, 1_000)
        words, longer = self._words[short, :few], self._words[long, :many]
        self._keep_better(found, chosen, self._fit(words, longer))
        if not joined.any():
            return
        chosen, long, words, longer = chosen[joined], long[joined], words[joined], longer[joined]
        for place in range(many - 1):
            both = self._joined[long, place]
            as_one = np.column_stack([longer[:, :place], both, longer[:, place + 2 :]])
            self._keep_better(found, chosen, self._fit(words, as_one))

    def _may_lack_a_blank(self, one: Ids, other: Ids) -> Truths:
        near = abs(self._length[one] - self._length[other]) <= LACKING
        return np.asarray(near | (self._vowels_out[one] != self._vowels_out[other]))

    def _keep_better(self, found: Compared, chosen: Ids, compared: Compared) -> None:
        """As written, which comes first, is what counts where another reading fits no better."""
        better = np.flatnonzero(compared.score > found.score[chosen])
        into = chosen[better]
        found.score[into] = compared.score[better]
        found.best_word[into] = compared.best_word[better]
        found.one_other[into] = compared.one_other[better]
        found.one_unlike[into] = compared.one_unlike[better]

    def _compare_singly(self, found: Compared, chosen: Ids, short: Ids, long: Ids) -> None:
        for at, one, other in zip(chosen.tolist(), short.tolist(), long.tolist(), strict=True):
            compared = compare(self.written[one].as_py(), self.written[other].as_py())
            found.score[at] = compared.score
            found.best_word[at] = max((part.score for part in compared.parts), default=0.0)
            found.one_other[at] = compared.differs_in_one_word
            found.one_unlike[at] = compared.has_one_misread_word

    def _join(self, names: Ids) -> None:
        """Make the words of these names that are two of theirs written as one."""
        for name in names[self._joined[names, 0] < 0].tolist():
            whole = Name(tuple(self._tokens(name)))
            for place in range(self._count[name] - 1):
                self._joined[name, place] = self._book.number(whole.joined_word(place))

    def _fit(self, few: Ids, many: Ids) -> Compared:
        score, kind = self._fits_of(few, many)
        place = _best_places(score)
        score = np.take_along_axis(score, place[:, :, None], axis=2)[:, :, 0]
        kind = np.take_along_axis(kind, place[:, :, None], axis=2)[:, :, 0]
        initial = self._book.initials()
        single = initial[few] | initial[np.take_along_axis(many, place, axis=1)]
        sexes = (kind & OTHER_SEX > 0) & ~(kind & INFLECTED > 0).any(axis=1, keepdims=True)
        left, right = (
            (kind & bit > 0).any(axis=1, keepdims=True) for bit in (LEFT_MADE, RIGHT_MADE)
        )
        made = (kind & MADE > 0) & left & right
        score = np.where(sexes | made, TWO_KNOWN_NAMES, score)
        unlike = score < UNLIKE
        different = ((kind & DIFFERENT > 0) & ~sexes & unlike).any(axis=1)
        one_other = (unlike.sum(axis=1) == 1) & (few.shape[1] > 1) & ~(unlike & single).any(axis=1)
        return Compared(
            _weighed(score, single, many.shape[1] - few.shape[1]),
            score.max(axis=1),
            one_other,
            one_other & different,
        )

    def _fits_of(self, few: Ids, many: Ids) -> tuple[Scores, Ids]:
        """How every word fits every other, and what kind of fit that is."""
        left, right = np.broadcast_arrays(few[:, :, None], many[:, None, :])
        score, kind = self._book.likenesses(left.ravel(), right.ravel())
        return score.reshape(left.shape), kind.reshape(left.shape)


def _best_places(score: Scores) -> Ids:
    """For each word of the shorter name the word of the longer that it is set against."""
    rows, few, many = score.shape
    best, steps = np.full(rows, -1.0), np.full(rows, -1)
    places = np.zeros((rows, few), dtype=np.int64)
    for order in permutations(range(many), few):
        total = sum((score[:, i, j] for i, j in enumerate(order)), start=np.zeros(rows))
        in_order = sum(a < b for a, b in pairwise(order))
        better = (total > best) | ((total == best) & (in_order > steps))
        best[better], steps[better], places[better] = total[better], in_order, order
    return places


def _weighed(score: Scores, single: Truths, surplus: int) -> Scores:
    """As ``comparison`` weighs the words of two names."""
    weight = np.where(single, 0.5, 1.0)
    agrees = score >= UNLIKE
    counted = (weight * np.where(agrees, score, score * 0.3)).sum(axis=1)
    solid = (agrees & ~single).sum(axis=1)
    missing = np.where(solid >= 2, 0.1, 0.35) * surplus
    return np.asarray(np.round(counted / (weight.sum(axis=1) + missing), 4), dtype=np.float64)
