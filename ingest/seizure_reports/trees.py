"""Seizure forms as JSON: objects of any unit's naming, each exhibit cited by its path.

What an object says beside its exhibits speaks for all of them. A key is understood by its words,
if need be together with that of the object it stands in (``seizedFrom``: ``name``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.seizure_reports.entries import Entry, with_common
from ingest.seizure_reports.fields import (
    NAMING_HOLDER,
    WHEN,
    FormField,
)
from ingest.seizure_reports.labels import Labels
from ingest.seizure_reports.row import FormCell, FormRow, Place
from ingest.seizure_reports.tables import TableKind
from ingest.seizure_reports.tree_objects import Objects, Spoken
from ingest.tables.pieces import Piece


@dataclass
class Tree:
    """The entries of a file, and the pieces that are none, each with the reason."""

    labels: Labels
    entries: list[Entry] = field(default_factory=list)
    rejected: list[tuple[Piece, str]] = field(default_factory=list)
    copies: list[tuple[Piece, Piece]] = field(default_factory=list)


def read(root: Piece, text: str, labels: Labels) -> Tree:
    """The entries of a file of JSON."""
    tree = Tree(labels)
    _Walk(tree, text, Objects(labels)).walk(root, "", ())
    return tree


@dataclass
class _Walk:
    """A file on its way, from the outermost object inwards."""

    tree: Tree
    text: str
    objects: Objects

    def walk(self, piece: Piece, key: str, common: tuple[FormCell, ...]) -> None:
        """Read an object or array; ``common`` is what stands around it."""
        if piece.is_array:
            self._array(piece, key, common)
            return
        said = self.objects.of(piece, key)
        if said.kind is TableKind.PERSON and said.has_exhibits_within():
            own = tuple(replace(c, continued=True) for c in said.holder())
            self._inner(said, _over(common, own), persons_only=False)
        elif said.kind is TableKind.PERSON:
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

    def _inner(self, said: Spoken, common: tuple[FormCell, ...], *, persons_only: bool) -> None:
        for key, member in said.piece.members:
            if not member.members or said.takes_in(key, member, persons_only=persons_only):
                continue
            if not persons_only or said.holds_persons(key, member):
                self.walk(member, key, common)

    def _person(self, said: Spoken, common: tuple[FormCell, ...]) -> None:
        section = said.section
        around = [c for c in common if c.meaning in (*WHEN, FormField.PLACE)]
        cells = (*said.person(), *around)
        if any(c.meaning in NAMING_HOLDER for c in cells):
            row = FormRow(said.place, cells)
            self.tree.entries.append(Entry(TableKind.PERSON, row, (1,), section))

    def _add(self, kind: TableKind, said: Spoken, cells: tuple[FormCell, ...]) -> None:
        self.tree.entries.append(Entry(kind, FormRow(said.place, cells), (1,)))


def _over(common: Sequence[FormCell], own: Sequence[FormCell]) -> tuple[FormCell, ...]:
    """What stands around, as far as an inner object does not say it anew."""
    return with_common(FormRow(Place("", 1), tuple(own)), common).cells
