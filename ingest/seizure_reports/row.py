"""A row of a seizure form, and what it is found to name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from ingest.language import standing
from ingest.language.facts import Fact
from ingest.observations import Attribute, Mention, Observations, RowLocator, Status
from ingest.seizure_reports import words
from ingest.seizure_reports.fields import OF_PERSON, FormField
from workbench.vocabulary import AttributeName, MentionKind, PersonCategory


@dataclass(frozen=True)
class Place:
    """A row of a sheet, or a piece of JSON (its path as the sheet, row 1)."""

    sheet: str
    row: int


@dataclass(frozen=True)
class FormCell:
    """A value: what it means, and where it stands.

    ``continued`` says that it stands in a row above, or speaks for the whole form: then ``key``
    tells which value it is. ``surname_first`` is None where the label leaves the order open.
    """

    meaning: FormField
    label: str
    text: str
    place: Place
    key: object
    continued: bool = False
    surname_first: bool | None = None

    @property
    def is_of_step(self) -> bool:
        """Whether the form itself keeps it together with the other values of one hand-over."""
        return isinstance(self.key, tuple) and self.key[0] == STEP

    @property
    def place_of_step(self) -> Place:
        """Where the hand-over that it tells of stands."""
        if isinstance(self.key, tuple) and self.key[0] == STEP:
            return Place(str(self.key[1]), 1)
        return self.place


STEP = "step"


@dataclass(frozen=True)
class FormRow:
    """Values that together speak of one exhibit, person or hand-over; ``place`` is cited for it."""

    place: Place
    cells: tuple[FormCell, ...] = ()

    def of(self, *meanings: FormField) -> Iterator[FormCell]:
        """The values of these meanings."""
        return (c for c in self.cells if c.meaning in meanings)

    @property
    def locator(self) -> RowLocator:
        """Where it is cited."""
        return RowLocator(self.place.sheet, self.place.row)


@dataclass
class Gathered:
    """What a row names; ``said`` has the text of each column, continued ones included."""

    row: FormRow
    said: dict[FormField, str] = field(default_factory=dict)
    named: defaultdict[FormField, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    own: set[int] = field(default_factory=set)  # numbers of the mentions first made here
    holds: list[tuple[Mention, Mention]] = field(default_factory=list)  # person, document
    uses: list[tuple[Mention, Mention]] = field(default_factory=list)  # person, phone
    made_out: list[tuple[Mention, Mention]] = field(default_factory=list)  # person, seized document
    unread: list[FormField] = field(default_factory=list)
    fresh: set[FormField] = field(default_factory=set)  # read here, not taken over
    taken_on: date | None = None

    def of(self, *kinds: MentionKind) -> list[Mention]:
        """Items of these kinds, the persons' own documents left out, in the row's order."""
        theirs = {m.number for _, m in (*self.holds, *self.uses)}
        every = {
            m.number: m
            for meaning, found in self.named.items()
            if meaning not in OF_PERSON
            for m in found
        }
        return [m for n, m in sorted(every.items()) if m.kind in kinds and n not in theirs]

    @property
    def holders(self) -> list[Mention]:
        """From whom the exhibit was taken."""
        return self.named[FormField.SEIZED_FROM]


Names = Counter[tuple[Place, str]]
"""How many mentions of a name each place has."""


class RowWriter:
    """Writes what one row says into ``observations``; mentions of a kind are numbered.

    ``at`` is the place of the value in view.
    """

    def __init__(self, row: FormRow, observations: Observations, names: Names) -> None:
        self.gathered = Gathered(row)
        self.at = row.place
        self._observations = observations
        self._names = names
        self._first_attribute = len(observations.attributes)
        self._first_status = len(observations.statuses)

    def mention(
        self,
        kind: MentionKind,
        text: str,
        normalised: str | None,
        country: str | None = None,
        field_name: str | None = None,
    ) -> Mention:
        """A mention: ``person``, ``person.2`` ... from left to right."""
        base = field_name or str(kind)
        self._names[self.at, base] += 1
        count = self._names[self.at, base]
        name = base if count == 1 else f"{base}.{count}"
        locator = RowLocator(self.at.sheet, self.at.row, name)
        made = self._observations.mention(kind, text, locator, normalised, country)
        self.gathered.own.add(made.number)
        return made

    def say(self, mention: Mention, found: Iterable[Fact]) -> None:
        """Attributes of a mention, each once."""
        known = {(a.name, a.value) for a in self.attributes if a.mention is mention}
        for f in found:
            if (f.name, f.value) not in known:
                known.add((f.name, f.value))
                said = Attribute(mention, f.name, f.value, f.written)
                self._observations.attributes.append(said)

    def status(
        self, mention: Mention, category: PersonCategory, written: str, *, minor: bool
    ) -> None:
        """What a person is."""
        self._observations.statuses.append(Status(mention, category, written.strip(), minor))

    def standing(
        self, mention: Mention, said: str, otherwise: PersonCategory | None = None
    ) -> None:
        """What words beside a name say that the person is."""
        categories = words.standings(said)
        child = words.minor(said)
        if child and not categories and otherwise is None:
            self.status(mention, PersonCategory.OTHER, child, minor=True)
        for category in categories:
            written = f"{child}, {category.written}" if child else category.written
            self.status(mention, category.category, written, minor=child is not None)
        if otherwise and not categories:
            self.status(mention, otherwise, "column", minor=child is not None)
        if role := standing.role(said):
            self.say(mention, [Fact(AttributeName.ROLE, *role)])

    def is_known_minor(self, mention: Mention) -> bool:
        """Whether the row has said so."""
        return any(s.minor for s in self.statuses(mention))

    def statuses(self, mention: Mention) -> list[Status]:
        """What the row has said that a person is."""
        said = self._observations.statuses[self._first_status :]
        return [s for s in said if s.mention is mention]

    @property
    def attributes(self) -> list[Attribute]:
        """What this row has said so far."""
        return self._observations.attributes[self._first_attribute :]
