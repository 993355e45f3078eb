"""A finding of any pattern that needs no shape of its own: who, how likely, why, but, and where."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb

from graph.build.filters import Omission
from graph.patterns.findings import LIKELY, Label, Rows, Table, cited
from graph.ranking import NOT_RANKED


@dataclass(frozen=True)
class Lead:
    """Something found. ``who``: entities (ids) by their part in it; ``score`` 0 to 1.

    ``reason`` and ``cautions`` are in words, without names. ``rows`` are source, sheet and row
    of the records it rests on, ``relationships`` ids of those it rests on; ``facts`` are further
    values for scripts, ``others`` further entities (ids) by their part.
    """

    who: tuple[tuple[str, str], ...]
    score: float
    reason: str
    cautions: tuple[str, ...] = ()
    rows: Rows = ()
    relationships: tuple[str, ...] = ()
    facts: tuple[tuple[str, object], ...] = ()
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def entities(self) -> set[str]:
        """All entities that it names."""
        return {entity for _, entity in self.who} | {e for _, many in self.others for e in many}

    def as_json(self, label: Label) -> dict[str, object]:
        """All of it, for scripts."""
        found: dict[str, object] = {part: label(entity) for part, entity in self.who}
        found |= {f"{part}_entity": entity for part, entity in self.who}
        found |= {part: [label(entity) for entity in many] for part, many in self.others}
        found |= {"score": self.score, "reason": self.reason, "cautions": self.cautions}
        found |= dict(self.facts)
        if self.relationships:
            found["relationships"] = self.relationships
        return found | {"evidence": cited(self.rows)}


@dataclass(frozen=True)
class Leads:
    """All that a pattern found, likeliest first, and what is not shown."""

    parts: tuple[str, ...]
    leads: tuple[Lead, ...]
    left_out: tuple[Omission, ...] = field(default=())

    def as_json(self, label: Label) -> dict[str, object]:
        """As ``patterns NAME --json`` prints it."""
        return {
            "candidates": [lead.as_json(label) for lead in self.leads],
            "left_out": [omission.as_json() for omission in self.left_out],
        }

    def table(self, label: Label) -> Table:
        """Those that are likelier than not."""
        return Table(
            (*self.parts, "score", "why", "but"),
            tuple(
                (
                    *(label(entity) for _, entity in lead.who),
                    lead.score,
                    lead.reason,
                    " ".join(lead.cautions),
                )
                for lead in self.leads
                if lead.score > LIKELY
            ),
        )


def shown(
    db: duckdb.DuckDBPyConnection,
    parts: tuple[str, ...],
    leads: Iterable[Lead],
    left_out: Iterable[Omission] = (),
) -> Leads:
    """The leads that name nobody protected, likeliest first; the others are counted."""
    hidden = {row[0] for row in db.execute("SELECT entity_id FROM protected_entity").fetchall()}
    every = list(leads)
    kept = sorted(
        (lead for lead in every if not lead.entities & hidden),
        key=lambda lead: (-lead.score, [(len(entity), entity) for _, entity in lead.who]),
    )
    withheld = len(every) - len(kept)
    omitted = (Omission(NOT_RANKED, entities=withheld),) if withheld else ()
    return Leads(parts, tuple(kept), (*omitted, *left_out))


def moment(value: object) -> str:
    """A time in UTC as findings say it."""
    return f"{value:%Y-%m-%d %H:%M} UTC"


def minutes(count: float) -> str:
    """A length of time in words."""
    if count < 100:
        return f"{count:.0f} minutes"
    hours = count / 60
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
