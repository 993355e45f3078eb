"""Workbooks (XLSX, XLS, ODS, XLSB) as rows of text.

Numbers that a spreadsheet keeps exactly (15 digits) are written in full, longer ones in scientific
notation, so that what was rounded away shows. Dates and times are written as in ISO 8601.
"""

import zipfile
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook

from ingest.tables.archive import check_size
from ingest.tables.delimited import ArrowChunk, arrow
from ingest.tables.open_document import merged_cells
from ingest.tables.sheet import Chunk, Record, Sample, Sheet, TableUnreadableError

_EXACT = 10**15
_BATCH = 100_000
_SAMPLE = 20_000
Merged = tuple[int, int, int, int]
Cell = int | float | str | bool | time | date | datetime | timedelta


def open_workbook(path: Path) -> list[Sheet]:
    """The sheets that hold anything, in their order. Raises TableUnreadableError."""
    try:
        merged: dict[str, list[Merged]] = {}
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                check_size(archive.infolist())
            merged = merged_cells(path)
        with path.open("rb") as file:
            workbook = CalamineWorkbook.from_filelike(file)
            names = workbook.sheet_names
            found = [(n, *_cells(workbook.get_sheet_by_name(n), merged.get(n))) for n in names]
    except TableUnreadableError:
        raise
    except Exception as error:  # the libraries have families of errors of their own
        raise TableUnreadableError(
            f"cannot be read as a workbook ({type(error).__name__}). Ask for the file again."
        ) from error
    filled = [sheet for sheet in found if any(c != "" for row in sheet[1] for c in row)]
    several = len(filled) > 1
    return [WorkbookSheet(name if several else "", rows, merged) for name, rows, merged in filled]


def _cells(
    sheet: CalamineSheet, known: Sequence[Merged] | None
) -> tuple[list[list[Cell]], tuple[Merged, ...]]:
    """All cells of a sheet, and the merged ones (``known`` where the reader cannot say)."""
    merged = known or [
        (top + 1, bottom + 1, left, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    return sheet.to_python(skip_empty_area=False), tuple(merged)


class WorkbookSheet:
    """One sheet, held in memory (a sheet has at most 1,048,576 rows)."""

    def __init__(
        self,
        name: str,
        rows: Sequence[Sequence[Cell]],
        merged: tuple[Merged, ...] = (),
        form: str = "workbook",
        encoding: str | None = None,
    ) -> None:
        self.name = name
        self.merged = merged
        self.form = form
        self.encoding = encoding
        self._rows = rows

    @cached_property
    def _records(self) -> list[tuple[str, ...]]:
        return [_trimmed(tuple(map(written, row))) for row in self._rows]

    def sample(self) -> Sample:
        """The first records."""
        head = tuple(Record(i, cells) for i, cells in enumerate(self._records[:_SAMPLE], 1))
        return Sample(head, (), len(self._records) <= _SAMPLE)

    def filled(self) -> "Sheet":
        """The same sheet, where a merged cell says the same for each of its rows."""
        downwards = [m for m in self.merged if m[1] > m[0]]
        return _FilledSheet(self, downwards) if downwards else self

    def chunks(self, width: int, scratch: Path) -> Iterator[Chunk]:  # noqa: ARG002 - one face
        """All records, some at a time."""
        for start in range(0, len(self._records), _BATCH):
            part = self._records[start : start + _BATCH]
            yield ArrowChunk(start + 1, len(part), 0, arrow(part, width, start + 1))

    def rows(self, wanted: Collection[int]) -> dict[int, tuple[str, Record]]:
        """Cells of single rows; their text is the cells joined by tabs."""
        return {
            n: ("\t".join(self._records[n - 1]), Record(n, self._records[n - 1]))
            for n in wanted
            if 0 < n <= len(self._records)
        }


class _FilledSheet(WorkbookSheet):
    """A sheet whose merged cells are filled downwards; the text of a row stays as it is."""

    def __init__(self, sheet: WorkbookSheet, merged: Sequence[Merged]) -> None:
        rows = [list(row) for row in sheet._rows]
        for first, last, column, _ in merged:
            for row in rows[first:last]:
                row.extend([""] * (column + 1 - len(row)))
                row[column] = row[column] or rows[first - 1][column]
        super().__init__(sheet.name, rows, sheet.merged, sheet.form, sheet.encoding)
        self._bare = sheet

    def filled(self) -> "Sheet":
        """Itself."""
        return self

    def rows(self, wanted: Collection[int]) -> dict[int, tuple[str, Record]]:
        """Filled cells of single rows, with their text as it stands in the file."""
        found = super().rows(wanted)
        texts = self._bare.rows(wanted)
        return {number: (texts[number][0], record) for number, (_, record) in found.items()}


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def written(cell: Cell) -> str:
    """A cell as text."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="microseconds" if cell.microsecond else "seconds")
    if isinstance(cell, timedelta):
        return _duration(cell)
    return cell.isoformat()


def _number(value: int | float) -> str:
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    return f"{value:.14E}".replace("E+", "E+") if abs(value) >= _EXACT else repr(float(value))


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
