"""What an operator knows about its targets: the records of a request, whatever the layout.

The device and cell of a record are always the target's. Operators' clocks differ by a second or
two. Some rows come twice and some come spoilt, as from real systems.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sample_data.world import World
from sample_data.world.dates import local
from sample_data.world.traffic import Communication, End
from sample_data.writing.written import Mark, Seen


@dataclass(frozen=True)
class Request:
    """Numbers (line keys) or handsets (keys) asked for, and the period (local days, inclusive)."""

    lines: tuple[str, ...]
    since: date
    until: date
    handset: str | None = None

    def covers(self, end: End) -> bool:
        """Whether the record of this side belongs to the request."""
        if self.handset:
            return end.handset is not None and end.handset.key == self.handset
        return end.line is not None and end.line.key in self.lines


@dataclass(frozen=True)
class Record:
    """One communication as the target's operator recorded it; ``start`` in UTC."""

    communication: int
    kind: str
    target: End
    other: End
    outgoing: bool
    start: datetime
    duration_s: int
    answered: bool
    spoilt: bool = False

    @property
    def caller(self) -> End:
        """Who rang or sent."""
        return self.target if self.outgoing else self.other

    @property
    def callee(self) -> End:
        """Who was rung or received."""
        return self.other if self.outgoing else self.target


def answer(world: World, request: Request, clock_s: int, rng: Random) -> list[Record]:
    """Records of a request in order of time, with two doubled and two spoilt rows."""
    begin, end = local(request.since, 0), local(request.until, 24)
    found = [
        record
        for number, one in enumerate(world.communications)
        if begin <= one.start < end
        for record in _records(number, one, request, clock_s, rng)
    ]
    found.sort(key=lambda r: (r.start, r.communication, r.outgoing))
    return _as_it_comes(found, rng)


def _records(
    number: int, one: Communication, request: Request, clock_s: int, rng: Random
) -> list[Record]:
    sides = [(one.caller, one.callee, True), (one.callee, one.caller, False)]
    return [
        Record(
            number,
            one.kind,
            target,
            other,
            outgoing,
            one.start + timedelta(seconds=clock_s + rng.randrange(2)),
            one.duration_s,
            one.answered,
        )
        for target, other, outgoing in sides
        if request.covers(target)
    ]


def _as_it_comes(found: list[Record], rng: Random) -> list[Record]:
    """Double two records in place and spoil two others."""
    chosen = rng.sample(range(len(found)), min(4, len(found)))
    doubled, spoilt = set(chosen[:2]), set(chosen[2:])
    rows = []
    for place, record in enumerate(found):
        rows.append(_spoil(record) if place in spoilt else record)
        if place in doubled:
            rows.append(record)
    return rows


def _spoil(record: Record) -> Record:
    values = {**vars(record), "spoilt": True}
    return Record(**values)


def first_marks(
    records: Sequence[Record],
    rows: Sequence[int],
    party: Callable[[End], object],
    a_is_target: bool,
) -> list[Mark]:
    """A mark for each distinct number, handset and SIM at the first good row it stands in.

    ``party`` is how the operator writes a number.
    """
    marks: dict[tuple[str, str], Mark] = {}
    for record, row in zip(records, rows, strict=True):
        if record.spoilt:
            continue
        first, second = (
            (record.target, record.other) if a_is_target else (record.caller, record.callee)
        )
        for field, end in (("a", first), ("b", second)):
            if end.line:
                _keep(marks, Mark(f"{row}:{field}", "phone", end.line.key, str(party(end))))
        if record.target.handset and record.target.line:
            handset, line = record.target.handset, record.target.line
            _keep(marks, Mark(f"{row}:handset", "handset", handset.key, handset.imei))
            _keep(marks, Mark(f"{row}:sim", "sim", line.sim_key, line.imsi))
    return list(marks.values())


def seen(records: Sequence[Record], rows: Sequence[int]) -> list[Seen]:
    """In which rows which communication can be read (spoilt rows left out)."""
    return [
        Seen(record.communication, row)
        for record, row in zip(records, rows, strict=True)
        if not record.spoilt
    ]


def _keep(marks: dict[tuple[str, str], Mark], mark: Mark) -> None:
    marks.setdefault((mark.kind, mark.entity_key), mark)
