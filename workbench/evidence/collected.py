"""What the analyst collected while working, as a part of a summary: statements, notes, pictures.

Notes and findings are the analyst's and the workbench's, so they stand apart from what sources say.
What rests on sources that may not go is left out and counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.build import COMMUNICATES, Network, NetworkFilter, Projection, network
from graph.evidence import EvidenceKind, Locator
from workbench import collecting
from workbench.access import Masking
from workbench.case import Case
from workbench.collecting import Item, Kind
from workbench.errors import UnknownObjectError
from workbench.evidence.chart import draw
from workbench.evidence.findings import Findings
from workbench.evidence.kept_rows import kept_row, records
from workbench.evidence.report import Drawing, Group, Statement
from workbench.evidence.selection import Selection, among
from workbench.evidence.trace import Evidence, evidence_at, trace
from workbench.evidence.wording import Wording, grouped
from workbench.vocabulary import MentionKind

CITED = 8
"""Rows that a collected item cites at most."""
DRAWN = 80
"""Entities of a picture that are drawn at most: more nobody can read on a page."""


@dataclass
class Collected:
    """Writes the collected items; ``whole`` is the case, ``view`` what of it may go."""

    whole: Case
    view: Case
    shown: Masking
    words: Wording
    findings: Findings
    left_out: int = 0

    def groups(self) -> tuple[Group, ...]:
        """One group of statements for each item, in the order of the report."""
        made = [group for item in collecting.every(self.whole) if (group := self._group(item))]
        if self.left_out:
            text = self._say("left_out", count=grouped(self.left_out))
            made.append(Group("", (self.findings.statement(text, ()),)))
        return tuple(made)

    def _group(self, item: Item) -> Group | None:
        written = {
            Kind.ENTITY: self._object,
            Kind.RELATIONSHIP: self._object,
            Kind.FINDING: self._finding,
            Kind.PICTURE: self._picture,
            Kind.NOTE: self._nothing,
        }[item.kind](item)
        if written is None:
            self.left_out += 1
            return None
        title, statements = written
        return Group(title, (*statements, *self._note(item)))

    def _object(self, item: Item) -> tuple[str, tuple[Statement, ...]] | None:
        """An entity or a relationship with the first of its evidence."""
        try:
            seen = as_stated(item.object)
            found = trace(self.view, item.object, CITED, shown=self.shown, projection=seen)
        except UnknownObjectError:
            return None
        if not found.total:
            return None
        title = self._title(item)
        text = self._say("rests", object=title, evidence=self.words.count("mentions", found.total))
        return title, (self.findings.statement(text, found.evidence),)

    def _title(self, item: Item) -> str:
        names = self.findings.names
        if item.kind is Kind.ENTITY:
            return names.full(item.object)
        left, kind, right = item.object.split("~")
        if kind == COMMUNICATES:
            return f"{names.full(left)} – {names.full(right)}"
        return self.words.say("relation", kind, left=names.full(left), right=names.full(right))

    def _finding(self, item: Item) -> tuple[str, tuple[Statement, ...]] | None:
        """A pattern's finding: whom it names, why, how likely, and what speaks against it."""
        kept = item.content
        evidence = self._evidence(kept)
        if evidence is None or not self._knows([entity for _, entity in kept["who"]]):
            return None
        names = self.findings.names
        who = ", ".join(f"{part}: {names.full(entity)}" for part, entity in kept["who"])
        text = self._say("finding", who=who, reason=kept["reason"], score=f"{kept['score']:.2f}")
        if kept["cautions"]:
            text += " " + self._say("against", cautions=" ".join(kept["cautions"]))
        pattern = self.words.term("pattern", kept["pattern"])
        return pattern, (self.findings.statement(text, evidence),)

    def _evidence(self, kept: Mapping[str, Any]) -> Sequence[Evidence] | None:
        """The first rows a finding rests on; None where one of its sources may not go."""
        rows = [kept_row(row) for row in kept["rows"]]
        with self.view.db.cursor() as db:
            known = {row[0] for row in db.execute("SELECT source_id FROM source").fetchall()}
            found = records(db, rows)
        if not {source for source, _, _ in rows} <= known:
            return None
        places = [_record(*row) for row in found[:CITED]]
        cited = evidence_at(self.view, self.shown, places)
        ties = kept["relationships"][: CITED if not places else 0]
        return [*cited, *(item for tie in ties for item in self._of_tie(tie))]

    def _of_tie(self, relationship: str) -> Sequence[Evidence]:
        try:
            seen = as_stated(relationship)
            return trace(self.view, relationship, 1, shown=self.shown, projection=seen).evidence
        except UnknownObjectError:
            return ()

    def _knows(self, entities: Sequence[str]) -> bool:
        with self.view.db.cursor() as db:
            found = db.execute(
                "SELECT count(*) FROM entity WHERE entity_id IN (SELECT unnest($ids::VARCHAR[]))",
                {"ids": list(set(entities))},
            ).fetchall()
        return int(found[0][0]) == len(set(entities))

    def _picture(self, item: Item) -> tuple[str, tuple[Statement, ...]] | None:
        name = self._say("picture", name=self.shown.text(str(item.content["name"])))
        known = [entity for entity in item.content["entities"] if self._knows([entity])]
        if not known:
            return None
        text = self._say("pictured", name=name, count=grouped(len(known)))
        return name, (self.findings.statement(text, ()),)

    def _nothing(self, _: Item) -> tuple[str, tuple[Statement, ...]]:
        return self._say("note_title"), ()

    def _note(self, item: Item) -> Iterator[Statement]:
        if item.note:
            text = self._say(
                "note",
                by=item.added_by,
                at=self.words.moment(item.added_at_utc),
                text=self.shown.text(item.note),
            )
            yield self.findings.statement(text, ())

    def _say(self, key: str, **values: object) -> str:
        return self.words.say("collected", key, **values)

    # ------------------------------------------------------------- pictures

    def drawings(self, selection: Selection) -> tuple[Drawing, ...]:
        """The collected pictures, drawn anew under the names of this export."""
        pictures = [one for one in collecting.every(self.whole) if one.kind is Kind.PICTURE]
        if not pictures:
            return ()
        known = network(self.view, NetworkFilter())
        drawn = (self._drawing(item, selection, known) for item in pictures)
        return tuple(one for one in drawn if one)

    def _drawing(self, item: Item, selection: Selection, known: Network) -> Drawing | None:
        wanted = [entity for entity in item.content["entities"] if entity in known.index]
        if len(wanted) < 2:
            return None
        shown = among(selection, known, wanted[:DRAWN])
        names = self.findings.names
        rest = len(item.content["entities"]) - len(wanted[:DRAWN])
        left_out = (self._say("not_drawn", count=grouped(rest)),) if rest else ()
        chart = draw(shown, names.name, names.number, left_out)
        title = self._say("picture", name=self.shown.text(str(item.content["name"])))
        return Drawing(title, chart)


def as_stated(relationship: str) -> Projection:
    """How to look for its evidence: two phones' communications are theirs, whoever held them."""
    ends = relationship.split("~")[::2]
    phones = len(ends) == 2 and all(end.startswith(f"{MentionKind.PHONE}-") for end in ends)
    return Projection.ALL if phones else Projection.ACTORS


def _record(source_id: int, sheet: str, row: int) -> Locator:
    kind = EvidenceKind.COMMUNICATION
    return Locator(kind, source_id, sheet, row, None, None, None, None)
