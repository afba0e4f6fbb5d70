"""Zip archives that strangers made: checked before anything in them is unpacked."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, NoReturn, cast

from senco.errors import DataError, Finding

Source = Path | bytes

#: More members, or larger ones, than any project of this kind has.
MAXIMUM_MEMBERS = 20_000
MAXIMUM_MEMBER_BYTES = 64 * 2**20
MAXIMUM_READ_BYTES = 192 * 2**20
#: So long is the list of members at the end of an archive, with paths of some 150 letters.
MAXIMUM_LIST_BYTES = 4 * 2**20
#: Other ways of packing reserve memory as the archive asks for it.
_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What each entry of the list of members begins with.
_ENTRY = b"PK\x01\x02"
_PIECE = 2**20
#: The oldest time that an archive can tell.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
#: Text packs to about a tenth; only made-up content packs to less than 1 in 250.
MAXIMUM_RATIO = 250
RATIO_FROM_BYTES = 2**20
MAXIMUM_FILE_BYTES = 64 * 2**20
#: What zipfile raises for bytes that are not what the archive says.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
    OverflowError,
)  # fmt: skip


def fail(label: str, found: str, allowed: str, remedy: str = "") -> NoReturn:
    """Raise a data error with one finding.

    Parameters
    ----------
    label : str
        How messages name the file, or the file and its part.
    found, allowed, remedy : str
        As in `senco.errors.Finding`.

    Raises
    ------
    DataError
        Always.
    """
    raise DataError([Finding(label, found, allowed, remedy=remedy)]) from None


def label_of(source: Source, label: str | None) -> str:
    """Return the name under which messages speak of a file.

    Parameters
    ----------
    source : Path or bytes
        The file.
    label : str or None
        The name to use, where it is given.

    Returns
    -------
    str
        Never with a folder: folders carry people's names.
    """
    return label or (source.name if isinstance(source, Path) else "the file")


def read_file(source: Source, label: str) -> bytes:
    """Return the content of a plain file of bounded size.

    Parameters
    ----------
    source : Path or bytes
        The file, or what it holds.
    label : str
        How messages name it.

    Returns
    -------
    bytes
        At most 64 MB.

    Raises
    ------
    DataError
        Where there is no such file or it is larger.
    """
    if isinstance(source, bytes):
        size = len(source)
    elif source.is_file():
        size = source.stat().st_size
    else:
        fail(label, "no such file", "a file")
    if size > MAXIMUM_FILE_BYTES:
        fail(label, f"{size:,} bytes", f"at most {MAXIMUM_FILE_BYTES:,}")
    return source if isinstance(source, bytes) else source.read_bytes()


@dataclass
class Archive:
    """An open archive whose table of contents has been checked.

    Parameters
    ----------
    label : str
        How messages name it.
    file : zipfile.ZipFile
        The archive.
    members : dict of str to list of ZipInfo
        By name, without regard to case and with "/" between folders.
    """

    label: str
    file: zipfile.ZipFile
    members: dict[str, list[zipfile.ZipInfo]]
    bytes_read: int = 0

    def find(self, name: str) -> zipfile.ZipInfo | None:
        """Return the member of this name, whatever its case."""
        found = self.members.get(_fold(name), [])
        exact = [info for info in found if info.filename == name]
        if len(found) > 1 and len(exact) != 1:
            fail(self.label, f"{len(found)} members of the same name", "each name once")
        return next(iter(exact or found), None)

    def read(self, info: zipfile.ZipInfo, part: str) -> bytes:
        """Return a member's content; `part` is how messages name it."""
        place = f"{self.label}, {part}"
        if info.flag_bits & 1:
            fail(place, "an encrypted member", "one that needs no password")
        if info.file_size > MAXIMUM_MEMBER_BYTES:
            fail(place, f"{info.file_size:,} bytes", f"at most {MAXIMUM_MEMBER_BYTES:,}")
        self.bytes_read += info.file_size
        if self.bytes_read > MAXIMUM_READ_BYTES:
            fail(place, "too much text in total", f"at most {MAXIMUM_READ_BYTES:,} bytes")
        if info.compress_type not in _PACKING:
            fail(place, "an unknown kind of compression", "an ordinary zip archive")
        try:
            with self.file.open(info) as member:
                return member.read(info.file_size)
        except (NotImplementedError, RuntimeError):
            fail(place, "an unknown kind of compression", "an ordinary zip archive")
        except DAMAGE:
            fail(place, "damaged content", "a complete archive", "Export it again.")


def _fold(name: str) -> str:
    return name.replace("\\", "/").casefold()


class _ListTooLongError(Exception):
    """A list of members that is not read; the numbers of its members and its bytes."""


class _Measured:
    """A file of which zipfile cannot read a long list of members into memory.

    zipfile asks for the whole list at once and makes an object of each entry, whatever
    number of entries the archive tells.
    """

    def __init__(self, file: IO[bytes]):
        self.file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable
        self.allowed: int | None = MAXIMUM_LIST_BYTES

    def read(self, size: int = -1) -> bytes:
        """Return bytes, as long as they are not too many for a list of members."""
        if self.allowed is not None and size > self.allowed:
            raise _ListTooLongError(*_count_entries(self.file, size))
        content = self.file.read(size)
        if self.allowed is not None:
            self.allowed -= max(size, 0)
        return content


def _count_entries(file: IO[bytes], size: int) -> tuple[int, int]:
    """Return how many entries stand in the next bytes, and how many bytes there are."""
    count, length, tail = 0, 0, b""
    while length < size and (piece := file.read(min(_PIECE, size - length))):
        count += (tail + piece).count(_ENTRY)
        length += len(piece)
        tail = piece[-3:]
    return count, length


def pack_zip(files: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive, the same bytes for the same files.

    Parameters
    ----------
    files : mapping of str to bytes
        What it holds, by name.
    packing : int
        As zipfile calls it; with ``zipfile.ZIP_STORED`` the bytes do not depend on the library
        that packs, which is another one on other machines.

    Returns
    -------
    bytes
        In the order given.
    """
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.compress_type = packing
            archive.writestr(info, content)
    return stream.getvalue()


@contextmanager
def open_zip(source: Source, label: str) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive whose list of members is not too long: the one place that does.

    The list's length is looked at before it is read.

    Parameters
    ----------
    source : Path or bytes
        The file, or what it holds.
    label : str
        How messages name it.

    Yields
    ------
    zipfile.ZipFile
        Open until the end of the block; no member was looked at.

    Raises
    ------
    DataError
        Where there is no such file, it is no zip archive or is cut short, or it has too
        many members.
    """
    if isinstance(source, Path) and not source.is_file():
        fail(label, "no such file", "a file")
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
        measured = _Measured(stream)
        try:
            file = zipfile.ZipFile(cast("IO[bytes]", measured))
        except _ListTooLongError as error:
            _refuse_list(label, *error.args)
        except (*DAMAGE, NotImplementedError):
            found, allowed = (
                ("an incomplete or damaged zip archive"),
                "an archive as the program exports it",
            )
            fail(label, found, allowed, "Copy it again.")
        measured.allowed = None
        with file:
            if len(file.infolist()) > MAXIMUM_MEMBERS:
                _refuse_list(label, len(file.infolist()), 0)
            if not all(info.filename for info in file.infolist()):
                fail(label, "a member without a name", "an ordinary zip archive", "Pack it again.")
            yield file


def _refuse_list(label: str, members: int, size: int) -> NoReturn:
    remedy = "Pack only what belongs to it, or export it again."
    if members > MAXIMUM_MEMBERS:
        fail(label, f"{members:,} members", f"at most {MAXIMUM_MEMBERS:,}", remedy)
    found = f"a list of members of {size:,} bytes"
    fail(label, found, f"at most {MAXIMUM_LIST_BYTES:,}", remedy)


@contextmanager
def open_archive(source: Source, label: str) -> Iterator[Archive]:
    """Open a zip archive and check its list of members.

    Nothing is unpacked for the check, and nothing to disk at any time.

    Parameters
    ----------
    source : Path or bytes
        The file, or what it holds.
    label : str
        How messages name it.

    Yields
    ------
    Archive
        Open until the end of the block.

    Raises
    ------
    DataError
        Where it is no zip archive, is cut short, or has more members or packs
        tighter than a project can.
    """
    with open_zip(source, label) as file:
        yield Archive(label, file, _check_contents(file, label))


def _check_contents(file: zipfile.ZipFile, label: str) -> dict[str, list[zipfile.ZipInfo]]:
    infos = [info for info in file.infolist() if not info.is_dir()]
    members: dict[str, list[zipfile.ZipInfo]] = {}
    for number, info in enumerate(infos, start=1):
        tight = info.file_size > MAXIMUM_RATIO * max(info.compress_size, 1)
        if tight and info.file_size > RATIO_FROM_BYTES:
            found = f"{info.file_size:,} bytes packed into {info.compress_size:,}"
            fail(f"{label}, member {number}", found, f"at most {MAXIMUM_RATIO} times as much")
        members.setdefault(_fold(info.filename), []).append(info)
    return members


def list_by_suffix(archive: Archive, suffix: str) -> list[zipfile.ZipInfo]:
    """Return the members whose names end so, whatever their case.

    Parameters
    ----------
    archive : Archive
        An open archive.
    suffix : str
        Such as ".qde".

    Returns
    -------
    list of ZipInfo
        In the archive's order; the resource forks that macOS adds are left out.
    """
    return [
        info
        for name, infos in archive.members.items()
        for info in infos
        if name.endswith(suffix) and not PurePosixPath(name).parts[0].startswith("__macosx")
    ]
