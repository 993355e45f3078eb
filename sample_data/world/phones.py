"""Lines (a number and its SIM), handsets, and who holds which line in which handset when."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from sample_data import lexicon
from sample_data.world.cast import family_slots, network_slots
from sample_data.world.dates import Calendar, local
from sample_data.world.numbers import Numbers
from sample_data.world.people import Person

START = datetime(2000, 1, 1, tzinfo=UTC)
END = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Line:
    """A number with its SIM card, of an operator's country."""

    key: str
    number: str  # E.164
    country: str
    sim_key: str
    imsi: str
    iccid: str


@dataclass(frozen=True)
class Handset:
    """A telephone by its IMEI."""

    key: str
    imei: str
    model: str


@dataclass(frozen=True)
class Holding:
    """Somebody uses a line in a handset from one moment (UTC) until another."""

    holder: str  # slot of a person, or of a service such as "taxi"
    line: Line
    handset: Handset
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Change:
    """An old number given up for a new one by the same person."""

    holder: str
    old: Line
    new: Line
    at: datetime


SERVICES = {
    "taxi": "ME", "pizzeria": "ME", "call_centre": "BA", "motel": "BA", "rental": "AL", "exchange": "ME",
}  # fmt: skip


class PhoneBook:
    """Every line and handset, and the holdings that bind them to people."""

    def __init__(self, rng: Random, numbers: Numbers) -> None:
        self._rng, self._numbers = rng, numbers
        self.lines: list[Line] = []
        self.handsets: list[Handset] = []
        self.holdings: list[Holding] = []
        self.changes: list[Change] = []

    def line(self, country: str) -> Line:
        """A new number on a new SIM."""
        serial = f"{len(self.lines) + 1:03d}"
        made = Line(
            f"N{serial}",
            self._numbers.mobile(country),
            country,
            f"S{serial}",
            self._numbers.imsi(country),
            self._numbers.iccid(country),
        )
        self.lines.append(made)
        return made

    def handset(self) -> Handset:
        """A new handset."""
        model = self._rng.choice(lexicon.handset_models())
        made = Handset(f"H{len(self.handsets) + 1:03d}", self._numbers.imei(), model)
        self.handsets.append(made)
        return made

    def hold(
        self,
        holder: str,
        line: Line,
        handset: Handset,
        since: datetime = START,
        until: datetime = END,
    ) -> Holding:
        """Record who uses what."""
        made = Holding(holder, line, handset, since, until)
        self.holdings.append(made)
        return made

    def at(self, holder: str, moment: datetime) -> Holding | None:
        """What the holder uses at a moment; the newest where several overlap."""
        held = [h for h in self.holdings if h.holder == holder and h.since <= moment < h.until]
        return max(held, key=lambda h: h.since) if held else None

    def of(self, holder: str) -> list[Holding]:
        """Everything a holder ever used, in order."""
        return sorted((h for h in self.holdings if h.holder == holder), key=lambda h: h.since)

    def first_line(self, holder: str) -> Line:
        """The line a holder had when the story began."""
        return self.of(holder)[0].line

    def last_line(self, holder: str) -> Line:
        """The line a holder had when it ended."""
        return self.of(holder)[-1].line

    def swap(
        self, holder: str, at: datetime, *, handset: Handset | None, line: Line | None
    ) -> None:
        """From ``at`` on the holder uses another handset, another line, or both."""
        current = self.at(holder, at - timedelta(seconds=1))
        if current is None:
            raise ValueError(f"{holder} holds nothing to swap")
        self.holdings.remove(current)
        self.hold(holder, current.line, current.handset, current.since, at)
        self.hold(holder, line or current.line, handset or current.handset, at)
        if line:
            self.changes.append(Change(holder, current.line, line, at))


_COUNTRY_OF_LINE = {"recruiter_abroad": "AL", "border_officer": "ME"}
_MIGRANTS_WITH_PHONE = (1, 3, 4, 5, 6, 7, 9, 10, 11)


def build(
    rng: Random, numbers: Numbers, people: dict[str, Person], calendar: Calendar
) -> PhoneBook:
    """Give everybody a phone, then let the network change numbers after the seizure."""
    book = PhoneBook(rng, numbers)
    places = lexicon.places()
    family = [relative for _, relative in family_slots()]
    witnesses = ["taxi_driver", "receptionist", "neighbour", "rental_clerk", "exchange_clerk"]
    others = ["namesake_organiser", "namesake_driver", "brother", "cousin"]
    for slot in (*network_slots(), *family, *witnesses, *others):
        country = _COUNTRY_OF_LINE.get(slot) or places[people[slot].home].country
        book.hold(slot, book.line(country), book.handset())
    for service, country in SERVICES.items():
        book.hold(service, book.line(country), book.handset())
    _give_migrants_phones(book, rng, people)
    _change_after_seizure(book, rng, calendar)
    return book


def _give_migrants_phones(book: PhoneBook, rng: Random, people: dict[str, Person]) -> None:
    for number in _MIGRANTS_WITH_PHONE:
        person = people[f"migrant_{number}"]
        home = "AF" if person.nationality == "AF" else "TR"
        country = rng.choice((home, home, "AL"))
        book.hold(person.slot, book.line(country), book.handset())


def _change_after_seizure(book: PhoneBook, rng: Random, calendar: Calendar) -> None:
    """Five members change numbers within three days; the arrested driver's phone falls silent."""
    arrest = local(calendar.stopped, 23.5)
    _end(book, "driver_me", arrest)
    used = book.at("driver_me2", arrest)
    assert used is not None
    spare = book.handset()
    plans = {
        "organiser": ("AL", spare),
        "lieutenant": ("ME", None),  # a new SIM in the same handset
        "driver_ba": ("BA", book.handset()),
        "spotter_me": ("ME", used.handset),  # the handset a colleague gives away
        "keeper_ba": ("BA", None),
    }
    for slot, (country, handset) in plans.items():
        at = local(calendar.stopped, 24 * rng.randrange(1, 4) + rng.uniform(9, 20))
        if slot == "spotter_me":
            book.swap("driver_me2", at - timedelta(hours=5), handset=book.handset(), line=None)
        book.swap(slot, at, handset=handset, line=book.line(country))
    later = local(calendar.departures[8], 12 + rng.uniform(0, 6))
    book.swap("money_ba", later, handset=book.handset(), line=None)
    shared = book.at("driver_ba", later)
    assert shared is not None
    book.swap("spotter_ba", later + timedelta(days=2), handset=shared.handset, line=None)
    book.swap("driver_ba", later + timedelta(days=2), handset=book.handset(), line=None)
    earlier = local(calendar.departures[2], 10 + rng.uniform(0, 6))
    book.swap("money_al", earlier, handset=None, line=book.line("AL"))


def _end(book: PhoneBook, holder: str, at: datetime) -> None:
    current = book.at(holder, at)
    assert current is not None
    book.holdings.remove(current)
    book.hold(holder, current.line, current.handset, current.since, at)
