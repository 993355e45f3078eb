"""One row of a seizure form to mentions, what is said of them, and their place in the row."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ingest import selectors
from ingest.language import facts, standing, vehicles
from ingest.language.facts import Fact
from ingest.observations import Attribute, Mention, Observations, RowLocator, Status
from ingest.seizure_reports import about, cells, moments, persons, words
from ingest.seizure_reports.fields import FormField
from ingest.seizure_reports.layout import FormLayout
from ingest.selectors import places
from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.letters import latin
from workbench.vocabulary import AttributeName, MentionKind, PersonCategory

_SELECTORS = frozenset(cells.FIELDS)
_PEOPLE = frozenset(
    (
        FormField.SEIZED_FROM,
        FormField.SURNAME,
        FormField.GIVEN_NAME,
        FormField.PRESENT,
        FormField.OCCUPANTS,
        FormField.DRIVER,
        FormField.OWNER,
        FormField.WITNESSES,
    )
)
_PROSE = frozenset((FormField.DESCRIPTION, FormField.NOTE, FormField.FOUND_AT))
_OWN_PAPERS = (FormField.PERSON_DOCUMENT, FormField.PERSONAL_NUMBER)
_LISTED = re.compile(r"[;\n\r|]+")


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
            if meaning not in _OWN_PAPERS
            for m in found
        }
        return [m for n, m in sorted(every.items()) if m.kind in kinds and n not in own]

    @property
    def holders(self) -> list[Mention]:
        """From whom the exhibit was taken."""
        return self.named[FormField.SEIZED_FROM]


class Gatherer:
    """Reads the rows of one sheet in order into ``observations``."""

    def __init__(
        self, layout: FormLayout, sheet: str, language: str, observations: Observations
    ) -> None:
        self._layout = layout
        self._sheet = sheet
        self._language = language
        self._observations = observations
        self._above: dict[int, tuple[str, list[Mention]]] = {}

    def gather(self, row: FormRow) -> Gathered:
        """Mentions of a row, numbered by kind from left to right."""
        reading = _RowReading(self._layout, self._sheet, self._language, self._observations, row)
        for column, meaning in sorted(self._layout.fields.items()):
            if column in row.continued:
                text, mentions = self._above.get(column, ("", []))
                reading.continue_with(meaning, text, mentions)
            else:
                text = row.cells[column] if column < len(row.cells) else ""
                before = len(self._observations.mentions)
                reading.read(column, meaning, text)
                self._above[column] = (text, self._observations.mentions[before:])
        reading.finish()
        return reading.gathered


class _RowReading:
    """One row on its way."""

    def __init__(
        self,
        layout: FormLayout,
        sheet: str,
        language: str,
        observations: Observations,
        row: FormRow,
    ) -> None:
        self._layout = layout
        self._sheet = sheet
        self._language = language
        self._observations = observations
        self._counts: Counter[MentionKind] = Counter()
        self._first_attribute = len(observations.attributes)
        self._first_status = len(observations.statuses)
        self.gathered = Gathered(row)
        self._in_own_columns = frozenset(
            value.normalised
            for column, meaning in layout.fields.items()
            if meaning in _SELECTORS and column < len(row.cells)
            for value in cells.values(meaning, row.cells[column], layout.country)
        )

    def continue_with(self, meaning: FormField, text: str, mentions: Sequence[Mention]) -> None:
        """Take over what a row above says; who was present is not said twice."""
        self.gathered.said.setdefault(meaning, text)
        if meaning not in (FormField.PRESENT, FormField.WITNESSES):
            self.gathered.named[meaning] += mentions

    def read(self, column: int, meaning: FormField, text: str) -> None:
        """Read one cell."""
        if words.says_nothing(text):
            return
        said = self.gathered.said
        said[meaning] = f"{said[meaning]} {text}" if meaning in said else text
        if meaning in _PEOPLE:
            self._people(column, meaning, text)
        elif meaning in _SELECTORS:
            self._values(meaning, text)
        elif meaning is FormField.PLACE:
            self._place(text)
        elif meaning in _PROSE:
            self._prose(meaning, text)

    def finish(self) -> None:
        """What the columns together say of persons and vehicles."""
        gathered = self.gathered
        taken = moments.taken(gathered.said, None)
        gathered.taken_on = taken.local.date() if taken.local else None
        self._about_holders()
        self._about_vehicles()
        self._about_handsets()
        self._children()

    # -------------------------------------------------------------- mentions

    def _mention(
        self, kind: MentionKind, text: str, normalised: str | None, country: str | None = None
    ) -> Mention:
        self._counts[kind] += 1
        name = str(kind) if self._counts[kind] == 1 else f"{kind}.{self._counts[kind]}"
        locator = RowLocator(self._sheet, self.gathered.row.number, name)
        return self._observations.mention(kind, text, locator, normalised, country)

    def _say(self, mention: Mention, found: Iterable[Fact]) -> None:
        self._observations.attributes += [
            Attribute(mention, f.name, f.value, f.written) for f in found
        ]

    def _values(self, meaning: FormField, text: str) -> None:
        found = cells.values(meaning, text, self._layout.country)
        for value in found:
            self._value(meaning, value)
        if not found or any(v.normalised is None for v in found):
            self.gathered.unread.append(meaning)

    def _value(self, meaning: FormField, value: cells.Value) -> None:
        kind = value.kind.mention_kind
        assert kind is not None
        vehicle = self._same_vehicle(value) if kind is MentionKind.VEHICLE else None
        mention = vehicle or self._mention(kind, value.text, value.normalised, value.country)
        if vehicle is None:
            self.gathered.named[meaning].append(mention)
        self._say(mention, about.number_facts(value))

    def _same_vehicle(self, value: cells.Value) -> Mention | None:
        """The vehicle of this row whose other number this is: plate and chassis number are one."""
        other = AttributeName.PLATE if value.kind is SelectorKind.VIN else AttributeName.VIN
        here = self.gathered.of(MentionKind.VEHICLE)
        known: defaultdict[int, set[AttributeName]] = defaultdict(set)
        for attribute in self._attributes:
            known[attribute.mention.number].add(attribute.name)
        return next((m for m in here if known[m.number] & {*_NUMBERS} == {other}), None)

    def _place(self, text: str) -> None:
        found = places.find(text, self._layout.country)
        if found:
            written, name, country = found[0].text, found[0].normalised, found[0].country
        else:
            written, name, country = text.strip(), latin(text.strip()), None
        mention = self._mention(MentionKind.PLACE, written, name, country)
        self.gathered.named[FormField.PLACE].append(mention)

    def _prose(self, meaning: FormField, text: str) -> None:
        """Numbers in a description that have no column of their own in this row."""
        self._made_out_to(text)
        for found in selectors.find(text, self._layout.country):
            kind = found.kind.mention_kind
            if kind in (None, MentionKind.PLACE) or found.normalised in self._in_own_columns:
                continue
            value = cells.Value(found.kind, found.text, found.normalised, found.country)
            self._value(meaning, value)

    # -------------------------------------------------------------- persons

    def _made_out_to(self, text: str) -> None:
        """Whom a description names as the person a document is made out to."""
        for rest in words.after_name_of(text):
            for named in persons.named_in(rest)[:1]:
                mention = self._person(replace(named, after=""), FormField.DESCRIPTION)
                self.gathered.named[FormField.DESCRIPTION].append(mention)

    def _people(self, column: int, meaning: FormField, text: str) -> None:
        if meaning in (FormField.SURNAME, FormField.GIVEN_NAME):
            self._name_in_two_columns()
            return
        if words.says("organisation", text):
            mention = self._mention(MentionKind.ORGANISATION, text.strip(), latin(text.strip()))
            self.gathered.named[meaning].append(mention)
            return
        order = self._layout.surname_first.get(column)
        for named in persons.named_in(text, surname_first=order):
            self.gathered.named[meaning].append(self._person(named, meaning))

    def _name_in_two_columns(self) -> None:
        """One person whose names stand in two columns; read when the second one is reached."""
        said = self.gathered.said
        columns = {*self._layout.fields.values()} & {FormField.SURNAME, FormField.GIVEN_NAME}
        if not columns <= said.keys() or FormField.SEIZED_FROM in self._layout.fields.values():
            return
        parts = [said[f].strip() for f in (FormField.SURNAME, FormField.GIVEN_NAME) if f in said]
        for named in persons.named_in(" ".join(parts), surname_first=True)[:1]:
            mention = self._person(named, FormField.SEIZED_FROM)
            self.gathered.named[FormField.SEIZED_FROM].append(mention)

    def _person(self, named: persons.Named, meaning: FormField) -> Mention:
        mention = self._mention(MentionKind.PERSON, named.text, named.full)
        made = [
            Fact(name, value, named.text)
            for name, value in (
                (AttributeName.GIVEN_NAME, named.given),
                (AttributeName.SURNAME, named.surname),
                (AttributeName.FATHER_NAME, named.father),
            )
            if value
        ]
        self._say(mention, made)
        self._remarks(mention, named, meaning)
        return mention

    def _remarks(self, mention: Mention, named: persons.Named, meaning: FormField) -> None:
        """What stands beside a name: born, citizen of, migrant, minor, own document or number."""
        found = selectors.find(named.after, self._layout.country)
        self._say(mention, facts.beside(named.after, self._language, found))
        self._papers(mention, found)
        otherwise = PersonCategory.WITNESS if meaning is FormField.WITNESSES else None
        self._standing(mention, f"{named.before} {named.after}", otherwise)

    def _papers(self, person: Mention, found: Sequence[Found]) -> None:
        for one in found:
            kind = one.kind.mention_kind
            if kind not in (MentionKind.DOCUMENT, MentionKind.PHONE):
                continue
            mention = self._mention(kind, one.text, one.normalised, one.country)
            pairs = self.gathered.holds if kind is MentionKind.DOCUMENT else self.gathered.uses
            pairs.append((person, mention))

    def _standing(
        self, mention: Mention, said: str, otherwise: PersonCategory | None = None
    ) -> None:
        categories = standing.categories(said)
        child = standing.minor(said)
        if child and not categories and otherwise is None:
            self._status(mention, PersonCategory.OTHER, child, minor=True)
        for category in categories:
            written = f"{child}, {category.written}" if child else category.written
            self._status(mention, category.category, written, minor=child is not None)
        if otherwise and not categories:
            self._status(mention, otherwise, "column", minor=child is not None)
        if role := standing.role(said):
            self._say(mention, [Fact(AttributeName.ROLE, *role)])

    def _status(
        self, mention: Mention, category: PersonCategory, written: str, *, minor: bool
    ) -> None:
        self._observations.statuses.append(Status(mention, category, written.strip(), minor))

    def _about_holders(self) -> None:
        """Columns that describe the person from whom the exhibit was taken."""
        for meaning in _OF_HOLDER:
            if meaning in self.gathered.said and not self._is_continued(meaning):
                for holder, text in self._shared_out(self.gathered.said[meaning]):
                    self._say(holder, about.holder_facts(meaning, text, self._layout.country))
                    if meaning is FormField.STATUS:
                        self._standing(holder, latin(text))
        for meaning in _OWN_PAPERS:
            papers = self.gathered.named[meaning]
            holders = self.gathered.holders
            if len(holders) == 1:
                self.gathered.holds += [(holders[0], paper) for paper in papers]
            elif len(holders) == len(papers):
                self.gathered.holds += list(zip(holders, papers, strict=True))

    def _is_continued(self, meaning: FormField) -> bool:
        return all(c in self.gathered.row.continued for c in self._layout.columns(meaning))

    def _shared_out(self, text: str) -> Iterator[tuple[Mention, str]]:
        """A cell's parts and the persons of the row they describe, where that is clear."""
        holders = self.gathered.holders
        parts = [p.strip() for p in _LISTED.split(text) if p.strip()]
        if len(holders) == 1:
            yield holders[0], text
        elif len(parts) == len(holders):
            yield from zip(holders, parts, strict=True)

    def _children(self) -> None:
        """A person under 18 on the day of seizure is a minor, whatever else is said."""
        day = self.gathered.taken_on
        for attribute in self._attributes:
            if about.is_child(attribute, day) and not self._is_known_minor(attribute.mention):
                self._status(attribute.mention, PersonCategory.OTHER, attribute.written, minor=True)

    def _is_known_minor(self, mention: Mention) -> bool:
        said = self._observations.statuses[self._first_status :]
        return any(s.minor and s.mention is mention for s in said)

    @property
    def _attributes(self) -> list[Attribute]:
        """What this row has said so far."""
        return self._observations.attributes[self._first_attribute :]

    # -------------------------------------------------------------- things

    def _about_vehicles(self) -> None:
        said = self.gathered.said
        text = latin(" ".join(said.get(f, "") for f in _OF_VEHICLE).strip())
        for vehicle in self.gathered.of(MentionKind.VEHICLE):
            if vehicle.locator == RowLocator(
                self._sheet, self.gathered.row.number, _field(vehicle)
            ):
                self._say(vehicle, vehicles.beside(text[:200], len(text[:200]), len(text[:200])))

    def _about_handsets(self) -> None:
        said = self.gathered.said
        text = " ".join(said[f] for f in _OF_HANDSET if f in said)
        handsets = self.gathered.of(MentionKind.HANDSET)
        if not handsets or words.exhibit_kind(text) is words.ExhibitKind.VEHICLE:
            return
        read = words.handset_model(text)
        for handset in handsets if read else ():
            assert read is not None
            make, written, model = read
            self._say(handset, [Fact(AttributeName.MAKE, make, written)])
            if model:
                self._say(handset, [Fact(AttributeName.MODEL, model, model)])


_NUMBERS = (AttributeName.PLATE, AttributeName.VIN)
_OF_VEHICLE = (FormField.DESCRIPTION, FormField.COLOUR, FormField.MAKE, FormField.MODEL)
_OF_HANDSET = (FormField.MAKE, FormField.MODEL, FormField.DESCRIPTION)
_OF_HOLDER = (
    FormField.FATHER_NAME,
    FormField.ALIAS,
    FormField.BIRTH_DATE,
    FormField.BIRTH_PLACE,
    FormField.BIRTH,
    FormField.SEX,
    FormField.NATIONALITY,
    FormField.ADDRESS,
    FormField.STATUS,
)


def _field(mention: Mention) -> str | None:
    return mention.locator.field if isinstance(mention.locator, RowLocator) else None
