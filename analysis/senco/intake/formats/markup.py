"""XML from outside, read within bounds: no entities and no document types."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from senco.intake.formats.archive import fail

#: Fed in pieces, so that a document type is met before what follows it is read.
PIECE = 64 * 1024
#: More than a project with tens of thousands of codings has: elements and attributes, and
#: elements within one another.
MAXIMUM_NODES = 600_000
MAXIMUM_DEPTH = 500
#: So many letters stand between two marks of an element. A mark that does not end is read
#: from its beginning with each piece.
LONGEST_STRETCH = 64 * PIECE


class _ForbiddenError(Exception):
    """What the document holds and may not, and what is allowed."""


class _Builder(ElementTree.TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self.nodes, self.depth = 0, 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise _ForbiddenError("a document type, which can declare entities", "XML without one")

    def start(self, tag: str, attrs: dict[str, str]) -> ElementTree.Element:
        self.nodes += 1 + len(attrs)
        self.depth += 1
        if self.nodes > MAXIMUM_NODES:
            found = f"more than {MAXIMUM_NODES:,} elements and attributes"
            raise _ForbiddenError(found, "fewer")
        if self.depth > MAXIMUM_DEPTH:
            found = f"more than {MAXIMUM_DEPTH:,} elements within one another"
            raise _ForbiddenError(found, "fewer")
        return super().start(tag, attrs)

    def end(self, tag: str) -> ElementTree.Element:
        self.depth -= 1
        return super().end(tag)


def _feed(parser: ElementTree.XMLParser, builder: _Builder, content: bytes) -> None:
    """Give a parser its document by pieces, as long as it gets on with them."""
    nodes, since = (0, 0), 0
    for start in range(0, len(content), PIECE):
        parser.feed(content[start : start + PIECE])
        if (builder.nodes, builder.depth) != nodes:
            nodes, since = (builder.nodes, builder.depth), start
        elif start - since >= LONGEST_STRETCH:
            found = f"more than {LONGEST_STRETCH // 2**20} MB without an element"
            raise _ForbiddenError(found, "less")


def parse_xml(content: bytes, label: str) -> ElementTree.Element:
    """Return the root of an XML document that declares no document type.

    Parameters
    ----------
    content : bytes
        The document.
    label : str
        How messages name it.

    Returns
    -------
    xml.etree.ElementTree.Element
        The root.

    Raises
    ------
    DataError
        Where it is not well-formed; holds more, or is nested deeper, than any export;
        or declares a document type: entities are refused, whether they would grow or
        fetch.
    """
    builder = _Builder()
    parser = ElementTree.XMLParser(target=builder)
    try:
        _feed(parser, builder, content)
        return parser.close()
    except _ForbiddenError as error:
        found, allowed = error.args
        fail(label, found, allowed, "Export it again, or in parts.")
    except ElementTree.ParseError as error:
        line, column = error.position
        fail(
            f"{label}, line {line}, column {column + 1}",
            "XML that is not well-formed",
            "XML as the program exports it",
            "Export it again; do not edit it by hand.",
        )
    except (LookupError, ValueError):
        fail(label, "an encoding that is not known", "UTF-8 or UTF-16")


def name_of(element: ElementTree.Element) -> str:
    """Return an element's name without its namespace, which differs by program.

    Parameters
    ----------
    element : xml.etree.ElementTree.Element
        Any element.

    Returns
    -------
    str
        The local name.

    Examples
    --------
    >>> name_of(ElementTree.Element("{urn:QDA-XML:codebook:1.0}Code"))
    'Code'
    """
    return str(element.tag).rpartition("}")[2]


def children(element: ElementTree.Element | None, *names: str) -> Iterator[ElementTree.Element]:
    """Yield an element's children of these names.

    Parameters
    ----------
    element : xml.etree.ElementTree.Element or None
        None has no children.
    *names : str
        Local names.

    Yields
    ------
    xml.etree.ElementTree.Element
        In order.
    """
    for child in element if element is not None else ():
        if name_of(child) in names:
            yield child


def child(element: ElementTree.Element | None, name: str) -> ElementTree.Element | None:
    """Return an element's first child of a name.

    Parameters
    ----------
    element : xml.etree.ElementTree.Element or None
        None has no children.
    name : str
        Local name.

    Returns
    -------
    xml.etree.ElementTree.Element or None
        None where there is none.
    """
    return next(children(element, name), None)


def text_of(element: ElementTree.Element | None, name: str) -> str:
    """Return the text of an element's first child of a name, or "".

    Parameters
    ----------
    element : xml.etree.ElementTree.Element or None
        None has no children.
    name : str
        Local name.

    Returns
    -------
    str
        Without white space at its ends.
    """
    found = child(element, name)
    return (found.text or "").strip() if found is not None else ""
