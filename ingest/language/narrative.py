"""A document read: its passages, selectors, names of persons and header fields, all located."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from ingest import selectors
from ingest.language import detect, evidence, fields, name_fields, names, quoted
from ingest.language.fields import Field, FieldName
from ingest.language.latinised import Latinised
from ingest.language.lexicon import fold
from ingest.language.lexicon import names as names_known
from ingest.language.name_forms import forms
from ingest.language.person_name import PersonName
from ingest.language.runs import Sentence
from ingest.language.sentences import passages
from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.letters import latin as to_latin
from ingest.selectors.places import announced


@dataclass(frozen=True)
class Passage:
    """A sentence, header line or table row: spans in the text and in its Latin view."""

    number: int
    start: int
    end: int
    latin_start: int
    latin_end: int
    language: str


@dataclass(frozen=True)
class Narrative:
    """``selectors`` have spans of the text; ``people`` and ``fields`` of its Latin view."""

    latin: Latinised
    passages: tuple[Passage, ...]
    selectors: tuple[Found, ...]
    people: tuple[PersonName, ...]
    fields: tuple[Field, ...]

    def passage_at(self, latin_position: int) -> Passage:
        """The passage in which a position of the Latin view stands."""
        low, high = 0, len(self.passages)
        while low < high - 1:
            middle = (low + high) // 2
            if self.passages[middle].latin_start <= latin_position:
                low = middle
            else:
                high = middle
        return self.passages[low]

    def latin_selectors(self, start: int, end: int) -> list[Found]:
        """Selectors inside a span of the Latin view, placed relative to its start."""
        return [
            _moved(found, self.latin.at(found.start) - start, self.latin.at(found.end) - start)
            for found in self.selectors_between(start, end)
        ]

    def selectors_between(self, start: int, end: int) -> list[Found]:
        """Selectors inside a span of the Latin view, placed as in the text."""
        first, last = self.latin.position(start), self.latin.position(end)
        low = bisect_left(self.selectors, first, key=lambda f: f.start)
        found = takewhile(lambda f: f.start < last, self.selectors[low:])
        return [f for f in found if self.latin.at(f.end) <= end]


def read(text: str, country: str | None) -> Narrative:
    """Read a document's text; ``country`` is that of the file, whose numbering plan applies."""
    latin = Latinised.of(text)
    main = detect.family(text)
    found = [f for f in selectors.find(text, country) if not _rather_a_name(f, text, main)]
    read_passages = tuple(
        Passage(i, a, b, latin.at(a), latin.at(b), _language(text[a:b], main))
        for i, (a, b) in enumerate(passages(text, found), 1)
    )
    spans = [(p.latin_start, p.latin_end) for p in read_passages]
    header = fields.find(latin.text, spans)
    stated = name_fields.stated(header)
    people = names.find(latin.text, _sentences(read_passages, found, header, stated, latin), stated)
    solid = [
        (latin.at(f.start), latin.at(f.end)) for f in found if f.kind is not SelectorKind.PLACE
    ]
    people = sorted(
        [*people, *quoted.nicknames(latin.text, people, header, solid)], key=lambda p: p.start
    )
    kept = tuple(f for f in found if not _inside_a_name(f, people, latin))
    return Narrative(latin, read_passages, kept, tuple(people), tuple(header))


def _language(passage: str, main: str) -> str:
    """Short passages say little, so that the language of the whole document holds for them."""
    return detect.passage_family(passage, main) if len(passage.split()) > 8 else main


def _sentences(
    read_passages: Sequence[Passage],
    found: Sequence[Found],
    header: Sequence[Field],
    stated: Sequence[PersonName],
    latin: Latinised,
) -> list[Sentence]:
    placed = [(latin.at(f.start), latin.at(f.end), f.kind is SelectorKind.PLACE) for f in found]
    starts = [start for start, _, _ in placed]
    firms = [(firm.start, firm.end) for firm in quoted.organisations(latin.text)]
    sentences = []
    for passage in read_passages:
        first, last = (bisect_left(starts, at) for at in (passage.latin_start, passage.latin_end))
        here = placed[first:last]
        expected = tuple(
            (f.start, f.names_end)
            for f in header
            if f.name.names_people and passage.latin_start <= f.start < passage.latin_end
        )
        sentences.append(
            Sentence(
                passage.latin_start,
                passage.latin_end,
                passage.language,
                blocked=(
                    *((a, b) for a, b, place in here if not place),
                    *_nobody(passage, header),
                    *((name.start, name.end) for name in stated),
                    *((a, b) for a, b in firms if passage.latin_start <= a < passage.latin_end),
                ),
                places=tuple((a, b) for a, b, place in here if place),
                expected=expected,
            )
        )
    return sentences


_WITHOUT_PEOPLE = frozenset(
    (
        FieldName.FATHER_NAME,
        FieldName.MOTHER_NAME,
        FieldName.ALIAS,
        FieldName.ADDRESS,
        FieldName.OCCUPATION,
        FieldName.AUTHORITY,
        FieldName.PLACE,
        FieldName.NATIONALITY,
        FieldName.BIRTH_PLACE,
    )
)


def _nobody(passage: Passage, header: Sequence[Field]) -> list[tuple[int, int]]:
    """Values of fields that name no person met: parents, addresses, authorities."""
    return [
        (f.start, f.end)
        for f in header
        if f.name in _WITHOUT_PEOPLE and passage.latin_start <= f.start < passage.latin_end
    ]


def _rather_a_name(found: Found, text: str, language: str) -> bool:
    """``Saidu`` is a town, and more often the dative of Said: nothing here says it is a town."""
    if found.kind is not SelectorKind.PLACE or " " in found.text:
        return False
    readings = forms(to_latin(found.text), language)
    named = any(names_known().is_given(fold(reading.nominative)) for reading in readings)
    heads_line = text[: found.start].endswith(("\n", "\t")) or found.start == 0
    return named and not heads_line and not announced(text, found.start)


def _inside_a_name(found: Found, people: Sequence[PersonName], latin: Latinised) -> bool:
    """Places that are words of a person's name (a surname like that of a town), or a father's."""
    if found.kind is not SelectorKind.PLACE:
        return False
    start, end = latin.at(found.start), latin.at(found.end)
    if evidence.is_father(latin.text[max(0, start - 32) : start]):
        return True
    return any(p.start < end and start < p.end for p in people)


def _moved(found: Found, start: int, end: int) -> Found:
    return Found(
        found.kind, start, end, found.text, found.normalised, found.country, found.confidence
    )
