"""Columns whose headers leave open what they are: their values tell."""

from collections.abc import Callable, Mapping, Sequence

from ingest.call_records import moments
from ingest.call_records.fields import Field
from ingest.call_records.seen import Seen
from ingest.call_records.services import vocabulary
from ingest.call_records.wording import counts_data, is_bare_number, party_alone
from ingest.templates import Template

_ENOUGH = 0.5
_NEARLY_ALL = 0.95
_SAMPLED, _CELL_DIGITS = 4000, 9
_PARTIES = (Field.TARGET, Field.A, Field.B, Field.OTHER)
Found = dict[Field, int]


def settle(found: Found, seen: Seen, template: Template) -> None:
    """Correct ``found`` (fields and their columns) by what stands in the columns."""
    stated = (*template.columns, *template.numbers)
    for party in _PARTIES:
        if party not in stated:
            _only_numbers(found, seen, party)
    _party_by_values(found, seen)
    _own_number(found, seen)
    _clock_beside_date(found, seen, stated)
    _second_type(found, seen)
    _said_by_values(found, seen)
    _cells(found, seen, stated)
    _only_dates(found, seen)
    where = found.pop(Field.LOCATION, None)
    if where is not None and Field.LOCATION not in template.columns:
        is_cell = share(seen.values(where), _has_digit) > _ENOUGH
        found.setdefault(Field.FIRST_CELL if is_cell else Field.PLACE, where)


def share(values: Sequence[str], test: Callable[[str], bool]) -> float:
    """Share of (some of) the values that pass a test; 0 where there are none."""
    few = values[:_SAMPLED]
    return sum(map(test, few)) / len(few) if few else 0.0


def _only_numbers(found: Found, seen: Seen, party: Field) -> None:
    """Of several columns for a party the one that holds telephone numbers."""
    several = seen.header.columns(party)
    numbers = [c for c in several if share(seen.values(c), _is_number) > _ENOUGH]
    if len(several) > 1 and len(numbers) == 1:
        found[party] = numbers[0]


def _party_by_values(found: Found, seen: Seen) -> None:
    """A column called "peer" or "user" and no more is a party where it holds numbers."""
    pairs = list(enumerate(zip(seen.header.record.cells, seen.header.fields, strict=True)))
    for party in (Field.OTHER, Field.TARGET):
        free = [
            c
            for c, (cell, field) in pairs
            if field is None
            and party_alone(cell) is party
            and share(seen.values(c), _is_number) > _ENOUGH
        ]
        if len(free) == 1 and party not in found and not {Field.A, Field.B} <= set(found):
            found[party] = free[0]


def _own_number(found: Found, seen: Seen) -> None:
    """A column called "subscriber" or just "number" may hold the number asked about."""
    subscriber = found.get(Field.SUBSCRIBER)
    if subscriber is not None and share(seen.values(subscriber), _is_number) > _ENOUGH:
        del found[Field.SUBSCRIBER]
        found.setdefault(Field.TARGET, subscriber)
    if {Field.TARGET, Field.A} & set(found):
        return
    bare = [
        c
        for c in (*seen.header.columns(Field.ORDINAL), *_bare_numbers(seen))
        if share(seen.values(c), _is_number) > _ENOUGH
    ]
    if len(bare) == 1:
        found[Field.TARGET if Field.OTHER in found else Field.A] = bare[0]
        if found.get(Field.ORDINAL) == bare[0]:
            del found[Field.ORDINAL]


def _bare_numbers(seen: Seen) -> list[int]:
    """Columns called "number" and no more."""
    pairs = enumerate(zip(seen.header.record.cells, seen.header.fields, strict=True))
    return [c for c, (cell, field) in pairs if field is None and is_bare_number(cell)]


def _clock_beside_date(found: Found, seen: Seen, stated: Sequence[str]) -> None:
    """ "Start date" and "start time" beside each other."""
    starts = [*seen.header.columns(Field.START), *seen.header.columns(Field.DATE)]
    clocks = [c for c in starts if share(seen.values(c), moments.is_clock) > _ENOUGH]
    if len(starts) > 1 and clocks and Field.START not in stated:
        found.setdefault(Field.TIME, clocks[0])
        dates = [c for c in starts if c not in clocks]
        if dates and found.get(Field.START) in (None, *clocks):
            found[Field.START] = dates[0]


def _second_type(found: Found, seen: Seen) -> None:
    """Of two columns of types one may say the direction (MO, MT)."""
    types = seen.header.columns(Field.TYPE)
    if len(types) < 2 or Field.DIRECTION in found:
        return
    ways = [c for c in types if share(seen.values(c), _says_direction) > _ENOUGH]
    if len(ways) == 1:
        found[Field.DIRECTION] = ways[0]
        found[Field.TYPE] = next(c for c in types if c != ways[0])


def _said_by_values(found: Found, seen: Seen) -> None:
    """A column of another name in which (nearly) all values are directions, or are kinds."""
    for field, test in ((Field.DIRECTION, _says_direction), (Field.TYPE, _says_kind)):
        others = [found[f] for f in (Field.TYPE, Field.DIRECTION) if f in found]
        said = any(share(seen.values(c), test) > _ENOUGH for c in others)
        free = [c for c in range(seen.width) if c not in found.values()]
        telling = [c for c in free if share(seen.values(c), test) > _NEARLY_ALL]
        if field not in found and not said and len(telling) == 1:
            found[field] = telling[0]


def _cells(found: Found, seen: Seen, stated: Sequence[str]) -> None:
    """A second column of cells is the last cell; beside an area code a bare number is its cell."""
    cells = seen.header.columns(Field.FIRST_CELL)
    if len(cells) > 1 and Field.LAST_CELL not in found:
        found[Field.LAST_CELL] = cells[1]
    first = found.get(Field.FIRST_CELL)
    bare = first is not None and is_bare(seen.values(first))
    if first is not None and bare and Field.LAC in found and Field.FIRST_CELL not in stated:
        found.setdefault(Field.CELL_NUMBER, first)
        del found[Field.FIRST_CELL]


def _only_dates(found: Found, seen: Seen) -> None:
    """The only other column of dates is the start, whatever it is called."""
    if {Field.START, Field.DATE} & set(found):
        return
    free = [c for c in range(seen.width) if c not in found.values()]
    dated = [c for c in free if share(seen.values(c), moments.is_moment) > _ENOUGH]
    if len(dated) == 1:
        found[Field.START] = dated[0]


def is_session_list(columns: Mapping[Field, int], seen: Seen) -> bool:
    """Whether the rows are data sessions: no other party, and columns that only those have."""
    parties = {Field.B, Field.OTHER} & set(columns)
    return not parties and any(counts_data(cell) for cell in seen.header.record.cells)


def _is_number(value: str) -> bool:
    return sum(c.isdigit() for c in value) >= 5 and not any(c.isalpha() for c in value)


def _has_digit(value: str) -> bool:
    return any(c.isdigit() for c in value)


def is_bare(values: Sequence[str]) -> bool:
    """Whether values are numbers of cells without country, network and area."""
    return share(values, lambda value: value.isalnum() and len(value) <= _CELL_DIGITS) > _ENOUGH


def _says_kind(value: str) -> bool:
    return vocabulary().read(value).kind is not None


def _says_direction(value: str) -> bool:
    return vocabulary().read(value).direction is not None
