"""Who rings in the background: invented subscribers of the three operators, and whom they know.

Subscribers stand in one list, a third for each country, the services everybody rings first.
"""

from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray

from sample_data import lexicon
from sample_data.world import World
from sample_data.world.dates import DAYS
from sample_data.world.numbers import Numbers
from sample_data.world.phones import Line
from sample_data.world.traffic import SENDERS, End

COUNTRIES = ("AL", "ME", "BA")
_MOST_PER_COUNTRY = 27_000  # of the 30,000 numbers in a country's blocks
_RECORDS_PER_SUBSCRIBER = 120
_OUTSIDE_SERVICES = ("pizzeria", "call_centre")  # in the story, but asked for by no order

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Subscribers:
    """``ends``: the subscribers, then numbers of the story, sender names, and the internet.

    ``home`` is a position in ``lexicon.places()``; ``since`` and ``until`` are days of the story.
    """

    ends: tuple[End, ...]
    imei: tuple[str, ...]
    home: Integers
    since: Integers
    until: Integers
    outside: range
    senders: range
    internet: int

    @property
    def count(self) -> int:
        """How many subscribers there are."""
        return len(self.imei)

    @property
    def per_country(self) -> int:
        """How many of each country."""
        return self.count // len(COUNTRIES)

    @property
    def hubs(self) -> int:
        """How many of each country are services that everybody rings."""
        return max(2, self.per_country // 500)


def draw(world: World, records: int) -> Subscribers:
    """Enough subscribers for so many records."""
    wanted = records // _RECORDS_PER_SUBSCRIBER // len(COUNTRIES)
    per_country = min(max(wanted, 100), _MOST_PER_COUNTRY)
    rng = world.rng("background subscribers")
    numbers = Numbers(rng)
    numbers.reserve(line.number for line in world.phones.lines)
    numbers.reserve(line.imsi for line in world.phones.lines)
    numbers.reserve(handset.imei for handset in world.phones.handsets)
    lines = [
        _line(numbers, country, place * per_country + at)
        for place, country in enumerate(COUNTRIES)
        for at in range(per_country)
    ]
    known = _known(world)
    ends = [End("subscriber", line, None, None) for line in lines]
    ends += [End("outside", line, None, None) for line in known]
    ends += [End("sender", None, None, None, s) for c in COUNTRIES for s in SENDERS[c]]
    ends.append(End("internet", None, None, None, "-"))
    outside = range(len(lines), len(lines) + len(known))
    since, until = _periods(rng, len(lines))
    return Subscribers(
        tuple(ends),
        tuple(numbers.imei() for _ in lines),
        _homes(rng, per_country),
        since,
        until,
        outside,
        range(outside.stop, len(ends) - 1),
        len(ends) - 1,
    )


def _line(numbers: Numbers, country: str, place: int) -> Line:
    serial = f"{place + 1:06d}"
    return Line(
        f"X{serial}",
        numbers.mobile(country),
        country,
        f"XS{serial}",
        numbers.imsi(country),
        numbers.iccid(country),
    )


def _known(world: World) -> list[Line]:
    """Numbers of the story of which no operator was asked: its strangers and some services."""
    held = {holding.line.key for holding in world.phones.holdings}
    services = [world.phones.first_line(service) for service in _OUTSIDE_SERVICES]
    return [line for line in world.phones.lines if line.key not in held] + services


def _homes(rng: Random, per_country: int) -> Integers:
    places = list(lexicon.places().values())
    homes: list[int] = []
    for country in COUNTRIES:
        towns = [n for n, p in enumerate(places) if p.country == country and p.kind == "town"]
        homes += rng.choices(towns, k=per_country)
    return np.array(homes, dtype=np.int64)


def _periods(rng: Random, count: int) -> tuple[Integers, Integers]:
    """Three in a hundred appear, three in a hundred fall silent while the records run."""
    since, until = np.zeros(count, np.int64), np.full(count, DAYS, np.int64)
    for at in range(count):
        drawn = rng.random()
        if drawn < 0.03:
            since[at] = rng.randrange(5, DAYS - 5)
        elif drawn < 0.06:
            until[at] = rng.randrange(5, DAYS - 5)
    return since, until
