"""What is shown of a document; texts, labels and values are masked, times are UTC."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime


@dataclass(frozen=True)
class ShownMention:
    """A mention. ``start`` and ``end`` are characters of the document (None in a table).

    ``marked`` is where it stands in the passage's shown text; None where that cannot be told
    without giving a name away. ``read_as`` is what was read, where an analyst corrected it.
    """

    mention: int
    kind: str
    text: str
    normalised: str | None
    state: str
    start: int | None
    end: int | None
    marked: tuple[int, int] | None
    entity: str | None
    label: str | None
    protected: bool
    attributes: Mapping[str, tuple[str, ...]]
    standing: tuple[str, ...]
    read_as: Mapping[str, str | None] | None = None


@dataclass(frozen=True)
class ShownClaim:
    """A claim, its sides in the words of the document."""

    claim: int
    kind: str
    left: int
    left_text: str
    right: int
    right_text: str
    nature: str
    first_hand: bool
    negated: bool
    state: str
    start_utc: datetime | None
    end_utc: datetime | None
    time_written: str | None
    place: str | None
    speaker: str | None
    counts: bool
    read_as: Mapping[str, str | bool | None] | None = None

    @property
    def sentence(self) -> str:
        """The claim as a few words, a denial said so."""
        verb = self.kind.replace("_", " ")
        return f"{self.left_text} {'NOT ' if self.negated else ''}{verb} {self.right_text}"


@dataclass(frozen=True)
class ShownIndicator:
    """A sign of trafficking or danger, and the mention of the person it is of."""

    indicator: int
    code: str
    says: str
    sensitive: tuple[str, ...]
    mention: int | None
    person: str | None
    state: str


@dataclass(frozen=True)
class ShownPassage:
    """A sentence or row: ``passage`` (or ``row`` and ``sheet``) names it, ``start`` and ``end`` are
    characters of the document. ``redacted``: something was hidden in its text."""

    passage: int | None
    page: int | None
    sheet: str | None
    row: int | None
    start: int | None
    end: int | None
    text: str
    redacted: bool
    mentions: tuple[ShownMention, ...]
    claims: tuple[ShownClaim, ...]
    indicators: tuple[ShownIndicator, ...]


@dataclass(frozen=True)
class ShownAside:
    """What the file holds beside its running text: deleted, hidden, a remark, a header … With
    ``text`` None it is the characters [start, end) of the text itself."""

    kind: str
    start: int
    end: int
    passage: int | None
    text: str | None
    author: str | None


@dataclass(frozen=True)
class DocumentView:
    """A source with its passages in order, and how many words of each kind wait or were said."""

    source: int
    file: str
    sha256: str
    kind: str
    language: str | None
    grade: str
    handling_code: str
    states: Mapping[str, Mapping[str, int]]
    passages: tuple[ShownPassage, ...]
    asides: tuple[ShownAside, ...] = ()

    def as_json(self) -> dict[str, object]:
        """As ``document --json`` prints it."""
        return asdict(self)
