"""What a header means by its words, where it is no synonym of a whole field.

Every word contributes (a party, a device, a cell, a beginning ...), and together they name one
column: ``IMEI`` and ``called`` make the called party's IMEI, ``cell`` and ``last`` the last cell.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files

from ingest.call_records.fields import Field
from ingest.tables.headers import Lexicon, fold

_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
_VOWELS = re.compile("[aeiou]")
_SHARE_UNDERSTOOD = 0.5


class Part(StrEnum):
    """What a word contributes to a header."""

    CALLER = "caller"
    CALLED = "called"
    TARGET = "target"
    OTHER = "other"
    FORWARDED = "forwarded"
    NUMBER = "number"
    DATE = "date"
    CLOCK = "clock"
    MOMENT = "moment"
    START = "start"
    END = "end"
    FIRST = "first"
    LAST = "last"
    DURATION = "duration"
    TYPE = "type"
    DIRECTION = "direction"
    IMEI = "imei"
    IMSI = "imsi"
    CELL = "cell"
    AREA = "area"
    CELL_NUMBER = "cell_number"
    COUNTRY_CODE = "country_code"
    NETWORK_CODE = "network_code"
    PLACE = "place"
    OWNER = "owner"
    ORDINAL = "ordinal"
    COUNTED = "counted"
    EMPTY = "empty"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Words:
    """Whole words, and beginnings of words, with the parts they can be."""

    whole: Mapping[str, frozenset[Part]]
    beginnings: Mapping[str, frozenset[Part]]

    def parts(self, word: str) -> frozenset[Part]:
        """What a folded word contributes; nothing where it is not known."""
        if word in self.whole:
            return self.whole[word]
        longest_first = (word[:end] for end in range(len(word), 0, -1))
        found = next((self.beginnings[b] for b in longest_first if b in self.beginnings), None)
        return found or self.skeletons.get(word, frozenset())

    @cached_property
    def skeletons(self) -> Mapping[str, frozenset[Part]]:
        """Words as abbreviated in databases, without their vowels (STRT, DRCTN)."""
        # Of two with one skeleton the shorter beginning is meant.
        beginnings = sorted(self.beginnings.items(), key=lambda pair: -len(pair[0]))
        full = {**dict(beginnings), **self.whole}
        short = {_VOWELS.sub("", word): parts for word, parts in full.items() if len(word) > 4}
        return {word: parts for word, parts in short.items() if len(word) > 2}


@cache
def words() -> Words:
    """The shipped words."""
    text = files("ingest.call_records").joinpath("wording.toml").read_text(encoding="utf-8")
    whole: dict[str, frozenset[Part]] = {}
    beginnings: dict[str, frozenset[Part]] = {}
    for part, languages in tomllib.loads(text).items():
        for word in (w for listed in languages.values() for w in listed):
            known = beginnings if word.endswith("*") else whole
            spelling = fold(word)
            known[spelling] = known.get(spelling, frozenset()) | {Part(part)}
    return Words(whole, beginnings)


class CallLexicon(Lexicon):
    """Headers of call records: synonyms of whole fields first, then their words."""

    def field(self, header: str) -> str | None:
        """The field a header names; None where neither the whole nor its words say."""
        for spelling in dict.fromkeys((header, _HUMPS.sub(" ", header))):
            if known := self.exact(spelling):
                return known
        parts = parts_of(header)
        return field_of(parts) if parts else self.similar(header)

    def field_under(self, above: str, header: str) -> str | None:
        """The field of a header below another: of that, it takes the side and the end."""
        context = parts_of(above) & _CONTEXT
        parts = parts_of(header)
        if context and parts - _BARE:
            return field_of(parts | context)
        return self.field(header) or self.field(f"{above} {header}")


def parts_of(header: str) -> frozenset[Part]:
    """What the words of a header contribute; nothing where too few of them are known."""
    spelling = fold(_HUMPS.sub(" ", _BRACKETS.sub(" ", header)))
    read = [words().parts(word) for word in spelling.split()]
    known = [parts for parts in read if parts]
    if not known or len(known) < _SHARE_UNDERSTOOD * len(read):
        return frozenset()
    return frozenset().union(*known) - {Part.EMPTY}


def party_alone(header: str) -> Field | None:
    """The party that a header may mean that says "other" or "user" and no more."""
    parts = parts_of(header)
    if parts == {Part.OTHER}:
        return Field.OTHER
    return Field.TARGET if parts == {Part.TARGET} else None


_MILLISECONDS = re.compile(r"\b(?:ms|msec|millis\w*)\b")
_MINUTES = re.compile(r"\b(?:min|mins|minut\w*)\b(?!.*\b(?:s|ss|sec|sek)\w*\b)")


def seconds_each(header: str) -> float:
    """How many seconds the unit of a duration's header has: 1 unless it names another."""
    spelling = fold(_HUMPS.sub(" ", header))
    if _MILLISECONDS.search(spelling):
        return 0.001
    return 60.0 if _MINUTES.search(spelling) else 1.0


def says_nothing(header: str) -> bool:
    """Whether a header says that its column is none of a communication's (a price, an azimuth)."""
    return bool(parts_of(header) & {Part.NOTHING, Part.COUNTED})


def is_bare_number(header: str) -> bool:
    """Whether a header says "number" and not whose."""
    return parts_of(header) == {Part.NUMBER}


def counts_data(header: str) -> bool:
    """Whether a column is one that only data sessions have."""
    return Part.COUNTED in parts_of(header)


def field_of(parts: frozenset[Part]) -> Field | None:
    """The one column that these parts make, by the first rule that applies."""
    return next((rule(parts) for applies, rule in _RULES if applies & parts), None)


_SECOND_SIDE = frozenset({Part.CALLED, Part.OTHER})


def _sided(
    own: Field, second: Field | None, also: Mapping[Part, Field | None] | None = None
) -> Callable[[frozenset[Part]], Field | None]:
    def rule(parts: frozenset[Part]) -> Field | None:
        for part, field in (also or {}).items():
            if part in parts:
                return field
        return second if parts & _SECOND_SIDE else own

    return rule


_ENDS = frozenset({Part.END, Part.LAST})
_LAST_UNUSED: Mapping[Part, Field | None] = dict.fromkeys(_ENDS)


def _cell(parts: frozenset[Part]) -> Field | None:
    second, last = bool(parts & _SECOND_SIDE), bool(parts & _ENDS)
    if parts & {Part.TYPE, Part.DURATION, Part.DATE, Part.CLOCK}:
        return None
    if Part.OWNER in parts or Part.PLACE in parts:
        return None if second or last else Field.PLACE
    if second:
        return Field.B_LAST_CELL if last else Field.B_FIRST_CELL
    return Field.LAST_CELL if last else Field.FIRST_CELL


def _when(parts: frozenset[Part]) -> Field:
    if parts & _ENDS:
        return Field.END
    both = {Part.DATE, Part.CLOCK} <= parts
    if both or parts & {Part.MOMENT, Part.START, Part.FIRST}:
        return Field.START
    return Field.DATE if Part.DATE in parts else Field.TIME


def _party(parts: frozenset[Part]) -> Field | None:
    sides = {Part.FORWARDED: Field.FORWARDED_TO, Part.CALLED: Field.B, Part.CALLER: Field.A}
    if Part.NUMBER in parts:  # "other" and "user" alone say too little
        sides = {
            Part.FORWARDED: Field.FORWARDED_TO,
            Part.OTHER: Field.OTHER,
            Part.CALLED: Field.B,
            Part.CALLER: Field.A,
            Part.TARGET: Field.TARGET,
        }
    return next((field for part, field in sides.items() if part in parts), None)


_CONTEXT = frozenset(
    {Part.CALLER, Part.CALLED, Part.TARGET, Part.OTHER, Part.START, Part.FIRST, *_ENDS}
)
_BARE = frozenset({Part.NUMBER})


def _always(field: Field | None) -> Callable[[frozenset[Part]], Field | None]:
    return lambda _: field


_RULES: Sequence[tuple[frozenset[Part], Callable[[frozenset[Part]], Field | None]]] = (
    (frozenset({Part.NOTHING, Part.COUNTED}), _always(None)),
    (frozenset({Part.DURATION}), _always(Field.DURATION)),
    (frozenset({Part.IMEI}), _sided(Field.IMEI, Field.B_IMEI, {Part.TYPE: None})),
    (frozenset({Part.IMSI}), _sided(Field.IMSI, Field.B_IMSI)),
    (frozenset({Part.CELL}), _cell),
    (frozenset({Part.COUNTRY_CODE}), _sided(Field.MCC, None, _LAST_UNUSED)),
    (frozenset({Part.NETWORK_CODE}), _sided(Field.MNC, None, _LAST_UNUSED)),
    (frozenset({Part.AREA}), _sided(Field.LAC, None, _LAST_UNUSED)),
    (frozenset({Part.CELL_NUMBER}), _sided(Field.CELL_NUMBER, None, _LAST_UNUSED)),
    (frozenset({Part.PLACE}), _sided(Field.PLACE, None, _LAST_UNUSED)),
    (frozenset({Part.DIRECTION}), _always(Field.DIRECTION)),
    (frozenset({Part.TYPE}), _always(Field.TYPE)),
    (frozenset({Part.DATE, Part.CLOCK, Part.MOMENT}), _when),
    (frozenset({Part.OWNER}), _sided(Field.SUBSCRIBER, None)),
    (frozenset({Part.ORDINAL}), _always(Field.ORDINAL)),
    (
        frozenset({Part.FORWARDED, Part.OTHER, Part.CALLED, Part.CALLER, Part.TARGET}),
        _party,
    ),
    (frozenset({Part.START}), _always(Field.START)),
    (frozenset({Part.END}), _always(Field.END)),
)
