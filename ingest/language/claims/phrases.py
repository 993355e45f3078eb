"""Claims of phrases without a verb of their own: ``his number 069 ...``, ``my brother X``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from tomllib import loads
from typing import Any

from ingest.language.claims.items import Item
from ingest.language.claims.sides import case_of
from ingest.language.detect import ALBANIAN, ENGLISH
from ingest.language.name_forms import Case
from ingest.selectors.letters import without_diacritics
from workbench.vocabulary import ClaimKind, MentionKind, NetworkRole

_LETTER = {
    MentionKind.PHONE: "N",
    MentionKind.VEHICLE: "V",
    MentionKind.PLACE: "L",
    MentionKind.HANDSET: "H",
    MentionKind.DOCUMENT: "D",
    MentionKind.ACCOUNT: "A",
    MentionKind.SIM: "S",
}
_CASE = {
    Case.NOMINATIVE: "n",
    Case.GENITIVE: "g",
    Case.DATIVE: "d",
    Case.ACCUSATIVE: "a",
    Case.INSTRUMENTAL: "i",
    Case.VOCATIVE: "v",
    Case.POSSESSIVE: "p",
}
# A word that is no form of "to be" or "to have", so that a phrase stays within its clause.
_WORD = (
    r"(?:(?!(?:je|su|sam|smo|nije|is|was|are|were|has|had|ka|kam|është|ishte|and|i|dhe)\b)"
    r"[^\W\d_A-Z]+|\d[\d.,]*|L\d+)"
)
_ALBANIAN_WORD = (
    r"(?:(?!(?:është|ishte|dhe|por|kurse|ndërsa)\b)[^\W\d_A-Z]+|\d[\d.,]*|L\d+)"  # i is of, ka has
)
_SIDES = ("left", "left2", "right", "me", "him", "her")


@dataclass(frozen=True)
class Phrase:
    """A claim's kind and, by group name, the item at which each side stands."""

    kind: ClaimKind
    at: Mapping[str, int]
    first: int
    last: int


def find(row: Sequence[Item], language: str) -> Iterator[Phrase]:
    """Phrases in a sentence that claim something, their words with or without diacritics."""
    tagged, starts = _tagged(row, language)
    for kind, pattern in _patterns(language):
        for match in pattern.finditer(tagged):
            groups = {name: match.start(name) for name in match.groupdict() if match[name]}
            at = {name: _item(starts, where) for name, where in groups.items() if name in _SIDES}
            if "left2" in at:
                at["left"] = at.pop("left2")
            span = _item(starts, match.start("whole")), _item(starts, match.end("whole") - 1)
            yield Phrase(kind, at, *span)


def roles(row: Sequence[Item], language: str) -> Iterator[tuple[NetworkRole, int, int, int]]:
    """Roles that a sentence gives: the role, the item of its bearer, first and last item."""
    tagged, starts = _tagged(row, language)
    for role, pattern in _role_patterns(language):
        for match in pattern.finditer(tagged):
            first, last = (
                _item(starts, at) for at in (match.start("whole"), match.end("whole") - 1)
            )
            yield role, _item(starts, match.start("who")), first, last


def _item(starts: Sequence[int], position: int) -> int:
    return max(i for i, start in enumerate(starts) if start <= position)


def _tagged(row: Sequence[Item], language: str) -> tuple[str, list[int]]:
    """The sentence with names and numbers as tags, and where each item begins in it."""
    pieces, starts, length = [], [], 0
    for number, item in enumerate(row):
        piece = _tag(number, item, language)
        starts.append(length)
        pieces.append(piece)
        length += len(piece) + 1
    return " ".join(pieces), starts


def _tag(number: int, item: Item, language: str) -> str:
    if item.person:
        case = "n" if language == ENGLISH else _CASE[case_of(item.person)]
        return f"P{number}{case}"
    if item.kind:
        return f"{_LETTER.get(item.kind, 'X')}{number}"
    return without_diacritics(item.word) or f"X{number}"


@cache
def _patterns(language: str) -> tuple[tuple[ClaimKind, re.Pattern[str]], ...]:
    raw = _lexicon(language)
    return tuple((ClaimKind(p["kind"]), _compiled(p["is"], language)) for p in raw["pattern"])


@cache
def _role_patterns(language: str) -> tuple[tuple[NetworkRole, re.Pattern[str]], ...]:
    raw = _lexicon(language)
    return tuple(
        (NetworkRole(entry["kind"]), _compiled(written, language))
        for entry in raw["role"]
        for written in entry["is"]
    )


@cache
def _lexicon(language: str) -> dict[str, Any]:
    return loads((files(__package__) / "data" / f"{language}.toml").read_text("utf-8"))


def _compiled(written: str, language: str) -> re.Pattern[str]:
    """P, N, V, L ... and W stand for a person (with its cases), a phone, ... and any word.

    ``{kin}`` is the part of that name. Phrases may overlap: one word may belong to two.
    """
    parts = _lexicon(language)["parts"]
    plain = _ALBANIAN_WORD if language == ALBANIAN else _WORD
    written = re.sub(r"\{([a-z]+)\}", lambda part: f"(?:{parts[part[1]]})", written)
    grown = re.sub(r"(?<=[>( ])P(?:\[([a-z]+)\]|([a-z]))?(?=[)|])", _person, written)
    grown = re.sub(r"(?<=[>( |:])([NVLHDXAS])(?=[)| ])", r"\1\\d+", grown)
    grown = re.sub(r"(?<=[( :])W(?=[) |])", lambda _: plain, grown)
    return re.compile(without_diacritics(rf"(?<!\S)(?=(?P<whole>{grown})(?!\S))"))


def _person(match: re.Match[str]) -> str:
    cases = match[1] or match[2] or "a-z"
    return rf"P\d+[{cases}]"
