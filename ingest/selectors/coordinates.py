"""Geographic coordinates in decimal degrees or degrees, minutes and seconds (WGS 84 assumed)."""

import re

from ingest.selectors.found import Found, SelectorKind

_DECIMAL = re.compile(
    r"(?<![\w.])(?P<n1>[NS]\s?)?(?P<lat>[-+]?\d{1,2}[.]\d{3,8})\s?°?\s?(?P<n2>[NS])?\s?[,;/]?\s*"
    r"(?P<e1>[EW]\s?)?(?P<lon>[-+]?\d{1,3}[.]\d{3,8})\s?°?\s?(?P<e2>[EW])?(?![\w]|\.\d)"
)
_ANGLE = r"(\d{1,3})\s?°\s?(\d{1,2})\s?['′’]\s?(?:(\d{1,2}(?:[.,]\d+)?)\s?(?:\"|″|''|”)\s?)?"
_SEXAGESIMAL = re.compile(
    rf"(?<![\w.])([NS])?\s?{_ANGLE}([NS])?\s?[,;/]?\s*([EW])?\s?{_ANGLE}([EW])?(?!\w)"
)


def find(text: str, country: str | None = None) -> list[Found]:  # noqa: ARG001 - one face for all
    """Coordinates in a text; ``normalised`` is ``latitude,longitude`` with six decimals."""
    found = [f for m in _DECIMAL.finditer(text) if (f := _decimal(m))]
    return found + [f for m in _SEXAGESIMAL.finditer(text) if (f := _sexagesimal(m))]


def _decimal(match: re.Match[str]) -> Found | None:
    latitude, longitude = float(match["lat"]), float(match["lon"])
    south = "S" in (match["n1"] or "") + (match["n2"] or "")
    west = "W" in (match["e1"] or "") + (match["e2"] or "")
    return _made(match, -latitude if south else latitude, -longitude if west else longitude)


def _sexagesimal(match: re.Match[str]) -> Found | None:
    latitude, longitude = _degrees(match.groups()[1:4]), _degrees(match.groups()[6:9])
    south, west = "S" in (match[1], match[5]), "W" in (match[6], match[10])
    return _made(match, -latitude if south else latitude, -longitude if west else longitude)


def _degrees(parts: tuple[str | None, ...]) -> float:
    degrees, minutes, seconds = (float((p or "0").replace(",", ".")) for p in parts)
    return degrees + minutes / 60 + seconds / 3600


def _made(match: re.Match[str], latitude: float, longitude: float) -> Found | None:
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    text = match.group().strip()
    start = match.start() + match.group().index(text[0])
    normalised = f"{latitude:.6f},{longitude:.6f}"
    return Found(SelectorKind.COORDINATES, start, start + len(text), text, normalised, None, 0.97)
