"""What a file holds, as texts: its own, and those of the files inside it."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from senco.disclosure.documents import read_pdf, read_sheets
from senco.disclosure.pictures import PICTURES, read_picture
from senco.errors import DataError
from senco.formats.archive import open_zip

#: Files that hold transcripts, recordings or whole projects; or data that nobody looked at.
NEVER_PUBLISHED = frozenset(
    {
        *(".qdpx", ".qde", ".qdc", ".nvp", ".nvpx", ".mx22", ".mx24", ".mex24", ".atlproj"),
        *(".atlasproj", ".hpr7", ".dvpx", ".docx", ".doc", ".rtf", ".odt", ".xlsx", ".xls"),
        *(".xlsm", ".ods", ".sav", ".dta", ".rdata", ".rds", ".sqlite", ".db", ".mdb", ".eml"),
        *(".msg", ".pst", ".vcf", ".zip", ".7z", ".rar", ".mp3", ".wav", ".m4a", ".aac", ".ogg"),
        *(".flac", ".wma", ".mp4", ".mov", ".avi", ".mkv", ".webm", ".vtt", ".srt"),
    }
)
#: No text, and no file inside a file, is larger than this; a larger one is named.
MAXIMUM_BYTES = 64 * 1024 * 1024
#: So much text is searched in a file with all that is packed in it: each reading of it is
#: kept beside the others. And so much is unpacked.
MAXIMUM_TEXT_BYTES, MAXIMUM_UNPACKED_BYTES = 24 * 1024 * 1024, 128 * 1024 * 1024
#: So deep are files in files opened, and so many of them.
MAXIMUM_DEPTH, MAXIMUM_MEMBERS = 3, 5000
_TABLES = frozenset({".csv", ".tsv"})


@dataclass(frozen=True)
class Piece:
    """A text of a file.

    Parameters
    ----------
    text : str
        The text.
    kind : str
        The ending that says how it is read, such as ".html".
    inside : str
        Where in the file it stands; blank for the file itself.
    rows : bool
        Whether its rows are the file's.
    maker : bool
        Whether it is the field that names who made the file.
    place : bool
        Whether it is where a picture was taken.
    """

    text: str = field(repr=False)
    kind: str
    inside: str = field(default="", repr=False)
    rows: bool = True
    maker: bool = False
    place: bool = False


class UnreadableError(Exception):
    """A file that cannot be searched; the message says why, and nothing of what it holds."""


@dataclass
class _Budget:
    """How much of a file, with everything that is packed in it, may still be read."""

    text: int = MAXIMUM_TEXT_BYTES
    unpacked: int = MAXIMUM_UNPACKED_BYTES
    members: int = MAXIMUM_MEMBERS

    def take(self, text: int = 0, unpacked: int = 0, members: int = 0) -> None:
        """Take from it, or say that it is used up."""
        self.text -= text
        self.unpacked -= unpacked
        self.members -= members
        if self.text < 0:
            limit = MAXIMUM_TEXT_BYTES // 2**20
            raise UnreadableError(f"a file with over {limit} MB of text in it")
        if min(self.unpacked, self.members) < 0:
            raise UnreadableError("a packed file with too much in it")


def read_pieces(
    content: bytes, name: str, depth: int = 0, budget: _Budget | None = None
) -> Iterator[Piece]:
    """Yield every text that a file holds.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        Its name.
    depth : int
        How many files it lies in.
    budget : optional
        What those leave of what is read.

    Yields
    ------
    Piece
        Its text; its metadata; the text of the files in it, with those files' names.

    Raises
    ------
    UnreadableError
        Where it is too large, locked or damaged.
    """
    kind = PurePosixPath(name).suffix.lower()
    budget = budget or _Budget()
    if len(content) > MAXIMUM_BYTES:
        raise UnreadableError("a file of over 64 MB")
    if content[:4] == b"PK\x03\x04":
        yield from _read_archive(content, kind, depth, budget)
    elif content[:2] == b"\x1f\x8b":
        inner = _inflate(content)
        budget.take(unpacked=len(inner))
        yield from _nest(inner, name.removesuffix(".gz"), "", depth, budget)
    elif content[:5] == b"%PDF-":
        yield from _label(_read_pdf(content))
    elif kind in PICTURES:
        yield from _label(_read_picture(content))
    elif content.startswith(b"# Sphinx inventory"):
        head, _, body = content.partition(b"zlib.\n")
        text = head + zlib.decompressobj().decompress(body, MAXIMUM_BYTES)
        yield Piece(text.decode("utf-8", "replace"), ".txt", rows=False)
    else:
        budget.take(text=len(content))
        yield from _read_text(content, kind)


def _read_text(content: bytes, kind: str) -> Iterator[Piece]:
    text = decode(content)
    yield Piece(text, kind)
    yield from _read_cells(text) if kind == ".ipynb" else ()
    yield from _read_embedded(text)


def _read_pdf(content: bytes) -> Iterator[tuple[str, str, str]]:
    try:
        yield from read_pdf(content)
    except ValueError as error:
        raise UnreadableError(str(error)) from None


def _read_picture(content: bytes) -> Iterator[tuple[str, str, str]]:
    try:
        yield from read_picture(content)
    except ValueError as error:
        raise UnreadableError(str(error)) from None


def _label(fields: Iterator[tuple[str, str, str]]) -> Iterator[Piece]:
    """Pieces from what a document says of itself: role, where, text."""
    for role, inside, text in fields:
        yield Piece(text, ".txt", inside, rows=False, maker=role == "maker", place=role == "place")


def decode(content: bytes) -> str:
    """Return the text that bytes hold.

    Parameters
    ----------
    content : bytes
        A file.

    Returns
    -------
    str
        Read as UTF-8, or UTF-16 where it says so, or as Windows writes.

    Raises
    ------
    UnreadableError
        Where they are none of these: packed, coded or compiled in a way that is not
        known here. What cannot be read is not taken to be empty.
    """
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for coding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            text = content.decode(coding)
            if not _NO_TEXT.search(text):
                return text
    raise UnreadableError("a file that is neither text nor of a kind that can be searched")


#: Signs that stand in no text, but in nearly every file that is packed or compiled.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def _inflate(content: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            return stream.read(MAXIMUM_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise UnreadableError("a damaged file") from None


def _nest(content: bytes, name: str, inside: str, depth: int, budget: _Budget) -> Iterator[Piece]:
    if depth >= MAXIMUM_DEPTH:
        raise UnreadableError("files packed too deep")
    for piece in read_pieces(content, name, depth + 1, budget):
        where = f"{inside}/{piece.inside}".strip("/")
        yield Piece(piece.text, piece.kind, where, False, piece.maker, piece.place)


def _read_archive(content: bytes, kind: str, depth: int, budget: _Budget) -> Iterator[Piece]:
    """The members of a zip file, and of the documents that are one."""
    if depth >= MAXIMUM_DEPTH:
        raise UnreadableError("files packed too deep")
    try:
        with open_zip(content, "a packed file") as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            budget.take(unpacked=_measure(members), members=len(members))
            if archive.comment:
                yield Piece(archive.comment.decode("utf-8", "replace"), ".txt", "comment", False)
            for member in members:
                yield Piece(member.filename, ".txt", "", False)
                with archive.open(member) as stream:
                    inner = stream.read(MAXIMUM_BYTES + 1)
                yield from _read_maker(inner, member.filename)
                yield from _nest(inner, member.filename, member.filename, depth, budget)
    except (DataError, zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, zlib.error):
        raise UnreadableError("a locked or damaged file, or one with too much in it") from None
    if kind in (".xlsx", ".xlsm"):
        try:
            for inside, text in read_sheets(content):
                yield Piece(text, ".csv", inside, False)
        except ValueError as error:
            raise UnreadableError(str(error)) from None


def _measure(members: list[zipfile.ZipInfo]) -> int:
    return sum(member.file_size for member in members)


_CORE = re.compile(
    r"<(?:\w+:)?(creator|lastModifiedBy|initial-creator|manager|Manager|Company)\b[^>]*>([^<]+)<"
)


def _read_maker(content: bytes, name: str) -> Iterator[Piece]:
    """Who made a document, as its properties say."""
    if name in ("docProps/core.xml", "docProps/app.xml", "meta.xml"):
        for _, text in _CORE.findall(content.decode("utf-8", "replace")):
            yield Piece(text, ".txt", name, False, maker=True)


def _read_cells(text: str) -> Iterator[Piece]:
    """Each cell of a notebook, and each output, as one text rather than a list of lines."""
    try:
        cells = json.loads(text).get("cells", [])
    except (ValueError, AttributeError, RecursionError):
        return
    for number, cell in enumerate(cells, start=1):
        for words in _list_texts(cell):
            yield Piece(words, ".html", f"cell {number}", False)


def _list_texts(thing: object) -> Iterator[str]:
    """Every text in a cell; a list of nothing but texts is one."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, list) and thing and all(isinstance(item, str) for item in thing):
        yield "".join(thing)
    elif isinstance(thing, list):
        for item in thing:
            yield from _list_texts(item)
    elif isinstance(thing, dict):
        for item in thing.values():
            yield from _list_texts(item)


_EMBEDDED = re.compile(r"data:image/(png|jpe?g|webp|gif|tiff)[^,\"']{0,40};base64,([\w+/=%]{40,})")
_OUTPUT = re.compile(r"\"image/(png|jpe?g)\":\s*\"([\w+/=\\]{40,})")


def _read_embedded(text: str) -> Iterator[Piece]:
    """What a picture inside a page or a notebook says of itself."""
    import base64
    import binascii

    for pattern in (_EMBEDDED, _OUTPUT):
        for match in pattern.finditer(text):
            try:
                raw = base64.b64decode(match[2].replace("\\n", "").replace("%3D", "="))
            except (binascii.Error, ValueError):
                continue
            yield from _label(_read_picture(raw))
