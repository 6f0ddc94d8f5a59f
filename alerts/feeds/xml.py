"""Writing XML: every text is escaped and plain."""

from xml.etree import ElementTree

from alerts.plain import plain

Element = ElementTree.Element


def document(tag: str, namespace: str, **attributes: str) -> Element:
    return Element(tag, {"xmlns": namespace, **attributes})


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    child = ElementTree.SubElement(parent, tag, {name: plain(value) for name, value in attributes.items()})
    child.text = plain(text) or None
    return child


def add_if(parent: Element, tag: str, text: str) -> None:
    """Add an element that may be missing, where there is something to say."""
    if text:
        add(parent, tag, text)


def written(root: Element) -> bytes:
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text
