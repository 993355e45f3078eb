"""Which reader opens which file."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from ingest.tables import encoding
from ingest.tables.archive import is_archive, open_archive
from ingest.tables.delimited import open_delimited
from ingest.tables.handover import is_handover, open_handover
from ingest.tables.html import is_html, open_html
from ingest.tables.pieces import is_json, open_json
from ingest.tables.sheet import Sheet, TableUnreadableError
from ingest.tables.vcards import is_vcard, open_vcards
from ingest.tables.word import open_word
from ingest.tables.workbook import WorkbookSheet, open_workbook

_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".xlsx": _SPREADSHEET,
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xlsb": "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".html": "text/html",
    ".htm": "text/html",
    ".xml": "application/xml",
    ".zip": "application/zip",
    ".vcf": "text/vcard",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
}
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_MOST_COLUMNS = 16_384  # as many as a sheet of a workbook can have
JSON = (".json", ".jsonl")
_BESIDE, _MOST_BESIDE = ("", ".txt", ".md", ".log", ".nfo"), 1 << 18


def is_table(file_name: str) -> bool:
    """Whether a file of this name is read as a table (text files may be either)."""
    return Path(file_name).suffix.lower() in MEDIA_TYPES


def is_tree(path: Path, file_name: str) -> bool:
    """Whether a file is JSON: objects within objects, not rows."""
    return Path(file_name).suffix.lower() in JSON and is_json(path)


def open_sheets(path: Path, file_name: str) -> list[Sheet]:
    """The sheets of a file, which may lie under another name. Raises TableUnreadableError."""
    if is_archive(path):
        sheets = open_archive(path, _open_member, _lines)
    else:
        sheets = _reader(path, Path(file_name).suffix.lower())(path)
    if not sheets:
        raise TableUnreadableError("holds no filled sheet. Ask for the file again.")
    widest = max(sheet.sample().width for sheet in sheets)
    if widest > _MOST_COLUMNS:
        raise TableUnreadableError(
            f"has rows of {widest:,} columns, which is no listing. Ask for the file again."
        )
    return sheets


def _open_member(path: Path, file_name: str) -> list[Sheet]:
    if is_archive(path) or not is_table(file_name):
        raise TableUnreadableError("is no table. Unpack the ZIP and add what it holds one by one.")
    return open_sheets(path, file_name)


def _lines(path: Path, file_name: str) -> list[Sheet]:
    """The lines of a short text that lies beside tables, a cell each; none where it is no text."""
    if Path(file_name).suffix.lower() not in _BESIDE or path.stat().st_size > _MOST_BESIDE:
        return []
    try:
        codec = encoding.detect(path)
        rows = [[line] for line in encoding.read(path, codec).splitlines()]
    except TableUnreadableError:
        return []
    return [WorkbookSheet("", rows, (), f"plain text, {codec}", codec)] if rows else []


def _reader(path: Path, suffix: str) -> Callable[[Path], list[Sheet]]:
    """By content first: workbooks are often sent as .csv, pages as .xls."""
    if is_handover(path):
        return open_handover
    if is_html(path):
        return open_html
    if is_vcard(path):
        return open_vcards
    if suffix in JSON and is_json(path):
        return open_json
    if suffix == ".docx":
        return open_word
    if zipfile.is_zipfile(path) or (suffix in _WORKBOOKS and not _is_text(path)):
        return open_workbook
    return open_delimited


def _is_text(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(512)
    return b"\0" not in start and not start.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
