"""The sample's tables read with nothing but the standard library and openpyxl."""

import csv
import io
from pathlib import Path

from openpyxl import load_workbook


def cells(path: Path) -> list[list[str]]:
    """Every row of a CSV file or workbook as text; row 1 first."""
    return _workbook(path) if path.suffix == ".xlsx" else _csv(path)


def _workbook(path: Path) -> list[list[str]]:
    sheet = load_workbook(path, read_only=True).worksheets[0]
    return [
        ["" if value is None else str(value) for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def _csv(path: Path) -> list[list[str]]:
    text = _decoded(path)
    separator = max(";,\t", key=text[:4000].count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if data.startswith(b"\xef\xbb\xbf") or data.isascii():
        return data.decode("utf-8-sig")
    latin = data.decode("cp1250")
    return latin if latin.startswith("Korisnik") else data.decode("cp1251")
