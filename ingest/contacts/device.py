"""The device a file was read from: its IMEI, its cards, its own number, where each is said."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.call_records.zones import zone_info
from ingest.contacts.gathering import Gathered
from ingest.contacts.parties import Party, numbers
from ingest.contacts.sheets import DeviceFact
from ingest.observations import Attribute, Claim, Mention, RowLocator
from ingest.selectors import imei, sims
from workbench.vocabulary import AttributeName, ClaimKind, MentionKind, PartyKind

_IN_NAME = re.compile(r"(?<!\d)\d{15}(?!\d)")


@dataclass(frozen=True)
class Device:
    """What is known of it; mentions are None where nothing in the file says so."""

    handset: Mention | None
    imei: str | None
    imsi: str | None
    own_numbers: tuple[str, ...]
    exhibit: str | None
    zone: str | None


def read(facts: Sequence[DeviceFact], gathered: Gathered, country: str | None) -> Device:
    """The device that facts speak of, as mentions in ``gathered``."""
    handsets = _mentions(gathered, facts, "imei", MentionKind.HANDSET)
    cards = _mentions(gathered, facts, "imsi", MentionKind.SIM)
    cards += _mentions(gathered, facts, "iccid", MentionKind.SIM)
    phones = [
        (party.read.number, gathered.phone(party, f.sheet, f.row_number))
        for f in facts
        if f.meaning == "own_phone"
        for party in numbers(f.value, country)
        if party.read.kind is PartyKind.E164
    ]
    handset = handsets[0] if handsets else None
    if handset:
        _describe(gathered, handset, facts)
        _insert(gathered, [*cards, *(m for _, m in phones if m)], handset)
    return Device(
        handset,
        handset.normalised if handset else None,
        next(
            (c.normalised for c in cards if c.normalised and not c.normalised.startswith("89")),
            None,
        ),
        tuple(dict.fromkeys(number for number, _ in phones if number)),
        next((f.value for f in facts if f.meaning == "exhibit"), None),
        next((z for f in facts if f.meaning == "time_zone" and (z := _zone(f.value))), None),
    )


def country(facts: Sequence[DeviceFact], own_number: str | None) -> str | None:
    """Whose national numbers the holder saves: of the device's own number, else of its card."""
    written = [own_number or ""] + [f.value for f in facts if f.meaning == "own_phone"]
    numbered = [p.read.country for w in written for p in numbers(w, None) if p.read.country]
    cards = [c.country for f in facts if f.meaning == "imsi" if (c := sims.normalise_imsi(f.value))]
    return next(iter(dict.fromkeys((*numbered, *filter(None, cards)))), None)


def imei_in(file_name: str) -> str | None:
    """The IMEI in a file's name, if its check digit is right."""
    found = [imei.normalise(m.group()) for m in _IN_NAME.finditer(file_name)]
    right = [f.number for f in found if f and f.check is imei.Check.MATCHES]
    return right[0] if len(set(right)) == 1 else None


def most_marked(parties: Iterable[Party]) -> str | None:
    """The one number that cells mark as the device's own."""
    marked = Counter(p.read.number for p in parties if p.is_own and p.read.number)
    return next(iter(marked)) if len(marked) == 1 else None


def _mentions(
    gathered: Gathered, facts: Sequence[DeviceFact], meaning: str, kind: MentionKind
) -> list[Mention]:
    made: dict[str, Mention] = {}
    for fact in facts:
        if fact.meaning != meaning:
            continue
        for written in re.split(r"[;,\n/]|\s{2,}", fact.value):
            number, country = _normalised(meaning, written.strip())
            if number and number not in made:
                locator = gathered.locator(fact.sheet, fact.row_number, str(kind))
                made[number] = gathered.observations.mention(
                    kind, written.strip(), locator, number, country
                )
    return list(made.values())


def _normalised(meaning: str, written: str) -> tuple[str | None, str | None]:
    if meaning == "imei":
        handset = imei.normalise(written)
        return (handset.number if handset else None), None
    if meaning == "imsi":
        card = sims.normalise_imsi(written)
        return (card.number, card.country) if card else (None, None)
    serial = sims.normalise_iccid(written)
    return (serial.number if serial else None), None


def _describe(gathered: Gathered, handset: Mention, facts: Sequence[DeviceFact]) -> None:
    names = {"make": AttributeName.MAKE, "model": AttributeName.MODEL}
    said = {f.meaning: f for f in reversed(facts) if f.meaning in names}
    gathered.observations.attributes += [
        Attribute(handset, names[meaning], fact.value.lower(), fact.value)
        for meaning, fact in sorted(said.items())
    ]


def _insert(gathered: Gathered, cards: Sequence[Mention], handset: Mention) -> None:
    for card in cards:
        at = card.locator
        assert isinstance(at, RowLocator)
        gathered.observations.claims.append(Claim(ClaimKind.INSERTED_IN, card, handset, at))


def _zone(value: str) -> str | None:
    """A zone by its name or offset ('(UTC+01:00) Belgrade' is UTC+01:00)."""
    found = re.search(r"(?:UTC|GMT)\s?[+-]\s?\d{1,2}(?::?\d{2})?|[A-Z]\w+/\w+|\bUTC\b", value)
    return found.group().replace(" ", "") if found and zone_info(found.group()) else None
