"""The persons whom a row of a seizure form names, and what its columns say of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest import selectors
from ingest.language import facts
from ingest.language.facts import Fact
from ingest.observations import Mention
from ingest.seizure_reports import about, persons, words
from ingest.seizure_reports.fields import FormField
from ingest.seizure_reports.layout import FormLayout
from ingest.seizure_reports.row import OWN_PAPERS, RowWriter
from ingest.selectors.found import Found
from ingest.selectors.letters import latin
from workbench.vocabulary import AttributeName, MentionKind, PersonCategory

_LISTED = re.compile(r"[;\n\r|]+")
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


class RowPeople:
    """Reads the persons of one row."""

    def __init__(self, writer: RowWriter, layout: FormLayout, language: str) -> None:
        self._writer = writer
        self._gathered = writer.gathered
        self._layout = layout
        self._language = language

    def made_out_to(self, text: str) -> None:
        """Whom a description names as the person a document is made out to."""
        for rest in words.after_name_of(text):
            for named in persons.named_in(rest)[:1]:
                mention = self._person(replace(named, after=""), FormField.DESCRIPTION)
                self._gathered.named[FormField.DESCRIPTION].append(mention)

    def read(self, column: int, meaning: FormField, text: str) -> None:
        """Read a cell that names persons, or a firm."""
        if meaning in (FormField.SURNAME, FormField.GIVEN_NAME):
            self._name_in_two_columns()
            return
        if words.says("organisation", text):
            mention = self._writer.mention(
                MentionKind.ORGANISATION, text.strip(), latin(text.strip())
            )
            self._gathered.named[meaning].append(mention)
            return
        order = self._layout.surname_first.get(column)
        for named in persons.named_in(text, surname_first=order):
            self._gathered.named[meaning].append(self._person(named, meaning))

    def _name_in_two_columns(self) -> None:
        """One person whose names stand in two columns; read when the second one is reached."""
        said = self._gathered.said
        columns = {*self._layout.fields.values()} & {FormField.SURNAME, FormField.GIVEN_NAME}
        if not columns <= said.keys() or FormField.SEIZED_FROM in self._layout.fields.values():
            return
        parts = [said[f].strip() for f in (FormField.SURNAME, FormField.GIVEN_NAME) if f in said]
        for named in persons.named_in(" ".join(parts), surname_first=True)[:1]:
            mention = self._person(named, FormField.SEIZED_FROM)
            self._gathered.named[FormField.SEIZED_FROM].append(mention)

    def _person(self, named: persons.Named, meaning: FormField) -> Mention:
        mention = self._writer.mention(MentionKind.PERSON, named.text, named.full)
        made = [
            Fact(name, value, named.text)
            for name, value in (
                (AttributeName.GIVEN_NAME, named.given),
                (AttributeName.SURNAME, named.surname),
                (AttributeName.FATHER_NAME, named.father),
            )
            if value
        ]
        self._writer.say(mention, made)
        self._remarks(mention, named, meaning)
        return mention

    def _remarks(self, mention: Mention, named: persons.Named, meaning: FormField) -> None:
        """What stands beside a name: born, citizen of, migrant, minor, own document or number."""
        found = selectors.find(named.after, self._layout.country)
        self._writer.say(mention, facts.beside(named.after, self._language, found))
        self._papers(mention, found)
        otherwise = PersonCategory.WITNESS if meaning is FormField.WITNESSES else None
        self._writer.standing(mention, f"{named.before} {named.after}", otherwise)

    def _papers(self, person: Mention, found: Sequence[Found]) -> None:
        for one in found:
            kind = one.kind.mention_kind
            if kind not in (MentionKind.DOCUMENT, MentionKind.PHONE):
                continue
            mention = self._writer.mention(kind, one.text, one.normalised, one.country)
            pairs = self._gathered.holds if kind is MentionKind.DOCUMENT else self._gathered.uses
            pairs.append((person, mention))

    def about_holders(self) -> None:
        """Columns that describe the person from whom the exhibit was taken."""
        for meaning in _OF_HOLDER:
            if meaning in self._gathered.said and not self._is_continued(meaning):
                for holder, text in self._shared_out(self._gathered.said[meaning]):
                    self._writer.say(
                        holder, about.holder_facts(meaning, text, self._layout.country)
                    )
                    if meaning is FormField.STATUS:
                        self._writer.standing(holder, latin(text))
        for meaning in OWN_PAPERS:
            papers = self._gathered.named[meaning]
            holders = self._gathered.holders
            if len(holders) == 1:
                self._gathered.holds += [(holders[0], paper) for paper in papers]
            elif len(holders) == len(papers):
                self._gathered.holds += list(zip(holders, papers, strict=True))

    def _is_continued(self, meaning: FormField) -> bool:
        return all(c in self._gathered.row.continued for c in self._layout.columns(meaning))

    def _shared_out(self, text: str) -> Iterator[tuple[Mention, str]]:
        """A cell's parts and the persons of the row they describe, where that is clear."""
        holders = self._gathered.holders
        parts = [p.strip() for p in _LISTED.split(text) if p.strip()]
        if len(holders) == 1:
            yield holders[0], text
        elif len(parts) == len(holders):
            yield from zip(holders, parts, strict=True)

    def children(self) -> None:
        """A person under 18 on the day of seizure is a minor, whatever else is said."""
        day = self._gathered.taken_on
        writer = self._writer
        for said in writer.attributes:
            if about.is_child(said, day) and not writer.is_known_minor(said.mention):
                writer.status(said.mention, PersonCategory.OTHER, said.written, minor=True)
