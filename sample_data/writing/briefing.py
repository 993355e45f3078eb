"""What the patterns' names stand for: people, lines, vehicles, places and trips of a world."""

from datetime import datetime, timedelta

from sample_data import lexicon
from sample_data.world import World
from sample_data.world.traffic import stopped_at
from sample_data.world.trips import Trip
from sample_data.writing.exhibits import old_plate, plated
from sample_data.writing.pieces import Firm, Money, Paper, Value

_FIRMS = {
    "taxi": ("Zeta taksi", "Bijeli taksi", "Gorica taksi", "Orion taksi", "Trešnja taksi"),
    "motel": ("Leutar", "Jablan", "Stari bor", "Tri jele", "Kod česme"),
    "rental": ("Rozafa Rent", "Buna Car", "Drini Rent", "Veriu Auto", "Auto Shpejt"),
    "exchange": ("Kompas", "Zlatni most", "Dinar", "Sidro", "Novi kurs"),
}


def values(world: World, at: datetime) -> dict[str, Value]:
    """Names for the patterns of a document written at ``at`` (UTC)."""
    named: dict[str, Value] = {"today": at.date(), "start": at, "stop": stopped_at(world.trips)}
    named |= world.people
    named |= lexicon.places()
    named |= {f"{slot}_home": lexicon.places()[p.home] for slot, p in world.people.items()}
    named |= _lines(world)
    for slot in world.vehicles:
        named[slot] = plated(world, slot, at)
        named[f"{slot}_old"] = old_plate(world, slot)
    for trip in world.trips:
        named |= _trip(world, trip)
    rng = world.rng("firms")
    for number, (slot, names) in enumerate(_FIRMS.items(), start=1):
        named[slot] = Firm(rng.choice(names), f"O{number:02d}")
    named["exchange_since"] = str(world.calendar.first_day.year - rng.randrange(2, 9))
    return named | _blanks(world, at) | _sums(world) | _things(world)


def _lines(world: World) -> dict[str, Value]:
    """``x_phone`` is what somebody used first, ``x_phone2`` and ``x_handset`` what they used last."""
    named: dict[str, Value] = {}
    for holder in sorted({h.holder for h in world.phones.holdings}):
        named[f"{holder}_phone"] = world.phones.first_line(holder)
        named[f"{holder}_phone2"] = world.phones.last_line(holder)
        named[f"{holder}_handset"] = world.phones.of(holder)[-1].handset
    return named


def _trip(world: World, trip: Trip) -> dict[str, Value]:
    first, second = trip.legs
    name = f"t{trip.number + 1}"
    places = lexicon.places()
    named: dict[str, Value] = {
        f"{name}_al": first.departure,
        f"{name}_al_vehicle": plated(world, first.vehicle, first.departure),
        f"{name}_back": first.arrival + timedelta(days=1),
        f"{name}_dep": second.departure,
        f"{name}_arr": second.arrival,
        f"{name}_pay": (second.arrival + timedelta(days=1)).date(),
        f"{name}_border_me": places[second.route.border[0]],
        f"{name}_border_ba": places[second.route.border[1]],
        f"{name}_fare": Money(trip.fare_eur),
        f"{name}_bribe": Money(trip.officer_paid_eur),
        f"{name}_driver": world.people[second.driver],
        f"{name}_vehicle": plated(world, second.vehicle, second.departure),
        f"{name}_count": str(trip.carried),
    }
    for place, moment in second.times():
        named[f"{name}_{place}"] = moment
    return named


def _blanks(world: World, at: datetime) -> dict[str, Value]:
    """Blank passports, and the cash of a seizure at a moment."""
    rng, cash = world.rng("blanks"), world.rng(f"cash {at:%Y%m%d}")
    first = rng.randrange(1_000_000, 9_000_000)
    return {
        "blank_1": Paper(f"BT{first}", "D-X01"),
        "blank_2": Paper(f"BT{first + 1}", "D-X02"),
        "cash_eur": Money(50 * cash.randrange(20, 120)),
        "cash_all": Money(1000 * cash.randrange(40, 220), "ALL"),
    }


_SUMS = {
    "pay_driver": (400, 500, 600, 700), "pay_fuel": (150, 200, 300, 350), "pay_taxi": (50, 60, 70, 80),
    "pay_meter": (16, 18, 20, 24), "pay_first": (1900, 2400, 2750, 3600), "pay_second": (2100, 3100, 4200, 900),
    "pay_rent": (180, 240, 270, 320), "pay_rooms": (120, 150, 180, 210), "pay_head": (80, 100, 150, 200),
}  # fmt: skip
_THINGS = {
    "tool_me": ("Ručna radio-stanica i dvogled", "Dvogled i baterijska lampa", "Dvije radio-stanice i punjač"),
    "left_in_van": (
        "Sedam deka, dječija cipela i prazne boce vode", "Pet ćebadi, ruksak i dječija jakna",
        "Vreća sa odjećom, prazne konzerve i dvije dude",
    ),
}  # fmt: skip


def _sums(world: World) -> dict[str, Value]:
    """What was paid, as the witnesses remember it."""
    rng = world.rng("sums")
    return {name: Money(rng.choice(amounts)) for name, amounts in _SUMS.items()}


def _things(world: World) -> dict[str, Value]:
    rng = world.rng("things")
    return {name: rng.choice(options) for name, options in _THINGS.items()}
