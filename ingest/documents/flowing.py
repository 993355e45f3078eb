"""From the lines of pages to one running text: words parted at line ends whole again, what repeats
on every page read once."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.documents.extracted import Aside, Page, Word
from ingest.documents.layout_pieces import WRAP, Line, Piece
from workbench.vocabulary import AsideKind

_HYPHENS = "-\u00ad\u2010\u2011"
_PARTED = re.compile(rf"[^\W\d_]{{2,}}[{_HYPHENS}]$")
_GOES_ON = re.compile(r"[^\W\d_]+")
_FIGURES = re.compile(r"\d{1,4}(?!\d)")
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\ufeff\x00")
_AT_EDGE = 3  # lines at the top and at the bottom among which running heads are looked for
_SAME_PLACE = 4.0  # points


@dataclass(frozen=True)
class PageLines:
    """A page and its lines in reading order."""

    page: Page
    lines: tuple[Line, ...]


@dataclass
class Flowed:
    """The running text with its pages and asides."""

    text: str = ""
    page_starts: list[int] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)


def flow(pages: Sequence[PageLines]) -> Flowed:
    """Join pages to one text, a line feed between lines and between pages."""
    flowed = Flowed()
    compounds = _compounds(pages)
    running = _Running(pages)
    parts: list[str] = []
    length = 0
    for number, page in enumerate(pages):
        flowed.page_starts.append(length)
        words: list[Word] = []
        lines = running.without_repeats(number, length, flowed.asides)
        for line in _whole_words([_whole_in_cells(line, compounds) for line in lines], compounds):
            start = length
            for piece in line.pieces:
                text = piece.text.translate(_INVISIBLE)
                if piece.box and text:
                    words.append(Word(length, length + len(text), *piece.box))
                parts.append(text)
                length += len(text)
            running.mark(number, line, start, length, flowed.asides)
            parts.append("\n")
            length += 1
        if not lines and number + 1 < len(pages):
            parts.append("\n")
            length += 1
        flowed.pages.append(replace(page.page, words=tuple(words)))
    flowed.text = "".join(parts).removesuffix("\n")
    return flowed


# ------------------------------------------------------------------ words parted at line ends


def _compounds(pages: Sequence[PageLines]) -> frozenset[str]:
    """Words that the document writes with a hyphen inside a line (``crno-bijeli``)."""
    hyphened = re.compile(rf"[^\W\d_]+[{_HYPHENS}][^\W\d_]+")
    return frozenset(
        found.lower()
        for page in pages
        for line in page.lines
        for found in hyphened.findall(line.text)
    )


def _whole_words(lines: Sequence[Line], compounds: frozenset[str]) -> list[Line]:
    """Lines with the rest of a parted word drawn up to its beginning."""
    found: list[Line] = []
    for line in lines:
        if found and found[-1].column == line.column and (rest := _rest(found[-1], line)):
            found[-1] = _closed(found[-1], line.pieces[0], rest, compounds)
            left = _after(line.pieces)
            if not left:
                continue
            line = replace(line, pieces=left)
        found.append(line)
    return found


def _whole_in_cells(line: Line, compounds: frozenset[str]) -> Line:
    """The line with the lines wrapped in its cells joined."""
    pieces: list[Piece] = []
    for piece in line.pieces:
        if len(pieces) > 1 and pieces[-1].text == WRAP:
            before, after = replace(line, pieces=tuple(pieces[:-1])), replace(line, pieces=(piece,))
            rest = _rest(before, after)
            pieces[-1] = Piece(" ")
            if rest:
                pieces = [*_closed(before, piece, rest, compounds).pieces]
                continue
        pieces.append(piece)
    return replace(line, pieces=tuple(pieces))


def _rest(line: Line, following: Line) -> str:
    """The rest of a word that the line's hyphen parts, at the beginning of the next line."""
    ending, beginning = line.text.rstrip(), following.pieces[0].text if following.pieces else ""
    if not _PARTED.search(ending) or (match := _GOES_ON.match(beginning)) is None:
        return ""
    return beginning if match.group().islower() else ""


def _closed(line: Line, first: Piece, rest: str, compounds: frozenset[str]) -> Line:
    pieces = list(line.pieces)
    while not pieces[-1].text.strip():
        pieces.pop()
    begun = pieces[-1]
    whole = re.split(r"\s", begun.text)[-1] + (_GOES_ON.match(rest) or [""])[0]
    kept = begun.text if whole.lower() in compounds else begun.text[:-1]
    return replace(line, pieces=(*pieces[:-1], Piece(kept, begun.box), Piece(rest, first.box)))


def _after(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    left = list(pieces[1:])
    while left and not left[0].text.strip():
        left.pop(0)
    return tuple(left)


# ------------------------------------------------------------------ running heads and feet


def _keys(line: str, page: int) -> Iterator[tuple[str, int]]:
    """What a line says, and what it says if one of its figures counts the pages."""
    said = " ".join(line.split())
    if said:
        yield said, 0
    for figure in _FIGURES.finditer(said):
        yield f"{said[: figure.start()]}#{said[figure.end() :]}", int(figure.group()[:9]) - page


class _Running:
    """Lines that stand at the same place of most pages: read once, at the head or at the foot."""

    def __init__(self, pages: Sequence[PageLines]) -> None:
        self._pages = pages
        self._kinds: dict[tuple[int, int], AsideKind] = {}
        self._kept: set[tuple[int, int]] = set()
        least = max(2, (len(pages) + 1) // 2)
        for kind in (AsideKind.HEADER, AsideKind.FOOTER):
            for places in self._alike(kind):
                if len({page for page, _ in places}) >= least:
                    self._kinds.update(dict.fromkeys(places, kind))
                    self._kept.add(places[0] if kind is AsideKind.HEADER else places[-1])

    def _alike(self, kind: AsideKind) -> list[list[tuple[int, int]]]:
        """Places (page, line) of lines that say the same, but for the page's number."""
        found: defaultdict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        for number, page in enumerate(self._pages):
            count = min(_AT_EDGE, len(page.lines) // 3)
            inside = range(len(page.lines))
            near = inside[:count] if kind is AsideKind.HEADER else inside[len(inside) - count :]
            for at in near:
                for key in _keys(page.lines[at].text, number):
                    found[key].append((number, at))
        return [self._as_high(places) for places in found.values()]

    def _as_high(self, places: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Those of the places that stand as high on the page as most do."""
        tops = Counter(round(self._top(place) / _SAME_PLACE) for place in places)
        usual = max(tops, key=lambda top: (tops[top], -top)) * _SAME_PLACE
        return [place for place in places if abs(self._top(place) - usual) <= _SAME_PLACE]

    def _top(self, place: tuple[int, int]) -> float:
        return self._pages[place[0]].lines[place[1]].box.top

    def without_repeats(self, number: int, start: int, asides: list[Aside]) -> list[Line]:
        """The page's lines but for those read on another page, which become asides."""
        kept = []
        for at, line in enumerate(self._pages[number].lines):
            if (number, at) in self._kinds and (number, at) not in self._kept:
                asides.append(Aside(AsideKind.REPEATED, start, start, line.text))
            else:
                kept.append(line)
        return kept

    def mark(self, number: int, line: Line, start: int, end: int, asides: list[Aside]) -> None:
        """Note the line as running head or foot if it is one."""
        for at, known in enumerate(self._pages[number].lines):
            if known is line and (number, at) in self._kept:
                asides.append(Aside(self._kinds[number, at], start, end))
