"""A template proposed for a contact list, call log or messages of unknown layout: headers first,
values confirm them and speak alone where no header does. What stays open is put as a question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.call_records import content, moments, preamble
from ingest.call_records.content import Look
from ingest.call_records.layout import UnknownLayoutError
from ingest.call_records.moments import Ambiguity, DateOrder
from ingest.call_records.seen import Seen, guessed, place, telling
from ingest.contacts import clock, traffic
from ingest.contacts.fields import MOMENTS, NAMES, PARTIES, Field
from ingest.contacts.sheets import header_of, layout_of, lexicon, plainly
from ingest.hints import Hints
from ingest.tables import Sheet
from ingest.templates.draft import Column, Draft, of_columns
from workbench.vocabulary import SourceKind

_SURE, _BY_HEADER, _BY_VALUES, _MAYBE = 0.95, 0.8, 0.7, 0.4
_LONG, _FEW = 25, 20
_NUMBERS = frozenset({Look.NUMBER, Look.WORDS})
_FITTING: Mapping[Field, frozenset[Look]] = {
    Field.PHONE: _NUMBERS,
    Field.FROM: _NUMBERS,
    Field.TO: _NUMBERS,
    Field.PARTY: _NUMBERS,
    Field.OWN: _NUMBERS,
    Field.START: frozenset({Look.MOMENT, Look.DATE, Look.WORDS, Look.NUMBER}),
    Field.DATE: frozenset({Look.DATE, Look.MOMENT}),
    Field.TIME: frozenset({Look.CLOCK, Look.LENGTH, Look.MOMENT}),
    Field.DURATION: frozenset({Look.SECONDS, Look.LENGTH, Look.CLOCK, Look.ORDINAL, Look.WORDS}),
}


def sheet_of(sheets: Sequence[Sheet]) -> Sheet:
    """The sheet to learn: one that looks like a table and is not understood, else the fullest."""
    unknown = [s for s in sheets if layout_of(s) is None and _seen(s).width > 1 and _seen(s).data]
    return max(unknown or sheets, key=lambda s: len(s.sample().head))


def propose(sheet: Sheet, file_name: str, hints: Hints, kind: SourceKind) -> Draft:
    """A template for contacts or traffic of a phone. Raises UnknownLayoutError for an empty one."""
    seen = _seen(sheet)
    if not seen.data:
        raise UnknownLayoutError(f"{place(file_name, sheet)}: has no rows of data ({sheet.form}).")
    held = [_column(seen, number, hints.country) for number in range(seen.width)]
    columns = [_by_header(column) for column in held]
    _moments(columns, held)
    found = {c.field for c in columns}
    if found & {*MOMENTS}:
        _traffic(columns, held)
    else:
        _contacts(columns, held)
    order, order_question = _date_order(columns, held, hints)
    facts = {"country": hints.country, "time_zone": hints.time_zone, "date_order": order}
    misleading = [c.name for c, h in zip(columns, held, strict=True) if h.named and not c.field]
    template = of_columns(kind, file_name, sheet.form, columns, facts, misleading)
    questions = (*_missing(columns), order_question, _zone(columns, held, hints))
    return Draft(template, tuple(columns), tuple(q for q in questions if q), _unread(columns, held))


def _seen(sheet: Sheet) -> Seen:
    sample = sheet.sample()
    return telling(guessed(sample, header_of(sample), lexicon()))


def _column(seen: Seen, number: int, country: str | None) -> content.Column:
    cells = seen.header.record.cells
    header = cells[number].strip() if number < len(cells) else ""
    named = lexicon().field(plainly(header)) if header else None
    return content.Column(number, header, tuple(seen.values(number)), country, named)


def _by_header(held: content.Column) -> Column:
    column = Column(held.header, held.place, None, 0.0, "nothing known here")
    if held.named is None:
        return column
    looks = _FITTING.get(Field(held.named))
    if looks is None or held.look is None:
        return replace(column, field=held.named, confidence=_BY_HEADER, reason="by its header")
    look = held.look[0]
    if look not in looks:
        return replace(column, reason=f"header says {held.named}, but its values are: {look}")
    reason = f"header and values agree: {look}"
    return replace(column, field=held.named, confidence=_SURE, reason=reason)


# ------------------------------------------------------------------ by values


def _free(columns: Sequence[Column], held: Sequence[content.Column]) -> Iterator[int]:
    """Places of columns whose header says nothing."""
    for place_, column in enumerate(columns):
        if column.field is None and held[place_].named is None and held[place_].look:
            yield place_


def _take(columns: list[Column], at: int, field: Field, sure: float, reason: str) -> None:
    columns[at] = replace(columns[at], field=field, confidence=sure, reason=reason)


def _of_look(columns: list[Column], held: Sequence[content.Column], *looks: Look) -> list[int]:
    return [at for at in _free(columns, held) if _look(held[at]) in looks]


def _look(held: content.Column) -> Look | None:
    """What the values are; times may have their zone after them."""
    bare = [clock.split_zone(v)[0] for v in held.sampled]
    if bare and all(map(moments.is_moment, bare)) and any(":" in v for v in bare):
        return Look.MOMENT
    return held.look[0] if held.look else None


def _moments(columns: list[Column], held: Sequence[content.Column]) -> None:
    """The first column of moments, or of dates with one of times of day."""
    if {c.field for c in columns} & {*MOMENTS}:
        return
    for look, field in ((Look.MOMENT, Field.START), (Look.DATE, Field.DATE)):
        if places := _of_look(columns, held, look):
            _take(columns, places[0], field, _BY_VALUES, f"its values are: {look}")
            clocks = _of_look(columns, held, Look.CLOCK) if look is Look.DATE else []
            for at in clocks[:1]:
                _take(columns, at, Field.TIME, _BY_VALUES, f"its values are: {Look.CLOCK}")
            return


def _contacts(columns: list[Column], held: Sequence[content.Column]) -> None:
    """Numbers and the words beside them that differ from row to row."""
    for at in _of_look(columns, held, Look.NUMBER):
        _take(columns, at, Field.PHONE, _BY_VALUES, f"its values are: {Look.NUMBER}")
    if {c.field for c in columns} & {*NAMES}:
        return
    words = _of_look(columns, held, Look.WORDS)
    apart = [at for at in words if held[at].distinct * 2 > len(held[at].sampled)]
    for at in apart[:1]:
        _take(columns, at, Field.NAME, _MAYBE, "the first words that differ from row to row")


def _traffic(columns: list[Column], held: Sequence[content.Column]) -> None:
    """Ends, direction, duration and text of calls or messages."""
    taken = {c.field for c in columns}
    for look, field in (
        (Look.DIRECTION, Field.DIRECTION), (Look.KIND, Field.TYPE), (Look.LENGTH, Field.DURATION),
        (Look.SECONDS, Field.DURATION),
    ):  # fmt: skip
        places = _of_look(columns, held, look)
        if places and field not in taken:
            _take(columns, places[0], field, _BY_VALUES, f"its values are: {look}")
            taken.add(field)
    numbers = _of_look(columns, held, Look.NUMBER)
    if not taken & {*PARTIES}:
        fields = (Field.PARTY,) if len(numbers) == 1 else (Field.FROM, Field.TO)
        for at, field in zip(numbers, fields, strict=False):
            _take(columns, at, field, _MAYBE, f"its values are: {Look.NUMBER}")
    _codes(columns, held, taken)
    for at in _of_look(columns, held, Look.WORDS):
        values = held[at].sampled
        if Field.TEXT not in taken and sum(map(len, values)) > _LONG * len(values):
            _take(columns, at, Field.TEXT, _MAYBE, "long words, as of messages")
            taken.add(Field.TEXT)


def _codes(columns: list[Column], held: Sequence[content.Column], taken: set[str | None]) -> None:
    """A few short words again and again, where nothing says the direction, may be it."""
    if Field.DIRECTION in taken:
        return
    for at in _of_look(columns, held, Look.WORDS):
        few = held[at].distinct <= min(6, len(held[at].sampled) - 1)
        if few and max(map(len, held[at].sampled)) <= 15:
            _take(columns, at, Field.DIRECTION, _MAYBE, "a few short words that repeat")
            return


def _unread(columns: Sequence[Column], held: Sequence[content.Column]) -> tuple[str, ...]:
    """Words of the direction that are not known here."""
    return tuple(
        dict.fromkeys(
            value
            for column, of in zip(columns, held, strict=True)
            if column.field == Field.DIRECTION
            for value in of.sampled
            if not traffic.said_way(value)
        )
    )[:_FEW]


# ------------------------------------------------------------------ what must be decided


def _missing(columns: Sequence[Column]) -> Iterator[str]:
    found = {c.field for c in columns}
    if found & {*MOMENTS}:
        if not found & {*PARTIES}:
            yield "Which column says who was at the other end? Give it as party, or from and to."
        if not found & {Field.DIRECTION, Field.TYPE, Field.DURATION, Field.TEXT}:
            yield "Are these calls or messages? Give duration or direction, or text."
        if {Field.FROM, Field.TO} <= found and any(c.confidence == _MAYBE for c in columns):
            yield "Who sent and who received? from and to are taken from the order of the columns."
        return
    if not found & {Field.PHONE, Field.ENTRIES}:
        yield "Which column has the telephone numbers? Give it as phone."
    if not found & {*NAMES}:
        yield "Which column has the names? Give it as name."


def _at(columns: Sequence[Column], held: Sequence[content.Column]) -> list[content.Column]:
    return [h for c, h in zip(columns, held, strict=True) if c.field in MOMENTS]


def _date_order(
    columns: Sequence[Column], held: Sequence[content.Column], hints: Hints
) -> tuple[str | None, str | None]:
    for column in _at(columns, held):
        values = [clock.split_zone(v)[0] for v in column.sampled]
        given = hints.date_order or clock.order_in(column.header)
        found = moments.read(values, DateOrder(given) if given else None)
        if isinstance(found, Ambiguity):
            return None, (
                f"Are dates such as {found.example} day-month or month-day? No value decides. "
                "Set date_order to dmy, mdy or ymd."
            )
    return hints.date_order, None


def _zone(columns: Sequence[Column], held: Sequence[content.Column], hints: Hints) -> str | None:
    found = _at(columns, held)
    written = [clock.split_zone(v)[1] for column in found for v in column.sampled]
    named = preamble.zone_in(" ".join(column.header for column in found))
    if not found or hints.time_zone or named or any(written):
        return None
    return "In which time zone are the times? Set time_zone (UTC, or such as Europe/Tirane)."
