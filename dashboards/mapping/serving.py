"""The towns of the base map, from the gazetteer (GeoNames, CC BY 4.0)."""

from functools import cache

from dash import Dash
from flask import Response, jsonify

from ingest.selectors.places import gazetteer

TOWNS = "/map-towns.json"
WEST, SOUTH, EAST, NORTH = 5.0, 33.5, 37.0, 49.5
"""What the base map covers (assets/map/region.json), in degrees."""


@cache
def towns() -> list[tuple[str, float, float, int]]:
    """Name, longitude, latitude and population of the towns within the base map, largest first."""
    placed = [
        (place.name, place.longitude, place.latitude, place.population)
        for place in gazetteer()
        if place.latitude is not None and place.longitude is not None
    ]
    inside = [t for t in placed if WEST <= t[1] <= EAST and SOUTH <= t[2] <= NORTH]
    return sorted(dict.fromkeys(inside), key=lambda town: (-town[3], town[0]))


def register(app: Dash) -> None:
    """Hand the towns out to the page's script."""

    @app.server.get(TOWNS)  # type: ignore[untyped-decorator]
    def hand_out() -> Response:
        return jsonify(towns())
