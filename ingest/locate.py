"""Back from a row's number to the row itself, verbatim from the kept original."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest import kinds, seizure_reports
from ingest.tables import Sheet, open_sheets
from workbench import sources
from workbench.case import Case
from workbench.vocabulary import SourceKind


@dataclass(frozen=True)
class OriginalRow:
    """A row as the original has it.

    ``text`` is verbatim: the raw line(s) of a text table, the cells joined by tabs of a workbook.
    ``header`` names the cells where the table has a header row.
    """

    source_id: int
    sheet: str
    row_number: int
    header: tuple[str, ...]
    cells: tuple[str, ...]
    text: str


def rows(
    case: Case, source_id: int, wanted: Collection[tuple[str, int]]
) -> dict[tuple[str, int], OriginalRow]:
    """The rows of a source by (sheet, row number); numbers that do not exist are left out.

    Raises UnknownObjectError for an unknown source.
    """
    source = sources.get(case.db, source_id)
    found: dict[tuple[str, int], OriginalRow] = {}
    for sheet in _sheets(case.original(source.sha256), source.file_name):
        numbers = {number for name, number in wanted if name == sheet.name}
        if numbers:
            headers = _headers(sheet, source.kind)
            for number, (text, record) in sheet.rows(numbers).items():
                key = (sheet.name, number)
                header = _header(headers, number)
                found[key] = OriginalRow(source_id, *key, header, record.cells, text)
    return found


def _headers(sheet: Sheet, kind: str) -> list[tuple[int, tuple[str, ...]]]:
    """The rows that name a sheet's columns, each with its number; a form may have several."""
    if kind == SourceKind.SEIZURE_REPORT:
        found = seizure_reports.headers_of(sheet)
        return [(header.record.row_number, header.record.cells) for header in found]
    return [(0, kinds.header_cells(sheet, kind))]


def _header(headers: Sequence[tuple[int, tuple[str, ...]]], row_number: int) -> tuple[str, ...]:
    """The header row that stands above a row."""
    above = [cells for number, cells in headers if number < row_number]
    return above[-1] if above else ()


@lru_cache(maxsize=8)
def _sheets(original: Path, file_name: str) -> tuple[Sheet, ...]:
    """Opened sheets; an original never changes, so they may be kept for the next question."""
    return tuple(open_sheets(original, file_name))
