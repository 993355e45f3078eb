"""What to put into a network, and what was left out of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph.build.calls import Window
from workbench.vocabulary import MentionKind, Nature


class Projection(StrEnum):
    """ACTORS: who deals with whom, phones folded into their holders. ALL: everything as stated."""

    ACTORS = "actors"
    ALL = "all"


class Services(StrEnum):
    """Whether taxis, call centres and short numbers are set apart from the network or kept in."""

    APART = "apart"
    KEEP = "keep"


ACTOR_KINDS = (MentionKind.PERSON, MentionKind.ORGANISATION, MentionKind.PHONE)
"""Who acts: people, organisations, and the unknown users of phones nobody is known to hold."""


@dataclass(frozen=True)
class NetworkFilter:
    """Which relationships and entities to take; None and empty mean all.

    ``min_count`` counts communications and spares what sources state. ``around`` names entities
    (ids) and ``hops`` how far to go from them. Times are UTC, ``[from_utc, to_utc)``. ``nature``
    FACT leaves out relationships that rest on assessments only; ``accepted_only`` counts of what
    documents state only what an analyst accepted or corrected. ``sources`` are files (ids),
    ``least_grade`` the lowest grade of a source and its information ('B2': A or B, and 1 or 2),
    ``places`` where it happened, by name. ``co_mentions`` adds who is named together in sentences
    and rows of documents.
    """

    kinds: frozenset[str] | None = None
    entity_kinds: frozenset[str] | None = None
    from_utc: datetime | None = None
    to_utc: datetime | None = None
    min_count: int = 1
    around: tuple[str, ...] = ()
    hops: int = 1
    nature: Nature | None = None
    projection: Projection = Projection.ACTORS
    services: Services = Services.APART
    accepted_only: bool = False
    sources: frozenset[int] | None = None
    least_grade: str | None = None
    places: frozenset[str] = frozenset()
    co_mentions: bool = False

    @property
    def is_part(self) -> bool:
        """Whether it takes only some of the case's records and statements, whatever their time."""
        narrowed = self.sources is not None or self.least_grade is not None or bool(self.places)
        return narrowed or self.accepted_only

    @property
    def window(self) -> Window:
        """The stretch of time asked for."""
        return Window(self.from_utc, self.to_utc)


@dataclass(frozen=True)
class Omission:
    """Something that a network leaves out, why, and how much of it there is."""

    reason: str
    entities: int = 0
    relationships: int = 0
    records: int = 0

    def as_json(self) -> dict[str, str | int]:
        """The omission with the counts that are not zero."""
        counts = {
            "entities": self.entities,
            "relationships": self.relationships,
            "records": self.records,
        }
        return {"reason": self.reason} | {name: n for name, n in counts.items() if n}
