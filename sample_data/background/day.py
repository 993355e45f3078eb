"""One day of background traffic, drawn in bulk: who with whom, when, how long, and each record."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from sample_data.background.subscribers import COUNTRIES, Integers, Subscribers

CALL, SMS, DATA = range(3)
KINDS = ("call", "sms", "data")
Booleans = NDArray[np.bool_]
_NEAR = np.array([1, -1, 2, -2, 3, 5, -8, 13])  # acquaintances in the list's neighbourhood
_FAR = np.array([7919, 104_729, 15_485_863, 32_452_843])  # and anywhere


@dataclass(frozen=True)
class Records:
    """Records side by side; ``target`` and ``other`` are positions in ``Subscribers.ends``.

    ``second``: local second of the day; ``sector`` from 0; one entry a record.
    """

    target: Integers
    other: Integers
    outgoing: Booleans
    kind: Integers
    second: Integers
    duration_s: Integers
    answered: Booleans
    place: Integers
    sector: Integers

    def __len__(self) -> int:
        return len(self.target)

    def taken(self, where: Integers | slice) -> "Records":
        """Some of them, in the order given."""
        return Records(*(getattr(self, f.name)[where] for f in fields(self)))


def draw(rng: np.random.Generator, who: Subscribers, day: int, double: int, single: int) -> Records:
    """A day's records: ``double`` communications recorded on both sides, ``single`` on one."""
    both = _between_subscribers(rng, who, day, double)
    one = _with_others(rng, who, day, single)
    return Records(
        *(np.concatenate([getattr(part, f.name) for part in (*both, one)]) for f in fields(Records))
    )


def _between_subscribers(
    rng: np.random.Generator, who: Subscribers, day: int, count: int
) -> tuple[Records, Records]:
    caller = _active(rng, who, day, _busy(rng, who, count))
    callee = _active(rng, who, day, _acquaintance(rng, who, caller))
    callee = np.where(callee == caller, _next_hub(who, caller), callee)
    kind = np.where(rng.random(count) < 0.2, SMS, CALL)
    answered = (kind == SMS) | (rng.random(count) > 0.11)
    second = _seconds(rng, count)
    duration = np.where((kind == CALL) & answered, _durations(rng, count), 0)
    sides = []
    for target, other, outgoing in ((caller, callee, True), (callee, caller, False)):
        told = second + rng.integers(0, 2, count)
        where, sector = _whereabouts(rng, who, target)
        sides.append(
            Records(
                target,
                other,
                np.full(count, outgoing),
                kind,
                told,
                duration,
                answered,
                where,
                sector,
            )
        )
    return sides[0], sides[1]


def _with_others(rng: np.random.Generator, who: Subscribers, day: int, count: int) -> Records:
    """Mobile data, messages of firms, and calls with numbers whose records nobody asked for."""
    target = _active(rng, who, day, _busy(rng, who, count))
    sort = rng.choice(3, count, p=(0.5, 0.3, 0.2))
    senders = len(who.senders) // len(COUNTRIES)
    sender = who.senders.start + senders * (target // who.per_country)
    other = np.select(
        [sort == 0, sort == 1],
        [np.full(count, who.internet), sender + rng.integers(0, senders, count)],
        who.outside.start + rng.integers(0, len(who.outside), count),
    )
    kind = np.select([sort == 0, sort == 1], [DATA, SMS], CALL)
    outgoing = np.select([sort == 0, sort == 1], [True, False], rng.random(count) < 0.5)
    length = _durations(rng, count)
    duration = np.select([kind == DATA, kind == SMS], [4 * length, 0], length)
    where, sector = _whereabouts(rng, who, target)
    told = _seconds(rng, count)
    return Records(
        target, other, outgoing, kind, told, duration, np.full(count, True), where, sector
    )


def _busy(rng: np.random.Generator, who: Subscribers, count: int) -> Integers:
    """Subscribers by how much they telephone: few do most of it, in no order of the list."""
    each = who.per_country
    rank = (each * rng.random(count) ** 1.7).astype(np.int64)
    return rng.integers(0, len(COUNTRIES), count) * each + (rank * 7919 + 13) % each


def _acquaintance(rng: np.random.Generator, who: Subscribers, caller: Integers) -> Integers:
    """Somebody the caller knows (mostly), a service, or anybody; one call in ten goes abroad."""
    each, count = who.per_country, len(caller)
    country, place = caller // each, caller % each
    near = place + _NEAR[(len(_NEAR) * rng.random(count) ** 1.5).astype(np.int64)]
    far = place * 31 + _FAR[rng.integers(0, len(_FAR), count)]
    anybody = rng.integers(0, each, count)
    service = rng.integers(0, who.hubs, count)
    drawn = rng.random(count)
    place = np.select([drawn < 0.6, drawn < 0.88, drawn < 0.93], [near, far, service], anybody)
    abroad = rng.random(count) < 0.1
    country = np.where(abroad, (country + rng.integers(1, len(COUNTRIES), count)) % 3, country)
    return country * each + place % each


def _active(rng: np.random.Generator, who: Subscribers, day: int, drawn: Integers) -> Integers:
    """Those who have a line that day; a service of the country stands in for the others."""
    service = drawn // who.per_country * who.per_country + rng.integers(0, who.hubs, len(drawn))
    place = drawn % who.per_country
    lives = (who.since[drawn] <= day) & (day < who.until[drawn])
    return np.where(lives | (place < who.hubs), drawn, service)


def _next_hub(who: Subscribers, caller: Integers) -> Integers:
    each = who.per_country
    return caller // each * each + (caller % each + 1) % who.hubs


def _seconds(rng: np.random.Generator, count: int) -> Integers:
    """Between seven in the morning and half past eleven, densest in the afternoon."""
    spread = (rng.random(count) + rng.random(count)) / 2
    return (25_200 + 59_000 * spread).astype(np.int64)


def _durations(rng: np.random.Generator, count: int) -> Integers:
    return (6 + rng.random(count) ** 3 * 540).astype(np.int64)


def _whereabouts(
    rng: np.random.Generator, who: Subscribers, target: Integers
) -> tuple[Integers, Integers]:
    """At home, or one time in twelve where another subscriber of the country lives."""
    count, each = len(target), who.per_country
    elsewhere = who.home[target // each * each + rng.integers(0, each, count)]
    place = np.where(rng.random(count) < 1 / 12, elsewhere, who.home[target])
    return place, rng.integers(0, 3, count)
