"""Lines in the order in which the file gives them, where that order makes sense on the page.

Programs write a table cell by cell. Where the file goes back up and to the right, the cells of one
row stand beside each other: they become one line, cells parted by tabs, lines wrapped in a cell
joined. A file that jumps about otherwise is not trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents.layout_pieces import Box, Fragment, Line, Piece, wrapped

_TALLEST_ROW = 12  # lines in a cell; more are columns of a page
_SLACK = 0.3  # of a line's height, by which lines may overlap
_ALIGNED = 3.0  # points
_NEXT_LINE = 0.6  # of a line's height, between the lines of a cell; rows stand wider apart


@dataclass
class _Band:
    """Cells beside each other; a plain line is a band of one cell of one fragment."""

    cells: list[list[Fragment]]
    box: Box

    def add(self, fragment: Fragment, *, new_cell: bool) -> None:
        if new_cell:
            self.cells.append([fragment])
        else:
            self.cells[-1].append(fragment)
        self.box = self.box.joined(fragment.box)


def as_written(fragments: Sequence[Fragment], column: int) -> list[Line] | None:
    """The lines in the file's order; None where it makes no sense."""
    bands: list[_Band] = []
    for fragment in fragments:
        if bands and _is_wrapped(fragment.box, bands[-1]):
            bands[-1].add(fragment, new_cell=False)
        elif not bands or _is_below(fragment.box, bands[-1].box) or not _fits_in(fragment, bands):
            bands.append(_Band([[fragment]], fragment.box))
    bands.sort(key=lambda band: band.box.top)
    if any(not _is_below(bands[i + 1].box, bands[i].box) for i in range(len(bands) - 1)):
        return None
    return [_line(band, column) for band in bands]


def _is_below(one: Box, other: Box) -> bool:
    height = min(one.bottom - one.top, other.bottom - other.top)
    return one.top >= other.bottom - _SLACK * height


def _is_wrapped(box: Box, band: _Band) -> bool:
    """Whether a line stands close under the last cell of a row, as its next line."""
    last = band.cells[-1]
    height = box.bottom - box.top
    return (
        len(band.cells) > 1
        and abs(box.left - last[0].box.left) <= _ALIGNED
        and -_SLACK * height <= box.top - last[-1].box.bottom <= _NEXT_LINE * height
    )


def _fits_in(fragment: Fragment, bands: list[_Band]) -> bool:
    """Put a fragment into the last band, as its cell's next line or as the next cell."""
    band, box = bands[-1], fragment.box
    last = band.cells[-1]
    if _is_below(box, last[-1].box) and box.left >= min(f.box.left for f in last) - _ALIGNED:
        band.add(fragment, new_cell=False)
        return True
    first = len(bands) - 1
    while first > 0 and not _is_below(box, bands[first - 1].box):
        first -= 1
    if not _is_right_of(box, bands[first:]) or not _merge(bands, first):
        return False
    bands[-1].add(fragment, new_cell=True)
    return True


def _is_right_of(box: Box, bands: Sequence[_Band]) -> bool:
    """Whether nothing of the bands stands under the box or right of its left edge beside it."""
    inside = [f.box for band in bands for cell in band.cells for f in cell]
    beside = [b for b in inside if b.top < box.bottom and box.top < b.bottom]
    return all(b.right <= box.left + _ALIGNED for b in beside) and (
        box.left > max(cell[0].box.left for cell in bands[-1].cells)
    )


def _merge(bands: list[_Band], first: int) -> bool:
    """Make one band of the last ones, whose further lines continue the cells above them."""
    top, *below = bands[first:]
    if len(below) >= _TALLEST_ROW or any(len(band.cells) > 1 for band in below):
        return False
    placed = []
    for band in below:
        at = _cell_above(top, band.cells[0][0].box.left)
        if at is None:
            return False
        placed.append((at, band))
    for at, band in placed:
        top.cells[at] += band.cells[0]
        top.box = top.box.joined(band.box)
    del bands[first + 1 :]
    return True


def _cell_above(band: _Band, left: float) -> int | None:
    fitting = [i for i, cell in enumerate(band.cells) if cell[0].box.left <= left + _ALIGNED]
    return fitting[-1] if fitting else None


def _line(band: _Band, column: int) -> Line:
    pieces: list[Piece] = []
    for number, cell in enumerate(band.cells):
        if number:
            pieces = [*_stripped(pieces), Piece("\t")]
        for at, fragment in enumerate(cell):
            pieces = [*(wrapped(_stripped(pieces)) if at else pieces), *fragment.pieces]
    return Line(tuple(pieces), band.box, column)


def _stripped(pieces: list[Piece]) -> list[Piece]:
    while pieces and pieces[-1].text == " ":
        pieces = pieces[:-1]
    return pieces
