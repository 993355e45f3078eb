"""A sheet of call records to its layout, by template, header synonyms and content together."""

from collections.abc import Collection, Mapping, Sequence

from ingest.call_records import conventions, moments, preamble
from ingest.call_records.circumstances import country_of, target_of, zone_of
from ingest.call_records.codes import are_codes
from ingest.call_records.fields import Convention, Field
from ingest.call_records.layout import Layout, UnknownLayoutError
from ingest.call_records.moments import Ambiguity, DateOrder, Reading
from ingest.call_records.seen import (
    Refuse,
    Seen,
    describe,
    fits_without_header,
    header_of,
    place,
    take_apart,
)
from ingest.call_records.services import vocabulary
from ingest.call_records.settling import is_session_list, settle, share
from ingest.hints import Hints
from ingest.selectors import phones
from ingest.tables.headers import fold, not_used
from ingest.tables.sheet import Record, Sheet
from ingest.templates import Template, TemplateError, generic, known_field, named, shipped
from ingest.templates.template import fitting
from workbench.vocabulary import PartyKind, SourceKind

_ENOUGH = 0.5
_SAMPLED = 4000


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


def recognise(sheet: Sheet, file_name: str, hints: Hints) -> Layout:
    """The layout of a sheet. Raises UnknownLayoutError with what was seen and what to decide."""
    template, seen = _template(sheet, file_name, hints)
    above = preamble.read(seen.above)

    def refuse(problem: str) -> UnknownLayoutError:
        where = place(file_name, sheet)
        return UnknownLayoutError(f"{where}: {problem} {describe(sheet, seen)}")

    columns = _columns(template, seen, refuse)
    when, reading = _moment(seen, columns, template, hints, refuse)
    imsis = seen.values(columns.get(Field.IMSI))
    country = country_of(hints, template, imsis, above)
    zone = zone_of(hints, template, seen, above, when, reading, country, refuse)
    words = vocabulary().with_values(template.kinds, template.directions)
    rows = [_ends(r, columns) for r in seen.data]
    coded = _check_numbers(rows, country, refuse)
    target = hints.target or target_of(sheet, file_name, above, seen, columns, country)
    given = hints.convention or template.convention
    convention = conventions.decide(
        seen.data, columns, words, country, Convention(given) if given else None, target
    )
    if convention is None:
        raise refuse(
            "on incoming calls it is unclear which column holds the target. Say --convention "
            "caller_first (first the caller) or target_first (first the number asked about)."
        )
    if Field.A not in columns and Field.TARGET not in columns and target is None:
        raise refuse(
            "only the other party has a column, and nothing says whose records these are. Say the "
            "number with --target."
        )
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
        end=_end(seen, columns, when),
        sessions=is_session_list(columns, seen),
        codes=coded,
        repeated=tuple(r.cells for r in (*seen.above, *seen.header.written)),
        notes=not_used(seen.header.record, columns.values()),
    )


def _template(sheet: Sheet, file_name: str, hints: Hints) -> tuple[Template, Seen]:
    """The template named or found, or the generic one, and the sheet taken apart by it."""
    if hints.template:
        template = named(hints.template, hints.kept)
        seen = take_apart(sheet, template)
        if seen is None:
            raise _unknown(sheet, file_name)
        return template, seen
    known = [t for t in (*hints.kept, *shipped()) if t.kind is SourceKind.CALL_RECORDS]
    for template in known:
        if fits_without_header(sheet.sample(), template):
            headless = take_apart(sheet, template)
            assert headless is not None  # it fits
            return template, headless
    return _by_header(sheet, file_name, known)


def _by_header(sheet: Sheet, file_name: str, known: Sequence[Template]) -> tuple[Template, Seen]:
    for template in sorted(known, key=lambda t: -len(t.headers)):
        seen = take_apart(sheet, template)
        if seen and fitting([template], *_facts(seen)):
            return template, seen
    seen = take_apart(sheet)
    if seen is None:
        raise _unknown(sheet, file_name)
    return generic(SourceKind.CALL_RECORDS), seen


def _facts(seen: Seen) -> tuple[tuple[str, ...], str, list[str]]:
    """What a template asks for: headers, the text above them, IMSIs."""
    text = preamble.read(seen.above).text
    return seen.header.record.cells, text, seen.values(seen.header.column(Field.IMSI))


def _unknown(sheet: Sheet, file_name: str) -> UnknownLayoutError:
    shown = "; ".join(
        " | ".join(moments.masked(c) for c in r.cells if c)[:120]
        for r in [r for r in sheet.sample().head if not r.is_blank][:4]
    )
    return UnknownLayoutError(
        f"{place(file_name, sheet)}: no row names the columns of call records, a seizure form or a "
        f"list known here. Seen: {sheet.form}; first rows by shape: {shown}. Let 'workbench "
        "templates learn' propose a template and name it with --template (docs/templates.md), or "
        "say the kind of file with --kind."
    )


def _columns(template: Template, seen: Seen, refuse: Refuse) -> dict[Field, int]:
    found = {f: c for f in Field if (c := seen.header.column(f)) is not None}
    headers = [fold(h) for h in seen.header.record.cells]
    for field, header in template.columns.items():
        if fold(header) not in headers:
            raise refuse(f"template {template.name} expects a column {header!r} that is not there.")
        found[known_field(template, field, Field, "call records")] = headers.index(fold(header))
    for field, number in template.numbers.items():
        if not 0 < number <= seen.width:
            raise refuse(f"template {template.name} expects a column {number} that is not there.")
        found[known_field(template, field, Field, "call records")] = number - 1
    stated = {found[Field(f)] for f in (*template.columns, *template.numbers)}
    for field in [f for f, c in found.items() if c in stated]:
        if field not in (*template.columns, *template.numbers):
            del found[field]
    settle(found, seen, template)
    for needed in (Field.TARGET, Field.A, Field.B):
        same = seen.header.columns(needed)
        first = bool(same) and found.get(needed) == same[0]
        if len(same) > 1 and first and needed not in (*template.columns, *template.numbers):
            raise refuse(f"{len(same)} columns could be the party '{needed}'.")
    if not {Field.B, Field.OTHER} & set(found) and not is_session_list(found, seen):
        raise refuse("no column of the called or other party was found.")
    return found


def _ends(record: Record, columns: Mapping[Field, int]) -> list[str]:
    indices = (columns.get(f) for f in (Field.TARGET, Field.A, Field.B, Field.OTHER))
    return [record.cells[i] for i in indices if i is not None and i < len(record.cells)]


def _check_numbers(rows: Sequence[list[str]], country: str | None, refuse: Refuse) -> bool:
    """Refuse columns that hold no parties; whether these are under codes of the file's own."""
    written = sorted({c for row in rows[:_SAMPLED] for c in row if c.strip()})[:400]
    if not written:
        raise refuse("the columns of the parties are empty.")
    kinds = [phones.normalise_party(w, country).kind for w in written]
    numbers = sum(k is PartyKind.E164 for k in kinds)
    unclear = sum(k is PartyKind.UNKNOWN for k in kinds)
    if country is None and unclear > max(1, len(kinds) // 10):
        raise refuse("numbers are written as within a country. Say which with --country.")
    if not numbers and not are_codes(rows[:_SAMPLED]):
        raise refuse("the columns of the parties hold no telephone numbers.")
    return not numbers


# ------------------------------------------------------------------ date and time


def _moment(
    seen: Seen, columns: Mapping[Field, int], template: Template, hints: Hints, refuse: Refuse
) -> tuple[tuple[str, ...], Reading]:
    """SQL expressions whose values, joined by a space, are the moment; and how to read them."""
    given = hints.date_order or template.date_order
    order = DateOrder(given) if given else None
    candidates = [columns[f] for f in (Field.START, Field.DATE, Field.TIME) if f in columns]
    clocks = [c for c in candidates if share(seen.values(c), moments.is_clock) > _ENOUGH]
    dates = [c for c in candidates if c not in clocks]
    if not dates:
        raise refuse("no column of dates was found.")
    date_column = dates[0]
    values = seen.values(date_column)
    if clocks:
        days = [v.split(" ")[0] if ":" in v else v for v in values]
        times = seen.values(clocks[0])
        joined = [f"{d} {t}" for d in _distinct(days) for t in _distinct(times)[:50]]
        reading = stated_dates(template) or _decided(moments.read(joined, order), refuse)
        timed = any(":" in v for v in values)
        date = f"split_part(trim(c{date_column}), ' ', 1)" if timed else f"c{date_column}"
        return (date, f"c{clocks[0]}"), reading
    reading = stated_dates(template) or _decided(moments.read(_distinct(values), order), refuse)
    if not reading.has_clock:
        raise refuse("there are dates but no times of day.")
    return (f"c{date_column}",), reading


def _end(seen: Seen, columns: Mapping[Field, int], start: tuple[str, ...]) -> tuple[str, ...]:
    """SQL expressions of the end: a moment, a date and a time, or a time on the start's date."""
    if Field.END not in columns:
        return ()
    ends = [columns[Field.END], *(c for c in seen.header.columns(Field.END))]
    clocks = [c for c in ends if share(seen.values(c), moments.is_clock) > _ENOUGH]
    dates = [c for c in ends if c not in clocks]
    if not clocks:
        return (f"c{ends[0]}",)
    return (f"c{dates[0]}" if dates else start[0], f"c{clocks[0]}")


def stated_dates(template: Template) -> Reading | None:
    """The formats that a template gives, as they stand."""
    formats = template.date_formats
    for form in formats:
        if not moments.says_all(form):
            raise TemplateError(
                f"template {template.name}: date format {form!r} does not say day, month, year and "
                "time; what it leaves out would be made up."
            )
    zoned = all("%z" in form for form in formats)
    return Reading(formats, has_clock=True, states_zone=zoned) if formats else None


def _distinct(values: Collection[str]) -> list[str]:
    return list(dict.fromkeys(values))[:_SAMPLED]


def _decided(reading: Reading | Ambiguity | None, refuse: Refuse) -> Reading:
    if reading is None:
        raise refuse("dates and times are in no form known here.")
    if isinstance(reading, Ambiguity):
        raise refuse(
            f"dates such as {reading.example} can be day-month or month-day, and no value decides. "
            "Say --date-order dmy, mdy or ymd."
        )
    return reading
