"""One entry of an address book: the name and the numbers saved under it."""

import re
from dataclasses import dataclass

from ingest.contacts.fields import Field
from ingest.contacts.parties import Party, numbers
from ingest.contacts.sheets import SheetLayout
from ingest.tables import Record

NO_NUMBER = "no telephone number"
NO_CARD = "stands outside of a card"
_DELETED = re.compile(
    r"\s*(?:yes|y|true|1|x|deleted.*|recovered.*|carved.*|trash.*|da|po|s[iì]|ja|ναι|i?zbrisan\w*"
    r"|obrisan\w*|fshir\w*|gel[öo]scht|cancellat\w*|eliminat\w*|διαγρα\w*|διεγρ\w*)\s*",
    re.IGNORECASE,
)


class EntryError(ValueError):
    """A row that is no usable entry; the message is the reason of rejection."""


@dataclass(frozen=True)
class Entry:
    """The name as saved ('' where none), what it is made of, the numbers, and whether deleted."""

    name: str
    given: str
    surname: str
    nickname: str
    numbers: tuple[Party, ...]
    deleted: bool


def is_deleted(cell: str) -> bool:
    """Whether a cell says that something was recovered after its deletion."""
    return bool(_DELETED.fullmatch(cell))


def of_row(layout: SheetLayout, record: Record, country: str | None) -> Entry:
    """The entry of a row of a contact list. Raises EntryError."""
    cells = layout.cells(record, Field.PHONE, Field.ENTRIES)
    found = [n for cell in cells for n in numbers(cell, country)]
    given = " ".join(layout.cells(record, Field.GIVEN_NAME, Field.MIDDLE_NAME))
    surname = layout.cell(record, Field.SURNAME)
    nickname = layout.cell(record, Field.NICKNAME)
    parts = " ".join(p for p in (given, surname) if p)
    whole = _one_line(layout.cell(record, Field.NAME)) or parts or nickname
    whole = whole or layout.cell(record, Field.ORGANISATION)
    if not found:
        raise EntryError(NO_NUMBER)
    deleted = any(is_deleted(c) for c in layout.cells(record, Field.DELETED))
    return Entry(whole, given, surname, nickname, _once(found), deleted)


def of_card(record: Record, country: str | None) -> Entry:
    """The entry of a vCard. Raises EntryError."""
    properties: dict[str, list[str]] = {}
    for cell in record.cells:
        head, colon, value = cell.partition(":")
        if colon:
            name = head.split(";")[0].split(".")[-1].upper()
            properties.setdefault(name, []).append(value.strip())
    if "VERSION" not in properties and "TEL" not in properties:
        raise EntryError(NO_CARD)
    found = [n for value in properties.get("TEL", ()) for n in numbers(_plain(value), country)]
    surname, given = ([*map(_plain, re.split(r"(?<!\\);", _first(properties, "N"))), "", ""])[:2]
    nickname = _plain(_first(properties, "NICKNAME"))
    parts = " ".join(p for p in (given, surname) if p)
    whole = _plain(_first(properties, "FN")) or parts or nickname
    whole = whole or _plain(_first(properties, "ORG").split(";")[0])
    if not found:
        raise EntryError(NO_NUMBER)
    return Entry(whole, given, surname, nickname, _once(found), deleted=False)


def _first(properties: dict[str, list[str]], name: str) -> str:
    return next((v for v in properties.get(name, ()) if v.strip(" ;")), "")


def _plain(value: str) -> str:
    """A value without the escapes of vCards."""
    return _one_line(re.sub(r"\\([\\,;:])", r"\1", re.sub(r"\\[nN]", " ", value)))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _once(found: list[Party]) -> tuple[Party, ...]:
    by_number = {party.read.number: party for party in reversed(found)}
    return tuple(reversed(by_number.values()))
