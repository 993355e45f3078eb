"""What is said beside a name: father, birth, nationality, address, alias, age."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.language import contexts
from ingest.language.lexicon import fold, names
from ingest.language.name_forms import Case, forms
from ingest.language.naming import interpret, titled
from ingest.selectors.found import Found, SelectorKind
from workbench.vocabulary import AttributeName

_LETTERS = r"[^\W\d_]"
_NAME_WORD = rf"[A-ZŠĐČĆŽÇË]{_LETTERS}+(?:-{_LETTERS}+)?"


@dataclass(frozen=True)
class Fact:
    """An attribute of the person in view: normalised value, and the words that say it."""

    name: AttributeName
    value: str
    written: str


def beside(window: str, language: str, found: Sequence[Found]) -> list[Fact]:
    """Facts in the words after a name; ``found`` are the selectors, placed within the window."""
    facts = [*_father(window, language), *_birth(window, found), *_alias(window)]
    facts += [
        *_nationality(window),
        *_origin(window, found),
        *_age(window),
        *_address(window),
        *_sex(window),
    ]
    return facts


def _father(window: str, language: str) -> Iterator[Fact]:
    match = _after("son_of", rf"(?:[ \u00a0]*[:,]?[ \u00a0]*)({_NAME_WORD})").search(window)
    if match:
        yield father(match[1], language)


def father(written: str, language: str) -> Fact:
    """The father's name, in the nominative as far as rules allow: a man's (``Stanka``: Stanko)."""
    male = names().male
    if fold(written) not in male:
        for form in forms(written, language):
            if form.case is Case.GENITIVE and fold(form.nominative) in male:
                return Fact(AttributeName.FATHER_NAME, titled(form.nominative), written)
    naming = interpret([written], language)
    return Fact(AttributeName.FATHER_NAME, naming.full, written)


_YEAR_BESIDE = re.compile(
    r"(?i)\s*[(,]?\s*(?:(?:f|m|ž|b|vtl|viti|g)\.?\s*)?((?:19[3-9]|20[0-4])\d)\.?(?!\d|[./-]\d)"
)


def _birth(window: str, found: Sequence[Found]) -> Iterator[Fact]:
    cue = _cue("born").search(window)
    if not cue and (date := _date_beside(window, found)):
        yield Fact(AttributeName.BIRTH_DATE, date.normalised, date.text)
        return
    if not cue:
        if year := _YEAR_BESIDE.match(window):
            yield Fact(AttributeName.BIRTH_DATE, year[1], year[1])
        return
    dates = [
        f
        for f in found
        if f.kind is SelectorKind.DATE and 0 <= f.start - cue.end() <= 30
        if not f.normalised.startswith("--")
    ]
    end = cue.end()
    if dates:
        end = dates[0].end
        yield Fact(AttributeName.BIRTH_DATE, dates[0].normalised, dates[0].text)
    else:
        year = re.compile(r"\D{0,25}\b((?:19|20)\d\d)\b").match(window, end)
        if year:
            end = year.end()
            yield Fact(AttributeName.BIRTH_DATE, year[1], year[1])
    yield from _birth_place(window, cue.end(), end, found)


_LATEST_BIRTH = "2012"


def _date_beside(window: str, found: Sequence[Found]) -> Found | None:
    """``X, 11.02.1969``: a date of long ago that stands alone beside a name is that of birth."""
    for date in found:
        if date.kind is SelectorKind.DATE and len(date.normalised) == 10:
            beside = re.fullmatch(r"[\s,(]{1,3}", window[: max(0, date.start)])
            return date if beside and date.normalised < _LATEST_BIRTH else None
    return None


def _birth_place(window: str, start: int, end: int, found: Sequence[Found]) -> Iterator[Fact]:
    for place in found:
        near = place.kind is SelectorKind.PLACE and (
            start <= place.start < end or 0 <= place.start - end <= 28
        )
        between = window[end : place.start] if place.start >= end else ""
        if near and not re.search(r"[;.]\s|državlj|shtetas|stanu|nastanj|banues|citizen", between):
            yield Fact(AttributeName.BIRTH_PLACE, place.normalised, place.text)
            return


def _alias(window: str) -> Iterator[Fact]:
    quoted = r"[\"„“”«»'‘’]{1,2}([^\"„“”«»'‘’\n]{2,30}?)[\"„“”«»'‘’]{1,2}"
    pattern = rf"[ \u00a0]*(?:je|i|e|me|by)?[ \u00a0]*[:,]?[ \u00a0]*(?:{quoted}|({_NAME_WORD}))"
    match = _after("alias", pattern).search(window[:90])
    if match is None:
        match = re.match(rf"[ \u00a0]*,?[ \u00a0]*\(?[ \u00a0]*{quoted}()", window)
    if match:
        written = (match[1] or match[2]).strip()
        yield Fact(AttributeName.ALIAS, written, written)


def _nationality(window: str) -> Iterator[Fact]:
    cue = _cue("citizen").search(window[:160])
    if not cue:
        yield from _bare_nationality(window)
        return
    if _OTHERS.search(window[: cue.start()]):
        return
    around = window[max(0, cue.start() - 25) : cue.end() + 40]
    country = country_named(around)
    if country:
        yield Fact(AttributeName.NATIONALITY, country, cue.group())


_FROM = re.compile(r"(?i)(?<!\w)(?:from|iz|nga)\s+$")


def _origin(window: str, found: Sequence[Found]) -> Iterator[Fact]:
    """``X, a widow from Kabul``: the country of a place that a remark says somebody is from.

    Only of countries that people flee from: a man from Novi Pazar may have any passport.
    """
    for place in found:
        before = window[: max(0, place.start)]
        near = place.kind is SelectorKind.PLACE and 0 < place.start <= 60
        near = near and place.country in contexts.lists("nationalities")["of_origin"]
        if near and _FROM.search(before) and not _OTHERS.search(before):
            yield Fact(AttributeName.NATIONALITY, str(place.country), place.text)
            return


# Words between a name and a nationality that make it somebody else's: ``X je smjestio državljane``.
_OTHERS = re.compile(
    r"(?i)(?<!\w)(?:je|su|sam|smo|bio|bila|osob\w*|lic[aeu]|grup\w*|koj[iaeu]\w*|is|was|had|has|who|people"
    r"|persons?|ka|kishte|është|ishte|që|persona\w*|njerëz\w*|me|sa|with)(?!\w)"
)


def _bare_nationality(window: str) -> Iterator[Fact]:
    """``X (27, Afghan)``, ``X, 2001, Afganistan``: a country among the first remarks."""
    match = _BARE.match(window)
    country = country_named(match[1]) if match else None
    if match and country and not _OTHERS.search(match[0]):
        yield Fact(AttributeName.NATIONALITY, country, match[1])


_BARE = re.compile(
    r"(?i)(?:[\s,;(.–-]|\d|(?:vtl|viti|born|b|f|m|ž|rođ|god|godina|godine|years?|old|vjeç\w*)(?!\w))*"
    r"[\s,;(]([^\W\d_]{4,}(?: [^\W\d_]{4,})?|(?-i:[A-Z]{3})(?=[),;]))"
)


_PERSON_NOUN = (
    r"(?:man|woman|boy|girl|men|women|citizens?|nationals?|migrants?|family|brothers?|youths?|couple|person|people"
    r"|državljan\w*|mladić\w*|muškar\w*|žen\w*|porodic\w*|lic[aeu]|osob\w*|dječak\w*|djevojčic\w*|braća|migrant\w*"
    r"|shtetas\w*|burr\w*|gra\w*|djal\w*|vajz\w*|famil\w*|person\w*|emigrant\w*)"
)
_ORIGIN_BEFORE = re.compile(
    rf"(?i)([^\W\d_]+ (?:[^\W\d_]+ )?{_PERSON_NOUN}|{_PERSON_NOUN} (?:(?:iz|nga|from|of|me "
    rf"origjinë nga) )?[^\W\d_]+)"
    r"(?: (?:named|called|po imenu|imenom|imena|me emrin|me emër|pod imenom))?[\s,:(„“\"]*$"
)
# ``Nepalac X``, ``pasaportë siriane në emër të X``
_ONE_OF_A_PEOPLE = re.compile(
    r"(?i)(?:^|\s)([^\W\d_]{4,})(?:\s+(?:na ime|në emër të|in the name of|po imenu"
    r"|me emrin|named))?[\s:„“\"]+$"
)
_ORIGIN_OF_ALL = re.compile(
    r"(?i)^(?:[^;\n]{0,160}?)[,(–-]\s*(?:(?:svi|sve|all|both|oba|obojica|të gjithë|të dy)\s+)?"
    r"((?:državljani|državljanke|shtetas|citizens|nationals|iz|from|nga)\s+[^.;,]{3,30})"
)


def origin_before(before: str) -> Fact | None:
    """The nationality in words such as ``a young Afghan man,`` before a name."""
    match = _ORIGIN_BEFORE.search(before[-70:]) or _ONE_OF_A_PEOPLE.search(before[-40:])
    country = country_named(match[1]) if match else None
    return Fact(AttributeName.NATIONALITY, country, match[1]) if match and country else None


def origin_of_all(after: str) -> Fact | None:
    """The nationality in a remark about all names of an enumeration: ``, državljani Sirije``."""
    match = _ORIGIN_OF_ALL.search(after)
    country = country_named(match[1]) if match else None
    return Fact(AttributeName.NATIONALITY, country, match[1]) if match and country else None


def country_named(text: str) -> str | None:
    """ISO code of the first country or people that a text names."""
    if not _any_country().search(text):
        return None
    named = contexts.sections("nationalities", "country")
    hits = [(m.start(), country) for country, p in named if (m := p.search(text))]
    return min(hits)[1] if hits else None


@cache
def _any_country() -> re.Pattern[str]:
    """Every name of a country or people: most texts hold none, and are told so by one search."""
    named = contexts.tables("nationalities")["country"].values()
    every = contexts.alternatives([word for words in named for word in words])
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)", re.I)


_AGE = re.compile(
    r"(?i)\b(?:star[aio]?|u starosti od|uzrasta|od|mosha|moshë|në moshën|aged?)[ \u00a0]*:?"
    r"[ \u00a0]*(\d{1,2})\b(?![/\d]|\.[ \u00a0]?\d)"
    r"|\b(\d{1,2})[ \u00a0-]*(?:godina|godine|god\.|godišnj\w+|vjeç\w*|vjet\w*|years?(?:[ -]old)?)"
    r"|^[ \u00a0]*[(,][ \u00a0]*(\d{1,2})[ \u00a0]*[),]"
    r"|^[ \u00a0]*,?[ \u00a0]*(?:who )?(?:is|was)[ \u00a0](?:only )?(\d{1,2})(?=[.,;]|$)"
)


def ages(text: str) -> Iterator[tuple[int, int, int]]:
    """Ages stated in a text: (years, start, end)."""
    for match in _AGE.finditer(text):
        number, years = next((i, g) for i, g in enumerate(match.groups(), 1) if g)
        unit_needed = number == 1 and re.match(r"(?i)od\b", match.group())
        if not unit_needed and 0 < int(years) < 100:
            yield int(years), match.start(), match.end()


def _age(window: str) -> Iterator[Fact]:
    for years, start, end in ages(window[:110]):
        yield Fact(AttributeName.AGE, str(years), window[start:end].strip(" (),"))
        return


def _address(window: str) -> Iterator[Fact]:
    match = _after("lives", r"[ \u00a0]+(?:(?:u|na|në|in|at)[ \u00a0]+)?([^;\n]{3,70})").search(
        window
    )
    if match:
        written = re.split(r",\s+(?!ul|rr|br|[A-ZŠĐČĆŽ])|\.\s|[()]", match[1])[0].strip(" ,.")
        yield Fact(AttributeName.ADDRESS, written, written)


def _sex(window: str) -> Iterator[Fact]:
    """By a word such as ``rođena`` or ``shtetasja`` directly after the name."""
    for sex, name in (("f", "female"), ("m", "male")):
        match = _directly_after(name).match(window)
        if match:
            yield Fact(AttributeName.SEX, sex, match[1])
            return


@cache
def _directly_after(name: str) -> re.Pattern[str]:
    words = contexts.alternatives(contexts.lists("people")[name])
    return re.compile(rf"[\s,(–-]*(?:[^\W\d_]+\s+)?({words})(?!\w)", re.I)


@cache
def _cue(name: str) -> re.Pattern[str]:
    return contexts.anywhere("people", name)


@cache
def _after(name: str, pattern: str) -> re.Pattern[str]:
    words = contexts.alternatives(contexts.lists("people")[name])
    return re.compile(rf"(?<!\w)(?i:{words})(?!\w){pattern}")
