"""Which way an antenna looks, how wide and how far, its technology, and from when to when."""

import re
from datetime import UTC, datetime, timedelta

from ingest.call_records.zones import zone_info
from ingest.cell_sites.fields import CellField
from ingest.cell_sites.layout import CellLayout, is_open
from ingest.tables import Record
from ingest.tables.headers import fold

_NUMBER = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*(?:°|º|deg\w*|stepeni|grade?)?", re.IGNORECASE)
_LENGTH = re.compile(r"(\d+(?:[.,]\d+)?)\s*(km|m)?", re.IGNORECASE)
_ALL_AROUND = re.compile(r"\b(?:omni\w*|all|svesmjern\w*|svesmern\w*|kruzn\w*|rund\w*|tutte)\b")
_POINTS: tuple[str, ...] = ("N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE")
_POINTS += ("S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW")
_COMPASS = {point: number * 22.5 for number, point in enumerate(_POINTS)}
_TECHNOLOGIES = (
    ("NR", re.compile(r"\b(?:5g|nr|gnb|ngran)|n(?:28|78)\b")),
    ("LTE", re.compile(r"\b(?:4g|lte|eutran?|enb|e utran)")),
    ("UMTS", re.compile(r"\b(?:3g|umts|wcdma|hspa|utran|u900|u2100)")),
    ("GSM", re.compile(r"\b(?:2g|gsm|dcs|geran|edge|gprs|g900|g1800)")),
)


def azimuth(layout: CellLayout, record: Record) -> float | None:
    """Degrees from north, clockwise; None where not said or no direction."""
    text = layout.cell(record, CellField.AZIMUTH)
    if text.upper() in _COMPASS:
        return _COMPASS[text.upper()]
    value = _degrees(text)
    return value % 360 if value is not None and 0 <= value <= 360 else None


def is_all_around(layout: CellLayout, record: Record) -> bool:
    """Whether the antenna is said to look to all sides."""
    said = (layout.cell(record, f) for f in (CellField.AZIMUTH, CellField.BEAM_WIDTH))
    return any(_ALL_AROUND.search(fold(text)) for text in said)


def beam_width(layout: CellLayout, record: Record) -> float | None:
    """Degrees."""
    value = _degrees(layout.cell(record, CellField.BEAM_WIDTH))
    return value if value is not None and 0 < value <= 360 else None


def range_m(layout: CellLayout, record: Record) -> float | None:
    """Metres; None where the table does not say in what it measures."""
    found = _LENGTH.fullmatch(layout.cell(record, CellField.RANGE))
    if found is None:
        return None
    unit = {"km": 1000.0, "m": 1.0}.get((found[2] or "").lower(), layout.range_unit_m)
    value = float(found[1].replace(",", "."))
    return value * unit if unit and value > 0 else None


def technology(layout: CellLayout, record: Record) -> str | None:
    """GSM, UMTS, LTE or NR."""
    return technology_of(layout.cell(record, CellField.TECHNOLOGY))


def technology_of(written: str) -> str | None:
    """GSM, UMTS, LTE or NR; None where no word says."""
    said = fold(written)
    return next((name for name, words in _TECHNOLOGIES if words.search(said)), None)


def _degrees(text: str) -> float | None:
    found = _NUMBER.fullmatch(text)
    return float(found[1].replace(",", ".")) if found else None


# ------------------------------------------------------------------ validity


class ValidityError(ValueError):
    """Dates that are there and cannot be used; the message is the reason of rejection."""


def validity(layout: CellLayout, record: Record) -> tuple[datetime | None, datetime | None]:
    """From when (included) to when (excluded), UTC; a last day counts to its end.

    Raises ValidityError.
    """
    begins = _moment(layout, record, CellField.VALID_FROM)
    ends = _moment(layout, record, CellField.VALID_TO)
    if begins and ends and ends <= begins:
        raise ValidityError("ends before it begins")
    return begins, ends


def _moment(layout: CellLayout, record: Record, field: CellField) -> datetime | None:
    text = layout.cell(record, field)
    if is_open(text):
        return None
    zone = zone_info(layout.zone)
    for form in layout.dates.formats if layout.dates else ():
        try:
            read = datetime.strptime(text, form)
        except ValueError:
            continue
        whole_day = "%H" not in form and "%I" not in form
        if whole_day and field is CellField.VALID_TO:
            read += timedelta(days=1)
        local = read if read.tzinfo else read.replace(tzinfo=zone)
        return local.astimezone(UTC).replace(tzinfo=None)
    raise ValidityError("dates of validity unreadable")
