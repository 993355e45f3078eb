"""The entries of a form to exhibits, claims, hand-overs and statuses."""

from collections import Counter
from collections.abc import Sequence

from ingest.observations import Exhibit, Mention, Observations
from ingest.seizure_reports import handing_over, moments, stating
from ingest.seizure_reports.entries import Entry
from ingest.seizure_reports.fields import FormField
from ingest.seizure_reports.gathering import Gatherer
from ingest.seizure_reports.layout import FormKnowledge
from ingest.seizure_reports.moments import Taken
from ingest.seizure_reports.row import FormRow, Gathered
from ingest.seizure_reports.tables import TableKind
from workbench.vocabulary import MentionKind, PersonCategory

_MOST_HOLDERS = 4
_OF_THE_FILE = (PersonCategory.PROFESSIONAL, PersonCategory.WITNESS)


class Recorder:
    """Writes the entries of one form, sheet by sheet, into ``observations``."""

    def __init__(self, knowledge: FormKnowledge, language: str, observations: Observations) -> None:
        self._zone = knowledge.zone
        self._observations = observations
        self._gatherer = Gatherer(knowledge.country, language, observations)
        self._late: list[Entry] = []
        self._steps: dict[object, int] = {}
        self.unread: Counter[FormField] = Counter()

    def add(self, found: Sequence[Entry]) -> None:
        """Read the exhibits of a sheet; persons and hand-overs wait until all are known."""
        for entry in found:
            if entry.kind is TableKind.EXHIBIT:
                self._exhibit(entry)
            else:
                self._late.append(entry)

    def finish(self) -> None:
        """Read what speaks of exhibits, wherever it stands."""
        holders = self._holders()
        for entry in self._late:
            if entry.kind is TableKind.PERSON:
                self._person(entry, holders)
            elif entry.kind is TableKind.HAND_OVER:
                self._hand_over(entry)
            else:
                self._common(entry)
        self._observations.hand_overs[:] = [
            handing_over.with_parties(h, self._gatherer.party)
            for h in self._observations.hand_overs
        ]

    def _gather(self, row: FormRow) -> tuple[Gathered, Taken]:
        gathered = self._gatherer.gather(row)
        self.unread.update(set(gathered.unread))
        return gathered, moments.taken(gathered.said, self._zone)

    def _exhibit(self, entry: Entry) -> None:
        gathered, taken = self._gather(entry.row)
        observations, locator = self._observations, entry.row.locator
        made = stating.exhibits(gathered, taken, locator)
        observations.exhibits += made
        observations.claims += stating.claims(gathered, taken, locator)
        observations.hand_overs += handing_over.in_entry(entry.row, made[0], self._zone)

    def _holders(self) -> list[Mention]:
        """The persons from whom the form's exhibits were taken, each once; none where they are so
        many that the form is a register of several seizures."""
        found: list[Mention] = []
        for exhibit in self._observations.exhibits:
            one = exhibit.seized_from
            known = one is None or any(stating.same_name(one, other) for other in found)
            if one is not None and one.kind is MentionKind.PERSON and not known:
                found.append(one)
        return found if len(found) <= _MOST_HOLDERS else []

    def _person(self, entry: Entry, holders: Sequence[Mention]) -> None:
        gathered, taken = self._gather(entry.row)
        self._gatherer.stand_as(gathered, entry.section)
        said = (s for s in self._observations.statuses if s.category in _OF_THE_FILE)
        if {s.mention.number for s in said}.intersection(p.number for p in gathered.holders):
            holders = ()
        self._observations.claims += stating.of_person(gathered, holders, taken, entry.row.locator)

    def _hand_over(self, entry: Entry) -> None:
        gathered = self._gatherer.plain(entry.row)
        known: list[Exhibit] = list(
            {e.exhibit_number: e for e in self._observations.exhibits}.values()
        )
        self._observations.hand_overs += handing_over.in_table(
            entry.row, gathered, known, self._steps, self._zone
        )

    def _common(self, entry: Entry) -> None:
        """What holds for the form and no exhibit has taken up: persons, vehicles, places."""
        cells = tuple(c for c in entry.row.cells if not self._gatherer.has_read(c))
        if cells:
            row = FormRow(cells[0].place, cells)
            gathered, taken = self._gather(row)
            self._observations.claims += stating.in_common(gathered, taken, row.locator)
        whole = FormRow(entry.row.place, entry.row.cells)
        exhibits: Sequence[Exhibit | None] = self._observations.exhibits or [None]
        for exhibit in exhibits:
            self._observations.hand_overs += handing_over.in_entry(whole, exhibit, self._zone)
