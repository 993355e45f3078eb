"""What operators write about the kind and direction of a communication."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.tables.headers import fold

OUTGOING, INCOMING, FORWARDED, UNKNOWN = "outgoing", "incoming", "forwarded", "unknown"
OTHER = "other"
_SHORT = 3


@dataclass(frozen=True)
class Service:
    """Kind (call, sms, mms, data, other) and direction seen from the target; None if not said."""

    kind: str | None
    direction: str | None
    missed: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """Folded words of operators, and those of one template before them."""

    kinds: Mapping[str, str]
    directions: Mapping[str, str]
    missed: frozenset[str]
    missed_by_target: frozenset[str] = frozenset()

    def with_values(self, kinds: Mapping[str, str], directions: Mapping[str, str]) -> "Vocabulary":
        """This vocabulary with a template's own values, which come first."""
        return Vocabulary(
            {**self.kinds, **{fold(k): v for k, v in kinds.items()}},
            {**self.directions, **{fold(k): v for k, v in directions.items()}},
            self.missed,
            self.missed_by_target,
        )

    def read(self, *cells: str | None) -> Service:
        """What the cells of type and direction say together; contradictions count as not said."""
        spellings = [fold(c) for c in cells if c]
        ways = {self.directions[p] for s in spellings for p in _parts(s, self.directions)}
        said = {p for s in spellings for p in _windows(s)}
        if not ways and said & self.missed_by_target:
            ways = {INCOMING}
        return Service(
            _only({self.kinds[p] for s in spellings for p in _parts(s, self.kinds)}),
            _only(ways),
            bool(said & (self.missed | self.missed_by_target)),
        )

    def is_code(self, cell: str) -> bool:
        """Whether a cell has a short word not known here, which may be what it is all about.

        ``S-OUT`` beside ``M-OUT`` says more than a direction; ``outgoing national`` does not.
        """
        words = fold(cell).split()
        known = {w for p in (*self.kinds, *self.directions, *self.missed) for w in p.split()}
        return any(len(w) <= _SHORT and w not in known and not w.isdigit() for w in words)


def _parts(spelling: str, known: Mapping[str, str]) -> Iterator[str]:
    """The whole cell if it is known, else those of its words and pairs of words that are."""
    if spelling in known:
        yield spelling
    else:
        yield from (part for part in _windows(spelling) if part in known)


def _windows(spelling: str) -> Iterator[str]:
    words = spelling.split()
    yield spelling
    for size in (3, 2, 1):
        for start in range(len(words) - size + 1):
            window = " ".join(words[start : start + size])
            if len(window) > 1:  # a letter beside words is "and" or an article, no code
                yield window


def _only(values: set[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None


@cache
def vocabulary() -> Vocabulary:
    """The shipped words."""
    text = files("ingest.call_records").joinpath("values.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return Vocabulary(
        {fold(w): kind for kind, entry in data["kind"].items() for w in entry["words"]},
        {fold(w): way for way, entry in data["direction"].items() for w in entry["words"]},
        frozenset(fold(w) for w in data["missed"]["words"]),
        frozenset(fold(w) for w in data["missed"]["by_target"]),
    )
