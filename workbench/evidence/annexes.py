"""The annexes of a summary: cited rows under their table's header, cited sentences in order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from workbench.evidence.citing import Citation
from workbench.evidence.places import PassagePlace, RowPlace

# How many characters of the annex's small type fit on a line of its landscape page, and what each
# column takes besides for its margins.
LINE_CHARACTERS = 215
_COLUMN_CHARACTERS = 2.4
_LONGEST_COLUMN = 44


@dataclass(frozen=True)
class AnnexRow:
    """A cited row; ``label`` and ``anchor`` are how it is cited and where links lead."""

    anchor: str
    label: str
    number: int
    cells: tuple[str, ...]
    marked: tuple[int, ...]
    redacted: bool


@dataclass(frozen=True)
class RowGroup:
    """Cited rows of one sheet. Columns empty in all of them are named in ``empty`` only.

    ``widths`` are relative; empty where the rows are too wide for a table of one line each.
    """

    source_id: int
    sheet: str
    header: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[AnnexRow, ...]
    empty: tuple[str, ...]


@dataclass(frozen=True)
class AnnexSentence:
    """A cited sentence in pieces of (text, marked)."""

    anchor: str
    page: int
    number: int
    start: int
    end: int
    pieces: tuple[tuple[str, bool], ...]
    redacted: bool


@dataclass(frozen=True)
class SentenceGroup:
    """Cited sentences of one document."""

    source_id: int
    sentences: tuple[AnnexSentence, ...]


@dataclass(frozen=True)
class Annexes:
    """Both annexes, and the anchor under which each label stands."""

    rows: tuple[RowGroup, ...]
    sentences: tuple[SentenceGroup, ...]
    anchors: Mapping[str, str]


def annexes(citations: Sequence[Citation]) -> Annexes:
    """Arrange citations, which come by source and then from top to bottom."""
    anchors = {c.label: f"cited-{number}" for number, c in enumerate(citations, 1)}
    rows = [c for c in citations if isinstance(c.place, RowPlace)]
    sentences = [c for c in citations if isinstance(c.place, PassagePlace)]
    return Annexes(
        tuple(
            _rows(list(group), anchors)
            for _, group in groupby(rows, lambda c: (c.source_id, _sheet(c), c.quote.header))
        ),
        tuple(
            SentenceGroup(source, tuple(_sentence(c, anchors) for c in group))
            for source, group in groupby(sentences, lambda c: c.source_id)
        ),
        anchors,
    )


def _sheet(citation: Citation) -> str:
    return citation.place.sheet if isinstance(citation.place, RowPlace) else ""


def _rows(citations: Sequence[Citation], anchors: Mapping[str, str]) -> RowGroup:
    first = citations[0].quote
    wide = max(len(c.quote.cells) for c in citations)
    header = (*first.header, *[""] * (wide - len(first.header)))[:wide]
    filled = [
        n
        for n in range(wide)
        if any(n < len(c.quote.cells) and c.quote.cells[n] for c in citations)
    ]
    rows = tuple(_row(c, filled, anchors) for c in citations)
    kept = tuple(header[n] for n in filled)
    return RowGroup(
        citations[0].source_id,
        _sheet(citations[0]),
        kept,
        _widths([kept, *(row.cells for row in rows)]),
        rows,
        tuple(name for n, name in enumerate(header) if n not in filled and name),
    )


def _row(citation: Citation, filled: Sequence[int], anchors: Mapping[str, str]) -> AnnexRow:
    cells, place = citation.quote.cells, citation.place
    return AnnexRow(
        anchors[citation.label],
        citation.label,
        place.row_number if isinstance(place, RowPlace) else 0,
        tuple(cells[n] if n < len(cells) else "" for n in filled),
        tuple(at for at, n in enumerate(filled) if n in citation.quote.marked_cells),
        citation.quote.redacted,
    )


def _widths(lines: Sequence[Sequence[str]]) -> tuple[float, ...]:
    """Each column's width in characters: its longest cell, or its longest word where that is much.

    Nothing where not even the words fit.
    """
    columns = list(zip(*lines, strict=True))
    words = [
        max((len(w) for cell in column for w in cell.split()), default=1) for column in columns
    ]
    cells = [min(max(map(len, column)), _LONGEST_COLUMN) for column in columns]
    margins = _COLUMN_CHARACTERS * (len(columns) + 1)
    room = LINE_CHARACTERS - margins
    if sum(words) > room:
        return ()
    wanted = [max(word, cell) for word, cell in zip(words, cells, strict=True)]
    spare, missing = room - sum(words), sum(wanted) - sum(words)
    share = min(1.0, spare / missing) if missing else 0.0
    return tuple(
        round(word + share * (want - word) + _COLUMN_CHARACTERS, 2)
        for word, want in zip(words, wanted, strict=True)
    )


def _sentence(citation: Citation, anchors: Mapping[str, str]) -> AnnexSentence:
    place = citation.place
    assert isinstance(place, PassagePlace)
    return AnnexSentence(
        anchors[citation.label],
        place.page,
        place.passage_no,
        place.start,
        place.end,
        tuple(_pieces(citation.quote.text, citation.quote.marked_spans)),
        citation.quote.redacted,
    )


def _pieces(text: str, marks: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text cut at marks; layout of line breaks and tabs becomes single spaces."""
    at = 0
    for start, end in sorted(marks):
        if end > at:
            yield _spaced(text[at : max(start, at)]), False
            yield _spaced(text[max(start, at) : end]), True
            at = end
    yield _spaced(text[at:]), False


def _spaced(text: str) -> str:
    return "".join(
        " " if character in "\r\n\t\v\f\u2028\u2029" else character for character in text
    )
