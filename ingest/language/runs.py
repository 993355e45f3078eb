"""Capitalised words that stand beside each other, as the words of a name do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """A capitalised word at [start, end) of the Latin text."""

    start: int
    end: int
    text: str
    opens: bool  # first of its sentence, so that its capital says nothing


@dataclass(frozen=True)
class Sentence:
    """What the recogniser must know of a passage: its span of the Latin text and its language."""

    start: int
    end: int
    language: str
    blocked: tuple[tuple[int, int], ...] = ()  # selectors: no part of a name
    places: tuple[tuple[int, int], ...] = ()
    expected: tuple[tuple[int, int], ...] = ()  # values of header fields that hold names


_LETTERS = r"[^\W\d_]"
_WORD = re.compile(
    rf"(?:{_LETTERS}|Md|Mohd|Mst)\.(?=[ \u00a0]?[^\W\d_])|{_LETTERS}+(?:['’`-]{_LETTERS}+)*"
)
_GAP = re.compile(r"[ \u00a0]{1,2}|[ \u00a0]?\n[ \u00a0]?|-")
FATHER = re.compile(
    rf"[ \u00a0]\(\s*(?:(?:od oca|otac|i|e|nga|sin)\s+)?({_LETTERS}+)\s*\)[ \u00a0](?=[^\W\d_a-z])"
)
_FATHER_GAP = re.compile(r"[ \u00a0]\([^)]*\)[ \u00a0]")
PARTICLES = frozenset(
    ("al", "el", "ul", "bin", "ibn", "abu", "de", "di", "van", "von", "der", "bint")
)
_POSSESSIVE = re.compile(r"['’`]s?$")


def runs(text: str, sentence: Sentence) -> Iterator[list[Word]]:
    """Capitalised words that stand beside each other, with particles between them."""
    run: list[Word] = []
    previous = sentence.start
    opening = True
    fathers = [m.span() for m in FATHER.finditer(text, sentence.start, sentence.end)]
    for match in _WORD.finditer(text, sentence.start, sentence.end):
        start, end = match.span()
        word = _POSSESSIVE.sub("", match.group())
        gap = text[previous:start]
        capital = word[0].isupper() and not any(a < end and start < b for a, b in sentence.blocked)
        if any(a < start < b for a, b in fathers):
            continue
        apart = not (_GAP.fullmatch(gap) or _FATHER_GAP.fullmatch(gap))
        if apart and gap == ", " and run and _surname_then_given(sentence, run, word):
            apart = False
        if run and (apart or not (capital or word in PARTICLES)):
            yield _without_end_particles(run)
            run = []
        opens = opening or bool(re.search(r"[.!?:„“\"(•–—-]\s*$", gap))
        if capital or (run and word in PARTICLES):
            run.append(Word(start, start + len(word), word, opens and word[0].isupper()))
        opening = False
        previous = start + len(word)
    if run:
        yield _without_end_particles(run)


def _surname_then_given(sentence: Sentence, run: list[Word], word: str) -> bool:
    """``BERISHA, Agim`` at the beginning of a field that holds a name."""
    capitals = all(w.text.isupper() and len(w.text) > 2 for w in run)
    begins = any(a == run[0].start for a, _ in sentence.expected)
    return capitals and begins and word[0].isupper() and not word.isupper()


def _without_end_particles(run: list[Word]) -> list[Word]:
    while run and run[-1].text in PARTICLES:
        run = run[:-1]
    return run
