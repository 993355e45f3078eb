"""A network as it goes to another program: plain values, all as the recipient may read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from graph.build import COMMUNICATES
from graph.build.relationships import MUTUAL
from workbench.evidence.handling import Withheld


@dataclass(frozen=True)
class Origin:
    """A source the network rests on, with its evaluation and handling code."""

    number: int
    file: str
    sha256: str
    kind: str
    grade: str
    grading_scheme: str
    handling_code: str
    authority: str
    legal_basis: str

    @property
    def label(self) -> str:
        """As locators cite it: 'S3'."""
        return f"S{self.number}"


@dataclass(frozen=True)
class Thing:
    """An entity: an actor, or a thing. ``attributes`` are what sources say of it, by name."""

    id: str
    kind: str
    label: str
    protected: bool
    cohesion: float
    mentions: int
    sources: tuple[int, ...]
    categories: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]

    def values(self, name: str) -> list[str]:
        """What sources say under one name."""
        return [value for known, value in self.attributes if known == name]


@dataclass(frozen=True)
class Place:
    """Where a piece of evidence stands: a row of a table, or characters of a document's text."""

    source: int
    sheet: str
    row: int | None
    passage: int | None
    start: int | None
    end: int | None

    @property
    def label(self) -> str:
        """As cited: 'S3 r.17', 'S7 s.12 (140-210)'."""
        if self.row is None:
            return f"S{self.source} s.{self.passage} ({self.start}-{self.end})"
        return f"S{self.source}{f' “{self.sheet}”' if self.sheet else ''} r.{self.row}"


@dataclass(frozen=True)
class Link:
    """A relationship. Of its ``evidence`` the first pieces by time are given; ``total`` is all."""

    id: str
    kind: str
    left: str
    right: str
    count: int
    duration_s: int | None
    first_utc: datetime | None
    last_utc: datetime | None
    nature: str
    sources: tuple[int, ...]
    evidence: tuple[Place, ...]
    total: int

    @property
    def directed(self) -> bool:
        """Whether left does it to right; else it holds both ways."""
        return self.kind != COMMUNICATES and self.kind not in set(MUTUAL)


@dataclass(frozen=True)
class Spot:
    """A cell that phones used, or a place that sources name; degrees, WGS 84.

    ``sector`` gives for a cell azimuth, beam width (degrees, None: all around) and reach (metres).
    """

    id: str
    kind: str
    label: str
    latitude: float
    longitude: float
    of: str
    count: int
    first_utc: datetime | None
    last_utc: datetime | None
    sources: tuple[int, ...]
    evidence: tuple[str, ...]
    sector: tuple[float | None, float | None, float] | None = None


@dataclass(frozen=True)
class Carried:
    """All that goes."""

    title: str
    reference: str
    recipient: str
    purpose: str
    made_at_utc: datetime
    software: str
    key: str
    things: tuple[Thing, ...]
    links: tuple[Link, ...]
    spots: tuple[Spot, ...]
    origins: tuple[Origin, ...]
    withheld: tuple[Withheld, ...]
    left_out: tuple[str, ...]

    @cached_property
    def origin(self) -> Mapping[int, Origin]:
        """Sources by number."""
        return {one.number: one for one in self.origins}

    def grades(self, sources: Iterable[int]) -> list[str]:
        """The evaluations of some sources, each once."""
        return sorted({self.origin[number].grade for number in sources})

    def codes(self, sources: Iterable[int]) -> list[str]:
        """The handling codes of some sources, each once."""
        return sorted({self.origin[number].handling_code for number in sources})

    @property
    def notice(self) -> str:
        """What whoever opens the file must know."""
        parts = [
            f"{self.title} {self.reference}".strip(),
            f"For {self.recipient}, {self.purpose} purposes.",
            f"{self.software}, {self.made_at_utc.isoformat(timespec='seconds')}Z.",
            "Protected persons stand under pseudonyms made for this file alone.",
            "Relationships are what sources record or state (fact) or assess (assessment).",
            "Grades and handling codes are those of their sources.",
            *self.left_out,
        ]
        if self.withheld:
            parts.append(f"{len(self.withheld)} sources are withheld for their handling codes.")
        return " ".join(parts)
