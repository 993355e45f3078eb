"""A stretch of an original around a row or a sentence, as anyone may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.workspace import Workspace
from workbench import sources
from workbench.errors import UnknownObjectError, WorkbenchError
from workbench.evidence.places import PassagePlace, Place, RowPlace
from workbench.evidence.quotes import Quote, Wanted, quotes

ROWS_AROUND = 8


@dataclass(frozen=True)
class Line:
    """A row of a table; ``asked`` is the one looked at, ``marked`` its cells to be marked."""

    number: int | None
    cells: tuple[str, ...]
    asked: bool = False
    marked: tuple[int, ...] = ()


@dataclass(frozen=True)
class Extract:
    """Rows with their header, or the text of a page before, in and after a sentence."""

    file: str
    sha256: str
    place: Place
    header: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    before: str = ""
    asked: str = ""
    after: str = ""


def extract_at(workspace: Workspace, told: Mapping[str, Any]) -> Extract:
    """What stands around a place as a page names it. Raises WorkbenchError."""
    try:
        source_id = int(told["source"])
        if "row" in told:
            return _rows(workspace, RowPlace(source_id, str(told["sheet"]), int(told["row"])))
        start, end = int(told["start"]), int(told["end"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownObjectError("no such place in this case.") from error
    return _page(workspace, source_id, start, end)


def _rows(workspace: Workspace, place: RowPlace) -> Extract:
    with workspace.case.db.cursor() as db:
        source = sources.get(db, place.source_id)
        parts = sources.reconciliation_of(db, place.source_id)
    last = max(
        (p.rows_in + p.not_data for p in parts if p.sheet == place.sheet), default=place.row_number
    )
    first = max(place.row_number - ROWS_AROUND, 1)
    around = range(first, max(min(place.row_number + ROWS_AROUND, last), place.row_number) + 1)
    found = _quotes(workspace, [RowPlace(place.source_id, place.sheet, n) for n in around], place)
    return Extract(
        workspace.masking().text(source.file_name),
        source.sha256,
        place,
        found[-1].header,
        tuple(
            Line(number, quote.cells, asked=number == place.row_number)
            for quote in found
            if isinstance(quote.place, RowPlace) and (number := quote.place.row_number)
        ),
    )


def _quotes(workspace: Workspace, around: list[RowPlace], asked: RowPlace) -> list[Quote]:
    """The rows around, or where the file has fewer than it was thought to, the row alone."""
    masking = workspace.masking()
    try:
        found = quotes(workspace.case, masking, [Wanted(place) for place in around])
    except WorkbenchError:
        found = quotes(workspace.case, masking, [Wanted(asked)])
    return list(found.values())


def _page(workspace: Workspace, source_id: int, start: int, end: int) -> Extract:
    masking = workspace.masking()
    with workspace.case.db.cursor() as db:
        source = sources.get(db, source_id)
        rows = db.execute(
            "SELECT text, page_starts FROM document WHERE source_id = ?", [source_id]
        ).fetchall()
        number = db.execute(
            "SELECT passage_no FROM passage WHERE source_id = ? AND start_char <= ? "
            "ORDER BY start_char DESC LIMIT 1",
            [source_id, start],
        ).fetchone()
    if not rows:
        raise UnknownObjectError(f"source {source_id}: is no document.")
    text, page_starts = rows[0]
    page = sum(first <= start for first in page_starts)
    first = page_starts[page - 1] if page else 0
    last = next((s for s in page_starts if s >= max(end, start + 1)), len(text))
    return Extract(
        masking.text(source.file_name),
        source.sha256,
        PassagePlace(source_id, start, end, max(page, 1), int(number[0]) if number else 0),
        before=masking.text(text[first:start], source_id, first),
        asked=masking.text(text[start:end], source_id, start),
        after=masking.text(text[end:last], source_id, end),
    )
