"""Objects of JSON: what their keys mean, and whether one is an exhibit, a person or a hand-over."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.seizure_reports import words
from ingest.seizure_reports.fields import (
    DESCRIBING_PERSON,
    ITEMS,
    NAMING_EXHIBIT,
    NAMING_HOLDER,
    OF_PERSON,
    PEOPLE,
    WHEN,
    FormField,
)
from ingest.seizure_reports.labels import Labels, order_stated
from ingest.seizure_reports.row import STEP, FormCell, Place
from ingest.seizure_reports.tables import TableKind, as_hand_over, as_persons, gives, takes
from ingest.seizure_reports.words import Section
from ingest.tables.headers import fold
from ingest.tables.pieces import Piece

_THINGS = frozenset(NAMING_EXHIBIT) - {FormField.PHONE, FormField.ACCOUNT, FormField.AMOUNT}
_ROLES = (*PEOPLE, FormField.SEIZED_BY)
_PARTIES = (FormField.HANDED_BY, FormField.RECEIVED_BY)
_CAMEL = re.compile(r"(?<=[a-zà-žα-ω0-9])(?=[A-ZÀ-ŽΑ-Ω])|(?<=[A-Z])(?=[A-Z][a-z])")


class Objects:
    """The objects of a file, each looked at once."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self._known: dict[tuple[str, str], Spoken] = {}

    def of(self, piece: Piece, key: str) -> "Spoken":
        """The object that a piece is, under the key it stands under."""
        at = (piece.path, key)
        if at not in self._known:
            self._known[at] = Spoken(piece, key, self)
        return self._known[at]


class Spoken:
    """An object: what its keys mean, and which kind of thing it speaks of."""

    def __init__(self, piece: Piece, key: str, objects: Objects) -> None:
        self.piece = piece
        self._key = key
        self._objects = objects
        self._labels = objects.labels
        self.place = Place(piece.path, 1)
        self._meanings = {k: self._meaning(k) for k, _ in piece.members}
        self.direct = {
            meaning
            for k, member in piece.members
            if (meaning := self._meanings[k]) and _has_values(member)
        }
        self.kind = self._kind()

    # ------------------------------------------------------------- what it is

    @property
    def section(self) -> Section | None:
        """As what persons in it stand in the form."""
        named = self._labels.field(spoken(self._key))
        by_meaning = {
            FormField.PRESENT: Section.PRESENT,
            FormField.OCCUPANTS: Section.PRESENT,
            FormField.WITNESSES: Section.WITNESSES,
            FormField.SEIZED_BY: Section.OFFICERS,
        }
        return by_meaning.get(named) if named in by_meaning else words.section(spoken(self._key))

    def _kind(self) -> TableKind:
        folded = [fold(spoken(k)) for k, _ in self.piece.members]
        handed = {*_PARTIES} & self.direct
        custody = words.section(spoken(self._key)) is Section.CUSTODY
        if (any(map(gives, folded)) and any(map(takes, folded))) or (
            (custody or len(handed) == 2) and not self.direct & _THINGS
        ):
            return TableKind.HAND_OVER
        role = self._labels.field(spoken(self._key))
        telling = self.direct & {FormField.GIVEN_NAME, FormField.SURNAME, FormField.BIRTH_DATE}
        names = self.direct & {*NAMING_HOLDER, FormField.PRESENT}
        listed = role in _ROLES or self.section in _OF_PERSONS
        if names and (listed or telling) and not self.direct & (_THINGS - _OF_BOTH):
            return TableKind.PERSON
        if self.has_exhibits_within() and not self.direct & {FormField.DESCRIPTION}:
            return TableKind.ALL
        inside = {c.meaning for c in self.flat()}
        if self.direct & _THINGS or (self.direct & {*ITEMS} and self._key) or inside & _THINGS:
            root_only = not self._key and not inside & {FormField.DESCRIPTION, *ITEMS}
            return TableKind.ALL if root_only else TableKind.EXHIBIT
        return TableKind.ALL

    def has_exhibits_within(self) -> bool:
        """Whether it holds a list of exhibits, at any depth."""
        return any(
            self._objects.of(element, key).kind is TableKind.EXHIBIT
            for key, member in self.piece.members
            if member.is_array and not self._is_part(key)
            for _, element in member.members[:3]
            if element.members and not element.is_array
        ) or any(
            self._objects.of(member, key).has_exhibits_within()
            for key, member in self.piece.members
            if member.members and not member.is_array
        )

    def _is_part(self, key: str) -> bool:
        """Whether a member's key names numbers of one exhibit (SIM cards, telephone numbers)."""
        return self._meanings.get(key) in (*ITEMS, FormField.DENOMINATION)

    def holds_persons(self, key: str, member: Piece) -> bool:
        """Whether a member holds persons of their own."""
        elements = member.members if member.is_array else ((key, member),)
        return any(
            self._objects.of(element, key).kind is TableKind.PERSON
            for _, element in elements
            if element.members and not element.is_array
        )

    def takes_in(self, key: str, member: Piece, *, persons_only: bool) -> bool:
        """Whether a member with members of its own is read with this object."""
        meaning = self._meanings.get(key)
        if meaning in (FormField.SEIZED_FROM, FormField.SEIZED_BY, FormField.PLACE, *_PARTIES):
            return not member.is_array or meaning is FormField.SEIZED_BY
        if persons_only:
            return meaning in (FormField.DRIVER, FormField.OWNER, FormField.OCCUPANTS)
        return not member.is_array and not self._speaks_alone(key, member)

    def _speaks_alone(self, key: str, member: Piece) -> bool:
        inner = self._objects.of(member, key)
        return inner.kind is not TableKind.ALL or inner.has_exhibits_within()

    # ------------------------------------------------------------- what it says

    def exhibit(self) -> Iterator[FormCell]:
        """The values of an exhibit, those of the objects within it included."""
        cells = [_as_number(c) for c in (*self.flat(), *self._steps())]
        meanings = {c.meaning for c in cells}
        for cell in cells:
            named = words.is_key("naming", fold(cell.label)) and cell.place.sheet.count(".") == (
                self.piece.path.count(".") + 1
            )
            if named and FormField.DESCRIPTION not in meanings:
                yield replace(cell, meaning=FormField.DESCRIPTION)
            elif cell.meaning is FormField.DOCUMENT_NUMBER:
                yield replace(cell, meaning=FormField.SEIZED_DOCUMENT)
            else:
                yield cell

    def person(self) -> Iterator[FormCell]:
        """The values of a person."""
        for cell in self.flat():
            yield replace(cell, meaning=as_persons(cell.meaning))

    def holder(self) -> Iterator[FormCell]:
        """The values of a person, as said of the exhibits listed under them."""
        for cell in self.common():
            named = cell.meaning in _FULL_NAMES
            yield replace(cell, meaning=FormField.SEIZED_FROM) if named else cell

    def hand_over(self) -> Iterator[FormCell]:
        """The values of a hand-over, told apart from the next one by their key."""
        for key, member in self.piece.members:
            folded = fold(spoken(key))
            meaning = self._meanings.get(key)
            if gives(folded) or takes(folded):
                meaning = FormField.HANDED_BY if gives(folded) else FormField.RECEIVED_BY
            elif meaning:
                meaning = FormField.HANDED_AT if meaning in WHEN else as_hand_over(meaning)
            elif words.is_key("when", folded):
                meaning = FormField.HANDED_AT
            text = member.text if member.text is not None else _joined(member)
            if meaning and text:
                yield self._cell(key, member, meaning, text, (STEP, self.piece.path))

    def common(self) -> Iterator[FormCell]:
        """What the object says of all that stands in it."""
        for cell in self.flat():
            if cell.meaning is FormField.DOCUMENT_NUMBER:
                yield replace(cell, meaning=FormField.PERSON_DOCUMENT)
            elif cell.meaning not in (*_THINGS, FormField.EXHIBIT_NUMBER, FormField.ORDINAL):
                yield cell

    def _steps(self) -> Iterator[FormCell]:
        """The values of the hand-overs of an exhibit."""
        for key, member in self.piece.members:
            for _, element in member.members if member.is_array else (("", member),):
                if element.members and not element.is_array:
                    inner = self._objects.of(element, key)
                    if inner.kind is TableKind.HAND_OVER:
                        yield from inner.hand_over()

    def flat(self) -> Iterator[FormCell]:
        """Its values, and those of the objects within it that are nothing of their own."""
        for key, member in self.piece.members:
            yield from self._of_member(key, member)

    def _of_member(self, key: str, member: Piece) -> Iterator[FormCell]:
        meaning = self._meanings.get(key)
        if member.text is not None:
            if meaning or words.is_key("numbering", fold(spoken(key))):
                yield self._cell(key, member, meaning or FormField.ORDINAL, member.text)
        elif member.is_array:
            yield from self._of_array(key, member, meaning)
        else:
            yield from self._of_object(key, member, meaning)

    def _of_array(self, key: str, member: Piece, meaning: FormField | None) -> Iterator[FormCell]:
        for _, element in member.members:
            if element.text is not None:
                if meaning:
                    yield self._cell(key, element, meaning, element.text)
            elif not element.is_array:
                inner = self._objects.of(element, key)
                if inner.kind is TableKind.HAND_OVER:
                    continue
                if inner.kind is not TableKind.PERSON or meaning in _CARRIED:
                    part = self._is_part(key) or inner.kind is TableKind.ALL
                    if part or meaning in (*_CARRIED, FormField.SEIZED_FROM):
                        yield from self._of_object(key, element, meaning)
                elif meaning in (FormField.SEIZED_FROM, FormField.SEIZED_BY):
                    yield from self._of_object(key, element, meaning)

    def _of_object(self, key: str, member: Piece, meaning: FormField | None) -> Iterator[FormCell]:
        inner = self._objects.of(member, key)
        if meaning in (*_CARRIED, FormField.SEIZED_BY, *_PARTIES):
            yield self._cell(key, member, meaning, inner.told())
        elif meaning is FormField.SEIZED_FROM:
            yield from (replace(c, meaning=as_persons(c.meaning)) for c in inner.flat())
        elif meaning is FormField.PLACE:
            yield self._cell(key, member, meaning, _joined(member))
        elif {FormField.AMOUNT, FormField.CURRENCY} <= inner.direct:
            said = {c.meaning: c.text for c in inner.flat()}
            text = f"{said[FormField.AMOUNT]} {said[FormField.CURRENCY]}"
            yield self._cell(key, member, FormField.AMOUNT, text)
        elif (
            inner.kind not in (TableKind.PERSON, TableKind.HAND_OVER)
            and not inner.has_exhibits_within()
        ):
            yield from inner.flat()

    def told(self) -> str:
        """A person as one would write it: the name, then what is said of them."""
        cells = list(self.flat())
        full = [c.text for c in cells if c.meaning in _FULL_NAMES]
        parts = [
            c.text
            for f in (FormField.GIVEN_NAME, FormField.SURNAME)
            for c in cells
            if c.meaning is f
        ]
        born = [f"born {c.text}" for c in cells if c.meaning is FormField.BIRTH_DATE]
        more = [c.text for c in cells if c.meaning in _TOLD]
        return ", ".join(filter(None, [" ".join(full or parts), *born, *more])) or _joined(
            self.piece
        )

    # ------------------------------------------------------------- keys

    def _meaning(self, key: str) -> FormField | None:
        for label in (f"{self._key}.{key}", key):
            if self._labels.says_own(label):
                return self._labels.field(label)
        together = f"{spoken(self._key)} {spoken(key)}" if self._key else ""
        alone = self._labels.exact(spoken(key))
        outer = fold(spoken(self._key))
        both = (
            self._labels.exact(together) if outer and not words.is_key("listing", outer) else None
        )
        return both if both and alone is None else alone or self._labels.field(spoken(key))

    def _cell(
        self, key: str, member: Piece, meaning: FormField, text: str, group: object = None
    ) -> FormCell:
        place = Place(member.path, 1)
        order = order_stated(spoken(key))
        return FormCell(meaning, spoken(key), text, place, group or member.path, False, order)


_OF_BOTH = frozenset((FormField.ITEM_KIND, FormField.SEIZED_DOCUMENT, FormField.PHONE))
_OF_PERSONS = (Section.PRESENT, Section.WITNESSES, Section.OFFICERS, Section.HOLDER)
_CARRIED = (FormField.DRIVER, FormField.OWNER, FormField.OCCUPANTS)
_FULL_NAMES = (FormField.SEIZED_FROM, FormField.PRESENT, FormField.WITNESSES, FormField.SEIZED_BY)
_TOLD = (*(f for f in DESCRIBING_PERSON if f is not FormField.BIRTH_DATE), *OF_PERSON)


def _has_values(member: Piece) -> bool:
    """Whether a member is a value, or a list of values."""
    return bool(member.text) or any(
        element.text for _, element in member.members if member.is_array
    )


def spoken(key: str) -> str:
    """A key as words: ``seizedFrom``, ``seized_from`` and ``seized-from`` say "seized from"."""
    return " ".join(re.split(r"[_\-.\s/]+", _CAMEL.sub(" ", key))).strip()


def _as_number(cell: FormCell) -> FormCell:
    """A bare number or reference of an exhibit is the exhibit's."""
    bare = words.is_key("numbering", fold(cell.label))
    own = cell.meaning in (FormField.ORDINAL, FormField.DOCUMENT_NUMBER)
    return replace(cell, meaning=FormField.EXHIBIT_NUMBER) if bare and own else cell


def _joined(piece: Piece) -> str:
    """The values in a piece, one after the other."""
    if piece.text is not None:
        return piece.text
    return ", ".join(filter(None, (_joined(member) for _, member in piece.members)))
