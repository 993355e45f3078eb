"""IMSI (ITU-T E.212) and ICCID (ITU-T E.118): the numbers of subscriptions and SIM cards."""

import re
from dataclasses import dataclass
from functools import cache

from stdnum import imsi as stdnum_imsi
from stdnum import luhn, numdb

from ingest.selectors import cues
from ingest.selectors.cues import Cue
from ingest.selectors.found import Found, SelectorKind


@dataclass(frozen=True)
class Imsi:
    """15 digits: mobile country code, network code, subscriber."""

    number: str
    mcc: str
    mnc: str | None
    country: str | None


@dataclass(frozen=True)
class Iccid:
    """A SIM card's serial number: ``core`` without check digit identifies it."""

    core: str
    check_matches: bool | None

    @property
    def number(self) -> str:
        """The number with its check digit computed."""
        return self.core + str(luhn.calc_check_digit(self.core))


def normalise_imsi(written: str) -> Imsi | None:
    """Read an IMSI; its country comes from the mobile country code."""
    digits = _digits(written)
    if digits is None or len(digits) not in (14, 15) or digits[0] not in "234567":
        return None
    try:
        facts = stdnum_imsi.info(digits)
    except Exception:  # stdnum raises its own family for unknown networks
        facts = {}
    code = str(facts.get("cc") or "").upper()
    country = code if re.fullmatch("[A-Z]{2}", code) else country_of_mcc(digits[:3])
    return Imsi(digits, digits[:3], facts.get("mnc"), country)


@cache
def country_of_mcc(mcc: str) -> str | None:
    """The country of a mobile country code (3 digits) whose networks are all in one country."""
    networks = numdb.get("imsi")
    facts = [networks.info(f"{mcc}{mnc:02}")[-1][1] for mnc in range(100)]
    found = {str(fact["cc"]).upper() for fact in facts if "cc" in fact}
    return found.pop() if len(found) == 1 else None


def normalise_iccid(written: str) -> Iccid | None:
    """Read an ICCID of 18 to 20 characters beginning with 89 (a filler F at its end is dropped)."""
    value = re.sub(r"(?<=\d)[fF]$", "", re.sub(r"[\s-]", "", written.strip().strip("\"'")))
    digits = _digits(value)
    if digits is None or not digits.startswith("89") or len(digits) not in (18, 19, 20):
        return None
    if len(digits) == 18:
        return Iccid(digits, None)
    if luhn.is_valid(digits):
        return Iccid(digits[:-1], True)
    return Iccid(digits[:-1], False)


def _digits(written: str) -> str | None:
    value = re.sub(r"(?<=\d)[.,]0$", "", written.strip().strip("\"'"))
    value = re.sub(r"[\s.,/-]", "", value)
    return value if value.isascii() and value.isdigit() else None


_IMSI = re.compile(r"(?<![\w+])\d(?:[ \u00a0-]?\n?\d){13,14}(?!\w|[/-]\d)")
_ICCID = re.compile(r"(?<![\w+])89(?:[ \u00a0-]?\n?\d){16,18}[fF]?(?!\w|[/-]\d)")


def find(text: str, country: str | None = None) -> list[Found]:  # noqa: ARG001 - one face for all
    """IMSIs (announced as such, or of a known network) and ICCIDs in a text."""
    imsis = (_read_imsi(text, m) for m in _IMSI.finditer(text))
    iccids = (_read_iccid(text, m) for m in _ICCID.finditer(text))
    return [found for found in (*imsis, *iccids) if found]


def _read_imsi(text: str, match: re.Match[str]) -> Found | None:
    imsi = normalise_imsi(match.group())
    if imsi is None:
        return None
    cue = cues.before(text, match.start())
    if cue is Cue.SIM:
        confidence = 0.99
    elif cue is Cue.CARD and imsi.country and len(imsi.number) == 15:
        confidence = 0.9
    else:
        return None
    kind = SelectorKind.IMSI
    return Found(
        kind, match.start(), match.end(), match.group(), imsi.number, imsi.country, confidence
    )


def _read_iccid(text: str, match: re.Match[str]) -> Found | None:
    iccid = normalise_iccid(match.group())
    announced = cues.before(text, match.start()) in (Cue.CARD, Cue.SIM)
    if iccid is None or not (announced or iccid.check_matches):
        return None
    return Found(
        SelectorKind.ICCID, match.start(), match.end(), match.group(), iccid.number, None, 0.99
    )
