"""Who asked which operator for what: the seven answers in the sample case."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from sample_data.world import World
from sample_data.writing.operators import Order, adriatel, bihtel, crnotel
from sample_data.writing.records import Request
from sample_data.writing.written import Letter, WrittenFile

AL = (
    "AL",
    "sq",
    "Prokuroria Shkodër",
    "Adriatel sh.a.",
    "Ligji 9918/2008, neni 101; KPP, neni 210",
)
ME = (
    "ME",
    "sr",
    "Specijalno policijsko odjeljenje",
    "CrnoTel d.o.o.",
    "ZKP Crne Gore, čl. 257 st. 2",
)
BA = ("BA", "bs", "Državna agencija za istrage", "BiHTel d.d.", "ZKP BiH, čl. 72a")


def call_records(world: World) -> list[WrittenFile]:
    """Every operator's answer, each with its own clock and its own faults."""
    return [*_albanian(world), *_montenegrin(world), *_bosnian(world)]


def _albanian(world: World) -> list[WrittenFile]:
    """One target to a file: the organiser's two numbers, a money handler's handset."""
    book, days = world.phones, world.calendar
    old, new = book.first_line("organiser"), book.last_line("organiser")
    handset = book.of("money_al")[0].handset
    return [
        adriatel(
            world,
            Order(f"Adriatel_{old.number[1:]}.csv", *order(world, AL, 1, Request((old.key,), days.first_day, days.house_search))),
            world.rng("adriatel 1"),
        ),
        adriatel(
            world,
            Order(f"Adriatel_{new.number[1:]}.csv", *order(world, AL, 2, Request((new.key,), days.stopped, days.last_day))),
            world.rng("adriatel 2"),
        ),
        adriatel(
            world,
            Order(f"Adriatel_IMEI_{handset.imei}.csv", *order(world, AL, 3, Request((), days.first_day, days.last_day, handset.key))),
            world.rng("adriatel 3"),
        ),
    ]  # fmt: skip


def _montenegrin(world: World) -> list[WrittenFile]:
    """Several targets to a workbook."""
    days = world.calendar
    first = _lines(world, "lieutenant", "driver_me", "driver_me2")
    second = _lines(world, "spotter_me", "keeper_me", "border_officer")
    return [
        crnotel(
            world,
            Order("CrnoTel_listing_1.xlsx", *order(world, ME, 1, Request(first, days.first_day, days.last_day))),
            world.rng("crnotel 1"),
            typed=False,
        ),
        crnotel(
            world,
            Order("CrnoTel_listing_2.xlsx", *order(world, ME, 2, Request((*second, *_lines(world, "taxi")), days.day(24), days.last_day))),
            world.rng("crnotel 2"),
            typed=True,
        ),
    ]  # fmt: skip


def _bosnian(world: World) -> list[WrittenFile]:
    days = world.calendar
    first = Request(_lines(world, "driver_ba", "spotter_ba"), days.first_day, days.last_day)
    second = Request(_lines(world, "keeper_ba", "money_ba"), days.first_day, days.last_day)
    return [
        bihtel(
            world,
            Order("BiHTel_saobracaj_0417.csv", *order(world, BA, 1, first)),
            world.rng("bihtel 1"),
            cyrillic=False,
        ),
        bihtel(
            world,
            Order("BiHTel_saobracaj_0422.csv", *order(world, BA, 2, second)),
            world.rng("bihtel 2"),
            cyrillic=True,
        ),
    ]


def _lines(world: World, *holders: str) -> tuple[str, ...]:
    """Keys of every line the holders had, once each, in order."""
    keys = [h.line.key for holder in holders for h in world.phones.of(holder)]
    return tuple(dict.fromkeys(keys))


def order(
    world: World, sender: tuple[str, str, str, str, str], number: int, request: Request
) -> tuple[str, Request, Letter, datetime]:
    """Reference, request, covering letter and moment of answer of a sender's n-th order."""
    country, language, authority, operator, law = sender
    rng: Random = world.rng(f"order {operator} {number}")
    answered = request.until + timedelta(days=rng.randrange(3, 9))
    letter = Letter(
        kind="call_records",
        country=country,
        language=language,
        authority=authority,
        received_from=operator,
        received_at=f"{answered + timedelta(days=1):%Y-%m-%d}",
        legal_basis=law,
        handling_code="H0",
        source_reliability="A",
        information_credibility="1",
    )
    reference = f"{rng.randrange(100, 990)}/{number}-{answered:%Y}"
    return reference, request, letter, _noon(answered, rng)


def _noon(day: date, rng: Random) -> datetime:
    return datetime(
        day.year, day.month, day.day, rng.randrange(8, 16), rng.randrange(60), tzinfo=UTC
    )
