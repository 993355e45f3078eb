"""From the parts of a sheet to entries: one an exhibit, a person, or a hand-over.

What stands outside tables and blocks speaks for the whole form: it is added to each entry that
does not say the same thing itself.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.seizure_reports import tables, words
from ingest.seizure_reports.fields import (
    ABOUT_PERSON,
    DESCRIBING_PERSON,
    HAND_OVER,
    NAMING_EXHIBIT,
    NAMING_HOLDER,
    OWN_PAPERS,
    WHEN,
    FormField,
)
from ingest.seizure_reports.labels import order_stated
from ingest.seizure_reports.layout import FormSheet
from ingest.seizure_reports.parts import Pair
from ingest.seizure_reports.row import FormCell, FormRow, Place
from ingest.seizure_reports.tables import TableKind, TableLayout
from ingest.seizure_reports.tally import Tally
from ingest.seizure_reports.words import Section
from ingest.tables.sheet import Record

_BEGINNING = (FormField.EXHIBIT_NUMBER, FormField.ORDINAL, *NAMING_EXHIBIT)
_NAMES = (*NAMING_HOLDER, FormField.PRESENT, FormField.WITNESSES)
_GROUPS = (frozenset(WHEN), ABOUT_PERSON, frozenset((FormField.PLACE,)))


@dataclass(frozen=True)
class Entry:
    """One exhibit, person, hand-over, or what holds for the whole form (ALL).

    ``rows`` are the sheet's rows that it consists of, ``section`` the heading above them.
    """

    kind: TableKind
    row: FormRow
    rows: tuple[int, ...]
    section: Section | None = None


def entries(form: FormSheet, tally: Tally) -> Iterator[Entry]:
    """The entries of a sheet from top to bottom; rows that are none are told to ``tally``."""
    speaking = _Speaking.of(form)
    yield from _in_blocks(form, speaking, tally)
    for layout, found in _grouped(form, tally):
        before = [*speaking.before(layout.header.record.row_number)]
        for entry in found:
            yield replace(entry, row=with_common(entry.row, before))
    yield from _persons(form, speaking)
    rest = tuple(_cell(form, p) for p in speaking.common)
    if rest:
        yield Entry(TableKind.ALL, FormRow(rest[0].place, rest), ())


def with_common(row: FormRow, common: Sequence[FormCell]) -> FormRow:
    """A row with what holds for all, as far as it does not say the same itself.

    A pocket or a drawer is where the exhibit lay, not where the seizure was.
    """
    row = replace(row, cells=tuple(map(_laid, row.cells)))
    own = [c for c in row.cells if not c.is_of_step]
    said = {c.meaning for c in own if c.text.strip() or c.continued}
    for group in _GROUPS:
        if said & group & {*NAMING_HOLDER, *WHEN, FormField.PLACE}:
            said |= _settled_by(said, group)
    return replace(row, cells=(*row.cells, *(c for c in common if c.meaning not in said)))


def _laid(cell: FormCell) -> FormCell:
    lay = cell.meaning is FormField.PLACE and words.begins("container", cell.text)
    return replace(cell, meaning=FormField.FOUND_AT) if lay else cell


def _settled_by(said: set[FormField], group: frozenset[FormField]) -> frozenset[FormField]:
    """What a row that says one of a group leaves no room for."""
    if FormField.TIME in said and not said & {FormField.MOMENT, FormField.DATE}:
        return frozenset((FormField.TIME, FormField.MOMENT))
    return group


# ------------------------------------------------------------------ tables


def _grouped(form: FormSheet, tally: Tally) -> Iterator[tuple[TableLayout, list[Entry]]]:
    """The entries of each table; a line of values that goes on with an exhibit is joined to it."""
    held: tuple[TableLayout, list[Entry]] | None = None
    for layout in form.tables:
        found = list(_in_table(form, layout, tally))
        if _is_common(layout, form):
            continue
        if held and len(held[1]) == len(found) == 1 and _goes_on(held[0], layout):
            first, more = held[1][0], found[0]
            row = replace(first.row, cells=(*first.row.cells, *more.row.cells))
            held = (held[0], [replace(first, row=row, rows=(*first.rows, *more.rows))])
            continue
        if held:
            yield held
        held = (layout, found)
    if held:
        yield held


def _goes_on(first: TableLayout, more: TableLayout) -> bool:
    kinds = {first.kind, more.kind} == {TableKind.EXHIBIT}
    return kinds and not {*more.fields.values()} & _NEW_EXHIBIT


_NEW_EXHIBIT = {
    FormField.DESCRIPTION,
    FormField.EXHIBIT_NUMBER,
    FormField.ORDINAL,
    FormField.ITEM_KIND,
}


def _is_common(layout: TableLayout, form: FormSheet) -> bool:
    """Whether a table's rows hold for the whole form."""
    one = sum(not r.is_blank for r in tables.rows_of(layout, form.records)) == 1
    of_holder = layout.table.section in (None, Section.HOLDER)
    names_present = FormField.PRESENT in (layout.header.fields or ())
    person = layout.kind is TableKind.PERSON and one and of_holder and not names_present
    return layout.kind is TableKind.ALL or person


def _common_pairs(form: FormSheet) -> Iterator[Pair]:
    """The cells of tables that hold for the whole form, as labels and values."""
    for layout in form.tables if any(_is_common(t, form) for t in form.tables) else ():
        header = layout.header.record.cells
        for record in tables.rows_of(layout, form.records) if _is_common(layout, form) else ():
            for column, meaning in layout.fields.items():
                text = record.cells[column].strip() if column < len(record.cells) else ""
                if text:
                    label = header[column] if column < len(header) else ""
                    yield Pair(meaning, label, text, record.row_number)


def _in_table(form: FormSheet, layout: TableLayout, tally: Tally) -> Iterator[Entry]:
    below = list(tables.rows_of(layout, form.records))
    last = tables.last_filled(layout, below)
    seen: dict[tuple[str, ...], int] = {}
    for record in below:
        number = record.row_number
        above = tables.continued(record, layout, form.merged)
        if not tables.is_data(record, layout, last):
            continue
        if (first := seen.setdefault(tables.trimmed(record), number)) != number:
            tally.duplicate(number, first)
        elif reason := tables.fault(record, layout, above):
            tally.reject(number, reason)
        else:
            tally.accept(number)
            row = FormRow(Place(form.name, number), _cells(form.name, layout, record, above))
            yield Entry(layout.kind, row, (number,), layout.table.section)


def _cells(
    sheet: str, layout: TableLayout, record: Record, above: frozenset[int]
) -> tuple[FormCell, ...]:
    header = layout.header.record.cells
    return tuple(
        FormCell(
            meaning,
            header[column] if column < len(header) else "",
            record.cells[column] if column < len(record.cells) else "",
            Place(sheet, record.row_number),
            (layout.table.first_row, column),
            column in above,
            layout.surname_first.get(column),
        )
        for column, meaning in layout.fields.items()
    )


# ------------------------------------------------------------------ labels and values


@dataclass(frozen=True)
class _Speaking:
    """The pairs of a sheet: those that hold for all, the blocks of exhibits, the persons."""

    form: FormSheet
    common: Sequence[Pair]
    blocks: Sequence[Sequence[Pair]]
    persons: Sequence[Sequence[Pair]]

    @classmethod
    def of(cls, form: FormSheet) -> "_Speaking":
        every = [*form.parts.pairs, *_common_pairs(form)]
        pairs = list(_settled(sorted(every, key=lambda p: p.row)))
        listed = [p for p in pairs if _of_section(p)]
        rest = [_as_officer(p) for p in pairs if not _of_section(p)]
        has_table = any(t.kind is TableKind.EXHIBIT for t in form.tables)
        common, blocks = (rest, []) if has_table else _blocks(rest)
        return cls(form, common, blocks, _by_name(listed))

    def before(self, row: int) -> Iterator[FormCell]:
        """What holds for a table that begins at a row: said above it, or else below it."""
        nearest: dict[FormField, list[Pair]] = {}
        parts = [t.header.record.row_number for t in self.form.tables]
        for pair in sorted(self.common, key=lambda p: (p.row > row, p.row)):
            held = nearest.setdefault(pair.meaning, [])
            between = any(held and held[-1].row < at < pair.row for at in parts)
            if between and pair.row < row:
                for meaning in ABOUT_PERSON if pair.meaning in NAMING_HOLDER else ():
                    nearest.pop(meaning, None)
                held = nearest[pair.meaning] = []
            if not (held and held[0].row < row < pair.row):
                held.append(pair)
        for pairs in nearest.values():
            yield from (_cell(self.form, p) for p in pairs)


def _settled(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Numbers that follow a person's particulars are that person's."""
    before: Pair | None = None
    for pair in pairs:
        describing = before is not None and before.meaning in (*DESCRIBING_PERSON, *OWN_PAPERS)
        named = before is not None and before.meaning in NAMING_HOLDER
        theirs = describing or pair.section in (Section.HOLDER, Section.PRESENT, Section.WITNESSES)
        if pair.meaning is FormField.DOCUMENT_NUMBER:
            own = theirs or named
            meaning = FormField.PERSON_DOCUMENT if own else FormField.SEIZED_DOCUMENT
            pair = replace(pair, meaning=meaning)
        elif pair.meaning is FormField.PHONE and theirs:
            pair = replace(pair, meaning=FormField.PERSON_PHONE)
        before = pair
        yield pair


def _of_section(pair: Pair) -> bool:
    """Whether a pair describes one of several persons under a heading of their own."""
    return pair.section in (Section.PRESENT, Section.WITNESSES) and pair.meaning in (
        *ABOUT_PERSON,
        FormField.PRESENT,
        FormField.WITNESSES,
    )


def _as_officer(pair: Pair) -> Pair:
    named = pair.section is Section.OFFICERS and pair.meaning in NAMING_HOLDER
    return replace(pair, meaning=FormField.SEIZED_BY) if named else pair


def _blocks(pairs: Sequence[Pair]) -> tuple[list[Pair], list[list[Pair]]]:
    """What holds for all, and the stretches that each speak of one exhibit."""
    counts = Counter(p.meaning for p in pairs if p.meaning in _BEGINNING)
    if not counts:
        return list(pairs), []
    most = max(counts[m] for m in counts if m not in _SEVERAL) if counts.keys() - _SEVERAL else 1
    begins = next((p.meaning for p in pairs if counts.get(p.meaning) == most), None)
    starts = [i for i, p in enumerate(pairs) if p.meaning is begins]
    stretches = [list(pairs[a:b]) for a, b in zip(starts, [*starts[1:], None], strict=True)]
    head = list(pairs[: starts[0]])
    if len(stretches) == 1:
        return [], [[*head, *stretches[0]]]
    usual = {p.meaning for stretch in stretches[:-1] for p in stretch}
    tail = [p for p in stretches[-1] if p.meaning not in usual and p.meaning not in _BEGINNING]
    stretches[-1] = [p for p in stretches[-1] if p not in tail]
    head = [p for p in head if p.meaning is not FormField.EXHIBIT_NUMBER]  # the file's number
    return [*head, *tail], stretches


_SEVERAL = frozenset((FormField.IMEI, FormField.PHONE, FormField.SIM, FormField.ICCID))


def _by_name(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Stretches that each describe one person: from name to name."""
    found: list[list[Pair]] = []
    begins = next((p.meaning for p in pairs if p.meaning in _NAMES), None)
    for pair in pairs:
        if pair.meaning is begins or not found or pair.section is not found[-1][-1].section:
            found.append([])
        found[-1].append(pair)
    return found


def _in_blocks(form: FormSheet, speaking: _Speaking, tally: Tally) -> Iterator[Entry]:
    common = [_cell(form, p) for p in speaking.common]
    seen: dict[tuple[tuple[FormField, str], ...], tuple[int, ...]] = {}
    if speaking.blocks:
        tally.accept(*(p.row for p in speaking.common))
    for block in speaking.blocks:
        rows = tuple(dict.fromkeys(p.row for p in block))
        stray = [r for r in form.parts.unknown if rows[0] < r < rows[-1]]
        tally.reject_all(stray, "its label is not known")
        first = seen.setdefault(tuple((p.meaning, p.text) for p in block), rows)
        if first != rows:
            for copy, other in zip(rows, first, strict=False):
                tally.duplicate(copy, other)
        elif not any(p.meaning in NAMING_EXHIBIT for p in block):
            tally.reject_all(rows, "names no exhibit")
        else:
            tally.accept(*rows)
            at = next(p.row for p in block if p.meaning in _BEGINNING)
            row = FormRow(Place(form.name, at), tuple(_cell(form, p) for p in block))
            yield Entry(TableKind.EXHIBIT, with_common(row, common), rows)


def _persons(form: FormSheet, speaking: _Speaking) -> Iterator[Entry]:
    for pairs in speaking.persons:
        cells = tuple(_cell(form, _as_holder(p)) for p in pairs)
        row = FormRow(cells[0].place, tuple(replace(c, continued=False) for c in cells))
        yield Entry(TableKind.PERSON, row, (), pairs[0].section)


def _as_holder(pair: Pair) -> Pair:
    named = pair.meaning in (FormField.PRESENT, FormField.WITNESSES)
    return replace(pair, meaning=FormField.SEIZED_FROM) if named else pair


def _cell(form: FormSheet, pair: Pair) -> FormCell:
    """A pair as a value that speaks for all."""
    return FormCell(
        pair.meaning,
        pair.label,
        pair.text,
        Place(form.name, pair.row),
        (pair.meaning, pair.row, pair.text),
        pair.meaning not in HAND_OVER and pair.meaning not in _BEGINNING,
        order_stated(pair.label),
    )
