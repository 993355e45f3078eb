"""Composes a summary: chooses, gathers, words and tabulates, and decides what goes out with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench import sources
from workbench.access import Masking
from workbench.case import Case
from workbench.errors import RefusedError
from workbench.evidence.chart import draw
from workbench.evidence.citing import Citation, Citations
from workbench.evidence.collected import Collected
from workbench.evidence.disclosure import Disclosure, disclose
from workbench.evidence.figures import figures
from workbench.evidence.findings import Findings
from workbench.evidence.handling import Withheld, withheld
from workbench.evidence.material import Material, gather
from workbench.evidence.method import Method
from workbench.evidence.names import Names
from workbench.evidence.occasions import LISTED, Occasion, considered
from workbench.evidence.opening import Opening
from workbench.evidence.provenance import Provenance, provenance
from workbench.evidence.reduced import without
from workbench.evidence.report import Drawing, Group, Report, Statement, Table
from workbench.evidence.request import Request, Template
from workbench.evidence.selection import MAX_TIES, Selection, select
from workbench.evidence.tables import Tables, source_table, withheld_table
from workbench.evidence.wording import Wording, grouped
from workbench.progress import Progress, silent
from workbench.sources import Source
from workbench.vocabulary import MentionKind

_UNCLEAR_KINDS = (MentionKind.DOCUMENT, MentionKind.ACCOUNT)


@dataclass(frozen=True)
class Composed:
    """A summary's report, the sources it cites with how each goes out, and what it rests on.

    ``shown`` is the masking it was written under. ``everything``: ``cited`` are all sources that
    may go, cited or not.
    """

    report: Report
    cited: tuple[Source, ...]
    disclosures: Mapping[int, Disclosure]
    provenance: Provenance
    withheld: tuple[Withheld, ...]
    shown: Masking
    figures: Mapping[str, object]
    everything: bool = False


def compose(
    case: Case,
    masking: Masking,
    request: Request,
    made_at_utc: datetime,
    progress: Progress = silent,
) -> Composed:
    """Everything that a summary says, as plain values. Changes nothing.

    ``masking`` is that of the export, in English; the request's focus are ids.

    Raises UnknownObjectError, RefusedError, CaseDamagedError.
    """
    words = Wording.load(request.language, case.property("time_zone"))
    every = sources.every(case.db.cursor())
    kept_back = withheld(every, request.purpose, request.permissions)
    if len(kept_back) == len(every):
        raise RefusedError(_nothing_to_say(kept_back))
    shown = masking.renamed(words.pseudonym)
    with without(case, [one.source_id for one in kept_back]) as view:
        progress("choosing what to show", 0.1)
        selection = select(view, shown, request.focus, request.top, considered(request))
        composer = _Composer(case, view, shown, words, request, made_at_utc, selection, kept_back)
        return composer.composed(progress)


def _nothing_to_say(kept_back: Sequence[Withheld]) -> str:
    if not kept_back:
        return "the case holds no sources yet. Take in files with 'workbench add' first."
    codes = ", ".join(sorted({one.handling_code for one in kept_back}))
    return (
        f"all {len(kept_back)} sources are withheld for their handling codes ({codes}). Name the "
        "provider's permission for those that may go, or another purpose."
    )


@dataclass(frozen=True)
class _Body:
    """What cites: all of it must be written before it is known which sources go out."""

    facts: tuple[Group, ...]
    assessments: tuple[Statement, ...]
    entities: Table
    things: Table
    ties: Table
    citations: tuple[Citation, ...]
    collected: tuple[Group, ...]
    drawings: tuple[Drawing, ...]


@dataclass(frozen=True)
class _Composer:
    """``case`` is the whole case, ``view`` the case without what is withheld."""

    case: Case
    view: Case
    shown: Masking
    words: Wording
    request: Request
    made_at_utc: datetime
    selection: Selection
    withheld: tuple[Withheld, ...]

    def composed(self, progress: Progress) -> Composed:
        kinds = {str(kind): self.words.term("kind", kind) for kind in _UNCLEAR_KINDS}
        names = Names.of(self.view, self.shown, self.selection.entities, kinds)
        body = self._body(names, progress)
        progress("searching the originals for what must not leave", 0.6)
        cited, disclosures = self._cited(body.citations)
        origin = provenance(self.case, self.view, self.shown)
        report = self._report(names, body, cited, disclosures, origin)
        everything = self.request.everything
        told = (*(one for group in body.facts for one in group.statements), *body.assessments)
        counted = figures(self.case, self.view, self.selection, names, told, report.brief)
        return Composed(
            report, cited, disclosures, origin, self.withheld, self.shown, counted, everything
        )

    def _body(self, names: Names, progress: Progress) -> _Body:
        progress("reading the evidence", 0.2)
        chosen, citations = self.selection, Citations()
        material = gather(self.view, self.shown, chosen)
        progress("writing statements", 0.5)
        findings = self._findings(names, material, citations)
        occasion = Occasion(self.view, self.shown, self.words, self.request, findings)
        tables = Tables(self.words, names, material, citations)
        cohesion = _cohesion(self.view)
        collected = Collected(self.case, self.view, self.shown, self.words, findings)
        wanted = self.request.collected
        return _Body(
            facts=(*occasion.groups(chosen), *findings.facts(chosen)),
            assessments=(
                *occasion.attributed(),
                *findings.assessments(chosen),
                *findings.merges(cohesion, chosen.principal),
            ),
            collected=collected.groups() if wanted else (),
            drawings=collected.drawings(chosen) if wanted else (),
            entities=tables.actors(chosen, _kinds(self.view), cohesion),
            things=tables.things(chosen),
            ties=tables.ties(chosen),
            citations=citations.every(),
        )

    def _findings(self, names: Names, material: Material, citations: Citations) -> Findings:
        """A summary about one actor tells all of it, and of the others what ties them to it."""
        if self.request.template not in (Template.PERSON, Template.PHONE):
            return Findings(self.words, names, material, citations)
        return Findings(self.words, names, material, citations, described=1, per_actor=LISTED)

    def _report(
        self,
        names: Names,
        body: _Body,
        cited: Sequence[Source],
        disclosures: Mapping[int, Disclosure],
        origin: Provenance,
    ) -> Report:
        chosen = self.selection
        opening = Opening(self.view, self.shown, self.words, self.request, names, origin)
        method = Method(self.view, self.shown, self.words, names, origin)
        return Report(
            language=self.request.language,
            words=self.words.catalogue,
            header=opening.header(self.made_at_utc),
            notes=opening.notes(),
            question=opening.question(chosen),
            brief=opening.brief(chosen),
            facts=body.facts,
            assessments=body.assessments,
            collected=body.collected,
            drawings=body.drawings,
            chart=draw(chosen, names.name, names.number, tuple(self._not_drawn())),
            entities=body.entities,
            things=body.things if body.things.rows else None,
            ties=body.ties if body.ties.rows else None,
            method=method.paragraphs(chosen, self.withheld, self.request.top),
            sources=source_table(
                self.view, self.shown, self.words, disclosures, self.request.permissions
            ),
            source_notes=opening.source_notes(),
            withheld=withheld_table(self.words, self.withheld) if self.withheld else None,
            citations=body.citations,
            files={source.source_id: self.shown.text(source.file_name) for source in cited},
        )

    def _cited(
        self, citations: Sequence[Citation]
    ) -> tuple[tuple[Source, ...], dict[int, Disclosure]]:
        redacted: dict[int, bool] = {}
        for citation in citations:
            number = citation.source_id
            redacted[number] = redacted.get(number, False) or citation.quote.redacted
        if self.request.everything:
            every = sources.every(self.view.db.cursor())
            redacted = {one.source_id: False for one in every} | redacted
        cited = tuple(sources.get(self.view.db.cursor(), number) for number in sorted(redacted))
        disclosures = {
            source.source_id: disclose(
                self.case, self.shown, source, redacted=redacted[source.source_id]
            )
            for source in cited
        }
        return cited, disclosures

    def _not_drawn(self) -> Iterator[str]:
        if self.selection.omitted_ties:
            count = grouped(self.selection.omitted_ties)
            yield self.words.say("chart", "too_many", limit=MAX_TIES, count=count)
        if self.selection.things:
            yield self.words.say("chart", "things")
        rest = len(self.selection.considered.entities) - len(
            {*self.selection.principal, *self.selection.companions}
        )
        if rest > 0:
            yield self.words.say("chart", "others", count=grouped(rest))


def _cohesion(case: Case) -> dict[str, float]:
    found = case.db.cursor().execute("SELECT entity_id, cohesion FROM entity").fetchall()
    return {entity: float(cohesion) for entity, cohesion in found}


def _kinds(case: Case) -> dict[str, str]:
    return dict(case.db.cursor().execute("SELECT entity_id, kind FROM entity").fetchall())
