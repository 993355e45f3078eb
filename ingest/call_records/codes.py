"""Subscribers under numbers or names of the file's own, as in a file made anonymous for research.

Then no party has a telephone number. That both columns hold the same parties tells such a file from
one whose columns were taken for parties wrongly.
"""

import re
from collections.abc import Sequence

from ingest.selectors import phones
from ingest.selectors.phones import Party
from workbench.vocabulary import PartyKind

_CODE = re.compile(r"[A-Za-z]{0,12}[-_#]?\d{1,6}")
_LEAST = 3
_IN_BOTH = 0.3
"""Share of the parties of the column with fewer that stand in the other one too."""


def are_codes(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows of two parties each name subscribers by codes of the file's own."""
    sides = [{row[n].strip() for row in rows if len(row) == 2} - {""} for n in (0, 1)]
    common = len(sides[0] & sides[1])
    every = sides[0] | sides[1]
    coded = all(_CODE.fullmatch(value) for value in every)
    return coded and len(every) >= _LEAST and common >= max(2, _IN_BOTH * min(map(len, sides)))


def party(written: str, country: str | None) -> Party:
    """A party by its code, where it is one; 0 is one like any other."""
    if not _CODE.fullmatch(written):
        return phones.normalise_party(written, country)
    kind = PartyKind.SHORT_CODE if written.isdigit() else PartyKind.ALPHANUMERIC
    return Party(written, kind, None)
