"""What the columns of a table of cells can mean."""

from enum import StrEnum


class CellField(StrEnum):
    """A column, by the names used in lexicon and templates."""

    CELL = "cell"
    MCC = "mcc"
    MNC = "mnc"
    PLMN = "plmn"
    AREA = "area"
    NUMBER = "number"
    ENB = "enb"
    SECTOR = "sector"
    CELL_NAME = "cell_name"
    SITE_NAME = "site_name"
    ADDRESS = "address"
    TOWN = "town"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    COORDINATES = "coordinates"
    LATITUDE_DEGREES = "latitude_degrees"
    LATITUDE_MINUTES = "latitude_minutes"
    LATITUDE_SECONDS = "latitude_seconds"
    LONGITUDE_DEGREES = "longitude_degrees"
    LONGITUDE_MINUTES = "longitude_minutes"
    LONGITUDE_SECONDS = "longitude_seconds"
    AZIMUTH = "azimuth"
    BEAM_WIDTH = "beam_width"
    RANGE = "range"
    TECHNOLOGY = "technology"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"
    ORDINAL = "ordinal"


IDENTITY = (
    CellField.CELL,
    CellField.NUMBER,
    CellField.ENB,
    CellField.CELL_NAME,
)
"""Any of these tells which cell a row is about."""

ANGLES = (
    (CellField.LATITUDE, CellField.LONGITUDE),
    (CellField.LATITUDE_DEGREES, CellField.LONGITUDE_DEGREES),
)
"""Pairs of columns either of which gives a position."""
