"""GeoJSON (RFC 7946): cells as the sectors they serve, places as points; WGS 84."""

import math
from pathlib import Path

from workbench.evidence import pack
from workbench.evidence.interchange import columns
from workbench.evidence.interchange.carried import Carried, Spot

Position = tuple[float, float]

_EARTH_M = 6_371_008.8
_STEP_DEG = 10.0


def write(carried: Carried, out: Path) -> None:
    """Write the file."""
    collection = {
        "type": "FeatureCollection",
        "name": carried.title,
        "notice": f"{carried.notice} A cell is the sector of an antenna, never a phone's place. "
        "Where protected persons' phones were is not given.",
        "features": [_feature(carried, spot) for spot in carried.spots],
    }
    out.write_bytes(pack.as_json(collection))


def _feature(carried: Carried, spot: Spot) -> dict[str, object]:
    properties = columns.of_spot(carried, spot) | {
        "site_latitude": spot.latitude,
        "site_longitude": spot.longitude,
    }
    if spot.sector:
        azimuth, beam, reach = spot.sector
        properties |= {"azimuth_deg": azimuth, "beam_width_deg": beam, "reach_m": reach}
    return {
        "type": "Feature",
        "id": spot.id,
        "geometry": _geometry(spot),
        "properties": properties,
    }


def _geometry(spot: Spot) -> dict[str, object]:
    site = (round(spot.longitude, 6), round(spot.latitude, 6))
    if spot.sector is None:
        return {"type": "Point", "coordinates": site}
    return {"type": "Polygon", "coordinates": [_ring(site, *spot.sector)]}


def _ring(
    site: Position, azimuth: float | None, beam: float | None, reach: float
) -> list[Position]:
    """The sector's outline, anticlockwise as the format wants it; a full circle has no centre."""
    whole = azimuth is None or beam is None or beam >= 360
    wide = 360.0 if whole else beam or 0.0
    middle = 0.0 if azimuth is None else azimuth
    steps = max(int(wide / _STEP_DEG), 2)
    bearings = [middle + wide / 2 - wide * step / steps for step in range(steps + 1)]
    arc = [_away(site, bearing, reach) for bearing in bearings]
    return [*arc[:-1], arc[0]] if whole else [site, *arc, site]


def _away(site: Position, bearing_deg: float, distance_m: float) -> Position:
    """The point so far from another in a direction, on a sphere (the direct geodesic problem)."""
    longitude, latitude, bearing = (math.radians(v) for v in (*site, bearing_deg))
    angle = distance_m / _EARTH_M
    there = math.asin(
        math.sin(latitude) * math.cos(angle)
        + math.cos(latitude) * math.sin(angle) * math.cos(bearing)
    )
    east = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(latitude),
        math.cos(angle) - math.sin(latitude) * math.sin(there),
    )
    return round(math.degrees(longitude + east), 6), round(math.degrees(there), 6)
