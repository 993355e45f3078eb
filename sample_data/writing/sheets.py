"""Rows to the bytes of a CSV or XLSX file, the same bytes each time."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | datetime | None
_ZIP_DATE = (2025, 1, 1, 0, 0, 0)


def csv_bytes(rows: Sequence[Sequence[str]], separator: str, encoding: str, bom: bool) -> bytes:
    """Rows as a CSV file with CR LF line ends; an empty row is a blank line."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    for row in rows:
        if row:
            writer.writerow(row)
        else:
            text.write("\r\n")
    return (b"\xef\xbb\xbf" if bom else b"") + text.getvalue().encode(encoding)


def xlsx_bytes(
    title: str,
    rows: Sequence[Sequence[Value]],
    *,
    heading_row: int,
    formats: dict[int, str],
    widths: Sequence[int] = (),
    modified: datetime,
) -> bytes:
    """Rows as a workbook of one sheet; ``formats`` gives number formats by column (from 0)."""
    book = Workbook()
    sheet: Worksheet = book.worksheets[0]
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        sheet.append(list(row))
        if number > heading_row:
            _format(sheet[number], formats)
    for cell in sheet[heading_row]:
        cell.font = Font(bold=True)
    for column, width in enumerate(widths):
        sheet.column_dimensions[get_column_letter(column + 1)].width = width
    sheet.freeze_panes = f"A{heading_row + 1}"
    book.properties.creator = ""
    book.properties.created = modified
    stream = io.BytesIO()
    book.save(stream)
    return same_each_time(stream.getvalue(), modified)


def _format(cells: Sequence[Cell | MergedCell], formats: dict[int, str]) -> None:
    for column, number_format in formats.items():
        if column < len(cells) and not isinstance(cells[column].value, str):
            cells[column].number_format = number_format


def same_each_time(package: bytes, modified: datetime) -> bytes:
    """An Office package with fixed times, uncompressed so that no zlib version shows in it."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as after,
    ):
        for name in before.namelist():
            data = before.read(name)
            if name == "docProps/core.xml":
                data = _with_fixed_time(data, modified)
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            after.writestr(entry, data)
    return stream.getvalue()


def _with_fixed_time(core: bytes, modified: datetime) -> bytes:
    start = core.index(b"<dcterms:modified")
    opening = core.index(b">", start) + 1
    closing = core.index(b"</dcterms:modified>", opening)
    return core[:opening] + f"{modified:%Y-%m-%dT%H:%M:%SZ}".encode() + core[closing:]
