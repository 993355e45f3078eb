"""Vehicle identification numbers (ISO 3779): 17 characters without I, O and Q.

The check digit in ninth place binds makers in North America and China only, so elsewhere it is
reported and never demanded.
"""

import re
from dataclasses import dataclass

from ingest.selectors import cues
from ingest.selectors.cues import Cue
from ingest.selectors.found import Found, SelectorKind
from ingest.selectors.letters import same_shape


@dataclass(frozen=True)
class Vin:
    """A vehicle's number; ``check_matches`` counts only where ``check_binding``."""

    number: str
    check_matches: bool

    @property
    def check_binding(self) -> bool:
        """Whether the maker's region uses the check digit (1-5 North America, L China)."""
        return self.number[0] in "12345L"


_VALUES = {
    c: int(v) for c, v in zip("ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789", strict=True)
}
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def normalise(written: str) -> Vin | None:
    """Read a VIN; the letters I, O and Q, which no VIN has, are taken for 1 and 0."""
    value = re.sub(r"[\s.*-]", "", same_shape(written.strip())).upper()
    value = value.translate(str.maketrans("IOQ", "100"))
    if not re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", value) or value.isdigit() or value.isalpha():
        return None
    return Vin(value, _check_digit(value) == value[8])


def _check_digit(number: str) -> str:
    total = sum(
        w * _VALUES.get(c, int(c) if c.isdigit() else 0)
        for c, w in zip(number, _WEIGHTS, strict=True)
    )
    return "X" if total % 11 == 10 else str(total % 11)


_C = "[A-Z0-9АВЕКМНОРСТУХ]"
_CANDIDATE = re.compile(rf"(?<![\w-]){_C}{{3}}[ -]?{_C}{{6}}[ -]?{_C}{{8}}(?![\w-])")


def find(text: str, country: str | None = None) -> list[Found]:  # noqa: ARG001 - one face for all
    """VINs in a text: announced, or of letters and digits mixed as makers do."""
    return [found for m in _CANDIDATE.finditer(text) if (found := _read(text, m))]


def _read(text: str, match: re.Match[str]) -> Found | None:
    vin = normalise(match.group())
    if vin is None:
        return None
    announced = cues.has(text, match.start(), Cue.VIN)
    mixed = sum(c.isdigit() for c in vin.number) >= 4 and sum(c.isalpha() for c in vin.number) >= 3
    if not announced and not (mixed and vin.number[-4:].isdigit()):
        return None
    if vin.check_binding and not vin.check_matches and not announced:
        return None
    return Found(
        SelectorKind.VIN, match.start(), match.end(), match.group(), vin.number, None, 0.95
    )
