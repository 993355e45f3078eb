"""What every pattern gives back: something that can be printed for people and for scripts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from graph.build.filters import Omission

LIKELY = 0.5
"""Score from which a finding is likelier than not."""

Label = Callable[[str], str]
"""What to call an entity (id), so that protected ones stay under their pseudonyms."""


Row = tuple[int, str, int]
"""Source, sheet (empty where the file has none) and row of a record."""

Rows = tuple[Row, ...]
"""Those that something rests on."""


def cited(rows: Iterable[Row]) -> list[dict[str, object]]:
    """Rows as findings name them for scripts, with the sheet where there is one."""
    return [
        {"source": source, "row": row} | ({"sheet": sheet} if sheet else {})
        for source, sheet, row in rows
    ]


@dataclass(frozen=True)
class Table:
    """Columns and rows for people to read; the first rows matter most."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


class Findings(Protocol):
    """What a pattern found in a case."""

    @property
    def left_out(self) -> tuple[Omission, ...]:
        """What is not shown, and why."""
        ...

    def as_json(self, label: Label) -> dict[str, object]:
        """All of it, for scripts."""
        ...

    def table(self, label: Label) -> Table:
        """What is likelier than not, for people."""
        ...
