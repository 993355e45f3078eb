"""What became of each row of a sheet: accepted, rejected with the reason, a copy, or no data."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.sources import Reconciliation


@dataclass
class Tally:
    """Rows of one sheet; a row is counted once, what is accepted is not rejected."""

    name: str
    rows: int = 0
    accepted: set[int] = field(default_factory=set)
    rejected: dict[int, str] = field(default_factory=dict)
    duplicates: dict[int, int] = field(default_factory=dict)  # row, the row it repeats

    def accept(self, *rows: int) -> None:
        """Rows that were read."""
        self.accepted.update(rows)
        for row in rows:
            self.rejected.pop(row, None)
            self.duplicates.pop(row, None)

    def reject(self, row: int, reason: str) -> None:
        """A row that cannot be read."""
        if row not in self.accepted:
            self.rejected[row] = reason

    def reject_all(self, rows: Iterable[int], reason: str) -> None:
        """Rows that cannot be read."""
        for row in rows:
            self.reject(row, reason)

    def duplicate(self, row: int, first: int) -> None:
        """An exact copy of an earlier row."""
        if row not in self.accepted and row not in self.rejected:
            self.duplicates[row] = first

    @property
    def reconciliation(self) -> Reconciliation:
        """Rows in = accepted + rejected + duplicate; all others are no data."""
        accepted, rejected, duplicate = (
            len(self.accepted),
            len(self.rejected),
            len(self.duplicates),
        )
        rows_in = accepted + rejected + duplicate
        return Reconciliation(
            self.name, rows_in, accepted, rejected, duplicate, self.rows - rows_in
        )
