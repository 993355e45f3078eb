"""Where a passage of a document stands on its pages, so that it can be marked there."""

from dataclasses import dataclass
from itertools import groupby

from workbench.case import Case
from workbench.vocabulary import PageOrigin

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, from the page's top left corner."""

# Grain: one word that the passage holds or touches.
_WORDS = """
    WITH word AS (
        SELECT page, origin, width, height, unnest(words, recursive := true) FROM document_page
        WHERE source_id = $source
    )
    SELECT page, origin, width, height, x0, y0, x1, y1 FROM word
    WHERE start_char < $end AND end_char > $start ORDER BY page, start_char
"""


@dataclass(frozen=True)
class Marks:
    """Boxes of a passage on one page, one a line; sizes in points, or in pixels of an image."""

    page: int
    origin: PageOrigin
    width: float
    height: float
    boxes: tuple[Box, ...]


def marks(case: Case, source_id: int, start: int, end: int) -> list[Marks]:
    """The places of characters [start, end); none where the format has no fixed pages."""
    with case.db.cursor() as db:
        rows = db.execute(_WORDS, {"source": source_id, "start": start, "end": end}).fetchall()
    return [
        Marks(page, PageOrigin(origin), width, height, _lines([row[4:] for row in words]))
        for (page, origin, width, height), words in groupby(rows, key=lambda row: row[:4])
    ]


def _lines(words: list[Box]) -> tuple[Box, ...]:
    """Words beside each other as one box."""
    lines: list[Box] = []
    for word in words:
        if lines and _beside(lines[-1], word):
            one = lines[-1]
            sides = zip(one[:2], word[:2], strict=True), zip(one[2:], word[2:], strict=True)
            left, top = (min(pair) for pair in sides[0])
            right, bottom = (max(pair) for pair in sides[1])
            lines[-1] = (left, top, right, bottom)
        else:
            lines.append(word)
    return tuple(lines)


def _beside(one: Box, other: Box) -> bool:
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    height = min(one[3] - one[1], other[3] - other[1])
    return overlap > 0.5 * height and other[0] - one[2] < 3 * height
