"""Which signs a sentence shows, and in which words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from ingest.language.indicators import lexicon

_CLOSE = 70
_CLAUSE = re.compile(
    r"[;:.,]|\b(?:but|while|and that|ali|nego|dok|i da|te da|por|kurse|dhe se|dhe që)\b"
)
_MANY = 6


@dataclass(frozen=True)
class Sign:
    """A sign at [start, end) of a sentence."""

    code: str
    start: int
    end: int


def find(sentence: str, language: str) -> list[Sign]:
    """The signs of a sentence in Latin letters, each once; none in a question."""
    lower = sentence.lower()
    if lower.rstrip().endswith("?"):
        return []
    found: dict[str, Sign] = {}
    for pattern in lexicon.patterns(language):
        if pattern.code in found:
            continue
        but = lexicon.unless(pattern.code)
        if (sign := _sign(pattern, lower, language)) and not (but and but.search(lower)):
            found[pattern.code] = sign
    return sorted(found.values(), key=lambda sign: sign.start)


def _sign(pattern: lexicon.Pattern, sentence: str, language: str) -> Sign | None:
    hits = []
    for term in pattern.terms:
        here = term.find(sentence)[:_MANY]
        if not here:
            return None
        hits.append(here)
    for spans in product(*hits):
        if _apart(spans) and _close(spans) and not _denied(sentence, spans, language):
            return Sign(pattern.code, min(a for a, _ in spans), max(b for _, b in spans))
    return None


def _apart(spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the terms are different words."""
    ordered = sorted(spans)
    return all(a[1] <= b[0] for a, b in pairwise(ordered))


def _close(spans: Sequence[tuple[int, int]]) -> bool:
    return max(a for a, _ in spans) - min(b for _, b in spans) <= _CLOSE


def _denied(sentence: str, spans: Sequence[tuple[int, int]], language: str) -> bool:
    """Whether a denial stands in the clause of the sign, and is no part of it."""
    negation = lexicon.words("negations", language)
    if any(negation.search(sentence[a:b]) for a, b in spans):
        return False
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    begins = max((m.end() for m in _breaks(sentence) if m.end() <= first), default=0)
    return negation.search(sentence[begins:last]) is not None


def _breaks(sentence: str) -> Iterator[re.Match[str]]:
    return _CLAUSE.finditer(sentence)
