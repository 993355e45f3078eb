"""Phone traffic of a town in which a band changes numbers, made otherwise than ``traffic``.

People live in circles (families, workplaces) and know a few others; taxis and lines serve all. The
band has a boss who speaks to his lieutenants only (and maybe a relative), lieutenants with crews of
their own, and crews who know each other. They throw their phones away on one evening. What varies:
how many of the crew change too, how many contacts are new afterwards, how many strangers come and
go, how many throw-away numbers call once, and whose records are held at all.
"""

from dataclasses import dataclass

import numpy as np

from tests.graph.traffic import Traffic

BAND = 5


@dataclass(frozen=True)
class Town:
    """What varies from one town to the next."""

    people: int = 400
    days: float = 10.0
    change_day: float = 7.0
    within_h: float = 10.0
    calls_per_person: float = 25.0
    crew: tuple[int, int] = (4, 9)
    crew_changes: float = 0.0  # share of the crew who replace their numbers too
    renewed: float = 0.1  # share of a changer's other contacts who are others afterwards
    drifters: float = 0.05  # share of others who come or go for no reason
    throw_away: int = 0  # numbers that appear, call a few times and vanish
    taxis: int = 3
    held: float = 1.0  # share of others whose records are held; the band's always are
    silent_days: float = 0.0  # between the old number's end and the new one's beginning
    lingering: float = 0.0  # share of calls that still go to the old number


def build(seed: int, town: Town | None = None) -> Traffic:
    """One town; the same seed gives the same calls."""
    town = town or Town()
    chance = np.random.default_rng([seed, 77])
    ties, crew = _ties(chance, town)
    changes = {
        person: town.change_day + chance.random() * town.within_h / 24 for person in range(BAND)
    }
    for person in crew:
        if chance.random() < town.crew_changes:
            changes[person] = town.change_day + chance.random() * town.within_h / 24
    second = {person: town.people + n for n, person in enumerate(sorted(changes))}
    total = town.people + len(second)
    lives = {
        person: tuple(
            sorted((chance.random() * town.days, town.days if chance.random() < 0.5 else 0.0))
        )
        for person in range(BAND, town.people)
        if person not in crew and chance.random() < town.drifters
    }
    calls = []
    for (one, other), expected in ties.items():
        # A contact outside the band may be of the old number's days, or of the new one's, only.
        fate = chance.random()
        changer = one if one in changes else other if other in changes else None
        outside = not (one < BAND and other < BAND)
        for day in _moments(chance, town, expected):
            if changer is not None and outside and fate < 2 * town.renewed:
                after = day > changes[changer]
                if after == (fate < town.renewed):
                    continue
            ends = []
            for person in (one, other):
                begins, stops = lives.get(person, (0.0, town.days))
                if not begins <= day <= stops:
                    break
                if person in changes and day > changes[person]:
                    if day < changes[person] + town.silent_days:
                        break
                    ends.append(person if chance.random() < town.lingering else second[person])
                else:
                    ends.append(person)
            if len(ends) == 2:
                calls.append((*(ends if chance.random() < 0.5 else ends[::-1]), day))
    for number in range(total, total + town.throw_away):
        day = chance.random() * town.days
        for other in chance.integers(0, town.people, int(chance.integers(1, 6))):
            calls.append((number, int(other), min(day + chance.random() * 0.5, town.days)))
    total += town.throw_away
    return _recorded(chance, town, calls, second, set(crew), total)


def _ties(chance: np.random.Generator, town: Town) -> tuple[dict[tuple[int, int], float], set[int]]:
    ties: dict[tuple[int, int], float] = {}

    def tie(one: int, other: int, calls: float) -> None:
        if one != other:
            key = (min(one, other), max(one, other))
            ties[key] = ties.get(key, 0.0) + calls

    everyday = chance.permutation(np.arange(BAND, town.people))
    circles = np.split(everyday, np.cumsum(chance.integers(4, 15, town.people // 9))[:-1])
    for circle in circles:
        for place, one in enumerate(circle):
            for other in circle[:place]:
                if chance.random() < 0.5:
                    tie(int(one), int(other), chance.gamma(0.8, 5.0))
    for one, other in chance.integers(BAND, town.people, (town.people * 2, 2)):
        tie(int(one), int(other), chance.gamma(0.6, 2.0))
    for taxi in everyday[: town.taxis]:
        for customer in chance.choice(everyday, town.people // 4, replace=False):
            tie(int(taxi), int(customer), chance.gamma(1.0, 1.5))
    scale = town.calls_per_person * town.people / max(sum(ties.values()), 1)
    ties = {key: calls * scale for key, calls in ties.items()}
    for lieutenant in range(1, BAND):
        tie(0, lieutenant, chance.uniform(5, 14))
        for other in range(1, lieutenant):
            if chance.random() < 0.5:
                tie(lieutenant, other, chance.uniform(2, 8))
    tie(0, int(everyday[-1]), chance.uniform(2, 5))
    crew: set[int] = set()
    start = town.taxis
    for lieutenant in range(1, BAND):
        own = everyday[start : start + int(chance.integers(*town.crew))]
        start += len(own)
        crew |= {int(man) for man in own}
        for place, man in enumerate(own):
            tie(lieutenant, int(man), chance.uniform(2, 12))
            for mate in own[:place]:
                if chance.random() < 0.4:
                    tie(int(man), int(mate), chance.uniform(1, 5))
    return ties, crew


def _moments(chance: np.random.Generator, town: Town, expected: float) -> np.ndarray:
    """Calls come in bursts: a call is often followed by another within minutes."""
    count = chance.poisson(expected * town.days / 10 / 1.3)
    day = chance.integers(0, int(town.days), count) + chance.beta(3, 2.2, count)
    again = day[chance.random(count) < 0.3] + chance.exponential(0.01, 1)
    return np.concatenate([day, again[again < town.days]])


def _recorded(
    chance: np.random.Generator,
    town: Town,
    calls: list[tuple[int, int, float]],
    second: dict[int, int],
    crew: set[int],
    total: int,
) -> Traffic:
    """What the records held show, under numbers that give nothing away."""
    held = chance.random(total) < town.held
    held[list(range(BAND)) + [second[person] for person in range(BAND)]] = True
    kept = sorted((c for c in calls if held[c[0]] or held[c[1]]), key=lambda call: call[2])
    name = chance.permutation(total)
    columns = [np.array([call[n] for call in kept]) for n in range(3)]
    return Traffic(
        name[columns[0]],
        name[columns[1]],
        columns[2],
        {int(name[person]): int(name[second[person]]) for person in range(BAND)},
        total,
    )
