"""How one sheet of call records is to be read, and the refusal where that stays open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ingest.call_records.fields import Convention, Field
from ingest.call_records.moments import Reading
from ingest.call_records.services import Vocabulary
from ingest.tables.headers import HeaderRow
from ingest.templates import Template
from workbench.errors import WorkbenchError


class UnknownLayoutError(WorkbenchError):
    """A file that cannot be read without guessing; says what was seen and what to decide."""


@dataclass(frozen=True)
class Located:
    """A value above the columns and the row it stands in."""

    row_number: int
    text: str


@dataclass(frozen=True)
class Preamble:
    """What stands above the columns. Period in local time of the file."""

    text: str = ""
    target: Located | None = None
    target_imei: Located | None = None
    subscriber: Located | None = None
    zone: str | None = None
    says_local: bool = False
    period: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class Layout:
    """Columns (from 0) and conventions of one sheet.

    ``moment`` are the columns of the start, to be joined by a space, and ``end`` those of the end.

    ``sessions``: all rows are data sessions, without another party. ``repeated``: the cells of rows
    at the top, which some operators print again on each page. ``codes``: the parties are under
    codes of the file's own, none under a telephone number.
    """

    template: Template
    header: HeaderRow
    columns: Mapping[Field, int]
    width: int
    moment: tuple[str, ...]
    reading: Reading
    zone: str
    country: str | None
    convention: Convention
    target: str | None
    vocabulary: Vocabulary
    preamble: Preamble
    end: tuple[str, ...] = ()
    sessions: bool = False
    codes: bool = False
    repeated: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()

    def cell(self, field: Field) -> str | None:
        """SQL name of the field's cell."""
        column = self.columns.get(field)
        return None if column is None else f"c{column}"
