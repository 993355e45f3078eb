"""When something happened, as reports of phones write it: often with the zone after each time.

``12/03/2024 10:21:05(UTC+1)``, ``2024-03-12T10:21:05Z``, a date and a time in two columns, a zone
in the header. What nothing gives a zone is asked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from ingest.call_records import moments, preamble
from ingest.call_records.layout import UnknownLayoutError
from ingest.call_records.moments import Ambiguity, DateOrder, Reading
from ingest.call_records.zones import zone_info
from ingest.contacts.fields import Field
from ingest.contacts.sheets import SheetLayout
from ingest.tables import Record

_ZONE = re.compile(
    r"\s*[(\[]?\s*(?:(?P<name>UTC|GMT|Z)\s?(?P<offset>[+-]\s?\d{1,2}(?::?\d{2})?)?"
    r"|(?P<bare>[+-]\d{2}:?\d{2}))\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_HEADER_ORDER = re.compile(r"\b([dMy])[dMy]*[./-]([dMy])[dMy]*[./-]([dMy])[dMy]*\b")
_EPOCH_S, _EPOCH_MS = re.compile(r"1\d{9}"), re.compile(r"1\d{12}")
_EARLIEST, _LATEST = datetime(1990, 1, 1), datetime(2100, 1, 1)


class MomentError(ValueError):
    """A time that is not there or cannot be read; the message is the reason of rejection."""


@dataclass(frozen=True)
class Moment:
    """As written, in UTC, the zone used, and whether the clocks showed this time twice."""

    written: str
    utc: datetime
    zone: str
    ambiguous: bool


@dataclass(frozen=True)
class Clock:
    """How one sheet writes its times; ``zone`` is None where every value has its own."""

    columns: tuple[int, ...]
    reading: Reading
    zone: str | None

    def read(self, record: Record) -> Moment:
        """The moment of a row. Raises MomentError."""
        written = joined(record, self.columns)
        if not written:
            raise MomentError("no date")
        bare, own = split_zone(written)
        local = self._local(bare)
        if local is None:
            raise MomentError("date or time unreadable")
        if not _EARLIEST <= local <= _LATEST:
            raise MomentError("date out of range")
        name = own or self.zone
        zone = _zone(name) if name else None
        if name is None or zone is None:
            raise MomentError("time without a zone")
        utc, ambiguous = _utc(local, zone)
        return Moment(written, utc, name, ambiguous)

    def _local(self, bare: str) -> datetime | None:
        if self.reading.epoch:
            value = int(bare) if bare.isdecimal() else 0
            return datetime.fromtimestamp(
                value / (1000 if _EPOCH_MS.fullmatch(bare) else 1), UTC
            ).replace(tzinfo=None)
        for form in self.reading.formats:
            try:
                return datetime.strptime(bare, form).replace(tzinfo=None)
            except ValueError:
                continue
        return None


def clock_of(
    where: str,
    layout: SheetLayout,
    rows: Sequence[Record],
    zone: str | None,
    order: str | None,
    stated: Reading | None = None,
) -> Clock:
    """How a sheet writes its times, if need be as ``stated``. Raises UnknownLayoutError where order
    or zone stay open."""
    columns = _columns(layout, rows)
    written = [w for r in rows if (w := joined(r, columns))]
    if not written:
        return Clock(columns, Reading((), has_clock=True), zone or "UTC")
    split = [split_zone(w) for w in written]
    headers = " ".join(_header(layout, c) for c in columns)
    if all(_EPOCH_S.fullmatch(b) or _EPOCH_MS.fullmatch(b) for b, _ in split):
        return Clock(columns, Reading((), has_clock=True, epoch=True), "UTC")
    given = order or order_in(headers)
    order_given = DateOrder(given) if given else None
    reading = stated or moments.read(_of_each_day(split), order_given)
    if isinstance(reading, Ambiguity):
        raise UnknownLayoutError(
            f"{where}: dates such as {reading.example} can be day-month or month-day, and no value "
            "decides. Say --date-order dmy, mdy or ymd."
        )
    if reading is None or not reading.has_clock:
        raise UnknownLayoutError(f"{where}: dates and times are in no form known here.")
    named = preamble.zone_in(headers) or zone
    if named is None and sum(own is not None for _, own in split) * 2 <= len(split):
        raise UnknownLayoutError(
            f"{where}: nothing says in which zone its times are. Say --timezone (UTC, or such as "
            "Europe/Tirane)."
        )
    return Clock(columns, reading, named)


def common_order(sheets: Sequence[tuple[SheetLayout, Sequence[Record]]]) -> str | None:
    """The order of day and month that some sheet of a report decides: a tool writes all alike."""
    found = set()
    for layout, rows in sheets:
        columns = _columns(layout, rows)
        written = [split_zone(w) for r in rows if (w := joined(r, columns))]
        reading = moments.read(_of_each_day(written), None)
        if isinstance(reading, Reading) and reading.formats and "/" in reading.formats[0]:
            found.add("".join(c for c in reading.formats[0].lower() if c in "dmy")[:3])
    return found.pop() if len(found) == 1 else None


def _of_each_day(split: Sequence[tuple[str, str | None]]) -> list[str]:
    """One time of each day written: enough to tell form and order by."""
    return list({bare[:10]: bare for bare, _ in split}.values())


@lru_cache(maxsize=100_000)
def split_zone(written: str) -> tuple[str, str | None]:
    """A time without the zone behind it, and that zone ('UTC+01:00')."""
    found = _ZONE.search(written)
    if found is None or not any(c.isdigit() for c in written[: found.start()]):
        return written, None
    offset = (found["offset"] or found["bare"] or "").replace(" ", "")
    digits = re.sub(r"\D", "", offset)
    if not digits:
        return written[: found.start()].strip(), "UTC"
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
    return written[: found.start()].strip(), f"UTC{offset[0]}{int(hours):02}:{minutes}"


def joined(record: Record, columns: Sequence[int]) -> str:
    """The cells of date and time of a row."""
    cells = (record.cells[c].strip() for c in columns if c < len(record.cells))
    return " ".join(c for c in cells if c)


def _columns(layout: SheetLayout, rows: Sequence[Record]) -> tuple[int, ...]:
    """The column that gives date and time together, else one for each."""
    candidates = [
        c
        for f in (Field.START, Field.TIME, Field.BEGUN, Field.DATE)
        for c in layout.columns.get(f, ())
    ]
    for column in candidates:
        values = [split_zone(w)[0] for r in rows[:500] if (w := joined(r, (column,)))]
        whole = sum(bool(re.search(r"\d[:.]\d{2}", v)) and not moments.is_clock(v) for v in values)
        epoch = sum(bool(_EPOCH_S.fullmatch(v) or _EPOCH_MS.fullmatch(v)) for v in values)
        compact = sum(bool(re.fullmatch(r"20\d{6}[ T]?\d{4,6}", v)) for v in values)
        if values and (whole + epoch + compact) * 2 > len(values):
            return (column,)
    clocks = [c for c in candidates if _are_clocks(rows, c)]
    dates = [c for c in candidates if c not in clocks]
    return (*dates[:1], *clocks[:1])


@lru_cache(maxsize=100)
def _zone(name: str) -> tzinfo | None:
    return zone_info(name)


def _are_clocks(rows: Sequence[Record], column: int) -> bool:
    values = [split_zone(w)[0] for r in rows[:500] if (w := joined(r, (column,)))]
    return bool(values) and sum(map(moments.is_clock, values)) * 2 > len(values)


def _header(layout: SheetLayout, column: int) -> str:
    cells = layout.header.record.cells
    return cells[column] if column < len(cells) else ""


def order_in(headers: str) -> str | None:
    """The order of day, month and year that a header states (dd/MM/yyyy)."""
    found = _HEADER_ORDER.search(headers)
    letters = "".join(found.groups()).lower() if found else ""
    return letters if sorted(letters) == ["d", "m", "y"] else None


def _utc(local: datetime, zone: tzinfo) -> tuple[datetime, bool]:
    """UTC of a local time (the first pass of a repeated hour), and whether there are two passes."""
    first, second = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    utc = first.astimezone(UTC).replace(tzinfo=None)
    later = (first.utcoffset() or timedelta()) > (second.utcoffset() or timedelta())
    return utc, later
