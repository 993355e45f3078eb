"""Telephone numbers: party fields of call records, and numbers in running text.

Numbering plans are those of Google's libphonenumber (package ``phonenumbers``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from ingest.selectors import cues
from ingest.selectors.cues import Cue
from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.letters import latin
from workbench.vocabulary import PartyKind


@dataclass(frozen=True)
class Party:
    """A party field: E.164 number, short code or sender as written; None when withheld or empty."""

    number: str | None
    kind: PartyKind
    country: str | None


_SHORT_CODE_DIGITS = 6
_WITHHELD = re.compile(
    r"withheld|private|privat|anonym|anonim|unknown number|unavailable|restricted|suppressed|clir"
    r"|skriven|sakriven|nepoznat|zabranjen|bez broja|uskra[cć]en|tajni|i? ?fsheh(?:t|ur|ura)"
    r"|i? ?panjohur"
    r"|skrit[ai]?\b|skrien|riservat[oa]|gizli|rejtett|ascuns|geheim|unbekannt|^unknown$"
    r"|pa numer|no number|hidden|blocked|unterdr[uü]ckt|sconosciuto|nascosto|απόκρυψη|απ[οό]ρρητ"
)
_PLACEHOLDER = re.compile(r"[-–—_.?*/ ]*|n/?a|null|none|nan|nil|undefined|#n/a|0+|x+", re.I)
_EXTENSION_OR_SCHEME = re.compile(r"^(?:tel|sip|sips|msisdn)\s*[:=]\s*", re.I)
_SCIENTIFIC = re.compile(r"\+?\d(?:[.,]\d+)?e\+?\d{1,2}", re.I)
_DECIMAL_ZERO = re.compile(r"(?<=\d)[.,]0+$")
_NUMBER_SHAPE = re.compile(r"'?(?:\+|00)?\(?\d[\d\s().,/\\\u2010-\u2015-]*\*?#?")


def normalise_party(written: str, country: str | None) -> Party:
    """Read a party field of a call record.

    ``country`` (ISO 3166-1 alpha-2) is that of the operator, whose plan national numbers follow.
    A number that a spreadsheet has rounded (``3.8269E+10``) is UNKNOWN and kept as written.
    """
    value = _EXTENSION_OR_SCHEME.sub("", written.strip().strip("\"'").strip()).split("@")[0]
    if _PLACEHOLDER.fullmatch(value):
        return Party(None, PartyKind.UNKNOWN, None)
    if _SCIENTIFIC.fullmatch(value):
        exact = _exact(value)
        if exact is None:
            return Party(value, PartyKind.UNKNOWN, None)
        value = exact
    if _WITHHELD.search(latin(value).lower()):
        return Party(None, PartyKind.WITHHELD, None)
    if not _NUMBER_SHAPE.fullmatch(value):
        return _lettered(value)
    return _numeric(_DECIMAL_ZERO.sub("", value), country)


def normalise(written: str, country: str | None) -> str | None:
    """E.164 of a number as written, or None where it cannot be one."""
    party = normalise_party(written, country)
    return party.number if party.kind is PartyKind.E164 else None


def country_of(e164: str) -> str | None:
    """Country of an E.164 number."""
    parsed = _parse(e164, None)
    return _region(parsed) if parsed else None


def _exact(value: str) -> str | None:
    """The digits of a number in scientific notation, if none were rounded away."""
    try:
        number = Decimal(value.replace(",", "."))
    except InvalidOperation:
        return None
    exponent = number.as_tuple().exponent
    return str(int(number)) if isinstance(exponent, int) and exponent in (0, -1) else None


def _lettered(value: str) -> Party:
    """A sender name such as ``BANKA`` or ``m:tel`` or a USSD code."""
    if any(c.isalpha() for c in value):
        return Party(value, PartyKind.ALPHANUMERIC, None)
    if re.fullmatch(r"[*#][\d*#]+", value):
        return Party(value, PartyKind.SHORT_CODE, None)
    return Party(value or None, PartyKind.UNKNOWN, None)


def _numeric(value: str, country: str | None) -> Party:
    digits = re.sub(r"\D", "", value)
    explicit = value.lstrip("'(").startswith("+") or digits.startswith("00")
    if not explicit and len(digits) <= _SHORT_CODE_DIGITS:
        return Party(digits, PartyKind.SHORT_CODE, country)
    parsed = _explicit(digits) if explicit else _unmarked(digits, country)
    if parsed is None:
        return Party(digits, PartyKind.UNKNOWN, None)
    return Party(_e164(parsed), PartyKind.E164, _region(parsed))


def _explicit(digits: str) -> PhoneNumber | None:
    parsed = _parse("+" + digits.removeprefix("00"), None)
    return parsed if parsed and phonenumbers.is_possible_number(parsed) else None


def _unmarked(digits: str, country: str | None) -> PhoneNumber | None:
    """A national number, else an international one whose + was lost, else a possible one."""
    national = _parse(digits, country) if country else None
    international = None if digits.startswith("0") else _parse("+" + digits, None)
    if national and phonenumbers.is_valid_number(national):
        return international if _says_its_country(international, national) else national
    if international and phonenumbers.is_valid_number(international):
        return international
    if national and digits.startswith("0") and phonenumbers.is_possible_number(national):
        return national
    return None


_WHOLE = 11  # digits of a number with its country, where national ones seldom have as many
_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def _says_its_country(international: PhoneNumber | None, national: PhoneNumber) -> bool:
    """Whether a number that could be national begins with a country's code instead.

    Serbia's 382 67 ... could be a long number of area 38; but it is a mobile of +382.
    """
    if international is None or not phonenumbers.is_valid_number(international):
        return False
    if phonenumbers.number_type(national) in _MOBILE:
        return False
    if international.country_code == national.country_code:
        return True
    whole = len(str(international.country_code)) + len(str(international.national_number))
    return whole >= _WHOLE and phonenumbers.number_type(international) in _MOBILE


def _parse(number: str, country: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return None


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _region(number: PhoneNumber) -> str | None:
    exact = phonenumbers.region_code_for_number(number)
    region = exact or phonenumbers.region_code_for_country_code(number.country_code or 0)
    return None if region in (None, "ZZ", "001") else str(region)


# ------------------------------------------------------------------ in running text

_GAP = r"(?:[ \u00a0]?[-–/.()]?[ \u00a0\n]?)"
_CANDIDATE = re.compile(
    rf"(?<![\w+/])(?<!\d[.,])(?:\+[ ]?|00[ ]?)?\(?\d(?:{_GAP}\d){{5,16}}(?![\w])"
)
_TRAIL = re.compile(r"[\s./()-]+$")
_OTHERWISE_SPOKEN_OF = frozenset(set(Cue) - {Cue.PHONE, Cue.PLATE, Cue.CARD})
# "broj 069/123-456", "number 069 ...": a number of something, where nothing nearer says of what.
_NUMBERED = re.compile(r"(?i)(?<!\w)(?:broj\w*|br\.?|num[ëeb]\w*|nr\.?|no\.?)\s*:?\s*$")
_NEAR = 34
_OF_YEAR = re.compile(r"\s?/\s?(?:\d\d|20\d\d)(?!\d)")
_NEXT_ITEM = re.compile(r"\n\s*\d{1,3}[.)](?!\d)")  # the number of the next item of a list
_CERTAIN, _LIKELY, _BY_CUE = 0.95, 0.8, 0.7


def find(text: str, country: str | None) -> list[Found]:
    """Telephone numbers in a text; national ones follow the plan of ``country``."""
    return list(_found(text, country))


def _found(text: str, country: str | None) -> Iterator[Found]:
    position = 0
    while match := _CANDIDATE.search(text, position):
        found = _read(text, match.start(), match.group(), country)
        if found:
            yield found
        position = found.end if found else match.start() + 1 + _digits_ahead(match.group())


def _digits_ahead(candidate: str) -> int:
    """Where to look on after a rejected candidate: at its next group, never inside one."""
    group = re.match(r"[+(]*\d+", candidate)
    return group.end() - 1 if group else 0


def _read(text: str, start: int, candidate: str, country: str | None) -> Found | None:
    """The longest leading part of a candidate that makes a number (numbers may stand in a row)."""
    if item := _NEXT_ITEM.search(text, start, start + len(candidate) + 2):
        candidate = candidate[: item.start() - start]
    cue = cues.before(text, start)
    if cue is Cue.REFERENCE and cues.before(text[max(0, start - _NEAR) : start], _NEAR) is None:
        cue = None  # the file was spoken of some words ago
    numbered = False
    if cue in (None, Cue.CARD) and _NUMBERED.search(latin(text[max(0, start - 20) : start])):
        cue, numbered = Cue.PHONE, True
    ends = [len(candidate)] + [m.start() for m in re.finditer(r"(?<=\d)\D+(?=\d)", candidate)][::-1]
    for end in ends:
        written = _TRAIL.sub("", candidate[:end])
        reading = _number(written, country, cue)
        if reading and not written.startswith("+") and _OF_YEAR.match(candidate, len(written)):
            return None  # 063-118-774/2024 is a file
        if reading and numbered and not phonenumbers.is_valid_number(reading[0]):
            reading = None  # a number of something, but of what
        if reading:
            number, confidence = reading
            e164, stop = _e164(number), start + len(written)
            return Found(
                SelectorKind.PHONE, start, stop, written, e164, _region(number), confidence
            )
    return None


def _number(written: str, country: str | None, cue: Cue | None) -> tuple[PhoneNumber, float] | None:
    """The number that a stretch of digits is, with the confidence of that reading."""
    digits = re.sub(r"\D", "", written)
    if written.startswith("+"):
        return _graded(_explicit(digits), _CERTAIN, _LIKELY)
    if cue in _OTHERWISE_SPOKEN_OF:
        return None
    announced = cue is Cue.PHONE
    if digits.startswith("00"):
        return _graded(_explicit(digits), _CERTAIN, _BY_CUE)
    national = _parse(digits, country) if country else None
    if written.lstrip("(").startswith("0") or announced:
        graded = _graded(national, _LIKELY, _BY_CUE if announced and digits[0] == "0" else 0)
        if graded:
            return graded
    if len(digits) >= (10 if announced else 11) and digits[0] != "0":
        return _graded(_parse("+" + digits, None), _LIKELY if announced else _BY_CUE, 0)
    return None


def _graded(
    number: PhoneNumber | None, if_valid: float, if_possible: float
) -> tuple[PhoneNumber, float] | None:
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    confidence = if_valid if phonenumbers.is_valid_number(number) else if_possible
    return (number, confidence) if confidence else None
