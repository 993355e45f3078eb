"""Rows of a sheet that are exact copies of an earlier one.

Copies are found by a hash of all cells and then compared in what was stored of them, so that two
different rows are never taken for one.
"""

from ingest.call_records.stage import Session, carried

_COMPARED = (
    "kind, direction, a_written, b_written, imei, imsi, start_written, duration_s, missed, "
    "first_cell, last_cell, cell_place, end_written, forwarded_written, volume_bytes"
)
_ROWS_AT_ONCE = 8_000_000


def prepare(db: Session) -> None:
    """Forget the rows of the sheet before."""
    db.execute("CREATE OR REPLACE TEMP TABLE row_seen (row_number BIGINT, row_hash UBIGINT)")


def remember(db: Session) -> None:
    """Add the good rows of a chunk."""
    db.execute("INSERT INTO row_seen SELECT row_number, row_hash FROM numbered WHERE fault IS NULL")


def remove(db: Session, stage: Session, source_id: int, sheet: str) -> int:
    """Move copies from ``communication`` to ``duplicate_row``; how many there were."""
    _find_repeated(stage)
    stage.execute(
        """CREATE OR REPLACE TEMP TABLE copy_seen AS
        SELECT row_number, first_row_number FROM row_seen JOIN repeated USING (row_hash)"""
    )
    found = stage.execute("SELECT count(*) FROM copy_seen").fetchone()
    if not found or not found[0]:
        return 0
    parameters = {"source": source_id, "sheet": sheet}
    with carried(stage, "FROM copy_seen", db, "copy_carried"):
        db.execute(_COPIES, parameters)
    for table in ("communication", "other_device"):
        db.execute(
            f"""DELETE FROM {table} WHERE source_id = $source AND sheet = $sheet
            AND row_number IN (SELECT row_number FROM duplicate_row
                               WHERE source_id = $source AND sheet = $sheet)""",
            parameters,
        )
    count = db.execute(
        "SELECT count(*) FROM duplicate_row WHERE source_id = $source AND sheet = $sheet",
        parameters,
    ).fetchone()
    return int(count[0]) if count else 0


# Grain: one later row that says in every column what an earlier one does.
_COPIES = f"""INSERT INTO duplicate_row
WITH cited AS (
    SELECT c.row_number, s.first_row_number, ({_COMPARED}) AS content
    FROM communication c JOIN copy_carried s USING (row_number)
    WHERE c.source_id = $source AND c.sheet = $sheet)
SELECT $source, $sheet, later.row_number, later.first_row_number
FROM cited later JOIN cited earlier ON earlier.row_number = later.first_row_number
WHERE later.row_number > later.first_row_number
    AND later.content IS NOT DISTINCT FROM earlier.content
ORDER BY later.row_number"""


def _find_repeated(db: Session) -> None:
    """Make ``repeated``: hashes of more than one row, found part by part to bound the memory."""
    count = db.execute("SELECT count(*) FROM row_seen").fetchone()
    parts = 1 + (count[0] if count else 0) // _ROWS_AT_ONCE
    db.execute("CREATE OR REPLACE TEMP TABLE repeated (row_hash UBIGINT, first_row_number BIGINT)")
    for part in range(parts):
        db.execute(
            f"""INSERT INTO repeated SELECT row_hash, min(row_number) FROM row_seen
            WHERE row_hash % {parts} = {part} GROUP BY row_hash HAVING count(*) > 1"""
        )
