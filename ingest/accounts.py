"""What became of each row of a sheet that is read row by row: taken, rejected, a copy, or no data.

For tables of thousands of rows (cells, contacts, messages). Call records are reconciled in bulk.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from ingest.tables import Record, Sheet
from ingest.tables.headers import HeaderRow
from workbench.case import Case
from workbench.sources import Reconciliation

_BATCH = 100_000


@dataclass
class SheetAccount:
    """Counts of one sheet, with the rows that were rejected (and why) and those that are copies."""

    name: str
    accepted: int = 0
    not_data: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)  # row, reason
    duplicates: list[tuple[int, int]] = field(default_factory=list)  # row, the row it repeats
    _seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    @property
    def reconciliation(self) -> Reconciliation:
        """Rows in = accepted + rejected + duplicate."""
        rejected, duplicate = len(self.rejected), len(self.duplicates)
        rows_in = self.accepted + rejected + duplicate
        return Reconciliation(self.name, rows_in, self.accepted, rejected, duplicate, self.not_data)

    def is_copy(self, record: Record) -> bool:
        """Whether the row repeats an earlier one exactly; counts it if so."""
        first = self._seen.setdefault(trimmed(record), record.row_number)
        if first == record.row_number:
            return False
        self.duplicates.append((record.row_number, first))
        return True

    def reject(self, record: Record, reason: str) -> None:
        """Count a row that cannot be read."""
        self.rejected.append((record.row_number, reason))

    def store(self, case: Case, source_id: int, sheet: Sheet) -> None:
        """Keep rejected rows verbatim with the reason, and copies with the row they repeat."""
        verbatim = sheet.rows([row for row, _ in self.rejected]) if self.rejected else {}
        texts = [(row, verbatim[row][0], reason) for row, reason in self.rejected]
        self._insert(case, source_id, "rejected_row", ("row_number", "text", "reason"), texts)
        places = ("row_number", "first_row_number")
        self._insert(case, source_id, "duplicate_row", places, self.duplicates)

    def _insert(
        self,
        case: Case,
        source_id: int,
        table: str,
        names: Sequence[str],
        rows: Sequence[tuple[object, ...]],
    ) -> None:
        """Rows of this sheet at once: a report may hold very many that are not read."""
        if not rows:
            return
        columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
        case.db.register("account_rows", pa.table(columns))
        case.db.execute(
            f"INSERT INTO {table} BY NAME SELECT *, ? AS source_id, ? AS sheet FROM account_rows",
            [source_id, self.name],
        )
        case.db.unregister("account_rows")


def reasons(accounts: Sequence[SheetAccount]) -> dict[str, int]:
    """Why rows of these sheets were rejected, with how many."""
    counted = Counter(reason for one in accounts for _, reason in one.rejected)
    return dict(sorted(counted.items()))


def refused(sheet: Sheet, reason: str) -> SheetAccount:
    """The account of a sheet that is not read: every row rejected for one reason."""
    done = SheetAccount(sheet.name)
    for record in records(sheet):
        if record.is_blank:
            done.not_data += 1
        else:
            done.reject(record, reason)
    return done


def records(sheet: Sheet) -> Iterator[Record]:
    """All rows of a sheet, in order."""
    sample = sheet.sample()
    yield from sample.head
    known = sample.head[-1].row_number if sample.head else 0
    while not sample.whole:
        found = sheet.rows(range(known + 1, known + _BATCH + 1))
        if not found:
            return
        yield from (found[number][1] for number in sorted(found))
        known += _BATCH


def data_rows(sheet: Sheet, header: HeaderRow, done: SheetAccount) -> Iterator[Record]:
    """Rows below the header that may be data; all others, and copies, are counted in ``done``."""
    held: list[Record] = []
    for record in records(sheet):
        if record.row_number <= header.record.row_number or not _is_data(record, header):
            done.not_data += 1
        elif _is_lone(record, header):
            held.append(record)
        else:
            for one in held:  # a lone cell among the rows, not below them
                done.reject(one, "a single cell is filled")
            held.clear()
            if not done.is_copy(record):
                yield record
    done.not_data += len(held)


def trimmed(record: Record) -> tuple[str, ...]:
    """The cells without blanks around them and at the end."""
    cells = [c.strip() for c in record.cells]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _is_data(record: Record, header: HeaderRow) -> bool:
    """Neither blank nor the header again (of a further page)."""
    filled = [(i, c.strip()) for i, c in enumerate(record.cells) if c.strip()]
    for names in (header.record.cells, *(r.cells for r in header.written)):
        same = sum(i < len(names) and names[i].strip() == c for i, c in filled)
        if same * 2 > len(filled):
            return False
    return bool(filled)


def _is_lone(record: Record, header: HeaderRow) -> bool:
    filled = sum(1 for c in record.cells if c.strip())
    return filled == 1 and sum(f is not None for f in header.fields) > 2
