"""A row of a seizure form, and what it is found to name."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ingest.language import standing
from ingest.language.facts import Fact
from ingest.observations import Attribute, Mention, Observations, RowLocator, Status
from ingest.seizure_reports.fields import FormField
from workbench.vocabulary import AttributeName, MentionKind, PersonCategory

OWN_PAPERS = (FormField.PERSON_DOCUMENT, FormField.PERSONAL_NUMBER)


@dataclass(frozen=True)
class FormRow:
    """A row: its number, its cells, and the columns whose value stands in a row above.

    That is so for merged cells and for cells that say "as above".
    """

    number: int
    cells: tuple[str, ...]
    continued: frozenset[int] = frozenset()


@dataclass
class Gathered:
    """What a row names; ``said`` has the text of each column, continued ones included."""

    row: FormRow
    said: dict[FormField, str] = field(default_factory=dict)
    named: defaultdict[FormField, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    holds: list[tuple[Mention, Mention]] = field(default_factory=list)  # person, document
    uses: list[tuple[Mention, Mention]] = field(default_factory=list)  # person, phone
    unread: list[FormField] = field(default_factory=list)
    taken_on: date | None = None

    def of(self, *kinds: MentionKind) -> list[Mention]:
        """Items of these kinds, the persons' own documents left out, in the row's order."""
        own = {m.number for _, m in (*self.holds, *self.uses)}
        every = {
            m.number: m
            for meaning, found in self.named.items()
            if meaning not in OWN_PAPERS
            for m in found
        }
        return [m for n, m in sorted(every.items()) if m.kind in kinds and n not in own]

    @property
    def holders(self) -> list[Mention]:
        """From whom the exhibit was taken."""
        return self.named[FormField.SEIZED_FROM]


class RowWriter:
    """Writes what one row says into ``observations``; mentions of a kind are numbered."""

    def __init__(self, sheet: str, row: FormRow, observations: Observations) -> None:
        self.sheet = sheet
        self.gathered = Gathered(row)
        self._observations = observations
        self._counts: Counter[MentionKind] = Counter()
        self._first_attribute = len(observations.attributes)
        self._first_status = len(observations.statuses)

    def mention(
        self, kind: MentionKind, text: str, normalised: str | None, country: str | None = None
    ) -> Mention:
        """A mention: ``person``, ``person.2`` ... from left to right."""
        self._counts[kind] += 1
        name = str(kind) if self._counts[kind] == 1 else f"{kind}.{self._counts[kind]}"
        locator = RowLocator(self.sheet, self.gathered.row.number, name)
        return self._observations.mention(kind, text, locator, normalised, country)

    def say(self, mention: Mention, found: Iterable[Fact]) -> None:
        """Attributes of a mention."""
        self._observations.attributes += [
            Attribute(mention, f.name, f.value, f.written) for f in found
        ]

    def status(
        self, mention: Mention, category: PersonCategory, written: str, *, minor: bool
    ) -> None:
        """What a person is."""
        self._observations.statuses.append(Status(mention, category, written.strip(), minor))

    def standing(
        self, mention: Mention, said: str, otherwise: PersonCategory | None = None
    ) -> None:
        """What words beside a name say that the person is."""
        categories = standing.categories(said)
        child = standing.minor(said)
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
        said = self._observations.statuses[self._first_status :]
        return any(s.minor and s.mention is mention for s in said)

    @property
    def attributes(self) -> list[Attribute]:
        """What this row has said so far."""
        return self._observations.attributes[self._first_attribute :]
