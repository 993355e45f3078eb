"""IMEI and IMEISV: the numbers of handsets (3GPP TS 23.003, section 6).

An IMEI is an 8-digit type allocation code, a 6-digit serial number and a Luhn check digit; records
often give 14 digits without the check digit, a 0 in its place, or 16 digits with the software
version. The first 14 identify the handset.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from stdnum import luhn

from ingest.selectors import cues
from ingest.selectors.cues import Cue
from ingest.selectors.found import Found, SelectorKind


class Check(StrEnum):
    """What the digits after the fourteenth say."""

    MATCHES = "matches"
    DIFFERS = "differs"
    ABSENT = "absent"
    SOFTWARE_VERSION = "software_version"


@dataclass(frozen=True)
class Imei:
    """A handset's number: ``core`` (14 digits) identifies it, ``number`` adds the check digit."""

    core: str
    check: Check

    @property
    def number(self) -> str:
        """15 digits, with the check digit computed."""
        return self.core + str(luhn.calc_check_digit(self.core))


def normalise(written: str) -> Imei | None:
    """Read an IMEI of 14, 15 or 16 digits as operators and clerks write it."""
    value = re.sub(r"(?<=\d)[.,]0$", "", written.strip().strip("\"'"))
    digits = re.sub(r"[\s/.,-]", "", value)
    if not digits.isascii() or not digits.isdigit() or len(digits) not in (14, 15, 16):
        return None
    core = digits[:14]
    if len(set(core)) == 1:
        return None
    return Imei(core, _check(digits))


def _check(digits: str) -> Check:
    if len(digits) == 14:
        return Check.ABSENT
    if len(digits) == 16:
        return Check.SOFTWARE_VERSION
    return Check.MATCHES if luhn.is_valid(digits) else Check.DIFFERS


_CANDIDATE = re.compile(r"(?<![\w+])\d(?:(?:[ \u00a0./-]|[ \u00a0/-]?\n)?\d){13,15}(?!\w|[/-]\d)")


def find(text: str, country: str | None = None) -> list[Found]:  # noqa: ARG001 - one face for all
    """IMEIs in a text: announced as such, or 15 digits with a right check digit."""
    return [found for m in _CANDIDATE.finditer(text) if (found := _read(text, m))]


def _read(text: str, match: re.Match[str]) -> Found | None:
    imei = normalise(match.group())
    if imei is None:
        return None
    cue = cues.before(text, match.start())
    if cue is Cue.HANDSET:
        confidence = 0.99
    elif imei.check is Check.MATCHES and cue in (None, Cue.PHONE):
        confidence = 0.85
    else:
        return None
    return Found(
        SelectorKind.IMEI, match.start(), match.end(), match.group(), imei.number, None, confidence
    )
