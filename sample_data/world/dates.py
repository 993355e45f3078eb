"""Days of the story: when it runs, when trips start, when things are seized."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = {"AL": "Europe/Tirane", "ME": "Europe/Podgorica", "BA": "Europe/Sarajevo"}
DAYS = 70
TRIPS = 12
LAST_TRIP = TRIPS - 1
STOPPED_TRIP = 5  # index of the trip that border police stop


@dataclass(frozen=True)
class Calendar:
    """Dates in the region's local time (one zone throughout: Central European)."""

    first_day: date
    departures: tuple[date, ...]  # evening on which each trip leaves Albania
    stopped: date  # night of the stopped trip
    car_stop: date
    house_search: date
    forger_search: date
    last_day: date

    def day(self, number: int) -> date:
        """The n-th day of the story, from 0."""
        return self.first_day + timedelta(days=number)


def draw(rng: Random) -> Calendar:
    """Ten weeks somewhere in 2024 or 2025, with twelve trips and a pause after the seizure."""
    first = date(2024, 1, 8) + timedelta(days=rng.randrange(0, 560))
    departures, day = [], 3
    for trip in range(TRIPS):
        departures.append(first + timedelta(days=day))
        day += rng.choice((4, 5, 5)) + (5 if trip == STOPPED_TRIP else 0)
    stopped = departures[STOPPED_TRIP] + timedelta(days=1)
    return Calendar(
        first,
        tuple(departures),
        stopped,
        car_stop=departures[LAST_TRIP] + timedelta(days=1),
        house_search=departures[LAST_TRIP] + timedelta(days=3),
        forger_search=departures[LAST_TRIP] + timedelta(days=4),
        last_day=first + timedelta(days=DAYS),
    )


def local(day: date, hour: float) -> datetime:
    """UTC instant of a local wall time in the region; hours past 24 run into the next day."""
    wall = datetime.combine(day, time(0)) + timedelta(hours=hour)
    return wall.replace(tzinfo=ZoneInfo(ZONE["ME"]), second=0, microsecond=0).astimezone(UTC)
