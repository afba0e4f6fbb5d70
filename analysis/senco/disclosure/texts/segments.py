"""The parts of a picture's file that say something; one that is not known is refused.

What stands in a picture's own data, a person sees. Beside them a file has room for fields
of many programs, for a second picture that no program shows, and for whatever somebody put
behind its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Parts = Iterator[tuple[str, bytes]]

_DAMAGED = "a picture that cannot be read"
_BEHIND = "a picture with more behind its end"
_UNKNOWN = "a picture with parts of another program in it"
SECOND = "a picture with a second one in it, such as a thumbnail"

#: JPEG's tables and frames, which are the picture itself; and its marks without content.
_TABLES = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD})
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_END, _SCAN = 0xD9, 0xDA
_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
#: What a JPEG's segments begin with, by their mark, and what they are called here.
_SEGMENTS: dict[int, dict[bytes, str]] = {
    0xE0: {b"JFIF\0": "JFIF", b"JFXX\0": "JFXX"},
    0xE1: {
        b"Exif\0\0": "EXIF",
        b"http://ns.adobe.com/xap/1.0/\0": "XMP",
        b"http://ns.adobe.com/xmp/extension/\0": "XMP, continued",
    },
    0xE2: {b"ICC_PROFILE\0": "ICC"},
    0xED: {b"Photoshop 3.0\0": "IPTC"},
    0xEE: {b"Adobe": "Adobe"},
    0xFE: {b"": "comment"},
}
_CHUNKS = frozenset(
    {
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sBIT", b"sRGB"),
        *(b"bKGD", b"hIST", b"pHYs", b"tIME", b"acTL", b"fcTL", b"fdAT", b"cICP", b"mDCV", b"cLLI"),
    }
)
_TOLD_CHUNKS = {
    b"iCCP": "ICC", b"sPLT": "palette", b"eXIf": "EXIF",
    b"tEXt": "text", b"zTXt": "text", b"iTXt": "text",
}  # fmt: skip
_WEBP = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
_TOLD_WEBP = {b"ICCP": "ICC", b"EXIF": "EXIF", b"XMP ": "XMP"}
_GIF_PROGRAMS = {b"XMP DataXMP": "XMP", b"ICCRGBG1012": "ICC"}
_GIF_LOOPS = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0"})


def list_parts(content: bytes) -> Parts:
    """Yield the parts of a picture's file that say something.

    Parameters
    ----------
    content : bytes
        A PNG, JPEG, GIF, WebP or ICO file.

    Yields
    ------
    name : str
        What it is.
    part : bytes
        What it holds.

    Raises
    ------
    ValueError
        Where the file is of another kind, is damaged, holds a part that is not known or a
        second picture, or has something behind its end; the message says which.
    """
    for start, walk in _WALKERS.items():
        if content.startswith(start):
            yield from walk(content)
            return
    raise ValueError("a picture of another kind than PNG, JPEG, GIF, WebP and ICO")


def _check_end(content: bytes, end: int) -> None:
    if content[end:].strip(b"\0"):
        raise ValueError(_BEHIND)


def _byte(content: bytes, place: int) -> int:
    if place >= len(content):
        raise ValueError(_DAMAGED)
    return content[place]


def _cut(content: bytes, start: int, size: int) -> bytes:
    if start + size > len(content):
        raise ValueError(_DAMAGED)
    return content[start : start + size]


# -- JPEG (ITU-T T.81, annex B) -------------------------------------------------------------------


def _walk_jpeg(content: bytes) -> Parts:
    place = 2
    while True:
        if _byte(content, place) != 0xFF:
            raise ValueError(_DAMAGED)
        while _byte(content, place + 1) == 0xFF:
            place += 1
        mark = content[place + 1]
        place += 2
        if mark == _END:
            _check_end(content, place)
            return
        if mark in _BARE:
            continue
        size = int.from_bytes(_cut(content, place, 2), "big")
        part = _cut(content, place + 2, max(0, size - 2))
        place += max(2, size)
        if mark == _SCAN:
            place = _skip_scan(content, place)
        elif mark not in _TABLES:
            yield _name_segment(mark, part)


def _skip_scan(content: bytes, place: int) -> int:
    found = _SCAN_END.search(content, place)
    if not found:
        raise ValueError(_DAMAGED)
    return found.start()


def _name_segment(mark: int, part: bytes) -> tuple[str, bytes]:
    for start, name in _SEGMENTS.get(mark, {}).items():
        if part.startswith(start):
            if name == "JFXX" or (name == "JFIF" and part[12:14].strip(b"\0")):
                raise ValueError(SECOND)
            if name == "IPTC" and (b"8BIM\x04\x0c" in part or b"8BIM\x04\x09" in part):
                raise ValueError(SECOND)
            return name, part[len(start) :]
    raise ValueError(_UNKNOWN)


# -- PNG (ISO/IEC 15948, 5.3) ---------------------------------------------------------------------


def _walk_png(content: bytes) -> Parts:
    place = 8
    while True:
        size = int.from_bytes(_cut(content, place, 4), "big")
        kind = _cut(content, place + 4, 4)
        part = _cut(content, place + 8, size)
        place += 12 + size
        if kind == b"IEND":
            _check_end(content, place)
            return
        if kind in _TOLD_CHUNKS:
            yield _TOLD_CHUNKS[kind], part
        elif kind not in _CHUNKS:
            raise ValueError(_UNKNOWN)


# -- GIF (version 89a) ----------------------------------------------------------------------------


def _walk_gif(content: bytes) -> Parts:
    place = 13 + _measure_colours(_byte(content, 10))
    while True:
        mark = _byte(content, place)
        if mark == 0x3B:
            _check_end(content, place + 1)
            return
        if mark == 0x2C:
            place += 10 + _measure_colours(_byte(content, place + 9))
            place, _ = _read_blocks(content, place + 1)
        elif mark == 0x21:
            label = _byte(content, place + 1)
            place, blocks = _read_blocks(content, place + 2)
            yield from _name_extension(label, blocks)
        else:
            raise ValueError(_DAMAGED)


def _measure_colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _read_blocks(content: bytes, place: int) -> tuple[int, list[bytes]]:
    blocks = []
    while size := _byte(content, place):
        blocks.append(_cut(content, place + 1, size))
        place += 1 + size
    return place + 1, blocks


def _name_extension(label: int, blocks: list[bytes]) -> Parts:
    if label == 0xF9 or (label == 0xFF and blocks and blocks[0] in _GIF_LOOPS):
        return
    if label == 0xFE:
        yield "comment", b"".join(blocks)
    elif label == 0x01:
        yield "text", b"".join(blocks[1:])
    elif label == 0xFF and blocks and blocks[0] in _GIF_PROGRAMS:
        # XMP stands there as it is: what counts the bytes of a block is one of its letters
        data = b"".join(bytes([len(block)]) + block for block in blocks[1:])
        yield _GIF_PROGRAMS[blocks[0]], data
    else:
        raise ValueError(_UNKNOWN)


# -- WebP (RFC 9649) ------------------------------------------------------------------------------


def _walk_webp(content: bytes) -> Parts:
    if content[8:12] != b"WEBP":
        raise ValueError(_DAMAGED)
    end = 8 + int.from_bytes(content[4:8], "little")
    _check_end(content, end)
    place = 12
    while place < end:
        kind = _cut(content, place, 4)
        size = int.from_bytes(_cut(content, place + 4, 4), "little")
        part = _cut(content, place + 8, size)
        place += 8 + size + size % 2
        if kind in _TOLD_WEBP:
            yield _TOLD_WEBP[kind], part
        elif kind not in _WEBP:
            raise ValueError(_UNKNOWN)


# -- ICO (pictures of several sizes, each a PNG or as Windows draws it) ---------------------------


def _walk_icon(content: bytes) -> Parts:
    count = int.from_bytes(_cut(content, 4, 2), "little")
    entries = [_cut(content, 6 + 16 * number, 16) for number in range(count)]
    places = [(_number(entry, 12, 4), _number(entry, 8, 4)) for entry in entries]
    end = 6 + 16 * count
    for start, size in sorted(places):
        inner = _cut(content, start, size)
        if start != end or not size:
            raise ValueError(_UNKNOWN)
        end += size
        if inner.startswith(b"\x89PNG"):
            yield from _walk_png(inner)
        elif size != _measure_bitmap(inner):
            raise ValueError(_UNKNOWN)
    _check_end(content, end)


def _number(part: bytes, start: int, size: int) -> int:
    return int.from_bytes(_cut(part, start, size), "little")


def _measure_bitmap(inner: bytes) -> int:
    """How long a picture with its mask is by its own head (BITMAPINFOHEADER)."""
    head, wide, high, deep = (_number(inner, *at) for at in ((0, 4), (4, 4), (8, 4), (14, 2)))
    colours = _number(inner, 32, 4) or (2**deep if deep <= 8 else 0)
    rows = sum((wide * bits + 31) // 32 * 4 for bits in (deep, 1))
    return head + 4 * colours + rows * (high // 2)


_WALKERS: dict[bytes, Callable[[bytes], Parts]] = {
    b"\xff\xd8\xff": _walk_jpeg,
    b"\x89PNG\r\n\x1a\n": _walk_png,
    b"GIF87a": _walk_gif,
    b"GIF89a": _walk_gif,
    b"RIFF": _walk_webp,
    b"\0\0\1\0": _walk_icon,
}
