"""A sheet of a form taken apart: its tables, its labels with their values, its headings.

A table begins at a row of headers and ends where a line with a label of its own, the heading of
another section, or another row of headers stands. A label's value stands beside it, in one cell
with it, or below it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.seizure_reports import words
from ingest.seizure_reports.fields import PEOPLE, FormField
from ingest.seizure_reports.labels import Labels, ends_as_label
from ingest.seizure_reports.words import Section
from ingest.tables.headers import HeaderRow
from ingest.tables.sheet import Record

_SURE_SHARE = 0.4
_MOST_CELLS_OF_A_LINE = 8


@dataclass(frozen=True)
class Pair:
    """A label and its value, where the value stands; ``section`` is the heading it stands under."""

    meaning: FormField
    label: str
    text: str
    row: int
    section: Section | None = None


@dataclass
class Table:
    """Rows (numbers ``first_row`` to ``last_row``) below a row of headers."""

    header: HeaderRow
    first_row: int
    last_row: int
    section: Section | None = None


@dataclass
class Parts:
    """What a sheet holds; ``unknown`` are rows with a value whose label is not known."""

    tables: list[Table] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What stands outside the rows of tables, for telling country and language."""
        heads = ["\t".join(c for c in t.header.record.cells if c) for t in self.tables]
        return "\n".join([*self.headings, *heads])


def take_apart(records: Sequence[Record], labels: Labels) -> Parts:
    """The parts of a sheet, from top to bottom."""
    return _Taking(records, labels).parts()


class _Taking:
    """One sheet on its way."""

    def __init__(self, records: Sequence[Record], labels: Labels) -> None:
        self._records = [r for r in records if not r.is_blank]
        self._labels = labels
        self._parts = Parts()
        self._table: Table | None = None
        self._section: Section | None = None
        self._at = 0

    def parts(self) -> Parts:
        while self._at < len(self._records):
            self._at += self._take(self._records[self._at])
        self._close(self._records[-1].row_number if self._records else 0)
        return self._parts

    def _take(self, record: Record) -> int:
        """Take the row in view, and say how many rows were taken."""
        header, rows = self._header(record)
        if header and not self._repeats(header):
            self._close(record.row_number - 1)
            self._parts.headings.append("\t".join(c for c in record.cells if c))
            first = header.record.row_number + 1
            self._table = Table(header, first, first - 1, self._section)
            return rows
        if self._table and not self._ends_table(record):
            return 1
        self._close(record.row_number - 1)
        return self._line(record)

    def _repeats(self, header: HeaderRow) -> bool:
        return self._table is not None and self._table.header.fields == header.fields

    def _close(self, last_row: int) -> None:
        if self._table is not None:
            self._table.last_row = last_row
            self._parts.tables.append(self._table)
            self._table, self._section = None, None

    # ------------------------------------------------------------- headers

    def _header(self, record: Record) -> tuple[HeaderRow | None, int]:
        """The headers that a row begins, and how many rows they take."""
        below = self._next(1)
        if self._is_header(record, below):
            if below is not None and self._names_columns_only(below):
                return _joined(record, below, self._labels), 2
            return HeaderRow(record, tuple(map(self._labels.field, record.cells))), 1
        if below is not None and self._names_columns_only(record):
            after = self._next(2)
            if self._is_header(below, after):
                return _joined(record, below, self._labels), 2
        return None, 0

    def _is_header(self, record: Record, below: Record | None) -> bool:
        filled = [c for c in record.cells if c.strip()]
        if self._table is not None and sum(map(self._labels.is_exact, filled)) < 2:
            return False
        fields = [self._labels.field(c) for c in filled]
        distinct = {f for f in fields if f}
        if below is None or len(distinct) < 2 or any(map(self._labels.inline, filled)):
            return False
        if (
            self._alternates(filled)
            and not all(fields)
            and not self._is_filled_below(record, below)
        ):
            return False
        if any(map(self._labels.says_own, filled)) and len(distinct) > 1:
            return True
        if len(distinct) == 2:
            return all(fields) and len(filled) == 2 and self._fills(record, below)
        return len(distinct) >= len(filled) * _SURE_SHARE and not self._is_data(filled)

    def _is_data(self, filled: Sequence[str]) -> bool:
        """Whether a row inside a table holds figures, as headers do not."""
        return self._table is not None and any(sum(map(str.isdigit, c)) > 4 for c in filled)

    def _alternates(self, filled: Sequence[str]) -> bool:
        """Whether labels and values take turns: ``Date: | 12.3. | Place: | Bar``."""
        fields = [self._labels.field(c) for c in filled]
        pairs = list(zip(fields[::2], fields[1::2], strict=False))
        marked = any(map(ends_as_label, filled[::2])) and not any(map(ends_as_label, filled[1::2]))
        beside = bool(pairs) and all(a and not b for a, b in pairs)
        return beside or (marked and all(a for a, _ in pairs))

    def _is_filled_below(self, record: Record, below: Record) -> bool:
        """Whether nearly all columns of a wide row hold values below, and none a label."""
        columns = [i for i, c in enumerate(record.cells) if c.strip()]
        values = [below.cells[i] for i in columns if i < len(below.cells)]
        filled = [v for v in values if v.strip()]
        wide = len(columns) > 4 and not any(ends_as_label(record.cells[i]) for i in columns)
        return (
            wide
            and len(filled) * 5 >= len(columns) * 4
            and not any(map(self._labels.field, filled))
        )

    def _fills(self, header: Record, below: Record) -> bool:
        """Whether both columns of two headers hold values below."""
        columns = [i for i, c in enumerate(header.cells) if c.strip()]
        values = [below.cells[i] if i < len(below.cells) else "" for i in columns]
        return all(v.strip() and not self._labels.field(v) for v in values)

    def _names_columns_only(self, record: Record) -> bool:
        """Whether a row holds two headers or more, and nothing else."""
        filled = [c for c in record.cells if c.strip()]
        return len(filled) > 1 and all(map(self._labels.field, filled))

    # ------------------------------------------------------------- lines outside tables

    def _ends_table(self, record: Record) -> bool:
        """Whether a row below a table's headers speaks for itself."""
        filled = [c for c in record.cells if c.strip()]
        if len(filled) > _MOST_CELLS_OF_A_LINE:
            return False
        if all(map(self._labels.inline, filled)):
            return True
        if len(filled) > 1 and ends_as_label(filled[0]) and self._labels.field(filled[0]):
            return True
        return len(filled) == 1 and self._begins_section(filled[0])

    def _begins_section(self, cell: str) -> bool:
        """Whether a heading stands above headers, or above labels."""
        if words.section(cell) is None:
            return False
        below = self._next(1)
        if below is None:
            return False
        self._at += 1
        header, _ = self._header(below)
        self._at -= 1
        filled = [c for c in below.cells if c.strip()]
        speaks = self._labels.inline(filled[0]) or ends_as_label(filled[0])
        return header is not None or bool(speaks) or words.is_listed(filled[0])

    def _line(self, record: Record) -> int:
        filled = [(i, c.strip()) for i, c in enumerate(record.cells) if c.strip()]
        self._parts.headings.append("\t".join(c for _, c in filled))
        if len(filled) == 1 and (taken := self._single(*filled[0])):
            return taken
        found = list(self._beside(record.row_number, filled))
        self._parts.pairs += found
        if not found and (at := self._continued(filled)):
            last = self._parts.pairs[-1]
            pair = Pair(last.meaning, last.label, at, record.row_number, last.section)
            self._parts.pairs.append(pair)
        elif not found and len(filled) in (2, 4) and filled[0][1][:1].isalpha():
            self._parts.unknown.append(record.row_number)
        return 1

    def _single(self, column: int, cell: str) -> int:
        """A heading, or a label whose value stands below; 0 where it is neither."""
        listed = self._below(column)
        meaning = self._labels.field(cell)
        section = words.section(cell)
        if section is not None and not (meaning and listed and not ends_as_label(cell)):
            self._section = section
            return self._people(cell, section.meaning, column)
        if meaning and listed:
            self._parts.pairs += [
                Pair(meaning, cell, text, at, self._section)
                for at, text in (listed if meaning in PEOPLE else listed[:1])
            ]
            return 1 + (len(listed) if meaning in PEOPLE else 1)
        return 0

    def _people(self, heading: str, meaning: FormField | None, column: int) -> int:
        """A heading of persons, and the lines below that list them."""
        listed = [(at, t) for at, t in self._below(column) if words.is_listed(t)]
        if meaning is None or not listed:
            return 1
        self._parts.pairs += [Pair(meaning, heading, text, at) for at, text in listed]
        return 1 + len(listed)

    def _below(self, column: int) -> list[tuple[int, str]]:
        """Cells that stand alone in the rows below, in about the same column."""
        found: list[tuple[int, str]] = []
        for record in self._records[self._at + 1 :]:
            filled = [(i, c.strip()) for i, c in enumerate(record.cells) if c.strip()]
            alone = len(filled) == 1 and abs(filled[0][0] - column) <= 1
            if not alone or self._speaks(filled[0][1]):
                break
            if found and record.row_number != found[-1][0] + 1:
                break
            found.append((record.row_number, filled[0][1]))
        return found

    def _speaks(self, cell: str) -> bool:
        return bool(
            self._labels.field(cell) or self._labels.inline(cell) or words.section(cell) is not None
        )

    def _beside(self, row: int, filled: Sequence[tuple[int, str]]) -> Iterator[Pair]:
        """Labels and values of one line."""
        at = 0
        while at < len(filled):
            cell = filled[at][1]
            following = filled[at + 1][1] if at + 1 < len(filled) else None
            meaning = self._labels.field(cell)
            if inline := self._labels.inline(cell):
                rest = [c for _, c in filled[at + 1 :]]
                more = [] if any(map(self._is_label, rest)) else rest  # cut at its commas
                meaning, label, value = inline
                yield Pair(meaning, label, ", ".join([value, *more]), row, self._section)
            elif meaning and following is not None and self._is_value(following, len(filled)):
                yield Pair(meaning, cell, following, row, self._section)
                at += 1
            at += 1

    def _is_label(self, cell: str) -> bool:
        return bool(ends_as_label(cell) or self._labels.field(cell) or self._labels.inline(cell))

    def _is_value(self, cell: str, cells: int) -> bool:
        return not ends_as_label(cell) and (cells == 2 or not self._labels.field(cell))

    def _continued(self, filled: Sequence[tuple[int, str]]) -> str | None:
        """A value that goes on in the next row, its label left blank."""
        if not self._parts.pairs or len(filled) != 1 or not filled[0][0]:
            return None
        before = self._records[self._at - 1].row_number if self._at else 0
        return filled[0][1] if self._parts.pairs[-1].row == before else None

    def _next(self, steps: int) -> Record | None:
        at = self._at + steps
        return self._records[at] if at < len(self._records) else None


def _joined(upper: Record, lower: Record, labels: Labels) -> HeaderRow:
    """Headers of two rows: the lower one counts, columns it leaves open are named by the upper."""
    width = max(len(upper.cells), len(lower.cells))
    cells = tuple(_cell(lower, i) or _cell(upper, i) for i in range(width))
    return HeaderRow(Record(lower.row_number, cells), tuple(map(labels.field, cells)))


def _cell(record: Record, column: int) -> str:
    return record.cells[column].strip() if column < len(record.cells) else ""
