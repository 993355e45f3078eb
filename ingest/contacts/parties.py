"""Who stands in a cell: a number, a name, both together in any order, or several of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.selectors import phones
from ingest.selectors.phones import Party as Read
from ingest.tables.headers import fold
from workbench.vocabulary import PartyKind

_BETWEEN = re.compile(r"\s*(?:[;\n\r|]|:::)\s*|,\s+(?=[+\d])")
_WAY = re.compile(
    r"^(?P<way>from|to|cc|bcc|od|za|prima|nga|per|tek|da|von|an|απο|προς)\s*:\s*", re.IGNORECASE
)
_LABEL = re.compile(r"^[^\W\d_][^:+\d]{0,30}:\s*(?=[+\d(])")
_DOMAIN = re.compile(
    r"@(?:s\.whatsapp\.net|c\.us|g\.us|lid|[\w.-]*whatsapp[\w.-]*|viber|sip[\w.]*)\b"
)
_NUMBER = re.compile(
    r"(?<![\w@.])(?:\+|00)?\(?\d[\d\s()/.\u00a0-]{3,22}\d(?![\w@])|(?<!\w)\d{3,5}(?!\w)"
)
_OWNER = re.compile(
    r"\(?\b(?:(?:device |phone )?owner|local user|vlasnik|pronari|proprietario|besitzer)\b\)?",
    re.IGNORECASE,
)
_SELF = frozenset(
    ["me", "self", "myself", "this device", "local user", "device owner", "owner", "phone owner"]
    + ["ja", "une", "io", "ich"]
)
_OUT_WORDS = ("to", "za", "prima", "per", "tek", "an", "προς", "cc", "bcc")
_MANY_DIGITS = 7


@dataclass(frozen=True)
class Party:
    """One end: the number as written (or '') and as read, the name beside it (or '').

    ``is_own``: said to be the device's. ``way``: 'from' or 'to' where the cell says so.
    """

    written: str
    read: Read
    name: str
    is_own: bool = False
    way: str | None = None


@lru_cache(maxsize=100_000)
def parties(cell: str, country: str | None) -> tuple[Party, ...]:
    """All that a cell names, in order; lines without a way go on as the line before."""
    return tuple(_parties(cell, country))


def _parties(cell: str, country: str | None) -> Iterator[Party]:
    way: str | None = None
    for part in _BETWEEN.split(cell):
        text = part.strip().strip("*").strip()
        if not text:
            continue
        said = _WAY.match(text)
        if said:
            way = "to" if fold(said["way"]) in _OUT_WORDS else "from"
            text = text[said.end() :].strip()
        if text:
            yield _party(text, country, way)


def _party(text: str, country: str | None, way: str | None) -> Party:
    is_own = bool(_OWNER.search(text)) or fold(text) in _SELF
    text = _OWNER.sub("", text).strip() if len(text) > 12 else text
    account = _DOMAIN.search(text)
    bare = _DOMAIN.sub(" ", _LABEL.sub("", text)).strip()
    found = _NUMBER.search(bare)
    if found is None:
        return _without_number(text, country, is_own=is_own, way=way)
    written = found.group().strip().rstrip("(/.-").strip()
    read = _number(written, country, international=account is not None)
    rest = (bare[: found.start()] + " " + bare[found.start() + len(written) :]).strip()
    name = _name(rest)
    if read.kind is PartyKind.SHORT_CODE and any(c.isalpha() for c in name):
        # "Tani 2", "Hotel 365": figures of a name, not a number.
        return _without_number(text, country, is_own=is_own, way=way)
    return Party(written, read, name, is_own, way)


def _number(written: str, country: str | None, *, international: bool) -> Read:
    """Accounts of messengers are international numbers without the plus."""
    digits = re.sub(r"\D", "", written)
    if international and len(digits) >= _MANY_DIGITS and not written.startswith(("+", "0")):
        return phones.normalise_party("+" + digits, country)
    return phones.normalise_party(written, country)


def _without_number(text: str, country: str | None, *, is_own: bool, way: str | None) -> Party:
    """A withheld number, a sender in letters, or only a name."""
    read = phones.normalise_party(text, country)
    if read.kind is PartyKind.ALPHANUMERIC:
        return Party("", Read(None, PartyKind.UNKNOWN, None), _name(text), is_own, way)
    return Party(text, read, "", is_own, way)


def _name(text: str) -> str:
    """What is left beside a number, without brackets and marks around it; '' for marks alone."""
    name = re.sub(r"\s+", " ", text).strip(" \t-–:;,.<>()[]{}*/|\"'")
    name = re.sub(r"\(\s*\)|<\s*>|\[\s*\]", "", name).strip()
    return name if any(c.isalpha() for c in name) else ""


def numbers(cell: str, country: str | None) -> Iterator[Party]:
    """Telephone numbers of a cell of numbers, each maybe with a label ("Mobile: ...")."""
    for part in re.split(r":::|[\n\r;|]|,(?!\d{1,2}(?!\d))|\s/\s", cell):
        text = _LABEL.sub("", part.strip().removeprefix("tel:").removeprefix("TEL:"))
        found = _NUMBER.search(_DOMAIN.sub(" ", text))
        if found is None or "@" in _DOMAIN.sub("", text):
            continue
        written = found.group().strip()
        read = _number(written, country, international=bool(_DOMAIN.search(text)))
        if read.number:
            yield Party(written, read, "")
