"""A table of a form: what its columns mean, and which of its rows hold something."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice

from ingest.seizure_reports import persons, words
from ingest.seizure_reports.fields import (
    ABOUT_PERSON,
    DESCRIBING_PERSON,
    ITEMS,
    NAMING_EXHIBIT,
    NAMING_HOLDER,
    OFFICERS,
    PEOPLE,
    FormField,
)
from ingest.seizure_reports.labels import known, order_stated
from ingest.seizure_reports.parts import Table
from ingest.seizure_reports.words import Section
from ingest.tables.headers import HeaderRow, fold
from ingest.tables.sheet import Record
from ingest.templates import Template

_NAMES_READ = 2000


class TableKind(Enum):
    """What a row of a table is."""

    EXHIBIT = auto()
    PERSON = auto()
    HAND_OVER = auto()
    ALL = auto()  # its one row speaks for the whole form


@dataclass(frozen=True)
class TableLayout:
    """Columns (from 0) of a table.

    ``surname_first`` has the columns of persons whose header says that the surname comes first
    (True) or last (False).
    """

    table: Table
    kind: TableKind
    fields: Mapping[int, FormField]
    surname_first: Mapping[int, bool]

    @property
    def header(self) -> HeaderRow:
        """The row that names the columns."""
        return self.table.header

    def columns(self, *wanted: FormField) -> list[int]:
        """Columns of these fields, from left to right."""
        return [c for c, meaning in sorted(self.fields.items()) if meaning in wanted]


def layout_of(table: Table, records: Sequence[Record], template: Template) -> TableLayout:
    """The layout of a table. Raises TemplateError."""
    found = {i: FormField(f) for i, f in enumerate(table.header.fields) if f}
    found |= {number - 1: known(template, name) for name, number in template.numbers.items()}
    below = [r for r in records if table.first_row <= r.row_number <= table.last_row]
    found = _with_description(found, below)
    kind = _kind(table, set(found.values()))
    if kind is TableKind.HAND_OVER:
        found = _numbering_exhibits(_of_hand_over(table.header, found), below)
    fields = {i: _settled(found, i, kind) for i in sorted(found)}
    return TableLayout(table, kind, fields, _orders(table.header, fields, below))


def _with_description(found: dict[int, FormField], below: Sequence[Record]) -> dict[int, FormField]:
    """A column called "item" or "exhibit" that holds words describes, where no other does."""
    if {*found.values()} & {FormField.DESCRIPTION, FormField.ITEM_KIND}:
        return found
    for column in (i for i, m in sorted(found.items()) if m is FormField.EXHIBIT_NUMBER):
        values = [r.cells[column].strip() for r in below if column < len(r.cells)]
        wordy = [v for v in values if len(re.findall(r"[^\W\d_]{3,}", v)) > 1]
        if len(wordy) * 2 > len([v for v in values if v]):
            return found | {column: FormField.DESCRIPTION}
    return found


_THINGS = {FormField.DESCRIPTION, FormField.ITEM_KIND, FormField.MAKE, FormField.MODEL, *ITEMS}
_OF_THINGS = _THINGS - {FormField.PHONE, FormField.ACCOUNT}


def _kind(table: Table, found: set[FormField]) -> TableKind:
    names = {FormField.PRESENT, FormField.WITNESSES, *NAMING_HOLDER}
    handed = found & {FormField.HANDED_BY, FormField.RECEIVED_BY}
    section = table.section
    if len(handed) == 2 and not found & _OF_THINGS:
        return TableKind.HAND_OVER
    if section is Section.CUSTODY and not found & (_OF_THINGS - {FormField.DESCRIPTION}):
        return TableKind.HAND_OVER
    if _from_and_to(table.header):
        return TableKind.HAND_OVER
    if section and section.meaning and found & names and not found & {FormField.DESCRIPTION}:
        return TableKind.PERSON
    if found & _OF_THINGS or (found & {FormField.EXHIBIT_NUMBER} and found & _THINGS):
        return TableKind.EXHIBIT
    if found & names and found & {*DESCRIBING_PERSON, FormField.SURNAME, FormField.PRESENT}:
        return TableKind.PERSON
    return TableKind.EXHIBIT if found & _THINGS and found & {FormField.ORDINAL} else TableKind.ALL


# ------------------------------------------------------------------ columns of hand-overs


_FROM = re.compile(r"(?:from|od|nga|da|απο|von|od koga|from whom|nga kush|from person|from name)")
_TO = re.compile(
    r"(?:to|za|kome|prema|te|tek|per|a|σε|προς|an|to whom|kujt|komu|to person|to name)"
)


def gives(folded: str) -> bool:
    """Whether a label (folded) names who gives."""
    return bool(_FROM.fullmatch(folded))


def takes(folded: str) -> bool:
    """Whether a label (folded) names who takes."""
    return bool(_TO.fullmatch(folded))


def as_hand_over(meaning: FormField) -> FormField:
    """What a label means in a hand-over."""
    return _HANDED.get(meaning, meaning)


def as_persons(meaning: FormField) -> FormField:
    """What a label means beside a person's name."""
    return _OF_PERSONS.get(meaning, meaning)


def _from_and_to(header: HeaderRow) -> bool:
    """Whether columns are called "from" and "to"."""
    folded = [fold(c) for c in header.record.cells]
    return any(map(gives, folded)) and any(map(takes, folded))


def _of_hand_over(header: HeaderRow, found: Mapping[int, FormField]) -> dict[int, FormField]:
    """The columns of a table of hand-overs: who gives, who takes, when."""
    columns = {i: as_hand_over(meaning) for i, meaning in found.items()}
    for i, cell in enumerate(header.record.cells):
        if gives(fold(cell)):
            columns[i] = FormField.HANDED_BY
        elif takes(fold(cell)):
            columns[i] = FormField.RECEIVED_BY
    return columns


def _numbering_exhibits(
    found: dict[int, FormField], below: Sequence[Record]
) -> dict[int, FormField]:
    """Numbers before hand-overs that do not count them are those of exhibits."""
    columns = [i for i, meaning in found.items() if meaning is FormField.ORDINAL]
    if len(columns) != 1 or FormField.EXHIBIT_NUMBER in found.values():
        return found
    cells = [r.cells[columns[0]].strip(" .)") for r in below if columns[0] < len(r.cells)]
    numbers = [c for c in cells if c]
    counted = numbers == [str(n) for n in range(1, len(numbers) + 1)]
    return found if counted else found | {columns[0]: FormField.EXHIBIT_NUMBER}


_HANDED = {
    FormField.SEIZED_FROM: FormField.HANDED_BY,
    FormField.SEIZED_BY: FormField.RECEIVED_BY,
    FormField.CUSTODY: FormField.RECEIVED_BY,
    FormField.NOTE: FormField.REASON,
}


# ------------------------------------------------------------------ columns of persons


def _settled(found: Mapping[int, FormField], column: int, kind: TableKind) -> FormField:
    """A number beside a person's columns is that person's; elsewhere it was seized."""
    meaning = found[column]
    if kind is TableKind.PERSON:
        return as_persons(meaning)
    if meaning is not FormField.DOCUMENT_NUMBER:
        return meaning
    before = [f for i, f in sorted(found.items()) if i < column]
    own = FormField.PERSON_DOCUMENT not in found.values()
    return (
        FormField.PERSON_DOCUMENT
        if own and before and before[-1] in ABOUT_PERSON
        else FormField.SEIZED_DOCUMENT
    )


_OF_PERSONS = {
    FormField.DOCUMENT_NUMBER: FormField.PERSON_DOCUMENT,
    FormField.SEIZED_DOCUMENT: FormField.PERSON_DOCUMENT,
    FormField.PHONE: FormField.PERSON_PHONE,
    FormField.ITEM_KIND: FormField.STATUS,
    FormField.NOTE: FormField.STATUS,
    FormField.PRESENT: FormField.SEIZED_FROM,
    FormField.WITNESSES: FormField.SEIZED_FROM,
}


def _orders(
    header: HeaderRow, fields: Mapping[int, FormField], below: Sequence[Record]
) -> dict[int, bool]:
    """The order of names in each column of persons: by its header, else by the names in it."""
    named_in = (*PEOPLE, *OFFICERS)
    labels = dict(enumerate(header.record.cells))
    stated = {c: order_stated(labels.get(c, "")) for c, f in fields.items() if f in named_in}
    found = {c: _names(below, c, order) for c, order in stated.items()}
    surely = [
        name
        for column, people in found.items()
        for name in people
        if stated[column] is not None or persons.in_capitals(name)
    ]
    words_known = persons.NameWords.of(surely)
    orders = {
        column: persons.usual_order(found[column], words_known) if order is None else order
        for column, order in stated.items()
    }
    return {column: order for column, order in orders.items() if order is not None}


def _names(below: Sequence[Record], column: int, order: bool | None) -> list[persons.Named]:
    written = (r.cells[column] for r in below if column < len(r.cells))
    return [
        name
        for cell in islice(written, _NAMES_READ)
        for name in persons.named_in(cell, surname_first=order)
    ]


# ------------------------------------------------------------------ which rows are data


def last_filled(layout: TableLayout, below: Sequence[Record]) -> int:
    """Number of the last row that fills two named columns or more."""
    return max((r.row_number for r in below if _fills_columns(r, layout)), default=0)


def _fills_columns(record: Record, layout: TableLayout) -> bool:
    return len([c for c in layout.fields if c < len(record.cells) and record.cells[c].strip()]) > 1


def is_data(record: Record, layout: TableLayout, last: int) -> bool:
    """Whether a row below the headers is more than blank, a total, a signature or a header."""
    if record.is_blank:
        return False
    filled = [(i, c.strip()) for i, c in enumerate(record.cells) if c.strip()]
    meanings = {layout.fields.get(i) for i, _ in filled}
    if meanings <= {FormField.ORDINAL} and filled[0][1].rstrip(".").isdigit():
        return False  # a numbered line that nobody filled in
    if _repeats_header(record, layout) or _counts_columns(filled) or _is_signature(filled):
        return False
    if not meanings & {*ITEMS} - {FormField.AMOUNT} and _adds_up(filled):
        return False
    below = record.row_number > last
    return not (below and len(filled) <= 2 and not meanings & {FormField.EXHIBIT_NUMBER, *ITEMS})


def _adds_up(filled: Sequence[tuple[int, str]]) -> bool:
    """Whether the first words of a row say that it is a total."""
    return any(words.begins("total", cell) for _, cell in islice(filled, 2))


def _is_signature(filled: Sequence[tuple[int, str]]) -> bool:
    """Whether a row is for signatures: lines to sign on, or the words for it."""
    if any("___" in cell or "....." in cell for _, cell in filled):
        return True
    return len(filled) < 4 and all(words.begins("signature", cell) for _, cell in filled)


def _repeats_header(record: Record, layout: TableLayout) -> bool:
    """Whether most filled cells are the headers of their columns (of a further page)."""
    header = layout.header.record.cells
    filled = [(i, c.strip()) for i, c in enumerate(record.cells) if c.strip()]
    same = sum(i < len(header) and header[i].strip() == c for i, c in filled)
    return same * 2 > len(filled)


def _counts_columns(filled: Sequence[tuple[int, str]]) -> bool:
    """A line under the headers that numbers the columns: 1, 2, 3 ..."""
    numbers = [c.strip("().") for _, c in filled]
    return len(filled) > 3 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def continued(
    record: Record, layout: TableLayout, merged: Sequence[tuple[int, int, int, int]]
) -> frozenset[int]:
    """The columns whose value stands in a row above: merged cells, and "as above"."""
    above = {
        column
        for first, last, left, right in merged
        if first < record.row_number <= last and first >= layout.table.first_row
        for column in range(left, right + 1)
    }
    ditto = {c for c in layout.fields if c < len(record.cells) and words.is_ditto(record.cells[c])}
    return frozenset(above | ditto)


def fault(record: Record, layout: TableLayout, above: frozenset[int]) -> str | None:
    """Why a row cannot be taken."""
    width = len(layout.header.record.cells)
    if any(c.strip() for c in record.cells[width:]):
        return f"more cells than the {width} columns of the table"
    wanted, missing = _NEEDED[layout.kind]
    columns = layout.columns(*wanted)
    named = [c for c in columns if c < len(record.cells) and record.cells[c].strip()]
    return None if named or above & {*columns} else missing


_NEEDED: dict[TableKind, tuple[tuple[FormField, ...], str]] = {
    TableKind.EXHIBIT: (NAMING_EXHIBIT, "names no exhibit"),
    TableKind.PERSON: (NAMING_HOLDER, "names no person"),
    TableKind.HAND_OVER: (
        (FormField.HANDED_BY, FormField.RECEIVED_BY),
        "names nobody who gave or received",
    ),
    TableKind.ALL: (tuple(FormField), "is empty"),
}


def trimmed(record: Record) -> tuple[str, ...]:
    """A row's cells without blanks around and behind."""
    cells = [c.strip() for c in record.cells]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def rows_of(layout: TableLayout, records: Sequence[Record]) -> Iterator[Record]:
    """The rows below the headers of a table."""
    table = layout.table
    yield from (r for r in records if table.first_row <= r.row_number <= table.last_row)
