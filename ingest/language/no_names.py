"""Capitalised words that name no person: by lexicon, gazetteer and the words around them."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.language import contexts
from ingest.language.detect import SOUTH_SLAVIC
from ingest.language.lexicon import fold, names, words
from ingest.language.name_forms import Case, forms
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
    if _is_never(word, sentence.language):
        in_company = _saved_by_company(word, beside, sentence.language)
        return not in_company or _of_a_people(word, beside[0])
    if _is_common(document, sentence, word, beside):
        return True
    held = any(a <= word.start and word.end <= b for a, b in sentence.expected)
    named = _NAMED.search(document.text[max(0, word.start - 24) : word.start])
    expected = named or (held and any(beside))
    place = next((p for p in sentence.places if p[0] <= word.start and word.end <= p[1]), None)
    if expected or place is None or _borne_here(document, sentence, word, place):
        return False
    apart = tuple(w if w and not place[0] <= w.start < place[1] else None for w in beside)
    if apart[0] and _is_given_unknown(document, sentence, apart[0]):
        return False
    return not _saved_by_company(word, (apart[0], apart[1]), sentence.language)


def _is_never(word: Word, language: str) -> bool:
    """Listed as no name; a known name (``Goran``) is none for beginning like ``gora``."""
    lower = word.text.lower()
    if lower in words().never.exact:
        return True
    return words().never.begins(lower) and not _is_listed_name(word.text, language)


@lru_cache(maxsize=20_000)
def _is_listed_name(written: str, language: str) -> bool:
    return any(
        strength(form.nominative) >= _LISTED or form.nominative.lower().endswith(("ić", "vic"))
        for form in forms(written, language)
        if form.case not in (Case.VOCATIVE, Case.POSSESSIVE)
    )


_LISTED = 3  # the strength of names that the lexicon lists


def _is_common(
    document: Document, sentence: Sentence, word: Word, beside: tuple[Word | None, Word | None]
) -> bool:
    """A title, label, people or inhabitant, or something abbreviated (``ROĐ. 12``)."""
    lower = word.text.lower()
    if beside[0] and not beside[0].text.isupper() and _is_given_anywhere(beside[0].text):
        return False  # a surname: ``Ervin Kapo``
    if lower in words().openers.exact:
        return not names().is_given(fold(lower)) or (word.opens and not _is_surname(beside[1]))
    listed = _is_listed_name(word.text, sentence.language)
    if words().openers.begins(lower) or _said_of_people().fullmatch(lower):
        return not listed
    if listed or strength(word.text, document.registry) >= _LISTED:
        return False
    short = len(word.text) <= 4 and _ABBREVIATED.match(document.text, word.end)
    return bool(short or _of_a_people(word, beside[0]) or _inhabits(lower, beside[0]))


_LAST_WORD = re.compile(r"([^\W\d_]+)[ \u00a0]$")
_PERSON_OF_A_PEOPLE = re.compile(r".+(?:ac|nca|ncu|ncem|in|ina|inu|inom|ka|kinja)")


def follows_people(before: str) -> bool:
    """Whether a word such as ``Albanac`` or ``Nikšićanin`` stands directly before."""
    last = _LAST_WORD.search(before)
    if last is None or not last[1][0].isupper():
        return False
    word = Word(0, len(last[1]), last[1], opens=False)
    lower = last[1].lower()
    somebody = _PERSON_OF_A_PEOPLE.fullmatch(lower) is not None
    return (somebody and _of_a_people(word, None)) or _INHABITANT.fullmatch(lower) is not None


def _inhabits(lower: str, before: Word | None) -> bool:
    """``Nikšićanin``, but for ``Milena Jabučanin``."""
    named = before is not None and _is_given(before.text)
    return not named and _INHABITANT.fullmatch(lower) is not None


def _is_surname(word: Word | None) -> bool:
    """Whether a word can be a surname and is no given name."""
    return word is not None and not names().is_given(fold(word.text))


def _of_a_people(word: Word, before: Word | None) -> bool:
    """``Albanac``, ``Turske``: a country or its people, but for ``Dražen Bošnjak``."""
    if strength(word.text) >= 2 or (before and _is_given(before.text)):
        return False
    lower = word.text.lower()
    return any(p.fullmatch(lower) for _, p in contexts.sections("nationalities", "country"))


_LONG = 5  # stems of fewer letters begin names too


@cache
def _said_of_people() -> re.Pattern[str]:
    """Words that stand beside names (``Banues``, ``Svjedok``), which begin sentences and lines."""
    lists = contexts.lists("people")
    every = [w for name in _BESIDE_NAMES for w in lists[name]]
    for table in ("category", "role", "minor"):
        every += [w for words in contexts.tables("people")[table].values() for w in words]
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
    capitals = word.text.isupper() or (before is not None and before.text.isupper())
    if before and not capitals and fold(before.text) in _unmistakable_given_names():
        return True
    if after and _is_given_anywhere(word.text) and _may_name(after):
        return True
    return best_strength(word.text, language) > 0 and any(
        other is not None
        and other.text.lower() not in words().never
        and best_strength(other.text, language) >= 2
        for other in (before, after)
    )


def _is_given_unknown(document: Document, sentence: Sentence, word: Word) -> bool:
    """``Vilson`` in ``Vilson Ulqini``: capital within the sentence, and no word of the text."""
    is_place = any(a <= word.start < b for a, b in sentence.places)
    common = fold(word.text) in document.lower_case or word.text.isupper()
    if word.opens or is_place or common or len(word.text) <= 2 or not _may_name(word):
        return False
    title = _OF_TITLE.search(document.text[max(0, word.start - 24) : word.start])
    return title is None or title[1].lower() in words().openers.exact


_OF_TITLE = re.compile(r"([^\W\d_a-zšđčćžëç][^\W\d_]*|(?<!\w)(?:së|se|të|te|e|i))\s+$")


@lru_cache(maxsize=20_000)
def _is_given(written: str) -> bool:
    """Whether a word is a given name in some case."""
    readings = (fold(f.nominative) for f in forms(written, SOUTH_SLAVIC))
    return any(reading in _unmistakable_given_names() for reading in readings)


def _may_name(word: Word) -> bool:
    """Whether nothing speaks against a word as a surname."""
    lower = word.text.lower()
    return lower not in words().never and lower not in words().openers


def _is_given_anywhere(written: str) -> bool:
    """A given name as it stands, or in the Albanian definite form (``Genti``, ``Besniku``) that
    clerks of every language write."""
    given, stem = _unmistakable_given_names(), fold(written[:-1])
    definite = written[-1:] in ("i", "u") and stem in names().albanian
    return fold(written) in given or (definite and stem in given)


@cache
def _unmistakable_given_names() -> frozenset[str]:
    lexicon = names()
    given = lexicon.male | lexicon.female
    return frozenset(n for n in given - words().ambiguous if n not in words().never.exact)


def best_strength(written: str, language: str = "", registry: Registry = NOTHING_KNOWN) -> float:
    """Strength as a name of the likeliest nominative of a word."""
    return max(strength(form.nominative, registry) for form in forms(written, language))
