"""FollowTheMoney: one JSON entity a line, as Aleph and OpenAleph load them.

The model knows no handset and no phone number as things of their own: handsets, SIM cards and
papers are assets, phone numbers user accounts; relationships it has no name for are "other links"
with the kind as their role.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from workbench.evidence.interchange import columns
from workbench.evidence.interchange.carried import Carried, Link, Spot, Thing
from workbench.evidence.interchange.identifiers import uuid
from workbench.vocabulary import AttributeName, ClaimKind, MentionKind

Properties = dict[str, list[str]]

SCHEMATA = {
    MentionKind.PERSON: "Person",
    MentionKind.ORGANISATION: "Organization",
    MentionKind.PHONE: "UserAccount",
    MentionKind.HANDSET: "Asset",
    MentionKind.SIM: "Asset",
    MentionKind.VEHICLE: "Vehicle",
    MentionKind.VESSEL: "Vessel",
    MentionKind.DOCUMENT: "Asset",
    MentionKind.ACCOUNT: "BankAccount",
    MentionKind.PLACE: "Address",
}
_ASSETS = {"Asset", "Vehicle", "Vessel", "BankAccount"}
_TOLD = {
    "Person": {
        AttributeName.ALIAS: "alias",
        AttributeName.GIVEN_NAME: "firstName",
        AttributeName.SURNAME: "lastName",
        AttributeName.FATHER_NAME: "fatherName",
        AttributeName.BIRTH_DATE: "birthDate",
        AttributeName.BIRTH_PLACE: "birthPlace",
        AttributeName.NATIONALITY: "nationality",
        AttributeName.OCCUPATION: "profession",
        AttributeName.ADDRESS: "address",
    },
    "Vehicle": {AttributeName.MODEL: "model", AttributeName.PLATE: "registrationNumber"},
}
_ANY = re.compile(r".+", re.DOTALL)
_COUNTRY = re.compile(r"[A-Z]{2}")
_FORMS = {"nationality": _COUNTRY, "birthDate": re.compile(r"\d{4}(-\d\d){0,2}")}


def write(carried: Carried, out: Path) -> None:
    """Write the file."""
    with out.open("w", encoding="utf-8", newline="\n") as file:
        for entity in _entities(carried):
            file.write(json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n")


def _entities(carried: Carried) -> Iterator[dict[str, object]]:
    for origin in carried.origins:
        yield _entity(
            carried,
            origin.label,
            "Document",
            {
                "title": [f"{origin.label} {origin.file}"],
                "fileName": [origin.file],
                "notes": [f"SHA-256 {origin.sha256}; {_evaluation(carried, (origin.number,))}"],
            },
        )
    spots = {spot.of: spot for spot in carried.spots if spot.kind == "place"}
    for thing in carried.things:
        yield _entity(carried, thing.id, *_thing(carried, thing, spots.get(thing.id)))
    schemata = {thing.id: SCHEMATA[MentionKind(thing.kind)] for thing in carried.things}
    for link in carried.links:
        yield _entity(carried, link.id, *_link(carried, link, schemata))


def _entity(carried: Carried, name: str, schema: str, properties: Properties) -> dict[str, object]:
    told = {
        key: sorted(columns.text(value) for value in values if value)
        for key, values in properties.items()
        if any(values)
    }
    return {"id": str(uuid(carried, name)), "schema": schema, "properties": told}


def _thing(carried: Carried, thing: Thing, spot: Spot | None) -> tuple[str, Properties]:
    schema = SCHEMATA[MentionKind(thing.kind)]
    row = columns.of_thing(carried, thing)
    told: Properties = {
        "name": [thing.label],
        "notes": [_evaluation(carried, thing.sources), str(row["attributes"])],
        "summary": [f"{thing.kind}; {row['categories']}".strip("; ")],
        "proof": [str(uuid(carried, f"S{number}")) for number in thing.sources],
    }
    match schema:
        case "UserAccount" if thing.label.startswith("+"):
            told["phone"] = [thing.label]
        case "Address":
            told["full"] = [thing.label]
            told["latitude"] = [str(spot.latitude)] if spot else []
            told["longitude"] = [str(spot.longitude)] if spot else []
        case "BankAccount":
            told["accountNumber"] = [thing.label]
        case "Vehicle" if not thing.values(AttributeName.PLATE):
            told["registrationNumber"] = [] if thing.protected else [thing.label]
    for attribute, property_name in _TOLD.get(schema, {}).items():
        form = _FORMS.get(property_name, _ANY)
        values = (value for value in thing.values(attribute) if form.fullmatch(value))
        told[property_name] = [v.lower() if form is _COUNTRY else v for v in values]
    return schema, told


def _link(carried: Carried, link: Link, schemata: dict[str, str]) -> tuple[str, Properties]:
    row = columns.of_link(carried, link)
    duration = f", {link.duration_s} s in all" if link.duration_s else ""
    told: Properties = {
        "summary": [f"{link.kind}, {link.nature}, {link.count} times{duration}"],
        "description": [f"{row['evidence_total']} pieces of evidence: {row['evidence']}"],
        "publisher": [_evaluation(carried, link.sources)],
        "recordId": [link.id],
        "startDate": _day(row["first_utc"]),
        "endDate": _day(row["last_utc"]),
        "proof": [str(uuid(carried, f"S{number}")) for number in link.sources],
    }
    left, right = str(uuid(carried, link.left)), str(uuid(carried, link.right))
    sides = schemata[link.left], schemata[link.right]
    if link.kind == ClaimKind.RELATED_TO and sides == ("Person", "Person"):
        return "Family", told | {"person": [left], "relative": [right], "relationship": [link.kind]}
    if (
        link.kind == ClaimKind.OWNS
        and sides[0] in ("Person", "Organization")
        and sides[1] in _ASSETS
    ):
        return "Ownership", told | {"owner": [left], "asset": [right], "role": [link.kind]}
    return "UnknownLink", told | {"subject": [left], "object": [right], "role": [link.kind]}


def _day(instant: columns.Value) -> list[str]:
    return [str(instant).rstrip("Z")] if instant else []


def _evaluation(carried: Carried, sources: tuple[int, ...]) -> str:
    labels = ", ".join(carried.origin[number].label for number in sources)
    grades, codes = ", ".join(carried.grades(sources)), ", ".join(carried.codes(sources))
    return f"{labels}; graded {grades}; handling {codes}"
