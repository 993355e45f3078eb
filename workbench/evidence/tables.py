"""The tables of a summary: actors, things, relationships, sources and what is withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.build import Holding
from workbench import sources as source_store
from workbench.access import Masking
from workbench.case import Case
from workbench.evidence.citing import Citations
from workbench.evidence.disclosure import Disclosure
from workbench.evidence.handling import Withheld
from workbench.evidence.material import Material
from workbench.evidence.names import Names
from workbench.evidence.report import Table
from workbench.evidence.selection import Selection, Tie
from workbench.evidence.wording import Wording, grouped
from workbench.sources import Source


@dataclass(frozen=True)
class Tables:
    """Makes tables in the words of one language."""

    words: Wording
    names: Names
    material: Material
    citations: Citations

    def actors(
        self, selection: Selection, kinds: Mapping[str, str], cohesion: Mapping[str, float]
    ) -> Table:
        """Principal actors and protected persons, with what sources call them."""
        shown = (*selection.principal, *selection.companions)
        held = selection.considered.folded
        return Table(
            self._titles("entity_table")[:7],
            (0.7, 3.2, 1.5, 3.4, 3, 2, 1.2),
            tuple(
                (
                    self.names.number(entity),
                    self.names.name(entity),
                    self.words.term("kind", kinds[entity]),
                    self._said(entity),
                    self._phones(entity, held),
                    self._mentions(entity),
                    f"{cohesion.get(entity, 1.0):.3f}".rstrip("0").rstrip("."),
                )
                for entity in shown
            ),
            tuple(self.citations.cite(self.material.entities[e].evidence) for e in shown),
        )

    def things(self, selection: Selection) -> Table:
        """What is tied to the principal actors: who, how, what."""
        return self._relationships(selection.things, "T")

    def ties(self, selection: Selection) -> Table:
        """Relationships among the actors."""
        return self._relationships(selection.ties, "R")

    def _relationships(self, ties: Sequence[Tie], prefix: str) -> Table:
        return Table(
            self._titles("tie_table")[:7],
            (0.7, 3.2, 1.8, 3.2, 0.9, 3, 1.2),
            tuple(
                (
                    f"{prefix}{number}",
                    self.names.full(tie.left),
                    self.words.term("short", tie.kind),
                    self.names.full(tie.right),
                    grouped(tie.count),
                    self.words.period(tie.first_utc, tie.last_utc),
                    self.words.say("tie_table", "assessment" if tie.is_assessment else "fact"),
                )
                for number, tie in enumerate(ties, 1)
            ),
            tuple(
                self.citations.cite(self.material.ties[tie.relationship_id].evidence)
                for tie in ties
            ),
        )

    def _titles(self, section: str) -> tuple[str, ...]:
        return tuple(str(title) for title in self.words.section(section).values())

    def _said(self, entity: str) -> str:
        terms = {"role": "role", "status": "category"}
        said = [
            self.words.term(terms[particular.name], particular.value)
            if particular.name in terms
            else particular.written[0]
            for particular in self.material.particulars.get(entity, ())
            if particular.name in ("role", "status", "alias", "birth_date")
        ]
        return "; ".join(dict.fromkeys(said))

    def _phones(self, entity: str, held: Sequence[Holding]) -> str:
        phones = []
        for holding in held:
            if holding.person == entity:
                period = self.words.period(holding.from_utc, holding.to_utc)
                when = self.words.say("statement", "when", period=period) if period else ""
                phones.append(self.names.name(holding.phone) + when)
        return "; ".join(phones)

    def _mentions(self, entity: str) -> str:
        backed = self.material.entities[entity]
        files = self.words.count("files", backed.sources)
        return f"{self.words.count('mention_nouns', backed.total)}, {files}"


def source_table(
    case: Case,
    shown: Masking,
    words: Wording,
    disclosures: Mapping[int, Disclosure],
    permissions: Mapping[int, str],
) -> Table:
    """Every source that may be named: what it is, its evaluation and how its rows reconcile."""
    titles = tuple(str(title) for title in words.section("source_table").values())[:8]
    return Table(
        titles,
        (0.8, 5.5, 1.9, 1.0, 1.6, 2.8, 6.1, 3.4),
        tuple(
            (
                f"S{source.source_id}",
                _origin(source, shown),
                words.term("source_kind", source.kind),
                source.grade,
                source.handling_code,
                _reconciled(case, source.source_id),
                source.sha256,
                shown.text(_enclosed(source, disclosures, permissions, words)),
            )
            for source in source_store.every(case.db.cursor())
        ),
    )


def withheld_table(words: Wording, withheld: Sequence[Withheld]) -> Table:
    """Sources that stay in the case, by number, code and reason only."""
    titles = (
        words.say("source_table", "number"),
        words.say("annex", "withheld_code"),
        words.say("annex", "withheld_reason"),
    )
    reasons = words.section("withheld_reason")
    rows = tuple(
        (
            f"S{w.source_id}",
            w.handling_code,
            str(reasons.get(w.handling_code, reasons["unknown"])),
        )
        for w in withheld
    )
    return Table(titles, (1, 2, 9), rows)


def _origin(source: Source, shown: Masking) -> str:
    parts = (source.file_name, source.authority, source.received_at, source.legal_basis)
    return shown.text(" · ".join(part for part in parts if part))


def _reconciled(case: Case, source_id: int) -> str:
    parts = source_store.reconciliation_of(case.db.cursor(), source_id)
    counts = [
        sum(getattr(part, name) for part in parts)
        for name in ("rows_in", "accepted", "rejected", "duplicate")
    ]
    rows_in, *rest = (grouped(count) for count in counts)
    return f"{rows_in} = {' + '.join(rest)}"


def _enclosed(
    source: Source,
    disclosures: Mapping[int, Disclosure],
    permissions: Mapping[int, str],
    words: Wording,
) -> str:
    disclosure = disclosures.get(source.source_id)
    if disclosure is None:
        enclosed = words.say("source_table", "not_cited")
    elif disclosure.whole:
        enclosed = words.say("source_table", "original")
    else:
        reason = words.say("disclosure", str(disclosure.reason))
        enclosed = words.say("source_table", "extract", reason=reason)
    if source.source_id in permissions:
        reference = permissions[source.source_id]
        enclosed += "; " + words.say("source_table", "permission", reference=reference)
    return enclosed
