"""Rejected rows tried again, once a template has been corrected."""

from ingest import accounts
from ingest.call_records import coverage, devices, duplicates, parties, subscribers
from ingest.call_records import stage as stages
from ingest.call_records.layout import Layout
from ingest.call_records.loading import Destination, Tally, load_chunk, only, prepare
from ingest.call_records.picked import PickedChunk
from ingest.call_records.stage import Session, carried
from ingest.call_records.storing import storing
from ingest.call_records.typed import NOT_DATA
from ingest.reading import Reloaded
from ingest.tables import Sheet
from workbench.case import Case


def reload_rejected(case: Case, to: Destination, sheet: Sheet, layout: Layout) -> Reloaded:
    """Try the rejected rows of a sheet again by a corrected layout, in the caller's transaction.

    What was accepted before stays as it is. Rows that still do not fit keep their place with the
    reason they have now.
    """
    with stages.opened(case.db) as stage:
        return _reload(case, stage, to, sheet, layout)


def _reload(case: Case, stage: Session, to: Destination, sheet: Sheet, layout: Layout) -> Reloaded:
    db, tally, where = case.db, Tally(), (to.source_id, to.sheet)
    numbers = [n for (n,) in db.execute(_REJECTED_NUMBERS, list(where)).fetchall()]
    records = sheet.rows(numbers)
    prepare(stage)
    parties.known(case, stage, *where)
    devices.known(case, stage, *where)
    (before,) = only(db, _DUPLICATES, where)
    chunk = PickedChunk.of(stage, [records[n][1] for n in numbers], layout.width)
    with storing(case) as stored:
        load_chunk(stored, stage, to, chunk, layout, tally)
    with carried(stage, "FROM rejected ORDER BY row_number", db, "rejected_still"):
        accounts.keep_rejected(db, to.source_id, to.sheet)
    duplicates.remove(db, stage, *where)
    (after,) = only(db, _DUPLICATES, where)
    devices.claim(case, stage, *where)
    subscribers.store(case, stage, to.source_id, to.key_head, to.sheet, layout)
    coverage.store(case, *where)
    not_data = sum(tally.faults.get(fault, 0) for fault in NOT_DATA)
    accepted = len(numbers) - sum(tally.faults.values()) - (after - before)
    reasons = tuple((f, n) for f, n in sorted(tally.faults.items()) if f not in NOT_DATA)
    return Reloaded(to.sheet, len(numbers), accepted, after - before, not_data, reasons)


_REJECTED_NUMBERS = (
    "SELECT row_number FROM rejected_row WHERE source_id = ? AND sheet = ? ORDER BY row_number"
)
_DUPLICATES = "SELECT count(*) FROM duplicate_row WHERE source_id = ? AND sheet = ?"
