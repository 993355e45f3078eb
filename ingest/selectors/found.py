"""What a finder reports, and how competing readings of one stretch of text are settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from workbench.vocabulary import MentionKind


class SelectorKind(StrEnum):
    """What a found stretch of text is. REFERENCE (of a file, law, article) is no selector."""

    PHONE = "phone"
    IMEI = "imei"
    IMSI = "imsi"
    ICCID = "iccid"
    PLATE = "plate"
    VIN = "vin"
    IDENTITY_DOCUMENT = "identity_document"
    PERSONAL_NUMBER = "personal_number"
    MRZ = "mrz"
    IBAN = "iban"
    CRYPTO_ADDRESS = "crypto_address"
    EMAIL = "email"
    HANDLE = "handle"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    COORDINATES = "coordinates"
    PLACE = "place"
    REFERENCE = "reference"

    @property
    def mention_kind(self) -> MentionKind | None:
        """The kind of mention such a selector makes, if it makes one."""
        return _MENTION_KINDS.get(self)


_MENTION_KINDS = {
    SelectorKind.PHONE: MentionKind.PHONE,
    SelectorKind.IMEI: MentionKind.HANDSET,
    SelectorKind.IMSI: MentionKind.SIM,
    SelectorKind.ICCID: MentionKind.SIM,
    SelectorKind.PLATE: MentionKind.VEHICLE,
    SelectorKind.VIN: MentionKind.VEHICLE,
    SelectorKind.IDENTITY_DOCUMENT: MentionKind.DOCUMENT,
    SelectorKind.PERSONAL_NUMBER: MentionKind.DOCUMENT,
    SelectorKind.MRZ: MentionKind.DOCUMENT,
    SelectorKind.IBAN: MentionKind.ACCOUNT,
    SelectorKind.CRYPTO_ADDRESS: MentionKind.ACCOUNT,
    SelectorKind.EMAIL: MentionKind.ACCOUNT,
    SelectorKind.HANDLE: MentionKind.ACCOUNT,
    SelectorKind.PLACE: MentionKind.PLACE,
}


@dataclass(frozen=True)
class Found:
    """A selector at [start, end) of a text; ``confidence`` (0..1) settles competing readings."""

    kind: SelectorKind
    start: int
    end: int
    text: str
    normalised: str
    country: str | None = None
    confidence: float = 1.0


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Keep the most confident reading of every stretch (the longer one on a tie), in text order."""
    taken: list[Found] = []
    occupied = bytearray()
    for item in sorted(found, key=lambda f: (-f.confidence, f.start - f.end, f.start, f.kind)):
        if len(occupied) < item.end:
            occupied.extend(bytes(item.end - len(occupied)))
        if not any(occupied[item.start : item.end]):
            occupied[item.start : item.end] = b"\x01" * (item.end - item.start)
            taken.append(item)
    return sorted(taken, key=lambda f: f.start)
