"""What the columns of call records can mean."""

from enum import StrEnum


class Field(StrEnum):
    """A column of an operator's table, by the names used in lexicon and templates."""

    TARGET = "target"
    A = "a"
    B = "b"
    OTHER = "other"
    START = "start"
    DATE = "date"
    TIME = "time"
    END = "end"
    DURATION = "duration"
    TYPE = "type"
    DIRECTION = "direction"
    IMEI = "imei"
    IMSI = "imsi"
    FIRST_CELL = "first_cell"
    LAST_CELL = "last_cell"
    LOCATION = "location"
    MCC = "mcc"
    MNC = "mnc"
    LAC = "lac"
    CELL_NUMBER = "cell_number"
    B_IMEI = "b_imei"
    B_IMSI = "b_imsi"
    B_FIRST_CELL = "b_first_cell"
    B_LAST_CELL = "b_last_cell"
    PLACE = "place"
    SUBSCRIBER = "subscriber"
    FORWARDED_TO = "forwarded_to"
    VOLUME = "volume"
    VOLUME_UP = "volume_up"
    VOLUME_DOWN = "volume_down"
    ORDINAL = "ordinal"


OF_CALLED = frozenset({Field.B_IMEI, Field.B_IMSI, Field.B_FIRST_CELL, Field.B_LAST_CELL})
"""Devices and cells of the second party, where a row gives those of both sides: of the called one,
or of the other one where the number asked about stands first."""


class Convention(StrEnum):
    """Who stands in the two columns of parties."""

    CALLER_FIRST = "caller_first"  # first the calling, then the called party
    TARGET_FIRST = "target_first"  # first the target, then the other; the direction says who called
