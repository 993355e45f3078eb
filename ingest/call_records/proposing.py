"""A template proposed for a sheet of unknown layout: each column with its reason and confidence.

Headers speak first (in seven languages), values confirm or contradict them and speak alone where
there is no header. What neither decides is put as a question, never guessed.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.call_records import conventions, moments, preamble
from ingest.call_records.content import Column
from ingest.call_records.fields import Convention, Field
from ingest.call_records.guessing import Guess, guess
from ingest.call_records.layout import UnknownLayoutError
from ingest.call_records.moments import Ambiguity, DateOrder
from ingest.call_records.seen import Seen, guessed, header_of, lexicon, place, telling
from ingest.call_records.services import vocabulary
from ingest.call_records.settling import is_bare, is_session_list
from ingest.call_records.zones import zone_of_country
from ingest.hints import Hints
from ingest.selectors import sims
from ingest.tables.headers import fold
from ingest.tables.sheet import Sheet
from ingest.templates import Template
from ingest.templates.draft import name_of
from workbench.vocabulary import SourceKind

_FEW_VALUES = 40


@dataclass(frozen=True)
class Proposal:
    """A template to correct, what each column was taken for, and what a person must decide."""

    template: Template
    guesses: tuple[Guess, ...]
    questions: tuple[str, ...]
    unread_values: tuple[str, ...]


def propose(sheet: Sheet, file_name: str, hints: Hints) -> Proposal:
    """A template for call records of this layout. Raises UnknownLayoutError for an empty sheet."""
    seen = telling(guessed(sheet.sample(), header_of(sheet.sample()), lexicon()))
    if not seen.data:
        raise UnknownLayoutError(f"{place(file_name, sheet)}: has no rows of data ({sheet.form}).")
    country = hints.country or _country(seen)
    columns = [_column(seen, i, country) for i in range(seen.width)]
    guesses = guess(columns)
    guesses = [_as_part(g, columns, guesses) for g in guesses]
    fields = {g.field: g.place for g in guesses if g.field}
    order, order_question = _date_order(columns, fields, hints)
    convention, convention_question = _convention(seen, fields, country, hints)
    zone, zone_question = _zone(seen, columns, fields, hints)
    missing = _missing(fields, seen, country, hints)
    template = Template(
        name=name_of(file_name),
        version=1,
        kind=SourceKind.CALL_RECORDS,
        title=f"{Path(file_name).stem} ({sheet.form})",
        headers=tuple(c.strip() for c in seen.header.record.cells if c.strip()),
        has_header=bool(seen.header.record.cells),
        width=None if seen.header.record.cells else seen.width,
        country=country,
        time_zone=zone,
        date_order=order,
        convention=convention,
        columns=_by_header(seen, guesses),
        numbers=_by_number(seen, guesses),
        ignore=_ignored(guesses),
    )
    questions = (*missing, order_question, convention_question, zone_question)
    return Proposal(
        template, tuple(guesses), tuple(q for q in questions if q), _unread(columns, fields)
    )


def _as_part(made: Guess, columns: Sequence[Column], guesses: Sequence[Guess]) -> Guess:
    """Beside an area code, a bare number of a cell is the cell's number within the area."""
    beside = any(g.field is Field.LAC for g in guesses)
    if made.field is Field.FIRST_CELL and beside and is_bare(columns[made.place].values):
        return replace(made, field=Field.CELL_NUMBER, reason=f"{made.reason}; beside an area code")
    return made


# ------------------------------------------------------------------ the rows


def _column(seen: Seen, number: int, country: str | None) -> Column:
    cells = seen.header.record.cells
    header = cells[number].strip() if number < len(cells) else ""
    fields = seen.header.fields
    named = fields[number] if number < len(fields) else None
    return Column(number, header, tuple(seen.values(number)), country, named)


def _country(seen: Seen) -> str | None:
    """The country of the network whose SIMs stand in (nearly) every row."""
    for number in range(seen.width):
        values = seen.values(number)[:200]
        found = [s.country for v in values if (s := sims.normalise_imsi(v)) and len(v) == 15]
        best = Counter(c for c in found if c).most_common(1)
        if best and best[0][1] * 10 >= len(values) * 9:
            return best[0][0]
    return None


def _by_header(seen: Seen, guesses: Sequence[Guess]) -> dict[str, str]:
    cells = [fold(c) for c in seen.header.record.cells]
    return {
        g.field: g.header
        for g in guesses
        if g.field and g.header and cells.count(fold(g.header)) == 1
    }


def _by_number(seen: Seen, guesses: Sequence[Guess]) -> dict[str, int]:
    named = _by_header(seen, guesses)
    return {g.field: g.place + 1 for g in guesses if g.field and g.field not in named}


def _ignored(guesses: Sequence[Guess]) -> tuple[str, ...]:
    """Headers whose synonyms would mislead."""
    return tuple(
        g.header for g in guesses if g.field is None and g.header and lexicon().field(g.header)
    )


# ------------------------------------------------------------------ what must be decided


def _missing(
    fields: Mapping[Field, int], seen: Seen, country: str | None, hints: Hints
) -> tuple[str, ...]:
    found = []
    if not {Field.START, Field.DATE} & set(fields):
        found.append("Which column has the date? Give it as 'start' (or 'date' and 'time').")
    if not {Field.B, Field.OTHER} & set(fields) and not is_session_list(fields, seen):
        found.append("Which column has the called or other party? Give it as 'b' or 'other'.")
    known = hints.target or preamble.read(seen.above).target
    if not known and not {Field.A, Field.TARGET} & set(fields):
        found.append("Whose records are these? Say the number with --target when adding the file.")
    if country is None and hints.country is None:
        found.append("Whose national numbers are these? Set country where no number has a prefix.")
    return tuple(found)


def _date_order(
    columns: Sequence[Column], fields: Mapping[Field, int], hints: Hints
) -> tuple[str | None, str | None]:
    at = fields.get(Field.START, fields.get(Field.DATE))
    if at is None:
        return hints.date_order, None
    order = DateOrder(hints.date_order) if hints.date_order else None
    reading = moments.read([v.split(" ")[0] for v in columns[at].sampled], order)
    if isinstance(reading, Ambiguity):
        return None, (
            f"Are dates such as {reading.example} day-month or month-day? No value decides. "
            "Set date_order to dmy, mdy or ymd."
        )
    if reading is None or not reading.formats:
        return hints.date_order, None
    letters = "".join(c for c in reading.formats[0].lower() if c in "dmy")
    return letters[:3] if len(letters) >= 3 else hints.date_order, None


def _convention(
    seen: Seen, fields: Mapping[Field, int], country: str | None, hints: Hints
) -> tuple[str | None, str | None]:
    given = Convention(hints.convention) if hints.convention else None
    found = conventions.decide(seen.data, fields, vocabulary(), country, given)
    if found is None:
        return None, (
            "On incoming calls, who stands first: the caller (caller_first), or always the number "
            "asked about (target_first)? The rows do not tell. Set convention."
        )
    return found, None


def _zone(
    seen: Seen, columns: Sequence[Column], fields: Mapping[Field, int], hints: Hints
) -> tuple[str | None, str | None]:
    if hints.time_zone:
        return hints.time_zone, None
    above = preamble.read(seen.above)
    at = [fields[f] for f in (Field.START, Field.DATE, Field.TIME) if f in fields]
    headers = " ".join(columns[i].header for i in at)
    values = columns[at[0]].sampled if at else ()
    if any(moments.is_moment(v) and re.search(r"(?:Z|[+-]\d{2}:?\d{2})$", v) for v in values[:1]):
        return None, None
    stated = preamble.zone_in(headers) or above.zone
    local = preamble.says_local(headers) or above.says_local
    zone = stated or (zone_of_country(hints.country) if local and hints.country else None)
    if zone:
        return zone, None
    return None, "In which time zone are the times? Set time_zone (UTC, or such as Europe/Tirane)."


def _unread(columns: Sequence[Column], fields: Mapping[Field, int]) -> tuple[str, ...]:
    """Values of the columns of type and direction that no word here explains."""
    found: list[str] = []
    for field in (Field.TYPE, Field.DIRECTION):
        if field in fields:
            values = Counter(columns[fields[field]].sampled)
            read = {v: vocabulary().read(v) for v in values}
            found += [
                v
                for v, r in read.items()
                if not (r.kind or r.missed) and (not r.direction or vocabulary().is_code(v))
            ]
    return tuple(dict.fromkeys(found))[:_FEW_VALUES]
