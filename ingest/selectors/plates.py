"""Registration plates: the countries of the route by their own shapes, others as unknown.

Two countries may share a shape (Albania and Italy, Serbia and Croatia): the words around, then the
country of the file, then the more telling shape decide; where nothing does, the country is None.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.selectors import cues
from ingest.selectors.cues import Cue
from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.letters import aligned_latin, has_cyrillic, latin, same_shape


@dataclass(frozen=True)
class Plate:
    """A plate in Latin capitals without separators or diacritics, and its country if known."""

    normalised: str
    country: str | None


@dataclass(frozen=True)
class _Shape:
    country: str
    pattern: re.Pattern[str]
    coded: bool
    needs: str


_GAP = r"[ \u00a0]?[-–—.·/]?[ \u00a0]?\n?"
_FOLD = str.maketrans("ŠĐČĆŽšđčćžËÇëç", "SDCCZsdcczECec")
# Greek plates bear only letters that look like Latin ones.
_FOLD |= str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")
_UNKNOWN = re.compile(r"(?=[A-Z0-9]*\d)(?=[A-Z0-9]*[A-Z])[A-Z0-9]{4,9}")
_FALSE_STARTS = frozenset(
    [
        "NR",
        "BR",
        "NO",
        "KM",
        "ST",
        "OD",
        "DO",
        "IN",
        "OR",
        "TO",
        "AT",
        "UL",
        "CL",
        "TEL",
        "RR",
        "SH",
    ]
)


def normalise(written: str, country: str | None) -> Plate | None:
    """Read one plate; ``country`` is that of the file. None where it cannot be a plate."""
    value = " ".join(_of_two_letters(written).upper().split())
    for spelling in _spellings(value):
        fitting = [s for s in _shapes() if s.pattern.fullmatch(spelling)]
        if fitting:
            return Plate(_compact(spelling), _country(fitting, country, None))
    compact = _compact(latin(value).upper())
    return Plate(compact, None) if _UNKNOWN.fullmatch(compact) else None


def find(text: str, country: str | None) -> list[Found]:
    """Plates in a text: known shapes, and unknown ones where a word announces a plate."""
    readings: dict[tuple[int, int], list[tuple[_Shape, str]]] = {}
    for spelling, place in _placed(text):
        for shape in _shapes():
            for match in shape.pattern.finditer(spelling):
                start, end = place[match.start()], place[match.end()]
                if _acceptable(shape, match.group(), text, start, country):
                    readings.setdefault((start, end), []).append((shape, match.group()))
    known = [_known(text, span, fitting, country) for span, fitting in readings.items()]
    return known + list(_announced(text))


def _known(
    text: str, span: tuple[int, int], fitting: list[tuple[_Shape, str]], country: str | None
) -> Found:
    start, end = span
    owner = _country([shape for shape, _ in fitting], country, _named_country(text, start, end))
    telling = any(shape.coded or shape.country in ("BA", "XK") for shape, _ in fitting)
    confidence = 0.9 if telling or _is_announced(text, start) else 0.75
    normalised = _compact(fitting[0][1])
    return Found(SelectorKind.PLATE, start, end, text[start:end], normalised, owner, confidence)


def _acceptable(shape: _Shape, plate: str, text: str, start: int, country: str | None) -> bool:
    if _is_announced(text, start):
        return True
    if re.split(r"[^A-Z]", plate, maxsplit=1)[0] in _FALSE_STARTS:
        return bool(shape.coded and _TELLING.fullmatch(plate))
    if shape.needs == "hint":
        return shape.country == country
    return shape.needs == "nothing"


def _is_announced(text: str, start: int) -> bool:
    return cues.before(text, start) is Cue.PLATE


# "ST 5012-KL" is no page; "NR 1180 B" may be anything.
_TELLING = re.compile(
    r"[A-Z]{2} ?\d{3,4}-[A-Z]{1,2}|[A-Z]{2}[ -]\d{4} [A-Z]|[A-Z]{2}-[A-Z]{2}-?\d{3}"
)
_CAPITAL = "A-ZŠĐČĆŽ"
_LOOSE = re.compile(
    rf"(?<![\w/-])(?=[\w -]{{0,7}}\d)(?=[\d -]{{0,7}}[{_CAPITAL}])"
    rf"(?:[{_CAPITAL}0-9]{{1,4}}(?:[ \u00a0-][{_CAPITAL}0-9]{{1,6}}){{1,2}}|[A-Z0-9]{{5,8}})"
    r"(?![\w/-])"
)
_OUTRIGHT = re.compile(
    r"(?:tablic\w*|oznak\w*|oznac\w*|targ\w+|plates?|registration(?: number| mark)?|registracij\w*)"
    r"(?:\s+(?:broj|br\.|nr\.|no\.|numër|me|with|number))?\s*[:„\"“]?\s*$",
    re.I,
)
# "vozilom TB AD 771": three groups after a vehicle, as no model is written.
_OF_THREE = re.compile(
    rf"[{_CAPITAL}]{{1,3}}[ -]"
    rf"(?:[{_CAPITAL}0-9]{{1,4}}[ -]\d{{2,4}}|\d{{3,4}}[ -][{_CAPITAL}]{{1,2}})"
)
_VEHICLE = re.compile(
    r"(?:vozil\w*|automobil\w*|aut[oau]m?|kombi\w*|kamion\w*|furgon\w*|automjet\w*|mjet\w*|makin\w*"
    r"|vetur\w*|motor\w*|prikolic\w*|rimorkio\w*|džip\w*|taksi|car|van|vehicle|truck|lorry|trailer|taxi)\s+$",
    re.I,
)
_PART_OF_ONE = re.compile(
    r"(?i)(?:završ|svršet|zadnj|poslednj|posljednj|ending|ended|ends|mbaro|fund)"
)


def _announced(text: str) -> Iterator[Found]:
    """Unknown shapes, where the words just before say outright that this is a plate."""
    for match in _LOOSE.finditer(_same_length(text)):
        start, end = match.span()
        compact = _compact(match.group())
        before = latin(text[max(0, start - 40) : start])
        outright = _OUTRIGHT.search(before) or (
            _OF_THREE.fullmatch(match.group()) and _VEHICLE.search(before)
        )
        if _UNKNOWN.fullmatch(compact) and outright and not _PART_OF_ONE.search(before):
            owner = _named_country(text, start, end)
            yield Found(SelectorKind.PLATE, start, end, text[start:end], compact, owner, 0.6)


def _country(fitting: list[_Shape], country: str | None, named: str | None) -> str | None:
    countries = {shape.country for shape in fitting}
    for preferred in (named, country):
        if preferred in countries:
            return preferred
    coded = {shape.country for shape in fitting if shape.coded}
    best = coded or countries
    return best.pop() if len(best) == 1 else named


def _named_country(text: str, start: int, end: int) -> str | None:
    """A country that the words before a plate, or brackets after it, name."""
    before = latin(text[max(0, start - 45) : start]).lower()
    after = latin(text[end : end + 8]).lower().strip()
    best: tuple[int, str] | None = None
    for country, words in _country_words():
        position = max(before.rfind(word) for word in words)
        if any(after.startswith(word) for word in words if word.startswith("(")):
            position = len(before)
        if position >= 0 and (best is None or position > best[0]):
            best = (position, country)
    return best[1] if best else None


def _spellings(text: str) -> Iterator[str]:
    """The text in Latin letters, of the same length: by sound, then by shape."""
    by_sound = _same_length(text)
    yield by_sound
    if has_cyrillic(text):
        yield same_shape(text).translate(_FOLD)


# Latin letters that a transliteration into Cyrillic writes with two ("БД ЕКс502"). КС in capitals
# is a town's code.
_TWO_LETTERS = re.compile("К[св]")


def _of_two_letters(text: str) -> str:
    return text.replace("Кс", "X").replace("Кв", "Q")


def _placed(text: str) -> Iterator[tuple[str, Sequence[int]]]:
    """The spellings of a text, each with where its characters stand in the text."""
    for spelling in _spellings(text):
        yield spelling, range(len(text) + 1)
    second = {match.start() + 1 for match in _TWO_LETTERS.finditer(text)}
    if second:
        place = [at for at in range(len(text) + 1) if at not in second]
        yield _same_length(_of_two_letters(text)), place


def _same_length(text: str) -> str:
    return aligned_latin(text).translate(_FOLD)


def _compact(plate: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", plate.upper().translate(_FOLD))


# ------------------------------------------------------------------ the table of shapes


@cache
def _table() -> dict[str, object]:
    return tomllib.loads((files(__package__) / "data" / "plates.toml").read_text("utf-8"))


@cache
def _shapes() -> tuple[_Shape, ...]:
    plates = _table()["plate"]
    assert isinstance(plates, list)
    return tuple(
        _Shape(entry["country"], _pattern(shape, entry), "codes" in entry, entry["needs"])
        for entry in plates
        for shape in entry["shape"]
    )


@cache
def _country_words() -> tuple[tuple[str, tuple[str, ...]], ...]:
    words = _table()["words"]
    assert isinstance(words, dict)
    return tuple((country, tuple(stems)) for country, stems in words.items())


def _pattern(shape: str, entry: dict[str, str]) -> re.Pattern[str]:
    first, *others = shape.split(" ")
    hyphen = "[ ]?[-–][ ]?" if entry["needs"] == "hyphen" else _GAP
    gaps = [hyphen] + [_GAP] * (len(others) - 1)
    codes = "(?:" + "|".join(entry.get("codes", "").split()) + ")"
    pieces = [_piece(first, codes)]
    for gap, piece in zip(gaps, others, strict=True):
        pieces += [gap, _piece(piece, codes)]
    return re.compile(r"(?<![\w/-])" + "".join(pieces) + r"(?![\w/]|-\w)")


def _piece(piece: str, codes: str) -> str:
    """A group of the shape language as a regular expression."""
    protected = re.split(r"(\[[^\]]*\]|\{[^}]*\})", piece)
    translated = [
        part if part.startswith(("[", "{")) else part.replace("9", r"\d").replace("A", "[A-Z]")
        for part in protected
    ]
    return "".join(translated).replace("{codes}", codes)
