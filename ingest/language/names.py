"""Names of persons in a text: known ones, and unknown ones that stand as names do.

Two passes over a document. The first takes what is surely a name (two or more words, at least one
of them known, or announced by a header field, a title, "zvani", "named"); the second uses these to
recognise later short references by surname or given name alone, in any case.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.language import contexts
from ingest.language.lexicon import fold, words
from ingest.language.name_forms import Case, forms
from ingest.language.naming import Naming, Registry, interpret
from ingest.language.no_names import Document, best_strength, is_no_name
from ingest.language.runs import FATHER, PARTICLES, Sentence, Word, runs

_MAX_WORDS = 5


@dataclass(frozen=True)
class PersonName:
    """A name at [start, end) of the Latin text."""

    start: int
    end: int
    text: str
    naming: Naming
    father: str | None = None
    nickname: bool = False

    @property
    def words(self) -> int:
        """Of how many words the reading consists."""
        return len(self.naming.full.split())


def find(text: str, sentences: Sequence[Sentence]) -> list[PersonName]:
    """Names of persons in the Latin text, in order, without overlaps."""
    every = re.findall(r"[^\W\d_]{2,}", text)
    lower_case = frozenset(fold(w) for w in every if w.islower())
    capitalised = frozenset(fold(w) for w in every if w[0].isupper() and not w.isupper())
    document = Document(text, Registry({}, capitalised), lower_case)
    found_runs = [(sentence, list(runs(text, sentence))) for sentence in sentences]
    sure = [name for s, found in found_runs for name in _names(document, s, found, sure=True)]
    known = replace(document, registry=Registry(_used(sure), capitalised))
    return [name for s, found in found_runs for name in _names(known, s, found, sure=False)]


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


# ------------------------------------------------------------------ which segments are names


@dataclass(frozen=True)
class _Evidence:
    """What speaks for a segment: its words' strengths, and how it stands in the sentence."""

    proper: tuple[Word, ...]  # without initials and particles
    strengths: tuple[float, ...]
    announced: bool
    expected: bool
    capitals: bool
    after_the: bool  # as names of things are in English
    father: bool  # of whom the person named before is the child

    @property
    def known(self) -> int:
        return sum(s > 0 for s in self.strengths)

    @property
    def opens(self) -> bool:
        return self.proper[0].opens


def _accepted(
    document: Document, sentence: Sentence, segment: list[Word], *, sure: bool
) -> PersonName | None:
    segment = _trimmed(document, sentence, segment)
    if not segment or len(segment) > _MAX_WORDS:
        return None
    evidence = _evidence(document, sentence, segment)
    if evidence is None or not _enough(evidence, sentence, segment, sure=sure):
        return None
    start, end = segment[0].start, segment[-1].end
    naming = interpret([w.text for w in segment], sentence.language, document.registry)
    father = FATHER.search(document.text, start, end)
    return PersonName(start, end, document.text[start:end], naming, father[1] if father else None)


def _trimmed(document: Document, sentence: Sentence, segment: list[Word]) -> list[Word]:
    """Without a first word that is capital only because it opens the sentence."""
    while segment and segment[0].opens and _is_common(document, sentence, segment[0]):
        segment = segment[1:]
    if len(segment) >= 3 and segment[0].opens:
        first, *rest = (
            best_strength(w.text, sentence.language, document.registry) for w in segment
        )
        if (first == 0 and min(rest) > 0) or (first <= 2 and rest[0] >= 3):
            return segment[1:]
    return segment


def _is_common(document: Document, sentence: Sentence, word: Word) -> bool:
    """Whether the document also writes the word in lower case, and does not use it in names."""
    here = best_strength(word.text, sentence.language, document.registry)
    return fold(word.text) in document.lower_case and here < 4


def _evidence(document: Document, sentence: Sentence, segment: list[Word]) -> _Evidence | None:
    """None where the words around say that this is the name of a place, street or firm."""
    start, end = segment[0].start, segment[-1].end
    before = document.text[max(0, start - 32) : start]
    after = document.text[end : end + 24]
    if contexts.ends_with("contexts", "organisation_before").search(before):
        return None
    if contexts.begins_with("contexts", "organisation_after").match(after):
        return None
    proper = [w for w in segment if len(w.text.rstrip(".")) > 1 and w.text not in PARTICLES]
    if not proper:
        return None
    return _Evidence(
        proper=tuple(proper),
        strengths=tuple(
            best_strength(w.text, sentence.language, document.registry) for w in proper
        ),
        announced=bool(contexts.ends_with("contexts", "person_before").search(before)),
        expected=any(a <= start and end <= b for a, b in sentence.expected),
        capitals=all(w.text.isupper() for w in proper),
        after_the=bool(re.search(r"(?i)(?<!\w)the\s+$", before)),
        father=is_father(before) and (len(proper) == 1 or bool(_OF_FATHER.search(before))),
    )


_OF_FATHER = re.compile(
    r"(?i)(?<!\w)(?:od\s+oca|ime\s+oca|od\s+majke|i\s+majke|(?:i|e)\s+bi(?:ri|r|ja|jë)\s+(?:i|e)"
    r"|bi(?:ri|r|ja)\s+(?:i|e)|atësia|(?:son|daughter)\s+of)\s+$"
)
_SON = re.compile(
    r"(?i)(?<!njegov )(?<!njen )(?<!moj )(?<!naš )(?<!njihov )(?<!\w)(?:sin|kći|kćerka)\s+$"
)


def is_father(before: str) -> bool:
    """``sin Safeta``, ``i biri i Artanit``: whether a parent's name comes next."""
    return bool(_OF_FATHER.search(before) or _SON.search(before))


def _enough(evidence: _Evidence, sentence: Sentence, segment: list[Word], *, sure: bool) -> bool:
    if len(evidence.proper) >= 2:
        return evidence.expected or _enough_of_several(evidence)
    if len(segment) >= 2:  # an initial beside a word
        return not evidence.capitals and (evidence.known > 0 or evidence.announced)
    return not sure and not evidence.father and _enough_of_one(evidence, sentence)


def _enough_of_several(evidence: _Evidence) -> bool:
    if evidence.capitals:
        return evidence.known == len(evidence.proper) or (evidence.announced and evidence.known > 0)
    if evidence.known == 0 and not evidence.announced and evidence.after_the:
        return False
    if evidence.opens and evidence.strengths[0] == 0:
        return max(evidence.strengths[1:]) >= 2
    return evidence.known > 0 or evidence.announced or not evidence.opens


def _enough_of_one(evidence: _Evidence, sentence: Sentence) -> bool:
    word, found = evidence.proper[0], evidence.strengths[0]
    if found >= 4:
        return True
    if evidence.announced or evidence.expected:
        return found > 0 or not word.opens
    readings = {fold(form.nominative) for form in forms(word.text, sentence.language)}
    if evidence.capitals or readings & words().ambiguous:
        return False
    return found >= 2 and not word.opens
