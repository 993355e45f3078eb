"""What the case rests on: the files received, whose records they hold, what could not be read."""

from dataclasses import dataclass
from datetime import datetime

from dashboards.workspace import Workspace

MOST_REJECTED = 500


@dataclass(frozen=True)
class Received:
    """A file as anyone may see it.

    ``target`` is whose records were asked for, as the file says; ``rows`` are its records, or a
    document's sentences, from the ``first_utc`` to the ``last_utc``; ``rejected`` could not be
    read. A document has ``pages``; a table has a ``sheet`` and the row to open it at.
    """

    source_id: int
    file: str
    kind: str
    target: str | None
    rows: int
    rejected: int
    first_utc: datetime | None
    last_utc: datetime | None
    is_document: bool
    sheet: str
    row_number: int


@dataclass(frozen=True)
class Rejected:
    """A row that could not be read, as anyone may see it, and why."""

    place: str
    reason: str
    text: str


# Grain: one file. A table is opened at its first communication, mention, cell or row.
_FILES = """
    WITH counted AS (
        SELECT source_id, sum(rows_in)::BIGINT AS rows, sum(rejected)::BIGINT AS rejected
        FROM reconciliation GROUP BY source_id
    ), placed AS (
        SELECT source_id, sheet, row_number FROM communication
        UNION ALL
        SELECT source_id, coalesce(sheet, ''), row_number FROM mention WHERE row_number IS NOT NULL
        UNION ALL
        SELECT source_id, sheet, row_number FROM cell_site
    ), opened AS (
        SELECT source_id, arg_min(sheet, (sheet, row_number)) AS sheet,
            arg_min(row_number, (sheet, row_number)) AS row_number
        FROM placed GROUP BY source_id
    ), dated AS (
        SELECT source_id, min(start_utc) AS first_utc, max(start_utc) AS last_utc
        FROM communication GROUP BY source_id
    )
    SELECT source_id, file_name, kind, target_written, coalesce(rows, 0), coalesce(rejected, 0),
        first_utc, last_utc, document.source_id IS NOT NULL, coalesce(opened.sheet, ''),
        coalesce(row_number, 1)
    FROM source
    LEFT JOIN counted USING (source_id) LEFT JOIN opened USING (source_id)
    LEFT JOIN dated USING (source_id) LEFT JOIN document USING (source_id)
    ORDER BY kind, source_id
"""


def received(workspace: Workspace) -> tuple[Received, ...]:
    """Every file of the case, by kind, in the order in which they were added."""
    masking = workspace.masking()
    with workspace.case.db.cursor() as db:
        found = db.execute(_FILES).fetchall()
    return tuple(
        Received(
            source_id,
            masking.text(file),
            kind,
            masking.text(target) if target else None,
            *rest,
        )
        for source_id, file, kind, target, *rest in found
    )


def rejected(workspace: Workspace, source_id: int, limit: int = MOST_REJECTED) -> list[Rejected]:
    """The first rows of a file that could not be read."""
    masking = workspace.masking()
    with workspace.case.db.cursor() as db:
        found = db.execute(
            "SELECT sheet, row_number, reason, text FROM rejected_row WHERE source_id = ? "
            "ORDER BY sheet, row_number LIMIT ?",
            [source_id, limit],
        ).fetchall()
    return [
        Rejected(
            f"{sheet} {row}".strip(),
            masking.text(reason),
            masking.row_text(text, source_id, sheet, row),
        )
        for sheet, row, reason, text in found
    ]
