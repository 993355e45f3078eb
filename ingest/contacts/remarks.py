"""What whoever takes in a phone's contents should know."""

import re
from collections.abc import Iterator, Sequence

from ingest.accounts import SheetAccount
from ingest.contacts.gathering import Gathered
from ingest.contacts.parties import Party
from workbench.case import Case
from workbench.sources import Source
from workbench.vocabulary import MentionKind, PartyKind, SourceKind


def notes(
    case: Case,
    source: Source,
    gathered: Gathered,
    own: Party | None,
    kind: SourceKind,
    exhibit: str | None,
) -> Iterator[str]:
    """The exhibit the file is tied to, whose calls they are, and how many names there are."""
    found = case.db.execute(
        "SELECT exhibit_number, known_by FROM device_exhibit JOIN exhibit USING (exhibit_id) "
        "WHERE device_exhibit.source_id = ?",
        [source.source_id],
    ).fetchone()
    if found:
        yield f"tied to exhibit {found[0]} (by its {found[1]})"
    elif exhibit:
        yield f"will be tied to exhibit {exhibit} when a report of its seizure is in the case"
    elif kind is SourceKind.PHONE_EXTRACTION:
        yield "tied to no exhibit of the case: none has its IMEI; name one with --exhibit"
    if gathered.communications and (own is None or own.read.kind is not PartyKind.E164):
        yield (
            "the device's own number is not known, so its calls and messages are tied to nobody: "
            "take the file in with --target"
        )
    unknown = sum(c.way == "unknown" for c in gathered.communications)
    if unknown:
        yield f"{unknown} communications whose direction nothing says"
    persons = sum(c.person is not None for c in gathered.contacts)
    if gathered.contacts:
        yield f"{len(gathered.contacts)} names of numbers, {persons} of them persons'"


def passed_over(sheets: Sequence[SheetAccount]) -> Iterator[str]:
    """Which sheets were not read, with how many rows each has."""
    for account in sheets:
        where = f"{account.name}: " if account.name else ""
        yield f"{where}{account.not_data} rows passed over: no contacts, calls or messages here"


def guessed(gathered: Gathered, country: str | None) -> Iterator[str]:
    """How many numbers were read by a numbering plan that nobody named."""
    mentions = gathered.observations.mentions
    national = sum(
        m.kind is MentionKind.PHONE
        and (m.normalised or "").startswith("+")
        and re.sub(r"\D", "", m.text).removeprefix("00") != (m.normalised or "")[1:]
        for m in mentions
    )
    if national and country:
        yield f"{national} numbers without country read as of {country}; else say --country"
