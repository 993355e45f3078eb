"""What every kind of table offers, whatever file it came in."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import duckdb

from workbench.errors import WorkbenchError


class TableUnreadableError(WorkbenchError):
    """The file cannot be split into rows and cells without doubt."""


@dataclass(frozen=True)
class Record:
    """One record: its number (from 1; 0 where only its content matters) and its cells as text."""

    row_number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Sample:
    """The first records of a sheet, and for long ones some from all over it."""

    head: tuple[Record, ...]
    spread: tuple[Record, ...] = ()
    whole: bool = True

    @property
    def width(self) -> int:
        """Number of cells of the widest record seen."""
        return max((len(r.cells) for r in (*self.head, *self.spread)), default=0)


class Chunk(Protocol):
    """Consecutive records of a sheet, ready to be loaded."""

    @property
    def first_row(self) -> int:
        """Number of its first record."""

    @property
    def records(self) -> int:
        """How many records it has."""

    @property
    def bytes_done(self) -> int:
        """How far into the file it reaches (0 where that is not known)."""

    @property
    def tidy(self) -> bool:
        """Whether it is known that no cell begins or ends with a blank."""

    def store(self, db: duckdb.DuckDBPyConnection, table: str, expressions: Sequence[str]) -> None:
        """Make TEMP table ``table`` with one row per record, in order.

        ``expressions`` speak of the cells as ``c0``, ``c1`` ... (VARCHAR, NULL where empty), as
        many as the sheet is wide, and of ``surplus`` (VARCHAR), what stands in cells beyond.
        """


class Sheet(Protocol):
    """A table of a file. ``name`` is '' unless the file has more than one.

    ``merged`` are its merged cells: first and last row (from 1), first and last column (from 0).
    """

    name: str
    encoding: str | None
    form: str

    @property
    def merged(self) -> Sequence[tuple[int, int, int, int]]:
        """Merged cells; their value stands in the first of them, the others are empty."""

    def sample(self) -> Sample:
        """Records to recognise the layout by."""

    def chunks(self, width: int, scratch: Path) -> Iterator[Chunk]:
        """All records; working files go into ``scratch``."""

    def rows(self, wanted: Collection[int]) -> dict[int, tuple[str, Record]]:
        """Single rows: verbatim text, and cells."""


@runtime_checkable
class Merging(Protocol):
    """A sheet that can have merged cells."""

    def filled(self) -> Sheet:
        """The sheet with a merged cell's value in each of its rows; their text stays as it is."""


def filled(sheet: Sheet) -> Sheet:
    """The sheet, with what merged cells say in each of their rows."""
    return sheet.filled() if isinstance(sheet, Merging) else sheet


def cell_columns(width: int) -> list[str]:
    """Names of the cells of a sheet of this width, the surplus included."""
    return [f"c{i}" for i in range(width)] + ["surplus"]
