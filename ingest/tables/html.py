"""Tables of an HTML page (also those that systems send as .xls) as rows of text.

A cell that spans several columns or rows stands in the first of them; the others are empty. Rows
are counted within their table.
"""

from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

from ingest.tables import encoding
from ingest.tables.sheet import Sheet, TableUnreadableError
from ingest.tables.workbook import Merged, WorkbookSheet

_LOOK_AT = 1 << 14
_SPACE = " \t\r\n\xa0"


def is_html(path: Path) -> bool:
    """Whether a file begins as a page with a table."""
    with path.open("rb") as file:
        start = file.read(_LOOK_AT).replace(b"\0", b"").lower()
    return start.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<") and (
        b"<table" in start or b"<html" in start
    )


def open_html(path: Path) -> list[Sheet]:
    """The tables with more than one row and column. Raises TableUnreadableError."""
    name = encoding.detect(path)
    reader = _Reader()
    reader.feed(encoding.read(path, name))
    reader.close()
    tables = [
        (rows, tuple(reader.merged[id(rows)]))
        for rows in reader.tables
        if len(rows) > 1 and max(map(len, rows)) > 1
    ]
    if not tables:
        raise TableUnreadableError("is a page without a table. Ask for CSV or XLSX.")
    several = len(tables) > 1
    return [
        WorkbookSheet(
            f"table {number}" if several else "", rows, merged, f"HTML table, {name}", name
        )
        for number, (rows, merged) in enumerate(tables, 1)
    ]


class _Reader(HTMLParser):
    """Gathers rows of cells, table by table; a table within a table is one of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._below: dict[int, int] = {}
        self.merged: defaultdict[int, list[Merged]] = defaultdict(list)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, row or cell; a line break within a cell is a space."""
        if tag == "table":
            self._close_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
            self._below = {}
        elif tag == "tr" and self._open:
            self._close_cell()
            self._end_row()
            self._open[-1].append([])
        elif tag in ("td", "th") and self._open:
            self._begin_cell(dict(attrs))
        elif tag in ("br", "p", "div") and self._cell:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close a cell, row or table."""
        if tag in ("td", "th", "tr", "table"):
            self._close_cell()
        if tag == "table" and self._open:
            self._end_row()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text of the open cell."""
        if self._cell is not None:
            self._cell.append(data)

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        self._close_cell()
        if not self._open[-1]:
            self._open[-1].append([])
        row = self._open[-1][-1]
        while self._below.get(len(row), 0) > 0:
            self._below[len(row)] -= 1
            row.append("")
        self._span = _count(attributes.get("colspan"))
        down = _count(attributes.get("rowspan"))
        for place in range(len(row), len(row) + self._span):
            self._below[place] = down - 1
        if down > 1:
            first, left = len(self._open[-1]), len(row)
            at = (first, first + down - 1, left, left + self._span - 1)
            self.merged[id(self._open[-1])].append(at)
        self._cell = []

    def _end_row(self) -> None:
        """Pass over the cells from above that stand right of the row's last one."""
        if not self._open[-1]:
            return
        row = self._open[-1][-1]
        while any(rest > 0 for place, rest in self._below.items() if place >= len(row)):
            self._below[len(row)] = max(0, self._below.get(len(row), 0) - 1)
            row.append("")

    def _close_cell(self) -> None:
        if self._cell is not None and self._open:
            text = " ".join("".join(self._cell).split())
            self._open[-1][-1].extend([text.strip(_SPACE), *[""] * (self._span - 1)])
        self._cell, self._span = None, 1


def _count(text: str | None) -> int:
    return min(int(text), 1000) if text and text.isdecimal() and int(text) else 1
