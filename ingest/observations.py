"""What one source says, gathered in memory and stored at once: mentions and what binds them.

For documents and forms, whose observations number in the thousands. Call records are stored by
SQL in bulk and do not pass here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from workbench.case import Case
from workbench.vocabulary import (
    AttributeName,
    ClaimKind,
    MentionKind,
    Nature,
    PersonCategory,
)


@dataclass(frozen=True)
class RowLocator:
    """A row of a sheet (1-based, as a spreadsheet counts) and the field in it."""

    sheet: str
    row_number: int
    field: str | None = None


@dataclass(frozen=True)
class SpanLocator:
    """Characters [start, end) of the document's text, in one of its passages (1-based)."""

    passage_no: int
    start: int
    end: int


Locator = RowLocator | SpanLocator


@dataclass(frozen=True)
class Mention:
    """A reference to somebody or something; ``number`` is its place among the source's mentions."""

    number: int
    kind: MentionKind
    text: str
    locator: Locator
    normalised: str | None = None
    country: str | None = None

    def key(self, file_name: str) -> str:
        """The mention's key: file, then row and field or span."""
        where = self.locator
        if isinstance(where, SpanLocator):
            return f"{file_name}#{where.start}-{where.end}"
        sheet = f"{where.sheet}!" if where.sheet else ""
        return f"{file_name}#{sheet}{where.row_number}:{where.field}"


@dataclass(frozen=True)
class Attribute:
    """Something said about a mention, normalised and as written."""

    mention: Mention
    name: AttributeName
    value: str
    written: str


@dataclass(frozen=True)
class Claim:
    """A stated relation; ``first_hand`` is false for hearsay, ``negated`` true for a denial."""

    kind: ClaimKind
    left: Mention
    right: Mention
    locator: Locator
    nature: Nature = Nature.FACT
    first_hand: bool = True
    negated: bool = False
    start_utc: datetime | None = None
    end_utc: datetime | None = None
    time_written: str | None = None
    place: Mention | None = None
    speaker: Mention | None = None


@dataclass(frozen=True)
class Exhibit:
    """A seized item and the mentions it consists of."""

    exhibit_number: str
    description: str
    locator: Locator
    items: tuple[Mention, ...] = ()
    seized_written: str | None = None
    seized_utc: datetime | None = None
    place_written: str | None = None
    seized_by: str | None = None
    seized_from: Mention | None = None
    amount: Decimal | None = None
    currency: str | None = None
    quantity: Decimal | None = None  # of ``unit``, or pieces where that is None
    unit: str | None = None


@dataclass(frozen=True)
class HandOver:
    """A seized item changed hands: from whom to whom or where, as written.

    ``exhibit`` is None where the source does not say which item; ``step`` counts from 1 in the
    chain of that item.
    """

    step: int
    locator: Locator
    exhibit: Exhibit | None = None
    exhibit_number: str | None = None
    from_written: str | None = None
    to_written: str | None = None
    from_mention: Mention | None = None
    to_mention: Mention | None = None
    moment_written: str | None = None
    moment_utc: datetime | None = None
    place_written: str | None = None
    reason: str | None = None
    seal_number: str | None = None


@dataclass(frozen=True)
class Status:
    """What the source says a person is in the case; ``written`` are the words that say so."""

    mention: Mention
    category: PersonCategory
    written: str
    minor: bool = False


@dataclass(frozen=True)
class Sign:
    """A sign that somebody may be trafficked or in danger; of nobody where none is named."""

    code: str
    written: str
    mention: Mention | None
    locator: Locator


@dataclass
class Observations:
    """All that one source says. Fill it, then ``store`` it once inside a transaction."""

    mentions: list[Mention] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    exhibits: list[Exhibit] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    hand_overs: list[HandOver] = field(default_factory=list)

    def mention(
        self,
        kind: MentionKind,
        text: str,
        locator: Locator,
        normalised: str | None = None,
        country: str | None = None,
    ) -> Mention:
        """Add a mention and return it for use in attributes, claims and exhibits."""
        made = Mention(len(self.mentions), kind, text, locator, normalised, country)
        self.mentions.append(made)
        return made

    def indicate(self, code: str, written: str, mention: Mention | None, locator: Locator) -> None:
        """Add an indicator, once for a person and a place."""
        sign = Sign(code, written, mention, locator)
        if sign not in self.signs:
            self.signs.append(sign)

    def store(self, case: Case, source_id: int, file_name: str) -> None:
        """Write everything, with ids that continue the case's, in the caller's transaction."""
        first = case.next_id("mention_number", "mention_id")
        _insert(
            case,
            "mention",
            [
                (first + m.number, m.key(file_name), source_id, m.kind, m.text, m.normalised)
                + (m.country, *_row(m.locator), *_span(m.locator))
                for m in self.mentions
            ],
        )
        _insert(
            case,
            "attribute",
            [(first + a.mention.number, a.name, a.value, a.written) for a in self.attributes],
        )
        _insert(
            case,
            "person_status",
            [
                (first + s.mention.number, s.category, s.minor, None, None, s.written)
                for s in self.statuses
            ],
        )
        self._store_claims(case, source_id, first)
        self._store_exhibits(case, source_id, first)
        self._store_signs(case, source_id, first)

    def _store_claims(self, case: Case, source_id: int, first: int) -> None:
        number = case.next_id("claim", "claim_id")
        _insert(
            case,
            "claim",
            [
                (number + i, source_id, c.kind, first + c.left.number, first + c.right.number)
                + (c.start_utc, c.end_utc, c.time_written, _id(first, c.place), c.nature)
                + (c.first_hand, c.negated, _id(first, c.speaker), "suggested")
                + (*_row(c.locator)[:2], *_span(c.locator))
                for i, c in enumerate(self.claims)
            ],
        )

    def _store_exhibits(self, case: Case, source_id: int, first: int) -> None:
        number = case.next_id("exhibit", "exhibit_id")
        _insert(
            case,
            "exhibit",
            [
                (number + i, source_id, e.exhibit_number, e.description, e.seized_written)
                + (e.seized_utc, e.place_written, e.seized_by, _id(first, e.seized_from))
                + (e.amount, e.currency, *_row(e.locator)[:2], *_span(e.locator))
                + (e.quantity, e.unit)
                for i, e in enumerate(self.exhibits)
            ],
        )
        _insert(
            case,
            "exhibit_item",
            [
                (number + i, first + item.number)
                for i, e in enumerate(self.exhibits)
                for item in dict.fromkeys(e.items)
            ],
        )
        self._store_hand_overs(case, source_id, first, number)

    def _store_hand_overs(self, case: Case, source_id: int, first: int, first_exhibit: int) -> None:
        number = case.next_id("custody", "custody_id")
        exhibit_ids = {id(e): first_exhibit + i for i, e in enumerate(self.exhibits)}
        _insert(
            case,
            "custody",
            [
                (number + i, source_id, exhibit_ids.get(id(h.exhibit)), h.exhibit_number, h.step)
                + (h.from_written, h.to_written, _id(first, h.from_mention))
                + (_id(first, h.to_mention), h.moment_written, h.moment_utc, h.place_written)
                + (h.reason, h.seal_number, *_row(h.locator)[:2], *_span(h.locator))
                for i, h in enumerate(self.hand_overs)
            ],
        )

    def _store_signs(self, case: Case, source_id: int, first: int) -> None:
        number = case.next_id("indicator", "indicator_id")
        _insert(
            case,
            "indicator",
            [
                (number + i, source_id, s.code, _id(first, s.mention), s.written, "suggested")
                + (*_row(s.locator)[:2], *_span(s.locator))
                for i, s in enumerate(self.signs)
            ],
        )


def _id(first: int, mention: Mention | None) -> int | None:
    return None if mention is None else first + mention.number


def _row(locator: Locator) -> tuple[str | None, int | None, str | None]:
    if isinstance(locator, RowLocator):
        return locator.sheet, locator.row_number, locator.field
    return None, None, None


def _span(locator: Locator) -> tuple[int | None, int | None, int | None]:
    if isinstance(locator, SpanLocator):
        return locator.passage_no, locator.start, locator.end
    return None, None, None


def _insert(case: Case, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    """One statement for all rows, column by column: a row or a value at a time is far slower."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        values = ", ".join("unnest(?)" for _ in columns)
        case.db.execute(f"INSERT INTO {table} SELECT {values}", columns)
