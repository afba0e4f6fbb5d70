"""What a PDF says: its pages, and every text of every object, shown or not."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from senco.disclosure.texts.packets import decode_bytes, list_readings, read_xmp

Content = tuple[str, str, str | bytes]

_DAMAGED = "a locked or damaged PDF"
_TOO_MUCH = "a PDF with too much in it"
#: So much is unpacked of a PDF, and of what its pages draw, which takes longest to read.
MAXIMUM_UNPACKED_BYTES, MAXIMUM_DRAWN_BYTES = 96 * 2**20, 8 * 2**20
_BESIDE = "a PDF with an earlier version of itself, or something else, in it"
#: What stands below these keys, as messages call it.
_KEYS = {
    "/PieceInfo": "a program's private data", "/Dests": "a named destination",
    "/AcroForm": "a form", "/OCProperties": "a layer", "/StructTreeRoot": "the structure",
    "/Outlines": "a bookmark", "/EmbeddedFiles": "an attachment", "/JS": "a script",
    "/Annots": "a note", "/PageLabels": "a page's label", "/Alt": "text in place of a picture",
    "/ActualText": "text in place of a picture", "/Info": "the properties",
    "/FontFile": "a typeface", "/FontFile2": "a typeface", "/FontFile3": "a typeface",
}  # fmt: skip
#: Words of the format itself (ISO 32000-1, 7.7) that are also people's names.
_OWN = frozenset({"/Mark", "/MarkInfo", "/Marked", "/Page", "/Pages", "/PageLabels", "/PageMode"})
#: Streams that draw or count, and whose words the pages' text holds.
_DRAWN = frozenset({"/XObject", "/Pattern", "/ObjStm", "/XRef"})
_PICTURES = {"/DCTDecode": "picture.jpg", "/DCT": "picture.jpg", "/JPXDecode": "picture.jp2"}
#: What in a typeface, which is no text, could be words all the same: so many letters in a row.
_WORDS = re.compile(rb"[ -~]{10,}")
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.){1,4000})\)", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n")
#: What stands between a PDF's objects: its head, tables of places, trailers.
_BETWEEN = re.compile(
    rb"\s*(?:%PDF-\d\.\d\s*)?(?:%[\x80-\xff ]{1,9}\s*)?"
    rb"(?:xref\s+(?:\d+ \d+\s+(?:\d{10} \d{5} [nf]\s*)*)*trailer\s*<<[^%]{0,2000}>>\s*)?"
    rb"(?:startxref\s+\d+\s+)?(?:%%EOF\s*)?"
)


def read_pdf(content: bytes) -> Iterator[Content]:
    """Yield what a PDF says, and what it says of itself.

    Parameters
    ----------
    content : bytes
        The file.

    Yields
    ------
    role : {"maker", "place", "text", "file"}
        What the text is for.
    name : str
        Where; of a file its name.
    text : str or bytes
        What stands there; of a file, what it holds.

    Raises
    ------
    ValueError
        Where it cannot be read, or holds what belongs to none of its objects.
    """
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would quote what it reads
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise ValueError(_DAMAGED)
        for key, value in (reader.metadata or {}).items():
            yield "maker" if key == "/Author" else "text", str(key).strip("/"), str(value)
        yield from _Walk(reader).tell()  # first, for it measures what the pages draw
        for number, page in enumerate(reader.pages, start=1):
            yield "text", f"page {number}", page.extract_text()
        beside = _list_gaps(reader, content)
    except Exception as error:  # pypdf lets through what its reading of strange objects meets
        known = isinstance(error, ValueError) and str(error) in (_DAMAGED, _BESIDE, _TOO_MUCH)
        raise ValueError(str(error) if known else _DAMAGED) from None
    if not all(_BETWEEN.fullmatch(gap) for gap in beside):
        raise ValueError(_BESIDE)


class _Walk:
    """Every object of a file, each once: first what the pages lead to, then the rest."""

    def __init__(self, reader: Any):
        self.reader = reader
        self.seen: set[tuple[int, int]] = set()
        self.names: set[str] = set()
        self.unpacked, self.drawn = MAXIMUM_UNPACKED_BYTES, MAXIMUM_DRAWN_BYTES

    def tell(self) -> Iterator[Content]:
        """Yield what they say."""
        for number, page in enumerate(self.reader.pages, start=1):
            if page.indirect_reference is not None:
                self.seen.add(_key(page.indirect_reference))
            yield from self._follow(page, f"page {number}", ("/Parent",))
        yield from self._follow(self.reader.trailer, "", ())
        for reference in _list_references(self.reader):
            yield from self._follow(reference, "an object that no page shows", ())
        yield "text", "names", "\n".join(sorted(self.names - _OWN))

    def _follow(self, start: Any, where: str, besides: tuple[str, ...]) -> Iterator[Content]:
        from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

        waiting = [(start, where)]
        while waiting:
            thing, where = waiting.pop()
            if isinstance(thing, IndirectObject):
                if _key(thing) in self.seen:
                    continue
                self.seen.add(_key(thing))
                thing = thing.get_object()
            if isinstance(thing, StreamObject):
                yield from self._describe_stream(thing, where)
            if isinstance(thing, DictionaryObject):
                where = _name_place(thing, where)
                self.names |= {str(key) for key in thing}
                raw = [(key, thing.raw_get(key)) for key in thing if key not in besides]
                waiting += [(value, _join(where, _KEYS.get(key, ""))) for key, value in raw[::-1]]
            elif isinstance(thing, list):
                waiting += [(value, where) for value in thing[::-1]]
            else:
                yield from self._describe_value(thing, where)

    def _describe_stream(self, stream: Any, where: str) -> Iterator[Content]:
        kind, form = stream.get("/Type"), stream.get("/Subtype")
        filters = stream.get("/Filter") or []
        last = filters if isinstance(filters, str) else filters[-1] if len(filters) else ""
        if str(last) in _PICTURES:
            yield "file", _PICTURES[str(last)], bytes(stream._data)
            return
        if form == "/Image" or kind == "/XRef":
            return
        drawn = kind in _DRAWN or form == "/Form" or where.startswith("page ")
        raw = stream.get_data()
        self.unpacked -= len(raw)
        self.drawn -= len(raw) if drawn else 0
        if min(self.unpacked, self.drawn) < 0:
            raise ValueError(_TOO_MUCH)
        if "a typeface" in where:
            yield "text", where, "\n".join(map(decode_bytes, _WORDS.findall(raw)))
        elif kind == "/Metadata" or form == "/XML":
            yield from ((role, _join(where, name), text) for role, name, text in read_xmp(raw))
        elif kind == "/EmbeddedFile" or "an attachment" in where:
            yield "file", "", raw
        elif drawn:
            parts = (decode_bytes(match[1]) for match in _LITERAL.finditer(raw))
            yield "text", where, "\n".join(parts)
        else:
            yield from (("text", where, text) for text in list_readings(raw))

    def _describe_value(self, thing: Any, where: str) -> Iterator[Content]:
        from pypdf.generic import NameObject

        if isinstance(thing, NameObject):
            self.names.add(str(thing))
        elif isinstance(thing, bytes):
            yield from (("text", where, text) for text in list_readings(bytes(thing)))
        elif isinstance(thing, str):
            yield "text", where, str(thing)


def _key(reference: Any) -> tuple[int, int]:
    return reference.idnum, reference.generation


def _list_references(reader: Any) -> list[Any]:
    from pypdf.generic import IndirectObject

    plain = [(number, g) for g, table in reader.xref.items() for number in table]
    packed = [(number, 0) for number in reader.xref_objStm]
    return [IndirectObject(*key, reader) for key in sorted({*plain, *packed})]


def _join(where: str, more: str) -> str:
    return ", ".join(dict.fromkeys(part for part in (*where.split(", "), more) if part))


def _name_place(thing: Any, where: str) -> str:
    """What a dictionary is, where its own keys tell."""
    if "/Title" in thing and ("/Dest" in thing or "/A" in thing or "/Parent" in thing):
        return "a bookmark"
    if "/FT" in thing:
        return _join(where, "a field of a form")
    if thing.get("/Type") == "/OCG":
        return "a layer"
    if "/Rect" in thing and "/Subtype" in thing:
        return _join(where, "a note")
    return where


def _list_gaps(reader: Any, content: bytes) -> list[bytes]:
    """Return the bytes that belong to no object, one run after the other."""
    gaps, end = [], 0
    for offset, reference in sorted(
        (offset, (number, generation))
        for generation, table in reader.xref.items()
        for number, offset in table.items()
    ):
        if offset < end or not _is_object(content, offset, reference):
            continue
        gaps.append(content[end:offset])
        end = _find_end(reader, content, offset, reference)
    return [*gaps, content[end:]]


def _is_object(content: bytes, offset: int, reference: tuple[int, int]) -> bool:
    return bool(re.match(rb"\s*%d\s+%d\s+obj" % reference, content[offset : offset + 40]))


def _find_end(reader: Any, content: bytes, offset: int, reference: tuple[int, int]) -> int:
    from pypdf.generic import IndirectObject, StreamObject

    thing = IndirectObject(*reference, reader).get_object()
    place = offset
    if isinstance(thing, StreamObject):
        start = _STREAM.search(content, offset)
        place = (start.end() if start else offset) + len(thing._data)
    found = content.find(b"endobj", place)
    return found + len(b"endobj") if found >= 0 else len(content)
