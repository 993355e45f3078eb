"""Names in quotation marks: nicknames of persons, and names of firms and houses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.language import contexts
from ingest.language.fields import Field, FieldName
from ingest.language.lexicon import fold
from ingest.language.name_forms import Case
from ingest.language.naming import Naming
from ingest.language.person_name import PersonName

_QUOTED = re.compile(
    r"(?<!\w)[\"„“”«»'‘’‚]{1,2}([^\W\d_a-zšđčćžëç][\w'’.-]*(?: "
    r"[\w'’.-]+){0,3})[\"„“”«»'‘’]{1,2}(?!\w)"
)
_CUE_REACH = 44
_WORDS_BETWEEN = r"(?:[\s,:(]+[^\W\d_]+){0,2}[\s,:(]*$"


@dataclass(frozen=True)
class Organisation:
    """The name of a firm, hotel or association at [start, end) of the Latin text."""

    start: int
    end: int
    text: str


def nicknames(
    text: str,
    people: Sequence[PersonName],
    fields: Sequence[Field],
    blocked: Sequence[tuple[int, int]],
) -> list[PersonName]:
    """Nicknames announced as such, wherever quoted; names already found are left."""
    taken = [(p.start, p.end) for p in people] + list(blocked)
    quoted = [m for m in _QUOTED.finditer(text) if not _is_organisation(text, m)]
    known = {fold(m[1]) for m in quoted if _announced(text, m, fields)}
    return [
        _nickname(match)
        for match in quoted
        if fold(match[1]) in known
        and not any(a < match.end(1) and match.start(1) < b for a, b in taken)
    ]


def organisations(text: str) -> Iterator[Organisation]:
    """Quoted names that stand after words such as motel, firm, association."""
    for match in _QUOTED.finditer(text):
        if _is_organisation(text, match):
            yield Organisation(match.start(1), match.end(1), match[1])


def _is_organisation(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start(1) - 32) : match.start(1)]
    return contexts.ends_with("contexts", "organisation_before").search(before) is not None


def _announced(text: str, match: re.Match[str], fields: Sequence[Field]) -> bool:
    if any(f.name is FieldName.ALIAS and f.start <= match.start(1) < f.end for f in fields):
        return True
    before = re.split(
        r"(?<=\w\w)[.!?;]\s", text[max(0, match.start() - _CUE_REACH) : match.start()]
    )[-1]
    return _cue().search(before) is not None


@cache
def _cue() -> re.Pattern[str]:
    words = [*contexts.lists("people")["alias"], *contexts.lists("people")["called"]]
    return re.compile(rf"(?<!\w)(?:{contexts.alternatives(words)}){_WORDS_BETWEEN}", re.I)


def _nickname(match: re.Match[str]) -> PersonName:
    naming = Naming(None, match[1], Case.NOMINATIVE, 1, 0.0)
    return PersonName(match.start(1), match.end(1), match[1], naming, nickname=True)
