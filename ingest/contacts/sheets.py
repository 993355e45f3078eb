"""What a sheet of a report holds, by the words of its columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ingest import call_records
from ingest.contacts.fields import MOMENTS, NAMES, PARTIES, Field, Role
from ingest.tables import Record, Sample, Sheet
from ingest.tables.headers import HeaderRow, Lexicon, find_header, fold
from ingest.templates import Template, known_field

_LEAST_FIELDS = 2
_LOOK_AT = 80
_MOST_KEYS = 400
# " - UTC+00:00 (dd/MM/yyyy)" and the like say how values are written; "Phone 2" is another phone.
_FORM = re.compile(
    r"\(?[-–\s]*(?:UTC|GMT)\s?(?:[+-]\s?\d{1,2}(?::?\d{2})?)?\)?|\(?\b[dMy]{1,4}([./-])[dMy]{1,4}\1[dMy]{1,4}\b\)?"
)
_FIGURES = re.compile(r"(?<![A-Za-z])\d+(?![A-Za-z])|#\d+")
_REPORT_SIGNS = (Field.DELETED, Field.PARTY, Field.PARTICIPANTS, Field.APPLICATION)


@cache
def lexicon() -> Lexicon:
    """Headers of contacts, calls and messages."""
    return Lexicon.load("ingest.contacts", "headers.toml")


@cache
def device_keys() -> Lexicon:
    """What stands beside the facts of a device."""
    return Lexicon.load("ingest.contacts", "device.toml")


@dataclass(frozen=True)
class SheetLayout:
    """What a sheet holds and its columns (from 0); several may mean one thing (phones)."""

    role: Role
    header: HeaderRow
    columns: Mapping[Field, tuple[int, ...]]

    def cells(self, record: Record, *fields: Field) -> list[str]:
        """What a row says in these fields, blanks left out."""
        places = [c for f in fields for c in self.columns.get(f, ())]
        return [c for i in places if i < len(record.cells) and (c := record.cells[i].strip())]

    def cell(self, record: Record, field: Field) -> str:
        """What a row says first in a field; '' where nothing."""
        return next(iter(self.cells(record, field)), "")


def header_of(sample: Sample) -> HeaderRow | None:
    """The row that names the columns of what may be contacts, calls or messages."""
    plain = [Record(r.row_number, tuple(map(plainly, r.cells))) for r in sample.head[:_LOOK_AT]]
    found = find_header(plain, lexicon(), _LEAST_FIELDS)
    if found is None:
        return None
    own = next(r for r in sample.head if r.row_number == found.record.row_number)
    return HeaderRow(own, found.fields)


def plainly(header: str) -> str:
    """A header without zone, form of dates and figures."""
    bare = _FIGURES.sub(" ", _FORM.sub(" ", header)).strip(" -–:")
    return bare or header


def layout_of(sheet: Sheet, template: Template | None = None) -> SheetLayout | None:
    """The layout of a sheet; None where it holds nothing that is read here."""
    sample = sheet.sample()
    header = _header_by(template, sample) if template and template.has_header else None
    header = header or header_of(sample)
    if header is None and template and not template.has_header:
        header = _numbered(template, sample)
    if header and (role := _role(header, sheet.name)):
        columns = {f: tuple(header.columns(f)) for f in Field if header.columns(f)}
        return SheetLayout(role, header, columns)
    if len(_device_facts(sheet)) > 1:
        return SheetLayout(Role.DEVICE, HeaderRow(Record(0, ()), ()), {})
    return None


def _role(header: HeaderRow, name: str) -> Role | None:
    found = {Field(f) for f in header.fields if f}
    when, party = {*MOMENTS} & found, {*PARTIES} & found
    if when and party and Field.TEXT in found:
        return Role.MESSAGES
    if when and party and found & {Field.DURATION, Field.DIRECTION, Field.TYPE}:
        return Role.CALLS
    if found & {*NAMES} and found & {Field.PHONE, Field.ENTRIES}:
        return Role.CONTACTS
    if when and {Field.FROM, Field.TO} <= found:
        return Role.CALLS if re.search(r"call|poziv|thirr|chiam|anruf|κλησ", fold(name)) else None
    return None


def _header_by(template: Template, sample: Sample) -> HeaderRow | None:
    """The row with all headers that a template speaks of, its own meanings before the known."""
    for name in (*template.columns, *template.numbers):
        known_field(template, name, Field, "contacts or messages")
    meant = _meant(template)
    ignored = {fold(h) for h in template.ignore}
    wanted = {*meant, *(fold(h) for h in template.headers)}
    for record in sample.head[:_LOOK_AT] if wanted else ():
        if wanted <= {fold(c) for c in record.cells}:
            fields = [
                meant.get(fold(c)) or (lexicon().field(plainly(c)) if c.strip() else None)
                for c in record.cells
            ]
            fields = [
                None if fold(c) in ignored else f for c, f in zip(record.cells, fields, strict=True)
            ]
            for number, name in _by_number(template).items():
                if number <= len(fields):
                    fields[number - 1] = name
            return HeaderRow(record, tuple(fields))
    return None


def _meant(template: Template) -> dict[str, str]:
    """The field of each (folded) header that a template names."""
    named = {fold(written): name for name, written in template.columns.items()}
    return named | {
        fold(c): name for name, more in template.more.items() for c in more if isinstance(c, str)
    }


def _by_number(template: Template) -> dict[int, str]:
    """The field of each column (from 1) that a template numbers."""
    numbered = {number: name for name, number in template.numbers.items()}
    return numbered | {
        c: name for name, more in template.more.items() for c in more if isinstance(c, int)
    }


def _numbered(template: Template, sample: Sample) -> HeaderRow | None:
    """Columns by their numbers, from the first row that has all of them."""
    fields = _by_number(template)
    width = max(fields, default=0)
    first = next((r for r in sample.head if width and len(r.cells) >= width), None)
    if first is None:
        return None
    return HeaderRow(
        Record(first.row_number - 1, ()), tuple(fields.get(n) for n in range(1, width + 1))
    )


# ------------------------------------------------------------------ facts of the device


@dataclass(frozen=True)
class DeviceFact:
    """What a row says of the device: the key's meaning, the value, and where it stands."""

    meaning: str
    value: str
    sheet: str
    row_number: int


def _device_facts(sheet: Sheet) -> list[DeviceFact]:
    """Keys of a device beside (or before a colon in front of) their values."""
    found = []
    for record in sheet.sample().head[:_MOST_KEYS]:
        cells = [c.strip() for c in record.cells if c.strip()]
        for place, cell in enumerate(cells[:3]):
            key, colon, rest = cell.partition(":")
            value = rest.strip() if colon and rest.strip() else next(iter(cells[place + 1 :]), "")
            meaning = device_keys().field(plainly(key)) if len(key) < 40 else None
            if meaning and value and not device_keys().field(plainly(value)):
                found.append(DeviceFact(meaning, value, sheet.name, record.row_number))
                break
    return found


def facts(sheet: Sheet, layout: SheetLayout | None) -> list[DeviceFact]:
    """What a sheet says of the device: a whole sheet, else what stands above the header."""
    if layout is None or layout.role is Role.DEVICE:
        return _device_facts(sheet)
    return [f for f in _device_facts(sheet) if f.row_number < layout.header.record.row_number]


# ------------------------------------------------------------------ which kind of file


def looks_like(sheet: Sheet) -> bool:
    """Whether a sheet is a list of contacts: names beside telephone numbers."""
    if sheet.form.endswith("vCard"):
        return True
    layout = layout_of(sheet)
    listed = layout is not None and layout.role is Role.CONTACTS
    return listed and not (_is_register(layout) or call_records.looks_like(sheet))


def _is_register(layout: SheetLayout | None) -> bool:
    """Whether names and numbers are those of a register of subscribers: whose they are, not what
    somebody calls them."""
    return layout is not None and Field.PERSONAL in layout.columns


def role_of(sheet: Sheet) -> Role | None:
    """What a sheet of a report holds; None where nothing that is read here."""
    layout = layout_of(sheet)
    return layout.role if layout else None


def strength(sheet: Sheet) -> int:
    """How many different columns of contacts a sheet has; a card is nothing else."""
    if sheet.form.endswith("vCard"):
        return len(Field)
    header = header_of(sheet.sample())
    return len({f for f in header.fields if f and f is not Field.IGNORED}) if header else 0


def is_extraction(sheets: Sequence[Sheet]) -> bool:
    """Whether a file is the report of an extraction tool.

    So are two sheets of different use, or one with what only such reports have.
    """
    found = [(sheet, layout) for sheet in sheets if (layout := layout_of(sheet))]
    roles = {layout.role for _, layout in found}
    if any(_is_register(layout) for _, layout in found):
        return False
    if len(roles) > 1:
        return bool(roles & {Role.CALLS, Role.MESSAGES, Role.CONTACTS})
    return any(
        layout.role is Role.MESSAGES or (layout.role is Role.CALLS and _is_log(sheet, layout))
        for sheet, layout in found
    )


def _is_log(sheet: Sheet, layout: SheetLayout) -> bool:
    """Whether calls come from a phone: with what only reports have, or the name saved beside."""
    signs = sum(f in layout.columns for f in _REPORT_SIGNS)
    named = {Field.NAME, Field.PHONE} <= set(layout.columns)
    return signs > 1 or (named and not call_records.looks_like(sheet))
