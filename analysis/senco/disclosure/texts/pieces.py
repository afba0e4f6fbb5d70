"""What a file holds, as texts: its own, and those of the files inside it."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from urllib.parse import unquote

from senco.disclosure.texts.documents import read_sheets
from senco.disclosure.texts.makers import list_authors, list_makers, read_meta
from senco.disclosure.texts.packed import (
    BesideError,
    check_gaps,
    inflate,
    list_comments,
    read_inventory,
)
from senco.disclosure.texts.packets import POSITION
from senco.disclosure.texts.pictures import PICTURES, read_picture
from senco.disclosure.texts.portable import read_pdf
from senco.disclosure.texts.rows import number_rows
from senco.errors import DataError
from senco.intake.formats.archive import DAMAGE, open_zip

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
_MARKED = frozenset({".html", ".htm", ".svg", ".xml"})


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
    lines : tuple of int
        Of a table, the row of each line; elsewhere each line is a row.
    """

    text: str = field(repr=False)
    kind: str
    inside: str = field(default="", repr=False)
    rows: bool = True
    maker: bool = False
    place: bool = False
    lines: tuple[int, ...] = field(default=(), repr=False)

    def row_of(self, line: int) -> int | None:
        """Return the row in which a line stands; None where rows are not the file's."""
        if not self.rows:
            return None
        return self.lines[line - 1] if line <= len(self.lines) else line


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
        inner, names = _inflate(content)
        budget.take(unpacked=len(inner))
        yield from (Piece(text, ".txt", "the packed file's name", False) for text in names)
        yield from _nest(inner, name.removesuffix(".gz"), "", depth, budget)
    elif content[:5] == b"%PDF-":
        yield from _read_pdf(content, depth, budget)
    elif kind in PICTURES:
        yield from _label(_read_picture(content))
    elif content.startswith(b"# Sphinx inventory"):
        try:
            text = read_inventory(content, MAXIMUM_BYTES)
        except ValueError as error:
            raise UnreadableError(str(error)) from None
        budget.take(text=len(text))
        yield Piece(text, ".txt", rows=False)
    else:
        budget.take(text=len(content))
        yield from _read_text(content, kind, depth, budget)


def _read_text(content: bytes, kind: str, depth: int, budget: _Budget) -> Iterator[Piece]:
    text = _LINE_END.sub("\n", decode(content))
    yield _make_table(text, kind) if kind in _TABLES else Piece(text, kind)
    if kind in (".html", ".htm"):
        yield from _label(read_meta(text))
    if kind in _MARKED and POSITION.search(text):
        yield Piece("position", ".txt", "a position", False, place=True)
    if kind == ".ipynb":
        for name in list_authors(text):
            yield Piece(name, ".txt", "metadata", False, maker=True)
        yield from _read_cells(text, depth, budget)
    yield from _read_embedded(text, depth, budget)


_LINE_END = re.compile("\r\n?")


def _make_table(text: str, kind: str, inside: str = "") -> Piece:
    return Piece(text, kind, inside, lines=number_rows(text))


def _read_pdf(content: bytes, depth: int, budget: _Budget) -> Iterator[Piece]:
    try:
        for role, inside, content_inside in read_pdf(content):
            budget.take(text=len(content_inside))
            if isinstance(content_inside, bytes):
                yield from _nest(content_inside, inside, inside or "an attachment", depth, budget)
            else:
                yield from _label(iter([(role, inside, content_inside)]))
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


def _inflate(content: bytes) -> tuple[bytes, list[str]]:
    try:
        return inflate(content, MAXIMUM_BYTES)
    except ValueError as error:
        raise UnreadableError(str(error)) from None


def _nest(content: bytes, name: str, inside: str, depth: int, budget: _Budget) -> Iterator[Piece]:
    if depth >= MAXIMUM_DEPTH:
        raise UnreadableError("files packed too deep")
    for piece in read_pieces(content, name, depth + 1, budget):
        where = f"{inside}/{piece.inside}".strip("/")
        sheet = piece.rows and piece.inside and piece.lines
        yield replace(piece, inside=where, rows=bool(sheet))


def _read_archive(content: bytes, kind: str, depth: int, budget: _Budget) -> Iterator[Piece]:
    """The members of a zip file, and of the documents that are one."""
    if depth >= MAXIMUM_DEPTH:
        raise UnreadableError("files packed too deep")
    try:
        if kind in (".xlsx", ".xlsm"):  # first: its rows are those that a spreadsheet shows
            for inside, text in read_sheets(content):
                yield _make_table(text, ".csv", inside)
        with open_zip(content, "a packed file") as archive:
            check_gaps(archive, content)
            yield from (Piece(text, ".txt", where, False) for where, text in list_comments(archive))
            yield from _read_members(archive, depth, budget)
    except BesideError as error:
        raise UnreadableError(str(error)) from None
    except (DataError, *DAMAGE, NotImplementedError, RuntimeError):
        raise UnreadableError("a locked or damaged file, or one with too much in it") from None


def _read_members(archive: zipfile.ZipFile, depth: int, budget: _Budget) -> Iterator[Piece]:
    members = [member for member in archive.infolist() if not member.is_dir()]
    size = sum(member.file_size for member in members)
    budget.take(unpacked=size, members=len(members))
    for member in members:
        with archive.open(member) as stream:
            inner = stream.read(MAXIMUM_BYTES + 1)
        for maker in list_makers(inner, member.filename):
            yield Piece(maker, ".txt", member.filename, False, maker=True)
        yield from _nest(inner, member.filename, member.filename, depth, budget)


def _read_cells(text: str, depth: int, budget: _Budget) -> Iterator[Piece]:
    """Each cell of a notebook, and each output, as one text rather than a list of lines."""
    try:
        cells = json.loads(text).get("cells", [])
    except (ValueError, AttributeError, RecursionError):
        return
    for number, cell in enumerate(cells, start=1):
        for kind, words in _list_texts(cell):
            if kind:
                yield from _read_coded(kind, words, depth, budget)
            else:
                yield Piece(words, ".html", f"cell {number}", False)


def _list_texts(thing: object, kind: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a cell, a list of nothing but texts as one; with the kind of a file."""
    if isinstance(thing, str):
        yield kind, thing
    elif isinstance(thing, list) and thing and all(isinstance(item, str) for item in thing):
        yield kind, "".join(thing)
    elif isinstance(thing, list):
        for item in thing:
            yield from _list_texts(item)
    elif isinstance(thing, dict):
        for key, item in thing.items():
            yield from _list_texts(item, key if _OUTPUT.fullmatch(key) else "")


_EMBEDDED = re.compile(r"data:([\w.+/-]{0,80})(?:;[\w=.+-]{1,40}){0,3};base64,([\w+/=%\\-]{40,})")
_OUTPUT = re.compile(r"image/(?!svg)[\w.+-]+|application/(?!json|javascript|x-|vnd)[\w.+-]+")
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}


def _read_embedded(text: str, depth: int, budget: _Budget) -> Iterator[Piece]:
    """The files inside a page, a style or a script."""
    for match in _EMBEDDED.finditer(text):
        if not match[1].startswith("text/"):  # that is read where other Base64 is
            yield from _read_coded(match[1], match[2], depth, budget)


def _read_coded(kind: str, coded: str, depth: int, budget: _Budget) -> Iterator[Piece]:
    """A file that stands in another as Base64."""
    bare = re.sub(r"\\[nr]|\s", "", unquote(coded).replace("\\/", "/"))
    bare = bare.translate(str.maketrans("-_", "+/"))
    try:
        raw = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableError("a file with another inside that cannot be read") from None
    budget.take(unpacked=len(raw))
    yield from _nest(raw, f"inside{_ENDINGS.get(kind, '')}", "", depth, budget)
