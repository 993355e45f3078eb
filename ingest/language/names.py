"""Names of persons in a text: known ones, and unknown ones that stand as names do.

Three passes over a document. The first takes what is surely a name (two or more words, at least one
of them known, or announced by a header field, a title, "zvani", "named"); the second uses these to
recognise short references by surname or given name alone, in any case; the third does so with
names that the second found alone ("a man called Erion").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.language import evidence, lexicon
from ingest.language.detect import ENGLISH
from ingest.language.lexicon import fold
from ingest.language.name_forms import Case, forms
from ingest.language.naming import Registry, interpret
from ingest.language.no_names import Document, best_strength, is_no_name
from ingest.language.person_name import PersonName
from ingest.language.runs import FATHER, Sentence, Word, runs

_MAX_WORDS = 5
# Not those of addresses and handles, which write names without capitals.
_WORDS = re.compile(r"(?<![@\w])(?<!\w\.)[^\W\d_]{2,}(?!\.?\w*@)")


def find(
    text: str, sentences: Sequence[Sentence], stated: Sequence[PersonName] = ()
) -> list[PersonName]:
    """Names of persons in the Latin text, in order, without overlaps; ``stated`` are known ones."""
    every = _WORDS.findall(text)
    lower_case = frozenset(fold(w) for w in every if w.islower())
    capitalised = frozenset(fold(w) for w in every if w[0].isupper() and not w.isupper())
    document = Document(text, Registry({}, capitalised), lower_case)
    found_runs = [(sentence, list(runs(text, sentence))) for sentence in sentences]
    sure = [name for s, found in found_runs for name in _names(document, s, found, sure=True)]
    for _ in range(2):  # what is found with the help of full names helps once more
        known = replace(document, registry=Registry(_used([*stated, *sure]), capitalised))
        sure = [name for s, found in found_runs for name in _names(known, s, found, sure=False)]
    return sorted([*stated, *sure], key=lambda name: name.start)


def _used(names: Sequence[PersonName]) -> dict[str, float]:
    """Words of full names; those read in the nominative weigh more than deduced ones."""
    used: dict[str, float] = {}
    for name in names:
        weight = 1.0 if name.naming.case is Case.NOMINATIVE else 0.0
        for part in name.naming.full.replace("-", " ").split():
            if len(part) > 2:
                used[fold(part)] = max(used.get(fold(part), 0.0), weight)
    return used


def _names(
    document: Document, sentence: Sentence, runs: Sequence[list[Word]], *, sure: bool
) -> Iterator[PersonName]:
    for run in runs:
        for segment in _segments(document, sentence, run):
            name = _accepted(document, sentence, segment, sure=sure)
            if name:
                yield name


def _segments(document: Document, sentence: Sentence, run: list[Word]) -> Iterator[list[Word]]:
    """A run without the words that are no names, which may cut it in two."""
    segment: list[Word] = []
    for number, word in enumerate(run):
        beside = (
            run[number - 1] if number else None,
            run[number + 1] if number + 1 < len(run) else None,
        )
        if is_no_name(document, sentence, word, beside):
            if segment:
                yield segment
            segment = []
        else:
            segment.append(word)
    if segment:
        yield segment


def _accepted(
    document: Document, sentence: Sentence, segment: list[Word], *, sure: bool
) -> PersonName | None:
    segment = _trimmed(document, sentence, segment)
    if not segment or len(segment) > _MAX_WORDS:
        return None
    found = evidence.of(document, sentence, segment)
    if found is None or not evidence.enough(found, sentence, segment, sure=sure):
        return None
    start, end = segment[0].start, segment[-1].end
    naming = interpret([w.text for w in segment], sentence.language, document.registry)
    father = FATHER.search(document.text, start, end)
    return PersonName(start, end, document.text[start:end], naming, father[1] if father else None)


def _trimmed(document: Document, sentence: Sentence, segment: list[Word]) -> list[Word]:
    """Without a first word that is capital only because it opens the sentence."""
    while segment and segment[0].opens and _is_common(document, sentence, segment[0]):
        segment = segment[1:]
    if len(segment) < 2 or not segment[0].opens:
        return segment
    first, *rest = (best_strength(w.text, sentence.language, document.registry) for w in segment)
    if first == 0 and rest[0] > 0 and _follows_verb(sentence, segment):
        return segment[1:]
    if len(segment) >= 3 and ((first == 0 and min(rest) > 0) or (first <= 2 and rest[0] >= 3)):
        return segment[1:]
    return segment


_PARTICIPLE = re.compile(r"[^\W\d_]{2,}(?:[aieu]o|[aieu]la|[aieu]li)")


def _follows_verb(sentence: Sentence, segment: list[Word]) -> bool:
    """``Sreo Elvira``, ``Došao Goran``: a given name after a participle, or in an oblique case."""
    if sentence.language == ENGLISH:
        return False
    given = [
        form.case
        for form in forms(segment[1].text, sentence.language)
        if lexicon.names().is_given(fold(form.nominative))
    ]
    participle = _PARTICIPLE.fullmatch(segment[0].text.lower())
    return bool(given) and (Case.NOMINATIVE not in given or participle is not None)


def _is_common(document: Document, sentence: Sentence, word: Word) -> bool:
    """Whether the document also writes the word in lower case, and does not use it in names."""
    here = best_strength(word.text, sentence.language, document.registry)
    return fold(word.text) in document.lower_case and here < 4
