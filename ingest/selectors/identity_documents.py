"""Passports, identity cards, licences: numbers announced as such, personal numbers, MRZ lines.

Personal numbers: JMBG (Yugoslav unique master citizen number: birth date, region, check digit; BA,
ME, RS, MK, SI and the OIB of HR), Albania's NID (a letter for the decade, eight digits, a letter).
MRZ: ICAO Doc 9303, parts 4 to 6, check digits with weights 7-3-1.
"""

import re
from dataclasses import dataclass
from datetime import date

import icu
from stdnum.hr import oib
from stdnum.si import emso

from ingest.selectors import cues
from ingest.selectors.cues import Cue
from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.letters import latin, same_shape

_NUMBER = re.compile(r"[A-Z0-9]{5,14}")


def normalise(written: str) -> str | None:
    """A document's number in Latin capitals without separators; None where it cannot be one."""
    value = re.sub(r"[\s./-]", "", same_shape(written.strip())).upper()
    value = latin(value).upper()
    return value if _NUMBER.fullmatch(value) and sum(c.isdigit() for c in value) >= 4 else None


@dataclass(frozen=True)
class PersonalNumber:
    """A citizen's number; it identifies a person and is protected like a name."""

    number: str
    country: str | None
    birth_date: date | None
    sex: str | None


# First of the two digits of a JMBG's region; 0 and 6 (foreigners) name no country.
_JMBG_REGIONS = {
    "1": "BA",
    "2": "ME",
    "3": "HR",
    "4": "MK",
    "5": "SI",
    "7": "RS",
    "8": "RS",
    "9": "RS",
}
_NID = re.compile(r"([A-T])(\d)(\d\d)(\d\d)(\d{3})([A-W])")


def normalise_personal_number(written: str) -> PersonalNumber | None:
    """Read a JMBG (13 digits), an OIB (11 digits) or an Albanian NID, checking it."""
    value = re.sub(r"[\s-]", "", written.strip()).upper()
    if re.fullmatch(r"\d{13}", value):
        return _jmbg(value)
    if re.fullmatch(r"\d{11}", value) and oib.is_valid(value):
        return PersonalNumber(value, "HR", None, None)
    return _nid(value)


def _jmbg(value: str) -> PersonalNumber | None:
    if not emso.is_valid(value):
        return None
    sex = "m" if int(value[9:12]) < 500 else "f"
    return PersonalNumber(value, _JMBG_REGIONS.get(value[7]), emso.get_birth_date(value), sex)


def _nid(value: str) -> PersonalNumber | None:
    """Decade letter, year digit, month (plus 50 for women), day, serial, check letter."""
    match = _NID.fullmatch(value)
    if not match:
        return None
    decade, year, month, day = match[1], int(match[2]), int(match[3]), int(match[4])
    sex = "f" if month > 50 else "m"
    try:
        born = date(1800 + 10 * (ord(decade) - ord("A")) + year, month - 50 * (month > 50), day)
    except ValueError:
        return None
    return PersonalNumber(value, "AL", born, sex)


_CANDIDATE = re.compile(
    r"(?<![\w+-])(?=[A-ZА-Я0-9 -]{0,4}\d)(?:[A-ZА-Я]{1,3}[ -]?)?\d[\dA-ZА-Я]{4,12}(?![\w]|[/,.-]\d)"
)
_PERSONAL = re.compile(r"(?<![\w+-])(?:\d{13}|\d{10,11}|[A-T]\d{8}[A-W])(?![\w]|[/-]\d)")


def find(text: str, country: str | None = None) -> list[Found]:  # noqa: ARG001 - one face for all
    """Document numbers that the text announces, and personal numbers that check out."""
    found = [f for m in _CANDIDATE.finditer(text) if (f := _read(text, m))]
    found += [f for m in _PERSONAL.finditer(text) if (f := _read_personal(text, m))]
    return found + find_mrz(text)


def _read(text: str, match: re.Match[str]) -> Found | None:
    number = normalise(match.group())
    if number is None or cues.before(text, match.start()) is not Cue.DOCUMENT:
        return None
    start, end = match.span()
    return Found(SelectorKind.IDENTITY_DOCUMENT, start, end, text[start:end], number, None, 0.9)


def _read_personal(text: str, match: re.Match[str]) -> Found | None:
    start, end = match.span()
    cue = cues.before(text, start)
    announced = cue in (Cue.PERSONAL_NUMBER, Cue.DOCUMENT)
    read = normalise_personal_number(match.group())
    if read is None:
        if cue is not Cue.PERSONAL_NUMBER:
            return None
        # A clerk's slip; the text still says what it is.
        read = PersonalNumber(match.group(), None, None, None)
    elif not announced and len(read.number) == 11:
        return None
    kind = SelectorKind.PERSONAL_NUMBER
    return Found(kind, start, end, text[start:end], read.number, read.country, 0.97)


# ------------------------------------------------------------------ machine-readable zones

_TD3, _TD2, _TD1 = (
    r"[ \t]*\n[ \t]*".join([rf"[A-Z0-9<]{{{width}}}"] * lines)
    for width, lines in ((44, 2), (36, 2), (30, 3))
)
_MRZ = re.compile(rf"(?m)^[ \t]*({_TD3}|{_TD2}|{_TD1})[ \t]*$")


@dataclass(frozen=True)
class Mrz:
    """What a machine-readable zone says; ``valid`` if the number's check digit holds.

    Countries are ISO 3166-1 alpha-2 codes, dates ISO. What is left open, names no country (a
    stateless person's), or has a check digit that does not hold, is None. ``names_start`` is where
    the names begin in the zone, ``names_written`` how they stand there.
    """

    number: str
    document_type: str | None
    issuer: str | None
    surname: str
    given_names: str
    names_start: int
    names_written: str
    nationality: str | None
    birth_date: str | None
    sex: str | None
    expiry_date: str | None
    personal_number: PersonalNumber | None
    valid: bool


# Of each size: line and place of the number, of the birth date (sex and expiry follow it), of the
# nationality, of the names, and of what the issuer adds.
_LAYOUTS = {
    (3, 30): ((0, 5), (1, 0), (1, 15), (2, 0), ((0, 15, 30), (1, 18, 29))),
    (2, 36): ((1, 0), (1, 13), (1, 10), (0, 5), ((1, 28, 35),)),
    (2, 44): ((1, 0), (1, 13), (1, 10), (0, 5), ((1, 28, 42),)),
}
_TYPES = {"P": "passport", "I": "identity_card", "A": "identity_card", "C": "identity_card"}
# Codes of ICAO Doc 9303, part 3, that ISO 3166 does not have.
_ISSUERS = {"D": "DE", "RKS": "XK", "UNK": "XK"} | dict.fromkeys(
    ("GBD", "GBN", "GBO", "GBP", "GBS"), "GB"
)


def read_mrz(zone: str) -> Mrz | None:
    """Read a TD1, TD2 or TD3 zone (lines separated by white space)."""
    placed = [(m.group(), m.start()) for m in re.finditer(r"\S+", zone)]
    lines = [line for line, _ in placed]
    layout = _LAYOUTS.get((len(lines), len(lines[0]) if lines else 0))
    if layout is None or "<" not in zone or {*map(len, lines)} != {len(lines[0])}:
        return None
    (line, at), (born_line, born_at), (of_line, of_at), (names_line, names_at), added = layout
    names = lines[names_line][names_at:]
    surname, _, given_names = names.rstrip("<").partition("<<")
    # Of who has one name only, the mark after it says that this is a zone's name.
    written = names.rstrip("<") if given_names else surname + names[len(surname) :][:2]
    field, born = lines[line][at : at + 9], lines[born_line][born_at:]
    expires = _checked(born[8:15])
    stays = (lines[row][start:end].strip("<") for row, start, end in added)
    return Mrz(
        number=field.replace("<", ""),
        document_type=_TYPES.get(lines[0][0]),
        issuer=_country(lines[0][2:5]),
        surname=surname.replace("<", " ").strip(),
        given_names=given_names.replace("<", " ").strip(),
        names_start=placed[names_line][1] + names_at,
        names_written=written,
        nationality=_country(lines[of_line][of_at : of_at + 3]),
        birth_date=_birth(_checked(born[:7]), expires),
        sex={"M": "m", "F": "f"}.get(born[7]),
        expiry_date=expires and _date("20", expires),
        personal_number=next(filter(None, map(normalise_personal_number, stays)), None),
        valid=_mrz_digit(field) == lines[line][at + 9],
    )


def _country(written: str) -> str | None:
    code = written.strip("<")
    try:
        return _ISSUERS.get(code) or _iso(icu.Region.getInstance(code))
    except icu.ICUError:
        return None


def _iso(region: icu.Region) -> str | None:
    return region.getRegionCode() if region.getType() == icu.URegionType.TERRITORY else None


def _checked(field: str) -> str | None:
    """A date's six figures, where the check digit after them holds."""
    return field[:6] if _mrz_digit(field[:6]) == field[6] else None


def _birth(figures: str | None, expires: str | None) -> str | None:
    """Nobody is born after a document of theirs ends: that tells the century."""
    if figures is None or expires is None:
        return None
    return _date("20" if figures < expires else "19", figures)


def _date(century: str, figures: str) -> str | None:
    try:
        return date.fromisoformat(century + figures).isoformat()
    except ValueError:
        return None


def _mrz_digit(field: str) -> str:
    values = (0 if c == "<" else int(c, 36) for c in field)
    return str(sum(value * (7, 3, 1)[i % 3] for i, value in enumerate(values)) % 10)


def find_mrz(text: str) -> list[Found]:
    """Machine-readable zones, each as the number of its document."""
    return [
        Found(SelectorKind.MRZ, m.start(1), m.end(1), m[1], mrz.number, mrz.issuer, 0.99)
        for m in _MRZ.finditer(text)
        if (mrz := read_mrz(m[1]))
    ]
