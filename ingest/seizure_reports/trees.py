"""Seizure forms as JSON: objects of any unit's naming, each exhibit cited by its path.

What an object says beside its exhibits speaks for all of them. A key is understood by its words,
if need be together with that of the object it stands in (``seizedFrom``: ``name``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.seizure_reports import words
from ingest.seizure_reports.entries import Entry, with_common
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
from ingest.seizure_reports.row import STEP, FormCell, FormRow, Place
from ingest.seizure_reports.tables import TableKind, as_hand_over, as_persons, gives, takes
from ingest.seizure_reports.words import Section
from ingest.tables.headers import fold
from ingest.tables.pieces import Piece

_THINGS = frozenset(NAMING_EXHIBIT) - {FormField.PHONE, FormField.ACCOUNT, FormField.AMOUNT}
_ROLES = (*PEOPLE, FormField.SEIZED_BY)
_PARTIES = (FormField.HANDED_BY, FormField.RECEIVED_BY)
_CAMEL = re.compile(r"(?<=[a-zà-žα-ω0-9])(?=[A-ZÀ-ŽΑ-Ω])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass
class Tree:
    """The entries of a file, and the pieces that are none, each with the reason."""

    labels: Labels
    entries: list[Entry] = field(default_factory=list)
    rejected: list[tuple[Piece, str]] = field(default_factory=list)
    duplicates: int = 0
    copies: list[tuple[Piece, Piece]] = field(default_factory=list)


def read(root: Piece, text: str, labels: Labels) -> Tree:
    """The entries of a file of JSON."""
    tree = Tree(labels)
    _Walk(tree, text, _Objects(labels)).walk(root, "", ())
    return tree


@dataclass
class _Walk:
    """A file on its way, from the outermost object inwards."""

    tree: Tree
    text: str
    objects: "_Objects"

    def walk(self, piece: Piece, key: str, common: tuple[FormCell, ...]) -> None:
        """Read an object or array; ``common`` is what stands around it."""
        if piece.is_array:
            self._array(piece, key, common)
            return
        said = self.objects.of(piece, key)
        if said.kind is TableKind.PERSON:
            self._person(said, common)
        elif said.kind is TableKind.HAND_OVER:
            self._add(TableKind.HAND_OVER, said, tuple(said.hand_over()))
        elif said.kind is TableKind.EXHIBIT:
            cells = tuple(said.exhibit())
            self._add(
                TableKind.EXHIBIT, said, with_common(FormRow(said.place, cells), common).cells
            )
            self._inner(said, common, persons_only=True)
        else:
            own = tuple(replace(c, continued=True) for c in said.common())
            self._inner(said, _over(common, own), persons_only=False)
            if own and not key:
                self.tree.entries.append(Entry(TableKind.ALL, FormRow(said.place, own), ()))

    def _array(self, piece: Piece, key: str, common: tuple[FormCell, ...]) -> None:
        seen: dict[str, Piece] = {}
        for _, element in piece.members:
            written = self.text[element.start : element.end]
            if element.members and written in seen:
                self.tree.copies.append((element, seen[written]))
                continue
            seen[written] = element
            if element.members:
                before = len(self.tree.entries)
                self.walk(element, key or "items", common)
                if len(self.tree.entries) == before:
                    self.tree.rejected.append((element, "names no exhibit, person or hand-over"))

    def _inner(self, said: "_Object", common: tuple[FormCell, ...], *, persons_only: bool) -> None:
        for key, member in said.piece.members:
            if not member.members or said.takes_in(key, member, persons_only=persons_only):
                continue
            if not persons_only or said.holds_persons(key, member):
                self.walk(member, key, common)

    def _person(self, said: "_Object", common: tuple[FormCell, ...]) -> None:
        section = said.section
        around = [c for c in common if c.meaning in (*WHEN, FormField.PLACE)]
        cells = (*said.person(), *around)
        if any(c.meaning in NAMING_HOLDER for c in cells):
            row = FormRow(said.place, cells)
            self.tree.entries.append(Entry(TableKind.PERSON, row, (1,), section))

    def _add(self, kind: TableKind, said: "_Object", cells: tuple[FormCell, ...]) -> None:
        self.tree.entries.append(Entry(kind, FormRow(said.place, cells), (1,)))


def _over(common: Sequence[FormCell], own: Sequence[FormCell]) -> tuple[FormCell, ...]:
    """What stands around, as far as an inner object does not say it anew."""
    return with_common(FormRow(Place("", 1), tuple(own)), common).cells


class _Objects:
    """The objects of a file, each looked at once."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self._known: dict[tuple[str, str], _Object] = {}

    def of(self, piece: Piece, key: str) -> "_Object":
        """The object that a piece is, under the key it stands under."""
        at = (piece.path, key)
        if at not in self._known:
            self._known[at] = _Object(piece, key, self)
        return self._known[at]


class _Object:
    """An object: what its keys mean, and which kind of thing it speaks of."""

    def __init__(self, piece: Piece, key: str, objects: _Objects) -> None:
        self.piece = piece
        self._key = key
        self._objects = objects
        self._labels = objects.labels
        self.place = Place(piece.path, 1)
        self._meanings = {k: self._meaning(k) for k, _ in piece.members}
        self._direct = {
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
        handed = {*_PARTIES} & self._direct
        custody = words.section(spoken(self._key)) is Section.CUSTODY
        if (any(map(gives, folded)) and any(map(takes, folded))) or (
            (custody or len(handed) == 2) and not self._direct & _THINGS
        ):
            return TableKind.HAND_OVER
        role = self._labels.field(spoken(self._key))
        telling = self._direct & {FormField.GIVEN_NAME, FormField.SURNAME, FormField.BIRTH_DATE}
        names = self._direct & {*NAMING_HOLDER, FormField.PRESENT}
        listed = role in _ROLES or self.section in _OF_PERSONS
        if names and (listed or telling) and not self._direct & (_THINGS - _OF_BOTH):
            return TableKind.PERSON
        if self._has_exhibits_within() and not self._direct & {FormField.DESCRIPTION}:
            return TableKind.ALL
        inside = {c.meaning for c in self._flat()}
        if self._direct & _THINGS or (self._direct & {*ITEMS} and self._key) or inside & _THINGS:
            root_only = not self._key and not inside & {FormField.DESCRIPTION, *ITEMS}
            return TableKind.ALL if root_only else TableKind.EXHIBIT
        return TableKind.ALL

    def _has_exhibits_within(self) -> bool:
        return any(
            self._objects.of(element, key).kind is TableKind.EXHIBIT
            for key, member in self.piece.members
            if member.is_array and not self._is_part(key)
            for _, element in member.members[:3]
            if element.members and not element.is_array
        ) or any(
            self._objects.of(member, key)._has_exhibits_within()
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
        return inner.kind is not TableKind.ALL or inner._has_exhibits_within()

    # ------------------------------------------------------------- what it says

    def exhibit(self) -> Iterator[FormCell]:
        """The values of an exhibit, those of the objects within it included."""
        cells = [_as_number(c) for c in (*self._flat(), *self._steps())]
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
        for cell in self._flat():
            yield replace(cell, meaning=as_persons(cell.meaning))

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
        for cell in self._flat():
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

    def _flat(self) -> Iterator[FormCell]:
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
            yield from (replace(c, meaning=as_persons(c.meaning)) for c in inner._flat())
        elif meaning is FormField.PLACE:
            yield self._cell(key, member, meaning, _joined(member))
        elif {FormField.AMOUNT, FormField.CURRENCY} <= inner._direct:
            said = {c.meaning: c.text for c in inner._flat()}
            text = f"{said[FormField.AMOUNT]} {said[FormField.CURRENCY]}"
            yield self._cell(key, member, FormField.AMOUNT, text)
        elif (
            inner.kind not in (TableKind.PERSON, TableKind.HAND_OVER)
            and not inner._has_exhibits_within()
        ):
            yield from inner._flat()

    def told(self) -> str:
        """A person as one would write it: the name, then what is said of them."""
        cells = list(self._flat())
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
