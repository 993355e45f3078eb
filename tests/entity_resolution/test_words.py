"""Words compared all together come to the same as word by word, however they are asked."""

import tomllib
from importlib.resources import files
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from entity_resolution.names.likeness import likeness
from entity_resolution.names.remembered import Remembered
from entity_resolution.names.tokens import Token, parse
from entity_resolution.names.words import DIFFERENT, Words

_NAMES = tomllib.loads(files("ingest.language").joinpath("data/names.toml").read_text("utf-8"))
_KNOWN = " ".join(
    " ".join(names.split()[::25]) for lists in _NAMES.values() for names in lists.values()
)
_NASTY = (
    "Abdulhamid Abdulmajid Hamid Abdullah Krnetić Kmetić Clarić Darić Al-Hassan Hassan Alhassan "
    "Zabihullah Zabiullah Sherzai Shirzai محمد احمد علي Мухамед Ђока Gjoka Xhoka Salihaga Salih "
    "Αρμπέν Γκιόκα Τζέπα Γιόβιτς Τσέλα ألكسندر فوتشيتش ديوكانوفيتش Đukanović Vučić Đoković Jović "
    "عبدالحق ثابت Thabet Sabit رضوان Radwan Rizvan جنبلاط Jumblatt دحداح Dahdah Cherif شريف "
    "Benali علي Yacine ياسين ممتاز Mumtaz سهيل Suhail ڕێبین Rebin "
    "عصمتالله Asmatullah Alhakim الحكيم Assad Asasd Luakshenko Lukashenko Merz Mertz Ivica إيفيتسا "
    "Mehmedalija Jovanović Jovanov Jovana Jovan A B Đ Petrovski Petrović Limaj Limani E O Ai "
    "Đ Xh Š Lj Xhulio Xhemal Đorđe Dragan Ljubica Luka Ю Юрий"
)
_letters = st.text("abdehijklmnorstuvzčćđšžëçxy", min_size=1, max_size=9)
_words = st.one_of(_letters, st.sampled_from((_NASTY + " " + _KNOWN).split()))


def _tokens(written: str) -> list[Token]:
    """Word by word, as a name of two scripts is of the one that most of it is in."""
    return [*dict.fromkeys(token for word in written.split() for token in parse(word).tokens)]


def _compared(words: list[Token]) -> None:
    book = Words()
    numbers = np.array([book.number(word) for word in words])
    pairs = np.array([*product(range(len(words)), repeat=2)])
    left, right = numbers[pairs[:, 0]], numbers[pairs[:, 1]]
    score, kind = book.likenesses(left, right)
    for at, (one, other) in enumerate(pairs.tolist()):
        expected, how = likeness(words[one], words[other])
        assert abs(score[at] - expected) < 0.00015, (words[one], words[other], how)
        assert (kind[at] & DIFFERENT > 0) == (how == "different"), (words[one], words[other])


@settings(deadline=None)
@given(st.lists(_words, min_size=2, max_size=12))
def test_words_compared_together_score_as_one_by_one(written: list[str]) -> None:
    words = [token for word in written for token in parse(word).tokens]
    _compared(words)


def test_names_of_the_region_score_as_one_by_one() -> None:
    _compared(_tokens(f"{_KNOWN} {_NASTY}"))


def test_words_met_later_score_the_same() -> None:
    words = _tokens(_NASTY)
    book = Words()
    for count in range(2, len(words) + 1):
        numbers = np.array([book.number(word) for word in words[:count]])
        last = np.full(count, numbers[-1])
        score, _ = book.likenesses(last, numbers)
        expected = [likeness(words[count - 1], word)[0] for word in words[:count]]
        assert np.allclose(score, expected, atol=0.00015)


@given(st.lists(st.lists(st.integers(0, 60), min_size=1)))
def test_what_is_remembered_stays_as_it_was_first_added(parts: list[list[int]]) -> None:
    remembered = Remembered((np.int64,))
    expected: dict[int, int] = {}
    for turn, part in enumerate(parts):
        numbers = np.array([*dict.fromkeys(part)])
        known, (values,) = remembered.find(numbers)
        assert known.tolist() == [number in expected for number in numbers.tolist()]
        assert values[known].tolist() == [expected[at] for at in numbers[known].tolist()]
        new = numbers[~known]
        remembered.add(new, (new * 100 + turn,))
        expected |= {number: number * 100 + turn for number in new.tolist()}
    asked = np.array([*expected], dtype=np.int64)
    assert remembered.find(asked)[1][0].tolist() == [*expected.values()]
