"""Phone traffic with numbers replaced in the middle, as hard as we can make it, with the truth.

A boss and lieutenants who call each other, lieutenants with their own people, and several hundred
others with friends, services and comings and goings. At about the same hour some people throw their
phones away together; afterwards only their successors have each other as contacts. No device
numbers: only who calls whom, when.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Habits:
    """What varies from one generated world to the next."""

    phones: int = 400
    days: float = 10.0
    change_day: float = 7.0
    replaced: int = 5
    apart_h: float = 12.0  # how far apart the replacements are, at most
    people_each: tuple[int, int] = (6, 25)  # a lieutenant's own contacts
    boss_others: int = 3  # the boss's contacts beyond the lieutenants
    calls_per_phone: float = 50.0
    forgotten: float = 0.1  # share of contacts who are not called again
    gained: float = 0.1  # share of contacts who are new after the change
    residual: float = 0.01  # share of later calls that still go to the old number
    early: float = 0.0  # chance that a new number was tried out before
    churn: float = 0.05  # share of other phones that come or go, unrelated
    busier: float = 1.0  # how much more the new numbers are used


@dataclass(frozen=True)
class Traffic:
    """Calls (callers, called, days since the start) and the true successors."""

    callers: Ints
    called: Ints
    day: Floats
    successors: dict[int, int]
    phones: int
    habits: Habits = field(default_factory=Habits)


def generate(seed: int, habits: Habits | None = None) -> Traffic:
    """One world; the same seed gives the same calls."""
    habits = habits or Habits()
    chance = np.random.default_rng(seed)
    people = habits.phones - habits.replaced
    one, other, rate = _ties(chance, habits, people)
    counts = chance.poisson(rate)
    tie = np.repeat(np.arange(len(one)), counts)
    day = _moments(chance, habits, len(tie))
    callers, called = one[tie], other[tie]
    swap = chance.random(len(tie)) < 0.5
    callers, called = np.where(swap, called, callers), np.where(swap, callers, called)
    changes = habits.change_day + chance.random(habits.replaced) * habits.apart_h / 24
    kept = _lasting(chance, habits, one, other, tie, day, changes) & _present(
        chance, habits, people, callers, called, day
    )
    ends = [
        _numbers(chance, habits, end[kept], day[kept], changes, people) for end in (callers, called)
    ]
    return _shuffled(chance, habits, ends[0], ends[1], day[kept], people)


def _ties(chance: np.random.Generator, habits: Habits, people: int) -> tuple[Ints, Ints, Floats]:
    """Who knows whom, and how many calls to expect. The first ones replace their phones."""
    pairs: dict[tuple[int, int], float] = {}
    group = habits.replaced
    for one in range(group):
        for other in range(one + 1, group):
            if one == 0 or chance.random() < 0.4:
                pairs[one, other] = chance.lognormal(1.6, 0.5)
    for leader in range(group):
        low, high = habits.people_each
        count = habits.boss_others if leader == 0 else int(chance.integers(low, high + 1))
        for contact in chance.choice(np.arange(group, people), count, replace=False):
            pairs[leader, int(contact)] = chance.lognormal(0.6, 0.8)
    popularity = chance.pareto(1.5, people) + 1
    popularity[:group] = 0
    wanted = int(people * 5)
    drawn = chance.choice(people, (wanted, 2), p=popularity / popularity.sum())
    near = group + (drawn[:, 0] - group + chance.integers(1, 12, wanted)) % (people - group)
    drawn[:, 1] = np.where(chance.random(wanted) < 0.6, near, drawn[:, 1])
    for a, b in drawn.tolist():
        if a != b:
            pairs[min(a, b), max(a, b)] = chance.lognormal(0.4, 0.9)
    ends = np.array(list(pairs), dtype=np.int64)
    rate = np.array(list(pairs.values()))
    own = ends[:, 0] < group
    total = habits.phones * habits.calls_per_phone / 2
    rate[~own] *= max(total - rate[own].sum(), total / 2) / rate[~own].sum()
    return ends[:, 0], ends[:, 1], rate * habits.days / 10


def _moments(chance: np.random.Generator, habits: Habits, count: int) -> Floats:
    hour = np.clip(chance.normal(14.5, 4.5, count), 0, 23.99)
    found: Floats = chance.integers(0, int(habits.days), count) + hour / 24
    return found


def _lasting(
    chance: np.random.Generator,
    habits: Habits,
    one: Ints,
    other: Ints,
    tie: Ints,
    day: Floats,
    changes: Floats,
) -> npt.NDArray[np.bool_]:
    """Some contacts of a leader are dropped with the old phone, and some are won with the new."""
    fate = chance.random(len(one))
    inside = (one < habits.replaced) & (other < habits.replaced)
    when = np.where(one < habits.replaced, changes[np.minimum(one, habits.replaced - 1)], np.inf)
    dropped = (fate < habits.forgotten) & ~inside
    won = (fate > 1 - habits.gained) & ~inside & np.isfinite(when)
    late = day > when[tie]
    quieter = chance.random(len(tie)) < min(1.0, 1.0 / habits.busier)
    kept: npt.NDArray[np.bool_] = (
        ~(dropped[tie] & late) & ~(won[tie] & ~late) & (late | ~np.isfinite(when[tie]) | quieter)
    )
    return kept


def _present(
    chance: np.random.Generator,
    habits: Habits,
    people: int,
    callers: Ints,
    called: Ints,
    day: Floats,
) -> npt.NDArray[np.bool_]:
    begins, ends = np.zeros(people), np.full(people, habits.days)
    some = chance.random(people) < habits.churn
    some[: habits.replaced] = False
    when = chance.random(people) * habits.days
    goes = chance.random(people) < 0.5
    ends[some & goes] = when[some & goes]
    begins[some & ~goes] = when[some & ~goes]
    found: npt.NDArray[np.bool_] = np.ones(len(day), dtype=bool)
    for end in (callers, called):
        found &= (day >= begins[end]) & (day < ends[end])
    return found


def _numbers(
    chance: np.random.Generator,
    habits: Habits,
    who: Ints,
    day: Floats,
    changes: Floats,
    people: int,
) -> Ints:
    """The number a person is reached at that day: leader i's second number is people + i."""
    leader = who < habits.replaced
    when = np.where(leader, changes[np.minimum(who, habits.replaced - 1)], np.inf)
    after = day > when
    still_old = chance.random(len(who)) < habits.residual
    tried_out = (chance.random(len(who)) < 0.03) & (
        chance.random(habits.replaced)[np.minimum(who, habits.replaced - 1)] < habits.early
    )
    new = leader & ((after & ~still_old) | (~after & tried_out))
    return np.where(new, people + who, who)


def _shuffled(
    chance: np.random.Generator,
    habits: Habits,
    callers: Ints,
    called: Ints,
    day: Floats,
    people: int,
) -> Traffic:
    """Numbers that give nothing away, calls in order of time."""
    name = chance.permutation(habits.phones)
    order = np.argsort(day, kind="stable")
    successors = {int(name[i]): int(name[people + i]) for i in range(habits.replaced)}
    return Traffic(
        name[callers[order]], name[called[order]], day[order], successors, habits.phones, habits
    )
