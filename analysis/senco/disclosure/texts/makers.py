"""Who made, changed or remarked on a file, where its parts say so; and where it was made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from senco.disclosure.texts.views import resolve_entities

#: Properties of documents, as Office and LibreOffice write them.
_PROPERTIES = re.compile(
    r"<(?:\w+:)?(?:creator|lastModifiedBy|initial-creator|[mM]anager|Company|author|printed-by)"
    r"(?: [^<>]{0,500})?>([^<]+)<"
)
#: Who changed or remarked on something: an attribute of the change.
_REMARKS = re.compile(
    r"\b(?:author|displayName|initials|userId|userName)=(?:\"([^\"<>]+)\"|'([^'<>]+)')"
)
#: The parts of a document in which these stand, as far as they are no text of the document.
_MEMBERS = re.compile(r"(?:.*/)?[\w.-]+\.xml", re.IGNORECASE)
_META = re.compile(r"<meta\b([^<>]{1,2000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w:-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')")
_META_NAMES = frozenset(
    {"author", "creator", "dc.creator", "dcterms.creator", "article:author", "publisher", "owner"}
)
_META_PLACES = frozenset({"geo.position", "icbm", "geo.placename"})
_KEYS = frozenset({"author", "authors", "creator", "creators", "contributors", "username"})


def list_makers(content: bytes, name: str) -> Iterator[str]:
    """Yield who had a hand in a document, as one of its parts says.

    Parameters
    ----------
    content : bytes
        A member of the archive that the document is.
    name : str
        The member's name.

    Yields
    ------
    str
        A name, or what stands for one.
    """
    if _MEMBERS.fullmatch(name):
        text = content.decode("utf-8", "replace")
        found = [match[1] for match in _PROPERTIES.finditer(text)]
        found += [match[1] or match[2] for match in _REMARKS.finditer(text)]
        yield from (resolve_entities(name) for name in dict.fromkeys(found) if name.strip())


def read_meta(page: str) -> Iterator[tuple[str, str, str]]:
    """Yield who made a page and where, as its head says.

    Parameters
    ----------
    page : str
        HTML.

    Yields
    ------
    role : {"maker", "place"}
        What the field is for.
    name : str
        The field.
    text : str
        What it says.
    """
    for match in _META.finditer(page):
        given = {m[1].casefold(): m[2] or m[3] or "" for m in _ATTRIBUTE.finditer(match[1])}
        name = (given.get("name") or given.get("property") or "").casefold()
        text = resolve_entities(given.get("content", "")).strip()
        if text and name in _META_NAMES:
            yield "maker", f"meta, {name}", text
        elif text and name in _META_PLACES:
            yield "place", f"meta, {name}", text


def list_authors(notebook: str) -> Iterator[str]:
    """Yield who made a notebook, as its metadata and those of its cells say.

    Parameters
    ----------
    notebook : str
        Its JSON.

    Yields
    ------
    str
        A name, or what stands beside one, such as an address.
    """
    try:
        whole = json.loads(notebook)
        parts = [whole, *whole.get("cells", ())]
        metadata = [part.get("metadata", {}) for part in parts]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return
    for fields in metadata:
        for key, value in fields.items() if isinstance(fields, dict) else ():
            if key.casefold() in _KEYS:
                yield from _list_texts(value)


def _list_texts(thing: object) -> Iterator[str]:
    if isinstance(thing, str) and thing.strip():
        yield thing.strip()
    elif isinstance(thing, list | dict):
        for item in thing.values() if isinstance(thing, dict) else thing:
            yield from _list_texts(item)
