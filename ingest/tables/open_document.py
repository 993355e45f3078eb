"""Merged cells of OpenDocument spreadsheets, which their reader does not tell."""

import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

from ingest.tables.sheet import TableUnreadableError

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
Merged = tuple[int, int, int, int]


def merged_cells(path: Path) -> dict[str, list[Merged]]:
    """By sheet: first and last row (from 1), first and last column (from 0) of merged cells.

    Empty for a workbook of another kind. Raises TableUnreadableError.
    """
    with zipfile.ZipFile(path) as archive:
        if "content.xml" not in archive.namelist():
            return {}
        found: dict[str, list[Merged]] = {}
        name, row = "", 0
        try:
            with archive.open("content.xml") as content:
                for event, element in iterparse(content, ("start", "end")):
                    if event == "start" and element.tag == f"{_TABLE}table":
                        name, row = element.get(f"{_TABLE}name", ""), 0
                    elif event == "end" and element.tag == f"{_TABLE}table-row":
                        found.setdefault(name, []).extend(_of_row(element, row))
                        row += _count(element, "number-rows-repeated")
                        element.clear()
        except ParseError as error:
            raise TableUnreadableError(f"is no whole spreadsheet ({error}).") from error
    return found


def _of_row(element: Element, row: int) -> list[Merged]:
    found, column = [], 0
    for cell in (child for child in element if child.tag in _CELLS):
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or right > 1:
            found.append((row + 1, row + down, column, column + right - 1))
        column += _count(cell, "number-columns-repeated")
    return found


def _count(element: Element, attribute: str) -> int:
    written = element.get(_TABLE + attribute, "1")
    return int(written) if written.isascii() and written.isdigit() else 1
