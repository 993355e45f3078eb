"""A summary as plain values, ready to be set: every text in it may be read by the recipient."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.evidence.chart import Chart
from workbench.evidence.citing import Citation

Texts = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Statement:
    """A numbered statement. ``cites`` are labels of citations, ``quote`` a sentence's own words.

    ``about`` is the entity, relationship or measure whose numbers it gives; it goes nowhere.
    """

    number: int
    text: str
    cites: tuple[str, ...]
    grades: tuple[str, ...] = ()
    quote: str = ""
    about: str = ""


@dataclass(frozen=True)
class Group:
    """Statements about one actor, under its name."""

    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Table:
    """A table: column titles, their relative widths, and rows of texts with citations at the end.

    ``cites`` holds each row's labels; empty where the table has no such column.
    """

    titles: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    cites: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Paragraphs:
    """A titled piece of the method section; ``points`` are a list below the text."""

    title: str
    text: tuple[str, ...]
    points: tuple[str, ...] = ()
    table: Table | None = None


@dataclass(frozen=True)
class Header:
    """The case header: pairs of a word and its value."""

    title: str
    case: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Drawing:
    """A picture of the network under its name."""

    title: str
    chart: Chart


@dataclass(frozen=True)
class Report:
    """Everything a summary says."""

    language: str
    words: Mapping[str, Texts]
    header: Header
    notes: tuple[str, ...]
    question: str
    brief: tuple[str, ...]
    facts: tuple[Group, ...]
    assessments: tuple[Statement, ...]
    chart: Chart
    entities: Table
    things: Table | None
    ties: Table | None
    method: tuple[Paragraphs, ...]
    sources: Table
    source_notes: tuple[str, ...]
    withheld: Table | None
    citations: tuple[Citation, ...] = field(default=())
    files: dict[int, str] = field(default_factory=dict)
    collected: tuple[Group, ...] = ()
    drawings: tuple[Drawing, ...] = ()
