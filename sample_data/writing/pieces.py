"""Text with its mentions: sentence patterns filled by a clerk, each mention tagged.

A pattern is ordinary text with ``{who:form.case}`` places, such as ``{driver:full.ins}`` or
``{van:plate}``; words between backticks keep Latin letters in Cyrillic documents.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from string import Formatter
from zoneinfo import ZoneInfo

from sample_data.lexicon import Place
from sample_data.world.dates import ZONE
from sample_data.world.numbers import COUNTRY_CODE
from sample_data.world.people import Person
from sample_data.world.phones import Handset, Line
from sample_data.world.vehicles import Vehicle
from sample_data.writing import spelling
from sample_data.writing.clerks import Clerk


@dataclass(frozen=True)
class Tagged:
    """A mention inside a text."""

    text: str
    kind: str
    entity_key: str


@dataclass(frozen=True)
class Fact:
    """Text that tells a fact of an entity without being a mention (a birth date, a father's name)."""

    text: str
    key: str


Piece = str | Tagged | Fact
Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Plated:
    """A vehicle under the plate it carried at the time."""

    vehicle: Vehicle
    plate: str
    country: str


@dataclass(frozen=True)
class Paper:
    """A document by number."""

    number: str
    entity_key: str


@dataclass(frozen=True)
class Account:
    """A bank account by IBAN."""

    iban: str
    entity_key: str


@dataclass(frozen=True)
class Firm:
    """An organisation by name."""

    name: str
    entity_key: str


@dataclass(frozen=True)
class Money:
    """An amount in whole units."""

    amount: int
    currency: str = "EUR"


Value = (
    str
    | Person
    | Line
    | Handset
    | Plated
    | Place
    | Paper
    | Account
    | Firm
    | Money
    | datetime
    | date
)

_MONTHS = {
    "bs": "januara februara marta aprila maja juna jula augusta septembra oktobra novembra decembra".split(),
    "sq": "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor".split(),
    "en": "January February March April May June July August September October November December".split(),
}  # fmt: skip
_BS_CASES = {"nom": 0, "gen": 1, "loc": 2, "dat": 2, "acc": 3}
_SQ_CASES = {"nom": 1, "def": 1, "indef": 0, "acc": 0, "loc": 0, "gen": 2}


class Teller:
    """Fills patterns for one document: a clerk, the country of the desk, what the names stand for."""

    def __init__(self, clerk: Clerk, country: str, values: Mapping[str, Value]) -> None:
        self._clerk, self._country, self._values = clerk, country, values
        self._rng: Random = clerk.rng

    def with_values(self, values: Mapping[str, Value]) -> "Teller":
        """The same desk, speaking of other things."""
        return Teller(self._clerk, self._country, values)

    def tell(self, pattern: str) -> Pieces:
        """One pattern as pieces."""
        pieces: list[Piece] = []
        for literal, name, spec, _ in Formatter().parse(pattern):
            if literal:
                pieces.append(self._literal(literal))
            if name is not None:
                if name not in self._values:
                    raise KeyError(f"nothing is known as {name!r} in: {pattern}")
                pieces.append(self._piece(self._values[name], spec or ""))
        return tuple(pieces)

    def _literal(self, text: str) -> str:
        parts = text.split("`")
        return "".join(
            part if number % 2 else self._clerk.letters(part) for number, part in enumerate(parts)
        )

    def _piece(self, value: Value, spec: str) -> Piece:
        form, _, case = spec.partition(".")
        match value:
            case Person():
                return self._person(value, form or "full", case or "nom")
            case Line():
                return self._line(value, form)
            case Handset():
                return value.model if form == "model" else Tagged(value.imei, "handset", value.key)
            case Plated():
                return self._vehicle(value, form or "plate")
            case Place():
                return Tagged(self._place(value, form or "nom"), "place", value.entity_key)
            case Paper():
                return Tagged(value.number, "document", value.entity_key)
            case Account():
                return Tagged(_grouped(value.iban), "account", value.entity_key)
            case Firm():
                return Tagged(self._clerk.letters(value.name), "organisation", value.entity_key)
            case Money():
                return self._money(value)
            case datetime():
                return self._moment(value, form or "date")
            case date():
                return self._date(value, form or "date")
            case _:
                return self._literal(value)

    def _person(self, person: Person, form: str, case: str) -> Piece:
        if form == "father":
            return Fact(self._clerk.father(person, case), father_key(person))
        if form == "born":
            return Fact(self._date(person.born, "date"), f"{person.key}/born")
        if form == "born_year":
            return Fact(str(person.born.year), f"{person.key}/born")
        if form == "born_in":
            return self._clerk.letters(person.birth_place)
        if form == "address":
            return self._clerk.letters(person.address)
        if form == "paper":
            return Tagged(person.paper_number, "document", paper_key(person))
        if form == "personal_number":
            return Tagged(person.personal_number or "", "document", f"{paper_key(person)}-N")
        return Tagged(self._clerk.name(person, form, case), "person", person.key)

    def _line(self, line: Line, form: str) -> Piece:
        if form == "iccid":
            return Tagged(line.iccid, "sim", line.sim_key)
        if form == "imsi":
            return Tagged(line.imsi, "sim", line.sim_key)
        return Tagged(phone_spelling(line.number, self._country, self._rng), "phone", line.key)

    def _vehicle(self, plated: Plated, form: str) -> Piece:
        vehicle = plated.vehicle
        if form == "vin":
            return Tagged(vehicle.vin, "vehicle", vehicle.key)
        if form == "make":
            return self._make(vehicle)
        if form == "colour":
            return {"bs": self._clerk.letters(vehicle.colour.bs), "sq": vehicle.colour.sq}.get(
                self._clerk.language, vehicle.colour.en
            )
        written = plate_spelling(plated.plate, plated.country, self._rng)
        if self._clerk.cyrillic and self._rng.random() < 0.6:
            written = spelling.cyrillic_plate(written)
        return Tagged(written, "vehicle", vehicle.key)

    def _make(self, vehicle: Vehicle) -> str:
        if self._clerk.cyrillic:
            return vehicle.model.cyrillic
        return f"{vehicle.model.make} {vehicle.model.model}"

    def _place(self, place: Place, case: str) -> str:
        if self._clerk.language == "bs":
            return self._clerk.letters(place.bs[_BS_CASES[case]])
        if self._clerk.language == "sq":
            return self._clerk.letters(place.sq[_SQ_CASES[case]])
        return place.en

    def _money(self, money: Money) -> str:
        grouped = f"{money.amount:,}"
        if self._clerk.language == "en":
            return f"EUR {grouped}" if money.currency == "EUR" else f"{money.currency} {grouped}"
        dotted = grouped.replace(",", ".")
        word = {
            ("bs", "EUR"): "eura", ("bs", "BAM"): "KM", ("bs", "ALL"): "albanskih leka",
            ("sq", "EUR"): "euro", ("sq", "ALL"): "lekë",
        }[self._clerk.language, money.currency]  # fmt: skip
        return self._clerk.letters(f"{dotted} {word}")

    def _moment(self, moment: datetime, form: str) -> str:
        local = moment.astimezone(ZoneInfo(ZONE[self._country]))
        if form == "time":
            mark = "." if self._clerk.language == "bs" and self._country == "ME" else ":"
            return f"{local:%H}{mark}{local:%M}"
        return self._date(local.date(), form)

    def _date(self, day: date, form: str) -> str:
        language = self._clerk.language
        month = self._clerk.letters(_MONTHS[language][day.month - 1])
        dotted = language == "bs"
        if form == "long" or (form == "date" and language == "en"):
            return f"{day.day}{'.' if dotted else ''} {month} {day.year}{'.' if dotted else ''}"
        if form == "day_month":
            return f"{day.day}{'.' if dotted else ''} {month}"
        return f"{day:%d.%m.%Y}" + ("." if dotted else "")


def paper_key(person: Person) -> str:
    """Key of a person's own identity document in the truth."""
    return f"D-{person.key}"


def father_key(person: Person) -> str:
    """Key under which spellings of a person's father are kept; siblings share it."""
    return f"father {person.father[0]}"


def phone_spelling(number: str, country: str, rng: Random) -> str:
    """A number as written at a desk in a country: national at home, international from abroad."""
    home = next(c for c, code in COUNTRY_CODE.items() if number[1:].startswith(code))
    code, rest = COUNTRY_CODE[home], number[1 + len(COUNTRY_CODE[home]) :]
    a, b, c = rest[:2], rest[2:5], rest[5:]
    if home in ("AF", "TR"):
        a, b, c = rest[:3], rest[3:6], rest[6:]
    if home == country and rng.random() < 0.7:
        return rng.choice((f"0{a}/{b}-{c}", f"0{a} {b} {c}", f"0{a}-{b}-{c}", f"0{rest}"))
    return rng.choice(
        (f"+{code} {a} {b} {c}", f"+{code}{rest}", f"00{code} {a} {b} {c}", f"00{code}{rest}")
    )


def plate_spelling(plate: str, country: str, rng: Random) -> str:
    """A plate as written by one or another hand."""
    bare = re.sub(r"[ -]", "", plate)
    options: tuple[str, ...]
    if country == "AL":
        options = (plate, bare, plate.replace(" ", "-"))
    elif country == "ME":
        options = (plate, bare, plate.replace(" ", "-"), f"{bare[:2]} {bare[2:4]} {bare[4:]}")
    else:
        options = (plate, plate, bare, plate.replace("-", " "))
    return rng.choice(options)


def _grouped(iban: str) -> str:
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))
