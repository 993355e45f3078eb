"""Who is in the story: the network, those it carries, those who merely stand near it."""

from datetime import date
from random import Random

from sample_data.world.numbers import Numbers
from sample_data.world.people import Person, Registry, Wanted

_NETWORK = (
    Wanted(
        "organiser", "albanian", "m", "shkoder|tirane|durres", "suspect", (36, 52), nickname=True
    ),
    Wanted(
        "lieutenant", "montenegrin", "m", "podgorica|bar|budva", "suspect", (33, 48), nickname=True
    ),
    Wanted("recruiter", "albanian", "m", "tirane|durres", "suspect", (27, 45), nickname=True),
    Wanted("recruiter_abroad", "syrian", "m", "durres", "suspect", (27, 45)),
    Wanted("driver_al", "albanian", "m", "koplik|lezhe|puke", "suspect", (23, 40), nickname=True),
    Wanted(
        "driver_me", "montenegrin", "m", "niksic|danilovgrad", "suspect", (24, 45), nickname=True
    ),
    Wanted("driver_me2", "montenegrin", "m", "podgorica|danilovgrad|budva", "suspect", (22, 38)),
    Wanted(
        "driver_ba", "bosnian", "m", "foca|gacko|bileca|mostar", "suspect", (23, 45), nickname=True
    ),
    Wanted(
        "spotter_me",
        "montenegrin",
        "m",
        "niksic|pluzine|danilovgrad",
        "suspect",
        (21, 35),
        nickname=True,
    ),
    Wanted("spotter_ba", "bosnian", "m", "mostar|bileca|trebinje", "suspect", (21, 35)),
    Wanted("keeper_me", "montenegrin", "f", "tuzi", "suspect", (35, 58)),
    Wanted("keeper_ba", "bosnian", "m", "sarajevo", "suspect", (38, 60), nickname=True),
    Wanted("forger", "albanian", "m", "shkoder", "suspect", (40, 62)),
    Wanted("money_al", "albanian", "m", "shkoder|lezhe", "suspect", (35, 60)),
    Wanted("money_ba", "bosnian", "m", "sarajevo|zenica", "suspect", (30, 55)),
    Wanted("border_officer", "montenegrin", "m", "niksic|pluzine", "official", (34, 50)),
    Wanted(
        "supplier", "montenegrin", "m", "podgorica|bar|ulcinj", "suspect", (30, 55), nickname=True
    ),
)
_NEAR = (
    Wanted("taxi_driver", "montenegrin", "m", "podgorica", "witness", (38, 63)),
    Wanted("receptionist", "bosnian", "f", "trebinje", "witness", (23, 50)),
    Wanted("neighbour", "bosnian", "m", "sarajevo", "witness", (55, 75)),
    Wanted("rental_clerk", "albanian", "m", "shkoder", "witness", (24, 50)),
    Wanted("exchange_clerk", "montenegrin", "f", "podgorica", "witness", (26, 55)),
    Wanted("namesake_organiser", "albanian", "m", "lezhe|puke|kukes", "other", (22, 30), name_of="organiser"),
    Wanted("namesake_driver", "bosnian", "m", "zenica|tuzla|travnik", "other", (52, 66), name_of="driver_ba"),
    Wanted("brother", "montenegrin", "m", "niksic|berane", "contact", surname_of="driver_me", father_of="driver_me"),
    Wanted("cousin", "albanian", "m", "koplik|lezhe|puke", "contact", surname_of="driver_al"),
)  # fmt: skip
_OFFICERS = (
    Wanted("officer_al", "albanian", "m", "shkoder", "professional"),
    Wanted("officer_al2", "albanian", "f", "shkoder", "professional"),
    Wanted("officer_me", "montenegrin", "m", "podgorica", "professional"),
    Wanted("officer_me2", "montenegrin", "f", "niksic", "professional"),
    Wanted("officer_ba", "bosnian", "m", "sarajevo", "professional"),
    Wanted("officer_ba2", "bosnian", "f", "trebinje", "professional"),
    Wanted("interpreter", "bosnian", "f", "sarajevo", "professional"),
)
_FAMILY_OF = (
    "organiser", "lieutenant", "recruiter", "driver_al", "driver_me", "driver_me2", "driver_ba",
    "spotter_me", "keeper_ba", "money_al", "money_ba", "border_officer",
)  # fmt: skip
_NATION = {w.slot: w for w in _NETWORK}


def build(rng: Random, numbers: Numbers, today: date) -> dict[str, Person]:
    """Everybody by slot; ``today`` is the day from which ages are counted."""
    registry = Registry(rng, numbers, today)
    for wanted in (*_NETWORK, *_NEAR, *_OFFICERS):
        registry.add(wanted)
    for slot in _FAMILY_OF:
        registry.add(_relative(_NATION[slot], registry.people[slot].home))
    _add_migrants(registry, rng)
    return registry.people


def network_slots() -> tuple[str, ...]:
    """Slots of the network's members, the organiser first."""
    return tuple(w.slot for w in _NETWORK)


def family_slots() -> tuple[tuple[str, str], ...]:
    """(member, relative) pairs."""
    return tuple((slot, f"family_{slot}") for slot in _FAMILY_OF)


def _relative(of: Wanted, home: str) -> Wanted:
    sex = "f" if of.sex == "m" else "m"
    return Wanted(
        f"family_{of.slot}", of.nation, sex, home, "contact", (25, 55), surname_of=of.slot
    )


def _add_migrants(registry: Registry, rng: Random) -> None:
    """Six who are on the stopped trip, five in the searched house; a minor in each group.

    migrant_1 speaks as a witness and travels with migrant_2, his minor brother; migrant_7 is the
    mother of migrant_8.
    """
    first, second = rng.sample(("afghan", "syrian"), 2)
    for number, (sex, ages) in enumerate(
        [("m", (21, 30)), ("m", (14, 16)), ("m", (19, 40)), ("m", (19, 40)), ("f", (20, 40))]
        + [("m", (19, 40)), ("f", (28, 40)), ("f", (9, 15)), ("m", (19, 40)), ("m", (19, 40))]
        + [("m", (19, 40))],
        start=1,
    ):
        registry.add(
            Wanted(
                f"migrant_{number}",
                first if number <= 6 else second,
                sex,
                "podgorica",
                "smuggled_migrant",
                ages,
                surname_of={2: "migrant_1", 8: "migrant_7"}.get(number),
                father_of={2: "migrant_1"}.get(number),
            )
        )
