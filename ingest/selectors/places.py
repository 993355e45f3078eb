"""Towns, villages and border crossings, in any case of the four languages.

The gazetteer: GeoNames (CC BY 4.0) for populated places, and a list of our own for crossings,
villages and the names that neighbours use. Inflected forms are made by rule when first needed.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.letters import latin, without_diacritics
from ingest.selectors.place_forms import forms


@dataclass(frozen=True)
class Place:
    """A gazetteer entry; coordinates in degrees (WGS 84), None where the list gives none.

    ``population`` 0: not known. ``also``: what neighbours call it, as far as GeoNames knows.
    """

    name: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    also: tuple[str, ...] = ()


_WORD = re.compile(r"[^\W\d_]+(?:['’-](?!s\b)[^\W\d_]+)*")  # "Elbasan's" is Elbasan
_BEFORE = re.compile(
    r"(?:\b(?:u|iz|do|od|kod|kroz|preko|prema|blizu|ka|za|na|pored|oko|između|kraj|ispred|iza|uz|rejon\w*|područj\w*|okolin\w*|teritorij\w*|boravišt\w+|prebivališt\w+|adres\w+|vendbanim\w*|zon\w|mjesto|mjestu|mesto|mestu|grad|gradu|grada|selo"
    r"|sela|selu|naselje|naselju|opštin\w+|općin\w+|prelaz\w*|prijelaz\w*|relacij\w+|pravc\w+|graničn\w+|luc[ia]|luk[ae]"
    r"|në|nga|drejt|për|te|tek|pranë|afër|deri|qytet\w*|fshat\w*|pik\w+|kufitar\w+|rreth\w*|bashki\w*|zon\w*|rajon\w*|prej|drejtim\w*"
    r"|in|from|to|at|near|via|towards?|through|of|outside|around|between|town|village|city|crossing|born)(?:\s+the|\s+të)?"
    r"|gp|kp|pkk|[,(/–-]|rođen\w* \w*|r\.)\s*:?\s*$",
    re.I,
)


_AND = re.compile(r"(?:\s+|\s*,\s*)(?:i|ili|pa|te|and|or|then|dhe|e|ose|pastaj)\s+", re.I)
_LONGEST_AND = 40


def lookup(written: str) -> Place | None:
    """The place that a name in any case or script means, if the gazetteer knows it."""
    return _index().get(_key(latin(written.strip())))


def find(text: str, country: str | None = None) -> list[Found]:
    """Places of the gazetteer in a text; ``normalised`` is the base form of the name."""
    words = [word for match in _WORD.finditer(text) for word in _parts(text, match, country)]
    sloppy = _sloppy(text)
    found: list[Found] = []
    number = 0
    while number < len(words):
        beside = bool(found) and _joins(text, found[-1].end, words[number].start())
        reading = _read(text, words, number, country, beside=beside)
        if reading is None and sloppy and words[number].group().islower():
            reading = _read_lower(text, words[number], country)
        if reading:
            found.append(reading[0])
        number += reading[1] if reading else 1
    return found


def _joins(text: str, end: int, start: int) -> bool:
    """Whether what follows a place lists one more: ``Plužine i Plav``."""
    near = start - end <= _LONGEST_AND
    return near and _AND.fullmatch(latin(text[end:start])) is not None


def _parts(text: str, word: re.Match[str], country: str | None) -> list[re.Match[str]]:
    """The towns of ``Nikšić-Plužine`` apart; ``Fushë-Krujë`` is one."""
    if "-" not in word.group() or _place(word.group(), country):
        return [word]
    parts = list(_PART.finditer(text, word.start(), word.end()))
    both = all(part.group()[0].isupper() and _place(part.group(), country) for part in parts)
    return parts if both else [word]


_PART = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_IN_LOWER_CASE = re.compile(r"[a-zšđčćžëç]{4,}[.!?] [a-zšđčćžëç]{2,} ")
_LINE_IN_LOWER_CASE = re.compile(r"(?:^|\n)[^\w\n]{0,3}[a-zšđčćžëç][^\n]{12}")
_FROM_OR_TO = re.compile(
    r"(?<!\w)(?:u|iz|do|za|kod|blizu|ne|në|nga|prej|deri ne|afer|to|from|in|at|near)\s$"
)
_SHORTEST_IN_LOWER_CASE = 5


def _sloppy(text: str) -> bool:
    """Whether a line or several sentences begin without a capital, as in messages."""
    plain = latin(text)
    if _LINE_IN_LOWER_CASE.search(plain):
        return True
    return len(_SENTENCE_IN_LOWER_CASE.findall(plain)) > 1


def _read_lower(text: str, word: re.Match[str], country: str | None) -> tuple[Found, int] | None:
    """A town whose name a hasty writer leaves without its capital: ``vozio sam do cazina``."""
    start, end = word.span()
    if len(word.group()) < _SHORTEST_IN_LOWER_CASE:
        return None
    if not _FROM_OR_TO.search(latin(text[max(0, start - 10) : start]).lower()):
        return None
    place = _place(word.group(), country)
    if place is None or place.latitude is None or place.name in _ambiguous():
        return None
    if place.country not in _HOME or place.population in range(1, 3000):
        return None
    found = Found(SelectorKind.PLACE, start, end, word.group(), place.name, place.country, 0.5)
    return found, 1


def _read(
    text: str, words: list[re.Match[str]], number: int, country: str | None, *, beside: bool
) -> tuple[Found, int] | None:
    """The longest name that begins with this word, and how many words it has.

    ``beside``: it is listed with a place before it.
    """
    if not words[number].group()[0].isupper():
        return None
    longer = _key(latin(words[number].group().split("-")[0])) in _first_words()
    for count in (4, 3, 2, 1) if longer else (1,):
        if number + count > len(words):
            continue
        start, end = words[number].start(), words[number + count - 1].end()
        if count > 1 and not re.fullmatch(
            r"[^\W\d_'’]+(?:[ \u00a0\n-]{1,2}[^\W\d_'’]+)+", text[start:end]
        ):
            continue
        place = _place(text[start:end], country)
        if place and (beside or _meant(text, start, end, place)):
            name = text[start:end]
            grade = 0.5 + 0.02 * count
            return Found(
                SelectorKind.PLACE, start, end, name, place.name, place.country, grade
            ), count
    return None


def _place(written: str, country: str | None) -> Place | None:
    key = _key(latin(written))
    anywhere = _index().get(key)
    own = _index_of(country).get(key) if country else None
    if own and anywhere and anywhere.population > own.population and _is_base(key, anywhere):
        return own if _is_base(key, own) else anywhere  # Bari is no form of Bar
    return own or anywhere


def _is_base(key: str, place: Place) -> bool:
    return any(key == _key(name) for name in _names(place))


def _meant(text: str, start: int, end: int, place: Place) -> bool:
    """Whether an ambiguous name is used as that of a place."""
    small = place.population in range(1, 3000) or (
        place.country not in _ROUTE and place.population in range(1, 400_000)
    )
    plain = not (small or place.name in _ambiguous())
    return (
        plain or announced(text, start) or _CROSSING.match(latin(text[end : end + 20])) is not None
    )


def announced(text: str, start: int) -> bool:
    """Whether the words before say that a place is named: ``u``, ``near``, ``qyteti``."""
    return bool(_BEFORE.search(latin(text[max(0, start - 24) : start])))


_CROSSING = re.compile(
    r"(?i)\s+(?:border |granični |kufitar )?(?:crossing|checkpoint|prelaz|prijelaz)"
)
# Places of other countries have the names of persons and common words too often to be taken alone.
_HOME = frozenset(("AL", "BA", "HR", "ME", "MK", "RS", "SI", "XK"))
_ROUTE = _HOME | frozenset(("AT", "BG", "DE", "GR", "HU", "IT", "RO", "TR"))
_ROUTE |= frozenset(("AF", "BD", "DZ", "EG", "IQ", "IR", "MA", "PK", "SY", "TN"))


# ------------------------------------------------------------------ the gazetteer


def _key(name: str) -> str:
    words = re.split(r"[\s-]+", name)
    return " ".join(word[0].upper() + word[1:].lower() for word in words if word)


@cache
def gazetteer() -> tuple[Place, ...]:
    """All known places, our own list first."""
    listed = [Place(name, entry["country"]) for entry in _own()["place"] for name in entry["names"]]
    return (*listed, *_geonames())


@cache
def _own() -> dict[str, Any]:
    raw: dict[str, Any] = tomllib.loads(
        (files(__package__) / "data" / "places.toml").read_text("utf-8")
    )
    return raw


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(_own()["ambiguous"]["names"])


@cache
def _first_words() -> frozenset[str]:
    """The words with which names of several words begin, in any case."""
    return frozenset(name.split(" ")[0] for name in _index() if " " in name)


def _names(place: Place) -> list[str]:
    return [place.name, *_own()["also"].get(place.name, ()), *place.also]


def _geonames() -> list[Place]:
    lines = (files(__package__) / "data" / "towns.tsv").read_text("utf-8").splitlines()[2:]
    rows = (line.split("\t") for line in lines)
    return [
        Place(r[0], r[1], float(r[2]), float(r[3]), int(r[4]), tuple(filter(None, r[5].split("|"))))
        for r in rows
    ]


@cache
def _index() -> dict[str, Place]:
    """Every form of every name; base forms and larger places win."""
    ordered = sorted(gazetteer(), key=lambda p: -(p.population or 20_000))
    return _indexed(ordered)


@cache
def _index_of(country: str) -> dict[str, Place]:
    """The forms of one country's places, which win in that country's files."""
    return _indexed([place for place in gazetteer() if place.country == country])


def _indexed(places: list[Place]) -> dict[str, Place]:
    known: dict[str, Place] = {}
    located = [(_located(place), name) for place in places for name in _names(place)]
    for place, name in located:
        known.setdefault(_key(name), place)
    for place, name in located:
        for form in forms(name, place.country):
            known.setdefault(_key(form), place)
    for form, place in list(known.items()):
        known.setdefault(_key(without_diacritics(form)), place)
    return known


@cache
def _coordinates() -> dict[tuple[str, str], Place]:
    return {(place.name, place.country): place for place in reversed(_geonames())}


def _located(place: Place) -> Place:
    return _coordinates().get((place.name, place.country), place)
