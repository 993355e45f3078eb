"""Documents as units of the region write them, by hand, and what reading them finds.

Each file gives a document (``text``), what it is, the file's country, and what must be found:
``persons`` as written, in order of standing; ``optional`` ones may be found or not; ``selectors``
as written; ``protected`` persons; ``statuses`` as ``person | category``; ``claims`` as ``left |
kind | right [| not | heard]``, names in the nominative; and words of claims never to be made.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from functools import cache
from pathlib import Path

from ingest.language import claims, kinds, narrative, observing
from ingest.language.observed import Observed
from ingest.observations import Claim, Mention
from ingest.seizure_reports import telling
from ingest.selectors.found import SelectorKind
from ingest.witness_statements import standing
from workbench.vocabulary import ClaimKind, MentionKind

_FOLDER = Path(__file__).parent / "documents"
_SELECTORS = (
    SelectorKind.PHONE,
    SelectorKind.PLATE,
    SelectorKind.IMEI,
    SelectorKind.VIN,
)


@dataclass(frozen=True)
class Expected:
    """A document and what it holds."""

    name: str
    unit: str
    kind: str
    country: str
    text: str
    persons: tuple[str, ...]
    selectors: tuple[str, ...]
    protected: tuple[str, ...]
    statuses: tuple[str, ...]
    claims: tuple[str, ...]
    never_claims: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass
class Outcome:
    """What went wrong in one document, by kind of finding; empty where all is right."""

    persons_found: int = 0
    persons_missed: list[str] = field(default_factory=list)
    persons_wrong: list[str] = field(default_factory=list)
    selectors_missed: list[str] = field(default_factory=list)
    selectors_wrong: list[str] = field(default_factory=list)
    unprotected: list[str] = field(default_factory=list)
    protected_wrongly: list[str] = field(default_factory=list)
    statuses_missed: list[str] = field(default_factory=list)
    claims_missed: list[str] = field(default_factory=list)
    claims_wrong: list[str] = field(default_factory=list)
    kind: str = ""


def documents() -> list[Expected]:
    """All documents, in order of their file names."""
    return [_document(path) for path in sorted(_FOLDER.glob("*.toml"))]


def _document(path: Path) -> Expected:
    raw = tomllib.loads(path.read_text("utf-8"))
    lists = {name: tuple(value) for name, value in raw.items() if isinstance(value, list)}
    return Expected(**{**raw, **lists, "name": path.stem, "text": raw["text"].strip("\n")})


@cache
def outcome(expected: Expected) -> Outcome:
    """Read a document and compare."""
    observed = read(expected)
    result = Outcome(kind=_kind(expected.text))
    _compare_persons(expected, observed, result)
    _compare_selectors(expected, observed, result)
    _compare_standing(expected, observed, result)
    _compare_claims(expected, observed, result)
    return result


def read(expected: Expected) -> Observed:
    """What the reader for the document's kind finds."""
    observed = observing.observe(narrative.read(expected.text, expected.country))
    if expected.kind == "seizure_report":
        telling.add(observed, None)
    else:
        claims.add(observed, UTC)
        standing.add(observed)
    return observed


def _kind(text: str) -> str:
    certain = {name: kinds.certainty(text, name) for name in ("statement", "seizure")}
    best = max(certain, key=lambda name: certain[name])
    return {"statement": "witness_statement", "seizure": "seizure_report"}[best]


def _compare_persons(expected: Expected, observed: Observed, result: Outcome) -> None:
    wanted = Counter(expected.persons)
    found = Counter(p.mention.text for p in observed.people)
    result.persons_found = (wanted & found).total()
    result.persons_missed = [n for n in (wanted - found).elements() if n not in expected.optional]
    result.persons_wrong = [n for n in (found - wanted).elements() if n not in expected.optional]


def _compare_selectors(expected: Expected, observed: Observed, result: Outcome) -> None:
    wanted = Counter(expected.selectors)
    found = Counter(
        f.text
        for f in observed.narrative.selectors
        if f.kind in _SELECTORS or f.text in expected.selectors
    )
    result.selectors_missed = sorted((wanted - found).elements())
    result.selectors_wrong = sorted(set(found) - set(wanted))


def _compare_standing(expected: Expected, observed: Observed, result: Outcome) -> None:
    statuses = {(s.mention.text, str(s.category)) for s in observed.observations.statuses}
    protected = {p.mention.text for p in observed.people if observed.is_protected(p.mention)}
    result.unprotected = [n for n in expected.protected if n not in protected]
    result.protected_wrongly = sorted(
        str(s.mention.text)
        for s in observed.observations.statuses
        if observed.is_protected(s.mention)
        and s.mention.text not in (*expected.protected, *expected.optional)
    )
    result.statuses_missed = [s for s in expected.statuses if tuple(s.split(" | ")) not in statuses]


def _compare_claims(expected: Expected, observed: Observed, result: Outcome) -> None:
    found = {" | ".join(_claim(c, observed)) for c in observed.observations.claims}
    result.claims_missed = [c for c in expected.claims if c not in found]
    result.claims_wrong = [
        c
        for c in sorted(found)
        if not c.endswith(" | not") and any(p in c for p in expected.never_claims)
    ]


def _claim(claim: Claim, observed: Observed) -> Iterator[str]:
    left, right = claim.left, claim.right
    if claim.kind is ClaimKind.SEIZED_FROM:
        left, right = right, left
    yield _side(left, observed)
    yield claim.kind
    yield _side(right, observed)
    if claim.negated:
        yield "not"
    if not claim.first_hand:
        yield "heard"


def _side(mention: Mention, observed: Observed) -> str:
    """A person by the longest name in the document that holds the words of this one."""
    if mention.kind is not MentionKind.PERSON:
        return mention.text
    words = set((mention.normalised or "").split())
    fuller = [
        p.mention.normalised or ""
        for p in observed.people
        if words <= set((p.mention.normalised or "").split())
    ]
    return max(fuller, key=len, default=mention.normalised or "")
