"""Passages of a document: its sentences, header lines and table rows, with their spans.

Lines wrapped inside a paragraph are joined; full stops after abbreviations, initials, ordinals
and inside dates, plates and numbers do not end a sentence. Together the spans cover all text that
is not blank.
"""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.letters import latin

Span = tuple[int, int]

_END = re.compile(r"[.!?…]+[\"'”“»’)\]]*(?=\s)|[.!?…]+(?=[\"„“«(]?[A-ZŠĐČĆŽЀ-Я][a-zšđčćžа-я])")
_LIST_ITEM = re.compile(r"\s*(?:[-–—•*▪]|\(?\d{1,3}[.)]|\(?[a-zа-я]\))\s")
_FIELD = re.compile(r"\s*[^\W\d_][^:\n]{1,48}:(?:\s|$)")
# A label of one to four words, as in "Ime i prezime:"; longer runs before a colon are prose.
_LABEL = re.compile(r"\s*[^\s:]+(?: [^\s:]+){0,4}:(?:\s|$)")
_CLOSED = re.compile(r"[.!?:;…][\"'”“»’)\]]*$")
_WRAP_AT_LEAST = 45
_LEADING = re.compile(r"(?i)\s*(?:dana|dne|na dan|u noći|më|më datë|në datë|datë|on)?\s*")
_LONGEST = 2_000  # characters; nobody ends a longer sentence, and to read it takes ever longer
_LONGEST_SPEECH = 200  # characters; longer ones are statements of their own
_CAPITAL = re.compile(r"\s*(?!\(\d)[\"„“«»‘‚(–-]*\s*(?:[^\W\d_a-zа-яšđčćžëç]|\d)")


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip()


def passages(text: str, found: Sequence[Found]) -> list[Span]:
    """Spans of the passages in order; ``found`` are the selectors of the text, never cut."""
    inside = _Inside(found)
    return [
        trimmed
        for block in _blocks(text, inside)
        for sentence in _sentences(text, block, inside)
        for span in _cut(text, sentence, inside)
        if (trimmed := _trim(text, span))
    ]


# ------------------------------------------------------------------ blocks of lines


def _blocks(text: str, inside: "_Inside") -> Iterator[Span]:
    """Paragraphs, header lines and table rows: lines that belong together."""
    lines = list(_lines(text))
    width = _wrap_width(lines)
    start: int | None = None
    for number, line in enumerate(lines):
        if line.blank:
            start = None
            continue
        start = line.start if start is None else start
        following = lines[number + 1] if number + 1 < len(lines) else None
        joined = inside.covers(line.end) and inside.covers(line.end - 1)
        if following is None or not (joined or _continues(line, following, width)):
            yield start, line.end
            start = None


def _lines(text: str) -> Iterator[_Line]:
    position = 0
    for line in text.split("\n"):
        yield _Line(position, position + len(line), line)
        position += len(line) + 1


def _wrap_width(lines: list[_Line]) -> int | None:
    """The width at which the document wraps its lines; None where paragraphs are single lines."""
    lengths = sorted(len(line.text.strip()) for line in lines if len(line.text.strip()) > 30)
    if len(lengths) < 3 or lengths[-1] > 140:
        return None
    widest = lengths[int(len(lengths) * 0.9) - 1]
    return widest if widest >= _WRAP_AT_LEAST else None


def _continues(line: _Line, following: _Line, width: int | None) -> bool:
    """Whether a paragraph goes on in the next line."""
    if following.blank or "\t" in line.text or "\t" in following.text:
        return False
    if _LIST_ITEM.match(following.text) and not re.match(
        r"\s*\d{1,2}\.\s+(?:\d|[a-zšđčćž])", following.text
    ):
        return False
    if _FIELD.match(following.text) and _LABEL.match(following.text):
        return False
    if following.text.strip()[:1].islower():
        return True
    return width is not None and _goes_on(line.text.strip(), following.text.strip(), width)


def _goes_on(written: str, following: str, width: int) -> bool:
    """The next line's first word had no room on this one, or this one stops mid-sentence."""
    first_word = following.split(maxsplit=1)[0]
    if written.isupper() != following.isupper() or (
        _FIELD.match(written) and len(written) < width // 2
    ):
        return False
    if len(written) + 1 + len(first_word) > width - 3:
        return True
    return len(written) > 0.6 * width and not _CLOSED.search(written)


# ------------------------------------------------------------------ sentences of a block


class _Inside:
    """Whether a position lies inside a selector, where no sentence can end."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._found = [f for f in found if f.kind is not SelectorKind.PLACE]
        self._starts = [f.start for f in self._found]

    def covers(self, position: int) -> bool:
        return (f := self._at(position)) is not None and f.start < position < f.end

    def ends_at(self, position: int) -> SelectorKind | None:
        """The kind of selector whose last character is at ``position`` - 1."""
        f = self._at(position - 1)
        return f.kind if f is not None and f.end == position else None

    def opens_with_date(self, text: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is a date and what leads to it: ``Dana 14.09.2024.``"""
        f = self._at(end - 1)
        if f is None or f.kind is not SelectorKind.DATE or f.start < start or f.end < end - 1:
            return False
        return _LEADING.fullmatch(latin(text[start : f.start])) is not None

    def _at(self, position: int) -> Found | None:
        number = bisect_right(self._starts, position) - 1
        return self._found[number] if number >= 0 else None


def _sentences(text: str, block: Span, inside: _Inside) -> Iterator[Span]:
    start, end = block
    if "\t" in text[start:end]:
        yield block
        return
    speech = _speech(text, block)
    for match in _END.finditer(text, start, end):
        if any(a < match.end() < b for a, b in speech):
            continue
        if inside.opens_with_date(text, start, match.end()):
            continue
        if _ends_sentence(text, match, end, inside):
            yield start, match.end()
            start = match.end()
    yield start, end


_SPEECH = re.compile(
    rf"[„‚][^„‚“”‘]{{1,{_LONGEST_SPEECH}}}[“”‘]|“[^„“”]{{1,{_LONGEST_SPEECH}}}”"
    rf"|«[^«»]{{1,{_LONGEST_SPEECH}}}»|(?<!\w)»[^«»]{{1,{_LONGEST_SPEECH}}}«"
    rf'|(?<!\w)"[^"]{{1,{_LONGEST_SPEECH}}}"(?!\w)'
)


def _speech(text: str, block: Span) -> list[Span]:
    """What stands in quotation marks, which stays with the sentence that says whose words it is."""
    return [match.span() for match in _SPEECH.finditer(text, *block)]


def _ends_sentence(text: str, match: re.Match[str], end: int, inside: _Inside) -> bool:
    stop, after = match.start(), text[match.end() : end]
    if inside.covers(stop) and inside.ends_at(match.end()) is None:
        return False
    if not after.strip() or not _CAPITAL.match(after):
        return False
    if match.group()[0] != "." or match.group().startswith(".."):
        return True
    return _full_stop(text, stop, after, inside)


def _full_stop(text: str, stop: int, after: str, inside: _Inside) -> bool:
    before = text[max(0, stop - 30) : stop]
    last = re.search(r"[^\s(„\"“]+$", before)
    token = last.group() if last else ""
    if inside.ends_at(stop) or inside.ends_at(stop + 1):
        return True
    if token.isdigit():
        return _number_ends(token, before, after)
    if _UNIT.search(before) and _WORD_AFTER.match(after):
        return True
    word = latin(token).lower().rstrip(".")
    if _INITIAL.fullmatch(token) or _VOWELLESS.fullmatch(token) or word in _abbreviations("words"):
        return False
    if word in _abbreviations("before_numbers") and _NUMBER_AFTER.match(after):
        return False
    return not re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", token)


# One letter, or two that stand for one sound.
_INITIAL = re.compile(r"[^\W\d_]|Dž|Lj|Nj|Dj|Gj|Sh|Xh|Zh|Dh|Th|Ll|Rr|Дж")
_VOWELLESS = re.compile(r"(?!bb$)[bcčćdđfghjklmnpqsštvwxzžбвгдђжзјклљмнњпстћфхцчџш]{2,5}")
_UNIT = re.compile(
    r"(?:^|[\s(])\d+(?:[.,:]\d+)?[ \u00a0]?(?:h|min|sat|č|ч|мин|сат|kg|km|m|l|кг|км)$"
)
_NUMBER_AFTER = re.compile(r"\s+\S*\d")
_WORD_AFTER = re.compile(r"\s+[\"„“«»]?[^\W\d_]")
_ENUMERATED = r"\.?\s*\d+(?:\.?\s*(?:,|i|do|dhe|e|and|-|–)\s*\d+)*$"
_ARTICLE = re.compile(
    rf"(?i)(?<!\w)(?:čl|član\w*|st|t|stav\w*|tač|tačk\w*|al|par|art|sec|pika|neni\w*){_ENUMERATED}"
)
_LAW = re.compile(
    r"\s+(?:[A-ZŠĐČĆŽ]{2,}\b|(?:[A-Z]\.\s?)+|(?i:zak|kod|kriv|ustav|proto|spora|uredb|pravil|konven"
    r"|direk|nared|statut|odluk|ligj|kushtet|vendim|rregull|code|law|act|regul|conv))"
)


def _number_ends(token: str, before: str, after: str) -> bool:
    """A year or a longer number ends a sentence; an ordinal (``405. stav``, ``1. Telefon``) not."""
    if len(token) >= 4:
        return True
    if re.search(r"(?:^|\n)\s*\d+$", before) or not _WORD_AFTER.match(after):
        return False
    plain = latin(before)
    return not (_ARTICLE.search(plain) and _LAW.match(latin(after)))


@cache
def _abbreviations(kind: str) -> frozenset[str]:
    raw = tomllib.loads((files(__package__) / "data" / "abbreviations.toml").read_text("utf-8"))
    return frozenset(raw[kind].split())


def _cut(text: str, span: Span, inside: _Inside) -> Iterator[Span]:
    """A sentence without an end in pieces, cut between words."""
    start, end = span
    while end - start > _LONGEST:
        last = start + _LONGEST
        blanks = (n for n in range(last, last - _LONGEST // 2, -1) if text[n].isspace())
        cut = next((n for n in blanks if not inside.covers(n)), last)
        yield start, cut
        start = cut
    yield start, end


def _trim(text: str, span: Span) -> Span | None:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
