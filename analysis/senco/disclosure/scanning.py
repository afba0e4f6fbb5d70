"""Folders searched for what points to a person; whatever is found is masked at once."""

from __future__ import annotations

import hashlib
import re
import warnings
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from senco.disclosure.masking import mask, mask_part
from senco.disclosure.names.matching import NameSearch, read_entry
from senco.disclosure.prose import READ, Context, OwnProse, read_context
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
from senco.workspace.sharing import map_beside

#: The parts of the package that searching consists of: the layers above have none in it.
SEARCHING = ("cohort", "disclosure", "errors.py", "intake", "locale", "text", "workspace")
#: From so many files on, a second process is worth its start.
_MANY = 300
_ALLOWED = "nothing that points to a person"
_REMEDY = "Remove it where it comes from, and build again."
_QUESTION = "Read it there: is it the name of a person or a place? If so, remove it."
#: Programs that sign what they write.
_PROGRAMS = re.compile(
    r"(?i)(?:openpyxl|matplotlib|python-docx|microsoft|libreoffice|openoffice|adobe|chromium|skia"
    r"|pdftex|xetex|luatex|inkscape|gimp|imagemagick|google|excel|pillow|sphinx|pypdf)"
    r"(?:[ /,(v\d].{0,60})?|the project's contributors|un-?named|unknown|anonymous|user|owner"
)
#: Headings of columns that hold what points to a person.
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
    entry : int
        Which entry of the private list it is; 0 for everything else.
    """

    finding: Finding
    kind: str
    file: str = field(repr=False)
    text: str = field(default="", repr=False)
    entry: int = 0


def search(
    folders: Iterable[Path],
    names: Sequence[str] = (),
    *,
    root: Path,
    listed: Iterable[str] = (),
    besides: Iterable[str] = (),
    clean: set[str] | None = None,
    own: OwnProse | None = None,
    made: Collection[str] = (),
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
    own : OwnProse, optional
        What the book's own files say: where that stands on a page, its words are no names.
    made : collection of str
        Digests (SHA-256) of documents that were made from pages of the book. They are searched
        as all else is; but they may be published, and what they say is the book's own.

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
    open_one = partial(_read, root=root, clean=before, made=frozenset(made))
    known = NameSearch(names)
    if names:  # how a word is usually written is learnt from all texts
        files = [open_one(path) for path in paths]
        known.learn(dict.fromkeys(text for file in files for text in file.prose()))
        read = [_locate_and_let_go(file, known) for file in files]
    elif before or len(paths) < _MANY:
        read = [_look_at(path, open_one) for path in paths]
    else:
        read = map_beside(partial(_look_at, open_one=open_one), paths)
    allowed = frozenset(listed)
    explained = _list_explained(read, own)
    found = [(file, list(_describe_file(file, known, allowed, explained))) for file in read]
    if clean is not None and not names:
        clean |= {file.digest for file, hits in found if file.digest and not hits}
    return [hit for _, hits in found for hit in hits]


@dataclass(frozen=True)
class _Found:
    """What was found in a text, or in a file's name; `inside` says in which part of the file."""

    what: str
    text: str = field(repr=False)
    row: int | None = None
    inside: str = ""
    named: bool = False
    context: Context | None = field(default=None, repr=False)


@dataclass
class _File:
    """A file that was read: its texts, each with the ways in which it is looked at."""

    name: str
    shown: str = field(repr=False)
    pieces: list[tuple[Piece, list[str]]] = field(default_factory=list, repr=False)
    trouble: str = ""
    digest: str = ""
    made: bool = False
    found: list[_Found] = field(default_factory=list, repr=False)

    def prose(self) -> Iterator[str]:
        """The texts that tell how a word is usually written."""
        if self.name != "searchindex.js":
            for piece, views in self.pieces:
                if piece.kind not in (".css", ".js"):
                    yield views[min(1, len(views) - 1)]


def _read(path: Path, root: Path, clean: frozenset[str], made: frozenset[str]) -> _File:
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    file = _File(path.name, shown)
    if path.stat().st_size > MAXIMUM_BYTES:
        file.trouble = "a file of over 64 MB"
        return file
    try:
        content = path.read_bytes()
        file.made = bool(made) and hashlib.sha256(content).hexdigest() in made
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


def _look_at(path: Path, open_one: Callable[[Path], _File]) -> _File:
    """Note what is found in a file by whoever has no private list."""
    return _locate_and_let_go(open_one(path), NameSearch(()))


def _locate_and_let_go(file: _File, names: NameSearch) -> _File:
    """Note what is found in a file, without its texts: those of a large site fill the memory."""
    file.found, file.pieces = list(_locate_all(file, names)), []
    return file


def _locate_all(file: _File, names: NameSearch) -> Iterator[_Found]:
    """Yield what is found in a file's name and in its texts."""
    for part in file.shown.split("/"):
        loose = _loosen(part)
        for what, found, start in _locate(loose, names):
            stem = _loosen(Path(part).stem)
            context = read_context(stem, start, found) if _is_name(what) else None
            yield _Found(what, found, named=True, context=context)
    for piece, views in file.pieces:
        inside = _describe(piece, names)
        read = not piece.maker and (file.made or Path(file.name).suffix in READ)
        for what, found, row, beside in _search_piece(piece, views, names, file.made):
            context = Context(beside.words) if beside and file.name in _INDICES else beside
            yield _Found(what, found, row, inside, context=context if read else None)
    if file.name == "searchindex.js":
        words = {word for _, views in file.pieces for word in re.findall(r"\w+", views[0])}
        for what, name in names.find_apart(words):
            yield _Found(what, "", context=Context(tuple(name)))


#: Files in which words stand apart from what stood beside them.
_INDICES = frozenset(("searchindex.js", "objects.inv"))


def _is_name(what: str) -> bool:
    return what.startswith(NAME)


def _list_explained(files: Iterable[_File], own: OwnProse | None) -> set[Context]:
    contexts = {hit.context for file in files for hit in file.found if hit.context}
    return own.list_explained(contexts) if own and contexts else set()


def _describe_file(
    file: _File, names: NameSearch, allowed: frozenset[str], explained: set[Context]
) -> Iterator[Hit]:
    """Yield a masked finding for each thing that was found and is not the book's own prose."""
    label = mask_path(file.shown, names)
    kind = Path(file.name).suffix.lower()
    found = [hit for hit in file.found if hit.context not in explained]
    for hit in found:
        if hit.named:
            finding = _make_finding(label, f"{hit.what} in the file's name", hit, "Rename it.")
            yield Hit(finding, _kind(hit.what), file.shown, hit.text, read_entry(hit.what))
    if kind in NEVER_PUBLISHED and file.name not in allowed and not file.made:
        finding = Finding(label, f"a file of the kind {kind}", "no such file", remedy="Remove it.")
        yield Hit(finding, "a file that is never published", file.shown)
    if file.trouble:
        remedy = "Look at it yourself, or remove it."
        finding = Finding(label, file.trouble, "a file that can be searched", remedy=remedy)
        yield Hit(finding, "a file that cannot be searched", file.shown)
    reported: set[tuple[object, ...]] = set()
    for hit in found:
        key = (hit.what, hit.row, plain(hit.text).strip())
        if not hit.named and key not in reported:
            reported |= {key, (hit.what, None, key[2])}  # a part of the file that tells no row
            text = f"{hit.what}, {mask(hit.text)}" if hit.text else hit.what
            remedy = _REMEDY if _severity(hit.what) == "error" else _QUESTION
            finding = _make_finding(label, text + hit.inside, hit, remedy)
            yield Hit(finding, _kind(hit.what), file.shown, hit.text, read_entry(hit.what))


def _make_finding(label: str, text: str, hit: _Found, remedy: str) -> Finding:
    return Finding(label, text, _ALLOWED, hit.row, remedy=remedy, severity=_severity(hit.what))


def _kind(what: str) -> str:
    return NAME if _is_name(what) else what.removesuffix(PERHAPS)


def _severity(what: str) -> Severity:
    return "warning" if what.endswith(PERHAPS) else "error"


def _describe(piece: Piece, names: NameSearch) -> str:
    """Where in a file a text stands, without what points to a person there."""
    return f" ({mask_path(piece.inside, names)})" if piece.inside else ""


def _search_piece(
    piece: Piece, views: list[str], names: NameSearch, made: bool
) -> Iterator[tuple[str, str, int | None, Context | None]]:
    """Yield what is found in a text, in which of the file's rows, and beside what words.

    What was made from pages of the book says that it is by the book's authors.
    """
    if piece.place:
        yield "a place in a picture", "", None, None
        return
    headings = _search_headings(piece) if piece.kind in (".csv", ".tsv") else ()
    makers = () if made else _search_makers(piece)
    for what, found, row in (*makers, *headings):
        yield what, found, row, None
    for view in views:
        ends = None
        prose = piece.kind not in _NO_PROSE
        for what, found, start in _locate(view, names, prose):
            if ends is None:
                ends = [match.start() for match in re.finditer("\n", view)]
            context = read_context(view, start, found) if _is_name(what) else None
            yield what, found, piece.row_of(bisect_left(ends, start) + 1), context


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
