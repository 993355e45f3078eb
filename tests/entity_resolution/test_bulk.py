"""Many names compared at once come to the same as one by one."""

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from entity_resolution.names import compare
from entity_resolution.names.bulk import WORTH, NameBook, take_apart
from entity_resolution.names.words import SLIPS
from entity_resolution.numbering import Ids

_PAIRS = tomllib.loads(Path(__file__).with_name("name_pairs.toml").read_text("utf-8"))


def _listed() -> list[list[str]]:
    kinds = [*_PAIRS["kinds"].values(), *_PAIRS["scripts"].values()]
    pairs = [pair for kind in kinds for side in kind.values() for pair in side[::3]]
    pairs += [["Salman bin Ali", "Ali bin Salman"], ["Salman ibn Ali", "علي بن سلمان"]]
    pairs += [["Hassan Hosseini", "Hossein Hassani"], ["Hasani Husein", "Hassan Husseini Ali"]]
    pairs += [["", "Ana Nika"], ["Ana Nika", "Ana Nika"], ["A. B. C. D. E. Nika", "Ana Nika"]]
    pairs += list(zip([left for left, _ in pairs], [left for left, _ in pairs[1:]], strict=False))
    return pairs


def _placed(pairs: list[list[str]]) -> tuple[NameBook, Ids, Ids]:
    names = sorted({name for pair in pairs for name in pair})
    place = {name: number for number, name in enumerate(names)}
    one, other = (np.array([place[pair[side]] for pair in pairs]) for side in (0, 1))
    return NameBook(take_apart(names)), one, other


def test_names_compared_at_once_score_as_one_by_one() -> None:
    pairs = _listed()
    book, one, other = _placed(pairs)
    found = book.compare(one, other)
    for at, (left, right) in enumerate(pairs):
        singly = compare(left, right)
        assert abs(found.score[at] - singly.score) < 0.00015, (left, right)
        assert found.best_word[at] == max((part.score for part in singly.parts), default=0.0)
        assert found.one_other[at] == singly.differs_in_one_word, (left, right)
        assert found.one_unlike[at] == singly.has_one_misread_word


_WORDS = (
    "bin ibn بن Muhamed Hamo Mehmet Dritan Tani Gjoka Xhoka Krnetić Kmetić Jovan Jovana "
    "Abdulhamid Hamid "
    "Hassan Hasani Alhassan محمد احمد Ђока Јован A. O"
)
_word = st.one_of(
    st.sampled_from(_WORDS.split()),
    st.text("abdehijklmnorstuvzčšž", min_size=2, max_size=8),
)
_name = st.lists(_word, min_size=1, max_size=3).map(" ".join)


@settings(deadline=None)
@given(st.lists(_name, min_size=2, max_size=10, unique=True))
def test_no_name_alike_is_passed_over(names: list[str]) -> None:
    _pass_over_none([[*pair] for pair in combinations(names, 2)])


def test_names_without_letters_may_be_asked_of() -> None:
    book, one, other = _placed([["?", "—"], ["—", "!"]])
    assert book.may_be_alike(one, other).all()
    assert not book.compare(one, other).score.any()


def test_no_listed_name_alike_is_passed_over() -> None:
    pairs = _listed()
    _pass_over_none(pairs)
    book, one, other = _placed(pairs)
    assert book.may_be_alike(one, other).mean() < 0.8


def _pass_over_none(pairs: list[list[str]]) -> None:
    book, one, other = _placed(pairs)
    found = book.compare(one, other)
    slips = np.full(len(pairs), SLIPS + 1)
    slips[found.one_unlike] = book.slips(one[found.one_unlike], other[found.one_unlike])
    passed_over = ~book.may_be_alike(one, other)
    for at in np.flatnonzero(passed_over).tolist():
        assert found.score[at] < WORTH, pairs[at]
        assert slips[at] > SLIPS, pairs[at]
