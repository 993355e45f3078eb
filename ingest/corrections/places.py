"""Where in a document a person means: by characters, or by the words that stand there."""

import re
from dataclasses import dataclass

from workbench.case import Case
from workbench.errors import UnknownObjectError, WorkbenchError


class PlaceError(WorkbenchError):
    """The place named is not in the document, or not one place only."""


@dataclass(frozen=True)
class Place:
    """Characters [start, end) of a document's text, in one of its passages."""

    source_id: int
    passage_no: int
    start: int
    end: int


@dataclass(frozen=True)
class Named:
    """How a place is named: ``at`` characters, or ``quote`` in the document (or one passage)."""

    at: tuple[int, int] | None = None
    quote: str | None = None
    passage_no: int | None = None

    def __bool__(self) -> bool:
        return self.at is not None or self.quote is not None or self.passage_no is not None


def find(case: Case, source_id: int, named: Named | None) -> Place:
    """The place that is meant. Raises PlaceError or UnknownObjectError.

    No message repeats the words looked for: they may be a protected person's name.
    """
    named = named or Named()
    if named.at is not None:
        return at(case, source_id, *named.at)
    if named.quote is not None:
        return _quoted(case, source_id, named.quote, named.passage_no)
    if named.passage_no is not None:
        return passage(case, source_id, named.passage_no)
    raise PlaceError("say where: by characters, by the words that stand there, or by the passage.")


def text_of(case: Case, source_id: int) -> str:
    """The text of a document. Raises UnknownObjectError."""
    row = case.db.execute("SELECT text FROM document WHERE source_id = ?", [source_id]).fetchone()
    if row is None:
        raise UnknownObjectError(
            f"source {source_id}: is no document of this case; see 'workbench sources'."
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
    return Place(source_id, int(row[0]), start, end)


def passage(case: Case, source_id: int, passage_no: int) -> Place:
    """A whole passage of a document."""
    text_of(case, source_id)
    row = case.db.execute(
        "SELECT start_char, end_char FROM passage WHERE source_id = ? AND passage_no = ?",
        [source_id, passage_no],
    ).fetchone()
    if row is None:
        raise PlaceError(
            f"source {source_id}: has no passage {passage_no}; see "
            f"'workbench document … {source_id}'."
        )
    return Place(source_id, passage_no, *row)


def _quoted(case: Case, source_id: int, words: str, passage_no: int | None) -> Place:
    text, where = text_of(case, source_id), f"source {source_id}"
    within = (0, len(text))
    if passage_no is not None:
        found_in = passage(case, source_id, passage_no)
        within, where = (found_in.start, found_in.end), f"{where}, passage {passage_no}"
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    hits = [m.span() for m in re.finditer(pattern, text[within[0] : within[1]])] if pattern else []
    if not hits:
        raise PlaceError(f"{where}: the words quoted do not stand there as they are written.")
    spans = [(start + within[0], end + within[0]) for start, end in hits]
    if len(spans) > 1:
        places = ", ".join(f"{start}-{end}" for start, end in spans[:8])
        raise PlaceError(
            f"{where}: the words quoted stand in {len(spans)} places; name one by its characters "
            f"({places})."
        )
    return at(case, source_id, *spans[0])
