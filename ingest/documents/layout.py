"""Pieces of text on a page put in the order in which they are read.

Rows from top to bottom, in a row from left to right (from right to left where the script says so);
a wide gap in a row is a tab, as between label and value. Where a gutter parts running prose, the
left column is read before the right one, as a person would.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ingest.documents.layout_pieces import Box, Fragment, Line, Piece
from ingest.documents.written_order import as_written

_Row = list[Fragment]
_GUTTER = 7.0  # points kept free left of a column
_FEWEST_ROWS = 5
_PROSE = 18  # characters a line of prose has at least
_FILLED = 0.62  # of a column's width, by the median line of prose


def lines(fragments: Iterable[Fragment]) -> list[Line]:
    """The page's lines in reading order; ``fragments`` come in the order of the file."""
    listed = list(fragments)
    order = {id(fragment): place for place, fragment in enumerate(listed)}
    found: list[Line] = []
    for column, rows in enumerate(_stretches(_rows(listed))):
        inside = sorted((f for row in rows for f in row), key=lambda f: order[id(f)])
        found += as_written(inside, column) or [_line(row, column) for row in rows]
    return found


def _rows(fragments: Iterable[Fragment]) -> list[_Row]:
    """Fragments beside each other, from top to bottom."""
    rows: list[_Row] = []
    for fragment in sorted(fragments, key=lambda f: (_middle(f.box), f.box.left)):
        if rows and _beside(rows[-1][0].box, fragment.box):
            rows[-1].append(fragment)
        else:
            rows.append([fragment])
    return rows


def _beside(one: Box, other: Box) -> bool:
    height = min(one.bottom - one.top, other.bottom - other.top)
    return abs(_middle(one) - _middle(other)) <= 0.5 * height


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _line(row: _Row, column: int) -> Line:
    backwards = 2 * sum(f.length for f in row if f.right_to_left) > sum(f.length for f in row)
    pieces: list[Piece] = []
    box = row[0].box
    for fragment in sorted(row, key=lambda f: f.box.left, reverse=backwards):
        if pieces:
            while pieces and not pieces[-1].text.strip():
                pieces.pop()
            pieces.append(Piece("\t"))
        pieces += fragment.pieces
        box = box.joined(fragment.box)
    return Line(tuple(pieces), box, column)


# ------------------------------------------------------------------ columns of prose


def _stretches(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Rows that are read one after the other; columns of prose apart from what is around them."""
    found = _widest_columns(rows)
    if found is None:
        if rows:
            yield rows
        return
    first, last, at = found
    yield from _stretches(rows[:first])
    inside = rows[first:last]
    for side in (_left_of(inside, at), _right_of(inside, at)):
        yield from _stretches(side)
    yield from _stretches(rows[last:])


def _widest_columns(rows: Sequence[_Row]) -> tuple[int, int, float] | None:
    """Where two columns stand: first row, row after the last, and the gutter; the longest such."""
    best: tuple[int, int, float] | None = None
    for gutter in _gutters(rows):
        for first, last in _uncrossed(rows, gutter):
            longer = best is None or last - first > best[1] - best[0]
            if longer and _are_prose(rows[first:last], gutter):
                best = first, last, gutter
    return best


def _gutters(rows: Sequence[_Row]) -> list[float]:
    """Left of where several lines begin, apart from the leftmost ones."""
    begins = Counter(round(f.box.left) for row in rows for f in row)
    if not begins:
        return []
    leftmost = min(begins)
    near = {x: begins[x - 1] + begins[x] + begins[x + 1] for x in begins}
    return [x - 2.0 for x in sorted(begins) if x > leftmost + 60 and near[x] >= _FEWEST_ROWS]


def _uncrossed(rows: Sequence[_Row], gutter: float) -> Iterator[tuple[int, int]]:
    """Runs of rows in which nothing stands in the gutter."""
    first = 0
    for number, row in enumerate(rows):
        if any(f.box.left < gutter and f.box.right > gutter - _GUTTER for f in row):
            if number - first >= _FEWEST_ROWS:
                yield first, number
            first = number + 1
    if len(rows) - first >= _FEWEST_ROWS:
        yield first, len(rows)


def _are_prose(rows: Sequence[_Row], gutter: float) -> bool:
    """Whether both sides are lines that fill their column, as no label and no cell does."""
    return all(_is_prose(side(rows, gutter)) for side in (_left_of, _right_of))


def _is_prose(rows: Sequence[_Row]) -> bool:
    if len(rows) < _FEWEST_ROWS:
        return False
    left = min(f.box.left for row in rows for f in row)
    right = max(f.box.right for row in rows for f in row)
    widths = [max(f.box.right for f in row) - min(f.box.left for f in row) for row in rows]
    characters = [sum(f.length for f in row) for row in rows]
    gapless = sum(len(row) == 1 for row in rows)
    return (
        median(characters) >= _PROSE
        and median(widths) >= _FILLED * (right - left)
        and gapless * 10 >= 8 * len(rows)
    )


def _left_of(rows: Sequence[_Row], gutter: float) -> list[_Row]:
    return [kept for row in rows if (kept := [f for f in row if f.box.left < gutter])]


def _right_of(rows: Sequence[_Row], gutter: float) -> list[_Row]:
    return [kept for row in rows if (kept := [f for f in row if f.box.left >= gutter])]
