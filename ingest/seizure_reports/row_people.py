"""The persons whom an entry of a seizure form names, and what it says of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest import selectors
from ingest.language import contexts, facts, machine_readable_zones
from ingest.language.facts import Fact
from ingest.observations import Mention
from ingest.seizure_reports import about, cells, persons, words
from ingest.seizure_reports.fields import (
    OWN_PAPERS,
    PEOPLE,
    FormField,
)
from ingest.seizure_reports.row import FormCell, FormRow, RowWriter
from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.identity_documents import read_mrz
from ingest.selectors.letters import latin
from workbench.vocabulary import AttributeName, MentionKind, PersonCategory

_LISTED = re.compile(r"[;\n\r|]+")
_CAN_BE_FROM_AFAR = frozenset((PersonCategory.OTHER, PersonCategory.WITNESS))
Officers = dict[str, list[Mention]]
"""Officers whom the form has named, by what is written."""


class RowPeople:
    """Reads the persons of one entry; ``officers`` are those the form has named before."""

    def __init__(
        self,
        writer: RowWriter,
        row: FormRow,
        country: str | None,
        language: str,
        officers: Officers,
    ) -> None:
        self._writer = writer
        self._gathered = writer.gathered
        self._row = row
        self._country = country
        self._language = language
        self._officers = officers
        self._described: list[FormCell] = []

    def made_out_to(self, text: str) -> None:
        """Whom a description names as the person a document is made out to."""
        for rest in words.after_name_of(text):
            for named in persons.named_in(rest)[:1]:
                mention = self._person(replace(named, after=""), FormField.DESCRIPTION, "")
                self._gathered.named[FormField.DESCRIPTION].append(mention)
                self._of_issuer(mention, text)

    def _of_issuer(self, person: Mention, text: str) -> None:
        """Whom a passport is made out to is a citizen of the country that issued it."""
        issuer = facts.country_named(latin(text).lower()) or words.country(text)
        if issuer and words.exhibit_kind(text) is words.ExhibitKind.DOCUMENT:
            self._writer.say(person, [Fact(AttributeName.NATIONALITY, issuer, text[:80])])

    def of_zone(self, paper: Mention) -> None:
        """Whom the machine-readable zone of a document names."""
        zone = read_mrz(paper.text)
        name = zone and machine_readable_zones.named(zone)
        if not zone or not name:
            return
        holder = self._writer.mention(MentionKind.PERSON, zone.names_written, name)
        self._writer.say(holder, machine_readable_zones.holder_facts(zone))
        self._writer.say(paper, machine_readable_zones.document_facts(zone))
        self._gathered.made_out.append((holder, paper))
        if own := zone.personal_number:
            value = cells.Value(SelectorKind.PERSONAL_NUMBER, own.number, own.number, own.country)
            number = self._writer.mention(MentionKind.DOCUMENT, own.number, own.number, own.country)
            self._writer.say(number, about.number_facts(value))
            self._gathered.holds.append((holder, number))

    def read(self, cell: FormCell) -> None:
        """Read a value that names persons, or a firm."""
        meaning, text = cell.meaning, cell.text
        if meaning in (FormField.SURNAME, FormField.GIVEN_NAME):
            self._name_in_two_cells()
            return
        if words.says("organisation", text):
            mention = self._writer.mention(
                MentionKind.ORGANISATION, text.strip(), latin(text.strip())
            )
            self._gathered.named[meaning].append(mention)
            return
        for named in persons.named_in(text, surname_first=cell.surname_first):
            self._gathered.named[meaning].append(self._person(named, meaning, cell.label))

    def officers(self, cell: FormCell) -> list[Mention]:
        """Read who seized it: officers are of the file itself, and named once in a form."""
        written = cell.text.strip()
        if written not in self._officers:
            self._officers[written] = [
                self._officer(named)
                for named in persons.officers_in(written, surname_first=cell.surname_first)
            ]
        self._gathered.named[cell.meaning] += self._officers[written]
        return self._officers[written]

    def _officer(self, named: persons.Named) -> Mention:
        mention = self._writer.mention(
            MentionKind.PERSON, named.text, named.full, field_name="officer"
        )
        self._writer.say(mention, _name_facts(named))
        self._writer.status(mention, PersonCategory.PROFESSIONAL, "officer", minor=False)
        return mention

    def describe(self, cell: FormCell) -> None:
        """Keep what is said of the person until the whole entry was read."""
        self._described.append(cell)

    def _name_in_two_cells(self) -> None:
        """One person whose names stand in two cells; read when the second one is reached."""
        said = self._gathered.said
        meanings = {c.meaning for c in self._row.cells if c.text.strip()}
        columns = meanings & {FormField.SURNAME, FormField.GIVEN_NAME}
        if not columns <= said.keys() or FormField.SEIZED_FROM in meanings:
            return
        parts = [said[f].strip() for f in (FormField.SURNAME, FormField.GIVEN_NAME) if f in said]
        for named in persons.named_in(" ".join(parts), surname_first=True)[:1]:
            mention = self._person(named, FormField.SEIZED_FROM, "")
            self._gathered.named[FormField.SEIZED_FROM].append(mention)

    def _person(self, named: persons.Named, meaning: FormField, label: str) -> Mention:
        mention = self._writer.mention(MentionKind.PERSON, named.text, named.full)
        self._writer.say(mention, _name_facts(named))
        self._remarks(mention, named, meaning, label)
        return mention

    def _remarks(
        self, mention: Mention, named: persons.Named, meaning: FormField, label: str
    ) -> None:
        """What stands beside a name: born, citizen of, migrant, minor, own document or number."""
        found = selectors.find(named.after, self._country)
        self._writer.say(mention, facts.beside(named.after, self._language, found))
        self._writer.say(mention, about.beside(named.after))
        self._papers(mention, found)
        otherwise = PersonCategory.WITNESS if meaning is FormField.WITNESSES else None
        self._writer.standing(mention, f"{named.before} {named.after}", otherwise)
        if not self._writer.statuses(mention) and meaning in PEOPLE:
            for told in words.standings(label)[:1]:
                self._writer.status(mention, told.category, label, minor=bool(words.minor(label)))

    def _papers(self, person: Mention, found: Sequence[Found]) -> None:
        for one in found:
            kind = one.kind.mention_kind
            if kind not in (MentionKind.DOCUMENT, MentionKind.PHONE):
                continue
            mention = self._writer.mention(kind, one.text, one.normalised, one.country)
            pairs = self._gathered.holds if kind is MentionKind.DOCUMENT else self._gathered.uses
            pairs.append((person, mention))

    def about_holders(self) -> None:
        """Values that describe the person from whom the exhibit was taken."""
        for cell in self._described:
            for holder, text in self._shared_out(cell.text):
                self._writer.say(holder, about.holder_facts(cell.meaning, text, self._country))
                if cell.meaning is FormField.STATUS:
                    self._writer.standing(holder, latin(text))
        self._own_numbers()

    def _own_numbers(self) -> None:
        named, holders = self._gathered.named, self._gathered.holders
        others = [paper for _, paper in self._gathered.made_out]
        papers = [m for f in OWN_PAPERS for m in named[f] if m not in others]
        phones = named[FormField.PERSON_PHONE]
        for theirs, pairs in ((papers, self._gathered.holds), (phones, self._gathered.uses)):
            if len(holders) == 1:
                pairs += [(holders[0], one) for one in theirs]
            elif len(holders) == len(theirs):
                pairs += list(zip(holders, theirs, strict=True))

    def _shared_out(self, text: str) -> Iterator[tuple[Mention, str]]:
        """A cell's parts and the persons of the row they describe, where that is clear."""
        holders = self._gathered.holders
        parts = [p.strip() for p in _LISTED.split(text) if p.strip()]
        if len(holders) == 1:
            yield holders[0], text
        elif len(parts) == len(holders):
            yield from zip(holders, parts, strict=True)

    def protect(self) -> None:
        """Protect who is under 18 on the day of seizure, whatever else is said, and citizens of
        countries that people flee from, unless the form says what else they are."""
        day = self._gathered.taken_on
        writer = self._writer
        origins = frozenset(contexts.lists("nationalities")["of_origin"])
        for said in list(writer.attributes):
            if about.is_child(said, day) and not writer.is_known_minor(said.mention):
                writer.status(said.mention, PersonCategory.OTHER, said.written, minor=True)
        for said in list(writer.attributes):
            if said.name is AttributeName.NATIONALITY and said.value in origins:
                self._from_afar(said.mention)

    def _from_afar(self, person: Mention) -> None:
        known = self._writer.statuses(person)
        drives = person in self._gathered.named[FormField.DRIVER]
        role = any(
            a.mention is person and a.name is AttributeName.ROLE for a in self._writer.attributes
        )
        if drives or role or any(s.category not in _CAN_BE_FROM_AFAR for s in known):
            return
        minor = self._writer.is_known_minor(person)
        self._writer.status(person, PersonCategory.SMUGGLED_MIGRANT, "nationality", minor=minor)


def _name_facts(named: persons.Named) -> list[Fact]:
    return [
        Fact(name, value, named.text)
        for name, value in (
            (AttributeName.GIVEN_NAME, named.given),
            (AttributeName.SURNAME, named.surname),
            (AttributeName.FATHER_NAME, named.father),
        )
        if value
    ]
