"""What a summary opens with: the case header, notes for the reader, and the answer in brief."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from graph.build.relationships import COMMUNICATES
from workbench import sources
from workbench.access import Masking
from workbench.case import Case
from workbench.evidence.names import Names
from workbench.evidence.provenance import Provenance
from workbench.evidence.report import Header
from workbench.evidence.request import Request
from workbench.evidence.selection import Selection
from workbench.evidence.wording import Wording, grouped

_FIRST = 5


@dataclass(frozen=True)
class Opening:
    """``case`` is without withheld sources; all texts that people typed are masked."""

    case: Case
    shown: Masking
    words: Wording
    request: Request
    names: Names
    provenance: Provenance

    def header(self, made_at_utc: datetime) -> Header:
        """The case, who asked, who made it, when and for what."""
        codes = {source.handling_code for source in sources.every(self.case.db.cursor())}
        facts = (
            ("reference", self._property("reference")),
            ("authority", self._property("country")),
            ("made_at", self.words.moment(made_at_utc)),
            ("made_by", self.shown.text(self.case.user)),
            ("recipient", self.shown.text(self.request.recipient)),
            ("purpose", self.words.term("purpose", self.request.purpose)),
            ("software", self.provenance.software),
            ("handling", ", ".join(sorted(codes)) or self._say("none")),
            ("times", self._say("times_note", zone=self.words.time_zone)),
        )
        return Header(
            self.words.say("template", self.request.template),
            self._property("title"),
            tuple((self._say(name), value or self._say("nobody")) for name, value in facts),
        )

    def notes(self) -> tuple[str, ...]:
        """What the reader must know before reading on."""
        protected = (self.words.say("intro", "protected"),) if self.shown.pseudonyms else ()
        related = self.shown.relatives.keys() & self.names.numbers.keys()
        relatives = (self.words.say("intro", "relatives"),) if related else ()
        return (self.words.say("intro", "note"), *protected, *relatives)

    def question(self, selection: Selection) -> str:
        """The question put, or that none was."""
        if asked := self.shown.text(self.request.question.strip()):
            return asked
        if not selection.focus:
            return self.words.say("intro", "no_question")
        names = self.words.join([self.names.full(entity) for entity in selection.focus])
        return self.words.say("intro", "no_question_focus", names=names)

    def source_notes(self) -> tuple[str, ...]:
        """What grades and handling codes mean, for the schemes in use."""
        schemes = {s.grading_scheme for s in sources.every(self.case.db.cursor())}
        return tuple(
            self.words.say("source_table", f"scheme_{scheme}")
            for scheme in ("4x4", "admiralty")
            if scheme in schemes
        )

    # ------------------------------------------------------------- the answer in brief

    def brief(self, selection: Selection) -> tuple[str, ...]:
        """The answer in a few sentences: material, network, first places or ties of the focus."""
        return (
            self._material(),
            self._network(selection),
            *(self._tied(selection) if selection.focus else self._first(selection)),
            self._stated(selection),
            *self._protected(selection),
        )

    def _material(self) -> str:
        every = sources.every(self.case.db.cursor())
        kinds = [source.kind for source in every]
        communications = (
            self.case.db.cursor()
            .execute(
                "SELECT sum(count)::BIGINT, min(first_utc), max(last_utc) FROM relationship "
                "WHERE kind = ?",
                [COMMUNICATES],
            )
            .fetchall()[0]
        )
        claims = self.case.db.cursor().execute(
            "SELECT count(*) FROM claim WHERE NOT negated AND state <> 'refused'"
        )
        count, first, last = communications
        return self.words.say(
            "brief",
            "material" if count else "material_silent",
            files=self.words.count("files", len(every)),
            call_records=kinds.count("call_records"),
            reports=kinds.count("seizure_report"),
            statements=kinds.count("witness_statement"),
            communications=grouped(count or 0),
            first=self.words.day(first) if first else "",
            last=self.words.day(last) if last else "",
            claims=grouped(claims.fetchall()[0][0]),
        )

    def _network(self, selection: Selection) -> str:
        return self.words.say(
            "brief",
            "network",
            entities=grouped(len(selection.considered.entities)),
            ties=grouped(len(selection.considered.relationships)),
            listed=grouped(len({*selection.principal, *selection.companions})),
            listed_ties=grouped(len(selection.ties)),
        )

    def _first(self, selection: Selection) -> Iterator[str]:
        for ranking in selection.rankings:
            first = [self.names.full(one.entity_id) for one in ranking.ranked[:_FIRST] if one.value]
            if first:
                names = self.words.join(first)
                question = self.words.term("measure_question", ranking.measure)
                yield self.words.say("brief", "first", question=question, names=names)

    def _tied(self, selection: Selection) -> Iterator[str]:
        """With whom each entity of the focus communicates and is said to deal most."""
        for centre in selection.focus:
            counts: Counter[str] = Counter()
            for tie in selection.ties:
                if centre in (tie.left, tie.right):
                    counts[tie.right if tie.left == centre else tie.left] += tie.count
            if counts:
                yield self.words.say(
                    "brief",
                    "tied",
                    name=self.names.full(centre),
                    others=self.words.join(
                        [
                            self.words.say(
                                "brief", "other", name=self.names.full(e), count=grouped(n)
                            )
                            for e, n in counts.most_common(_FIRST)
                        ]
                    ),
                )

    def _stated(self, selection: Selection) -> str:
        stated = [tie for tie in selection.ties if not tie.is_communication]
        assessed = sum(tie.is_assessment for tie in stated)
        return self.words.say(
            "brief",
            "stated",
            facts=grouped(len(stated) - assessed),
            assessments=grouped(assessed),
        )

    def _protected(self, selection: Selection) -> Iterator[str]:
        count = sum(self.shown.is_protected(entity) for entity in selection.entities)
        if count == 1:
            yield self.words.say("brief", "protected_one")
        elif count:
            yield self.words.say("brief", "protected", count=grouped(count))

    # ------------------------------------------------------------- words

    def _say(self, key: str, **values: object) -> str:
        return self.words.say("document", key, **values)

    def _property(self, name: str) -> str:
        return self.shown.text(self.case.property(name))
