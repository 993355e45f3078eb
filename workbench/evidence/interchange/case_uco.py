"""CASE 1.4 / UCO 1.4 as JSON-LD: an investigation with its people, things and relationships."""

from collections.abc import Iterator
from pathlib import Path

from workbench.evidence import pack
from workbench.evidence.interchange import columns
from workbench.evidence.interchange.carried import Carried, Link, Origin, Spot, Thing
from workbench.evidence.interchange.identifiers import uuid
from workbench.vocabulary import MentionKind

Node = dict[str, object]

_UCO = "https://ontology.unifiedcyberontology.org/uco/"
_CONTEXT = {
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "kb": "https://adria-workbench.invalid/kb/",
    "uco-core": f"{_UCO}core/",
    "uco-identity": f"{_UCO}identity/",
    "uco-location": f"{_UCO}location/",
    "uco-marking": f"{_UCO}marking/",
    "uco-observable": f"{_UCO}observable/",
    "uco-types": f"{_UCO}types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_CLASSES = {
    MentionKind.PERSON: "uco-identity:Person",
    MentionKind.ORGANISATION: "uco-identity:Organization",
    MentionKind.PLACE: "uco-location:Location",
    MentionKind.PHONE: "uco-observable:PhoneAccount",
    MentionKind.HANDSET: "uco-observable:MobileDevice",
    MentionKind.SIM: "uco-observable:SIMCard",
    MentionKind.ACCOUNT: "uco-observable:Account",
}
_OTHER = "uco-core:UcoObject"


def write(carried: Carried, out: Path) -> None:
    """Write the file."""
    spots = {spot.of: spot for spot in carried.spots if spot.kind == "place"}
    nodes = [
        *_markings(carried),
        *(_source(carried, origin) for origin in carried.origins),
        *(_thing(carried, thing, spots.get(thing.id)) for thing in carried.things),
        *(_link(carried, link) for link in carried.links),
    ]
    graph = [_investigation(carried, nodes), *nodes]
    out.write_bytes(pack.as_json({"@context": _CONTEXT, "@graph": graph}))


def _investigation(carried: Carried, nodes: list[Node]) -> Node:
    return {
        "@id": _id(carried, "Investigation", "case"),
        "@type": "case-investigation:Investigation",
        "uco-core:name": f"{carried.title} {carried.reference}".strip(),
        "uco-core:description": carried.notice,
        "uco-core:objectCreatedTime": _time(carried.made_at_utc.isoformat()),
        "uco-core:object": [{"@id": node["@id"]} for node in nodes],
    }


def _markings(carried: Carried) -> Iterator[Node]:
    for code in carried.codes(carried.origin):
        yield {
            "@id": _id(carried, "MarkingDefinition", code),
            "@type": "uco-marking:MarkingDefinition",
            "uco-marking:definitionType": "statement",
            "uco-marking:definition": {
                "@id": _id(carried, "StatementMarking", code),
                "@type": "uco-marking:StatementMarking",
                "uco-marking:definitionType": "statement",
                "uco-marking:statement": f"Europol handling code {code}",
            },
        }


def _source(carried: Carried, origin: Origin) -> Node:
    return {
        "@id": _id(carried, "File", origin.label),
        "@type": "uco-observable:File",
        "uco-core:name": f"{origin.label} {origin.file}",
        "uco-core:tag": [f"graded {origin.grade} ({origin.grading_scheme})", origin.kind],
        **_marked(carried, (origin.number,)),
        "uco-core:hasFacet": {
            "@id": _id(carried, "ContentDataFacet", origin.label),
            "@type": "uco-observable:ContentDataFacet",
            "uco-observable:hash": {
                "@id": _id(carried, "Hash", origin.label),
                "@type": "uco-types:Hash",
                "uco-types:hashMethod": "SHA256",
                "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": origin.sha256},
            },
        },
    }


def _thing(carried: Carried, thing: Thing, spot: Spot | None) -> Node:
    row = columns.of_thing(carried, thing)
    node: Node = {
        "@id": _id(carried, "Thing", thing.id),
        "@type": _CLASSES.get(MentionKind(thing.kind), _OTHER),
        "uco-core:name": thing.label,
        "uco-core:tag": [
            thing.kind,
            *thing.categories,
            *(f"graded {grade}" for grade in carried.grades(thing.sources)),
        ],
        "uco-core:description": f"{row['mentions']} mentions in {row['sources']}. "
        f"{row['attributes']}",
        **_marked(carried, thing.sources),
    }
    facet = _facet(thing, spot)
    if facet:
        node["uco-core:hasFacet"] = {"@id": _id(carried, "Facet", thing.id), **facet}
    return node


def _facet(thing: Thing, spot: Spot | None) -> Node:
    """What the ontology has a place of its own for; a pseudonym is no number."""
    match MentionKind(thing.kind):
        case MentionKind.PHONE if not thing.protected:
            return {
                "@type": "uco-observable:PhoneAccountFacet",
                "uco-observable:phoneNumber": thing.label,
            }
        case MentionKind.HANDSET if not thing.protected:
            return {
                "@type": "uco-observable:MobileDeviceFacet",
                "uco-observable:IMEI": [thing.label],
            }
        case MentionKind.PLACE if spot:
            return {
                "@type": "uco-location:LatLongCoordinatesFacet",
                "uco-location:latitude": _decimal(spot.latitude),
                "uco-location:longitude": _decimal(spot.longitude),
            }
    return {}


def _link(carried: Carried, link: Link) -> Node:
    row = columns.of_link(carried, link)
    node: Node = {
        "@id": _id(carried, "Relationship", link.id),
        "@type": "uco-core:Relationship",
        "uco-core:source": {"@id": _id(carried, "Thing", link.left)},
        "uco-core:target": {"@id": _id(carried, "Thing", link.right)},
        "uco-core:kindOfRelationship": link.kind,
        "uco-core:isDirectional": link.directed,
        "uco-core:tag": [
            link.nature,
            *(f"graded {grade}" for grade in carried.grades(link.sources)),
        ],
        "uco-core:description": f"{link.count} times. {row['evidence_total']} pieces of evidence: "
        f"{row['evidence']}",
        **_marked(carried, link.sources),
    }
    for name, moment in (("startTime", row["first_utc"]), ("endTime", row["last_utc"])):
        if moment:
            node[f"uco-core:{name}"] = _time(str(moment))
    return node


def _marked(carried: Carried, sources: tuple[int, ...]) -> Node:
    return {
        "uco-core:objectMarking": [
            {"@id": _id(carried, "MarkingDefinition", code)} for code in carried.codes(sources)
        ]
    }


def _time(instant: str) -> Node:
    return {"@type": "xsd:dateTime", "@value": f"{instant.rstrip('Z')}Z"}


def _decimal(degrees: float) -> Node:
    return {"@type": "xsd:decimal", "@value": f"{degrees:.6f}"}


def _id(carried: Carried, kind: str, name: str) -> str:
    return f"kb:{kind}-{uuid(carried, f'{kind}/{name}')}"
