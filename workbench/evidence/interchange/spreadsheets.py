"""Tables: entities, relationships, evidence, places and sources, as CSV, XLSX or Parquet.

A cell that a spreadsheet would take for a formula is written with an apostrophe before it.
"""

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from workbench.evidence import pack
from workbench.evidence.interchange import columns
from workbench.evidence.interchange.carried import Carried
from workbench.evidence.interchange.columns import Column, Value

Rows = Sequence[Mapping[str, Value]]
Tables = Mapping[str, tuple[list[Column], Rows]]

_FORMULA = re.compile(r"^[\s\x00-\x20]*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]")
_PHONE = re.compile(r"\+\d{4,15}")
_NOT_IN_CELLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ARROW = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
_LONGEST_CELL = 32_767
_PLACES = [
    Column("entity", str),
    Column("label", str),
    Column("kind", str),
    Column("latitude", float),
    Column("longitude", float),
    Column("count", int),
    Column("first_utc", str),
    Column("last_utc", str),
    Column("sources", str),
    Column("grades", str),
    Column("handling_codes", str),
    Column("evidence", str),
]
_ENDS = [Column("left", str), Column("right", str)]


def tables(carried: Carried) -> Tables:
    """All tables by name."""
    return {
        "entities": (
            [Column("entity", str), *columns.THINGS],
            [{"entity": one.id, **columns.of_thing(carried, one)} for one in carried.things],
        ),
        "relationships": (
            [*_ENDS, *columns.LINKS],
            [
                {"left": one.left, "right": one.right, **columns.of_link(carried, one)}
                for one in carried.links
            ],
        ),
        "evidence": (
            columns.EVIDENCE,
            [row for link in carried.links for row in columns.of_evidence(link)],
        ),
        "places": (
            _PLACES,
            [
                {
                    "latitude": one.latitude,
                    "longitude": one.longitude,
                    **columns.of_spot(carried, one),
                }
                for one in carried.spots
            ],
        ),
        "sources": (columns.ORIGINS, [columns.of_origin(one) for one in carried.origins]),
    }


def write_csv(carried: Carried, out: Path) -> None:
    """One CSV file a table (RFC 4180, UTF-8 with a mark that Excel needs), in a ZIP file."""
    files: dict[str, pack.Content] = {"README.txt": f"{carried.notice}\n".encode()}
    for name, (known, rows) in tables(carried).items():
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(column.name for column in known)
        writer.writerows([_cell(row.get(column.name)) for column in known] for row in rows)
        files[f"{name}.csv"] = text.getvalue().encode("utf-8-sig")
    pack.write(out, files, carried.made_at_utc)


def write_parquet(carried: Carried, out: Path) -> None:
    """One Parquet file a table, in a ZIP file; values as they are, for nothing takes formulas."""
    files: dict[str, pack.Content] = {"README.txt": f"{carried.notice}\n".encode()}
    for name, (known, rows) in tables(carried).items():
        table = pa.table(
            {
                column.name: pa.array([row.get(column.name) for row in rows], _ARROW[column.type])
                for column in known
            }
        )
        buffer = io.BytesIO()
        pq.write_table(table, buffer)
        files[f"{name}.parquet"] = buffer.getvalue()
    pack.write(out, files, carried.made_at_utc)


def write_xlsx(carried: Carried, out: Path) -> None:
    """One sheet a table, with the notice on the first."""
    book = openpyxl.Workbook(write_only=True)
    _sheet(book, "about", [["notice"], [_cell(carried.notice)]])
    for name, (known, rows) in tables(carried).items():
        head: list[Value] = [column.name for column in known]
        body = ([_cell(row.get(column.name)) for column in known] for row in rows)
        _sheet(book, name, (head, *body))
    book.properties.creator = carried.software
    book.properties.created = carried.made_at_utc
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        made = Path(scratch) / "book.xlsx"
        book.save(made)
        _settle(made, out, carried.made_at_utc)


def _sheet(book: openpyxl.Workbook, name: str, rows: Iterable[Sequence[Value]]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append(row)


def _cell(value: Value) -> Value:
    """A value that no spreadsheet takes for a formula; phone numbers stay what they are."""
    if not isinstance(value, str):
        return value
    text = _NOT_IN_CELLS.sub("\ufffd", value)[:_LONGEST_CELL]
    return f"'{text}" if _FORMULA.match(text) and not _PHONE.fullmatch(text) else text


def _settle(made: Path, out: Path, moment: datetime) -> None:
    """The same file again with the export's moment for the clock's, wherever that was written."""
    modified = f"{moment.isoformat(timespec='seconds')}Z"
    files: dict[str, pack.Content] = {}
    with zipfile.ZipFile(made) as archive:
        for name in archive.namelist():
            files[name] = archive.read(name)
    properties = files["docProps/core.xml"]
    assert isinstance(properties, bytes)
    files["docProps/core.xml"] = re.sub(
        rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + modified.encode(), properties
    )
    pack.write(out, files, moment)
