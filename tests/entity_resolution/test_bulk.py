"""Many names compared at once come to the same as one by one."""

import tomllib
from pathlib import Path

import numpy as np

from entity_resolution.names import compare
from entity_resolution.names.bulk import NameBook

_PAIRS = tomllib.loads(Path(__file__).with_name("name_pairs.toml").read_text("utf-8"))


def test_names_compared_at_once_score_as_one_by_one() -> None:
    pairs = [
        pair for kind in _PAIRS["kinds"].values() for side in kind.values() for pair in side[::3]
    ]
    pairs += [["", "Ana Nika"], ["Ana Nika", "Ana Nika"], ["A. B. C. D. E. Nika", "Ana Nika"]]
    pairs += list(zip([left for left, _ in pairs], [left for left, _ in pairs[1:]], strict=False))
    names = sorted({name for pair in pairs for name in pair})
    place = {name: number for number, name in enumerate(names)}
    one, other = (np.array([place[pair[side]] for pair in pairs]) for side in (0, 1))
    found = NameBook(names).compare(one, other)
    for at, (left, right) in enumerate(pairs):
        singly = compare(left, right)
        assert abs(found.score[at] - singly.score) < 0.00015, (left, right)
        assert found.best_word[at] == max((part.score for part in singly.parts), default=0.0)
        assert found.one_other[at] == singly.differs_in_one_word, (left, right)
        assert found.one_unlike[at] == singly.has_one_misread_word
