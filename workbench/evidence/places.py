"""Where a piece of evidence stands in its source, and how a report cites it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class RowPlace:
    """A row of a table; ``sheet`` is '' unless the file has several, rows count from 1."""

    source_id: int
    sheet: str
    row_number: int

    @property
    def label(self) -> str:
        """As cited: ``S3 r.17``; with the sheet where the file has several, a piece of JSON by its
        path: ``S3 $.exhibits[2]``."""
        if self.sheet.startswith("$"):
            return f"S{self.source_id} {self.sheet}"
        sheet = f" “{self.sheet}”" if self.sheet else ""
        return f"S{self.source_id}{sheet} r.{self.row_number}"

    def as_json(self) -> dict[str, str | int]:
        """The locator of ``trace --json`` and of a pack's citations."""
        return {"row": self.row_number} | ({"sheet": self.sheet} if self.sheet else {})


@dataclass(frozen=True, order=True)
class PassagePlace:
    """A sentence of a document: characters [start, end) of its extracted text; page from 1.

    ``last_no`` is the last sentence of a piece that reaches over several; ``passage_no`` is 0 where
    the piece stands in no sentence.
    """

    source_id: int
    start: int
    end: int
    page: int
    passage_no: int
    last_no: int = 0

    @property
    def label(self) -> str:
        """As cited: ``S7 p.2 s.12`` (page, number of the sentence in the document), ``s.12-13``;
        by characters where no sentence is: ``S7 (140-210)``."""
        if not self.passage_no:
            return f"S{self.source_id} ({self.start}-{self.end})"
        last = f"-{self.last_no}" if self.last_no > self.passage_no else ""
        return f"S{self.source_id} p.{self.page} s.{self.passage_no}{last}"

    def as_json(self) -> dict[str, str | int]:
        """The locator of ``trace --json`` and of a pack's citations."""
        return {"page": self.page, "start": self.start, "end": self.end}


Place = RowPlace | PassagePlace


def order_of(place: Place) -> tuple[int, str, int]:
    """Key that sorts places as they stand: by source, then top to bottom."""
    if isinstance(place, RowPlace):
        return place.source_id, place.sheet, place.row_number
    return place.source_id, "", place.start


def from_json(source_id: int, locator: Mapping[str, object]) -> Place:
    """The place that a locator written by ``as_json`` names. Raises ValueError."""
    match locator:
        case {"row": int(row)}:
            return RowPlace(source_id, str(locator.get("sheet", "")), row)
        case {"page": int(page), "start": int(start), "end": int(end)}:
            return PassagePlace(source_id, start, end, page, 0)
    raise ValueError("is no locator")
