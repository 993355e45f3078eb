"""Geographic coordinates in decimal degrees or degrees, minutes and seconds (WGS 84 assumed)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.selectors.found import Found, SelectorKind

_DECIMAL = re.compile(
    r"(?<![\w.])(?P<n1>[NS]\s?)?(?P<lat>[-+]?\d{1,2}[.]\d{3,8})\s?°?\s?(?P<n2>[NS])?\s?[,;/]?\s*"
    r"(?P<e1>[EW]\s?)?(?P<lon>[-+]?\d{1,3}[.]\d{3,8})\s?°?\s?(?P<e2>[EW])?(?![\w]|\.\d)"
)
_ANGLE = r"(\d{1,3})\s?°\s?(\d{1,2})\s?['′’]\s?(?:(\d{1,2}(?:[.,]\d+)?)\s?(?:\"|″|''|”)\s?)?"
_SEXAGESIMAL = re.compile(
    rf"(?<![\w.])([NS])?\s?{_ANGLE}([NS])?\s?[,;/]?\s*([EW])?\s?{_ANGLE}([EW])?(?!\w)"
)
# N 43°02.118', E 16°55.902': degrees and decimal minutes, as plotters show them
_MINUTES = re.compile(
    r"(?<![\w.])(?P<n1>[NS])?\s?(?P<d1>\d{1,2})\s?[°º]\s?(?P<m1>\d{1,2}[.,]\d{1,5})\s?['′’]?\s?(?P<n2>[NS])?\s?[,;/]?\s*"
    r"(?P<e1>[EW])?\s?(?P<d2>\d{1,3})\s?[°º]\s?(?P<m2>\d{1,2}[.,]\d{1,5})\s?(?:['′’]|(?!\d))\s?(?P<e2>[EW](?!\w))?"
)


def find(text: str, country: str | None = None) -> list[Found]:  # noqa: ARG001 - one face for all
    """Coordinates in a text; ``normalised`` is ``latitude,longitude`` with six decimals."""
    found = [f for m in _DECIMAL.finditer(text) if (f := _decimal(m))]
    found += [f for m in _MINUTES.finditer(text) if (f := _in_minutes(m))]
    return found + [f for m in _SEXAGESIMAL.finditer(text) if (f := _sexagesimal(m))]


def _in_minutes(match: re.Match[str]) -> Found | None:
    latitude = _degrees((match["d1"], match["m1"], None))
    longitude = _degrees((match["d2"], match["m2"], None))
    south, west = "S" in (match["n1"], match["n2"]), "W" in (match["e1"], match["e2"])
    return _made(match, -latitude if south else latitude, -longitude if west else longitude)


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


# ------------------------------------------------------------------ a value that is one angle


class Axis(StrEnum):
    """Which of the two coordinates a hemisphere's letter speaks of."""

    LATITUDE = "latitude"
    LONGITUDE = "longitude"


@dataclass(frozen=True)
class Angle:
    """Degrees, negative to the south and west; ``axis`` where a letter tells which it is."""

    degrees: float
    axis: Axis | None


# Hemispheres as the region's languages write them: sjever, jug, istok, zapad; veri, lindje; ovest.
# A lone O is east in German and west in Italian, so it says nothing here.
_HEMISPHERES: dict[str, tuple[int, Axis | None]] = {
    **dict.fromkeys(("N", "SJ", "VERI", "NORD"), (1, Axis.LATITUDE)),
    **dict.fromkeys(("S", "J", "JUG", "SUD"), (-1, Axis.LATITUDE)),
    **dict.fromkeys(("E", "I", "EST", "OST", "LINDJE"), (1, Axis.LONGITUDE)),
    **dict.fromkeys(("W", "Z", "OVEST", "PERENDIM"), (-1, Axis.LONGITUDE)),
}
_HEMISPHERE = "|".join(sorted(_HEMISPHERES, key=len, reverse=True))
_ANGLE_WHOLE = re.compile(
    rf"(?P<h1>{_HEMISPHERE})?\s*(?P<sign>[-+−])?\s*"
    r"(?P<d>\d{1,3}(?P<df>[.,]\d+)?)\s*(?:°|º|˚|DEG|D)?"
    r"(?:(?<!\d)[\s:\-]*(?P<m>\d{1,2}(?P<mf>[.,]\d+)?)|[\s:\-]+(?P<n>\d{1,2}(?P<nf>[.,]\d+)?))?"
    r"\s*(?:'|′|’|`|MIN|M)?"
    r"(?:(?:(?<!\d)[\s:\-]*|[\s:\-]+)(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|''|’’|′′|SEC|S(?=\s*[NSEWJIZ]))?)?"
    rf"\s*(?P<h2>{_HEMISPHERE})?\.?"
)
_PACKED = re.compile(
    r"(?P<h1>[NSEW])?(?P<d>\d{2,3})(?P<m>\d{2})(?P<s>\d{2}(?:[.,]\d+)?)(?P<h2>[NSEW])?"
)


_LONGEST_ANGLE = 40  # characters; in a longer one there are too many ways to part blanks and marks


def angle(written: str) -> Angle | None:
    """One coordinate as tables write it: ``42,4413``, ``42°26'28.3"N``, ``422628N``.

    None where it is no angle. Whether it lies in the range of its axis is for the caller to say.
    """
    text = " ".join(written.upper().split())
    if len(text) > _LONGEST_ANGLE:
        return None
    packed = _PACKED.fullmatch(re.sub(r"\s", "", text))
    if packed and (packed["h1"] or packed["h2"]):
        return _angle(packed["h1"] or packed["h2"], packed.group("d", "m", "s"), 1)
    found = _ANGLE_WHOLE.fullmatch(text)
    if found is None:
        return None
    minutes, cut = found["m"] or found["n"], found["mf"] or found["nf"]
    if (found["df"] and minutes) or (cut and found["s"]) or (found["s"] and not minutes):
        return None
    sign = -1 if found["sign"] in ("-", "−") else 1
    parts = (found["d"], minutes or "0", found["s"] or "0")
    return _angle(found["h1"] or found["h2"], parts, sign)


def _angle(hemisphere: str | None, written: tuple[str, ...], sign: int) -> Angle | None:
    degrees, minutes, seconds = (float(part.replace(",", ".")) for part in written)
    if minutes >= 60 or seconds >= 60:
        return None
    way, axis = _HEMISPHERES.get(hemisphere or "", (1, None))
    return Angle(sign * way * (degrees + minutes / 60 + seconds / 3600), axis)


_POINT = re.compile(r"POINT\s*\(\s*(\S+)\s+(\S+?)\s*\)", re.IGNORECASE)


_LONGEST = 200  # characters that two angles can take, however spaced; more are not tried


def pair(written: str) -> tuple[float, float] | None:
    """Latitude and longitude of a value that holds both, in this order unless letters tell."""
    if len(written) > _LONGEST:
        return None
    text = written.strip()
    if point := _POINT.fullmatch(text):  # well-known text has the longitude first
        text = f"{point[2]} ; {point[1]}"
    for cut in _cuts(text):
        one, other = angle(text[: cut[0]]), angle(text[cut[1] :])
        if one and other and not (one.axis and one.axis is other.axis):
            turned = one.axis is Axis.LONGITUDE or other.axis is Axis.LATITUDE
            first, second = (other, one) if turned else (one, other)
            return first.degrees, second.degrees
    return None


def _cuts(text: str) -> list[tuple[int, int]]:
    """Where a value may be cut in two, the plainest separators first."""
    found: list[tuple[int, int]] = []
    for separator in (r"\s*;\s*", r"\s*\|\s*", r"\s*/\s*", r",\s+", r"\s*,\s*", r"\s+"):
        cuts = [m.span() for m in re.finditer(separator, text)]
        middle = len(text) / 2
        found += sorted(cuts, key=lambda c: abs((c[0] + c[1]) / 2 - middle))
    return [c for c in found if c[0] > 0 and c[1] < len(text)]
