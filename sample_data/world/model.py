"""The world as a whole."""

from dataclasses import dataclass
from random import Random

from sample_data.world import cast, dates, phones, traffic, trips, vehicles
from sample_data.world.dates import Calendar
from sample_data.world.numbers import Numbers
from sample_data.world.people import Person
from sample_data.world.phones import PhoneBook
from sample_data.world.traffic import Communication
from sample_data.world.trips import Trip
from sample_data.world.vehicles import Vehicle


@dataclass(frozen=True)
class World:
    """People, vehicles by slot (their place in the story); everything else in order of time."""

    seed: int
    calendar: Calendar
    people: dict[str, Person]
    phones: PhoneBook
    vehicles: dict[str, Vehicle]
    trips: tuple[Trip, ...]
    communications: list[Communication]

    def rng(self, purpose: str) -> Random:
        """A random stream of its own for each purpose, so that one change moves nothing else."""
        return Random(f"{self.seed}/{purpose}")


def build(seed: int) -> World:
    """The world of a seed."""

    def rng(purpose: str) -> Random:
        return Random(f"{seed}/{purpose}")

    numbers = Numbers(rng("numbers"))
    calendar = dates.draw(rng("calendar"))
    people = cast.build(rng("people"), numbers, calendar.first_day)
    book = phones.build(rng("phones"), numbers, people, calendar)
    fleet = vehicles.build(rng("vehicles"), numbers, calendar)
    journeys = trips.build(rng("trips"), calendar)
    said = traffic.build(rng("traffic"), book, people, journeys, calendar)
    return World(seed, calendar, people, book, fleet, journeys, said)
