"""Sheets of a workbook that hold no communications, beside others that do.

A title page or a legend is kept row by row among the rejected, so that nothing of a file is lost
from sight; a sheet that names its columns and has no rows says that there was no traffic.
"""

import pyarrow as pa

from ingest.call_records.loading import Destination, Loaded
from ingest.call_records.seen import below, header_of
from ingest.tables import Sheet
from workbench.case import Case
from workbench.sources import Reconciliation

NO_LIST = "sheet without columns of call records"


def is_no_list(sheet: Sheet) -> bool:
    """Whether no row of a sheet names columns of call records, or none stands below it."""
    sample = sheet.sample()
    header = header_of(sample)
    return sample.whole and (header is None or not below(sample, header).data)


def set_aside(case: Case, to: Destination, sheet: Sheet) -> Loaded:
    """Keep the rows of a sheet that is no list as rejected, or count them as titles."""
    records = [r for r in sheet.sample().head if not r.is_blank]
    if header_of(sheet.sample()) is not None:
        counts = Reconciliation(to.sheet, 0, 0, 0, 0, len(records))
        return Loaded(counts, (), ("holds no communications",))
    texts = sheet.rows([record.row_number for record in records])
    table = pa.table(
        {
            "row_number": pa.array(sorted(texts), pa.int64()),
            "text": pa.array([texts[n][0] for n in sorted(texts)], pa.string()),
        }
    )
    case.db.register("aside_in_memory", table)
    case.db.execute(
        "INSERT INTO rejected_row SELECT ?, ?, row_number, text, ? FROM aside_in_memory",
        [to.source_id, to.sheet, NO_LIST],
    )
    case.db.unregister("aside_in_memory")
    count = len(records)
    return Loaded(
        Reconciliation(to.sheet, count, 0, count, 0, 0),
        ((NO_LIST, count),) if count else (),
        (f"{count} rows not read: no row names columns of call records",),
    )
