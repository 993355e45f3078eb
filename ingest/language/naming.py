"""The name that written words stand for: nominative, given name and surname apart.

Of all readings that the rules of inflection allow, the one wins whose words are known names (to the
document itself first, then to the lexicon) and whose cases agree.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from ingest.language.detect import ALBANIAN, ENGLISH, SOUTH_SLAVIC
from ingest.language.lexicon import NameLexicon, fold, names, words
from ingest.language.name_forms import Case, Form, forms

_OBLIQUE_TOGETHER = frozenset({Case.GENITIVE, Case.ACCUSATIVE})
_READINGS_PER_WORD = 4


@dataclass(frozen=True)
class Naming:
    """A name in Latin letters, in the nominative; ``known`` counts its words that are names."""

    given: str | None
    surname: str | None
    case: Case
    known: int
    score: float

    @property
    def full(self) -> str:
        """Given name and surname, or what there is of them."""
        return " ".join(part for part in (self.given, self.surname) if part)


@dataclass(frozen=True)
class Registry:
    """What the document itself says about names, all folded.

    ``names``: words of full names, 1 where one stands in the nominative, 0 where that was deduced.
    ``capitalised``: every capitalised word of the document.
    """

    names: Mapping[str, float]
    capitalised: frozenset[str] = frozenset()


NOTHING_KNOWN = Registry({})


def interpret(
    written: Sequence[str],
    language: str,
    registry: Registry = NOTHING_KNOWN,
    case: Case | None = None,
) -> Naming:
    """The best reading of the words of a name; ``case`` is what the sentence asks for, if known."""
    candidates = [_ranked(word, language, registry) for word in written]
    best = max(
        (
            (score - _unlikely_surname(written, chosen, language), chosen)
            for score, chosen in (
                _weighed(chosen, language, registry, case) for chosen in product(*candidates)
            )
        ),
        key=lambda scored: scored[0],
    )
    return _naming(best[1], registry, best[0])


_ARTICLES = ("in", "it", "un", "ut", "ën", "ës")


def _unlikely_surname(written: Sequence[str], chosen: Sequence[Form], language: str) -> float:
    """What an Albanian full name loses: it has no article in the nominative (``Flamur Zyberi``).

    Other endings are those of cases, of surnames in -i and -u before shorter ones (``Dacin``).
    """
    last, word = chosen[-1], written[-1].lower()
    if language != ALBANIAN or len(written) == 1 or fold(last.nominative) in names().surnames:
        return 0.0
    if last.case is Case.NOMINATIVE:
        return 4.0 if last.nominative != written[-1] else 1.0 * word.endswith(_ARTICLES)
    return 0.5 * (word[-2:-1] in "iu" and last.nominative.lower() == word[:-2])


def _ranked(word: str, language: str, registry: Registry) -> list[Form]:
    options = forms(word, "" if language == ENGLISH else language)
    ranked = sorted(options, key=lambda form: -_word_score(form, language, registry))
    return ranked[:_READINGS_PER_WORD]


def _word_score(form: Form, language: str, registry: Registry) -> float:
    folded = fold(form.nominative)
    score = strength(form.nominative, registry)
    if form.case is Case.NOMINATIVE:
        score += 0.6
    elif folded in registry.capitalised:  # "Vukojom", where the text has "Vukoja" too
        score += 0.8 if form.case is Case.INSTRUMENTAL else 0.5
    if form.case in (Case.VOCATIVE, Case.POSSESSIVE):
        score -= 0.8
    at_home = {ALBANIAN: names().albanian, SOUTH_SLAVIC: names().south_slavic}.get(language)
    return score + 0.3 if at_home and folded in at_home else score


def strength(name: str, registry: Registry = NOTHING_KNOWN) -> float:
    """How surely a nominative is a name: 0 unknown to 5 used as one in this document."""
    used = registry.names.get(fold(name)) if registry.names else None
    return _lexical_strength(name) if used is None else 4.0 + used


@lru_cache(maxsize=50_000)
def _lexical_strength(name: str) -> float:
    folded = fold(name)
    lexicon = names()
    if lexicon.is_given(folded) or folded in lexicon.surnames:
        return 3.0
    parts = folded.split("-")
    if len(parts) > 1 and any(lexicon.is_given(p) or p in lexicon.surnames for p in parts):
        return 3.0
    return 2.0 if words().surname_ending.fullmatch(name.lower()) else 0.0


def _weighed(
    chosen: Sequence[Form], language: str, registry: Registry, case: Case | None
) -> tuple[float, Sequence[Form]]:
    score = sum(_word_score(form, language, registry) for form in chosen)
    score += _agreement(chosen, language) + _in_its_place(chosen)
    if case and chosen[-1].case is case:
        score += 0.7
    return score, chosen


def _agreement(chosen: Sequence[Form], language: str) -> float:
    """Words of one name agree in case; in Albanian only the last is inflected, initials never."""
    chosen = [form for form in chosen if not form.nominative.endswith(".")]
    if len(chosen) <= 1:
        return 0.0
    cases = {form.case for form in chosen}
    if language == ALBANIAN:
        return -4.0 * sum(form.case is not Case.NOMINATIVE for form in chosen[:-1])
    if len(cases) == 1 or cases <= _OBLIQUE_TOGETHER:
        return 2.0
    first = fold(chosen[0].nominative)
    if chosen[-1].case is Case.NOMINATIVE and first.endswith("a") and first in names().female:
        return 1.5
    return -1.0 if chosen[0].case is Case.NOMINATIVE else 0.0


def _in_its_place(chosen: Sequence[Form]) -> float:
    """Given names stand first, surnames last: ``Gjokom`` after a given name is Gjoka, not Gjok."""
    if len(chosen) == 1:
        return 0.0
    first, last = fold(chosen[0].nominative), fold(chosen[-1].nominative)
    return 0.4 * (last in names().surnames) + 0.2 * names().is_given(first)


def _naming(chosen: Sequence[Form], registry: Registry, score: float) -> Naming:
    parts = [titled(form.nominative) for form in chosen]
    lexicon = names()
    known = sum(strength(part, registry) > 0 for part in parts)
    given, surname = _split(parts, lexicon)
    return Naming(given, surname, chosen[-1].case, known, score)


def _split(parts: list[str], lexicon: NameLexicon) -> tuple[str | None, str | None]:
    if len(parts) == 1:
        return _single(parts[0], lexicon)
    if _surname_first(parts, lexicon):
        return " ".join(parts[1:]), parts[0]
    return " ".join(parts[:-1]), parts[-1]


def _single(part: str, lexicon: NameLexicon) -> tuple[str | None, str | None]:
    folded = fold(part)
    surname = folded in lexicon.surnames or bool(words().surname_ending.fullmatch(part.lower()))
    return (part, None) if lexicon.is_given(folded) and not surname else (None, part)


def _surname_first(parts: list[str], lexicon: NameLexicon) -> bool:
    first, last = fold(parts[0]), fold(parts[-1])
    ending = words().surname_ending
    looks_surname = first in lexicon.surnames or bool(ending.fullmatch(parts[0].lower()))
    last_surname = last in lexicon.surnames or bool(ending.fullmatch(parts[-1].lower()))
    return (
        looks_surname
        and not lexicon.is_given(first)
        and lexicon.is_given(last)
        and not last_surname
    )


def titled(words: str) -> str:
    """Capitals at the beginning of each part only; initials stay."""
    if not words.isupper() or len(words) < 2:
        return words
    return re.sub(r"[^\W\d_]+", lambda part: part[0][:1] + part[0][1:].lower(), words)
