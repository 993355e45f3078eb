"""What a writer hands over."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """One mention: ``locator`` is what stands after ``<file name>#`` in its key."""

    locator: str
    kind: str
    entity_key: str
    written: str


@dataclass(frozen=True)
class Seen:
    """A row in which an operator recorded a communication (its place in the world's list)."""

    communication: int
    row: int


@dataclass(frozen=True)
class Letter:
    """What the covering letter says about a file; see manifest.toml."""

    kind: str
    country: str
    language: str
    authority: str
    received_from: str
    received_at: str
    legal_basis: str
    handling_code: str
    source_reliability: str
    information_credibility: str


@dataclass(frozen=True)
class WrittenFile:
    """One finished file."""

    name: str
    data: bytes
    letter: Letter
    marks: tuple[Mark, ...]
    seen: tuple[Seen, ...] = ()
    spelt: tuple[tuple[str, str], ...] = ()  # (key, as written) of facts that are no mentions
