"""Folders searched for what points at a person; whatever is found is masked at once."""

from __future__ import annotations

import hashlib
import re
import warnings
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from senco.disclosure.masking import mask, mask_part
from senco.disclosure.names.matching import NameSearch
from senco.disclosure.rules.identifiers import NAME, find_identifiers
from senco.disclosure.rules.rule import PERHAPS
from senco.disclosure.texts.pieces import (
    MAXIMUM_BYTES,
    NEVER_PUBLISHED,
    Piece,
    UnreadableError,
    read_pieces,
)
from senco.disclosure.texts.rows import list_filled_headings
from senco.disclosure.texts.vendored import is_vendored
from senco.disclosure.texts.views import fold, list_views, plain, resolve_entities
from senco.errors import Finding, Severity

_ALLOWED = "nothing that points at a person"
_REMEDY = "Take it out where it comes from, and build again."
_QUESTION = "Read it there: is it somebody's, or somewhere's? If it is, take it out."
#: Programs that sign what they write.
_PROGRAMS = re.compile(
    r"(?i)(?:openpyxl|matplotlib|python-docx|microsoft|libreoffice|openoffice|adobe|chromium|skia"
    r"|pdftex|xetex|luatex|inkscape|gimp|imagemagick|google|excel|pillow|sphinx|pypdf)"
    r"(?:[ /,(v\d].{0,60})?|the project's contributors|un-?named|unknown|anonymous|user|owner"
)
#: Headings of columns that hold what points at a person.
_HEADINGS = re.compile(
    r"(?i)(?:full|first|last|family|given|maiden|child'?s?|parent'?s?|participant|senco)?[ _-]?"
    r"names?|surname|forename|initials|e-?mail(?:[ _]address)?|mobile|ip[ _]address|nursery"
    r"|(?:tele)?phone(?:[ _](?:number|no))?|(?:home[ _]|post(?:al)?[ _])?address|post[ _-]?code"
    r"|d\.?o\.?b\.?|date[ _]of[ _]birth|birthday|nhs(?:[ _](?:number|no))?|urn|upn"
    r"|ni[ _]number|national[ _]insurance(?:[ _]number)?|(?:setting|school)[ _]name"
    r"|name[ _]of[ _](?:setting|school)"
)


#: Endings of what is no prose: what people speak of is not looked for in it.
_NO_PROSE = frozenset({".css", ".js", ".json", ".svg", ".py", ".map", ".xml", ".rels", ".vml"})


@dataclass(frozen=True)
class Hit:
    """Something that was found; only its finding may be shown.

    Parameters
    ----------
    finding : Finding
        Masked.
    kind : str
        One of `senco.disclosure.rules.identifiers.KINDS`.
    file : str
        The file's own path; it may name a person.
    text : str
        What was found; blank where a whole file is meant.
    """

    finding: Finding
    kind: str
    file: str = field(repr=False)
    text: str = field(default="", repr=False)


def search(
    folders: Iterable[Path],
    names: Sequence[str] = (),
    *,
    root: Path,
    listed: Iterable[str] = (),
    besides: Iterable[str] = (),
    clean: set[str] | None = None,
) -> list[Hit]:
    """Search folders, and keep what was found beside each finding, for an allow-list.

    Parameters
    ----------
    folders : iterable of Path
        Folders or files; a built site among them.
    names : sequence of str
        The private list.
    root : Path
        What paths in the findings start from.
    listed : iterable of str
        Names of files that may be published although they are of a kind that is not.
    besides : iterable of str
        Names of files that are not searched, for they are never published.
    clean : set of str, optional
        Digests of texts in which this version of the gate found nothing; their files'
        names are searched alone. Those that are clean now are added. Of no use with a
        private list, which may have grown.

    Returns
    -------
    list of Hit
        In the order of files and rows.
    """
    left_out = frozenset(besides)
    paths = [
        path
        for folder in folders
        for path in (sorted(folder.rglob("*")) if folder.is_dir() else [folder])
        if path.is_file() and path.name not in left_out
    ]
    before = frozenset(clean or ()) if not names else frozenset()
    read = [_read(path, root, before) for path in paths]
    known = NameSearch(names)
    known.learn(dict.fromkeys(text for file in read for text in file.prose()))
    allowed = frozenset(listed)
    found = [(file, list(_search_file(file, known, allowed))) for file in read]
    if clean is not None and not names:
        clean |= {file.digest for file, hits in found if file.digest and not hits}
    return [hit for _, hits in found for hit in hits]


@dataclass
class _File:
    """A file that was read: its texts, each with the ways in which it is looked at."""

    name: str
    shown: str = field(repr=False)
    pieces: list[tuple[Piece, list[str]]] = field(default_factory=list, repr=False)
    trouble: str = ""
    digest: str = ""

    def prose(self) -> Iterator[str]:
        """The texts that tell how a word is usually written."""
        if self.name != "searchindex.js":
            for piece, views in self.pieces:
                if piece.kind not in (".css", ".js"):
                    yield views[min(1, len(views) - 1)]


def _read(path: Path, root: Path, clean: frozenset[str]) -> _File:
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    file = _File(path.name, shown)
    if path.stat().st_size > MAXIMUM_BYTES:
        file.trouble = "a file of over 64 MB"
        return file
    try:
        content = path.read_bytes()
        file.digest = hashlib.sha256(path.name.encode() + b"\n" + content).hexdigest()
        if file.digest in clean or is_vendored(content):
            return file
        with warnings.catch_warnings():  # readers' warnings may quote what they read
            warnings.simplefilter("ignore")
            pieces = list(read_pieces(content, path.name))
        file.pieces = [
            (piece, list_views(piece.text, piece.kind)) for piece in pieces if piece.text.strip()
        ]
    except UnreadableError as error:
        file.trouble = str(error)
    except Exception:  # whatever a hostile file does, it is not searched, and that is said
        file.trouble = "a file that cannot be read"
    return file


def _search_file(file: _File, names: NameSearch, allowed: frozenset[str]) -> Iterator[Hit]:
    label = mask_path(file.shown, names)
    kind = Path(file.name).suffix.lower()
    for part in file.shown.split("/"):
        for what, found, _ in _locate(_loosen(part), names):
            finding = Finding(
                label,
                f"{what} in the file's name",
                _ALLOWED,
                remedy="Rename it.",
                severity=_severity(what),
            )
            yield Hit(finding, _kind(what), file.shown, found)
    if kind in NEVER_PUBLISHED and file.name not in allowed:
        finding = Finding(
            label, f"a file of the kind {kind}", "no such file", remedy="Take it out."
        )
        yield Hit(finding, "a file that is never published", file.shown)
    if file.trouble:
        remedy = "Look at it yourself, or take it out."
        finding = Finding(label, file.trouble, "a file that can be searched", remedy=remedy)
        yield Hit(finding, "a file that cannot be searched", file.shown)
    reported: set[tuple[object, ...]] = set()
    for piece, views in file.pieces:
        for what, found, row in _search_piece(piece, views, names):
            key = (what, row, plain(found).strip())
            if key not in reported:
                reported |= {key, (what, None, key[2])}  # a part of the file that tells no row
                place = _describe(piece, names)
                text = f"{what}, {mask(found)}{place}" if found else f"{what}{place}"
                severity = _severity(what)
                remedy = _REMEDY if severity == "error" else _QUESTION
                finding = Finding(label, text, _ALLOWED, row, remedy=remedy, severity=severity)
                yield Hit(finding, _kind(what), file.shown, found)
    if file.name == "searchindex.js":
        yield from _search_index(file, names, label)


def _kind(what: str) -> str:
    return NAME if what.startswith(NAME) else what.removesuffix(PERHAPS)


def _severity(what: str) -> Severity:
    return "warning" if what.endswith(PERHAPS) else "error"


def _describe(piece: Piece, names: NameSearch) -> str:
    """Where in a file a text stands, without what points at a person there."""
    return f" ({mask_path(piece.inside, names)})" if piece.inside else ""


def _search_piece(
    piece: Piece, views: list[str], names: NameSearch
) -> Iterator[tuple[str, str, int | None]]:
    """Yield what is found in a text, and in which of the file's rows."""
    if piece.place:
        yield "a place in a picture", "", None
        return
    yield from _search_makers(piece)
    if piece.kind in (".csv", ".tsv"):
        yield from _search_headings(piece)
    for view in views:
        ends = None
        prose = piece.kind not in _NO_PROSE
        for what, found, start in _locate(view, names, prose):
            if ends is None:
                ends = [match.start() for match in re.finditer("\n", view)]
            yield what, found, piece.row_of(bisect_left(ends, start) + 1)


def _search_makers(piece: Piece) -> Iterator[tuple[str, str, int | None]]:
    """Who made a file, where that is no program."""
    if piece.maker and not _PROGRAMS.fullmatch(piece.text.strip()):
        yield "a maker's name in a file", piece.text, None
    for match in _MAKER.finditer(piece.text) if piece.kind in _SIGNED else ():
        name = resolve_entities(match[1] or match[2]).strip()
        if name and not _PROGRAMS.fullmatch(name):
            row = piece.text.count("\n", 0, match.start()) + 1
            yield "a maker's name in a file", name, piece.row_of(row)


_SIGNED = frozenset({".svg", ".html", ".htm", ".xml"})
_MAKER = re.compile(
    r"(?s)<dc:(?:creator|rights|publisher)>\s*+(?:<cc:Agent>\s*+<dc:title>)?+([^<]++)<"
    r"|<meta name=\"author\" content=\"([^\"]+)\""
)


def _search_headings(piece: Piece) -> Iterator[tuple[str, str, int | None]]:
    """Columns whose heading says that they hold identifiers, where they hold anything."""
    for row, heading in list_filled_headings(piece.text):
        if _HEADINGS.fullmatch(heading):
            yield "a column of identifiers", heading, row if piece.rows else None


def _locate(text: str, names: NameSearch, prose: bool = False) -> Iterator[tuple[str, str, int]]:
    """Yield each rule's label with what it finds, and where that begins."""
    named = list(names.find(text))
    sure = [hit for hit in named if not hit[0].endswith(PERHAPS)]
    taken = [(start, start + len(found)) for _, found, start in sure]
    for what, found, start in find_identifiers(text, prose):
        end = start + len(found)
        # whoever is on the list is not asked about as well
        if not what.endswith(PERHAPS) or not any(low < end and start < high for low, high in taken):
            yield what, found, start
    yield from named


def _search_index(file: _File, names: NameSearch, label: str) -> Iterator[Hit]:
    """The search index holds words apart from one another: all of a name's are its name."""
    words = {word for _, views in file.pieces for word in re.findall(r"\w+", views[0])}
    for found in names.find_apart(words):
        finding = Finding(label, found, _ALLOWED, remedy=_REMEDY)
        yield Hit(finding, NAME, file.shown)


def _loosen(part: str) -> str:
    """A file's name with blanks where it has other signs between words."""
    return fold(unquote(part)).replace("_", " ")


def mask_path(path: str, names: NameSearch | None = None) -> str:
    """Return a path without what is found in it.

    Parameters
    ----------
    path : str
        With slashes.
    names : NameSearch, optional
        The private list.

    Returns
    -------
    str
        Each part in which something is found as dots, with its ending.

    Examples
    --------
    >>> mask_path("a/07700 900123/b.csv")
    'a/••••/b.csv'
    """
    known = names or NameSearch(())
    parts = path.split("/")
    return "/".join(
        mask_part(part) if next(_locate(_loosen(part), known), None) else part for part in parts
    )
