"""What became of each row of a sheet that is read row by row: taken, rejected, a copy, or no data.

For tables of thousands of rows (cells, contacts, messages). Call records are reconciled in bulk.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from ingest.reading import Reloaded
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

    def store_again(self, case: Case, source_id: int, tried: int) -> Reloaded:
        """Keep what still cannot be read of ``tried`` rows that had been rejected."""
        numbers, whys = [row for row, _ in self.rejected], [why for _, why in self.rejected]
        still = pa.table(
            {"row_number": pa.array(numbers, pa.int64()), "reason": pa.array(whys, pa.string())}
        )
        case.db.register("rejected_still", still)
        keep_rejected(case.db, source_id, self.name)
        case.db.unregister("rejected_still")
        why = tuple(reasons([self]).items())
        copies = len(self.duplicates)
        return Reloaded(self.name, tried, self.accepted, copies, self.not_data, why)

    def of_whole_sheet(self) -> Reloaded:
        """The outcome for a sheet that had been passed over and was now read."""
        part = self.reconciliation
        return Reloaded(
            self.name,
            part.rows_in + part.not_data,
            part.accepted,
            part.duplicate,
            part.not_data,
            tuple(reasons([self]).items()),
            passed_over=True,
        )

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


def keep_rejected(db: duckdb.DuckDBPyConnection, source_id: int, sheet: str) -> None:
    """Take off the rejected rows of a sheet those that are not among ``rejected_still``
    (row_number, reason); the others have their reason anew."""
    parameters = {"source": source_id, "sheet": sheet}
    db.execute(
        """UPDATE rejected_row SET reason = r.reason FROM rejected_still r
        WHERE source_id = $source AND sheet = $sheet AND rejected_row.row_number = r.row_number""",
        parameters,
    )
    db.execute(
        """DELETE FROM rejected_row WHERE source_id = $source AND sheet = $sheet
        AND row_number NOT IN (SELECT row_number FROM rejected_still)""",
        parameters,
    )


def rejected_rows(case: Case, source_id: int, sheet: Sheet) -> list[Record]:
    """The rows of a sheet that were rejected, from the file, in order."""
    found = case.db.execute(
        "SELECT row_number FROM rejected_row WHERE source_id = ? AND sheet = ? ORDER BY row_number",
        [source_id, sheet.name],
    ).fetchall()
    texts = sheet.rows([number for (number,) in found]) if found else {}
    return [texts[number][1] for (number,) in found]


def tried_rows(records: Sequence[Record], header: HeaderRow, done: SheetAccount) -> list[Record]:
    """Those of some rows that may be data; the others are counted in ``done``."""
    good = []
    for record in records:
        if record.row_number <= header.record.row_number or not _is_data(record, header):
            done.not_data += 1
        else:
            good.append(record)
    return good


def is_passed_over(part: Reconciliation) -> bool:
    """Whether nothing of a sheet among others was read as data."""
    return bool(part.sheet) and not part.rows_in and part.not_data > 0


def passed_over(sheet: Sheet) -> SheetAccount:
    """The account of a sheet that is of no interest: none of its rows is data here."""
    done = SheetAccount(sheet.name)
    done.not_data = sum(1 for _ in records(sheet))
    return done


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
