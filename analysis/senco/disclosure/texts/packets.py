"""Fields that programs leave in pictures and documents: XMP, IPTC, and texts among bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from senco.errors import DataError
from senco.intake.formats.markup import name_of, parse_xml

Fields = Iterator[tuple[str, str, str]]

#: Fields that name who made something, by their names without a prefix, in small letters.
MAKERS = frozenset(
    {
        *("author", "artist", "creator", "xpauthor", "cameraownername", "copyright", "rights"),
        *("ownername", "owner", "captionwriter", "credit", "bylines", "cameraowner", "authors"),
    }
)
#: Fields that say where it was made.
_PLACES = frozenset(
    {"city", "state", "location", "sublocation", "locationcreated", "locationshown"}
)
#: A position as XMP writes it, such as 54,58.5N, in an attribute or an element.
POSITION = re.compile(
    r"GPS(?:Dest)?(?:Latitude|Longitude)[\s\"'=>]{1,20}[+-]?\d|<georss:point>\s{0,9}[+-]?\d"
)
#: IPTC's fields of record 2 by number (IIM 4.2): who made it, and where.
_IPTC_MAKERS, _IPTC_PLACES = frozenset({80, 110, 116, 122}), frozenset({90, 92, 95})
_IPTC_NAMES = {80: "creator", 90: "city", 92: "place", 95: "county", 120: "caption", 122: "writer"}
_IPTC = re.compile(rb"\x1c\x02(.)(..)", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]+")


def read_xmp(packet: bytes) -> Fields:
    """Yield what an XMP packet says.

    Parameters
    ----------
    packet : bytes
        XML.

    Yields
    ------
    role : {"maker", "place", "text"}
        What the field is for.
    name : str
        The field.
    text : str
        What it says.
    """
    text = decode_bytes(packet)
    yield "text", "XMP", text
    if POSITION.search(text):
        yield "place", "XMP, position", "position"
    start, end = packet.find(b"<"), packet.rfind(b">") + 1
    try:
        root = parse_xml(packet[start:end], "XMP")
    except DataError:
        return  # it was searched as text
    for element in root.iter():
        fields = [(name.rpartition("}")[2], value) for name, value in element.attrib.items()]
        fields.append((name_of(element), " ".join("".join(element.itertext()).split())))
        for name, value in fields:
            role = _judge(name)
            if role and value.strip():
                yield role, f"XMP, {name}", value


def _judge(name: str) -> str:
    small = name.casefold()
    return "maker" if small in MAKERS else "place" if small in _PLACES else ""


def read_iptc(block: bytes) -> Fields:
    """Yield the fields of an IPTC block.

    Parameters
    ----------
    block : bytes
        As Photoshop and others keep it in a picture.

    Yields
    ------
    role : {"maker", "place", "text"}
        What the field is for.
    name : str
        The field.
    text : str
        What it says.
    """
    for match in _IPTC.finditer(block):
        number, size = match[1][0], int.from_bytes(match[2], "big")
        text = decode_bytes(block[match.end() : match.end() + size]).strip()
        role = "maker" if number in _IPTC_MAKERS else "place" if number in _IPTC_PLACES else "text"
        if text:
            yield role, f"IPTC, {_IPTC_NAMES.get(number, f'field {number}')}", text
    yield from (("text", "IPTC", text) for text in list_readings(block))


def decode_bytes(raw: bytes) -> str:
    """Return a text of unknown encoding, without signs that cannot be seen.

    Parameters
    ----------
    raw : bytes
        UTF-8, UTF-16 of plain letters, or Latin-1.

    Returns
    -------
    str
        With a blank for each run of control signs.

    Examples
    --------
    >>> decode_bytes("Zoë".encode()), decode_bytes("Zoë".encode("latin-1"))
    ('Zoë', 'Zoë')
    >>> decode_bytes("Zoe".encode("utf-16-be"))
    'Zoe'
    """
    bare = raw.replace(b"\0", b"")
    try:
        text = bare.decode("utf-8")
    except UnicodeDecodeError:
        text = bare.decode("latin-1")
    return _CONTROL.sub(" ", text)


def list_readings(raw: bytes) -> list[str]:
    r"""Return the texts that may stand among bytes, in each encoding that is likely.

    Parameters
    ----------
    raw : bytes
        Any bytes.

    Returns
    -------
    list of str
        As Latin-1 or UTF-8; and as UTF-16, where much of it is noughts, from the first
        byte and from the second.

    Examples
    --------
    >>> "Zoë" in list_readings(b"UNICODE\0" + "Zoë".encode("utf-16-le"))[1]
    True
    """
    texts = [decode_bytes(raw)]
    if raw.count(b"\0") * 10 > len(raw):
        for coding in ("utf-16-le", "utf-16-be"):
            for start in (0, 1):
                texts.append(_CONTROL.sub(" ", raw[start:].decode(coding, "replace")))
    return texts
