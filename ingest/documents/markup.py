"""XML inside documents: nothing outside the file is loaded, no entity is expanded."""

from lxml import etree

Element = etree._Element


def parsed(data: bytes) -> Element:
    """The root of an XML part."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def name_of(element: Element) -> str:
    """The element's name without its namespace; empty for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def said(element: Element, *tags: str, between: str = "") -> str:
    """All text in an element, or in the elements of these tags inside it."""
    return between.join(str(text) for text in element.itertext(*tags))
