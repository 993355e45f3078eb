"""The labelled passages: written by hand, invented, and marked with all that they say.

``labelled_set/*.toml`` holds one file a language, 72 passages each. Passages with an odd number
are the half on which rules are tuned, those with an even number are held out: only figures of
them are looked at. A passage is read as a short document, with a header naming the person heard
where ``speaker`` is given.

Marks in ``text``: ``[1:Dritanom Gjokom]`` names person 1, ``[phone:067 412 889=+38267412889]`` is
a selector and its normalised value (left out where that is the text without blanks and
punctuation), ``[?place:Mostaru]`` may be found or not. ``people`` gives each person's name and
what the passage says of the person. ``claims`` gives ``left kind right``, where ``I`` is the person
heard, a number a person, ``_`` a blank; then ``not``, ``heard``, ``believed``, ``@`` a date and
``in`` a place. A claim that begins with ``?`` may be made or not. ``optional`` names what else is
not counted in the passage.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "labelled_set"
LANGUAGES = ("english", "albanian", "latin", "cyrillic")
_HEADERS = {
    "english": "Witness",
    "albanian": "Dëshmitari",
    "latin": "Svjedok",
    "cyrillic": "Сведок",
}
_SHORT = {
    "doc": "identity_document",
    "pin": "personal_number",
    "crypto": "crypto_address",
    "geo": "coordinates",
}
_MARK = re.compile(r"\[(\??)(\w+):([^\]]*)\]")
_CLAIM = re.compile(r"(\??)(\S+) ([a-z_]+) (\S+)((?: (?:not|heard|believed|@\S+|in \S+))*)")


@dataclass(frozen=True)
class Mark:
    """A stretch [start, end) of the document: a ``person`` (by ``number``) or a selector."""

    kind: str
    start: int
    end: int
    text: str
    value: str
    number: int = 0
    optional: bool = False


@dataclass(frozen=True)
class Named:
    """A person's name in the nominative and ``(attribute, value)`` said of the person."""

    name: str
    said: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Stated:
    """A claim as labelled."""

    left: str
    kind: str
    right: str
    negated: bool
    heard: bool
    believed: bool
    date: str | None
    place: str | None
    optional: bool


@dataclass(frozen=True)
class Labelled:
    """A passage and what it holds; marks have spans of ``document``."""

    language: str
    number: int
    style: str
    country: str
    document: str
    body: int
    marks: tuple[Mark, ...]
    people: dict[int, Named] = field(hash=False)
    claims: tuple[Stated, ...] = ()
    optional: frozenset[str] = frozenset()

    @property
    def held_out(self) -> bool:
        """Whether the passage belongs to the half that rules never saw."""
        return self.number % 2 == 0


@cache
def passages(language: str) -> tuple[Labelled, ...]:
    """All passages of one of ``LANGUAGES``, in order."""
    raw = tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))
    return tuple(_passage(language, entry) for entry in raw["passage"])


def _passage(language: str, raw: dict[str, str]) -> Labelled:
    speaker = raw.get("speaker")
    header = f"{_HEADERS[language]}: {speaker}\n\n" if speaker else ""
    text, marks = _unmarked(raw["text"], len(header))
    return Labelled(
        language,
        int(raw["n"]),
        raw["style"],
        raw["country"],
        header + text,
        len(header),
        tuple(marks),
        dict(_people(raw["people"])),
        tuple(_claims(raw["claims"])),
        frozenset(raw.get("optional", "").replace(",", " ").split()),
    )


def _unmarked(marked: str, offset: int) -> tuple[str, list[Mark]]:
    parts: list[str] = []
    marks = []
    last = 0
    for mark in _MARK.finditer(marked):
        parts.append(marked[last : mark.start()])
        start = offset + sum(map(len, parts))
        marks.append(_mark(mark, start))
        parts.append(marks[-1].text)
        last = mark.end()
    return "".join([*parts, marked[last:]]), marks


def _mark(mark: re.Match[str], start: int) -> Mark:
    optional, kind, inner = mark.groups()
    text, _, value = inner.rpartition("=") if "=" in inner else (inner, "", "")
    number = int(kind) if kind.isdigit() else 0
    return Mark(
        "person" if number else _SHORT.get(kind, kind),
        start,
        start + len(text),
        text,
        value,
        number,
        bool(optional),
    )


def _people(raw: str) -> Iterator[tuple[int, Named]]:
    for entry in filter(None, (part.strip() for part in raw.split(";"))):
        head, _, tail = entry.partition(":")
        number, _, name = head.partition(" ")
        said = (part.strip().partition("=") for part in tail.split(",") if part.strip())
        yield int(number), Named(name, frozenset((key, value) for key, _, value in said))


def _claims(raw: str) -> Iterator[Stated]:
    for entry in filter(None, (part.strip() for part in raw.split(";"))):
        match = _CLAIM.fullmatch(entry)
        if match is None:
            raise ValueError(entry)
        optional, left, kind, right, tail = match.groups()
        date, place = re.search(r"@(\S+)", tail), re.search(r"in (\S+)", tail)
        yield Stated(
            _blanks(left),
            kind,
            _blanks(right),
            " not" in tail,
            " heard" in tail,
            " believed" in tail,
            date and date[1],
            place and _blanks(place[1]),
            bool(optional),
        )


def _blanks(side: str) -> str:
    return side if side.startswith("@") or "@" in side else side.replace("_", " ")
