"""Entities and relationships as rows: what every format with attributes carries, by name."""

import re
from dataclasses import dataclass
from datetime import datetime

from workbench.evidence.interchange.carried import Carried, Link, Origin, Spot, Thing

Value = str | int | float | bool | None

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SEPARATOR = "; "


@dataclass(frozen=True)
class Column:
    """A column: its name and what stands in it."""

    name: str
    type: type


THINGS = [
    Column("label", str),
    Column("kind", str),
    Column("protected", bool),
    Column("cohesion", float),
    Column("mentions", int),
    Column("categories", str),
    Column("attributes", str),
    Column("sources", str),
    Column("grades", str),
    Column("handling_codes", str),
]
LINKS = [
    Column("relationship", str),
    Column("kind", str),
    Column("weight", int),
    Column("duration_s", int),
    Column("first_utc", str),
    Column("last_utc", str),
    Column("nature", str),
    Column("is_directed", bool),
    Column("sources", str),
    Column("grades", str),
    Column("handling_codes", str),
    Column("evidence", str),
    Column("evidence_total", int),
]
ORIGINS = [
    Column("source", str),
    Column("file", str),
    Column("sha256", str),
    Column("kind", str),
    Column("grade", str),
    Column("grading_scheme", str),
    Column("handling_code", str),
    Column("authority", str),
    Column("legal_basis", str),
]
EVIDENCE = [
    Column("relationship", str),
    Column("source", str),
    Column("sheet", str),
    Column("row", int),
    Column("sentence", int),
    Column("start", int),
    Column("end", int),
]


def of_thing(carried: Carried, thing: Thing) -> dict[str, Value]:
    """By names of ``THINGS``."""
    return {
        "label": thing.label,
        "kind": thing.kind,
        "protected": thing.protected,
        "cohesion": round(thing.cohesion, 6),
        "mentions": thing.mentions,
        "categories": SEPARATOR.join(thing.categories),
        "attributes": SEPARATOR.join(f"{name}: {value}" for name, value in thing.attributes),
        **_evaluated(carried, thing.sources),
    }


def of_link(carried: Carried, link: Link) -> dict[str, Value]:
    """By names of ``LINKS``."""
    return {
        "relationship": link.id,
        "kind": link.kind,
        "weight": link.count,
        "duration_s": link.duration_s,
        "first_utc": instant(link.first_utc),
        "last_utc": instant(link.last_utc),
        "nature": link.nature,
        "is_directed": link.directed,
        **_evaluated(carried, link.sources),
        "evidence": SEPARATOR.join(place.label for place in link.evidence),
        "evidence_total": link.total,
    }


def _evaluated(carried: Carried, sources: tuple[int, ...]) -> dict[str, Value]:
    return {
        "sources": SEPARATOR.join(carried.origin[number].label for number in sources),
        "grades": SEPARATOR.join(carried.grades(sources)),
        "handling_codes": SEPARATOR.join(carried.codes(sources)),
    }


def of_origin(one: Origin) -> dict[str, Value]:
    """By names of ``ORIGINS``."""
    return {
        "source": one.label,
        "file": one.file,
        "sha256": one.sha256,
        "kind": one.kind,
        "grade": one.grade,
        "grading_scheme": one.grading_scheme,
        "handling_code": one.handling_code,
        "authority": one.authority,
        "legal_basis": one.legal_basis,
    }


def of_evidence(link: Link) -> list[dict[str, Value]]:
    """By names of ``EVIDENCE``."""
    return [
        {
            "relationship": link.id,
            "source": f"S{place.source}",
            "sheet": place.sheet,
            "row": place.row,
            "sentence": place.passage,
            "start": place.start,
            "end": place.end,
        }
        for place in link.evidence
    ]


def of_spot(carried: Carried, spot: Spot) -> dict[str, Value]:
    """What a map shows of a cell or place, beside where it stands."""
    return {
        "label": spot.label,
        "kind": spot.kind,
        "entity": spot.of,
        "count": spot.count,
        "first_utc": instant(spot.first_utc),
        "last_utc": instant(spot.last_utc),
        **_evaluated(carried, spot.sources),
        "evidence": SEPARATOR.join(spot.evidence),
    }


def instant(moment: datetime | None) -> str | None:
    """A moment in UTC as RFC 3339 has it."""
    return None if moment is None else f"{moment.isoformat(timespec='seconds')}Z"


def text(value: Value) -> str:
    """A value as XML holds it: characters XML forbids are replaced."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("\ufffd", str(value))


def comment(words: str) -> str:
    """Words as an XML comment may hold them."""
    return f" {text(words).replace('--', '– ').rstrip('-')} "
