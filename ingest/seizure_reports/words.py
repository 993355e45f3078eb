"""Words of seizure forms as patterns over Latin text, from ``words.toml``."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from ingest.language import standing
from ingest.language.contexts import alternatives
from ingest.language.standing import Standing
from ingest.seizure_reports.fields import FormField
from ingest.selectors.letters import latin
from workbench.vocabulary import PROTECTED_CATEGORIES, ClaimKind, PersonCategory


class ExhibitKind(StrEnum):
    """What kind of thing an exhibit is. NOTE is paper on which numbers or names are written."""

    NOTE = "note"
    HANDSET = "handset"
    SIM = "sim"
    PLATES = "plates"
    VEHICLE = "vehicle"
    DOCUMENT = "document"
    ACCOUNT = "account"
    CASH = "cash"
    VESSEL = "vessel"
    DRUGS = "drugs"
    WEAPON = "weapon"
    OTHER = "other"


class Section(StrEnum):
    """What a heading in a form announces."""

    CUSTODY = "custody"
    WITNESSES = "witnesses"
    PRESENT = "present"
    OFFICERS = "officers"
    HOLDER = "holder"
    EXHIBITS = "exhibits"

    @property
    def meaning(self) -> FormField | None:
        """As what persons listed under the heading stand in the form."""
        return _SECTION_MEANING.get(self)


def standings(said: str) -> list[Standing]:
    """What words beside a name say that the person is, the protective ones first."""
    found = standing.categories(said)
    have = {f.category for f in found}
    text = latin(said)
    more = [
        Standing(PersonCategory(name), match.group())
        for name, pattern in _table("standing")
        if name not in have and (match := pattern.search(text))
    ]
    protective = [m for m in more if m.category in PROTECTED_CATEGORIES]
    return [*protective, *found, *(m for m in more if m not in protective)]


def minor(said: str) -> str | None:
    """The words that say somebody is a child."""
    match = _list("minor").search(latin(said))
    return standing.minor(said) or (match.group() if match else None)


_SECTION_MEANING = {
    Section.WITNESSES: FormField.WITNESSES,
    Section.PRESENT: FormField.PRESENT,
    Section.OFFICERS: FormField.SEIZED_BY,
    Section.HOLDER: FormField.SEIZED_FROM,
}
_HEADING_WORDS = 10


def section(cell: str) -> Section | None:
    """What a heading announces; None for a cell that is none."""
    text = latin(cell)
    if len(text.split()) > _HEADING_WORDS or sum(map(str.isdigit, text)) > 4:
        return None
    hits = [
        (match.start(), list(Section).index(Section(kind)), kind)
        for kind, pattern in _table("section")
        if (match := pattern.search(text))
    ]
    return Section(min(hits, key=lambda h: h[1])[2]) if hits else None


_ITEM = re.compile(r"\s*(?:\(?\d{1,2}[.)]|[-–—•*▪])\s*\S")


def is_listed(cell: str) -> bool:
    """Whether a line is one of a list: numbered, or with a bullet."""
    return bool(_ITEM.match(cell))


def exhibit_kind(description: str) -> ExhibitKind | None:
    """The kind that the first telling word of a description names."""
    text = latin(description)
    hits = [
        (match.start(), -match.end(), kind)
        for kind, pattern in _table("exhibit")
        if (match := pattern.search(text))
    ]
    return ExhibitKind(min(hits)[2]) if hits else None


@dataclass(frozen=True)
class HandsetModel:
    """A handset's maker, its words in the text where they begin, and its model if one follows."""

    start: int
    make: str
    written: str
    model: str | None


def handset_models(description: str) -> list[HandsetModel]:
    """The makers of handsets that a description names, in order, each with the model."""
    text = latin(description)
    hits = sorted(
        (match.start(), match.end(), make)
        for make, pattern in _table("handset_make")
        for match in pattern.finditer(text)
    )
    found: list[HandsetModel] = []
    end = 0
    for start, stop, make in hits:
        if start < end:  # "Samsung Galaxy": the second word is part of the model
            continue
        written = text[start:stop]
        named_by_model = written.lower() not in make.lower()
        model = _MODEL.match(text, start if named_by_model else stop)
        found.append(HandsetModel(start, make, written, model[1].strip() if model else None))
        end = model.end() if model else stop
    return found


def handset_model(description: str) -> tuple[str, str, str | None] | None:
    """Maker, its words, and model of the first handset; None where no known maker is named."""
    found = handset_models(description)[:1]
    return (found[0].make, found[0].written, found[0].model) if found else None


_MODEL = re.compile(
    r"[\s„“\"-]*((?:i?[A-Z][\w+]*|\d[\w+]*)(?:[ -](?:[A-Z][\w+]*|\d[\w+]*|[a-z]?\d+\w*)){0,4})"
)


def says(name: str, text: str) -> bool:
    """Whether one of the words of a list stands in a text."""
    return bool(_list(name).search(latin(text)))


def begins(name: str, text: str) -> bool:
    """Whether a text begins with one of the words of a list."""
    return bool(_list(name).match(latin(text).strip(" :.-\"'„“")))


def ends(name: str, text: str) -> bool:
    """Whether a text ends with one of the words of a list, up to two words after it allowed."""
    pattern = rf"(?<!\w)(?:{_list(name).pattern})(?:[\s,:]+[a-zšđčćžçë]+){{0,2}}[\s,:„“\"(]*$"
    return bool(re.search(pattern, latin(text), re.I))


def exhibit_spans(sentence: str) -> list[tuple[int, int]]:
    """Stretches of a sentence that each name one thing: from its word to that of the next thing."""
    hits = sorted(
        {
            match.start()
            for kind, pattern in _table("exhibit")
            for match in pattern.finditer(sentence)
            if kind != ExhibitKind.PLATES and not _BELONGING.search(sentence[: match.start()])
        }
    )
    starts = [h for i, h in enumerate(hits) if i == 0 or h - hits[i - 1] > _ONE_THING]
    return list(pairwise([*starts, len(sentence)])) if starts else []


_ONE_THING = 24
_BELONGING = re.compile(
    r"(?:\b(?:sa|s|i|me|with|pripadajuć\w*|njen\w*|njegov\w*|and its|in which|u kojem|za)\s+)"
    r"{1,2}$",
    re.I,
)


@cache
def vehicle_roles() -> tuple[tuple[ClaimKind, re.Pattern[str]], ...]:
    """Words before a name that say how the person stands to the vehicle spoken of last."""
    return tuple(
        (ClaimKind(kind), re.compile(rf"{pattern.pattern}{_QUALIFIED}[\s,:]+$", re.I))
        for kind, pattern in _table("vehicle_role")
    )


# What may stand between such a word and the name: also, the suspect, the Syrian citizens ...
_QUALIFIED = (
    r"(?:[\s,]+(?:edhe|i|e|also|the|takođe|također|te|shtetas\w*|lic[ae]|osob\w+|osumnjičen\w*"
    r"|okrivljen\w*|dyshuar\w*|migrant\w*|emigrant\w*|malol\w+|mitur\w*|suspect\w*|imenovan\w*"
    r"|[^\W\d_]+(?:sk|čk|šk)[^\W\d_]{1,3}|[^\W\d_]+anë|državljan\w*(?:\s[^\W\d_]+)?)){0,4}"
)


def country(text: str) -> str | None:
    """The country that a text names, in languages documents in prose are not read in."""
    return next((code for code, pattern in _table("country") if pattern.search(text)), None)


def with_codes(text: str) -> str:
    """A text with the codes of currencies whose words are not known elsewhere."""
    for code, pattern in _table("currency"):
        text = pattern.sub(code, text)
    return text


def numbers_announced(text: str) -> list[str]:
    """What follows "no.", "br.", "n." and the like."""
    return [match[1] for match in _NUMBER_AFTER.finditer(text)]


_NUMBER_AFTER = re.compile(
    r"(?i)(?<!\w)(?:no|nr|n|br|αρ|ser|nº|n°|№)\s?[.:°]*\s*([A-Z]{0,3} ?\d{5,9}[A-Z]?)(?!\w)"
)


def in_name_of(text: str) -> bool:
    """Whether a text ends by saying that a document is made out to whoever is named next."""
    return bool(re.search(rf"{_IN_NAME_OF.pattern}(?:\w+\s+)?$", text))


def after_name_of(text: str) -> list[str]:
    """What follows the words that say to whom a document is made out."""
    return [text[match.end() :] for match in _IN_NAME_OF.finditer(text)]


_IN_NAME_OF = re.compile(
    r"(?i:në emër të|ne emer te|na ime|на име|in the name of|glas[ie] na|гласи на|izdat\w* na)\s+"
)


def noted_names(text: str) -> Iterator[tuple[int, int]]:
    """Spans of capitalised words in quotes that are announced as a name or a word noted down."""
    for match in _QUOTED.finditer(text):
        if ends("noted", text[max(0, match.start() - 40) : match.start()]):
            yield match.span(1)


_QUOTED = re.compile(
    r"[\"„“«'‘]([A-ZŠĐČĆŽÇË][\w-]{1,20}(?: [A-ZŠĐČĆŽÇË][\w-]{1,20}){0,2})[\"“”»'’]"
)


def without_rank(written: str) -> str:
    """A name without the rank and number that stand before or behind it."""
    pattern = rf"(?<!\w)(?:{_list('rank').pattern})(?!\w)\.?|(?:\b[A-Z]{{0,4}}[\s-]?)\d+\w*|[#№]"
    return " ".join(re.sub(pattern, " ", written, flags=re.I).split()).strip(" ,.-–()")


def is_key(name: str, folded: str) -> bool:
    """Whether a key of JSON (folded) is one of the bare words of a list."""
    return folded in _raw()["key"][name]


def is_ditto(cell: str) -> bool:
    """Whether a cell says "as above"."""
    value = cell.strip()
    if re.fullmatch(r"[\"„“”″'’-]*[\"„“”″]['\"„“”″’-]*|-?\s?[/|I]{2}\s?-?|-?\s?\"\s?-?", value):
        return True
    return bool(_list("ditto").fullmatch(latin(value).rstrip(".") or "-"))


def says_nothing(cell: str) -> bool:
    """Whether a cell is blank, a dash, or says that there is nothing or nothing known."""
    value = latin(cell).strip(" .*")
    return not re.search(r"[^\W_]", value) or bool(
        re.fullmatch(rf"(?:{_list('nothing').pattern})(?:\s+[\w.]+)?", cell_words(value), re.I)
    )


def cell_words(value: str) -> str:
    """A cell's words separated by single spaces."""
    return " ".join(value.split())


@cache
def _raw() -> Mapping[str, Any]:
    text = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _list(name: str) -> re.Pattern[str]:
    return _pattern(_raw()[name])


@cache
def _table(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((key, _pattern(words)) for key, words in _raw()[name].items())


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """A pattern that finds the words, also as clerks write them without diacritics."""
    every = list(dict.fromkeys([*words, *(bare(w) for w in words)]))
    return re.compile(rf"(?<!\w)(?:{alternatives(every)})(?!\w)", re.I)


def bare(word: str) -> str:
    """A word without diacritics."""
    plain = unicodedata.normalize("NFKD", word.replace("đ", "dj"))
    return "".join(c for c in plain if not unicodedata.combining(c))
