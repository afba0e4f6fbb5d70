"""The manifest: what each page and each book was made from, written down once it is whole.

A line of JSON for each page or book, added at the end, so that a build that is killed keeps
what it made: a line that was cut off does not count. Nothing else says what is stale. The
manifest lies in `_build` and is not committed: a fresh clone runs every notebook.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from senco.workspace.files import write_atomically, write_bytes_atomically
from senco.workspace.paths import Project


@dataclass(frozen=True)
class Entry:
    """What one page was made from.

    Parameters
    ----------
    page : str
        Cohort and stage, as ``ey-pvi-2017/50_rankings``.
    settings : str
        Its parameters, as JSON.
    files : dict of str to str
        SHA-256 of everything that it depends on and of what it made, by path from the root.
    """

    page: str
    settings: str
    files: dict[str, str]


@dataclass(frozen=True)
class Book:
    """What one book was made from.

    Parameters
    ----------
    cohorts : str
        As they were asked for, with blanks between; "" for the public book.
    digest : str
        Of everything that it depends on, and of itself.
    shown : str
        The same without what says nothing of the sites: the manifest and the signatures.
    sites : tuple of str
        The first page of each site, from the root.
    pages : int
        How many executed pages it holds.
    """

    cohorts: str
    digest: str
    shown: str
    sites: tuple[str, ...]
    pages: int


def find_manifest(project: Project) -> Path:
    """Return where the manifest lies, whether or not it is there.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    Path
        The file.
    """
    return project.root / "_build" / "manifest.jsonl"


def read_manifest(project: Project) -> dict[str, Entry]:
    """Return what the manifest holds, the newest line of each page.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    dict of str to Entry
        By page; a line that cannot be read is left out, and its page is stale.
    """
    entries = [entry for line in _list_lines(project) if (entry := _read_line(line)) is not None]
    return {entry.page: entry for entry in entries}


def read_books(project: Project) -> dict[str, Book]:
    """Return the books of the manifest, the newest line of each.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    dict of str to Book
        By the cohorts that were asked for.
    """
    lines = (line for line in _list_lines(project) if line.startswith(_BOOK))
    return {book.cohorts: book for line in lines if (book := _read_book(line)) is not None}


def digest_pages(project: Project) -> str:
    """Return the digest of the manifest's lines of pages.

    Parameters
    ----------
    project : Project
        The checkout.

    Returns
    -------
    str
        64 hexadecimal digits; of nothing, where there is no manifest.
    """
    lines = (line for line in _list_lines(project) if not line.startswith(_BOOK))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


#: How a line of a book begins: its keys are sorted.
_BOOK = '{"book":'


def _list_lines(project: Project) -> list[str]:
    place = find_manifest(project)
    if not place.is_file():
        return []
    return place.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)


def _read_line(line: str) -> Entry | None:
    try:
        entry = Entry(**json.loads(line))
    except (ValueError, TypeError):  # cut off, or no entry
        return None
    return entry if isinstance(entry.files, dict) else None


def _read_book(line: str) -> Book | None:
    try:
        entry = json.loads(line)["book"]
        return Book(
            cohorts=str(entry["cohorts"]),
            digest=str(entry["digest"]),
            shown=str(entry["shown"]),
            sites=tuple(map(str, entry["sites"])),
            pages=int(entry["pages"]),
        )
    except (ValueError, TypeError, KeyError):  # cut off, or no book
        return None


def tidy_manifest(project: Project) -> None:
    """Leave out lines that were cut off or are no longer the newest.

    Parameters
    ----------
    project : Project
        The checkout.
    """
    pages, books = read_manifest(project).values(), read_books(project).values()
    kept = "".join([*map(_write_line, pages), *map(_write_line, books)])
    place = find_manifest(project)
    if not place.is_file() or place.read_text(encoding="utf-8", errors="replace") != kept:
        write_atomically(place, kept, private=True)


def split_manifest(project: Project, word: re.Pattern[bytes]) -> tuple[bytes, int]:
    """Return the manifest without its books and the lines that hold a word, a cohort's name.

    Parameters
    ----------
    project : Project
        The checkout.
    word : re.Pattern of bytes
        Finds the word in a line.

    Returns
    -------
    tuple of bytes and int
        The lines of other pages, old ones too, and the number of all others: the digest of
        a book may be of what the cohort's tables held.
    """
    place = find_manifest(project)
    lines = place.read_bytes().splitlines(keepends=True) if place.is_file() else []
    book = _BOOK.encode()
    kept = [line for line in lines if not (word.search(line) or line.startswith(book))]
    return b"".join(kept), len(lines) - len(kept)


def drop_lines(project: Project, word: re.Pattern[bytes]) -> None:
    """Leave out books, and lines that hold a word, a cohort's name: those are then stale.

    Parameters
    ----------
    project : Project
        The checkout.
    word : re.Pattern of bytes
        Finds the word in a line.
    """
    write_bytes_atomically(find_manifest(project), split_manifest(project, word)[0], private=True)


def add_entry(project: Project, entry: Entry | Book) -> None:
    """Add a page or a book to the manifest.

    Parameters
    ----------
    project : Project
        The checkout.
    entry : Entry or Book
        What it was made from; where pages were made, `tidy_manifest` was called before.

    Raises
    ------
    OSError
        Where it cannot be written; what was made is then stale.
    """
    with find_manifest(project).open("a", encoding="utf-8") as lines:
        lines.write(_write_line(entry))


def _write_line(entry: Entry | Book) -> str:
    fields = {"book": asdict(entry)} if isinstance(entry, Book) else asdict(entry)
    return json.dumps(fields, sort_keys=True) + "\n"
