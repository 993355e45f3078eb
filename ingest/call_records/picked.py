"""Single rows of a sheet as a chunk of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from ingest.call_records.stage import Session
from ingest.tables import Record
from ingest.tables.delimited import ArrowChunk, arrow


@dataclass(frozen=True)
class PickedChunk:
    """Single rows of a sheet; TEMP table ``picked`` has their numbers by their place from 0."""

    first_row: int
    records: int
    bytes_done: int
    table: pa.Table
    tidy: bool = False

    @classmethod
    def of(cls, db: Session, records: Sequence[Record], width: int) -> "PickedChunk":
        """Records as a chunk."""
        numbers = pa.table(
            {
                "place": pa.array(range(len(records)), pa.int64()),
                "picked_number": pa.array([r.row_number for r in records], pa.int64()),
            }
        )
        db.register("picked_in_memory", numbers)
        db.execute("CREATE OR REPLACE TEMP TABLE picked AS FROM picked_in_memory")
        db.unregister("picked_in_memory")
        return cls(1, len(records), 0, arrow([r.cells for r in records], width, 1))

    def store(self, db: Session, table: str, expressions: Sequence[str]) -> None:
        """Load from Arrow."""
        ArrowChunk(1, self.records, 0, self.table).store(db, table, expressions)
