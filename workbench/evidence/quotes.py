"""Rows and sentences word for word from the originals, as anyone may see them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ingest import locate
from ingest.locate import OriginalRow
from workbench.access import Masking
from workbench.case import Case
from workbench.errors import CaseDamagedError
from workbench.evidence.places import PassagePlace, Place, RowPlace, order_of


@dataclass(frozen=True)
class Quote:
    """What stands at a place. ``redacted``: a protected person's particulars were replaced.

    A row has ``cells`` and, where its table has one, a ``header``; a sentence has none.
    ``marked_cells`` and ``marked_spans`` (characters of ``text``) show where the words asked about
    stand, as far as they may be seen.
    """

    place: Place
    text: str
    redacted: bool
    header: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    marked_cells: tuple[int, ...] = ()
    marked_spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A place, with the words in it (rows) or spans of the document (sentences) to be marked."""

    place: Place
    words: frozenset[str] = frozenset()
    spans: frozenset[tuple[int, int]] = frozenset()


def quotes(case: Case, shown: Masking, wanted: Iterable[Wanted]) -> dict[Place, Quote]:
    """Read every place once from its original and mask it; places wanted twice are merged.

    Raises CaseDamagedError when a place is not in its original.
    """
    merged: dict[Place, Wanted] = {}
    for item in wanted:
        known = merged.get(item.place, item)
        merged[item.place] = Wanted(item.place, known.words | item.words, known.spans | item.spans)
    by_source: dict[int, list[Wanted]] = {}
    for place in sorted(merged, key=order_of):
        by_source.setdefault(place.source_id, []).append(merged[place])
    return {
        quote.place: quote
        for source_id, items in by_source.items()
        for quote in _of_source(case, shown, source_id, items)
    }


def _of_source(
    case: Case, shown: Masking, source_id: int, items: Collection[Wanted]
) -> Iterable[Quote]:
    rows = {(i.place.sheet, i.place.row_number) for i in items if isinstance(i.place, RowPlace)}
    originals = locate.rows(case, source_id, rows) if rows else {}
    text = _document_text(case, source_id) if len(rows) < len(items) else ""
    for item in items:
        if isinstance(item.place, RowPlace):
            yield _row(shown, item, item.place, originals)
        else:
            yield _sentence(shown, item, item.place, text)


def _document_text(case: Case, source_id: int) -> str:
    row = (
        case.db.cursor()
        .execute("SELECT text FROM document WHERE source_id = ?", [source_id])
        .fetchone()
    )
    if row is None:
        raise CaseDamagedError(f"source {source_id}: its text is missing. Restore the case.")
    return str(row[0])


def _row(
    shown: Masking,
    item: Wanted,
    place: RowPlace,
    originals: Mapping[tuple[str, int], OriginalRow],
) -> Quote:
    row = originals.get((place.sheet, place.row_number))
    if row is None:
        raise CaseDamagedError(
            f"{place.label}: this row is not in the original. Restore the case from a backup."
        )
    at = (place.source_id, place.sheet, place.row_number)
    cells = shown.cells(row.cells, *at)
    text = shown.row_text(row.text, *at)
    return Quote(
        place,
        text,
        text != row.text or cells != row.cells,
        tuple(shown.text(name) for name in row.header),
        cells,
        tuple(n for n, cell in enumerate(row.cells) if _names(cell, item.words)),
    )


def _names(cell: str, words: Collection[str]) -> bool:
    return any(word and word in cell for word in words)


def _sentence(shown: Masking, item: Wanted, place: PassagePlace, text: str) -> Quote:
    original = text[place.start : place.end]
    masked = shown.text(original, place.source_id, place.start)
    marks = [
        masked_span(
            shown,
            place.source_id,
            place.start,
            original,
            masked,
            (max(start - place.start, 0), min(end - place.start, len(original))),
        )
        for start, end in sorted(item.spans)
        if start < place.end and end > place.start
    ]
    return Quote(
        place, masked, masked != original, marked_spans=tuple(mark for mark in marks if mark)
    )


def masked_span(
    shown: Masking,
    source_id: int,
    begins: int,
    original: str,
    masked: str,
    span: tuple[int, int],
) -> tuple[int, int] | None:
    """Where a span of a text stands in its masked form; ``begins``: where the text itself begins.

    None where cutting there would tell: a name that is hidden as a whole.
    """
    start, end = span
    before, within, after = (
        shown.text(part, source_id, begins + offset)
        for part, offset in (
            (original[:start], 0),
            (original[start:end], start),
            (original[end:], end),
        )
    )
    if before + within + after != masked:
        return None
    return len(before), len(before) + len(within)
