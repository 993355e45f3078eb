"""A template proposed for a table of cells of unknown layout: headers first, values confirm them
and speak alone where there is no header. What neither decides is put as a question."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.call_records import moments
from ingest.call_records.layout import UnknownLayoutError
from ingest.call_records.moments import Ambiguity, DateOrder
from ingest.call_records.seen import Seen, guessed, place, telling
from ingest.cell_sites import antenna, layout, position
from ingest.cell_sites.fields import ANGLES, IDENTITY, CellField
from ingest.hints import Hints
from ingest.selectors import coordinates, places, sims
from ingest.tables.sheet import Sheet
from ingest.templates.draft import Column, Draft, of_columns
from workbench import cells
from workbench.vocabulary import SourceKind

_MOST, _LOOK_AT = 0.8, 60
_SURE, _BY_HEADER, _BY_VALUES, _MAYBE = 0.95, 0.8, 0.75, 0.4
_SPLIT_ANGLE = re.compile(r"latitude_|longitude_")
Test = Callable[[Sequence[str]], bool]


def looks_like(sheet: Sheet) -> bool:
    """Whether values speak of cells where headers do not: coordinates, and no telephone traffic."""
    seen = _seen(sheet)
    columns = [seen.values(i)[:_LOOK_AT] for i in range(seen.width)]
    placed = any(_all(_is_pair)(v) for v in columns) or sum(map(_are_angles, columns)) > 1
    return placed and not any(_all(_is_moment_of_day)(v) for v in columns)


def propose(sheet: Sheet, file_name: str, hints: Hints) -> Draft:
    """A template for a table of cells. Raises UnknownLayoutError for an empty sheet."""
    seen = _seen(sheet)
    if not seen.data:
        raise UnknownLayoutError(f"{place(file_name, sheet)}: has no rows of data ({sheet.form}).")
    columns = [_by_header(seen, number) for number in range(seen.width)]
    columns = list(_once(columns, seen))
    _by_values(columns, seen)
    found = {c.field for c in columns}
    axes = None if found & {CellField.COORDINATES, *_AXES} else _axes(columns, seen, hints.country)
    order, order_question = _date_order(columns, seen, hints)
    misleading = [c.name for c in columns if c.name and not c.field and _named(seen, c)]
    facts = {"country": hints.country, "time_zone": hints.time_zone, "date_order": order}
    template = of_columns(SourceKind.CELL_SITES, file_name, sheet.form, columns, facts, misleading)
    questions = (*_missing(columns, axes), order_question)
    return Draft(template, tuple(columns), tuple(q for q in questions if q))


def _seen(sheet: Sheet) -> Seen:
    sample = sheet.sample()
    return telling(guessed(sample, layout.header_of(sample), layout.lexicon()))


def _named(seen: Seen, column: Column) -> str | None:
    fields = seen.header.fields
    return fields[column.place] if column.place is not None and column.place < len(fields) else None


# ------------------------------------------------------------------ what values look like


def _all(test: Callable[[str], object]) -> Test:
    """Whether most values pass."""
    return lambda values: bool(values) and sum(map(bool, map(test, values))) >= _MOST * len(values)


def _is_pair(value: str) -> bool:
    found = coordinates.pair(value)
    return found is not None and any(c in value for c in ".°") and max(map(abs, found)) <= 180


def _is_angle(value: str) -> bool:
    return coordinates.angle(value) is not None


def _are_angles(values: Sequence[str]) -> bool:
    """Whether values are coordinates: angles that say more than whole degrees."""
    precise = _all(lambda value: re.search(r"[.,]\d{2,}|[°ºNSEW'′]", value))
    return _all(_is_angle)(values) and precise(values) and not _all(_is_pair)(values)


def _is_moment_of_day(value: str) -> bool:
    return moments.is_moment(value) and ":" in value


def _is_cell(value: str) -> bool:
    return any(reading.network for reading in cells.readings(value))


def _is_whole(value: str, least: int, most: int) -> bool:
    number = value.removesuffix(".0")
    return number.isascii() and number.isdigit() and least <= int(number) <= most


def _whole(least: int, most: int) -> Test:
    return _all(lambda value: _is_whole(value, least, most))


def _repeats(values: Sequence[str]) -> bool:
    return len(set(values)) * 2 <= len(values)


def _is_mcc(value: str) -> bool:
    return len(value) == 3 and value.isdigit() and sims.country_of_mcc(value) is not None


def _is_azimuth(values: Sequence[str]) -> bool:
    numbers = {v.rstrip("°º ") for v in values}
    return _all(lambda v: _is_whole(v.rstrip("°º "), 0, 360))(values) and (
        len(numbers) > 2 and any(_is_whole(n, 121, 360) for n in numbers)
    )


def _is_beam(values: Sequence[str]) -> bool:
    in_range = _all(lambda v: _is_whole(v.rstrip("°º "), 20, 360))(values)
    return in_range and len(set(values)) <= 4


def _wordy(value: str) -> bool:
    return sum(c.isalpha() for c in value) > 2


def _is_address(value: str) -> bool:
    return _wordy(value) and " " in value and any(c.isdigit() for c in value)


@dataclass(frozen=True)
class _Kind:
    """What values can be without a header: the fields (in turn), how surely, and the test."""

    fields: tuple[CellField, ...]
    looks: str
    confidence: float
    test: Test


# In this order: what is rarer by chance comes first.
_KINDS = (
    _Kind((CellField.COORDINATES,), "pairs of coordinates", _BY_VALUES, _all(_is_pair)),
    _Kind((CellField.CELL,), "cells with their network", _BY_VALUES, _all(_is_cell)),
    _Kind(
        (CellField.TECHNOLOGY,), "technologies", _BY_VALUES,
        _all(lambda v: antenna.technology_of(v) and len(v) < 12),
    ),
    _Kind((CellField.VALID_FROM, CellField.VALID_TO), "dates", 0.5, _all(moments.is_moment)),
    _Kind((CellField.MCC,), "codes of countries", 0.6, _all(_is_mcc)),
    _Kind((CellField.AZIMUTH,), "directions in degrees", 0.5, _is_azimuth),
    _Kind((CellField.BEAM_WIDTH,), "a few angles", _MAYBE, _is_beam),
    _Kind(
        (CellField.AREA,), "numbers that repeat", _MAYBE,
        lambda v: _whole(1, 65535)(v) and _repeats(v) and _whole(256, 65535)(v),
    ),
    _Kind(
        (CellField.NUMBER,), "numbers, each its own", _MAYBE,
        lambda v: _whole(256, 1 << 36)(v) and not _repeats(v),
    ),
    _Kind((CellField.TOWN,), "names of towns", 0.6, _all(places.lookup)),
    _Kind((CellField.ADDRESS,), "words with figures", _MAYBE, _all(_is_address)),
    _Kind((CellField.SITE_NAME,), "words that repeat", _MAYBE,
          lambda v: _all(_wordy)(v) and _repeats(v)),
    _Kind((CellField.CELL_NAME,), "words, each their own", _MAYBE,
          lambda v: _all(_wordy)(v) and len(set(v)) == len(v)),
)  # fmt: skip

_AXES = (CellField.LATITUDE, CellField.LONGITUDE)
_FITTING: Mapping[CellField, Test] = {
    CellField.LATITUDE: _all(_is_angle),
    CellField.LONGITUDE: _all(_is_angle),
    CellField.COORDINATES: _all(coordinates.pair),
    CellField.MCC: _whole(200, 799),
    CellField.MNC: _whole(0, 999),
    CellField.VALID_FROM: _all(lambda v: moments.is_moment(v) or layout.is_open(v)),
    CellField.VALID_TO: _all(lambda v: moments.is_moment(v) or layout.is_open(v)),
}


def _by_header(seen: Seen, number: int) -> Column:
    cells_named = seen.header.record.cells
    header = cells_named[number].strip() if number < len(cells_named) else ""
    column = Column(header, number, None, 0.0, "nothing known here")
    named = _named(seen, column)
    values = seen.values(number)[:_LOOK_AT]
    if named is None:
        return column
    test = _FITTING.get(CellField(named))
    if test is None or not values:
        return replace(column, field=named, confidence=_BY_HEADER, reason="by its header")
    if not test(values):
        return replace(column, reason=f"header says {named}, but its values are not")
    return replace(column, field=named, confidence=_SURE, reason="header and values agree")


def _once(columns: Sequence[Column], seen: Seen) -> Iterator[Column]:
    """Of several columns for one field the fullest, then the first."""
    best: dict[str, Column] = {}
    for column in columns:
        known = best.get(column.field or "")
        if known is None or len(seen.values(column.place)) > len(seen.values(known.place)):
            best[column.field or ""] = column
    for column in columns:
        if column.field is None or best[column.field] is column:
            yield column
        else:
            reason = f"a second column for {column.field}"
            yield replace(column, field=None, confidence=0.0, reason=reason)


def _by_values(columns: list[Column], seen: Seen) -> None:
    """What the columns without a known header hold, each meaning once."""
    taken = {c.field for c in columns}
    for kind in _KINDS:
        free = [f for f in kind.fields if f not in taken]
        for place_, column in enumerate(columns):
            values = seen.values(place_)[:_LOOK_AT]
            unsaid = column.field is None and column.confidence == 0 and not _named(seen, column)
            if not free or not unsaid or not values or _are_angles(values):
                continue
            if kind.test(values):
                reason = f"its values are: {kind.looks}"
                field = free.pop(0)
                taken.add(field)
                columns[place_] = replace(
                    column, field=field, confidence=kind.confidence, reason=reason
                )
    _network_code(columns, seen, taken)


def _network_code(columns: list[Column], seen: Seen, taken: set[str | None]) -> None:
    """One short number right after the code of the country is that of the network."""
    for one, other in pairwise(columns):
        if one.field == CellField.MCC and other.field is None and CellField.MNC not in taken:
            values = seen.values(other.place)[:_LOOK_AT]
            if _whole(0, 999)(values) and len(set(values)) < 4:
                columns[columns.index(other)] = replace(
                    other, field=CellField.MNC, confidence=0.6, reason="after the country's code"
                )
                return


# ------------------------------------------------------------------ latitude and longitude


def _axes(columns: list[Column], seen: Seen, country: str | None) -> str | None:
    """Tell latitude from longitude by letters or by where the places would be.

    Returns a question where neither tells.
    """
    if any(_SPLIT_ANGLE.match(c.field or "") for c in columns):
        return None
    free = [c for c in columns if c.field is None and _are_angles(seen.values(c.place)[:_LOOK_AT])]
    if len(free) != 2:
        return None
    one, other = ([coordinates.angle(v) for v in seen.values(c.place)[:_LOOK_AT]] for c in free)
    turned = _turned(one, other, country)
    if turned is None:
        names = " and ".join(str((c.place or 0) + 1) for c in free)
        return f"Which of columns {names} is the latitude, which the longitude? Give them so."
    reason = "coordinates, by their letters or by where they lead"
    for column, axis in zip(free, _AXES[::-1] if turned else _AXES, strict=True):
        columns[columns.index(column)] = replace(
            column, field=axis, confidence=_BY_VALUES, reason=reason
        )
    return None


def _turned(
    one: Sequence[coordinates.Angle | None],
    other: Sequence[coordinates.Angle | None],
    country: str | None,
) -> bool | None:
    """Whether the longitude stands first; None where nothing tells."""
    both = [(a, b) for a, b in zip(one, other, strict=False) if a and b]
    letters = {a.axis for a, _ in both if a.axis}
    if len(letters) == 1:
        return letters == {coordinates.Axis.LONGITUDE}
    as_written = sum(_is_near(a.degrees, b.degrees, country) for a, b in both)
    swapped = sum(_is_near(b.degrees, a.degrees, country) for a, b in both)
    return None if as_written == swapped else swapped > as_written


def _is_near(latitude: float, longitude: float, country: str | None) -> bool:
    return abs(latitude) <= 90 and position.is_near(latitude, longitude, country)


# ------------------------------------------------------------------ what must be decided


def _missing(columns: Sequence[Column], axes: str | None) -> Iterator[str]:
    found = {c.field for c in columns}
    if not found & {*IDENTITY}:
        yield (
            "Which column says which cell a row is about? Give it as "
            f"{', '.join(IDENTITY[:-1])} or {IDENTITY[-1]}."
        )
    if axes:
        yield axes
    elif CellField.COORDINATES not in found and not any({*both} <= found for both in ANGLES):
        yield "Which columns say where a cell stands? Give latitude and longitude, or coordinates."


def _date_order(
    columns: Sequence[Column], seen: Seen, hints: Hints
) -> tuple[str | None, str | None]:
    dated = (CellField.VALID_FROM, CellField.VALID_TO)
    values = [v for c in columns if c.field in dated for v in seen.values(c.place)]
    values = [v for v in values if not layout.is_open(v)]
    if not values:
        return hints.date_order, None
    found = moments.read(values, DateOrder(hints.date_order) if hints.date_order else None)
    if isinstance(found, Ambiguity):
        return None, (
            f"Are dates such as {found.example} day-month or month-day? No value decides. "
            "Set date_order to dmy, mdy or ymd."
        )
    return hints.date_order, None
