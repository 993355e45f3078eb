"""A source as a whole, word for word, with what would give a protected person away replaced."""

from collections.abc import Iterator

from workbench.access import Masking
from workbench.case import Case
from workbench.evidence.disclosure import LARGEST_BYTES
from workbench.evidence.places import PassagePlace, Place, RowPlace, order_of
from workbench.evidence.quotes import Quote, Wanted, quotes
from workbench.sources import Source


def redacted(case: Case, shown: Masking, source: Source) -> tuple[Quote, ...] | None:
    """Every row or sentence in order; None where the source is too large for that.

    Raises CaseDamagedError where the original was altered.
    """
    if source.bytes > LARGEST_BYTES:
        return None
    wanted = [Wanted(place) for place in (*_sentences(case, source), *_rows(case, source))]
    found = quotes(case, shown, wanted)
    return tuple(found[place] for place in sorted(found, key=order_of))


def _sentences(case: Case, source: Source) -> Iterator[Place]:
    rows = (
        case.db.cursor()
        .execute(
            "SELECT start_char, end_char, page, passage_no FROM passage WHERE source_id = ? "
            "ORDER BY passage_no",
            [source.source_id],
        )
        .fetchall()
    )
    for start, end, page, number in rows:
        yield PassagePlace(source.source_id, start, end, page, number)


# Grain: one row of a source that the case has kept anything of, or rejected.
_KEPT = """
    SELECT DISTINCT sheet, row_number FROM (
        SELECT sheet, row_number FROM communication WHERE source_id = $source
        UNION ALL SELECT coalesce(sheet, ''), row_number FROM mention WHERE source_id = $source
        UNION ALL SELECT sheet, row_number FROM cell_site WHERE source_id = $source
        UNION ALL SELECT sheet, row_number FROM rejected_row WHERE source_id = $source
        UNION ALL SELECT sheet, row_number FROM duplicate_row WHERE source_id = $source
    ) WHERE row_number IS NOT NULL ORDER BY ALL
"""


def _rows(case: Case, source: Source) -> Iterator[Place]:
    """Rows of tables: all that was read of them, accepted, rejected and duplicate."""
    rows = case.db.cursor().execute(_KEPT, {"source": source.source_id}).fetchall()
    for sheet, row in rows:
        yield RowPlace(source.source_id, sheet, row)
