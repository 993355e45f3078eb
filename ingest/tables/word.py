"""A DOCX as one sheet: paragraphs are rows of one cell, rows of its tables are rows."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.oxml.table import CT_Tc
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ingest.tables.archive import check_size
from ingest.tables.sheet import Sheet, TableUnreadableError
from ingest.tables.workbook import Merged, WorkbookSheet

_LONGEST_LINE = 300


def open_word(path: Path) -> list[Sheet]:
    """The one sheet of a DOCX. Raises TableUnreadableError."""
    return [WordSheet(path)]


class WordSheet(WorkbookSheet):
    """Paragraphs and table rows of a DOCX, in their order."""

    def __init__(self, path: Path) -> None:
        rows, merged, self._lines = _read(path)
        super().__init__("", rows, tuple(merged), "DOCX")

    @property
    def is_tabular(self) -> bool:
        """Whether most of its text stands in tables, and nothing beside them is told at length."""
        within = sum(len(c) for row in self._rows for c in row if isinstance(c, str))
        beside = sum(map(len, self._lines))
        return within > 2 * beside and max(map(len, self._lines), default=0) <= _LONGEST_LINE


def _read(path: Path) -> tuple[list[list[str]], list[Merged], list[str]]:
    try:
        with zipfile.ZipFile(path) as archive:
            check_size(archive.infolist())
        document = docx.Document(str(path))
        blocks = list(document.iter_inner_content())
    except TableUnreadableError:
        raise
    except Exception as error:  # the library has a family of errors of its own
        raise TableUnreadableError(
            f"cannot be read as DOCX ({type(error).__name__}). Ask for the file again."
        ) from error
    rows: list[list[str]] = []
    merged: list[Merged] = []
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            rows += [[line] for line in block.text.split("\n")]
            lines.append(block.text)
        elif isinstance(block, Table):
            merged += _add_table(rows, block)
    return rows, merged, lines


def _add_table(rows: list[list[str]], table: Table) -> Iterator[Merged]:
    """Append a table's rows; merged cells have their text in the first of them."""
    tops: dict[int, int] = {}
    found: dict[tuple[int, int, int], int] = {}
    for row in table.rows:
        cells: list[str] = []
        number = len(rows) + 1
        for cell in row._tr.tc_lst:
            left, right = len(cells), len(cells) + cell.grid_span - 1
            continues = cell.vMerge == "continue"
            top = tops.get(left, number) if continues else number
            tops[left] = top
            if top != number or right > left:
                found[top, left, right] = number
            cells += ["" if continues else _text(cell, table), *[""] * (right - left)]
        rows.append(cells)
    return ((top, last, left, right) for (top, left, right), last in found.items())


def _text(cell: CT_Tc, table: Table) -> str:
    """A cell's text, that of tables within it included."""
    held = _Cell(cell, table)
    inner = [" ".join(c.text for c in row.cells) for nested in held.tables for row in nested.rows]
    return "\n".join(filter(None, [held.text.strip(), *inner]))
