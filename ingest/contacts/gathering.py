"""All that one file says of contacts and communications, gathered and stored at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product

import pyarrow as pa

from ingest.contacts import called
from ingest.contacts.entries import Entry
from ingest.contacts.parties import Party
from ingest.observations import Attribute, Claim, Mention, Observations, RowLocator
from ingest.selectors.letters import latin
from workbench.case import Case
from workbench.vocabulary import AttributeName, ClaimKind, MentionKind, Nature


@dataclass(frozen=True)
class Contact:
    """A name by which the holder calls a number, and where that stands."""

    locator: RowLocator
    name: str
    phone: Mention
    person: Mention | None
    deleted: bool


@dataclass(frozen=True)
class Communication:
    """A call or message as the device recorded it. ``way``: outgoing, incoming or unknown.

    ``own`` is the device's side, None where its number is not known.
    """

    locator: RowLocator
    kind: str
    way: str
    sender: Party | None
    recipient: Party | None
    a_mention: Mention | None
    b_mention: Mention | None
    start_written: str
    start_utc: datetime
    zone: str
    ambiguous: bool
    duration_s: int | None
    missed: bool
    application: str | None
    has_text: bool
    deleted: bool


@dataclass
class Gathered:
    """Mentions and claims of a file; numbers and names are mentioned once for each use of them."""

    file_name: str
    observations: Observations = field(default_factory=Observations)
    contacts: list[Contact] = field(default_factory=list)
    communications: list[Communication] = field(default_factory=list)
    _phones: dict[tuple[str, str], Mention] = field(default_factory=dict)
    _persons: dict[tuple[str, str], Mention | None] = field(default_factory=dict)
    _own: dict[str, Mention | None] = field(default_factory=dict)
    _counts: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def entry(self, entry: Entry, sheet: str, row_number: int) -> None:
        """A contact: its numbers, and what they are called."""
        at = RowLocator(sheet, row_number)
        phones = [self._mention(party, sheet, row_number) for party in entry.numbers]
        if not entry.name:
            return
        person = self._person_of(entry, phones, at)
        names = dict.fromkeys(name for name in (entry.name, entry.nickname) if name)
        for phone, name in product(phones, names):
            self._say(phone, AttributeName.ALIAS, name)
            self.contacts.append(Contact(at, name, phone, person, entry.deleted))

    def own(self, party: Party, sheet: str, row_number: int) -> Mention | None:
        """The mention of the device's own number, wherever the file gives it first."""
        number = party.read.number
        if number is None:
            return None
        if number not in self._own:
            known = (m for (_, n), m in self._phones.items() if n == number)
            self._own[number] = next(known, None) or self.phone(party, sheet, row_number)
        return self._own[number]

    def phone(self, party: Party, sheet: str, row_number: int) -> Mention | None:
        """The mention of a number in the communications of a sheet, at its first row there."""
        if party.read.number is None:
            return None
        key = (sheet, party.read.number)
        if key not in self._phones:
            self._phones[key] = self._mention(party, sheet, row_number)
        phone = self._phones[key]
        if party.name:
            self._call(phone, party.name, RowLocator(sheet, row_number))
        return phone

    def _mention(self, party: Party, sheet: str, row_number: int) -> Mention:
        locator = self.locator(sheet, row_number, "phone")
        read = party.read
        return self.observations.mention(
            MentionKind.PHONE, party.written, locator, read.number, read.country
        )

    def locator(self, sheet: str, row_number: int, name: str) -> RowLocator:
        """A place in a row for the next mention of this kind: phone, phone.2 ..."""
        count = self._counts.get((sheet, row_number, name), 0) + 1
        self._counts[sheet, row_number, name] = count
        return RowLocator(sheet, row_number, name if count == 1 else f"{name}.{count}")

    def _call(self, phone: Mention, name: str, at: RowLocator) -> None:
        """What a row of calls or messages calls a number, unless that is known already."""
        key = _key(name, phone)
        if key not in self._persons:
            self._persons[key] = self._person(name, at)
            self._tie(self._persons[key], phone, at)
            self._say(phone, AttributeName.ALIAS, name)
            self.contacts.append(Contact(at, name, phone, self._persons[key], deleted=False))

    def _person_of(self, entry: Entry, phones: Sequence[Mention], at: RowLocator) -> Mention | None:
        """The person of an entry: the one whom the file calls so already by one of the numbers."""
        known = [self._persons[k] for p in phones if (k := _key(entry.name, p)) in self._persons]
        person = known[0] if known else self._person(entry.name, at)
        if person and not known:
            if entry.given and entry.surname:
                self._say(person, AttributeName.GIVEN_NAME, entry.given)
                self._say(person, AttributeName.SURNAME, entry.surname)
            if entry.nickname and entry.nickname != entry.name:
                self._say(person, AttributeName.ALIAS, entry.nickname)
        for phone in phones:
            key = _key(entry.name, phone)
            if key not in self._persons:
                self._persons[key] = person
                self._tie(person, phone, at)
        return person

    def _person(self, name: str, at: RowLocator) -> Mention | None:
        found = called.person(name)
        if found is None:
            return None
        locator = self.locator(at.sheet, at.row_number, "name")
        person = self.observations.mention(MentionKind.PERSON, name, locator, found.name)
        if found.nickname:
            self._say(person, AttributeName.ALIAS, found.nickname)
        return person

    def _tie(self, person: Mention | None, phone: Mention, at: RowLocator) -> None:
        """What somebody is called in a phone is its holder's word, and says little of who it is."""
        if person:
            claim = Claim(ClaimKind.USES, person, phone, at, nature=Nature.ASSESSMENT)
            self.observations.claims.append(claim)

    def _say(self, mention: Mention, name: AttributeName, written: str) -> None:
        self.observations.attributes.append(Attribute(mention, name, latin(written), written))

    # ------------------------------------------------------------- storing

    def store(self, case: Case, source_id: int, imei: str | None, imsi: str | None) -> int:
        """Write everything in the caller's transaction; returns the id of the first mention."""
        first = case.next_id("mention", "mention_id")
        self.observations.store(case, source_id, self.file_name)
        self._store_contacts(case, source_id, first)
        self._store_communications(case, source_id, first, imei, imsi)
        return first

    def _store_contacts(self, case: Case, source_id: int, first: int) -> None:
        rows = self.contacts
        _insert(
            case,
            "contact",
            {
                "source_id": pa.array([source_id] * len(rows), pa.int32()),
                "sheet": pa.array([c.locator.sheet for c in rows], pa.string()),
                "row_number": pa.array([c.locator.row_number for c in rows], pa.int64()),
                "name": pa.array([c.name for c in rows], pa.string()),
                "phone": pa.array([first + c.phone.number for c in rows], pa.int64()),
                "person": pa.array([_id(first, c.person) for c in rows], pa.int64()),
                "deleted": pa.array([c.deleted for c in rows], pa.bool_()),
            },
        )

    def _store_communications(
        self, case: Case, source_id: int, first: int, imei: str | None, imsi: str | None
    ) -> None:
        rows = self.communications
        place = {
            "source_id": pa.array([source_id] * len(rows), pa.int32()),
            "sheet": pa.array([c.locator.sheet for c in rows], pa.string()),
            "row_number": pa.array([c.locator.row_number for c in rows], pa.int64()),
        }
        sides = {"outgoing": "a", "incoming": "b"}
        own = [sides.get(c.way) for c in rows]
        _insert(
            case,
            "communication",
            {
                **place,
                "kind": pa.array([c.kind for c in rows], pa.string()),
                "direction": pa.array([c.way for c in rows], pa.string()),
                "a_written": pa.array([_written(c.sender) for c in rows], pa.string()),
                "b_written": pa.array([_written(c.recipient) for c in rows], pa.string()),
                "a_number": pa.array([_number(c.sender) for c in rows], pa.string()),
                "b_number": pa.array([_number(c.recipient) for c in rows], pa.string()),
                "a_kind": pa.array([_kind(c.sender) for c in rows], pa.string()),
                "b_kind": pa.array([_kind(c.recipient) for c in rows], pa.string()),
                "a_mention": pa.array([_id(first, c.a_mention) for c in rows], pa.int64()),
                "b_mention": pa.array([_id(first, c.b_mention) for c in rows], pa.int64()),
                "device_party": pa.array(own, pa.string()),
                "imei": pa.array([imei if o else None for o in own], pa.string()),
                "imsi": pa.array([imsi if o else None for o in own], pa.string()),
                "start_written": pa.array([c.start_written for c in rows], pa.string()),
                "start_utc": pa.array([c.start_utc for c in rows], pa.timestamp("us")),
                "time_zone": pa.array([c.zone for c in rows], pa.string()),
                "time_ambiguous": pa.array([c.ambiguous for c in rows], pa.bool_()),
                "duration_s": pa.array([c.duration_s for c in rows], pa.int32()),
                "missed": pa.array([c.missed for c in rows], pa.bool_()),
            },
        )
        _insert(
            case,
            "device_record",
            {
                **place,
                "application": pa.array([c.application for c in rows], pa.string()),
                "has_text": pa.array([c.has_text for c in rows], pa.bool_()),
                "deleted": pa.array([c.deleted for c in rows], pa.bool_()),
            },
            distinct=True,
        )


def _insert(
    case: Case, table: str, columns: dict[str, pa.Array], *, distinct: bool = False
) -> None:
    case.db.register("gathered_rows", pa.table(columns))
    which = "DISTINCT *" if distinct else "*"
    case.db.execute(f"INSERT INTO {table} BY NAME SELECT {which} FROM gathered_rows ORDER BY ALL")
    case.db.unregister("gathered_rows")


def _key(name: str, phone: Mention) -> tuple[str, str]:
    return latin(name).casefold(), phone.normalised or phone.text


def _id(first: int, mention: Mention | None) -> int | None:
    return None if mention is None else first + mention.number


def _written(party: Party | None) -> str | None:
    return (party.written or party.name or None) if party else None


def _number(party: Party | None) -> str | None:
    return party.read.number if party else None


def _kind(party: Party | None) -> str:
    return str(party.read.kind) if party else "unknown"
