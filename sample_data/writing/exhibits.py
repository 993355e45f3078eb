"""What was taken at each seizure, from whom, who stood by: facts for forms and documents."""

from dataclasses import dataclass, field
from datetime import datetime

from sample_data.world import World
from sample_data.world.dates import local
from sample_data.world.people import Person
from sample_data.world.phones import Handset, Line
from sample_data.world.traffic import stopped_at
from sample_data.writing.pieces import Account, Money, Paper, Plated, paper_key


@dataclass(frozen=True)
class Exhibit:
    """One seized item; ``what`` names the description in the form's phrase table."""

    what: str
    holder: Person | None = None
    phones: tuple[Line, ...] = ()
    handset: Handset | None = None
    card: Line | None = None  # a SIM by its ICCID
    vehicle: Plated | None = None
    paper: Paper | None = None
    account: Account | None = None
    cash: Money | None = None
    present: tuple[Person, ...] = field(default=())


def stopped_van(world: World) -> tuple[datetime, str, list[Exhibit]]:
    """The trip that border police stopped: (moment, place key, exhibits)."""
    people, leg = world.people, world.trips[5].legs[1]
    driver = people["driver_me"]
    moment = stopped_at(world.trips)
    migrants = tuple(people[f"migrant_{n}"] for n in range(1, 7))
    own = world.phones.at("driver_me", leg.departure)
    assert own is not None
    others = tuple(
        held.line
        for slot in ("lieutenant", "spotter_me", "keeper_ba")
        if (held := world.phones.at(slot, leg.departure))
    )
    rows = [
        Exhibit("handset", driver, (own.line,), own.handset, present=(driver, *migrants)),
        Exhibit("sim", driver, (own.line,), card=own.line),
        Exhibit("van", driver, vehicle=plated(world, leg.vehicle, moment)),
        Exhibit("registration", people["brother"], vehicle=plated(world, leg.vehicle, moment)),
        Exhibit("cash", driver, cash=Money(leg_cash(world, 5))),
        Exhibit("note", driver, others),
        Exhibit("id_card", driver, paper=own_paper(driver)),
    ]
    rows += [_migrant_phone(world, slot.slot, moment) for slot in migrants if _line(world, slot)]
    rows += [
        Exhibit("passport_found", driver, paper=own_paper(people["migrant_3"])),
        Exhibit("passport", people["migrant_1"], paper=own_paper(people["migrant_1"]), present=migrants[:2]),
    ]  # fmt: skip
    return moment, leg.route.border[0], rows


def searched_house(world: World) -> tuple[datetime, str, list[Exhibit]]:
    """The search of the safe house in Sarajevo."""
    people = world.people
    moment = local(world.calendar.house_search, 6.5)
    keeper, money = people["keeper_ba"], people["money_ba"]
    migrants = tuple(people[f"migrant_{n}"] for n in range(7, 12))
    lines = [h.line for h in world.phones.of("keeper_ba")]
    handset = world.phones.of("keeper_ba")[-1].handset
    cashier = world.phones.at("money_ba", moment)
    driver = world.phones.last_line("driver_ba")
    lieutenant = world.phones.last_line("lieutenant")
    assert cashier is not None
    rows = [
        Exhibit("handset", keeper, tuple(lines), handset, present=(keeper, money, *migrants)),
        Exhibit("sim", keeper, card=lines[0]),
        Exhibit("handset", money, (cashier.line,), cashier.handset),
        Exhibit("notebook", keeper, (driver, lieutenant)),
        Exhibit("cash", money, cash=Money(11_450)),
        Exhibit("cash_km", keeper, cash=Money(3_200, "BAM")),
        Exhibit("bank_card", money, account=account_of(world)),
        Exhibit("car", keeper, vehicle=plated(world, "car_keeper", moment)),
        Exhibit("id_card", keeper, paper=own_paper(keeper)),
        Exhibit("passport_found", keeper, paper=own_paper(people["migrant_9"])),
        Exhibit("passport", people["migrant_7"], paper=own_paper(people["migrant_7"]), present=migrants[:2]),
    ]  # fmt: skip
    rows += [_migrant_phone(world, slot.slot, moment) for slot in migrants if _line(world, slot)]
    return moment, "sarajevo", rows


def plated(world: World, slot: str, moment: datetime) -> Plated:
    """A vehicle under the plate of a moment."""
    vehicle = world.vehicles[slot]
    period = vehicle.plate_on(moment.date())
    return Plated(vehicle, period.plate, period.country)


def old_plate(world: World, slot: str) -> Plated:
    """A re-plated vehicle under its first plate."""
    vehicle = world.vehicles[slot]
    return Plated(vehicle, vehicle.plates[0].plate, vehicle.plates[0].country)


def own_paper(person: Person) -> Paper:
    """A person's own identity document."""
    return Paper(person.paper_number, paper_key(person))


def account_of(world: World) -> Account:
    """The account into which the money handler pays."""
    rng = world.rng("account")
    first = "199" + "".join(rng.choice("0123456789") for _ in range(11))
    return Account(f"BA39{first}{98 - int(first) * 100 % 97:02d}", "A01")


def leg_cash(world: World, trip: int) -> int:
    """Cash that a driver carries: expenses and part of the fares."""
    return 40 * (world.trips[trip].fare_eur // 40) + 350


def _line(world: World, person: Person) -> bool:
    return bool(world.phones.of(person.slot))


def _migrant_phone(world: World, slot: str, moment: datetime) -> Exhibit:
    held = world.phones.at(slot, moment)
    assert held is not None
    return Exhibit("handset", world.people[slot], (held.line,), held.handset)
