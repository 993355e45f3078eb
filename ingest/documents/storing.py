"""Pages and asides of a document in the case."""

import pyarrow as pa

from ingest.documents.extracted import ExtractedText, Page
from workbench.case import Case

_WORD = pa.struct(
    [("start_char", pa.int32()), ("end_char", pa.int32())]
    + [(side, pa.float32()) for side in ("x0", "y0", "x1", "y1")]
)
_PAGE = pa.schema(
    [("source_id", pa.int32()), ("page", pa.int32()), ("origin", pa.string())]
    + [("width", pa.float32()), ("height", pa.float32()), ("confidence", pa.float32())]
    + [("words", pa.list_(_WORD))]
)


def store(case: Case, source_id: int, extracted: ExtractedText) -> None:
    """Write where the words of a document stand and what is beside its text, in the caller's
    transaction.
    """
    pages = pa.Table.from_pylist(
        [_row(source_id, number, page) for number, page in enumerate(extracted.pages, 1)], _PAGE
    )
    case.db.register("pages_read", pages)
    case.db.execute("INSERT INTO document_page BY NAME FROM pages_read")
    case.db.unregister("pages_read")
    if extracted.asides:
        case.db.executemany(
            "INSERT INTO document_aside VALUES (?, ?, ?, ?, ?, ?)",
            [(source_id, a.kind, a.start, a.end, a.text, a.author) for a in extracted.asides],
        )


def _row(source_id: int, number: int, page: Page) -> dict[str, object]:
    words = [
        {
            "start_char": word.start,
            "end_char": word.end,
            "x0": word.left,
            "y0": word.top,
            "x1": word.right,
            "y1": word.bottom,
        }
        for word in page.words
    ]
    return {
        "source_id": source_id,
        "page": number,
        "origin": page.origin,
        "width": page.width,
        "height": page.height,
        "confidence": page.confidence,
        "words": words,
    }
