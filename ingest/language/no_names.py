"""Capitalised words that name no person: by lexicon, gazetteer and the words around them."""

import re
from dataclasses import dataclass
from functools import cache

from ingest.language import contexts
from ingest.language.lexicon import fold, names, words
from ingest.language.name_forms import forms
from ingest.language.naming import NOTHING_KNOWN, Registry, strength
from ingest.language.runs import Sentence, Word


@dataclass(frozen=True)
class Document:
    """A document's Latin text, the names known from it, and its words in lower case (folded)."""

    text: str
    registry: Registry
    lower_case: frozenset[str]


_NAMED = re.compile(
    r"(?i)(?<!\w)(?:me emrin|me emër|quajtur|quhet|quhej|named|by the name of|called|po imenu"
    r"|imenom|zvan[aieo]\w*|zove se)\s+$"
)
_ABBREVIATED = re.compile(r"\.\s*[\da-zšđčćž]")
_INHABITANT = re.compile(r"[^\W\d_]{3,}(?:anin|janin|ćanin|čanin)(?:a|u|om|e)?|[^\W\d_]{4,}anka")


def is_no_name(
    document: Document, sentence: Sentence, word: Word, beside: tuple[Word | None, Word | None]
) -> bool:
    """Whether a lexicon or the gazetteer says that a capitalised word names no person."""
    lower = word.text.lower()
    if words().never.fullmatch(lower):
        return _of_a_people(word) or not _saved_by_company(word, beside, sentence.language)
    if _is_common(document, word):
        return True
    held = any(a <= word.start and word.end <= b for a, b in sentence.expected)
    named = _NAMED.search(document.text[max(0, word.start - 24) : word.start])
    expected = named or (held and any(beside))
    place = next((p for p in sentence.places if p[0] <= word.start and word.end <= p[1]), None)
    if expected or place is None or _borne_here(document, sentence, word, place):
        return False
    apart = tuple(w if w and not place[0] <= w.start < place[1] else None for w in beside)
    return not _saved_by_company(word, (apart[0], apart[1]), sentence.language)


def _is_common(document: Document, word: Word) -> bool:
    """A title, label, people or inhabitant, or something abbreviated (``ROĐ. 12``)."""
    lower = word.text.lower()
    if words().openers.fullmatch(lower) or _said_of_people().fullmatch(lower):
        return True
    if strength(word.text, document.registry) >= 3:
        return False
    short = len(word.text) <= 4 and _ABBREVIATED.match(document.text, word.end)
    return bool(short or _of_a_people(word) or _INHABITANT.fullmatch(lower))


def _of_a_people(word: Word) -> bool:
    """``Albanac``, ``Turske``: a country or its people, unless known as a name too."""
    if strength(word.text) >= 3:
        return False
    lower = word.text.lower()
    return any(p.fullmatch(lower) for _, p in contexts.sections("nationalities", "country"))


_LONG = 5  # stems of fewer letters begin names too


@cache
def _said_of_people() -> re.Pattern[str]:
    """Words that stand beside names (``Banues``, ``Svjedok``), which begin sentences and lines."""
    lists = contexts.lists("people")
    table = [*lists["category"].values(), *lists["role"].values(), lists["minor"]["words"]]
    every = [w for name in _BESIDE_NAMES for w in lists[name]] + [w for ws in table for w in ws]
    long = [w for w in every if w.strip("*.").isalpha() and len(w.strip("*.")) >= _LONG]
    return re.compile(contexts.alternatives(long), re.I)


_BESIDE_NAMES = ("born", "citizen", "lives", "occupied", "female", "male")


_WHERE = re.compile(
    r"(?i)(?<!\w)(?:u|iz|do|kroz|preko|prema|na|kraj|blizu|mjesto|grad\w*|selo|në|drejt|deri|pranë|qytet\w*|fshat\w*"
    r"|in|at|near|via|through|towards|into|village of|town of)\s+$"
)


def _borne_here(document: Document, sentence: Sentence, word: Word, place: tuple[int, int]) -> bool:
    """Whether a town's name is that of somebody in this document, and not said as a place."""
    if (word.start, word.end) != place:
        return False
    if best_strength(word.text, sentence.language, document.registry) < 4:
        return False
    return _WHERE.search(document.text[max(0, word.start - 16) : word.start]) is None


def _saved_by_company(word: Word, beside: tuple[Word | None, Word | None], language: str) -> bool:
    """``Luka Petrović``, ``Zamir Fshati``: part of a name because of the name beside it."""
    before, after = beside
    if before and not word.text.isupper() and fold(before.text) in _unmistakable_given_names():
        return True
    return best_strength(word.text, language) > 0 and any(
        other is not None
        and not words().never.fullmatch(other.text.lower())
        and best_strength(other.text, language) >= 2
        for other in (before, after)
    )


@cache
def _unmistakable_given_names() -> frozenset[str]:
    lexicon = names()
    given = lexicon.male | lexicon.female
    return frozenset(n for n in given - words().ambiguous if not words().never.fullmatch(n))


def best_strength(written: str, language: str = "", registry: Registry = NOTHING_KNOWN) -> float:
    """Strength as a name of the likeliest nominative of a word."""
    return max(strength(form.nominative, registry) for form in forms(written, language))
