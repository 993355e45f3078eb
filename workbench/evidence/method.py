"""The section on method and limits: how it was made, what it rests on, what it leaves out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.build.calls import SAME_CALL_S
from workbench import sources
from workbench.access import Masking
from workbench.case import Case
from workbench.evidence.coverage import coverage
from workbench.evidence.handling import Withheld
from workbench.evidence.names import Names
from workbench.evidence.provenance import Provenance
from workbench.evidence.report import Paragraphs, Table
from workbench.evidence.selection import MAX_TIES, Selection
from workbench.evidence.wording import Wording, grouped

_SERVICES_NAMED = 12
# What graph.build.services says of a service.
_SHORT_NUMBER = "a short number or a named sender: a service"
_HABITS = re.compile(
    r"looks like a service: (?P<contacts>\d+) contacts, as widely spread as over (?P<spread>\d+) "
    r"alike \(others: (?P<usual>\d+)\), (?P<once>\d+%) of them with two communications at most, "
    r"(?P<both>\d+%) in both directions, (?P<acquainted>\d+%) of them in touch with each other"
)


@dataclass(frozen=True)
class Method:
    """Says how a summary of a case came about. ``case`` is without withheld sources."""

    case: Case
    shown: Masking
    words: Wording
    names: Names
    provenance: Provenance

    def paragraphs(
        self, selection: Selection, withheld: Sequence[Withheld], top: int
    ) -> tuple[Paragraphs, ...]:
        """All parts of the section, in order."""
        return (
            self._reading(),
            Paragraphs(
                self._say("title_phones"),
                (self._say("phones", count=len({h.phone for h in selection.considered.folded})),),
            ),
            self._identity(),
            self._coverage(),
            self._left_out(selection, withheld, top),
            Paragraphs(self._say("title_cautions"), (), self.words.lines("method", "cautions")),
            Paragraphs(self._say("title_protection"), (self._say("protection"),)),
            Paragraphs(
                self._say("title_reproduction"),
                (
                    self._say(
                        "reproduction",
                        row=self.provenance.audit_row,
                        hash=self.provenance.audit_hash,
                    ),
                ),
            ),
        )

    def _say(self, key: str, **values: object) -> str:
        return self.words.say("method", key, **values)

    def _reading(self) -> Paragraphs:
        totals = self.case.db.cursor().execute(
            "SELECT sum(rows_in)::BIGINT, sum(accepted)::BIGINT, sum(rejected)::BIGINT, "
            "sum(duplicate)::BIGINT FROM reconciliation"
        )
        names = ("rows_in", "accepted", "rejected", "duplicate")
        counts = dict(zip(names, (grouped(n or 0) for n in totals.fetchall()[0]), strict=True))
        return Paragraphs(
            self._say("title_reading"),
            (
                self._say("reading", **counts),
                self._say("numbers"),
                self._say("once", seconds=SAME_CALL_S),
                self._say("readers"),
            ),
            tuple(self._readers()),
        )

    def _readers(self) -> Iterator[str]:
        """Which version of which reader, by which template, read which sources."""
        read: dict[tuple[str, str, str], list[str]] = {}
        for source in sources.every(self.case.db.cursor()):
            template = source.template or ""
            if template and source.template_version:
                template += f" {source.template_version}"
            key = (source.kind, source.parser_version, template)
            read.setdefault(key, []).append(f"S{source.source_id}")
        for (kind, version, template), numbers in read.items():
            yield self._say(
                "reader_template" if template else "reader",
                kind=self.words.term("source_kind", kind),
                version=version,
                template=template,
                sources=self.words.join(numbers),
            )

    def _identity(self) -> Paragraphs:
        run = self.provenance.resolution
        text = self._say("identity_none")
        if run is not None:
            text = self._say(
                "identity",
                run=run.run_id,
                at=self.words.moment(run.started_at_utc),
                software=run.software,
                input=run.input_hash[:16],
                settings=_readable(run.settings),
            )
        judgements = self.provenance.judgements
        return Paragraphs(
            self._say("title_identity"),
            (text, self._say("judgements", count=len(judgements))),
            tuple(
                self._say(
                    "judgement",
                    number=made.judgement_id,
                    author=made.author,
                    at=self.words.moment(made.made_at_utc),
                    left=self.names.full(made.left_entity),
                    right=self.names.full(made.right_entity),
                    decision=self._say(f"decision_{made.decision}"),
                    reason=made.reason,
                )
                for made in judgements
            ),
        )

    def _coverage(self) -> Paragraphs:
        found = coverage(self.case, self.words.time_zone)
        title = self._say("title_coverage")
        if not found:
            return Paragraphs(title, (self._say("coverage_none"),))
        columns = ("target", "source", "stated", "first", "last", "days", "records")
        table = Table(
            tuple(self._say(f"coverage_{column}") for column in columns),
            (3.3, 1.1, 3.6, 3.4, 3.4, 1.3, 1.5),
            tuple(
                (
                    self.shown.text(one.target or ""),
                    f"S{one.source_id}",
                    self.words.period(one.stated_from_utc, one.stated_to_utc),
                    self.words.moment(one.first_utc) if one.first_utc else "",
                    self.words.moment(one.last_utc) if one.last_utc else "",
                    grouped(one.days),
                    grouped(one.records),
                )
                for one in found
            ),
        )
        return Paragraphs(title, (self._say("coverage"),), table=table)

    def _left_out(self, selection: Selection, withheld: Sequence[Withheld], top: int) -> Paragraphs:
        rule = (self._rule(selection, top), self.words.say("rule", "companions"))
        points = (*self._omissions(selection), *self._services(selection))
        if withheld:
            points += (self._say("withheld", count=len(withheld)),)
        return Paragraphs(
            self._say("title_left_out"),
            (" ".join((*rule, self.words.say("rule", "cited"))),),
            points or (self._say("left_out_none"),),
        )

    def _rule(self, selection: Selection, top: int) -> str:
        if not selection.focus:
            return self.words.say("rule", "overview", top=top)
        names = self.words.join([self.names.full(entity) for entity in selection.focus])
        return self.words.say("rule", "focus", names=names, top=top)

    def _omissions(self, selection: Selection) -> Iterator[str]:
        for omission in selection.left_out:
            counts = [
                self._say(f"omission_{what}", count=grouped(getattr(omission, what)))
                for what in ("entities", "relationships", "records")
                if getattr(omission, what)
            ]
            reason = self.words.term("omission", omission.reason)
            yield f"{reason[:1].upper()}{reason[1:]}: {', '.join(counts)}."
        beyond = len(selection.considered.entities) - len(
            {*selection.principal, *selection.companions}
        )
        if beyond > 0:
            yield self._say("beyond", count=grouped(beyond))
        if selection.omitted_ties:
            what = self.words.say(
                "chart", "too_many", limit=MAX_TIES, count=grouped(selection.omitted_ties)
            )
            yield what[:1].upper() + what[1:] + "."

    def _services(self, selection: Selection) -> Iterator[str]:
        services = selection.considered.set_apart[:_SERVICES_NAMED]
        if services:
            named = [
                self._say("service", name=self.names.name(s.entity_id), reason=self._why(s.reason))
                for s in services
            ]
            yield self._say("services", names="; ".join(named))

    def _why(self, reason: str) -> str:
        """Why something is a service, in the summary's language."""
        if reason == _SHORT_NUMBER:
            return self._say("service_short")
        habits = _HABITS.match(reason)
        return self._say("service_habits", **habits.groupdict()) if habits else reason


def _readable(settings: object, prefix: str = "") -> str:
    """Settings as 'name = value' pairs."""
    if not isinstance(settings, dict):
        return f"{prefix} = {settings}" if prefix else str(settings)
    return "; ".join(
        _readable(value, f"{prefix}.{name}".lstrip(".")) for name, value in settings.items()
    )
