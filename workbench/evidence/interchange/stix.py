"""STIX 2.1 (OASIS Standard, 2021): a bundle of entities, relationships and handling markings.

What STIX has no property for (counts, nature, evaluation) stands in a property extension, whose
definition is in the bundle. Persons and organisations are identities, phone numbers user accounts,
places locations; STIX has nothing closer to a handset, vehicle or paper than infrastructure.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from workbench.evidence import pack
from workbench.evidence.interchange import columns
from workbench.evidence.interchange.carried import Carried, Link, Place, Thing
from workbench.evidence.interchange.identifiers import uuid
from workbench.vocabulary import MentionKind

Node = dict[str, object]

_CLASSES = {MentionKind.PERSON: "individual", MentionKind.ORGANISATION: "organization"}
_WORKBENCH = "https://adria-workbench.invalid/stix/evaluation"


def write(carried: Carried, out: Path) -> None:
    """Write the file."""
    objects = [_maker(carried), _extension(carried), *_markings(carried)]
    objects += [_thing(carried, thing) for thing in carried.things]
    things = {thing.id: thing for thing in carried.things}
    objects += [
        _link(carried, link, things[link.left], things[link.right]) for link in carried.links
    ]
    bundle = {"type": "bundle", "id": f"bundle--{uuid(carried, 'bundle')}", "objects": objects}
    out.write_bytes(pack.as_json(bundle))


def _maker(carried: Carried) -> Node:
    return _dated(carried, "identity", "maker") | {
        "name": carried.software,
        "identity_class": "system",
        "description": carried.notice,
    }


def _extension(carried: Carried) -> Node:
    return _dated(carried, "extension-definition", "extension") | {
        "created_by_ref": _id(carried, "identity", "maker"),
        "name": "Evaluation of entities and relationships",
        "schema": _WORKBENCH,
        "version": "1.0.0",
        "extension_types": ["property-extension"],
    }


def _markings(carried: Carried) -> Iterator[Node]:
    for code in carried.codes(carried.origin):
        yield {
            "type": "marking-definition",
            "spec_version": "2.1",
            "id": _id(carried, "marking-definition", code),
            "created": columns.instant(carried.made_at_utc),
            "created_by_ref": _id(carried, "identity", "maker"),
            "definition_type": "statement",
            "definition": {"statement": f"Europol handling code {code}"},
        }


def _thing(carried: Carried, thing: Thing) -> Node:
    kind = type_of(thing)
    row = columns.of_thing(carried, thing)
    told = f"{thing.kind}; {row['categories']}; {row['attributes']}".strip("; ")
    marked = _evaluated(carried, row, thing.sources)
    if kind == "user-account":
        return {
            "type": kind,
            "spec_version": "2.1",
            "id": _id(carried, kind, thing.id),
            "account_login": thing.label,
            "account_type": "telephone",
            "display_name": thing.label,
            **marked,
        }
    named = _dated(carried, kind, thing.id) | {"name": thing.label, "description": told}
    match kind:
        case "identity":
            named["identity_class"] = _CLASSES[MentionKind(thing.kind)]
        case "location":
            named |= _where(carried, thing)
        case _:
            named["infrastructure_types"] = [thing.kind]
    return named | {"external_references": _references(carried, thing.sources)} | marked


def type_of(thing: Thing) -> str:
    """The type of object that an entity becomes."""
    match MentionKind(thing.kind):
        case MentionKind.PERSON | MentionKind.ORGANISATION:
            return "identity"
        case MentionKind.PHONE:
            return "user-account"
        case MentionKind.PLACE:
            return "location"
    return "infrastructure"


def _where(carried: Carried, thing: Thing) -> Node:
    """A location must say where it is; one no gazetteer knows is in no region."""
    for spot in carried.spots:
        if spot.kind == "place" and spot.of == thing.id:
            return {"latitude": spot.latitude, "longitude": spot.longitude}
    return {"region": "unknown"}


def _link(carried: Carried, link: Link, left: Thing, right: Thing) -> Node:
    row = columns.of_link(carried, link)
    times: Node = {}
    if link.first_utc is not None:
        stop = max(link.last_utc or link.first_utc, link.first_utc + timedelta(seconds=1))
        times = {"start_time": columns.instant(link.first_utc), "stop_time": columns.instant(stop)}
    return (
        _dated(carried, "relationship", link.id)
        | {
            "relationship_type": link.kind.replace("_", "-"),
            "source_ref": _id(carried, type_of(left), left.id),
            "target_ref": _id(carried, type_of(right), right.id),
            "description": f"{link.count} times, {link.nature}",
            "external_references": [
                *_references(carried, link.sources),
                *(_cited(place) for place in link.evidence),
            ],
        }
        | times
        | _evaluated(carried, row, link.sources)
    )


def _references(carried: Carried, sources: tuple[int, ...]) -> list[Node]:
    return [
        {
            "source_name": carried.origin[number].label,
            "description": carried.origin[number].file,
            "hashes": {"SHA-256": carried.origin[number].sha256},
        }
        for number in sources
    ]


def _cited(place: Place) -> Node:
    return {"source_name": f"S{place.source}", "external_id": place.label}


def _evaluated(carried: Carried, row: dict[str, columns.Value], sources: tuple[int, ...]) -> Node:
    """The handling markings, and what STIX has no property for."""
    told = {name: value for name, value in row.items() if value not in (None, "")}
    return {
        "object_marking_refs": [
            _id(carried, "marking-definition", code) for code in carried.codes(sources)
        ],
        "extensions": {
            _id(carried, "extension-definition", "extension"): {
                "extension_type": "property-extension",
                **told,
            }
        },
    }


def _dated(carried: Carried, kind: str, name: str) -> Node:
    made = columns.instant(carried.made_at_utc)
    found: Node = {
        "type": kind,
        "spec_version": "2.1",
        "id": _id(carried, kind, name),
        "created": made,
        "modified": made,
    }
    if name != "maker":
        found["created_by_ref"] = _id(carried, "identity", "maker")
    return found


def _id(carried: Carried, kind: str, name: str) -> str:
    return f"{kind}--{uuid(carried, f'{kind}/{name}')}"
