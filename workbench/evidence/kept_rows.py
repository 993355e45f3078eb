"""The records at rows that findings name."""

from collections.abc import Sequence
from typing import Any

import duckdb

KeptRow = tuple[int, str | None, int]
"""Source, sheet (None: any, empty: the file has none) and row."""

# Grain: one record at a row; of any sheet where none is named.
_RECORDS = """
    SELECT source_id, communication.sheet, row_number
    FROM (SELECT unnest($sources::INTEGER[]) AS source_id, unnest($sheets::VARCHAR[]) AS sheet,
        unnest($rows::BIGINT[]) AS row_number) AS asked
    JOIN communication USING (source_id, row_number)
    WHERE asked.sheet IS NULL OR asked.sheet = communication.sheet
    GROUP BY ALL ORDER BY min(start_utc), source_id, communication.sheet, row_number
"""


def kept_row(kept: Sequence[Any]) -> KeptRow:
    """A row as it is kept: findings of before sheets were kept have source and row only.

    Raises TypeError or ValueError for what is no row.
    """
    source, *sheets, row = kept
    (sheet,) = sheets or (None,)
    return int(source), None if sheet is None else str(sheet), int(row)


def records(db: duckdb.DuckDBPyConnection, places: Sequence[KeptRow]) -> list[tuple[int, str, int]]:
    """Source, sheet and row of the records at rows, each once, in order of time."""
    asked = {
        "sources": [source for source, _, _ in places],
        "sheets": [sheet for _, sheet, _ in places],
        "rows": [row for _, _, row in places],
    }
    return db.execute(_RECORDS, asked).fetchall()
