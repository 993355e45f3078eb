"""Tables as received (CSV and its kin, workbooks) as rows of text, none lost and none changed.

A file opens to sheets; a sheet shows a sample for recognising its layout, loads into DuckDB in
chunks of bounded size, and finds single rows again by their number. Rows are counted from 1, every
record of the file included, as a spreadsheet would show them.
"""

from ingest.tables.opening import MEDIA_TYPES, is_table, is_tree, open_sheets
from ingest.tables.sheet import Chunk, Record, Sample, Sheet, TableUnreadableError, filled

__all__ = [
    "MEDIA_TYPES",
    "Chunk",
    "Record",
    "Sample",
    "Sheet",
    "TableUnreadableError",
    "filled",
    "is_table",
    "is_tree",
    "open_sheets",
]
