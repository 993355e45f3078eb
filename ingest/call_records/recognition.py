"""A sheet of call records to its layout, by template, header synonyms and content together."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ingest.call_records import conventions, moments, preamble
from ingest.call_records.fields import Convention, Field
from ingest.call_records.layout import Layout, Preamble, UnknownLayoutError
from ingest.call_records.moments import Ambiguity, DateOrder, Reading
from ingest.call_records.services import vocabulary
from ingest.call_records.zones import zone_info, zone_of_country
from ingest.hints import Hints
from ingest.selectors import phones, sims
from ingest.tables.headers import HeaderRow, Lexicon, find_header, fold
from ingest.tables.sheet import Record, Sample, Sheet
from ingest.templates import Template, generic, named, shipped
from ingest.templates.template import fitting
from workbench.vocabulary import PartyKind, SourceKind

_LEAST_FIELDS = 3
_ENOUGH = 0.5
_SAMPLED = 4000


@cache
def lexicon() -> Lexicon:
    """Headers of call records."""
    return Lexicon.load("ingest.call_records", "headers.toml")


def header_of(sample: Sample) -> HeaderRow | None:
    """The header row of what may be call records."""
    return find_header(sample.head, lexicon(), _LEAST_FIELDS)


def looks_like(sheet: Sheet) -> bool:
    """Whether a sheet has the columns of call records: two ends and a time."""
    header = header_of(sheet.sample())
    found = set(header.fields) if header else set()
    ends = {Field.A, Field.B, Field.OTHER, Field.TARGET} & found
    when = {Field.START, Field.DATE, Field.TIME} & found
    return bool(ends and when) and (
        len(ends) > 1 or bool({Field.DURATION, Field.DIRECTION} & found)
    )


def strength(sheet: Sheet) -> int:
    """How many different columns of call records a sheet has."""
    header = header_of(sheet.sample())
    return len({f for f in header.fields if f}) if header else 0


@dataclass(frozen=True)
class _Seen:
    """A sheet's sample taken apart."""

    header: HeaderRow
    above: tuple[Record, ...]
    data: tuple[Record, ...]
    width: int

    def values(self, column: int | None) -> list[str]:
        if column is None:
            return []
        cells = (r.cells[column].strip() for r in self.data if column < len(r.cells))
        return [c for c in cells if c]


def recognise(sheet: Sheet, file_name: str, hints: Hints) -> Layout:
    """The layout of a sheet. Raises UnknownLayoutError with what was seen and what to decide."""
    seen = _take_apart(sheet, file_name)
    above = preamble.read(seen.above)
    template = _template(hints, seen, above)

    def refuse(problem: str) -> UnknownLayoutError:
        return UnknownLayoutError(f"{_place(file_name, sheet)}: {problem} {_seen(sheet, seen)}")

    columns = _columns(template, seen, refuse)
    when, reading = _moment(seen, columns, template, hints, refuse)
    imsis = seen.values(columns.get(Field.IMSI))
    country = _country(hints, template, imsis, above)
    zone = _zone(hints, template, seen, above, when, reading, country, refuse)
    words = vocabulary().with_values(template.kinds, template.directions)
    rows = [_ends(r, columns) for r in seen.data]
    _check_numbers(rows, country, refuse)
    given = hints.convention or template.convention
    convention = conventions.decide(
        seen.data, columns, words, country, Convention(given) if given else None
    )
    if convention is None:
        raise refuse(
            "on incoming calls it is unclear which column holds the target. Say --convention "
            "caller_first (first the caller) or target_first (first the number asked about)."
        )
    target = _target(sheet, above, seen, columns, country)
    if Field.A not in columns and Field.TARGET not in columns and target is None:
        raise refuse("only the other party has a column, and nothing says whose records these are.")
    return Layout(
        template=template,
        header=seen.header,
        columns=columns,
        width=seen.width,
        moment=when,
        reading=reading,
        zone=zone,
        country=country,
        convention=convention,
        target=target,
        vocabulary=words,
        preamble=above,
        notes=_notes(seen, columns),
    )


def _take_apart(sheet: Sheet, file_name: str) -> _Seen:
    sample = sheet.sample()
    header = header_of(sample)
    if header is None:
        shown = "; ".join(
            " | ".join(moments.masked(c) for c in r.cells if c)[:120]
            for r in [r for r in sample.head if not r.is_blank][:4]
        )
        raise UnknownLayoutError(
            f"{_place(file_name, sheet)}: no row names the columns of call records, a seizure form "
            f"or a list known here. Seen: {sheet.form}; first rows by shape: {shown}. Name a "
            "template with --template (docs/templates.md), or the kind of file with --kind."
        )
    at = header.record.row_number
    above = tuple(r for r in sample.head if r.row_number < at and not r.is_blank)
    below = [r for r in sample.head if r.row_number > at] + list(sample.spread)
    data = tuple(r for r in below if not r.is_blank and r.cells != header.record.cells)
    # A row wider than the table is a fault of that row, not the table's width.
    usual = Counter(len(r.cells) for r in data).most_common(1)
    width = max(len(header.record.cells), *(w for w, _ in usual), 1)
    return _Seen(header, above, data, width)


def _template(hints: Hints, seen: _Seen, above: Preamble) -> Template:
    if hints.template:
        return named(hints.template)
    imsis = seen.values(seen.header.column(Field.IMSI))
    found = fitting(
        [t for t in shipped() if t.kind is SourceKind.CALL_RECORDS],
        seen.header.record.cells,
        above.text,
        imsis,
    )
    return found or generic(SourceKind.CALL_RECORDS)


Refuse = Callable[[str], UnknownLayoutError]


def _columns(template: Template, seen: _Seen, refuse: Refuse) -> dict[Field, int]:
    found = {f: c for f in Field if (c := seen.header.column(f)) is not None}
    headers = [fold(h) for h in seen.header.record.cells]
    for field, header in template.columns.items():
        if fold(header) not in headers:
            raise refuse(f"template {template.name} expects a column {header!r} that is not there.")
        found[Field(field)] = headers.index(fold(header))
    _settle_by_content(found, seen, template)
    for needed in (Field.TARGET, Field.A, Field.B):
        same = seen.header.columns(needed)
        if len(same) > 1 and needed not in template.columns:
            raise refuse(f"{len(same)} columns could be the party '{needed}'.")
    if not {Field.B, Field.OTHER} & set(found):
        raise refuse("no column of the called or other party was found.")
    return found


def _settle_by_content(found: dict[Field, int], seen: _Seen, template: Template) -> None:
    """Columns whose header can mean two things: the values tell which."""
    own = found.get(Field.SUBSCRIBER)
    if own is not None and _share(seen.values(own), _is_number) > _ENOUGH:
        del found[Field.SUBSCRIBER]
        found.setdefault(Field.TARGET, own)
    cells = seen.header.columns(Field.FIRST_CELL)
    if len(cells) > 1 and Field.LAST_CELL not in found:
        found[Field.LAST_CELL] = cells[1]
    where = found.pop(Field.LOCATION, None)
    if where is not None and Field.LOCATION not in template.columns:
        is_cell = _share(seen.values(where), _has_digit) > _ENOUGH
        found.setdefault(Field.FIRST_CELL if is_cell else Field.PLACE, where)


def _is_number(value: str) -> bool:
    return sum(c.isdigit() for c in value) >= 5 and not any(c.isalpha() for c in value)


def _has_digit(value: str) -> bool:
    return any(c.isdigit() for c in value)


def _ends(record: Record, columns: Mapping[Field, int]) -> list[str]:
    indices = (columns.get(f) for f in (Field.TARGET, Field.A, Field.B, Field.OTHER))
    return [record.cells[i] for i in indices if i is not None and i < len(record.cells)]


def _check_numbers(rows: Sequence[list[str]], country: str | None, refuse: Refuse) -> None:
    written = sorted({c for row in rows[:_SAMPLED] for c in row if c.strip()})[:400]
    if not written:
        raise refuse("the columns of the parties are empty.")
    kinds = [phones.normalise_party(w, country).kind for w in written]
    numbers = sum(k is PartyKind.E164 for k in kinds)
    unclear = sum(k is PartyKind.UNKNOWN for k in kinds)
    if country is None and unclear > max(1, len(kinds) // 10):
        raise refuse("numbers are written as within a country. Say which with --country.")
    if not numbers:
        raise refuse("the columns of the parties hold no telephone numbers.")


# ------------------------------------------------------------------ date and time


def _moment(
    seen: _Seen, columns: Mapping[Field, int], template: Template, hints: Hints, refuse: Refuse
) -> tuple[tuple[str, ...], Reading]:
    """SQL expressions whose values, joined by a space, are the moment; and how to read them."""
    given = hints.date_order or template.date_order
    order = DateOrder(given) if given else None
    candidates = [columns[f] for f in (Field.START, Field.DATE, Field.TIME) if f in columns]
    clocks = [c for c in candidates if _share(seen.values(c), moments.is_clock) > _ENOUGH]
    dates = [c for c in candidates if c not in clocks]
    if not dates:
        raise refuse("no column of dates was found.")
    date_column = dates[0]
    values = seen.values(date_column)
    if clocks:
        days = [v.split(" ")[0] if ":" in v else v for v in values]
        times = seen.values(clocks[0])
        joined = [f"{d} {t}" for d in _distinct(days) for t in _distinct(times)[:50]]
        reading = _decided(moments.read(joined, order), refuse)
        timed = any(":" in v for v in values)
        date = f"split_part(trim(c{date_column}), ' ', 1)" if timed else f"c{date_column}"
        return (date, f"c{clocks[0]}"), reading
    reading = _decided(moments.read(_distinct(values), order), refuse)
    if not reading.has_clock:
        raise refuse("there are dates but no times of day.")
    return (f"c{date_column}",), reading


def _distinct(values: Collection[str]) -> list[str]:
    return list(dict.fromkeys(values))[:_SAMPLED]


def _share(values: Sequence[str], test: Callable[[str], bool]) -> float:
    few = values[:_SAMPLED]
    return sum(map(test, few)) / len(few) if few else 0.0


def _decided(reading: Reading | Ambiguity | None, refuse: Refuse) -> Reading:
    if reading is None:
        raise refuse("dates and times are in no form known here.")
    if isinstance(reading, Ambiguity):
        raise refuse(
            f"dates such as {reading.example} can be day-month or month-day, and no value decides. "
            "Say --date-order dmy, mdy or ymd."
        )
    return reading


# ------------------------------------------------------------------ zone, country, target


def _zone(
    hints: Hints,
    template: Template,
    seen: _Seen,
    above: Preamble,
    when: tuple[str, ...],
    reading: Reading,
    country: str | None,
    refuse: Refuse,
) -> str:
    if reading.epoch or reading.states_zone:
        return "UTC"
    headers = " ".join(seen.header.record.cells[int(c[1:])] for c in when if c[1:].isdigit())
    stated = preamble.zone_in(headers) or above.zone
    local = preamble.says_local(headers) or above.says_local
    of_country = zone_of_country(country) if country and (local or hints.country) else None
    zone = hints.time_zone or stated or template.time_zone or of_country
    if zone is None:
        raise refuse(
            "nothing says in which time zone the times are. Say --timezone (UTC, or a name such "
            "as Europe/Tirane), or --country if they are local times of that country."
        )
    if zone_info(zone) is None:
        raise refuse(f"{zone!r} is no time zone. Use UTC or a name such as Europe/Tirane.")
    return zone


def _country(hints: Hints, template: Template, imsis: Sequence[str], above: Preamble) -> str | None:
    """Whose numbering plan national numbers follow: as said, else that of the network's SIMs."""
    if hints.country or template.country:
        return (hints.country or template.country or "").upper()
    found = [s.country for i in _distinct(imsis)[:200] if (s := sims.normalise_imsi(i))]
    if found:
        best = max(sorted({c for c in found if c}), key=found.count, default=None)
        if best and found.count(best) * 10 >= len(found) * 9:
            return best
    target = phones.normalise_party(above.target.text, None) if above.target else None
    return target.country if target else None


def _target(
    sheet: Sheet,
    above: Preamble,
    seen: _Seen,
    columns: Mapping[Field, int],
    country: str | None,
) -> str | None:
    """The number asked about, as written: above the columns, the sheet's name, or in every row."""
    if above.target:
        return above.target.text
    if phones.normalise_party(sheet.name, country).kind is PartyKind.E164:
        return sheet.name
    return conventions.common_party(seen.data, columns, country)


# ------------------------------------------------------------------ words for people


def _place(file_name: str, sheet: Sheet) -> str:
    return f"{file_name}, sheet {sheet.name!r}" if sheet.name else file_name


def _seen(sheet: Sheet, seen: _Seen) -> str:
    names = ", ".join(
        f"{cell.strip()} ({field or 'unknown'})"
        for cell, field in zip(seen.header.record.cells, seen.header.fields, strict=True)
        if cell.strip()
    )
    shapes = " | ".join(moments.masked(c) for c in seen.data[0].cells) if seen.data else "none"
    return (
        f"Seen: {sheet.form}; columns in row {seen.header.record.row_number}: {names}; "
        f"first row by shape: {shapes[:200]}"
    )


def _notes(seen: _Seen, columns: Mapping[Field, int]) -> tuple[str, ...]:
    used = set(columns.values())
    unused = [c.strip() for i, c in enumerate(seen.header.record.cells) if i not in used]
    named_ones = [c for c in unused if c]
    return (f"columns not used: {', '.join(named_ones)}",) if named_ones else ()
