"""The hand-written labelled passages, and how what was read compares with what is labelled.

A passage is read as a short statement: a header naming the person heard, then the passage.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path

from ingest.language import claims, narrative, observing
from ingest.language.lexicon import fold
from ingest.language.observed import Observed
from ingest.observations import Claim, Mention
from ingest.selectors.found import SelectorKind
from ingest.selectors.letters import latin
from tests.ingest.language.measuring import Score
from workbench.vocabulary import MentionKind, Nature

_FOLDER = Path(__file__).parent / "passages"
_HEADER = {"en": "Witness", "sq": "Dëshmitari", "sh": "Svjedok"}
_NOT_LABELLED = (SelectorKind.PLACE, SelectorKind.REFERENCE)


@dataclass(frozen=True)
class Labelled:
    """A passage and what it holds; claims: ``left | kind | right [| not | heard | believed]``."""

    language: str
    country: str
    speaker: str
    text: str
    selectors: tuple[str, ...]
    persons: tuple[str, ...]
    claims: tuple[str, ...]

    @property
    def document(self) -> str:
        """The statement that holds the passage."""
        header = "Свједок" if latin(self.text) != self.text else _HEADER[self.language]
        return f"{header}: {self.speaker}\n\n{self.text}"


def passages(half: str) -> list[Labelled]:
    """The passages of the ``development`` or ``held_out`` half."""
    raw = tomllib.loads((_FOLDER / f"{half}.toml").read_text("utf-8"))
    lists = ("selectors", "persons", "claims")
    return [
        Labelled(**{**entry, **{name: tuple(entry[name]) for name in lists}})
        for entry in raw["passage"]
    ]


def _count(score: Score, labelled: Counter[str], read: Counter[str]) -> None:
    """Count one passage."""
    score.found += (labelled & read).total()
    score.missed += (labelled - read).elements()
    score.wrong += (read - labelled).elements()


@dataclass
class Scores:
    """Figures of one half; ``stances`` compares claims together with denial, hearsay and belief."""

    selectors: Score = field(default_factory=Score)
    persons: Score = field(default_factory=Score)
    claims: Score = field(default_factory=Score)
    stances: Score = field(default_factory=Score)

    def __str__(self) -> str:
        return (
            f"  selectors    {self.selectors}\n  persons      {self.persons}\n"
            f"  claims       {self.claims}\n  with stance  {self.stances}"
        )


def measure(half: str) -> Scores:
    """Read every passage of a half and compare."""
    scores = Scores()
    for passage in passages(half):
        observed = observing.observe(narrative.read(passage.document, passage.country))
        claims.add(observed, UTC)
        body = len(passage.document) - len(passage.text)
        wanted = Counter(_bare(s) for s in passage.selectors)
        _count(scores.selectors, wanted, Counter(_selectors(observed, body)))
        _count(scores.persons, Counter(passage.persons), Counter(_persons(observed, body)))
        read = set(_claims(observed, passage))
        _count(
            scores.claims,
            Counter({_plain(c) for c in passage.claims}),
            Counter({_plain(c) for c in read}),
        )
        _count(scores.stances, Counter(set(passage.claims)), Counter(read))
    return scores


def _plain(claim: str) -> str:
    """A claim without its stance, except that a denial is no claim of the same."""
    parts = claim.split(" | ")
    return " | ".join(part for part in parts if part not in ("heard", "believed"))


def _selectors(observed: Observed, body: int) -> Iterator[str]:
    for found in observed.narrative.selectors:
        if found.start >= body and found.kind not in _NOT_LABELLED:
            yield _bare(f"{found.kind} {found.text}")


def _bare(selector: str) -> str:
    """Without the stop or the hour's unit at its end, which may or may not count as written."""
    return re.sub(r"[ .]*(?:h|sati|časova|часова)?[ .]*$", "", selector)


def _persons(observed: Observed, body: int) -> Iterator[str]:
    for person in observed.people:
        if person.mention.locator.start >= body:  # type: ignore[union-attr]
            yield person.mention.text


def _claims(observed: Observed, passage: Labelled) -> Iterator[str]:
    known = {side for claim in passage.claims for side in claim.split(" | ")[::2][:2]}
    for claim in observed.observations.claims:
        left, right = (_side(m, observed, known) for m in (claim.left, claim.right))
        if left > right and claim.kind in ("meets", "related_to"):
            left, right = _ordered(left, right, claim, passage)
        yield " | ".join((left, claim.kind, right, *_stance(claim)))


def _ordered(left: str, right: str, claim: Claim, passage: Labelled) -> tuple[str, str]:
    """Relations without direction, in the order in which they are labelled."""
    turned = f"{right} | {claim.kind} | {left}"
    is_labelled = any(c.startswith(turned) for c in passage.claims)
    return (right, left) if is_labelled else (left, right)


def _stance(claim: Claim) -> Iterator[str]:
    if claim.negated:
        yield "not"
    if not claim.first_hand:
        yield "heard"
    if claim.nature is Nature.ASSESSMENT:
        yield "believed"


def _side(mention: Mention, observed: Observed, known: set[str]) -> str:
    """What a side is labelled as: "I", a name in the nominative, or the words of a number."""
    if mention.kind is not MentionKind.PERSON:
        return mention.text
    subject = observed.subject.mention if observed.subject else None
    name = set(fold(latin(mention.normalised or "")).split())
    if mention is subject:
        return "I"
    same = [k for k in known if name <= set(fold(latin(k)).split())]
    return same[0] if same else mention.normalised or mention.text
