"""Areas on the map: a cell's sector with its reach, or a town that an operator only names.

Corners are (longitude, latitude) in degrees, WGS 84. An area is where a phone may have been served,
never a phone's place.
"""

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, pi, radians, sin

from graph.cells import Sector
from graph.phones import Visit
from ingest.selectors.places import lookup

EARTH_M = 6_371_000
NAMED_REACH_M = 8_000.0
"""Around a town that is only named: its cells serve the town and what lies about it."""
STEP_DEG = 6
ALL_AROUND_DEG = 360

Corner = tuple[float, float]


@dataclass(frozen=True)
class Area:
    """An outline with its middle; ``named`` where only a name was given, no cell's coordinates."""

    outline: tuple[Corner, ...]
    middle: Corner
    named: bool


def of_visit(visit: Visit) -> Area | None:
    """The area of a visit; None where neither a table nor the gazetteer knows it."""
    if visit.sector is not None and visit.sector.latitude is not None:
        return of_sector(visit.sector)
    return of_name(visit.place) if visit.place else None


def of_sector(sector: Sector) -> Area | None:
    """A cell's sector: a slice in the direction of its antenna, or all around its site."""
    if sector.latitude is None or sector.longitude is None:
        return None
    site, reach = (sector.longitude, sector.latitude), sector.reach_m
    beam = sector.beam_width_deg or (ALL_AROUND_DEG if sector.azimuth_deg is None else 120)
    if sector.azimuth_deg is None or beam >= ALL_AROUND_DEG:
        return Area(_circle(site, reach), site, named=False)
    begin = sector.azimuth_deg - beam / 2
    steps = max(round(beam / STEP_DEG), 2)
    arc = tuple(_away(site, begin + beam * n / steps, reach) for n in range(steps + 1))
    return Area((site, *arc), _away(site, sector.azimuth_deg, reach / 2), named=False)


def of_name(name: str) -> Area | None:
    """The town that a name means, if the gazetteer knows where it is."""
    place = lookup(name)
    if place is None or place.latitude is None or place.longitude is None:
        return None
    middle = (place.longitude, place.latitude)
    return Area(_circle(middle, NAMED_REACH_M), middle, named=True)


def _circle(middle: Corner, radius_m: float) -> tuple[Corner, ...]:
    return tuple(_away(middle, bearing, radius_m) for bearing in range(0, 360, STEP_DEG))


def _away(origin: Corner, bearing_deg: float, distance_m: float) -> Corner:
    """The point at a distance in a direction from north, clockwise, on a sphere."""
    bearing, angle = radians(bearing_deg), distance_m / EARTH_M
    longitude, latitude = map(radians, origin)
    there = asin(sin(latitude) * cos(angle) + cos(latitude) * sin(angle) * cos(bearing))
    east = atan2(sin(bearing) * sin(angle) * cos(latitude), cos(angle) - sin(latitude) * sin(there))
    turned = (longitude + east + pi) % (2 * pi) - pi
    return round(degrees(turned), 5), round(degrees(there), 5)
