"""Vehicles: plates (one is re-plated mid-way), owners on paper, who drives them."""

from dataclasses import dataclass
from datetime import date
from random import Random

from sample_data import lexicon
from sample_data.lexicon import Colour, VehicleModel
from sample_data.world.dates import Calendar
from sample_data.world.numbers import Numbers


@dataclass(frozen=True)
class PlatePeriod:
    """A plate and the days on which the vehicle carried it."""

    plate: str
    country: str
    since: date
    until: date


@dataclass(frozen=True)
class Vehicle:
    """One vehicle; ``plates`` in order of use."""

    key: str
    slot: str
    model: VehicleModel
    colour: Colour
    vin: str
    plates: tuple[PlatePeriod, ...]
    owner: str  # slot: whom the register names
    users: tuple[str, ...]  # slots: who really drive it

    def plate_on(self, day: date) -> PlatePeriod:
        """The plate it carried on a day."""
        return next((p for p in self.plates if p.since <= day < p.until), self.plates[-1])


_WANTED = (
    # slot, kind, country, owner on paper, users
    ("van", "van", "ME", "brother", ("driver_me", "driver_me2")),
    ("van_two", "van", "ME", "supplier", ("driver_me2", "driver_ba")),
    ("lead_me", "car", "ME", "spotter_me", ("spotter_me", "lieutenant")),
    ("lead_ba", "car", "BA", "spotter_ba", ("spotter_ba", "driver_ba")),
    ("car_al", "car", "AL", "cousin", ("driver_al",)),
    ("car_organiser", "car", "AL", "organiser", ("organiser", "recruiter")),
    ("rented", "van", "AL", "rental", ("driver_al", "recruiter")),
    ("taxi_cab", "car", "ME", "taxi_driver", ("taxi_driver",)),
    ("car_namesake", "car", "BA", "namesake_driver", ("namesake_driver",)),
    ("car_keeper", "car", "BA", "keeper_ba", ("keeper_ba", "money_ba")),
)


def build(rng: Random, numbers: Numbers, calendar: Calendar) -> dict[str, Vehicle]:
    """Every vehicle by its slot; ``van_two`` gets Bosnian plates after the seizure."""
    made: dict[str, Vehicle] = {}
    for slot, kind, country, owner, users in _WANTED:
        model = rng.choice(lexicon.vehicle_models(kind))
        plates = _plates(numbers, calendar, country, replated=slot == "van_two")
        made[slot] = Vehicle(
            f"V{len(made) + 1:02d}",
            slot,
            model,
            rng.choice(lexicon.colours()),
            numbers.vin(model.wmi),
            plates,
            owner,
            users,
        )
    return made


def _plates(
    numbers: Numbers, calendar: Calendar, country: str, *, replated: bool
) -> tuple[PlatePeriod, ...]:
    first = numbers.plate(country)
    if not replated:
        return (PlatePeriod(first, country, date.min, date.max),)
    changed = calendar.departures[7]
    return (
        PlatePeriod(first, country, date.min, changed),
        PlatePeriod(numbers.plate("BA"), "BA", changed, date.max),
    )
