"""What each column of an unknown sheet means, with how surely and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.call_records.content import Column, Look, is_bare_clock
from ingest.call_records.fields import Field
from ingest.call_records.seen import lexicon
from ingest.call_records.wording import says_nothing
from ingest.tables.headers import fold

_HALF, _WAYS = 0.5, 4
_SURE, _AGREED, _BY_HEADER, _BY_VALUES = 0.98, 0.95, 0.7, 0.75


@dataclass(frozen=True)
class Guess:
    """What a column (from 0) is taken for, how surely (0 to 1), and why."""

    place: int
    header: str
    field: Field | None
    confidence: float
    reason: str


_FITTING: Mapping[Field, frozenset[Look]] = {
    Field.TARGET: frozenset({Look.NUMBER}),
    Field.A: frozenset({Look.NUMBER, Look.WORDS}),
    Field.B: frozenset({Look.NUMBER, Look.WORDS}),
    Field.OTHER: frozenset({Look.NUMBER, Look.WORDS}),
    Field.START: frozenset({Look.MOMENT, Look.DATE}),
    Field.DATE: frozenset({Look.DATE, Look.MOMENT}),
    Field.TIME: frozenset({Look.CLOCK, Look.LENGTH, Look.MOMENT}),
    Field.END: frozenset({Look.MOMENT, Look.CLOCK}),
    Field.DURATION: frozenset({Look.SECONDS, Look.LENGTH, Look.CLOCK, Look.ORDINAL}),
    Field.TYPE: frozenset({Look.KIND, Look.WORDS, Look.DIRECTION}),
    Field.DIRECTION: frozenset({Look.DIRECTION, Look.WORDS, Look.KIND}),
    Field.ORDINAL: frozenset(Look) - {Look.NUMBER},
    Field.B_IMEI: frozenset({Look.IMEI}),
    Field.B_IMSI: frozenset({Look.IMSI}),
    Field.IMEI: frozenset({Look.IMEI}),
    Field.IMSI: frozenset({Look.IMSI}),
    Field.FORWARDED_TO: frozenset({Look.NUMBER}),
}
_ALONE: Mapping[Look, tuple[Field, ...]] = {
    Look.MOMENT: (Field.START, Field.END),
    Look.DATE: (Field.DATE,),
    Look.CLOCK: (Field.TIME,),
    Look.LENGTH: (Field.DURATION,),
    Look.SECONDS: (Field.DURATION,),
    Look.IMEI: (Field.IMEI,),
    Look.IMSI: (Field.IMSI,),
    Look.DIRECTION: (Field.DIRECTION,),
    Look.KIND: (Field.TYPE,),
    Look.CGI: (Field.FIRST_CELL, Field.LAST_CELL),
    Look.CELL: (Field.FIRST_CELL, Field.LAST_CELL),
    Look.ORDINAL: (Field.ORDINAL,),
}
_IMEIS = (Field.IMEI, Field.B_IMEI)
_PARTIES = (Field.A, Field.B, Field.TARGET, Field.OTHER)


def guess(columns: Sequence[Column]) -> list[Guess]:
    """By header where values agree, then by values alone, then the parties among themselves."""
    guesses = _once([_by_both(column) for column in columns])
    _clock_after_date(columns, guesses)
    taken = {g.field for g in guesses}
    for column in columns:
        made = guesses[column.place]
        if made.field is None and column.look and not says_nothing(column.header):
            look, share = column.look
            free = next((f for f in _ALONE.get(look, ()) if f not in taken), None)
            if free and not _replaced(free, taken):
                reason = f"{share:.0%} of its values are: {look}"
                guesses[column.place] = replace(
                    made, field=free, confidence=_BY_VALUES * share, reason=reason
                )
                taken.add(free)
    _mostly_moments(columns, guesses, taken)
    _codes(columns, guesses, taken)
    return _with_parties(columns, guesses, taken)


def _clock_after_date(columns: Sequence[Column], guesses: list[Guess]) -> None:
    """Figures such as 093005 right after the only column of dates are its times of day."""
    looks = [column.look[0] if column.look else None for column in columns]
    fields = {g.field for g in guesses}
    dates = [c.place for c in columns if looks[c.place] is Look.DATE]
    if len(dates) != 1 or {Field.TIME} & fields or {Look.CLOCK, Look.MOMENT} & set(looks):
        return
    for column in columns[dates[0] + 1 : dates[0] + 2]:
        if guesses[column.place].field is None and is_bare_clock(column):
            reason = "times of day without colons beside the date"
            guesses[column.place] = replace(
                guesses[column.place], field=Field.TIME, confidence=0.7, reason=reason
            )


def _codes(columns: Sequence[Column], guesses: list[Guess], taken: set[Field | None]) -> None:
    """A few words or codes again and again may be the kind, or else the direction."""
    for column in columns:
        field = next((f for f in (Field.TYPE, Field.DIRECTION) if f not in taken), None)
        if field is None:
            return
        made = guesses[column.place]
        repeated = len(column.sampled) >= 3 and column.distinct <= min(12, len(column.sampled) - 1)
        short = column.values and max(map(len, column.values)) <= 12
        wordy = column.look is not None and column.look[0] in _WORDY
        unsaid = made.field is None and not says_nothing(column.header)
        several = field is Field.TYPE or 1 < column.distinct <= _WAYS
        if unsaid and wordy and repeated and short and several:
            reason = f"{column.distinct} short codes that repeat"
            guesses[column.place] = replace(made, field=field, confidence=0.4, reason=reason)
            taken.add(field)


def _mostly_moments(
    columns: Sequence[Column], guesses: list[Guess], taken: set[Field | None]
) -> None:
    """The one column in which most values are moments, where none has (nearly) only those."""
    if taken & {Field.START, Field.DATE}:
        return
    found = [c for c in columns if guesses[c.place].field is None and c.moments > _HALF]
    if len(found) == 1:
        reason = f"{found[0].moments:.0%} of its values are: {Look.MOMENT}"
        guesses[found[0].place] = replace(
            guesses[found[0].place], field=Field.START, confidence=found[0].moments / 2,
            reason=reason,
        )  # fmt: skip
        taken.add(Field.START)


_WORDY = (Look.WORDS, Look.CELL)


def _replaced(field: Field, taken: set[Field | None]) -> bool:
    """Whether a column of that meaning would be a second one."""
    return field in (Field.DATE, Field.TIME) and Field.START in taken and Field.DATE not in taken


def _by_both(column: Column) -> Guess:
    field = Field(column.named) if column.named else None
    if field is None:
        shown = column.look[0] if column.look else "nothing known here"
        return Guess(column.place, column.header, None, 0.0, f"its values are: {shown}")
    exact = fold(column.header) in lexicon().fields
    if field is Field.START and column.look and column.look[0] in (Look.CLOCK, Look.LENGTH):
        field = Field.TIME  # "Call date" and "Call time" beside each other
    looks = _FITTING.get(field)
    if looks is None or column.look is None:
        return Guess(column.place, column.header, field, _BY_HEADER, "by its header")
    look, _ = column.look
    if field is Field.TIME and look is Look.MOMENT:
        field = Field.START
    if look in looks or (field in _IMEIS and column.holds_imeis):
        sure = _SURE if exact else _AGREED
        return Guess(column.place, column.header, field, sure, f"header and values agree: {look}")
    return Guess(
        column.place, column.header, None, 0.0, f"header says {field}, but its values are: {look}"
    )


def _once(guesses: Sequence[Guess]) -> list[Guess]:
    """Of several columns for one field the surest; a second cell is the last one."""
    best: dict[Field, Guess] = {}
    for guess in guesses:
        if guess.field and guess.confidence > (
            best[guess.field].confidence if guess.field in best else 0
        ):
            best[guess.field] = guess
    return [g if g.field is None or best[g.field] == g else _second(g, best) for g in guesses]


def _second(guess: Guess, best: dict[Field, Guess]) -> Guess:
    if guess.field is Field.FIRST_CELL and Field.LAST_CELL not in best:
        best[Field.LAST_CELL] = replace(guess, field=Field.LAST_CELL, reason="the second cell")
        return best[Field.LAST_CELL]
    return replace(guess, field=None, confidence=0.0, reason=f"a second column for {guess.field}")


def _with_parties(
    columns: Sequence[Column], guesses: list[Guess], taken: set[Field | None]
) -> list[Guess]:
    numbers = [
        c for c in columns if guesses[c.place].field is None and c.look and c.look[0] is Look.NUMBER
    ]
    for column, field, sure in _parties(numbers, taken):
        guesses[column.place] = replace(
            guesses[column.place], field=field, confidence=sure, reason=_PARTY_REASONS[field]
        )
    return guesses


_PARTY_REASONS = {
    Field.TARGET: "the same telephone number in every row",
    Field.OTHER: "telephone numbers beside those of the target",
    Field.A: "the first column of telephone numbers",
    Field.B: "the second column of telephone numbers",
    Field.FORWARDED_TO: "a third column of telephone numbers, seldom filled",
}


def _parties(
    numbers: Sequence[Column], taken: set[Field | None]
) -> Iterator[tuple[Column, Field, float]]:
    """Which of the unnamed columns of numbers are which party."""
    known = [f for f in _PARTIES if f in taken]
    if len(known) >= 2 or not numbers:
        return
    if known:
        partner = {Field.A: Field.B, Field.B: Field.A, Field.TARGET: Field.OTHER}
        yield numbers[0], partner.get(known[0], Field.TARGET), 0.5
        return
    constant = [c for c in numbers if c.distinct == 1 and len(c.values) > 2]
    varied = [c for c in numbers if c not in constant]
    if len(constant) == 1 and varied:
        yield constant[0], Field.TARGET, 0.8
        yield varied[0], Field.OTHER, 0.7
        return
    ends = sorted(sorted(numbers, key=lambda c: -len(c.values))[:2], key=lambda c: c.place)
    if len(ends) == 1:
        yield ends[0], Field.OTHER, 0.5
        return
    yield ends[0], Field.A, 0.6
    yield ends[1], Field.B, 0.6
    rest = [c for c in numbers if c not in ends]
    if len(rest) == 1:
        yield rest[0], Field.FORWARDED_TO, 0.4
