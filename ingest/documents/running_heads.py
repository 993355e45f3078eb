"""Lines that stand at the same place of most pages: read once, at the head or at the foot."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import ceil

from ingest.documents.layout_pieces import Line
from workbench.vocabulary import AsideKind

_FIGURES = re.compile(r"\d{1,4}(?!\d)")
_AT_EDGE = 3  # lines at the top and at the bottom of a page among which they are looked for
_SAME_PLACE = 4.0  # points
_MOST_PAGES = 0.6

Place = tuple[int, int]
"""Of a line: its page and its number there, both from 0."""


@dataclass(frozen=True)
class RunningHeads:
    """Head or foot by the place of its line; ``kept`` are those read, the others repeat them."""

    kinds: dict[Place, AsideKind]
    kept: frozenset[Place]

    @classmethod
    def of(cls, pages: Sequence[Sequence[Line]]) -> "RunningHeads":
        """Find them: the first head stays where it is, and the last foot."""
        kinds: dict[Place, AsideKind] = {}
        kept: set[Place] = set()
        least = len(pages) if len(pages) <= 3 else ceil(_MOST_PAGES * len(pages))
        for kind in (AsideKind.HEADER, AsideKind.FOOTER):
            groups = [g for g in _alike(pages, kind) if len({page for page, _ in g}) >= least]
            outermost = _outermost(pages, kind, {place for group in groups for place in group})
            for group in groups:
                places = [p for p in group if p in outermost and p not in kinds]
                if len(places) >= max(least, 2):
                    kinds.update(dict.fromkeys(places, kind))
                    kept.add(places[0] if kind is AsideKind.HEADER else places[-1])
        return cls(kinds, frozenset(kept))

    def parted(
        self, page: int, lines: Sequence[Line]
    ) -> tuple[list[tuple[Line, AsideKind | None]], list[Line]]:
        """The lines to read of a page, heads first and feet last, and those read elsewhere."""
        read: dict[AsideKind | None, list[tuple[Line, AsideKind | None]]] = defaultdict(list)
        repeated = []
        for at, line in enumerate(lines):
            kind = self.kinds.get((page, at))
            if kind and (page, at) not in self.kept:
                repeated.append(line)
            else:
                read[kind].append((line, kind))
        return [*read[AsideKind.HEADER], *read[None], *read[AsideKind.FOOTER]], repeated


def _outermost(pages: Sequence[Sequence[Line]], kind: AsideKind, places: set[Place]) -> set[Place]:
    """Those of the places between which and the page's edge nothing else stands."""
    found: set[Place] = set()
    for number, lines in enumerate(pages):
        by_height = sorted(range(len(lines)), key=lambda at: lines[at].box.top)
        inwards = by_height if kind is AsideKind.HEADER else reversed(by_height)
        found |= set(takewhile(places.__contains__, ((number, at) for at in inwards)))
    return found


def _alike(pages: Sequence[Sequence[Line]], kind: AsideKind) -> list[list[Place]]:
    """Places of lines that say the same, but for the page's number, about as high up."""
    found: defaultdict[tuple[str, int], list[Place]] = defaultdict(list)
    for number, lines in enumerate(pages):
        count = min(_AT_EDGE, len(lines) // 3)
        by_height = sorted(range(len(lines)), key=lambda at: lines[at].box.top)
        near = by_height[:count] if kind is AsideKind.HEADER else by_height[len(lines) - count :]
        for at in near:
            for key in _keys(lines[at].text, number):
                found[key].append((number, at))
    return [_as_high(pages, places) for places in found.values()]


def _keys(line: str, page: int) -> Iterator[tuple[str, int]]:
    """What a line says, and what it says if one of its figures counts the pages."""
    said = " ".join(line.split())
    if said:
        yield said, 0
    for figure in _FIGURES.finditer(said):
        yield f"{said[: figure.start()]}#{said[figure.end() :]}", int(figure.group()) - page


def _as_high(pages: Sequence[Sequence[Line]], places: list[Place]) -> list[Place]:
    """Those of the places that stand as high on the page as most do."""

    def top(place: Place) -> float:
        return pages[place[0]][place[1]].box.top

    tops = Counter(round(top(place) / _SAME_PLACE) for place in places)
    usual = max(tops, key=lambda at: (tops[at], -at)) * _SAME_PLACE
    return [place for place in places if abs(top(place) - usual) <= _SAME_PLACE]
