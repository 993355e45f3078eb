"""Calls and messages of the world: everyday ties, trips, strangers, services.

Every communication names the line, handset and place of both ends as they were at that moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sample_data import lexicon
from sample_data.world.dates import DAYS, STOPPED_TRIP, Calendar, local
from sample_data.world.people import Person
from sample_data.world.phones import SERVICES, Handset, Line, PhoneBook
from sample_data.world.ties import all_ties
from sample_data.world.trips import MOTEL_TRIP, TAXI_TRIP, Leg, Trip


@dataclass(frozen=True)
class End:
    """One side of a communication; without a line it is a short code, a sender name or withheld."""

    holder: str
    line: Line | None
    handset: Handset | None
    place: str | None
    shown: str = ""  # what stands instead of a number; "" with no line means withheld


@dataclass(frozen=True)
class Communication:
    """One call, message or data session; ``start`` in UTC, whole seconds."""

    kind: str  # call | sms | data
    caller: End
    callee: End
    start: datetime
    duration_s: int
    answered: bool = True


SENDERS = {
    "AL": ("InfoBanka", "Posta-AL", "1414"),
    "ME": ("CKBanka", "mSPORT", "1500"),
    "BA": ("BH-Banka", "mojBroj", "0700"),
}
_SERVICE_PLACE = {
    "taxi": "podgorica", "pizzeria": "podgorica", "exchange": "podgorica", "call_centre": "sarajevo",
    "motel": "trebinje", "rental": "shkoder",
}  # fmt: skip
_STRANGERS_PER_COUNTRY = 110
_TAXI_DAYS = range(24, 42)


class Exchange:
    """Collects communications; knows where everybody is."""

    def __init__(
        self, rng: Random, book: PhoneBook, people: dict[str, Person], trips: tuple[Trip, ...]
    ) -> None:
        self._rng, self._book, self._people = rng, book, people
        self._drives = _drives(trips)
        self.made: list[Communication] = []
        self.strangers = {
            country: [book.line(country) for _ in range(_STRANGERS_PER_COUNTRY)]
            for country in ("AL", "ME", "BA")
        }

    def connect(
        self, caller: str, callee: str, at: datetime, duration_s: int | None = None
    ) -> None:
        """A call between two holders; nothing happens if one has no phone then."""
        self._between(caller, callee, at, "call", duration_s)

    def text(self, sender: str, receiver: str, at: datetime) -> None:
        """A message between two holders."""
        self._between(sender, receiver, at, "sms", 0)

    def everyday(self, left: str, right: str, at: datetime) -> None:
        """A call or message in either direction; one call in nine is missed."""
        one, other = (left, right) if self._rng.random() < 0.55 else (right, left)
        if self._rng.random() < 0.22:
            self.text(one, other, at)
        else:
            self._between(one, other, at, "call", None, answered=self._rng.random() > 0.11)

    def with_stranger(self, holder: str, at: datetime, pool: list[Line]) -> None:
        """A call with somebody who has nothing to do with anything."""
        own = self._end(holder, at)
        if own is None:
            return
        line = self._rng.choice(pool)
        other = End(f"stranger_{line.key}", line, None, None)
        caller, callee = (own, other) if self._rng.random() < 0.5 else (other, own)
        kind = "sms" if self._rng.random() < 0.2 else "call"
        self._add(kind, caller, callee, at, 0 if kind == "sms" else self._duration())

    def from_nameless(self, holder: str, at: datetime) -> None:
        """A message from a sender name or short code, or a call with the number withheld."""
        own = self._end(holder, at)
        if own is None or own.line is None:
            return
        if self._rng.random() < 0.2:
            self._add("call", End("withheld", None, None, None), own, at, self._duration())
            return
        shown = self._rng.choice(SENDERS.get(own.line.country, ("Info",)))
        self._add("sms", End("sender", None, None, None, shown), own, at, 0)

    def data_session(self, holder: str, at: datetime) -> None:
        """Mobile data: no second party."""
        own = self._end(holder, at)
        if own is not None:
            self._add("data", own, End("internet", None, None, None, "-"), at, self._duration() * 4)

    def place_of(self, holder: str, at: datetime) -> str | None:
        """Where a holder is: on a drive, else at home or work."""
        for start, end, slot, passed in self._drives:
            if slot == holder and start <= at < end:
                return max((p for p in passed if p[1] <= at), key=lambda p: p[1])[0]
        if holder in _SERVICE_PLACE:
            return _SERVICE_PLACE[holder]
        return self._people[holder].home if holder in self._people else None

    def _between(
        self,
        caller: str,
        callee: str,
        at: datetime,
        kind: str,
        duration_s: int | None,
        *,
        answered: bool = True,
    ) -> None:
        one, other = self._end(caller, at), self._end(callee, at)
        if one is None or other is None:
            return
        length = self._duration() if duration_s is None else duration_s
        self._add(kind, one, other, at, length if answered else 0, answered)

    def _end(self, holder: str, at: datetime) -> End | None:
        held = self._book.at(holder, at)
        if held is None:
            return None
        return End(holder, held.line, held.handset, self.place_of(holder, at))

    def _duration(self) -> int:
        long = self._rng.random()
        return 6 + int(long * long * long * 540)

    def _add(
        self,
        kind: str,
        caller: End,
        callee: End,
        at: datetime,
        duration_s: int,
        answered: bool = True,
    ) -> None:
        start = at.replace(microsecond=0, second=self._rng.randrange(60))
        self.made.append(Communication(kind, caller, callee, start, duration_s, answered))


def _drives(
    trips: tuple[Trip, ...],
) -> list[tuple[datetime, datetime, str, list[tuple[str, datetime]]]]:
    """(start, end, slot, places passed) of every driver and spotter."""
    drives = []
    for leg in (leg for trip in trips for leg in trip.legs):
        passed = leg.times()
        drives.append((leg.departure, leg.arrival + timedelta(hours=2), leg.driver, passed))
        if leg.spotter:
            ahead = [(p, t - timedelta(minutes=leg.lead_minutes)) for p, t in passed]
            drives.append((ahead[0][1], ahead[-1][1] + timedelta(hours=2), leg.spotter, ahead))
    return drives


def build(
    rng: Random,
    book: PhoneBook,
    people: dict[str, Person],
    trips: tuple[Trip, ...],
    calendar: Calendar,
) -> list[Communication]:
    """Everything that was said, in order of time; nobody is in two calls at once."""
    exchange = Exchange(rng, book, people, trips)
    _everyday(exchange, rng, calendar)
    _noise(exchange, rng, calendar, people)
    _taxi(exchange, rng, calendar)
    for trip in trips:
        _Story(exchange, rng, trip).tell()
    return _without_overlaps(exchange.made)


def _everyday(exchange: Exchange, rng: Random, calendar: Calendar) -> None:
    talkative = rng.uniform(0.8, 1.35)
    for day in range(DAYS):
        for tie in all_ties():
            for _ in range(_how_many(rng, tie.per_day * talkative)):
                at = local(calendar.day(day), _hour(rng))
                exchange.everyday(tie.left, tie.right, at)


def _noise(exchange: Exchange, rng: Random, calendar: Calendar, people: dict[str, Person]) -> None:
    """Strangers, sender names and data around everybody who matters."""
    for slot, person in people.items():
        if person.category not in ("suspect", "official"):
            continue
        country = lexicon.places()[person.home].country
        pool = rng.sample(exchange.strangers[country], 14) + rng.sample(exchange.strangers["ME"], 3)
        strangers, nameless, sessions = (rng.uniform(0.5, 1.7) * x for x in (1.1, 0.2, 0.35))
        for day in range(DAYS):
            for _ in range(_how_many(rng, strangers)):
                exchange.with_stranger(slot, local(calendar.day(day), _hour(rng)), pool)
            for _ in range(_how_many(rng, nameless)):
                exchange.from_nameless(slot, local(calendar.day(day), _hour(rng)))
            for _ in range(_how_many(rng, sessions)):
                exchange.data_session(slot, local(calendar.day(day), _hour(rng)))


def _taxi(exchange: Exchange, rng: Random, calendar: Calendar) -> None:
    """The dispatcher's line rings all day, for some weeks of which records exist."""
    for day in _TAXI_DAYS:
        for _ in range(16):
            exchange.with_stranger(
                "taxi", local(calendar.day(day), _hour(rng)), exchange.strangers["ME"]
            )
        for service in SERVICES:
            if service != "taxi" and rng.random() < 0.2:
                exchange.everyday("taxi", service, local(calendar.day(day), _hour(rng)))


class _Story:
    """The calls around one trip: orders before, convoy during, reports after."""

    def __init__(self, exchange: Exchange, rng: Random, trip: Trip) -> None:
        self._exchange, self._rng, self._trip = exchange, rng, trip

    def tell(self) -> None:
        first, second = self._trip.legs
        self._gather(first)
        self._hand_over(first)
        self._orders(second)
        self._convoy(second)
        if second.stopped:
            self._alarm(second)
        else:
            self._reports(second)
            self._money(second)

    def _gather(self, leg: Leg) -> None:
        start = leg.departure
        self._call("recruiter_abroad", "recruiter", start - _minutes(300), 40)
        self._call("recruiter", "organiser", start - _minutes(270), 90)
        self._call("organiser", "lieutenant", start - _minutes(250), 150)
        self._call("recruiter", "driver_al", start - _minutes(120), 40)
        self._call("organiser", "driver_al", start - _minutes(90), 50)

    def _hand_over(self, leg: Leg) -> None:
        self._call("driver_al", "keeper_me", leg.crossing_at + _minutes(12), 20)
        self._call("driver_al", "lieutenant", leg.arrival - _minutes(8), 25)
        self._call("keeper_me", "lieutenant", leg.arrival + _minutes(20), 35)
        self._call("lieutenant", "organiser", leg.arrival + _minutes(24), 60)
        for slot in self._trip.migrants[:3]:
            self._call("keeper_me", slot, leg.arrival + _minutes(self._rng.randrange(30, 90)), 15)

    def _orders(self, leg: Leg) -> None:
        start = leg.departure
        self._call("lieutenant", leg.driver, start - _minutes(200), 70)
        if leg.spotter:
            self._call("lieutenant", leg.spotter, start - _minutes(190), 60)
        self._call("lieutenant", "keeper_ba", start - _minutes(170), 45)
        if self._trip.number == TAXI_TRIP:
            self._call("lieutenant", "taxi", start - _minutes(75), 30)
        if self._trip.number == MOTEL_TRIP:
            self._call(leg.driver, "motel", start - _minutes(240), 60)
        self._exchange.text("lieutenant", "border_officer", start - _minutes(160))
        self._call("border_officer", "lieutenant", start - _minutes(150), 30)
        for slot in self._trip.migrants[:4]:
            self._call(leg.driver, slot, start - _minutes(self._rng.randrange(15, 40)), 20)

    def _convoy(self, leg: Leg) -> None:
        assert leg.spotter is not None
        at = leg.departure + _minutes(5)
        while at < leg.crossing_at - _minutes(12):
            self._call(leg.spotter, leg.driver, at, 20)
            at += _minutes(self._rng.randrange(13, 26))
        self._call("border_officer", "lieutenant", leg.crossing_at - _minutes(26), 15)
        self._call("lieutenant", leg.spotter, leg.crossing_at - _minutes(23), 15)
        self._call(leg.spotter, leg.driver, leg.crossing_at - _minutes(7), 12)

    def _alarm(self, leg: Leg) -> None:
        assert leg.spotter is not None
        for minutes, caller, callee in (
            (12, leg.spotter, leg.driver),
            (15, leg.spotter, "lieutenant"),
            (17, "lieutenant", leg.driver),
            (19, "lieutenant", "organiser"),
            (26, "organiser", "money_al"),
            (31, "lieutenant", "border_officer"),
            (40, "lieutenant", "keeper_ba"),
            (55, "organiser", "lieutenant"),
        ):
            self._call(caller, callee, leg.crossing_at + _minutes(minutes), 45)

    def _reports(self, leg: Leg) -> None:
        after = leg.crossing_at
        self._call(leg.driver, "lieutenant", after + _minutes(14), 20)
        self._call("lieutenant", "organiser", after + _minutes(18), 40)
        self._call(leg.driver, "keeper_ba", leg.arrival - _minutes(25), 25)
        self._call("keeper_ba", "lieutenant", leg.arrival + _minutes(15), 40)
        self._call("lieutenant", "organiser", leg.arrival + _minutes(19), 55)
        for slot in self._trip.migrants[:4]:
            self._call("keeper_ba", slot, leg.arrival + _minutes(self._rng.randrange(200, 500)), 25)

    def _money(self, leg: Leg) -> None:
        next_day = leg.arrival + _minutes(9 * 60)
        self._call("organiser", "money_al", next_day, 70)
        self._call("money_al", "money_ba", next_day + _minutes(35), 60)
        self._call("money_ba", "keeper_ba", next_day + _minutes(95), 40)
        self._call("money_ba", leg.driver, next_day + _minutes(130), 30)
        if self._rng.random() < 0.6:
            self._exchange.text("lieutenant", "border_officer", next_day + _minutes(200))

    def _call(self, caller: str, callee: str, at: datetime, about_s: int) -> None:
        jitter = timedelta(seconds=self._rng.randrange(-150, 150))
        self._exchange.connect(
            caller, callee, at + jitter, about_s + self._rng.randrange(0, about_s)
        )


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def _hour(rng: Random) -> float:
    """Local hour of an ordinary call, densest in the afternoon."""
    return 7.5 + 15.0 * (rng.random() + rng.random()) / 2


def _how_many(rng: Random, per_day: float) -> int:
    return sum(rng.random() < per_day / 6 for _ in range(6))


def _without_overlaps(made: Iterable[Communication]) -> list[Communication]:
    busy_until: dict[str, datetime] = {}
    kept = []
    for one in sorted(made, key=lambda c: (c.start, c.caller.holder, c.callee.holder, c.kind)):
        lines = [end.line.key for end in (one.caller, one.callee) if end.line]
        if one.kind == "call" and any(one.start < busy_until.get(k, one.start) for k in lines):
            continue
        if one.kind == "call":
            for key in lines:
                busy_until[key] = one.start + timedelta(seconds=one.duration_s + 5)
        kept.append(one)
    return kept


def stopped_at(trips: tuple[Trip, ...]) -> datetime:
    """When border police stopped the trip (UTC)."""
    return trips[STOPPED_TRIP].legs[1].crossing_at
