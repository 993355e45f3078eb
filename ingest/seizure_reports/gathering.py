"""One entry of a seizure form to mentions, what is said of them, and their place in the form."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from ingest import selectors
from ingest.language import vehicles
from ingest.observations import Mention, Observations
from ingest.seizure_reports import about, cells, counting, moments, words
from ingest.seizure_reports.fields import (
    DESCRIBING_PERSON,
    NAMING_HOLDER,
    OFFICERS,
    PEOPLE,
    FormField,
)
from ingest.seizure_reports.row import FormCell, FormRow, Gathered, Names, Place, RowWriter
from ingest.seizure_reports.row_people import Officers, RowPeople
from ingest.seizure_reports.words import Section
from ingest.selectors import places
from ingest.selectors.found import SelectorKind
from ingest.selectors.letters import latin
from ingest.tables.headers import fold
from workbench.vocabulary import AttributeName, MentionKind, PersonCategory

_SELECTORS = frozenset(cells.FIELDS)
_PEOPLE = frozenset((*PEOPLE, *NAMING_HOLDER))
_PROSE = frozenset((FormField.DESCRIPTION, FormField.NOTE, FormField.FOUND_AT))
_STANDING = {
    Section.WITNESSES: PersonCategory.WITNESS,
    Section.OFFICERS: PersonCategory.PROFESSIONAL,
}
_NOT_TWICE = (FormField.PRESENT, FormField.WITNESSES)


class Gatherer:
    """Reads the entries of a form in order into ``observations``."""

    def __init__(self, country: str | None, language: str, observations: Observations) -> None:
        self._country = country
        self._language = language
        self._observations = observations
        self._above: dict[object, tuple[str, list[Mention]]] = {}
        self._names: Names = Counter()
        self._officers: Officers = {}
        self._by_name: dict[str, Mention] = {}
        self._indexed = 0

    def gather(self, row: FormRow) -> Gathered:
        """Mentions of an entry, numbered by kind from left to right."""
        writer = RowWriter(row, self._observations, self._names)
        people = self._people(writer, row)
        reading = _RowReading(writer, people, row, self._country)
        for cell in row.cells:
            if cell.is_of_step:
                continue
            if cell.continued and cell.key in self._above:
                reading.continue_with(cell.meaning, *self._above[cell.key])
            elif not (cell.continued and words.is_ditto(cell.text)):
                before = len(self._observations.mentions)
                reading.read(cell)
                made = self._observations.mentions[before:]
                if not cell.continued or cell.text.strip():
                    self._above[cell.key] = (cell.text, made)
        reading.finish()
        return reading.gathered

    def _people(self, writer: RowWriter, row: FormRow) -> RowPeople:
        return RowPeople(writer, row, self._country, self._language, self._officers)

    def party(self, written: str, place: Place) -> Mention | None:
        """Who gives or takes an exhibit: a person the form has named, else an officer."""
        self._index_people()
        for spelling in (fold(written), fold(latin(words.without_rank(written)))):
            if spelling in self._by_name:
                return self._by_name[spelling]
        row = FormRow(place)
        people = self._people(RowWriter(row, self._observations, self._names), row)
        cell = FormCell(FormField.SEIZED_BY, "", written, place, written)
        found = people.officers(cell)
        return found[0] if len(found) == 1 else None

    def _index_people(self) -> None:
        """Remember the persons named since the last time, by their names (folded)."""
        for mention in self._observations.mentions[self._indexed :]:
            if mention.kind is MentionKind.PERSON:
                for name in (mention.text, mention.normalised or mention.text):
                    self._by_name.setdefault(fold(name), mention)
        self._indexed = len(self._observations.mentions)

    def plain(self, row: FormRow) -> Gathered:
        """What an entry says, without looking for persons or numbers in it."""
        gathered = Gathered(row)
        for cell in row.cells:
            ditto = cell.continued or words.is_ditto(cell.text)
            text = self._above.get(cell.key, ("", []))[0] if ditto else cell.text
            self._above[cell.key] = (text, [])
            if not words.says_nothing(text):
                said = gathered.said.get(cell.meaning)
                gathered.said[cell.meaning] = f"{said} {text}" if said else text
        return gathered

    def stand_as(self, gathered: Gathered, section: Section | None) -> None:
        """Persons listed under a heading are what it says, unless their own words say otherwise."""
        category = _STANDING.get(section) if section else None
        writer = RowWriter(gathered.row, self._observations, self._names)
        for person in gathered.holders if category else ():
            assert category is not None
            known = [s for s in self._observations.statuses if s.mention is person]
            if not known:
                writer.status(person, category, str(section), minor=False)

    def has_read(self, cell: FormCell) -> bool:
        """Whether a value that speaks for all was read with an entry."""
        return cell.key in self._above


class _RowReading:
    """One entry on its way."""

    def __init__(
        self, writer: RowWriter, people: RowPeople, row: FormRow, country: str | None
    ) -> None:
        self._writer = writer
        self._people = people
        self._country = country
        self.gathered = writer.gathered
        self._in_own_columns = frozenset(
            value.normalised
            for cell in row.cells
            if cell.meaning in _SELECTORS
            for value in cells.values(cell.meaning, cell.text, country)
        )

    def continue_with(self, meaning: FormField, text: str, mentions: Sequence[Mention]) -> None:
        """Take over what a row above says; who was present is not said twice."""
        said = self.gathered.said
        said[meaning] = f"{said[meaning]}, {text}" if meaning in said else text
        if meaning in (FormField.SURNAME, FormField.GIVEN_NAME):
            meaning = FormField.SEIZED_FROM  # the person is made of both
        if meaning not in _NOT_TWICE:
            self.gathered.named[meaning] += mentions

    def read(self, cell: FormCell) -> None:
        """Read one value."""
        meaning, text = cell.meaning, cell.text
        if words.says_nothing(text):
            return
        self._writer.at = cell.place
        self.gathered.fresh.add(meaning)
        said = self.gathered.said
        said[meaning] = f"{said[meaning]} {text}" if meaning in said else text
        if meaning in _PEOPLE:
            self._people.read(cell)
        elif meaning in OFFICERS:
            self._people.officers(cell)
        elif meaning in _SELECTORS:
            self._values(meaning, text)
        elif meaning is FormField.PLACE:
            self._place(text)
        elif meaning in _PROSE:
            self._prose(meaning, text)
        elif meaning is FormField.HULL:
            self._vessel(text)
        elif meaning in DESCRIBING_PERSON:
            self._people.describe(cell)

    def finish(self) -> None:
        """What the columns together say of persons and vehicles."""
        gathered = self.gathered
        taken = moments.taken(gathered.said, None)
        gathered.taken_on = taken.local.date() if taken.local else None
        self._people.about_holders()
        self._about_vehicles()
        self._about_handsets()
        self._people.protect()

    def _values(self, meaning: FormField, text: str) -> None:
        found = cells.values(meaning, text, self._country)
        for value in found:
            self._value(meaning, value)
        if not found or any(v.normalised is None for v in found):
            self.gathered.unread.append(meaning)

    def _value(self, meaning: FormField, value: cells.Value) -> None:
        kind = value.kind.mention_kind
        assert kind is not None
        vehicle = self._same_vehicle(value) if kind is MentionKind.VEHICLE else None
        mention = vehicle or self._writer.mention(kind, value.text, value.normalised, value.country)
        if vehicle is None:
            self.gathered.named[meaning].append(mention)
        self._writer.say(mention, about.number_facts(value))
        if value.kind is SelectorKind.MRZ:
            self._people.of_zone(mention)

    def _same_vehicle(self, value: cells.Value) -> Mention | None:
        """The vehicle of this row whose other number this is: plate and chassis number are one."""
        other = AttributeName.PLATE if value.kind is SelectorKind.VIN else AttributeName.VIN
        here = self.gathered.of(MentionKind.VEHICLE)
        known: defaultdict[int, set[AttributeName]] = defaultdict(set)
        for attribute in self._writer.attributes:
            known[attribute.mention.number].add(attribute.name)
        return next((m for m in here if known[m.number] & {*_NUMBERS} == {other}), None)

    def _place(self, text: str) -> None:
        found = places.find(text, self._country)
        if found:
            written, name, country = found[0].text, found[0].normalised, found[0].country
        else:
            written, name, country = text.strip(), latin(text.strip()), None
        mention = self._writer.mention(MentionKind.PLACE, written, name, country)
        self.gathered.named[FormField.PLACE].append(mention)

    def _prose(self, meaning: FormField, text: str) -> None:
        """Numbers in a description that have no column of their own in this row."""
        self._people.made_out_to(text)
        before = len(self.gathered.of(MentionKind.DOCUMENT))
        for found in selectors.find(text, self._country):
            kind = found.kind.mention_kind
            if kind in (None, MentionKind.PLACE) or found.normalised in self._in_own_columns:
                continue
            value = cells.Value(found.kind, found.text, found.normalised, found.country)
            self._value(meaning, value)
        named = len(self.gathered.of(MentionKind.DOCUMENT)) > before
        if meaning is FormField.DESCRIPTION and not named:
            self._numbered_document(text)

    def _numbered_document(self, text: str) -> None:
        """The number of a document that a description names and announces as a number only."""
        if words.exhibit_kind(text) is not words.ExhibitKind.DOCUMENT:
            return
        for written in words.numbers_announced(text):
            for value in cells.values(FormField.SEIZED_DOCUMENT, written, self._country):
                if value.normalised and value.normalised not in self._in_own_columns:
                    self._value(FormField.DESCRIPTION, value)

    def _vessel(self, text: str) -> None:
        """A boat by its number or name; one without would be taken for any other boat."""
        number = "".join(c for c in latin(text).upper() if c.isalnum())
        mention = self._writer.mention(MentionKind.VESSEL, text.strip(), number or None)
        self.gathered.named[FormField.HULL].append(mention)

    def _about_vehicles(self) -> None:
        """Make, model and colour of the vehicles that this row names itself."""
        said = self.gathered.said
        text = latin(" ".join(said.get(f, "") for f in _OF_VEHICLE).strip())[:_DESCRIBED]
        for vehicle in self.gathered.of(MentionKind.VEHICLE):
            if vehicle.number in self.gathered.own:
                self._writer.say(vehicle, vehicles.beside(text, len(text), len(text)))

    def _about_handsets(self) -> None:
        said = self.gathered.said
        text = " ".join(said[f] for f in _OF_HANDSET if f in said)
        handsets = [
            h for h in self.gathered.of(MentionKind.HANDSET) if h.number in self.gathered.own
        ]
        if not handsets or words.exhibit_kind(text) is words.ExhibitKind.VEHICLE:
            return
        for described in counting.handsets(text, handsets):
            for handset in described.mentions:
                self._writer.say(handset, described.facts)


_DESCRIBED = 200  # characters of a description that may speak of the vehicle
_NUMBERS = (AttributeName.PLATE, AttributeName.VIN)
_OF_VEHICLE = (FormField.DESCRIPTION, FormField.COLOUR, FormField.MAKE, FormField.MODEL)
_OF_HANDSET = (FormField.MAKE, FormField.MODEL, FormField.DESCRIPTION)
