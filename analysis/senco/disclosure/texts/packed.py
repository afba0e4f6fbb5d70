"""Packed files: what they hold, what they say of it, and what stands beside it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator

from senco.disclosure.texts.packets import decode_bytes


class BesideError(Exception):
    """An archive in which something belongs to no member."""

    def __str__(self) -> str:
        return "a packed file with something beside its members"


def inflate(content: bytes, most: int) -> tuple[bytes, list[str]]:
    """Return what a gzip file holds, and what its head says.

    Parameters
    ----------
    content : bytes
        The file (RFC 1952).
    most : int
        About so many bytes are unpacked, and no more.

    Returns
    -------
    unpacked : bytes
        Of all its parts, one after the other; longer than `most` where there is more.
    texts : list of str
        Names and comments.

    Raises
    ------
    ValueError
        Where it is damaged, or something stands behind its end.
    """
    unpacked, texts = b"", []
    try:
        while content.startswith(b"\x1f\x8b") and len(unpacked) <= most:
            texts += _read_head(content)
            stream = zlib.decompressobj(wbits=31)
            unpacked += stream.decompress(content, most + 1 - len(unpacked))
            if not stream.eof:
                break
            content = stream.unused_data
    except (zlib.error, IndexError):
        raise ValueError("a damaged file") from None
    if content.strip(b"\0") and len(unpacked) <= most:
        raise ValueError("a damaged file, or one with more behind its end")
    return unpacked, texts


def _read_head(content: bytes) -> list[str]:
    flags, place, texts = content[3], 10, []
    if flags & 4:
        size = int.from_bytes(content[10:12], "little")
        texts.append(decode_bytes(content[12 : 12 + size]))
        place += 2 + size
    for flag in (8, 16):
        if flags & flag:
            end = content.find(b"\0", place)
            texts.append(decode_bytes(content[place:end]))
            place = end + 1
    return texts


def check_gaps(archive: zipfile.ZipFile, content: bytes) -> None:
    """Refuse what stands between an archive's members, or behind its end, and is none of them.

    Parameters
    ----------
    archive : zipfile.ZipFile
        Open.
    content : bytes
        The file.

    Raises
    ------
    BesideError
        Where anything but noughts stands there.
    """
    end = 0
    for member in sorted(archive.infolist(), key=lambda member: member.header_offset):
        start = member.header_offset
        sizes = [int.from_bytes(content[start + n : start + n + 2], "little") for n in (26, 28)]
        if start != end and content[end:start].strip(b"\0"):
            raise BesideError
        end = start + 30 + sum(sizes) + member.compress_size
        if member.flag_bits & 8:  # its sizes follow it, with a mark or without
            mark = content[end : end + 4] == b"PK\x07\x08"
            wide = member.compress_size >= 2**32 - 1 or member.file_size >= 2**32 - 1
            end += (4 if mark else 0) + (20 if wide else 12)
    last = content.rfind(b"PK\x05\x06")
    listed = content[archive.start_dir : last]
    if content[end : archive.start_dir].strip(b"\0") or not listed.startswith(b"PK\x01\x02"):
        raise BesideError
    if len(content) != last + 22 + len(archive.comment):
        raise BesideError


def list_comments(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield what an archive says of itself and of its members.

    Parameters
    ----------
    archive : zipfile.ZipFile
        Open.

    Yields
    ------
    where : str
        Blank for a member's name.
    text : str
        A comment, a member's name, the fields that programs add to one.
    """
    yield "comment", decode_bytes(archive.comment)
    for member in archive.infolist():
        yield "", member.filename
        for content in (member.comment, member.extra):
            yield "what is said of a member", decode_bytes(content)


def read_inventory(content: bytes, most: int) -> str:
    """Return the text of an inventory of Sphinx (`objects.inv`).

    Parameters
    ----------
    content : bytes
        The file.
    most : int
        A longer one is refused.

    Returns
    -------
    str
        Its head, and what is packed below.

    Raises
    ------
    ValueError
        Where it is damaged, too long, or something stands behind its end.
    """
    head, _, body = content.partition(b"zlib.\n")
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(body, most)
    except zlib.error:
        raise ValueError("a damaged file") from None
    if not stream.eof or stream.unused_data:
        raise ValueError("a damaged file, or one with more behind its end")
    return (head + text).decode("utf-8", "replace")
