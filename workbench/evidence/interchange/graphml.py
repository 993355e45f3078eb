"""GraphML (Brandes et al. 2002): a directed multigraph with typed data on nodes and edges.

Not every reader takes directed and undirected edges in one graph, so all are directed; that one
holds both ways is said by its ``is_directed``.
"""

from pathlib import Path
from typing import Any

from lxml import etree

from workbench.evidence.interchange import columns
from workbench.evidence.interchange.carried import Carried
from workbench.evidence.interchange.columns import Column

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_SCHEMA = f"{_NAMESPACE} http://graphml.graphdrawing.org/xmlns/1.1/graphml.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PREFIXES: Any = {None: _NAMESPACE, "xsi": _XSI}
_TYPES = {str: "string", int: "long", float: "double", bool: "boolean"}


def write(carried: Carried, out: Path) -> None:
    """Write the file."""
    root = etree.Element(f"{{{_NAMESPACE}}}graphml", nsmap=_PREFIXES)
    root.set(f"{{{_XSI}}}schemaLocation", _SCHEMA)
    root.append(etree.Comment(columns.comment(carried.notice)))
    _keys(root, "graph", [Column("notice", str)])
    _keys(root, "node", columns.THINGS)
    _keys(root, "edge", columns.LINKS)
    graph = _child(root, "graph", id="network", edgedefault="directed")
    _datum(graph, "graph", "notice", carried.notice)
    for thing in carried.things:
        node = _child(graph, "node", id=thing.id)
        for name, value in columns.of_thing(carried, thing).items():
            _datum(node, "node", name, value)
    for number, link in enumerate(carried.links):
        edge = _child(graph, "edge", id=f"e{number}", source=link.left, target=link.right)
        for name, value in columns.of_link(carried, link).items():
            _datum(edge, "edge", name, value)
    etree.ElementTree(root).write(
        str(out), xml_declaration=True, encoding="UTF-8", pretty_print=True
    )


def _keys(root: etree._Element, of: str, known: list[Column]) -> None:
    for column in known:
        key = _child(root, "key", id=f"{of}_{column.name}")
        key.set("for", of)
        key.set("attr.name", column.name)
        key.set("attr.type", _TYPES[column.type])


def _child(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)


def _datum(parent: etree._Element, of: str, name: str, value: columns.Value) -> None:
    if value is not None:
        _child(parent, "data", key=f"{of}_{name}").text = columns.text(value)
