"""From the lines of pages to one running text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.documents import hyphens
from ingest.documents.extracted import Aside, Page, Word
from ingest.documents.layout_pieces import Line
from ingest.documents.running_heads import RunningHeads
from workbench.vocabulary import AsideKind

_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\ufeff\x00\u202a\u202b\u202c\u202d\u202e")


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


@dataclass(frozen=True)
class _Placed:
    page: int
    line: Line
    kind: AsideKind | None


def flow(pages: Sequence[PageLines]) -> Flowed:
    """Join pages to one text, a line feed between lines and between pages."""
    running = RunningHeads.of([page.lines for page in pages])
    placed: list[_Placed] = []
    repeated: list[list[Line]] = []
    for number, page in enumerate(pages):
        lines, elsewhere = running.parted(number, page.lines)
        placed += [_Placed(number, line, kind) for line, kind in lines]
        repeated.append(elsewhere)
    return _Writer().write(pages, _whole_words(placed), repeated)


def _whole_words(placed: Sequence[_Placed]) -> list[_Placed]:
    """Lines with the rest of a parted word drawn up to its beginning, also over a page's end."""
    known = hyphens.compounds([one.line for one in placed])
    found: list[_Placed] = []
    for one in placed:
        line = hyphens.in_cells(one.line, known)
        last = found[-1] if found else None
        if last and last.kind is one.kind and hyphens.goes_on(last.line, line.pieces[0]):
            found[-1] = replace(last, line=hyphens.drawn_up(last.line, line.pieces[0], known))
            line = hyphens.without_first(line)
        if line.pieces:
            found.append(replace(one, line=line))
    return found


class _Writer:
    """Puts lines one after the other and notes where their words come to stand."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def write(
        self, pages: Sequence[PageLines], placed: Sequence[_Placed], repeated: list[list[Line]]
    ) -> Flowed:
        flowed = Flowed()
        by_page: list[list[_Placed]] = [[] for _ in pages]
        for one in placed:
            by_page[one.page].append(one)
        for number, page in enumerate(pages):
            start = self._length
            flowed.page_starts.append(start)
            flowed.asides += [
                Aside(AsideKind.REPEATED, start, start, r.text) for r in repeated[number]
            ]
            words = tuple(w for one in by_page[number] for w in self._line(one, flowed.asides))
            flowed.pages.append(replace(page.page, words=words))
            if not by_page[number]:
                self._add("\n")
        flowed.text = "".join(self._parts).removesuffix("\n")
        return flowed

    def _line(self, placed: _Placed, asides: list[Aside]) -> Iterator[Word]:
        start = self._length
        for piece in placed.line.pieces:
            begin = self._length
            self._add(piece.text.translate(_INVISIBLE))
            if piece.box and self._length > begin:
                yield Word(begin, self._length, *piece.box)
        if placed.kind:
            asides.append(Aside(placed.kind, start, self._length))
        self._add("\n")

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
