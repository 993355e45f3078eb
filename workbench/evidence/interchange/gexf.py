"""GEXF 1.3: a graph whose edges stand in time; all directed, as in GraphML."""

from pathlib import Path
from typing import Any

from lxml import etree

from workbench.evidence.interchange import columns
from workbench.evidence.interchange.carried import Carried, Link
from workbench.evidence.interchange.columns import Column

_NAMESPACE = "http://gexf.net/1.3"
_PREFIXES: Any = {None: _NAMESPACE}
_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}
# The format's own attributes: a label and weight of ours would only repeat them.
_THINGS = [column for column in columns.THINGS if column.name != "label"]
_LINKS = [column for column in columns.LINKS if column.name != "weight"]


def write(carried: Carried, out: Path) -> None:
    """Write the file."""
    root = etree.Element(f"{{{_NAMESPACE}}}gexf", nsmap=_PREFIXES)
    root.set("version", "1.3")
    meta = _child(root, "meta", lastmodifieddate=f"{carried.made_at_utc:%Y-%m-%d}")
    _child(meta, "creator").text = columns.text(carried.software)
    _child(meta, "description").text = columns.text(carried.notice)
    graph = _child(root, "graph", defaultedgetype="directed", mode="dynamic", timeformat="date")
    _declare(graph, "node", _THINGS)
    _declare(graph, "edge", _LINKS)
    nodes, edges = _child(graph, "nodes"), _child(graph, "edges")
    for thing in carried.things:
        node = _child(nodes, "node", id=thing.id, label=columns.text(thing.label))
        _values(node, _THINGS, columns.of_thing(carried, thing))
    for number, link in enumerate(carried.links):
        edge = _child(
            edges,
            "edge",
            id=str(number),
            source=link.left,
            target=link.right,
            weight=str(link.count),
            label=link.kind,
            **_stretch(link),
        )
        _values(edge, _LINKS, columns.of_link(carried, link))
    etree.ElementTree(root).write(
        str(out), xml_declaration=True, encoding="UTF-8", pretty_print=True
    )


def _stretch(link: Link) -> dict[str, str]:
    """From the first to the last day (UTC); the times themselves stand among the attributes."""
    if link.first_utc is None:
        return {}
    last = max(link.last_utc or link.first_utc, link.first_utc)
    return {"start": f"{link.first_utc:%Y-%m-%d}", "end": f"{last:%Y-%m-%d}"}


def _declare(graph: etree._Element, of: str, known: list[Column]) -> None:
    attributes = _child(graph, "attributes", mode="static")
    attributes.set("class", of)
    for column in known:
        _child(attributes, "attribute", id=column.name, title=column.name, type=_TYPES[column.type])


def _values(parent: etree._Element, known: list[Column], row: dict[str, columns.Value]) -> None:
    values = _child(parent, "attvalues")
    for column in known:
        value = row[column.name]
        if value is not None:
            attribute = _child(values, "attvalue", value=columns.text(value))
            attribute.set("for", column.name)


def _child(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
