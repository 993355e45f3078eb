"""i2 Analyst's Notebook exchange (ANX), written by anxwritter, which checks what it writes."""

from pathlib import Path

from anxwritter import ANXChart, AttributeClass, AttributeType, Strength
from anxwritter.enums import DotStyle

from workbench.evidence.interchange import columns
from workbench.evidence.interchange.carried import Carried, Link, Thing
from workbench.vocabulary import MentionKind, Nature

_TYPES = {
    MentionKind.PERSON: "Person",
    MentionKind.ORGANISATION: "Organization",
    MentionKind.PHONE: "Phone",
    MentionKind.HANDSET: "Mobile Phone",
    MentionKind.SIM: "SIM Card",
    MentionKind.VEHICLE: "Vehicle",
    MentionKind.VESSEL: "Boat",
    MentionKind.DOCUMENT: "Document",
    MentionKind.ACCOUNT: "Account",
    MentionKind.PLACE: "Location",
}
_FACT, _ASSESSMENT = "Confirmed", "Tentative"
_ATTRIBUTES = {str: AttributeType.TEXT, int: AttributeType.NUMBER, float: AttributeType.NUMBER}
_WITHIN_THE_FORMAT = ("label", "relationship", "kind", "nature")


def write(carried: Carried, out: Path) -> None:
    """Write the file."""
    about = {
        "title": columns.text(carried.title),
        "author": carried.software,
        "comments": columns.text(carried.notice),
        "created": carried.made_at_utc.isoformat(timespec="seconds"),
    }
    chart = ANXChart({"summary": about})
    chart.add_strength(Strength(name=_FACT, dot_style=DotStyle.SOLID))
    chart.add_strength(Strength(name=_ASSESSMENT, dot_style=DotStyle.DASHED))
    for name, kind in _classes().items():
        chart.add_attribute_class(AttributeClass(name=name, type=kind, visible=False))
    for thing in carried.things:
        chart.add_icon(**_icon(carried, thing))
    for link in carried.links:
        chart.add_link(**_line(carried, link))
    chart.to_anx(out)


def _classes() -> dict[str, AttributeType]:
    return {
        column.name: _ATTRIBUTES.get(column.type, AttributeType.FLAG)
        for column in (*columns.THINGS, *columns.LINKS)
        if column.name not in _WITHIN_THE_FORMAT
    }


def _icon(carried: Carried, thing: Thing) -> dict[str, object]:
    row = columns.of_thing(carried, thing)
    return {
        "id": thing.id,
        "type": _TYPES[MentionKind(thing.kind)],
        "label": columns.text(thing.label),
        "description": columns.text(row["attributes"] or ""),
        "source_ref": columns.text(row["sources"] or ""),
        "attributes": _attributes(row),
    }


def _line(carried: Carried, link: Link) -> dict[str, object]:
    row = columns.of_link(carried, link)
    dated: dict[str, object] = {}
    if link.first_utc is not None:
        dated = {
            "date": f"{link.first_utc:%Y-%m-%d}",
            "time": f"{link.first_utc:%H:%M:%S}",
            "datetime_description": f"{row['first_utc']} to {row['last_utc']}",
        }
    return {
        "from_id": link.left,
        "to_id": link.right,
        "type": link.kind,
        "label": f"{link.kind} ({link.count})",
        "arrow": "ArrowOnHead" if link.directed else None,
        "strength": _ASSESSMENT if link.nature == Nature.ASSESSMENT else _FACT,
        "description": columns.text(f"{link.total} pieces of evidence: {row['evidence']}"),
        "source_ref": columns.text(row["sources"] or ""),
        "attributes": _attributes(row),
        **dated,
    }


def _attributes(row: dict[str, columns.Value]) -> dict[str, columns.Value]:
    return {
        name: columns.text(value) if isinstance(value, str) else value
        for name, value in row.items()
        if name not in _WITHIN_THE_FORMAT and value not in (None, "")
    }
