"""Rows of a call log or of messages as communications of the device they were read from."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from ingest.call_records.services import INCOMING, OUTGOING, UNKNOWN, vocabulary
from ingest.contacts.clock import Clock
from ingest.contacts.entries import is_deleted
from ingest.contacts.fields import Field, Role
from ingest.contacts.gathering import Communication, Gathered
from ingest.contacts.parties import Party, parties
from ingest.contacts.sheets import SheetLayout
from ingest.observations import Mention, RowLocator
from ingest.selectors import phones
from ingest.tables import Record
from ingest.tables.headers import fold as fold_text

MOST_RECIPIENTS = 10
"""A message to more than this is one to a group: nobody in it is its addressee."""
NO_PARTY = "no party"
DRAFT = "a draft, never sent"
_LONG = 40
fold = lru_cache(maxsize=100_000)(fold_text)
Ends = list[tuple[Party | None, Party | None]]
_SAID = (Field.DIRECTION, Field.TYPE, Field.STATUS)
_DURATION = re.compile(r"(?:(?P<h>\d+):)?(?P<m>\d+):(?P<s>\d{2})(?:[.,]\d+)?")
_WORDED = re.compile(r"(?:(\d+)\s*h\w*)?\s*(?:(\d+)\s*m\w*)?\s*(?:(\d+)\s*s\w*)?\.?", re.IGNORECASE)


@dataclass(frozen=True)
class _Values:
    """Words about direction, states and applications."""

    ways: dict[str, str]
    unanswered: re.Pattern[str]
    draft: re.Pattern[str]
    applications: re.Pattern[str]
    native: frozenset[str]


@cache
def _values() -> _Values:
    text = files("ingest.contacts").joinpath("values.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    begun = {
        state: re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})")
        for state, words in data["states"].items()
    }
    names = "|".join(data["applications"]["names"])
    return _Values(
        {fold(word): way for way, words in data["ways"].items() for word in words},
        begun["unanswered"],
        begun["draft"],
        re.compile(rf"\b(?:{names})\b", re.IGNORECASE),
        frozenset(data["applications"]["native"]),
    )


class RowError(ValueError):
    """A row that is no communication; the message is the reason of rejection."""


@dataclass(frozen=True)
class Reader:
    """Reads the rows of one sheet; ``own`` is the device's side, as far as it is known.

    ``saved`` has the one number saved under each name, for rows that give the name only; ``ways``
    the directions of a template's own words (folded).
    """

    layout: SheetLayout
    clock: Clock
    sheet: str
    country: str | None
    own: Party | None
    saved: dict[str, Party]
    ways: Mapping[str, str]

    def read(self, record: Record, gathered: Gathered) -> Iterator[Communication]:
        """The communications of a row, one for each at the other end.

        Raises RowError, MomentError.
        """
        moment = self.clock.read(record)
        said = [fold(c) for c in self.layout.cells(record, *_SAID)]
        if any(_values().draft.search(s) for s in said):
            raise RowError(DRAFT)
        way, ends = self._ends(record)
        application = self._application(record)
        missed = self.layout.role is Role.CALLS and any(map(_values().unanswered.search, said))
        duration = duration_s(self.layout.cell(record, Field.DURATION))
        for sender, recipient in ends:
            yield Communication(
                locator=RowLocator(self.sheet, record.row_number),
                kind=self._kind(record, application),
                way=way,
                sender=sender,
                recipient=recipient,
                a_mention=self._mention(sender, record, gathered),
                b_mention=self._mention(recipient, record, gathered),
                start_written=moment.written,
                start_utc=moment.utc,
                zone=moment.zone,
                ambiguous=moment.ambiguous,
                duration_s=0 if missed and duration is None else duration,
                missed=missed,
                application=application,
                has_text=bool(self.layout.cell(record, Field.TEXT)),
                deleted=any(is_deleted(c) for c in self.layout.cells(record, Field.DELETED)),
            )

    def _mention(self, end: Party | None, record: Record, gathered: Gathered) -> Mention | None:
        if end is None:
            return None
        if end is self.own:
            return gathered.own(end, self.sheet, record.row_number)
        return gathered.phone(end, self.sheet, record.row_number)

    # ------------------------------------------------------------- who

    def named(self, record: Record) -> Iterator[Party]:
        """Everybody a row names, the device's own number among them."""
        for cell in self.layout.cells(record, Field.OWN):
            yield from (replace(party, is_own=True) for party in parties(cell, self.country))
        for field in (Field.FROM, Field.TO, Field.PARTY, Field.PARTICIPANTS, Field.PHONE):
            for cell in self.layout.cells(record, field):
                yield from parties(cell, self.country)

    def _ends(self, record: Record) -> tuple[str, Ends]:
        """The direction, and sender and recipient of each communication. Raises RowError."""
        senders, recipients, others = self._sides(record)
        way = self._way(record, senders, recipients, others)
        if way == UNKNOWN:
            found: Ends = [(s, r) for s in senders[:1] for r in _few(recipients or others)]
            alone: Ends = [(s, None) for s in (senders or others)[:1]]
            return way, found or alone or self._nobody(record, way)
        near, far = (recipients, senders) if way == OUTGOING else (senders, recipients)
        ends = [p for p in (*near, *others) if not self._is_own(p)]
        ends = ends or [p for p in far if not self._is_own(p)]
        if way == OUTGOING:
            return way, [(self.own, p) for p in _few(ends)] or self._nobody(record, way)
        return way, [(p, self.own) for p in ends[:1]] or self._nobody(record, way)

    def _nobody(self, record: Record, way: str) -> Ends:
        """The other end is not named, which withheld numbers are not: a row without any is none."""
        if all(party.is_own for party in self.named(record)):
            raise RowError(NO_PARTY)
        return [(self.own, None) if way == OUTGOING else (None, self.own)]

    def _sides(self, record: Record) -> tuple[list[Party], list[Party], list[Party]]:
        """Senders, recipients, and those of whom the row does not say which."""
        cells = self.layout.cells
        senders = [p for c in cells(record, Field.FROM) for p in parties(c, self.country)]
        recipients = [p for c in cells(record, Field.TO) for p in parties(c, self.country)]
        others = [p for c in cells(record, Field.PARTY) for p in parties(c, self.country)]
        others = _joined(
            others, [p for c in cells(record, Field.PHONE) for p in parties(c, self.country)]
        )
        if not recipients and not others:
            present = [
                p for c in cells(record, Field.PARTICIPANTS) for p in parties(c, self.country)
            ]
            spoken = {_identity(p) for p in senders}
            recipients = [p for p in present if _identity(p) not in spoken]
        senders += [p for p in others if p.way == "from"]
        recipients += [p for p in others if p.way == "to"]
        others = [p for p in others if p.way is None]
        if name := self.layout.cell(record, Field.NAME):
            senders, recipients, others = self._named(name, senders, recipients, others)
        return self._known(senders), self._known(recipients), self._known(others)

    def _named(self, name: str, *sides: list[Party]) -> list[list[Party]]:
        """The name of its own column belongs to the one at the other end."""
        far = [p for side in sides for p in side if not self._is_own(p)]
        if not far:
            return [*sides[:2], [Party("", phones.normalise_party("", None), name)]]
        if len(far) > 1 or far[0].name:
            return list(sides)
        return [[replace(p, name=name) if p is far[0] else p for p in side] for side in sides]

    def _known(self, found: Sequence[Party]) -> list[Party]:
        """With the number saved under a name, where a row gives the name only; each once."""
        once: dict[str, Party] = {}
        for party in found:
            saved = self.saved.get(fold(party.name)) if party.read.number is None else None
            if saved and party.name:
                party = replace(saved, name=party.name, is_own=party.is_own, way=party.way)
            once.setdefault(_identity(party), party)
        return list(once.values())

    def _is_own(self, party: Party) -> bool:
        own = self.own.read.number if self.own else None
        return party.is_own or (own is not None and party.read.number == own)

    def _way(
        self, record: Record, senders: list[Party], recipients: list[Party], others: list[Party]
    ) -> str:
        for field in _SAID:
            for cell in self.layout.cells(record, field):
                if way := self.ways.get(fold(cell)) or said_way(cell):
                    return way
        if any(map(self._is_own, senders)) or (recipients and not senders and not others):
            return OUTGOING
        if any(map(self._is_own, recipients)) or (senders and not recipients and not others):
            return INCOMING
        return UNKNOWN

    # ------------------------------------------------------------- what

    def _application(self, record: Record) -> str | None:
        for cell in self.layout.cells(record, Field.APPLICATION, Field.TYPE):
            if found := _values().applications.search(cell):
                return cell if len(cell) <= _LONG else found.group()
        found = _values().applications.search(self.sheet)
        if found:
            return found.group()
        source = self.layout.cell(record, Field.APPLICATION)
        native = not fold(source) or fold(source) in _values().native
        return None if native or len(source) > _LONG else source

    def _kind(self, record: Record, application: str | None) -> str:
        if self.layout.role is Role.CALLS:
            return "call"
        if application:
            return "other"
        said = fold(" ".join([*self.layout.cells(record, Field.TYPE), self.sheet]))
        return "mms" if "mms" in said.split() and "sms" not in said.split() else "sms"


@lru_cache(maxsize=10_000)
def said_way(cell: str) -> str | None:
    """The direction that a word says, seen from the device."""
    way = _values().ways.get(fold(cell)) or vocabulary().read(cell).direction
    return way if way in (OUTGOING, INCOMING) else None


def _joined(parties_of: list[Party], numbers: list[Party]) -> list[Party]:
    """Names of one column and numbers of another: of one party where there is one of each."""
    if len(parties_of) == len(numbers) == 1:
        one, number = parties_of[0], numbers[0]
        if one.read.number is None and not number.name:
            return [replace(number, name=one.name, is_own=one.is_own, way=one.way)]
    return parties_of + numbers


def _few(found: list[Party]) -> list[Party | None]:
    return [None] if len(found) > MOST_RECIPIENTS else list(found)


def _identity(party: Party) -> str:
    return party.read.number or fold(party.name or party.written)


def duration_s(written: str) -> int | None:
    """Seconds from ``83``, ``00:01:23``, ``1:23`` (minutes), ``1m 23s``."""
    text = written.strip()
    if re.fullmatch(r"\d+(?:[.,]0+)?", text):
        return int(re.split("[.,]", text)[0])
    if clock := _DURATION.fullmatch(text):
        return int(clock["h"] or 0) * 3600 + int(clock["m"]) * 60 + int(clock["s"])
    worded = _WORDED.fullmatch(text)
    if text and worded and any(worded.groups()):
        hours, minutes, seconds = (int(p or 0) for p in worded.groups())
        return hours * 3600 + minutes * 60 + seconds
    return None
