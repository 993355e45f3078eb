"""Where a row says that a cell stands, and whether that can be so.

Coordinates are held to be those of WGS 84. Columns of latitude and longitude are often swapped: if
the place is far from the network's country as written and near it the other way round, it is put
right and flagged.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from ingest.cell_sites.fields import CellField
from ingest.cell_sites.layout import CellLayout
from ingest.selectors import coordinates, places
from ingest.selectors.coordinates import Axis
from ingest.tables import Record

UNREADABLE = "coordinates unreadable"
OUT_OF_RANGE = "coordinates out of range"
HALF = "only one of two coordinates"
PROJECTED = "coordinates are metres of a map grid, not degrees of WGS 84"
FAR_KM = 200
"""Farther than this from every town of its country, a cell stands somewhere else."""
TOWN_KM = 5
"""Within so many kilometres a cell is a town's, rather than a nearer suburb's or village's."""
_NOTHING = re.compile(r"[-–/.?*]*|n/?a|null|none|nan|0+(?:[.,]0+)?", re.IGNORECASE)
_METRES = re.compile(r"\d{5,7}(?:[.,]\d+)?")
_Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


class PositionError(ValueError):
    """Coordinates that are there and cannot be used; the message is the reason of rejection."""


@dataclass(frozen=True)
class Position:
    """Degrees, and as written. ``swapped``: written the other way round; ``far``: see FAR_KM."""

    latitude: float
    longitude: float
    written: str
    swapped: bool
    far: bool


def read(layout: CellLayout, record: Record, country: str | None) -> Position | None:
    """The position of a row; None where it gives none. Raises PositionError."""
    written, values = _values(layout, record)
    if values is None:
        return None
    latitude, longitude, letters_swap = values
    if letters_swap:
        latitude, longitude = longitude, latitude
    fits = abs(latitude) <= 90 and abs(longitude) <= 180
    other = abs(longitude) <= 90 and abs(latitude) <= 180
    near = fits and is_near(latitude, longitude, country)
    turned = not near and other and not letters_swap and is_near(longitude, latitude, country)
    if turned:
        return Position(longitude, latitude, written, swapped=True, far=False)
    if not fits:
        raise PositionError(OUT_OF_RANGE)
    return Position(latitude, longitude, written, swapped=letters_swap, far=not near)


def _values(layout: CellLayout, record: Record) -> tuple[str, tuple[float, float, bool] | None]:
    """As written; latitude and longitude by their columns, and whether their letters say else."""
    whole = layout.cell(record, CellField.COORDINATES)
    north, east = _written(layout, record, Axis.LATITUDE), _written(layout, record, Axis.LONGITUDE)
    if not north and not east:
        if not whole or _NOTHING.fullmatch(whole):
            return "", None
        found = coordinates.pair(whole)
        if found is None:
            raise PositionError(UNREADABLE)
        return whole, (*found, False)
    written = f"{north}, {east}"
    if not north or not east:
        raise PositionError(HALF)
    one, other = coordinates.angle(north), coordinates.angle(east)
    if one is None or other is None:
        grid = _METRES.fullmatch(north) and _METRES.fullmatch(east)
        raise PositionError(PROJECTED if grid else UNREADABLE)
    swapped = one.axis is Axis.LONGITUDE or other.axis is Axis.LATITUDE
    return written, (one.degrees, other.degrees, swapped)


def _written(layout: CellLayout, record: Record, axis: Axis) -> str:
    """One coordinate: from its column, or put together of degrees, minutes and seconds."""
    whole = layout.cell(record, CellField(axis))
    if whole:
        return "" if _NOTHING.fullmatch(whole) else whole
    parts = [
        layout.cell(record, CellField(f"{axis}_{p}")) for p in ("degrees", "minutes", "seconds")
    ]
    if not parts[0]:
        return ""
    return " ".join(f"{p}{mark}" for p, mark in zip(parts, "°'\"", strict=True) if p)


# ------------------------------------------------------------------ against the gazetteer


@dataclass(frozen=True)
class _Towns:
    names: tuple[str, ...]
    latitude: _Floats
    longitude: _Floats
    population: _Floats

    def distances_km(self, latitude: float, longitude: float) -> _Floats:
        """Great-circle distances (haversine)."""
        half = np.pi / 360
        angle = (
            np.sin((self.latitude - latitude) * half) ** 2
            + np.cos(self.latitude * 2 * half)
            * np.cos(latitude * 2 * half)
            * np.sin((self.longitude - longitude) * half) ** 2
        )
        distances: _Floats = 2 * 6371.0 * np.arcsin(np.sqrt(angle))
        return distances


@cache
def _towns(country: str | None) -> _Towns:
    """The towns of a country; of all countries for None or an unknown one."""
    located = [p for p in places.gazetteer() if p.latitude is not None and p.longitude is not None]
    chosen = [p for p in located if p.country == country] or located
    return _Towns(
        tuple(p.name for p in chosen),
        np.array([p.latitude for p in chosen], dtype=np.float64),
        np.array([p.longitude for p in chosen], dtype=np.float64),
        np.array([p.population for p in chosen], dtype=np.float64),
    )


@lru_cache(maxsize=200_000)
def town(latitude: float, longitude: float) -> tuple[str, float]:
    """The greatest town within its reach, else the nearest place; and its distance in km."""
    known = _towns(None)
    away = known.distances_km(latitude, longitude)
    here = away <= TOWN_KM
    best = int(np.where(here, known.population, -1.0).argmax() if here.any() else away.argmin())
    return known.names[best], float(away[best])


@lru_cache(maxsize=200_000)
def is_near(latitude: float, longitude: float, country: str | None) -> bool:
    """Whether a place of the country (or of any known one) is near."""
    return bool(_towns(country).distances_km(latitude, longitude).min() <= FAR_KM)
