"""Cells that name persons: one, or several with what is said of each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

from ingest.language import standing
from ingest.language.detect import ENGLISH
from ingest.language.latinised import Latinised
from ingest.language.lexicon import fold, names
from ingest.language.lexicon import words as lexicon_words
from ingest.language.naming import interpret
from ingest.language.no_names import best_strength
from ingest.seizure_reports import words
from ingest.seizure_reports.words import says_nothing
from ingest.selectors import places
from ingest.selectors.letters import latin


@dataclass(frozen=True)
class Named:
    """A person in a cell: the name as written, its parts in Latin, and the words beside it.

    ``before`` and ``after`` are in Latin letters.
    """

    text: str
    given: str | None
    surname: str | None
    father: str | None
    before: str
    after: str

    @property
    def full(self) -> str:
        """Given name and surname, or what there is of them."""
        return " ".join(part for part in (self.given, self.surname) if part)


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


@dataclass(frozen=True)
class _Run:
    """Words of one name, and the father's name that stands in brackets among them."""

    words: tuple[_Word, ...]
    father: str | None

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


_CHUNK = re.compile(r"[^;\n\r|]+")
_NUMBERING = re.compile(r"(?<![\d.])\d{1,2}[.)]\s*(?=[^\W\d_a-zšđčćž])")
_WORD = re.compile(r"[^\W\d_]+(?:['’`-][^\W\d_]+)*\.?")
_BETWEEN = re.compile(r"[ \u00a0]{1,3}|[ \u00a0]?-[ \u00a0]?(?=\w)")
_FATHER = re.compile(
    r"[ \u00a0]*\(\s*(?:od oca |otac |sin |i |e )?([^\W\d_]+(?:-[^\W\d_]+)?)\s*\)[ \u00a0]*"
)
_NEXT = re.compile(r"\s*(?:,|/|\s(?:i|te|dhe|e|and)\s|\s\+\s)\s*$", re.I)
_PARTICLES = frozenset(("al", "el", "ul", "bin", "ibn", "abu", "de", "di", "van", "von", "der"))
_TITLE = re.compile(
    r"(?:g|gđa|gosp|dr|mr|mrs|ms|z|znj|insp|kap|maj|vodnik|por)\.?|lice|osoba|personi|shtetasi|državljan\w*",
    re.I,
)


@lru_cache(maxsize=50_000)
def named_in(cell: str, *, surname_first: bool | None = None) -> tuple[Named, ...]:
    """The persons a cell names, from left to right."""
    view = Latinised.of(cell)
    return tuple(
        named
        for chunk in _CHUNK.finditer(view.text)
        for start, end in _numbered(view.text, *chunk.span())
        if not says_nothing(view.text[start:end])
        for named in _in_chunk(view, start, end, surname_first)
    )


def officers_in(cell: str, *, surname_first: bool | None = None) -> tuple[Named, ...]:
    """The officers a cell names, without their ranks and numbers; none where it names an office."""
    if words.says("office", cell):
        return ()
    found: list[Named] = []
    for part in re.split(r"[;\n\r|/]|,(?!\s*\w+\.?$)", cell):
        bare = words.without_rank(part)
        ranked = bare != " ".join(part.split()).strip(" ,.-–()")
        for one in named_in(bare, surname_first=surname_first):
            if one.text in cell and (ranked or len(one.text.split()) > 1):
                found.append(replace(one, before="", after=""))
    return tuple(found)


def _numbered(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A chunk without running numbers, cut where these stand: ``1. A B 2. C D``."""
    for mark in _NUMBERING.finditer(text, start, end):
        if mark.start() > start:
            yield start, mark.start()
        start = mark.end()
    yield start, end


def _in_chunk(view: Latinised, start: int, end: int, surname_first: bool | None) -> Iterator[Named]:
    runs = _persons(view.text, start, end, surname_first)
    for number, run in enumerate(runs):
        stop = runs[number + 1].start if number + 1 < len(runs) else end
        first, last = view.span(run.start, run.end)
        given, surname = _split(run.words, surname_first)
        yield Named(
            text=view.source[first:last],
            given=given,
            surname=surname,
            father=run.father,
            before=view.text[start : run.start] if number == 0 else "",
            after=view.text[run.end : stop],
        )


@dataclass(frozen=True)
class NameWords:
    """Words (folded) that a form itself shows to be given names or surnames."""

    given: frozenset[str]
    surnames: frozenset[str]

    @classmethod
    def of(cls, people: Iterable[Named]) -> Self:
        """The words of names whose order is known."""
        known = [p for p in people if p.given and p.surname]
        return cls(
            frozenset(fold(p.given) for p in known if p.given),
            frozenset(fold(p.surname) for p in known if p.surname),
        )

    def order(self, name: Named) -> bool | None:
        """Whether the first of a name's words is the surname and the last one a given name."""
        parts = _WORD.findall(latin(name.text))
        if len(parts) < 2:
            return None
        first, last = parts[0], parts[-1]
        if self._is_given(last) and self._is_surname(first):
            return True
        return False if self._is_given(first) and self._is_surname(last) else None

    def _is_given(self, word: str) -> bool:
        if fold(word) in self.given | self.surnames:
            return fold(word) not in self.surnames
        return not self._is_surname(word) and bool(names().is_given(fold(word)))

    def _is_surname(self, word: str) -> bool:
        if fold(word) in self.given | self.surnames:
            return fold(word) not in self.given
        ending = lexicon_words().surname_ending.fullmatch(word.lower())
        return ending is not None or fold(word) in names().surnames


def usual_order(people: Iterable[Named], known: NameWords) -> bool | None:
    """Whether the surname comes first in most names of a column, as far as names are known.

    None where no name is known, or too few agree.
    """
    votes: Counter[bool] = Counter(vote for p in people if (vote := known.order(p)) is not None)
    if not votes:
        return None
    winner, count = votes.most_common(1)[0]
    return winner if count * 3 >= votes.total() * 2 else None


def in_capitals(name: Named) -> bool:
    """Whether capitals set the surname apart from the given name: ``BEGOVIĆ Omer``."""
    parts = [p for p in _WORD.findall(name.text) if len(p.rstrip(".")) > 1]
    return 0 < sum(bool(p.isupper()) for p in parts) < len(parts)


# ------------------------------------------------------------------ where names stand


def _persons(text: str, start: int, end: int, surname_first: bool | None) -> list[_Run]:
    runs = [r for r in _runs(text, start, end) if r.words]
    first = next((r for r in runs if len(r.words) > 1), runs[0] if runs else None)
    if first is None:
        return _uncapitalised(text, start, end)
    first = _with_comma(text, runs, first, surname_first)
    found = [first]
    for run in runs:
        if run.start >= found[-1].end and _is_another(text, run, found[-1]):
            found.append(run)
    return found


def _runs(text: str, start: int, end: int) -> Iterator[_Run]:
    """Capitalised words that stand beside each other, without titles and roles."""
    run: list[_Word] = []
    father = None
    for match in _WORD.finditer(text, start, end):
        word = _Word(match.start(), match.end(), match.group())
        if run and (bracket := _father(text, run[-1].end, word.start)):
            father = bracket[1]
        elif run and not _BETWEEN.fullmatch(text, run[-1].end, word.start):
            inside = _father(text, run[-1].end, end)
            if inside and inside.start(1) <= word.start < inside.end(1):
                continue
            yield _Run(tuple(run), father)
            run, father = [], None
        if _is_name_word(word) or (run and word.text in _PARTICLES):
            run.append(_without_stop(word))
        elif run:
            yield _Run(tuple(run), father)
            run, father = [], None
    yield _Run(tuple(run), father)


def _father(text: str, start: int, end: int) -> re.Match[str] | None:
    """A name in brackets between two words of a name: ``Begović (Zahid) Omer``."""
    match = _FATHER.match(text, start, end)
    if match is None or not match[1][0].isupper() or standing.category(match[1]):
        return None
    followed = _WORD.match(text, match.end(), end) or match.end() == end
    return match if followed else None


def _is_name_word(word: _Word) -> bool:
    if not word.capital or _TITLE.fullmatch(word.text):
        return False
    says_role = standing.category(word.text) or standing.minor(word.text)
    return says_role is None or best_strength(word.text) >= 2


def _without_stop(word: _Word) -> _Word:
    """Initials keep their full stop, words at the end of a sentence do not."""
    if len(word.text) > 3 and word.text.endswith("."):
        return _Word(word.start, word.end - 1, word.text[:-1])
    return word


def _with_comma(text: str, runs: Sequence[_Run], first: _Run, surname_first: bool | None) -> _Run:
    """``Begović, Omer``: two single words of one name."""
    at = runs.index(first)
    following = runs[at + 1] if at + 1 < len(runs) else None
    if len(first.words) != 1 or following is None or surname_first is False:
        return first
    if text[first.end : following.start].strip() != "," or len(following.words) > 2:
        return first
    return _Run((*first.words, *following.words), following.father)


def _is_another(text: str, run: _Run, before: _Run) -> bool:
    """A further name after a comma or "and": two words or more, at least one of them a name."""
    if len(run.words) < 2 or not _NEXT.search(text[before.end : run.start]):
        return False
    if any(w.text.lower() in lexicon_words().never for w in run.words):
        return False
    written = text[run.start : run.end]
    return places.lookup(written) is None and any(best_strength(w.text) > 0 for w in run.words)


def _uncapitalised(text: str, start: int, end: int) -> list[_Run]:
    """A name in small letters: the words before the first sign or figure."""
    head = re.compile(r"[^,;(\d:–]+?(?=\s-\s|[,;(\d:–]|$)").match(text, start, end)
    if head is None:
        return []
    written = [
        _Word(m.start(), m.end(), m.group()) for m in _WORD.finditer(text, start, head.end())
    ]
    known = [w for w in written if best_strength(w.text.title()) > 0]
    return [_Run(tuple(written), None)] if known and len(written) <= 4 else []


# ------------------------------------------------------------------ which word is the surname


def _split(words: Sequence[_Word], surname_first: bool | None) -> tuple[str | None, str | None]:
    """Given name and surname: by capitals, by what the header says, by the lexicon."""
    parts = [w.text for w in words]
    capitals = [p for p in parts if p.isupper() and len(p.rstrip(".")) > 1]
    if capitals and len(capitals) < len(parts):
        given = [p for p in parts if p not in capitals]
        return _joined(given), _joined(capitals)
    if surname_first is not None and len(parts) > 1:
        cut = 1 if surname_first else len(parts) - 1
        head, tail = _joined(parts[:cut]), _joined(parts[cut:])
        return (tail, head) if surname_first else (head, tail)
    naming = interpret(parts, ENGLISH)
    return naming.given, naming.surname


def _joined(parts: Sequence[str]) -> str:
    return " ".join(_titled(p) for p in parts)


def _titled(word: str) -> str:
    if len(word.rstrip(".")) < 2 or not (word.isupper() or word.islower()):
        return word
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
