"""Where in a source a person means: by characters, by the words that stand there, or by the row."""

import re
from dataclasses import dataclass
from typing import Any

from ingest import locate
from workbench.case import Case
from workbench.errors import UnknownObjectError, WorkbenchError


class PlaceError(WorkbenchError):
    """The place named is not in the source, or not one place only."""


@dataclass(frozen=True)
class Place:
    """Characters [start, end) of a document, in one of its passages; or words in a form's row."""

    source_id: int
    written: str
    passage_no: int | None = None
    start: int | None = None
    end: int | None = None
    sheet: str | None = None
    row_number: int | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The place as columns of mention and claim."""
        return {
            "sheet": self.sheet,
            "row_number": self.row_number,
            "passage_no": self.passage_no,
            "start_char": self.start,
            "end_char": self.end,
        }

    @property
    def label(self) -> str:
        """How a message names it."""
        if self.row_number is not None:
            return f"source {self.source_id}, row {self.row_number}"
        return f"source {self.source_id}, characters {self.start}-{self.end}"


@dataclass(frozen=True)
class Named:
    """How a place is named: ``at`` characters, or ``quote`` in the document, in one passage of it,
    or in one row of a form."""

    at: tuple[int, int] | None = None
    quote: str | None = None
    passage_no: int | None = None
    row_number: int | None = None
    sheet: str = ""

    def __bool__(self) -> bool:
        return any(v is not None for v in (self.at, self.quote, self.passage_no, self.row_number))


def find(case: Case, source_id: int, named: Named | None) -> Place:
    """The place that is meant. Raises PlaceError or UnknownObjectError.

    No message repeats the words looked for: they may be a protected person's name.
    """
    named = named or Named()
    if named.row_number is not None:
        return _in_row(case, source_id, named.sheet, named.row_number, named.quote)
    if named.at is not None:
        return at(case, source_id, *named.at)
    if named.quote is not None:
        return _quoted(case, source_id, named.quote, named.passage_no)
    if named.passage_no is not None:
        return passage(case, source_id, named.passage_no)
    raise PlaceError("say where: by characters, by the words that stand there, passage or row.")


def text_of(case: Case, source_id: int) -> str:
    """The text of a document. Raises UnknownObjectError."""
    row = case.db.execute("SELECT text FROM document WHERE source_id = ?", [source_id]).fetchone()
    if row is None:
        raise UnknownObjectError(
            f"source {source_id}: is no document of this case; see 'workbench sources'. In a form, "
            "name the row and the words that stand in it."
        )
    return str(row[0])


def at(case: Case, source_id: int, start: int, end: int) -> Place:
    """Characters [start, end), which must lie in one passage."""
    text = text_of(case, source_id)
    if not 0 <= start < end <= len(text):
        raise PlaceError(
            f"source {source_id}, characters {start}-{end}: are not in the document, which has "
            f"{len(text)}."
        )
    row = case.db.execute(
        "SELECT passage_no FROM passage WHERE source_id = ? AND start_char <= ? AND end_char >= ?",
        [source_id, start, end],
    ).fetchone()
    if row is None:
        raise PlaceError(
            f"source {source_id}, characters {start}-{end}: do not lie in one passage; see "
            f"'workbench document … {source_id}'."
        )
    return Place(source_id, text[start:end], int(row[0]), start, end)


def passage(case: Case, source_id: int, passage_no: int) -> Place:
    """A whole passage of a document."""
    text = text_of(case, source_id)
    row = case.db.execute(
        "SELECT start_char, end_char FROM passage WHERE source_id = ? AND passage_no = ?",
        [source_id, passage_no],
    ).fetchone()
    if row is None:
        raise PlaceError(
            f"source {source_id}: has no passage {passage_no}; see "
            f"'workbench document … {source_id}'."
        )
    return Place(source_id, text[row[0] : row[1]], passage_no, *row)


def _quoted(case: Case, source_id: int, words: str, passage_no: int | None) -> Place:
    text, where = text_of(case, source_id), f"source {source_id}"
    begins, ends = 0, len(text)
    if passage_no is not None:
        found_in = passage(case, source_id, passage_no)
        where = f"{where}, passage {passage_no}"
        begins, ends = found_in.start or 0, found_in.end or 0
    hits = _hits(words, text[begins:ends])
    if not hits:
        raise PlaceError(f"{where}: the words quoted do not stand there as they are written.")
    spans = [(start + begins, end + begins) for start, end in hits]
    if len(spans) > 1:
        places = ", ".join(f"{start}-{end}" for start, end in spans[:8])
        raise PlaceError(
            f"{where}: the words quoted stand in {len(spans)} places; name one by its characters "
            f"({places})."
        )
    return at(case, source_id, *spans[0])


def _in_row(case: Case, source_id: int, sheet: str, row_number: int, words: str | None) -> Place:
    """A row of a form, or words in it."""
    found = locate.rows(case, source_id, {(sheet, row_number)}).get((sheet, row_number))
    where = f"source {source_id}, row {row_number}"
    if found is None:
        raise PlaceError(f"{where}: is not in the file (of several sheets, name one by --sheet).")
    written = found.text
    if words is not None:
        hits = _hits(words, found.text)
        if not hits:
            raise PlaceError(f"{where}: the words quoted do not stand there as they are written.")
        written = found.text[slice(*hits[0])]
    return Place(source_id, written, sheet=sheet, row_number=row_number)


def _hits(words: str, text: str) -> list[tuple[int, int]]:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [match.span() for match in re.finditer(pattern, text)] if pattern else []
