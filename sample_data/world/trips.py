"""Trips: who carried whom, in what, along which road, when, for how much."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sample_data import lexicon
from sample_data.lexicon import Route
from sample_data.world.dates import LAST_TRIP, STOPPED_TRIP, Calendar, local


@dataclass(frozen=True)
class Leg:
    """A drive between two houses: a convoy of a lead car some minutes ahead of the vehicle."""

    route: Route
    driver: str
    vehicle: str
    spotter: str | None
    lead_vehicle: str | None
    lead_minutes: int
    departure: datetime  # UTC, of the vehicle that carries people
    stopped: bool = False  # ends at the border

    def times(self) -> list[tuple[str, datetime]]:
        """Places passed by the carrying vehicle, with UTC times."""
        passed = [
            (place, self.departure + timedelta(minutes=minutes))
            for place, minutes in zip(self.route.along, self.route.minutes, strict=True)
        ]
        if not self.stopped:
            return passed
        return passed[: self.route.along.index(self.route.border[0]) + 1]

    @property
    def crossing_at(self) -> datetime:
        """When the carrying vehicle reaches the border."""
        place = self.route.along.index(self.route.border[0])
        return self.departure + timedelta(minutes=self.route.minutes[place])

    @property
    def arrival(self) -> datetime:
        """When the drive ends."""
        return self.times()[-1][1]


@dataclass(frozen=True)
class Trip:
    """One group's way through: two legs with a night in a safe house between them."""

    key: str
    number: int
    legs: tuple[Leg, Leg]
    carried: int
    migrants: tuple[str, ...]  # slots of those known by name
    fare_eur: int  # per person
    officer_paid_eur: int

    @property
    def stopped(self) -> bool:
        """Whether border police stopped it."""
        return self.legs[1].stopped


MOTEL_TRIP = 2  # rests at the motel in Trebinje, as its receptionist tells
TAXI_TRIP = 3  # passengers came to the van by taxi, as the taxi driver tells
# Trips of which witnesses speak: who drove, in what.
_SETTLED = {
    1: ("driver_me", "van"),
    MOTEL_TRIP: ("driver_ba", "van_two"),
    STOPPED_TRIP: ("driver_me", "van"),
    7: ("driver_ba", "van_two"),
}
_ON_STOPPED_TRIP = tuple(f"migrant_{n}" for n in range(1, 7))
_IN_SEARCHED_HOUSE = tuple(f"migrant_{n}" for n in range(7, 12))


def build(rng: Random, calendar: Calendar) -> tuple[Trip, ...]:
    """All trips in order."""
    return tuple(_trip(rng, calendar, number) for number in range(len(calendar.departures)))


def _trip(rng: Random, calendar: Calendar, number: int) -> Trip:
    stopped = number == STOPPED_TRIP
    migrants = _ON_STOPPED_TRIP if stopped else _IN_SEARCHED_HOUSE if number == LAST_TRIP else ()
    return Trip(
        key=f"T{number + 1:02d}",
        number=number,
        legs=(_first_leg(rng, calendar, number), _second_leg(rng, calendar, number)),
        carried=len(migrants) or rng.randrange(5, 10),
        migrants=migrants,
        fare_eur=rng.choice((1500, 1800, 2000, 2200, 2500)),
        officer_paid_eur=rng.choice((300, 400, 500, 600)),
    )


def _first_leg(rng: Random, calendar: Calendar, number: int) -> Leg:
    vehicle = "rented" if number in (3, 4, LAST_TRIP) else "car_al"
    return Leg(
        lexicon.routes()[rng.choice(("hani", "muriqan"))],
        "driver_al",
        vehicle,
        None,
        None,
        0,
        local(calendar.departures[number], rng.uniform(18.5, 21.5)),
    )


def _second_leg(rng: Random, calendar: Calendar, number: int) -> Leg:
    driver, vehicle = _driver_and_vehicle(rng, number)
    bosnian = driver == "driver_ba"
    return Leg(
        lexicon.routes()[_second_route(rng, number)],
        driver,
        vehicle,
        "spotter_ba" if bosnian else "spotter_me",
        "lead_ba" if bosnian else "lead_me",
        rng.randrange(8, 14),
        local(calendar.departures[number], 24 + rng.uniform(19.0, 21.0)),
        stopped=number == STOPPED_TRIP,
    )


def _driver_and_vehicle(rng: Random, number: int) -> tuple[str, str]:
    """The first van is used until police take it, then the second one, re-plated."""
    if number in _SETTLED:
        return _SETTLED[number]
    if number < STOPPED_TRIP:
        return rng.choice((("driver_me", "van"), ("driver_me2", "van"), ("driver_ba", "van_two")))
    return rng.choice((("driver_me2", "van_two"), ("driver_ba", "van_two")))


def _second_route(rng: Random, number: int) -> str:
    if number == MOTEL_TRIP:
        return "ilino_brdo"
    if number == STOPPED_TRIP:
        return rng.choice(("ilino_brdo", "vracenovici"))
    return rng.choice(("scepan_polje", "ilino_brdo", "vracenovici"))
