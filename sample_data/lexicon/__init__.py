"""Words the world is made of: names by nation, places and roads, vehicles, operators' numbers.

Tables of knowledge in TOML, read once; nothing here is about anyone real.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class NameList:
    """Names of one nation; each name is a tuple of spellings, the person's own first."""

    male: tuple[tuple[str, ...], ...]
    female: tuple[tuple[str, ...], ...]
    surname: tuple[tuple[str, ...], ...]
    nickname: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A town or crossing; ``bs`` and ``sq`` hold its inflected forms as in places.toml."""

    key: str
    country: str
    kind: str
    latitude: float
    longitude: float
    bs: tuple[str, str, str, str]
    sq: tuple[str, str, str]
    en: str

    @property
    def entity_key(self) -> str:
        """The place's key in the truth."""
        return f"PLACE-{self.key}"


@dataclass(frozen=True)
class Route:
    """Places passed in order, with minutes from departure, and its pair of crossings."""

    key: str
    along: tuple[str, ...]
    minutes: tuple[int, ...]
    border: tuple[str, str]


@dataclass(frozen=True)
class VehicleModel:
    """A make and model, how Cyrillic clerks write it, and the maker's VIN prefix."""

    make: str
    model: str
    cyrillic: str
    wmi: str
    kind: str


@dataclass(frozen=True)
class Colour:
    """A colour in the three languages."""

    en: str
    bs: str
    sq: str


@cache
def names(nation: str) -> NameList:
    """Names of ``albanian``, ``montenegrin``, ``bosnian``, ``afghan`` or ``syrian`` families."""
    table = _table(f"{nation}.toml")
    return NameList(
        _spellings(table["male"]),
        _spellings(table["female"]),
        _spellings(table["surname"]),
        tuple(str(table.get("nickname", "")).split()),
    )


@cache
def places() -> dict[str, Place]:
    """Every place by its key."""
    return {entry["key"]: _place(entry) for entry in _table("places.toml")["place"]}


@cache
def routes() -> dict[str, Route]:
    """Every leg by its key."""
    return {
        r["key"]: Route(r["key"], tuple(r["along"]), tuple(r["minutes"]), tuple(r["border"]))
        for r in _table("places.toml")["route"]
    }


@cache
def vehicle_models(kind: str) -> tuple[VehicleModel, ...]:
    """Models of a ``van`` or ``car``."""
    return tuple(VehicleModel(**m) for m in _table("vehicles.toml")["model"] if m["kind"] == kind)


@cache
def colours() -> tuple[Colour, ...]:
    """Every colour."""
    return tuple(Colour(**c) for c in _table("vehicles.toml")["colour"])


@cache
def handset_models() -> tuple[str, ...]:
    """Makes and models of handsets."""
    return tuple(
        f"{h['make']} {m}" for h in _table("vehicles.toml")["handset"] for m in h["models"]
    )


def _place(entry: dict) -> Place:  # type: ignore[type-arg]
    latitude, longitude = entry["at"]
    return Place(
        entry["key"], entry["country"], entry["kind"], latitude, longitude,
        tuple(entry["bs"]), tuple(entry["sq"]), entry["en"],
    )  # fmt: skip


def _table(file_name: str) -> dict:  # type: ignore[type-arg]  # TOML: checked by the readers above
    text = resources.files(__name__).joinpath(file_name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _spellings(words: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split("/")) for group in words.split())
