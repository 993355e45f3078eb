"""One row of a seizure form to mentions, what is said of them, and their place in the row."""

from collections import defaultdict
from collections.abc import Sequence

from ingest import selectors
from ingest.language import vehicles
from ingest.language.facts import Fact
from ingest.observations import Mention, Observations, RowLocator
from ingest.seizure_reports import about, cells, moments, words
from ingest.seizure_reports.fields import FormField
from ingest.seizure_reports.layout import FormLayout
from ingest.seizure_reports.row import FormRow, Gathered, RowWriter
from ingest.seizure_reports.row_people import RowPeople
from ingest.selectors import places
from ingest.selectors.found import SelectorKind
from ingest.selectors.letters import latin
from workbench.vocabulary import AttributeName, MentionKind

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
        self._writer = RowWriter(sheet, row, observations)
        self.gathered = self._writer.gathered
        self._people = RowPeople(self._writer, layout, language)
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
            self._people.read(column, meaning, text)
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
        self._people.about_holders()
        self._about_vehicles()
        self._about_handsets()
        self._people.children()

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
        mention = vehicle or self._writer.mention(kind, value.text, value.normalised, value.country)
        if vehicle is None:
            self.gathered.named[meaning].append(mention)
        self._writer.say(mention, about.number_facts(value))

    def _same_vehicle(self, value: cells.Value) -> Mention | None:
        """The vehicle of this row whose other number this is: plate and chassis number are one."""
        other = AttributeName.PLATE if value.kind is SelectorKind.VIN else AttributeName.VIN
        here = self.gathered.of(MentionKind.VEHICLE)
        known: defaultdict[int, set[AttributeName]] = defaultdict(set)
        for attribute in self._writer.attributes:
            known[attribute.mention.number].add(attribute.name)
        return next((m for m in here if known[m.number] & {*_NUMBERS} == {other}), None)

    def _place(self, text: str) -> None:
        found = places.find(text, self._layout.country)
        if found:
            written, name, country = found[0].text, found[0].normalised, found[0].country
        else:
            written, name, country = text.strip(), latin(text.strip()), None
        mention = self._writer.mention(MentionKind.PLACE, written, name, country)
        self.gathered.named[FormField.PLACE].append(mention)

    def _prose(self, meaning: FormField, text: str) -> None:
        """Numbers in a description that have no column of their own in this row."""
        self._people.made_out_to(text)
        for found in selectors.find(text, self._layout.country):
            kind = found.kind.mention_kind
            if kind in (None, MentionKind.PLACE) or found.normalised in self._in_own_columns:
                continue
            value = cells.Value(found.kind, found.text, found.normalised, found.country)
            self._value(meaning, value)

    def _about_vehicles(self) -> None:
        """Make, model and colour of the vehicles that this row names itself."""
        said = self.gathered.said
        text = latin(" ".join(said.get(f, "") for f in _OF_VEHICLE).strip())[:_DESCRIBED]
        for vehicle in self.gathered.of(MentionKind.VEHICLE):
            where = vehicle.locator
            if isinstance(where, RowLocator) and where.row_number == self.gathered.row.number:
                self._writer.say(vehicle, vehicles.beside(text, len(text), len(text)))

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
            self._writer.say(handset, [Fact(AttributeName.MAKE, make, written)])
            if model:
                self._writer.say(handset, [Fact(AttributeName.MODEL, model, model)])


_DESCRIBED = 200  # characters of a description that may speak of the vehicle
_NUMBERS = (AttributeName.PLATE, AttributeName.VIN)
_OF_VEHICLE = (FormField.DESCRIPTION, FormField.COLOUR, FormField.MAKE, FormField.MODEL)
_OF_HANDSET = (FormField.MAKE, FormField.MODEL, FormField.DESCRIPTION)
